//! A message that was read.

use jiff::Timestamp;

/// Name and address (RFC 5322, 3.4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mailbox {
    /// The display name, decoded.
    pub name: Option<String>,
    /// The address, as written: `user@example.jp`.
    pub address: String,
}

/// Who or what made a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Nature {
    /// A person, as far as can be told.
    #[default]
    Person,
    /// A program, of its own accord (RFC 3834 `auto-generated`): feeds, notifiers. It is read like a person's.
    Generated,
    /// A program, in answer to a message (RFC 3834 `auto-replied`): vacations, receipts of trackers.
    AutoReply,
    /// A report of non-delivery or delay (RFC 3464, RFC 3462, and the free texts of older systems).
    Bounce,
    /// It has been here before: our own mark stands in it, or it has been through too many hands.
    Loop,
}

/// How a part wants to be shown (RFC 2183).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Disposition {
    /// As part of the body.
    #[default]
    Inline,
    /// By itself.
    Attachment,
}

/// A leaf of the MIME tree, or a message within the message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its place, as IMAP numbers it (RFC 3501, 6.4.5): `1`, `2.1`.
    pub number: String,
    /// The media type as declared, in lower case: `text/plain`.
    pub media_type: String,
    /// The name that the sender gave it, made harmless: no path, no control characters.
    pub name: Option<String>,
    /// How it wants to be shown.
    pub disposition: Disposition,
    /// Its bytes, with the transfer encoding undone.
    pub bytes: Vec<u8>,
    /// Its text, for text parts and for the parts that reports carry (`message/delivery-status`,
    /// `message/feedback-report`): in Unicode, with HTML as the text that a reader would see, lines ended by a line
    /// feed, no control characters but that and the tab.
    pub text: Option<String>,
    /// The message that it is: `message/rfc822`, `message/global`, the headers of `text/rfc822-headers`, and files
    /// named `.eml` that hold one.
    pub message: Option<Box<Message>>,
}

/// Something in a message that could not be read as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: the number of a part, or the name of a header.
    pub place: String,
    /// What is wrong.
    pub reason: String,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Authors.
    pub from: Vec<Mailbox>,
    /// Where answers go, if said.
    pub reply_to: Vec<Mailbox>,
    /// Recipients.
    pub to: Vec<Mailbox>,
    /// Further recipients.
    pub cc: Vec<Mailbox>,
    /// The subject, decoded; empty where there is none.
    pub subject: String,
    /// When it says it was written.
    pub date: Option<Timestamp>,
    /// When the last mail server before us says it took it: the topmost `Received`.
    pub received: Option<Timestamp>,
    /// `Message-ID` without its angle brackets.
    pub message_id: Option<String>,
    /// `In-Reply-To` and `References`, without angle brackets, the nearest first.
    pub answers: Vec<String>,
    /// All header fields in their order: name as written, value unfolded and decoded.
    pub headers: Vec<(String, String)>,
    /// The leaves of the MIME tree in their order. Alternatives are all here.
    pub parts: Vec<Part>,
    /// The numbers of the multiparts whose parts are alternatives (`multipart/alternative`): that of the whole
    /// message's body is empty.
    pub alternatives: Vec<String>,
    /// The media type of the whole, with `report-type` where it is a report: `multipart/report;delivery-status`.
    pub media_type: String,
    /// Who or what made it.
    pub nature: Nature,
    /// What could not be read as it should. Those of messages within this one stand in the outermost.
    pub problems: Vec<Problem>,
}

impl Part {
    /// Whether it is not of the text that a reader sees: sent as an attachment, no text, or a report for programs.
    pub fn is_attachment(&self) -> bool {
        self.disposition == Disposition::Attachment
            || self.text.is_none()
            || self.message.is_some()
            || self.media_type.starts_with("message/")
    }

    /// How well it suits a reader among alternatives: plain text before HTML, and either only where it says anything.
    fn readability(&self) -> u8 {
        match &self.text {
            Some(text) if !self.is_attachment() && !text.trim().is_empty() => {
                if self.media_type == "text/html" { 1 } else { 2 }
            }
            _ => 0,
        }
    }
}

impl Message {
    /// The first header field of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// All header fields of this name, whatever its case.
    pub fn header_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// The text that a reader should see: all text parts but attachments, of alternatives the plain text.
    pub fn body(&self) -> String {
        let mut shown: Vec<&Part> = self.parts.iter().collect();
        for multipart in &self.alternatives {
            let branch = |part: &Part| branch(&part.number, multipart).map(str::to_owned);
            // The first of the best: `max_by_key` would give the last.
            let best = shown
                .iter()
                .filter(|part| branch(part).is_some())
                .rev()
                .max_by_key(|part| part.readability());
            let Some(chosen) = best.and_then(|best| branch(best)) else { continue };
            shown.retain(|part| branch(part).is_none_or(|other| other == chosen));
        }
        let texts =
            shown.into_iter().filter(|part| !part.is_attachment()).filter_map(|part| part.text.as_deref());
        let mut body = String::new();
        for text in texts.filter(|text| !text.trim().is_empty()) {
            if !body.is_empty() {
                body.truncate(body.trim_end_matches('\n').len());
                body.push_str("\n\n");
            }
            body.push_str(text);
        }
        body
    }

    /// The address of the first author.
    pub fn sender(&self) -> Option<&str> {
        self.from.first().map(|from| from.address.as_str())
    }
}

/// Which of the parts of `multipart` the part with this `number` is, or stands in.
fn branch<'a>(number: &'a str, multipart: &str) -> Option<&'a str> {
    let rest =
        if multipart.is_empty() { number } else { number.strip_prefix(multipart)?.strip_prefix('.')? };
    rest.split('.').next()
}
