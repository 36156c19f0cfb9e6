//! A text as lines that know what they are: the writer's own, quoted, of a mail quoted below, or a signature.

use std::borrow::Cow;

use super::clean::clean;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The subject of the mail.
    Subject,
    /// Written by the sender.
    Own,
    /// Quoted with a mark, or below `-----Original Message-----`.
    Quoted,
    /// Name, address and telephone number at the end.
    Signature,
    /// An attached file, a forwarded mail.
    Attached,
    /// A form's field for where it came from.
    Source,
    /// A form's field for what was attacked.
    Target,
}

/// A line of a text.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// As it stood.
    pub raw: &'a str,
    /// As it was meant, without quotation marks.
    pub text: Cow<'a, str>,
    pub place: Place,
}

/// A text has so many lines at most; the rest is said to be left out. A log of a day is shorter; longer ones are
/// for tools.
pub(super) const MOST_LINES: usize = 200_000;

/// Heads of a mail that is quoted below.
const ORIGINALS: &[&str] = &[
    "original message",
    "forwarded message",
    "元のメッセージ",
    "転送メッセージ",
    "original mail",
    "原文",
    "元のメール",
];

/// Splits a body into lines. True, if there were more than are read.
pub(super) fn split<'a>(text: &'a str, place: Place, out: &mut Vec<Line<'a>>) -> bool {
    let first = out.len();
    let mut quoted_below = false;
    let mut armour = false;
    for raw in text.lines() {
        if out.len() - first >= MOST_LINES {
            return true;
        }
        let mut line = raw.trim_end();
        // The frame of a signed message is not its text (RFC 9580, 7).
        if line.starts_with("-----BEGIN PGP") || line.starts_with("-----END PGP") {
            armour = line.starts_with("-----BEGIN PGP") && !line.contains("SIGNED MESSAGE");
            continue;
        }
        if armour {
            continue;
        }
        line = line.strip_prefix("- -").map_or(line, |_| &line[2..]);
        let (depth, inner) = unquote(line);
        if place == Place::Own && depth == 0 && is_original_head(inner) {
            quoted_below = true;
        }
        let place = match place {
            Place::Own if depth > 0 || quoted_below => Place::Quoted,
            place => place,
        };
        out.push(Line { raw, text: clean(inner), place });
    }
    join_broken(&mut out[first..]);
    if place == Place::Own {
        signature(&mut out[first..]);
    }
    false
}

/// Takes off `>`, and tells how deep it was.
fn unquote(line: &str) -> (usize, &str) {
    let mut rest = line.trim_start();
    let mut depth = 0;
    while depth < 20
        && let Some(inner) =
            rest.strip_prefix('>').or_else(|| rest.strip_prefix("| ")).or_else(|| rest.strip_prefix('＞'))
    {
        rest = inner.trim_start();
        depth += 1;
    }
    if depth > 0 { (depth, rest) } else { (0, line) }
}

fn is_original_head(line: &str) -> bool {
    if !line.starts_with(['-', '=', '_', '*', '<', '【', 'B', 'O']) || line.len() > 120 {
        return false;
    }
    let lower = line.trim_matches(['-', '=', '_', '*', ' ', '<', '>', '【', '】', ':']).to_lowercase();
    ORIGINALS.iter().any(|head| lower.starts_with(head)) || lower.starts_with("begin forwarded message")
}

/// A URL in angle brackets may go over several lines (RFC 3986, appendix C): it is put together on the first.
fn join_broken(lines: &mut [Line<'_>]) {
    const MOST: usize = 4;
    for index in 0..lines.len() {
        let Some(open) = lines[index].text.rfind("<http").or_else(|| lines[index].text.rfind("<URL:http"))
        else {
            continue;
        };
        if lines[index].text[open..].contains(['>', ' ']) {
            continue;
        }
        let following = lines[index + 1..].iter().take(MOST);
        let Some(close) = following.clone().position(|line| line.text.contains('>')) else { continue };
        let pieces: Vec<String> = following
            .take(close + 1)
            .map(|line| line.text.trim().split('>').next().unwrap_or_default().to_owned())
            .collect();
        if pieces.iter().any(|piece| piece.contains(char::is_whitespace)) {
            continue;
        }
        let whole = pieces.concat() + ">";
        lines[index].text.to_mut().push_str(&whole);
        for (line, piece) in lines[index + 1..].iter_mut().zip(&pieces) {
            let rest = line
                .text
                .trim_start()
                .get(piece.len()..)
                .unwrap_or_default()
                .trim_start_matches('>')
                .trim_start()
                .to_owned();
            line.text = Cow::Owned(rest);
        }
    }
}

/// What only the block under a letter has.
const CONTACTS: &[&str] = &[
    "tel",
    "phone",
    "fax",
    "〒",
    "電話",
    "e-mail",
    "email",
    "mail:",
    "mobile",
    "内線",
    "株式会社",
    "gpg",
    "pgp",
    "fingerprint",
    "http",
    "@",
];
/// A signature is so long at most, in lines.
const LONGEST_SIGNATURE: usize = 14;

/// Marks the signature: what follows `-- ` (RFC 3676, 4.3), or the last block under a rule that tells how to reach
/// somebody.
fn signature(lines: &mut [Line<'_>]) {
    let own = lines.iter().rposition(|line| line.place == Place::Own && !line.text.trim().is_empty());
    let Some(end) = own.map(|last| last + 1) else { return };
    let from = end.saturating_sub(LONGEST_SIGNATURE + 2);
    let marked = (from..end).rev().find(|index| matches!(lines[*index].raw.trim_end(), "--" | "- --"));
    let start = marked.or_else(|| {
        // A rule at the very end closes it: the one that opens it is further up.
        let last = if is_rule(&lines[end - 1].text) { end - 1 } else { end };
        let rule = (from..last).rev().find(|index| is_rule(&lines[*index].text))?;
        let inside = &lines[rule + 1..last];
        let contacts = inside.iter().filter(|line| {
            let lower = line.text.to_lowercase();
            CONTACTS.iter().any(|word| lower.contains(word))
        });
        let address = |line: &Line<'_>| {
            super::indicator::find(&line.text)
                .iter()
                .any(|found| matches!(found.what, super::indicator::What::Address(..)))
        };
        (!inside.is_empty() && contacts.count() >= 1 && !inside.iter().any(address) && has_reach(inside))
            .then_some(rule)
    });
    if let Some(start) = start {
        for line in lines[start..].iter_mut().filter(|line| line.place == Place::Own) {
            line.place = Place::Signature;
        }
    }
}

/// Whether a block tells a telephone number or a mail address.
fn has_reach(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| {
        let digits = line.text.bytes().filter(u8::is_ascii_digit).count();
        let lower = line.text.to_lowercase();
        line.text.contains('@')
            || (digits >= 8 && ["tel", "fax", "phone", "電話"].iter().any(|word| lower.contains(word)))
    })
}

/// A line of nothing but one kind of stroke.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    let stroke = |c: char| {
        matches!(
            c,
            '-' | '='
                | '_'
                | '*'
                | '~'
                | '+'
                | '#'
                | '/'
                | '.'
                | '─'
                | '━'
                | '―'
                | '－'
                | '◆'
                | '□'
                | '■'
                | '☆'
                | '★'
                | '・'
                | '‥'
                | '…'
                | '￣'
                | '＿'
        )
    };
    stroke(first)
        && line.chars().count() >= 5
        && line.chars().filter(|c| stroke(*c)).count() * 10 >= line.chars().count() * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(Place, &str)]) {
        let mut lines = Vec::new();
        split(text, Place::Own, &mut lines);
        let lines: Vec<_> = lines.iter().map(|line| (line.place, line.text.trim_end())).collect();
        assert_eq!(lines, expect);
    }

    #[test]
    fn lines_know_where_they_stand() {
        use Place::{Own, Quoted, Signature};
        check("a\n> b\n>> c\nd", &[(Own, "a"), (Quoted, "b"), (Quoted, "c"), (Own, "d")]);
        check(
            "a\n-- \nAoki\nhttp://example.jp/",
            &[(Own, "a"), (Signature, "--"), (Signature, "Aoki"), (Signature, "http://example.jp/")],
        );
        check(
            "log\n-----\n192.0.2.1\n-----\n\n=====\n青木\nTEL 03-0000-0000\n=====",
            &[
                (Own, "log"),
                (Own, "-----"),
                (Own, "192.0.2.1"),
                (Own, "-----"),
                (Own, ""),
                (Signature, "====="),
                (Signature, "青木"),
                (Signature, "TEL 03-0000-0000"),
                (Signature, "====="),
            ],
        );
        check(
            "ok\n-----Original Message-----\nx",
            &[(Own, "ok"), (Quoted, "-----Original Message-----"), (Quoted, "x")],
        );
        check(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHello\n- -- \nme\n-----BEGIN PGP SIGNATURE-----\nabc.def\n-----END PGP SIGNATURE-----",
            &[(Own, "Hello"), (Signature, "--"), (Signature, "me")],
        );
    }

    #[test]
    fn a_url_over_several_lines_is_put_together() {
        check(
            "see <http://example.com/\nlogin/\nindex.php> now",
            &[
                (Place::Own, "see <http://example.com/login/index.php>"),
                (Place::Own, ""),
                (Place::Own, "now"),
            ],
        );
        check(
            "a <http://example.com/\nno end",
            &[(Place::Own, "a <http://example.com/"), (Place::Own, "no end")],
        );
    }
}
