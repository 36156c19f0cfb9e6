//! Text to a [`FormReport`].

use super::label::{CHOICES, Choice, END, Field, LABELS, Shape, TITLE, VERSION, fold};
use super::{FormReport, tidy_block, tidy_line};
use crate::candidate::Problem;

/// A form may be quoted so deeply: longer is what stands before the title, and it is no form.
const LONGEST_PREFIX: usize = 16;
/// A list has so many entries at most; a longer one belongs in a file of a machine format.
const MOST_ENTRIES: usize = 10_000;

/// What a line of the form is.
#[derive(Debug, PartialEq, Eq)]
enum Line<'a> {
    Title(u32),
    End,
    /// A label, with what stands behind its colon.
    Label(usize, &'a str),
    Begin,
    Finish,
    Hint,
    Other,
}

/// Reads the first form in a text; none where there is no title line.
pub fn parse(text: &str) -> Option<(FormReport, Vec<Problem>)> {
    let mut lines = text.lines().enumerate();
    let (prefix, version) = lines.by_ref().find_map(|(_, line)| title(line))?;
    let mut state = State::default();
    if version != VERSION {
        state.problems.push(Problem {
            place: "form".to_owned(),
            reason: format!("version {version} of the form, read as version {VERSION}"),
        });
    }
    for (number, line) in lines {
        let line = line.strip_prefix(prefix).or_else(|| line.strip_prefix(prefix.trim_end())).unwrap_or(line);
        if !state.line(number + 1, line) {
            break;
        }
    }
    state.leave();
    let State { report, problems, .. } = state;
    Some((report.tidied(), problems))
}

/// Whether a line of a list or a block would be taken for something else. Logs may well begin with `#`, and may
/// do so in a block.
pub(super) fn is_syntax(line: &str, shape: Shape) -> bool {
    match classify(line) {
        Line::Other => false,
        Line::Hint => shape != Shape::Block,
        _ => true,
    }
}

/// The title, whatever quotes it.
fn title(line: &str) -> Option<(&str, u32)> {
    let at = line.find(['=', '＝'])?;
    let prefix = &line[..at];
    let quoting = |c: char| c.is_whitespace() || matches!(c, '>' | '|' | ':' | '＞');
    if prefix.len() > LONGEST_PREFIX || !prefix.chars().all(quoting) {
        return None;
    }
    match classify(&line[at..]) {
        Line::Title(version) => Some((prefix, version)),
        _ => None,
    }
}

fn classify(line: &str) -> Line<'_> {
    let line = line.trim();
    match line.chars().next() {
        Some('=' | '＝') => {
            let folded = fold(line);
            if !folded.starts_with("===") {
                return Line::Other;
            }
            if folded.contains(END) {
                return Line::End;
            }
            folded.find(TITLE).map_or(Line::Other, |at| {
                let digits = folded[at + TITLE.len()..].chars().take_while(char::is_ascii_digit).take(4);
                digits.collect::<String>().parse().map_or(Line::Other, Line::Title)
            })
        }
        Some('+' | '＋') => {
            let folded = fold(line);
            match folded.strip_prefix("+++").map(|rest| rest.trim_end_matches('+')) {
                Some("ここから" | "begin") => Line::Begin,
                Some("ここまで" | "end") => Line::Finish,
                _ => Line::Other,
            }
        }
        Some('*' | '＊') => {
            let rest = line.trim_start_matches(['*', '＊']);
            let (name, value) = match rest.find([':', '：']) {
                Some(at) => (&rest[..at], rest[at..].trim_start_matches([':', '：'])),
                None => (rest, ""),
            };
            // No label is longer; a line of a log may be.
            if name.len() > 100 {
                return Line::Other;
            }
            let name = fold(name);
            let known = |label: &super::label::Label| fold(label.ja) == name || fold(label.en) == name;
            LABELS.iter().position(known).map_or(Line::Other, |label| Line::Label(label, value))
        }
        Some('#' | '＃') => Line::Hint,
        _ => Line::Other,
    }
}

#[derive(Default)]
struct State {
    report: FormReport,
    problems: Vec<Problem>,
    label: Option<usize>,
    /// Within the fences of a block.
    fenced: bool,
    /// After the last fence of a block, or after the empty line that ends a value.
    over: bool,
    gathered: Vec<String>,
}

impl State {
    fn problem(&mut self, line: usize, reason: impl Into<String>) {
        if self.problems.len() < crate::candidate::KEPT_PROBLEMS {
            self.problems.push(Problem { place: format!("line {line}"), reason: reason.into() });
        }
    }

    fn shape(&self) -> Option<Shape> {
        self.label.map(|label| LABELS[label].shape)
    }

    /// Takes a line; false after the last one.
    fn line(&mut self, number: usize, line: &str) -> bool {
        match classify(line) {
            Line::End => {
                self.unfinished(number);
                return false;
            }
            Line::Title(_) => {
                self.unfinished(number);
                self.problem(number, "another form begins here; only the first is read");
                return false;
            }
            Line::Label(label, value) => {
                self.unfinished(number);
                self.leave();
                self.label = Some(label);
                let value = value.trim();
                if !value.is_empty() {
                    self.gathered.push(value.to_owned());
                }
            }
            Line::Begin => self.fenced = true,
            Line::Finish => {
                self.fenced = false;
                self.over = true;
            }
            Line::Hint if self.shape() != Some(Shape::Block) || self.over => {}
            Line::Hint | Line::Other => self.content(number, line),
        }
        true
    }

    fn unfinished(&mut self, number: usize) {
        if self.fenced {
            self.problem(number, "a block has no end mark before this line");
        }
    }

    fn content(&mut self, number: usize, line: &str) {
        let empty = line.trim().is_empty();
        match self.shape() {
            Some(Shape::Block) if self.fenced || !self.over => {
                self.gathered.push(unescape(line, Shape::Block).to_owned());
            }
            _ if empty => self.over |= !self.gathered.is_empty() && self.shape() == Some(Shape::Line),
            Some(Shape::List) if self.gathered.len() < MOST_ENTRIES => {
                self.gathered.push(unescape(line.trim(), Shape::List).to_owned());
            }
            Some(Shape::List) => self.problem(number, "more entries than are read"),
            Some(Shape::Line) if !self.over => self.gathered.push(line.trim().to_owned()),
            Some(Shape::Choice) => self.choice(number, line),
            _ => self.problem(number, "stands in no field of the form"),
        }
    }

    fn choice(&mut self, number: usize, line: &str) {
        let Some(label) = self.label else { return };
        let field = LABELS[label].field;
        let folded = fold(line);
        // Some forms come back with the choices in one line.
        let mut any = false;
        for part in folded.split('[').skip(1) {
            let Some((mark, text)) = part.split_once(']') else { continue };
            let known = CHOICES
                .iter()
                .find(|(choice, ja, en)| choice.field() == field && (fold(ja) == text || fold(en) == text));
            let Some((choice, ..)) = known else { continue };
            any = true;
            if mark.is_empty() {
                continue;
            }
            match choice {
                Choice::MayName(may) => self.report.may_name = *may,
                Choice::Mediation(mediation) => self.report.mediation = *mediation,
                Choice::Happened(happened)
                    if self.report.happened.is_some_and(|known| known != *happened) =>
                {
                    self.problem(number, format!("a second answer, {happened}; the first counts"));
                }
                Choice::Happened(happened) => self.report.happened = Some(*happened),
            }
        }
        if !any {
            self.problem(number, "none of the form's choices");
        }
    }

    /// Puts what has gathered into its field.
    fn leave(&mut self) {
        let gathered = std::mem::take(&mut self.gathered);
        (self.fenced, self.over) = (false, false);
        let Some(label) = self.label.take() else { return };
        let report = &mut self.report;
        match LABELS[label].field {
            Field::Name => report.name = joined(&gathered),
            Field::Organisation => report.organisation = joined(&gathered),
            Field::Mail => report.mail = joined(&gathered),
            Field::Phone => report.phone = joined(&gathered),
            Field::When => report.when = joined(&gathered),
            Field::Zone => report.zone = joined(&gathered),
            Field::ChannelNote => report.channel_note = joined(&gathered),
            Field::Sources => report.sources = gathered,
            Field::Targets => report.targets = gathered,
            Field::Description => report.description = tidy_block(gathered.iter().map(String::as_str)),
            Field::Logs => report.logs = tidy_block(gathered.iter().map(String::as_str)),
            Field::Key => report.key = tidy_block(gathered.iter().map(String::as_str)),
            Field::MayName | Field::Mediation | Field::Happened => {
                if !gathered.is_empty() {
                    let line = gathered.join(" ");
                    self.label = Some(label);
                    self.choice(0, &line);
                    self.label = None;
                }
            }
        }
    }
}

/// A line that begins with a backslash more than it should.
fn unescape(line: &str, shape: Shape) -> &str {
    match line.strip_prefix('\\') {
        Some(rest) if is_syntax(rest.trim_start_matches('\\'), shape) => rest,
        _ => line,
    }
}

/// A value that was wrapped: Japanese is joined as it is, words with a space.
fn joined(lines: &[String]) -> String {
    let mut all = String::new();
    for line in lines {
        let between = all.chars().next_back().zip(line.chars().next());
        if between.is_some_and(|(end, begin)| end.is_ascii() || begin.is_ascii()) {
            all.push(' ');
        }
        all += line;
    }
    tidy_line(&all)
}
