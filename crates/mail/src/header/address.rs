//! Mailboxes out of address lists (RFC 5322, 3.4), groups opened, names decoded.
//!
//! The list is cut before encoded words are decoded: a name may hold a comma. What has no address is passed over
//! here; the header field itself stays among the message's headers.

use super::words;
use crate::clean;
use crate::limit;
use crate::message::Mailbox;

/// Where the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Phrase,
    Quoted,
    Angle,
}

/// One mailbox as it is being read.
#[derive(Debug, Default)]
struct Taken {
    /// The name, quotes undone.
    phrase: String,
    /// The same as written, for addresses without angle brackets.
    written: String,
    comment: String,
    angle: Option<String>,
}

/// The mailboxes in `value`, which is Unicode with its encoded words as they stand.
pub(crate) fn mailboxes(value: &str, problems: &mut Vec<String>) -> Vec<Mailbox> {
    let mut mailboxes = Vec::new();
    let mut taken = Taken::default();
    let mut place = Place::Phrase;
    let mut depth = 0_usize;
    let mut closed = true;
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        if c == '='
            && place != Place::Angle
            && let Some(word) = words::word(rest, &mut closed)
        {
            let text = &rest[..word.length];
            if depth > 0 { &mut taken.comment } else { &mut taken.phrase }.push_str(text);
            rest = &rest[word.length..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let escaped =
            if c == '\\' && (depth > 0 || place == Place::Quoted) { rest.chars().next() } else { None };
        if let Some(escaped) = escaped {
            rest = &rest[escaped.len_utf8()..];
            if depth > 0 {
                taken.comment.push(escaped);
            } else {
                taken.phrase.push(escaped);
                taken.written.extend(['\\', escaped]);
            }
            continue;
        }
        match (place, c) {
            (Place::Phrase, '(') => {
                depth += 1;
                if depth > 1 {
                    taken.comment.push(c);
                }
            }
            (Place::Phrase, ')') if depth > 0 => {
                depth -= 1;
                if depth > 0 {
                    taken.comment.push(c);
                }
            }
            _ if depth > 0 => taken.comment.push(c),
            (Place::Quoted, '"') => {
                place = Place::Phrase;
                taken.written.push(c);
            }
            (Place::Phrase, '"') => {
                place = Place::Quoted;
                taken.written.push(c);
            }
            (Place::Phrase, '<') => {
                place = Place::Angle;
                taken.angle.get_or_insert_default();
            }
            (Place::Angle, '>') => place = Place::Phrase,
            (Place::Angle, _) => taken.angle.get_or_insert_default().push(c),
            (Place::Phrase, ',' | ';') => {
                if mailboxes.len() >= limit::MAILBOXES {
                    problems.push(format!("more than {} mailboxes; the rest is left out", limit::MAILBOXES));
                    return mailboxes;
                }
                mailboxes.extend(finish(std::mem::take(&mut taken), problems));
            }
            // The name of a group.
            (Place::Phrase, ':') if !taken.written.contains('@') && taken.angle.is_none() => {
                taken = Taken::default();
            }
            (Place::Phrase | Place::Quoted, _) => {
                taken.phrase.push(c);
                taken.written.push(c);
            }
        }
    }
    mailboxes.extend(finish(taken, problems));
    mailboxes
}

fn finish(taken: Taken, problems: &mut Vec<String>) -> Option<Mailbox> {
    let Taken { phrase, written, comment, angle } = taken;
    let (address, name) = match angle {
        Some(angle) if !angle.trim().is_empty() => (angle, phrase),
        _ => {
            // `user@example.jp` alone, or with a name that forgot its brackets.
            let address = if written.trim_start().starts_with('"') && written.contains("\"@") {
                written.trim().to_owned()
            } else {
                written.split_whitespace().find(|piece| piece.contains('@'))?.to_owned()
            };
            let name = phrase.replacen(&address, " ", 1);
            let name = if written.starts_with('"') && name == phrase { String::new() } else { name };
            (address, name)
        }
    };
    let address = bare(&address);
    if address.is_empty() {
        return None;
    }
    let name = if name.trim().is_empty() { comment } else { name };
    let name = clean::line(&words::decode(&name, problems));
    Some(Mailbox { name: (!name.is_empty()).then_some(name), address })
}

/// An address without white space, hidden characters and the route that RFC 821 had (`@a,@b:user@host`).
fn bare(address: &str) -> String {
    let address = address.trim();
    let address =
        if address.starts_with('@') { address.rsplit(':').next().unwrap_or(address) } else { address };
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    let address = clean::line(address);
    if address.contains('"') { address } else { address.replace(' ', "") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expect: &[(&str, &str)]) {
        let mut problems = Vec::new();
        let mailboxes = mailboxes(value, &mut problems);
        let read: Vec<_> =
            mailboxes.iter().map(|one| (one.name.as_deref().unwrap_or(""), one.address.as_str())).collect();
        assert_eq!(read, expect, "{value}");
    }

    #[test]
    fn address_lists_are_cut_where_they_should_be() {
        check("a@example.jp", &[("", "a@example.jp")]);
        check("<a@example.jp>", &[("", "a@example.jp")]);
        check("Aoki <a@example.jp>, b@example.jp", &[("Aoki", "a@example.jp"), ("", "b@example.jp")]);
        check("\"Doe, John\" <j@example.com>", &[("Doe, John", "j@example.com")]);
        check("\"a \\\"b\\\"\" <j@example.com>", &[("a \"b\"", "j@example.com")]);
        check("a@example.jp (Aoki (JP))", &[("Aoki (JP)", "a@example.jp")]);
        check("=?utf-8?Q?Doe,_John?= <j@example.com>", &[("Doe, John", "j@example.com")]);
        check("\"=?utf-8?B?44GC?=\" <j@example.com>", &[("あ", "j@example.com")]);
        check("team: a@example.jp, B <b@example.jp>;", &[("", "a@example.jp"), ("B", "b@example.jp")]);
        check("undisclosed-recipients:;", &[]);
        check("<>", &[]);
        check("", &[]);
        check("a@example.jp; b@example.jp", &[("", "a@example.jp"), ("", "b@example.jp")]);
        check("Aoki a@example.jp", &[("Aoki", "a@example.jp")]);
        check("<@x.example,@y.example:a@example.jp>", &[("", "a@example.jp")]);
        check("\"b@example.com\" <a@example.jp>", &[("b@example.com", "a@example.jp")]);
        check("\"odd name\"@example.jp", &[("", "\"odd name\"@example.jp")]);
        check("A\u{202e}B <a@example.jp>", &[("AB", "a@example.jp")]);
        check("postmaster", &[]);
        check("Mailer <MAILER-DAEMON>", &[("Mailer", "MAILER-DAEMON")]);
    }
}
