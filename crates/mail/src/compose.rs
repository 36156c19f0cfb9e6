//! A message out: plain text and attachments to bytes (RFC 5322, MIME), by lettre's builder.
//!
//! What is composed is sent exactly so, now and whenever it is sent again: whoever sends keeps these bytes. Nothing
//! that comes from outside can add a header field: names and subject lose their control characters, addresses must
//! parse as addresses, and identifiers as identifiers.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Attached, MultiPart, SinglePart};
use thiserror::Error;

use crate::message::Mailbox;

/// The longest subject in characters; what is longer is cut. Longer ones are folded over so many lines that some
/// programs lose the end.
const SUBJECT: usize = 250;

/// A file that travels with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type, such as `text/csv; charset=utf-8`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A message that is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The author.
    pub from: Mailbox,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<Mailbox>,
    /// Recipients.
    pub to: Vec<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// What travels with it.
    pub attachments: Vec<Attachment>,
    /// `Message-ID` without angle brackets.
    pub message_id: String,
    /// The message that this one goes on from, without angle brackets.
    pub in_reply_to: Option<String>,
    /// When it was written.
    pub date: Timestamp,
    /// Further header fields: name, value.
    pub headers: Vec<(String, String)>,
}

/// Why a message can't be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ComposeError {
    /// What should be an address is none.
    #[error("{address:?} is no mail address: {reason}")]
    Address {
        /// As given.
        address: String,
        /// What is wrong.
        reason: String,
    },
    /// Nobody to send it to.
    #[error("no recipient")]
    NoRecipient,
    /// What should be a message's identifier is none (RFC 5322, 3.6.4).
    #[error("{0:?} is no message identifier")]
    MessageId(String),
    /// A header field's name, or a media type.
    #[error("{0}")]
    Field(String),
}

/// Whether this is an address that a message can be sent to.
pub fn check_address(address: &str) -> Result<(), ComposeError> {
    parse(address).map(drop)
}

fn parse(address: &str) -> Result<Address, ComposeError> {
    let wrong =
        |reason: &str| ComposeError::Address { address: address.to_owned(), reason: reason.to_owned() };
    if !address.is_ascii() {
        return Err(wrong("only ASCII goes through every server; a domain has its xn-- form"));
    }
    address.parse().map_err(|error: lettre::address::AddressError| wrong(&error.to_string()))
}

/// Writes a message.
pub fn compose(draft: &Draft) -> Result<Vec<u8>, ComposeError> {
    if draft.to.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    let mut message = lettre::Message::builder()
        .date(system_time(draft.date))
        .message_id(Some(identifier(&draft.message_id)?))
        .from(mailbox(&draft.from)?)
        .subject(one_line(&draft.subject, SUBJECT));
    if let Some(reply_to) = &draft.reply_to {
        message = message.reply_to(mailbox(reply_to)?);
    }
    for to in &draft.to {
        message = message.to(mailbox(to)?);
    }
    if let Some(first) = &draft.in_reply_to {
        let first = identifier(first)?;
        message = message.in_reply_to(first.clone()).references(first);
    }
    for (name, value) in &draft.headers {
        let name = HeaderName::new_from_ascii(name.clone())
            .map_err(|_| ComposeError::Field(format!("{name:?} is no name of a header field")))?;
        message = message.raw_header(HeaderValue::new(name, one_line(value, SUBJECT)));
    }
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(lines(&draft.text));
    let message = if draft.attachments.is_empty() {
        message.singlepart(text)
    } else {
        let mut parts = MultiPart::mixed().singlepart(text);
        for one in &draft.attachments {
            let media_type = ContentType::parse(&one.media_type)
                .map_err(|error| ComposeError::Field(format!("{:?}: {error}", one.media_type)))?;
            let name = one_line(&one.name, SUBJECT);
            parts = parts.singlepart(Attached::new(name).body(one.bytes.clone(), media_type));
        }
        message.multipart(parts)
    };
    message.map(|message| message.formatted()).map_err(|error| ComposeError::Field(error.to_string()))
}

/// One line of printable text: runs of white space and control characters become one space each.
pub fn one_line(text: &str, characters: usize) -> String {
    let mut line = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || is_hidden(c));
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line.chars().take(characters).collect()
}

/// Characters that turn or hide text: marks of direction, and those without width.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text with the line ends that mail wants (RFC 5322, 2.3), and without other control characters.
fn lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 32);
    for line in text.lines() {
        lines.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        lines.push_str("\r\n");
    }
    lines
}

fn mailbox(mailbox: &Mailbox) -> Result<lettre::message::Mailbox, ComposeError> {
    let name = mailbox.name.as_deref().map(|name| one_line(name, SUBJECT)).filter(|name| !name.is_empty());
    Ok(lettre::message::Mailbox::new(name, parse(&mailbox.address)?))
}

/// An identifier with its angle brackets.
fn identifier(id: &str) -> Result<String, ComposeError> {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'@'))
    };
    match id.split_once('@') {
        Some((left, right)) if plain(left) && plain(right) => Ok(format!("<{id}>")),
        _ => Err(ComposeError::MessageId(id.to_owned())),
    }
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            from: Mailbox { name: Some("見本CSIRT".to_owned()), address: "desk@csirt.example".to_owned() },
            reply_to: Some(Mailbox { name: None, address: "answers@csirt.example".to_owned() }),
            to: vec![Mailbox { name: None, address: "abuse@example.net".to_owned() }],
            subject: "スキャンについて [HINOMI#1]".to_owned(),
            text: "担当者様\n\nログです。\n.\nend".to_owned(),
            message_id: "notification.1.aa@csirt.example".to_owned(),
            date: "2008-01-07T01:00:00Z".parse().unwrap(),
            headers: vec![("X-Hinomi-Loop".to_owned(), "csirt.example".to_owned())],
            ..Draft::default()
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut draft = draft();
        draft.in_reply_to = Some("notification.0.bb@csirt.example".to_owned());
        draft.attachments.push(Attachment {
            name: "incidents.csv".to_owned(),
            media_type: "text/csv; charset=utf-8".to_owned(),
            bytes: "a,b\r\n見,本\r\n".as_bytes().to_vec(),
        });
        let read = crate::read(&compose(&draft).unwrap());
        assert_eq!(read.subject, draft.subject);
        assert_eq!(read.from, [draft.from.clone()]);
        assert_eq!(read.to, draft.to);
        assert_eq!(read.message_id.as_deref(), Some("notification.1.aa@csirt.example"));
        assert!(read.answers.contains(&"notification.0.bb@csirt.example".to_owned()));
        assert_eq!(read.date, Some(draft.date));
        assert_eq!(read.header("x-hinomi-loop"), Some("csirt.example"));
        let texts: Vec<&str> = read.parts.iter().filter_map(|part| part.text.as_deref()).collect();
        assert_eq!(texts[0].replace("\r\n", "\n").trim_end(), draft.text);
        let attached = read.parts.iter().find(|part| part.name.as_deref() == Some("incidents.csv")).unwrap();
        assert_eq!(attached.bytes, "a,b\r\n見,本\r\n".as_bytes());
    }

    #[test]
    fn nothing_adds_a_header_field() {
        for evil in ["a\r\nBcc: x@example.org", "a\nBcc: x@example.org", "a\u{85}Bcc: x", "a\u{2028}Bcc: x"] {
            let mut draft = draft();
            draft.subject = evil.to_owned();
            draft.from.name = Some(evil.to_owned());
            draft.headers.push(("X-Test".to_owned(), evil.to_owned()));
            let read = crate::read(&compose(&draft).unwrap());
            assert_eq!(read.header("bcc"), None, "{evil:?}");
            assert!(read.subject.starts_with("a Bcc: x"), "{:?}", read.subject);
        }
    }

    #[test]
    fn what_is_no_address_or_identifier_is_refused() {
        for wrong in
            ["", "a", "a@b\r\nBcc: c@d", "a b@example.jp", "あ@example.jp", "a@例.jp", "<a@example.jp>"]
        {
            assert!(check_address(wrong).is_err(), "{wrong:?}");
            let mut draft = draft();
            draft.to[0].address = wrong.to_owned();
            assert!(compose(&draft).is_err(), "{wrong:?}");
        }
        for wrong in ["", "a", "@b", "a@", "a@b>\r\nBcc: c@d", "a@b@c", "a b@c"] {
            let mut draft = draft();
            draft.message_id = wrong.to_owned();
            assert_eq!(compose(&draft), Err(ComposeError::MessageId(wrong.to_owned())));
        }
        let nobody = Draft { to: Vec::new(), ..draft() };
        assert_eq!(compose(&nobody), Err(ComposeError::NoRecipient));
    }
}
