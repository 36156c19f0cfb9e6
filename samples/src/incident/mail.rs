//! Mail as it arrives at the desk (RFC 5322, MIME): header fields, character set, parts.
//!
//! The topmost `Received` field is our own made-up mail server's and tells when it arrived.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::charset::{Coding, Transfer, transferred};
use super::people::Person;
use crate::random::Random;

/// Where reports go.
pub(super) const DESK: &str = "info@csirt.example";

/// What somebody writes, before it is mail.
#[derive(Debug, Clone, Default)]
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) text: String,
    /// As HTML, sent beside the text or instead of it.
    pub(super) html: Option<String>,
    pub(super) attachments: Vec<Attachment>,
    /// Further header fields, each a line in ASCII.
    pub(super) fields: Vec<String>,
    /// The content type of the whole where it isn't `multipart/mixed`, without its boundary.
    pub(super) multipart: Option<&'static str>,
}

/// A further part.
#[derive(Debug, Clone)]
pub(super) struct Attachment {
    /// With parameters, if it has any.
    pub(super) media_type: &'static str,
    /// Empty for a part that is no file.
    pub(super) name: String,
    pub(super) content: Vec<u8>,
    pub(super) transfer: Transfer,
}

/// When and by whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Envelope<'a> {
    pub(super) from: &'a Person,
    pub(super) received: Timestamp,
    pub(super) written: Timestamp,
    /// Hours east of Greenwich.
    pub(super) offset: i8,
}

/// A time as mail writes it (RFC 5322, 3.3).
pub(super) fn date(at: Timestamp, offset: i8) -> String {
    at.to_zoned(TimeZone::fixed(Offset::constant(offset))).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// The bytes of the mail.
pub(super) fn write(letter: &Letter, envelope: Envelope<'_>, random: &mut Random) -> Vec<u8> {
    let Envelope { from, received, written, offset } = envelope;
    let several = letter.html.is_some() || !letter.attachments.is_empty();
    let coding = Coding::some(from.language, several, random);
    let domain = from.domain;
    let id = random.next();
    let mut out = Vec::new();
    let mut field = |line: &str| {
        out.extend(line.bytes());
        out.extend(b"\r\n");
    };
    let server = format!("192.0.2.{}", random.between(20, 60));
    field(&format!("Received: from mx.{domain} (mx.{domain} [{server}])"));
    field(&format!("\tby mx1.csirt.example (Postfix) with ESMTP id {:010X}", id >> 24));
    field(&format!("\tfor <{DESK}>; {} (JST)", date(received, 9)));
    if random.below(3) > 0 {
        let client = format!("192.0.2.{}", random.between(61, 120));
        field(&format!("Received: from [{client}] (unknown [{client}])"));
        field(&format!("\tby mx.{domain} with SMTP; {}", date(written, offset)));
    }
    field(&format!("Date: {}", date(written, offset)));
    field(&format!("Message-ID: <{:016x}.{:08x}@{domain}>", written.as_second(), id as u32));
    for line in &letter.fields {
        field(line);
    }
    out.extend(b"From: ");
    out.extend(coding.header(from.name));
    out.extend(format!(" <{}>\r\nTo: {DESK}\r\nSubject: ", from.address()).bytes());
    out.extend(coding.header(&letter.subject));
    out.extend(b"\r\n");
    if !several {
        if coding.declared.is_some() {
            out.extend(b"MIME-Version: 1.0\r\n");
        }
        part(&mut out, "text/plain", &letter.text, coding);
        return out;
    }
    let boundary = format!("----=_Part_{:04x}_{:016x}", random.below(1 << 16), random.next());
    let whole = letter.multipart.unwrap_or(if letter.attachments.is_empty() {
        "multipart/alternative"
    } else {
        "multipart/mixed"
    });
    out.extend(
        format!("MIME-Version: 1.0\r\nContent-Type: {whole};\r\n\tboundary=\"{boundary}\"\r\n\r\n").bytes(),
    );
    let next = format!("--{boundary}\r\n");
    if !letter.text.is_empty() {
        out.extend(next.bytes());
        part(&mut out, "text/plain", &letter.text, coding);
    }
    if let Some(html) = &letter.html {
        out.extend(next.bytes());
        part(&mut out, "text/html", html, coding);
    }
    for attachment in &letter.attachments {
        out.extend(next.bytes());
        attach(&mut out, attachment);
    }
    out.extend(format!("--{boundary}--\r\n").bytes());
    out
}

/// A text part: its fields, an empty line, its content.
fn part(out: &mut Vec<u8>, media_type: &str, text: &str, coding: Coding) {
    if let Some(declared) = coding.declared {
        let transfer = coding.transfer.name();
        out.extend(
            format!(
                "Content-Type: {media_type}; charset={declared}\r\nContent-Transfer-Encoding: {transfer}\r\n"
            )
            .bytes(),
        );
    }
    out.extend(b"\r\n");
    out.extend(coding.body(text));
    if !out.ends_with(b"\n") {
        out.extend(b"\r\n");
    }
}

fn attach(out: &mut Vec<u8>, attachment: &Attachment) {
    let Attachment { media_type, name, content, transfer } = attachment;
    out.extend(format!("Content-Type: {media_type}").bytes());
    if !name.is_empty() {
        out.extend(
            format!("; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"").bytes(),
        );
    }
    out.extend(format!("\r\nContent-Transfer-Encoding: {}\r\n\r\n", transfer.name()).bytes());
    out.extend(transferred(content, *transfer));
    if !out.ends_with(b"\n") {
        out.extend(b"\r\n");
    }
}

impl Attachment {
    /// A text file in ASCII or UTF-8.
    pub(super) fn text(name: impl Into<String>, content: &str) -> Self {
        Self {
            media_type: "text/plain; charset=utf-8",
            name: name.into(),
            content: content.replace('\n', "\r\n").into_bytes(),
            transfer: Transfer::Base64,
        }
    }

    /// A message within the message.
    pub(super) fn message(content: Vec<u8>) -> Self {
        Self { media_type: "message/rfc822", name: String::new(), content, transfer: Transfer::SevenBit }
    }

    /// A zip archive.
    pub(super) fn zip(name: impl Into<String>, content: Vec<u8>) -> Self {
        Self { media_type: "application/zip", name: name.into(), content, transfer: Transfer::Base64 }
    }

    /// A part of machine mail in ASCII.
    pub(super) fn machine(media_type: &'static str, name: &str, content: &str) -> Self {
        Self {
            media_type,
            name: name.to_owned(),
            content: content.replace('\n', "\r\n").into_bytes(),
            transfer: Transfer::SevenBit,
        }
    }
}
