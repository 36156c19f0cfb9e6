//! The numbers of a text and the patterns that claim them.
//!
//! A line is brought to one form first: full-width signs as ASCII, white space gone but between two digits (where it
//! keeps two numbers apart). A pattern is a piece of such a line: `[545]` claims the number 545, `[#]` any number,
//! `[/]` all numbers as far as only ASCII follows; `…` stands for any signs, `^` for the line's begin. What stands outside
//! of brackets has to be there and claims nothing.

/// A run of digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub digits: String,
    /// The signs of the line between which it stands.
    pub from: usize,
    pub to: usize,
}

/// A line with numbers.
#[derive(Debug)]
pub struct Line {
    /// From 1.
    pub place: usize,
    /// The section of the text that it stands in.
    pub section: String,
    pub signs: Vec<char>,
    pub numbers: Vec<Number>,
}

/// One sign in the form that patterns are written in.
fn plain(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        '〜' => '~',
        sign => sign,
    }
}

/// A text in that form.
pub fn normal(text: &str) -> Vec<char> {
    let mut signs: Vec<char> = Vec::new();
    let mut gap = false;
    for sign in text.chars().map(plain) {
        if sign.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && sign.is_ascii_digit() && signs.last().is_some_and(char::is_ascii_digit) {
            signs.push(' ');
        }
        gap = false;
        signs.push(sign);
    }
    signs
}

pub fn numbers(signs: &[char]) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    for (at, sign) in signs.iter().enumerate().filter(|(_, sign)| sign.is_ascii_digit()) {
        match found.last_mut().filter(|number| number.to == at) {
            Some(number) => {
                number.digits.push(*sign);
                number.to = at + 1;
            }
            None => found.push(Number { digits: sign.to_string(), from: at, to: at + 1 }),
        }
    }
    found
}

/// The lines with numbers, each in its section: `cover`, `topic 1`, `1` to `9`, `contact`.
pub fn lines(text: &str) -> Vec<Line> {
    let mut section = "cover".to_owned();
    let mut found = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let signs = normal(line);
        let whole: String = signs.iter().collect();
        let number = || whole.chars().find(char::is_ascii_digit).unwrap_or('?');
        if whole.starts_with('§') {
            section = number().to_string();
        } else if whole.contains("トピック") && signs.len() < 10 {
            section = format!("topic {}", number());
        } else if whole.contains("Email") {
            section = "contact".to_owned();
        }
        let numbers = numbers(&signs);
        if !numbers.is_empty() {
            found.push(Line { place: place + 1, section: section.clone(), signs, numbers });
        }
    }
    found
}

#[derive(Debug)]
enum Part {
    Begin,
    Sign(char),
    Any,
    /// A number that is claimed: this one, or any.
    Claim(Option<String>),
    /// Every number before the next sign that is not ASCII.
    ClaimAscii,
}

fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        parts.push(match sign {
            '^' => Part::Begin,
            '…' => Part::Any,
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                match inside.as_str() {
                    "/" => Part::ClaimAscii,
                    "#" => Part::Claim(None),
                    _ => Part::Claim(Some(inside)),
                }
            }
            sign => Part::Sign(sign),
        });
    }
    parts
}

/// The numbers of the line (by their place among them) that the pattern claims, wherever it fits.
pub fn claimed(line: &Line, pattern: &str) -> Vec<usize> {
    let parts = parts(pattern);
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.signs.len() {
        let mut claims = Vec::new();
        match fits(line, &parts, at, &mut claims) {
            Some(end) => {
                found.extend(claims);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Where the pattern ends when it begins at `at`.
fn fits(line: &Line, parts: &[Part], at: usize, claims: &mut Vec<usize>) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return Some(at) };
    match part {
        Part::Begin if at > 0 => None,
        Part::Begin => fits(line, rest, at, claims),
        Part::Sign(sign) => (line.signs.get(at)? == sign).then(|| fits(line, rest, at + 1, claims)).flatten(),
        Part::Any => (at..line.signs.len()).find_map(|from| {
            let before = claims.len();
            let end = fits(line, rest, from, claims);
            if end.is_none() {
                claims.truncate(before);
            }
            end
        }),
        Part::ClaimAscii => {
            let length = line.signs[at..].iter().take_while(|sign| sign.is_ascii()).count();
            let within = |number: &Number| number.from >= at && number.to <= at + length;
            claims.extend((0..line.numbers.len()).filter(|place| within(&line.numbers[*place])));
            fits(line, rest, at + length, claims)
        }
        Part::Claim(digits) => {
            let place = line.numbers.iter().position(|number| number.from == at)?;
            let number = &line.numbers[place];
            if digits.as_ref().is_some_and(|digits| *digits != number.digits) {
                return None;
            }
            claims.push(place);
            fits(line, rest, number.to, claims)
        }
    }
}

#[test]
fn patterns_claim_what_stands_in_brackets() {
    let check = |text: &str, pattern: &str, expect: &[&str]| {
        let line = &lines(text)[0];
        let found: Vec<_> = claimed(line, pattern).into_iter().map(|at| &line.numbers[at].digits).collect();
        assert_eq!(found, expect, "{pattern} in {text}");
    };
    check("報告は ５４５ 件、684件", "報告は[545]件", &["545"]);
    check("報告は545件", "報告は[54]", &[]);
    check("報告は545件", "[5]", &[]);
    check("報告は545件", "報告は[45]", &[]);
    check("1 件と 2 件", "[#]件", &["1", "2"]);
    check("(1) 2", "^([#])", &["1"]);
    check("x (1)", "^([#])", &[]);
    check("2008-03-12 2008 年", "12 [2008]年", &["2008"]);
    check("http://a.example/1/b2 3", "http…/[1]/b[#]", &["1", "2"]);
    check("1 http://a2.example/b3 の 4", "://[/]", &["2", "3"]);
    check("1 a 2 b 3", "[1]…[3]", &["1", "3"]);
}
