//! `Content-Type` and `Content-Disposition`: a value and its parameters (RFC 2045, 5.1; RFC 2183; RFC 2231).
//!
//! Continuations (`name*0*=`) are joined as bytes before they are decoded; encoded words, which RFC 2047 forbids
//! here and nearly everybody sends, are decoded as well.

use super::words;
use crate::charset;

/// Parameters that are read. More are made by nobody but attackers.
const PARAMETERS: usize = 100;

/// A value with parameters.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters {
    /// What stands before the first semicolon, in lower case, without white space and comments.
    pub value: String,
    /// Names in lower case, values as they stand.
    written: Vec<(String, String)>,
}

impl Parameters {
    /// A parameter as it stands.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.written.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter for people: RFC 2231 and encoded words undone.
    pub(crate) fn text(&self, name: &str, problems: &mut Vec<String>) -> Option<String> {
        self.extended(name, problems).or_else(|| self.get(name).map(|value| words::decode(value, problems)))
    }

    /// `name*` and `name*0`, `name*1*`, ... (RFC 2231, 3 and 4).
    fn extended(&self, name: &str, problems: &mut Vec<String>) -> Option<String> {
        let mut pieces: Vec<(usize, bool, &str)> = Vec::new();
        for (known, value) in &self.written {
            let Some(rest) = known.strip_prefix(name).and_then(|rest| rest.strip_prefix('*')) else {
                continue;
            };
            let (number, encoded) = match rest.strip_suffix('*') {
                Some(number) => (number, true),
                None => (rest, rest.is_empty()),
            };
            let number = if number.is_empty() { Some(0) } else { number.parse().ok() };
            if let Some(number) = number {
                pieces.push((number, encoded, value));
            }
        }
        pieces.sort_by_key(|(number, _, _)| *number);
        let (_, first_is_encoded, first) = *pieces.first()?;
        let mut charset = None;
        if first_is_encoded {
            let mut marks = first.splitn(3, '\'');
            if let (Some(name), Some(_language), Some(value)) = (marks.next(), marks.next(), marks.next()) {
                charset = Some(name);
                pieces[0].2 = value;
            }
        }
        let mut bytes = Vec::new();
        for (_, encoded, piece) in &pieces {
            if *encoded {
                percent(piece.as_bytes(), &mut bytes);
            } else {
                bytes.extend_from_slice(piece.as_bytes());
            }
        }
        let charset::Decoded { text, problem } = charset::decode(&bytes, charset, None);
        problems.extend(problem);
        // Some do both.
        Some(words::decode(&text, problems))
    }
}

fn percent(data: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = data;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match crate::transfer::hex_pair(after) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => bytes.push(*first),
        }
    }
}

/// Reads `value`, which is Unicode with its encoded words as they stand.
pub(crate) fn parameters(value: &str) -> Parameters {
    let mut pieces = Pieces { rest: value };
    let first = pieces.next().unwrap_or_default();
    let value = first.text.to_ascii_lowercase();
    let mut written = Vec::new();
    for piece in pieces.take(PARAMETERS) {
        if let Some(name) = piece.name {
            written.push((name.trim().to_ascii_lowercase(), piece.text));
        }
    }
    Parameters { value, written }
}

/// What stands between two semicolons.
#[derive(Debug, Default)]
struct Piece {
    name: Option<String>,
    text: String,
}

#[derive(Debug)]
struct Pieces<'a> {
    rest: &'a str,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.rest.is_empty() {
            return None;
        }
        let mut piece = Piece::default();
        let (mut quoted, mut depth) = (false, 0_usize);
        let mut characters = self.rest.char_indices();
        let mut end = self.rest.len();
        // White space in unquoted values is none, except in file names, which many forget to quote.
        let mut space = false;
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' if quoted => {
                    piece.text.extend(characters.next().map(|(_, c)| escaped(c)).into_iter().flatten());
                }
                '"' if depth == 0 => quoted = !quoted,
                '\r' | '\n' => {}
                '\t' if quoted => piece.text.push(' '),
                _ if quoted => piece.text.push(c),
                '(' if piece.name.is_none() => depth += 1,
                ')' if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                ';' => {
                    end = at + 1;
                    break;
                }
                '=' if piece.name.is_none() && !piece.text.is_empty() => {
                    piece.name = Some(std::mem::take(&mut piece.text));
                    space = false;
                }
                ' ' | '\t' => space = !piece.text.is_empty(),
                _ => {
                    if std::mem::take(&mut space) && piece.name.is_some() {
                        piece.text.push(' ');
                    }
                    piece.text.push(c);
                }
            }
        }
        self.rest = &self.rest[end..];
        Some(piece)
    }
}

/// A backslash before anything but a quote and a backslash is one: Windows paths stand there unescaped.
fn escaped(c: char) -> Vec<char> {
    if matches!(c, '"' | '\\') { vec![c] } else { vec!['\\', c] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, name: &str, expect: Option<&str>) {
        assert_eq!(parameters(value).text(name, &mut Vec::new()).as_deref(), expect, "{value}");
    }

    #[test]
    fn parameters_are_read_as_they_are_sent() {
        assert_eq!(parameters("Text/Plain; charset=x").value, "text/plain");
        assert_eq!(parameters("text / plain (a; b)").value, "text/plain");
        assert_eq!(parameters("").value, "");
        check("text/plain; charset=\"utf-8\"", "charset", Some("utf-8"));
        check("text/plain; charset=utf-8 (Unicode; all)", "charset", Some("utf-8 (Unicode"));
        check("a/b;name=\"a;b=c.txt\"", "name", Some("a;b=c.txt"));
        check("a/b; name=my file.txt", "name", Some("my file.txt"));
        check("a/b; NAME = x.txt ;", "name", Some("x.txt"));
        check("a/b; name=\"C:\\dir\\x.txt\"", "name", Some("C:\\dir\\x.txt"));
        check("a/b; name*=UTF-8'ja'%E3%81%82.txt", "name", Some("あ.txt"));
        check("a/b; name*=iso-2022-jp''%1B$B$%22%1B(B.txt", "name", Some("あ.txt"));
        check("a/b; name*0=\"long \"; name*1=\"name\"", "name", Some("long name"));
        check("a/b; name*1*=%82.txt; name*0*=UTF-8''%E3%81", "name", Some("あ.txt"));
        check("a/b; name=\"=?utf-8?B?44GC?=.txt\"", "name", Some("あ.txt"));
        check("a/b; name=plain.txt; name*=UTF-8''%E3%81%82", "name", Some("あ"));
        check("a/b; boundary=\"=_a?b\"", "boundary", Some("=_a?b"));
        check("a/b; boundary==_a", "boundary", Some("=_a"));
        check("a/b; name=\"open", "name", Some("open"));
        check("a/b", "name", None);
    }
}
