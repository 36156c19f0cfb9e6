//! Bytes to a [`Message`] (RFC 5322, MIME: RFC 2045 to 2049).

use jiff::Timestamp;
use mail_parser::{Address, HeaderName, HeaderValue, MessageParser, MimeHeaders, PartType};

use crate::message::{Disposition, Mailbox, Message, Part, Problem};

/// Reads a message. Never fails: what isn't one comes back as a message without a sender, and with a problem.
pub fn read(bytes: &[u8]) -> Message {
    let Some(parsed) = MessageParser::default().parse(bytes) else {
        let problem = Problem { place: "message".to_owned(), reason: "no header field".to_owned() };
        return Message { problems: vec![problem], ..Message::default() };
    };
    let mut message = Message {
        from: mailboxes(parsed.from()),
        reply_to: mailboxes(parsed.reply_to()),
        to: mailboxes(parsed.to()),
        cc: mailboxes(parsed.cc()),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        date: parsed.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
        received: parsed
            .received()
            .and_then(|received| received.date)
            .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
        message_id: parsed.message_id().map(str::to_owned),
        answers: [HeaderName::InReplyTo, HeaderName::References]
            .into_iter()
            .flat_map(|name| parsed.header(name).map(ids).unwrap_or_default())
            .collect(),
        headers: parsed.headers_raw().map(|(name, value)| (name.to_owned(), unfold(value))).collect(),
        ..Message::default()
    };
    for (index, part) in parsed.parts.iter().enumerate() {
        let media_type = part.content_type().map_or_else(
            || "text/plain".to_owned(),
            |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase(),
        );
        let text = match &part.body {
            PartType::Multipart(_) => continue,
            PartType::Text(text) => Some(text.clone().into_owned()),
            PartType::Html(html) => Some(mail_parser::decoders::html::html_to_text(html)),
            PartType::Message(_) | PartType::Binary(_) | PartType::InlineBinary(_) => None,
        };
        let attached = part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
        message.parts.push(Part {
            number: index.to_string(),
            media_type,
            name: part.attachment_name().map(str::to_owned),
            disposition: if attached { Disposition::Attachment } else { Disposition::Inline },
            bytes: part.contents().to_vec(),
            text,
            message: None,
        });
    }
    message
}

fn mailboxes(address: Option<&Address<'_>>) -> Vec<Mailbox> {
    let all = address.into_iter().flat_map(Address::iter);
    all.filter_map(|one| {
        let name = one.name().map(str::to_owned);
        Some(Mailbox { name, address: one.address()?.to_owned() })
    })
    .collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(one) => vec![one.clone().into_owned()],
        HeaderValue::TextList(many) => many.iter().rev().map(|one| one.clone().into_owned()).collect(),
        _ => Vec::new(),
    }
}

fn unfold(value: &str) -> String {
    value.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_message_is_read() {
        let message = read(
            b"From: Aoki <aoki@example.jp>\r\nSubject: scan\r\nMessage-ID: <1@example.jp>\r\n\r\nHello\r\n",
        );
        assert_eq!(message.sender(), Some("aoki@example.jp"));
        assert_eq!(message.subject, "scan");
        assert_eq!(message.message_id.as_deref(), Some("1@example.jp"));
        assert_eq!(message.parts[0].text.as_deref().map(str::trim), Some("Hello"));
    }
}
