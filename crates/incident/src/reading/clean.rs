//! A line as it was meant: wide letters narrow, half-width kana whole, invisible characters gone, and indicators
//! without what people put into them so that nobody clicks them (`hxxp`, `[.]`, `(dot)`, `ttp`).
//!
//! Everything after this works on clean lines; evidence keeps the line as it stood.

use std::borrow::Cow;

/// Half-width katakana U+FF61 to U+FF9F, in their order.
const KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

/// Cleans a line. What needs nothing is handed back as it is.
pub(super) fn clean(line: &str) -> Cow<'_, str> {
    let narrow = if line.is_ascii() { Cow::Borrowed(line) } else { narrow(line) };
    match narrow {
        Cow::Borrowed(line) => refang(line).map_or(Cow::Borrowed(line), Cow::Owned),
        Cow::Owned(line) => Cow::Owned(refang(&line).unwrap_or(line)),
    }
}

fn narrow(line: &str) -> Cow<'_, str> {
    let odd =
        |c: char| matches!(c, '\u{FF01}'..='\u{FF9F}' | '\u{3000}' | '\u{A0}' | '→' | '⇒') || invisible(c);
    if !line.chars().any(odd) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{FF01}'..='\u{FF5E}' => out.extend(char::from_u32(u32::from(c) - 0xFEE0)),
            '\u{FF61}'..='\u{FF9F}' => kana(&mut out, c),
            '\u{3000}' | '\u{A0}' => out.push(' '),
            '→' | '⇒' => out.push_str("->"),
            c if invisible(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Characters that show nothing: they hide words from programs, or turn the order of what is shown.
const fn invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn kana(out: &mut String, c: char) {
    let last = out.chars().next_back();
    let voiced = match (c, last) {
        ('ﾞ', Some('ウ')) => Some('ヴ'),
        ('ﾞ', Some(base @ ('カ'..='ト' | 'ハ'..='ホ'))) => char::from_u32(u32::from(base) + 1),
        ('ﾟ', Some(base @ 'ハ'..='ホ')) => char::from_u32(u32::from(base) + 2),
        _ => None,
    };
    match voiced {
        Some(voiced) => {
            out.pop();
            out.push(voiced);
        }
        None => out.extend(KANA.chars().nth((u32::from(c) - 0xFF61) as usize)),
    }
}

/// What stands for what, in brackets of any kind.
const BRACKETED: &[(&str, &str)] = &[
    (".", "."),
    ("dot", "."),
    ("ドット", "."),
    (":", ":"),
    ("://", "://"),
    ("/", "/"),
    ("at", "@"),
    ("@", "@"),
    ("www", "www"),
    ("http", "http"),
];

/// Schemes as people break them, longest first within a first letter, and what they mean.
const SCHEMES: &[(&str, &str)] = &[
    ("hxxps", "https"),
    ("hxxp", "http"),
    ("h**ps", "https"),
    ("h**p", "http"),
    ("h++p", "http"),
    ("h__p", "http"),
    ("h--p", "http"),
    ("htxp", "http"),
    ("hxtp", "http"),
    ("meow", "http"),
    ("fxp", "ftp"),
    ("ttps", "https"),
    ("ttp", "http"),
];

/// The line with indicators whole again, if there was anything to mend.
fn refang(line: &str) -> Option<String> {
    let bytes = line.as_bytes();
    let mut out = String::new();
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let (length, meant) = match bytes[at] {
            b'[' | b'(' | b'{' => bracketed(line, at),
            b'h' | b'H' | b'm' | b't' | b'T' | b'f' | b'F' => scheme(line, at),
            // As a regular expression has it: `192\.0\.2\.1`.
            b'\\'
                if at > 0
                    && bytes[at - 1].is_ascii_alphanumeric()
                    && bytes.get(at + 1) == Some(&b'.')
                    && bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric) =>
            {
                Some((2, "."))
            }
            _ => None,
        }
        .unwrap_or((0, ""));
        if length > 0 {
            out += &line[from..at];
            out += meant;
            at += length;
            from = at;
        } else {
            at += 1;
        }
    }
    (from > 0).then(|| out + &line[from..])
}

fn bracketed(line: &str, at: usize) -> Option<(usize, &'static str)> {
    let bytes = line.as_bytes();
    let close = match bytes[at] {
        b'[' => b']',
        b'(' => b')',
        _ => b'}',
    };
    let within = &bytes[at + 1..bytes.len().min(at + 12)];
    let end = within.iter().position(|byte| *byte == close)?;
    let inner = line.get(at + 1..at + 1 + end)?.trim();
    let (_, meant) = BRACKETED.iter().find(|(written, _)| inner.eq_ignore_ascii_case(written))?;
    // `see (at)` and `[www]` are words of their own; within an indicator something touches them.
    let touches = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'['))
    };
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    (touches(before) || (*meant == "http" || *meant == "www")).then_some(())?;
    touches(bytes.get(at + end + 2)).then_some((end + 2, *meant))
}

fn scheme(line: &str, at: usize) -> Option<(usize, &'static str)> {
    let bytes = line.as_bytes();
    if at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let starts =
        |word: &str| bytes.get(at..at + word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()));
    let (written, meant) = SCHEMES.iter().find(|(written, _)| starts(written))?;
    let rest = &bytes[at + written.len()..];
    (rest.starts_with(b"://")
        || rest.starts_with(b"[:")
        || rest.starts_with(b"[://]")
        || rest.starts_with(b"(:"))
    .then_some((written.len(), *meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: &str) {
        assert_eq!(clean(input), expect, "{input}");
    }

    #[test]
    fn lines_are_as_they_were_meant() {
        for (input, expect) in [
            ("plain text (at noon) [www] http", "plain text (at noon) [www] http"),
            ("192[.]0[.]2[.]1", "192.0.2.1"),
            ("192(.)0(.)2(.)1 192{.}0{.}2{.}1", "192.0.2.1 192.0.2.1"),
            (r"192\.0\.2\.1", "192.0.2.1"),
            ("１９２．０．２．１　から", "192.0.2.1 から"),
            ("hxxp://www[.]example[.]com/a", "http://www.example.com/a"),
            ("hXXps[:]//example[dot]com", "https://example.com"),
            ("hxxp[://]example(dot)com", "http://example.com"),
            ("h**p://example.com ttp://example.com", "http://example.com http://example.com"),
            ("http://example.com/ttp://", "http://example.com/http://"),
            ("ﾌｨｯｼﾝｸﾞｻｲﾄ ﾎﾟｰﾄ", "フィッシングサイト ポート"),
            ("ex\u{200b}ample\u{ad}.com", "example.com"),
            ("192.0.2.1 → 198.51.100.1", "192.0.2.1 -> 198.51.100.1"),
            ("aoki[at]example.jp", "aoki@example.jp"),
        ] {
            check(input, expect);
        }
    }
}
