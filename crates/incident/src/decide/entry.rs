//! Reports that do not come as mail: the public web form, and what the person at the desk writes down of a FAX or
//! a call.
//!
//! Each is kept as one original like any other message: a mail (RFC 5322, MIME) whose body is the plain-text
//! report form and whose attachments are what came with it. So it is read by the reader of forms, its attachments
//! are parts, and whoever opens the folder of originals years later can read it with any mail program.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::Lang;

use crate::error::Error;
use crate::form::{self, FormReport};
use crate::intake::{Arrival, Arrived, Content, When};
use crate::model::Channel;
use crate::service::Service;

/// Between the parts. Base64, as which all parts are written, has neither `=` at the start of a line nor `_`.
const BOUNDARY: &str = "=_form_part";

/// Bytes of an encoded word's text: 45 bytes are 60 characters of base64, and with what stands around them less
/// than the 75 that RFC 2047, section 2, allows.
const WORD: usize = 45;

/// A file that came with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFile {
    /// Its name, as the sender's computer has it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A report to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub form: FormReport,
    /// The language that the form is written in.
    pub lang: Lang,
    /// What came with it: logs, pictures of the FAX's pages.
    pub files: Vec<EntryFile>,
    /// By which way it came: form, FAX or telephone.
    pub channel: Channel,
    /// When it reached the organisation, where that was not now.
    pub received: Option<Timestamp>,
    /// The receipt that the reporter is given.
    pub receipt: Option<String>,
}

impl Service {
    /// Takes in a report that did not come as mail.
    pub async fn enter(&self, entry: Entry) -> Result<Arrived, Error> {
        let now = self.inner.clock.now();
        let received = entry.received.unwrap_or(now);
        if received > now {
            return Err(Error::Refused("it can't have come in the future".to_owned()));
        }
        let bytes = mail(&entry, received, &self.inner.config.zone);
        let arrival = Arrival {
            content: Content::Bytes(bytes),
            name: String::new(),
            channel: Some(entry.channel),
            when: entry.received.map_or(When::Now, When::At),
            receipt: entry.receipt,
        };
        let mut arrived = self.receive(vec![arrival]).await?;
        arrived.pop().ok_or_else(|| Error::Refused("nothing was taken in".to_owned()))
    }
}

fn mail(entry: &Entry, at: Timestamp, zone: &TimeZone) -> Vec<u8> {
    let form = entry.form.clone().tidied();
    let mut head = String::new();
    if is_plain_address(&form.mail) {
        let name = if form.name.is_empty() { String::new() } else { words(&form.name) + " " };
        head += &format!("From: {name}<{}>\r\n", form.mail);
    }
    let happened = form.happened.map_or("", |happened| happened.name());
    let what = [happened, form.sources.first().map_or("", String::as_str), form.description.as_str()];
    let what = what.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let what: String = what.lines().next().unwrap_or_default().chars().take(80).collect();
    head += &format!("Subject: {}\r\n", words(&format!("[{}] {what}", entry.channel)));
    // RFC 5322, 3.3; written by hand as no library's format carries the organisation's zone in it.
    let date = at.to_zoned(zone.clone()).strftime("%a, %d %b %Y %H:%M:%S %z");
    head += &format!("Date: {date}\r\nMIME-Version: 1.0\r\n");
    if let Some(receipt) = &entry.receipt {
        head += &format!("X-Receipt: {receipt}\r\n");
    }
    let text = form::write(&form, entry.lang).replace('\n', "\r\n");
    let text = format!(
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        lines(text.as_bytes())
    );
    if entry.files.is_empty() {
        return (head + &text).into_bytes();
    }
    head += &format!("Content-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n");
    let mut mail = format!("{head}--{BOUNDARY}\r\n{text}");
    for file in &entry.files {
        mail += &format!(
            "--{BOUNDARY}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; \
             filename*=utf-8''{}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            percent(&file.name),
            lines(&file.bytes)
        );
    }
    (mail + &format!("--{BOUNDARY}--\r\n")).into_bytes()
}

/// Whether it can stand in a header as it is: one address of plain characters.
fn is_plain_address(address: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b);
    address.len() <= 254
        && address.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && !host.is_empty() && user.bytes().all(plain) && host.bytes().all(plain)
        })
}

/// Encoded words (RFC 2047).
fn words(text: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.floor_char_boundary(WORD);
        let (word, after) = rest.split_at(end);
        words.push(format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(word)));
        rest = after;
    }
    words.join("\r\n ")
}

/// An extended value (RFC 2231, section 4).
fn percent(name: &str) -> String {
    let mut value = String::new();
    for byte in name.bytes().take(200) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => value.push(char::from(byte)),
            _ => value += &format!("%{byte:02X}"),
        }
    }
    value
}

/// Base64 in lines of 76 characters (RFC 2045, 6.8).
fn lines(bytes: &[u8]) -> String {
    let mut lines = String::with_capacity(bytes.len() / 57 * 78 + 80);
    for line in bytes.chunks(57) {
        BASE64_STANDARD.encode_string(line, &mut lines);
        lines.push_str("\r\n");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let form = FormReport {
            name: "青木\r\nBcc: evil@example.com".to_owned(),
            mail: "aoki@example.co.jp".to_owned(),
            sources: vec!["192.0.2.1".to_owned()],
            description: "長い説明".repeat(100),
            ..FormReport::default()
        };
        let file = EntryFile { name: "ログ\r\nX: y.txt".to_owned(), bytes: vec![0, 1, 2, 255] };
        let files = vec![file];
        Entry { form, lang: Lang::Ja, files, channel: Channel::Form, received: None, receipt: None }
    }

    fn read(entry: &Entry) -> mail::Message {
        mail::read(&mail(entry, Timestamp::UNIX_EPOCH, &TimeZone::get("Asia/Tokyo").unwrap()))
    }

    #[test]
    fn what_is_written_is_read_back() {
        let entry = entry();
        let mail = read(&entry);
        assert_eq!(mail.sender(), Some("aoki@example.co.jp"));
        assert_eq!(mail.date, Some(Timestamp::UNIX_EPOCH));
        let text = mail.parts.iter().find_map(|part| part.text.as_deref()).unwrap();
        let (form, problems) = form::parse(text).unwrap();
        assert_eq!((form, problems.len()), (entry.form.tidied(), 0));
        assert_eq!(mail.parts.last().unwrap().bytes, [0, 1, 2, 255]);
    }

    #[test]
    fn nothing_that_a_reporter_writes_becomes_a_header() {
        let names: Vec<String> = read(&entry()).headers.into_iter().map(|(name, _)| name).collect();
        assert!(!names.iter().any(|name| name == "Bcc" || name == "X"), "{names:?}");
        for address in ["a@b\r\nBcc: c@d", "a b@c", "a@b@c", "", "<a@b>", "a@b,c@d", "あ@b"] {
            let mut entry = entry();
            entry.form.mail = address.to_owned();
            assert_eq!(read(&entry).sender(), None, "{address:?}");
        }
    }
}
