//! What can be told of a message before, or without, reading it.

use mail::Nature;

use crate::model::{Channel, Disposition};

/// How much of an original is looked at for header fields.
const LOOK: usize = 64 << 10;

/// Whether these bytes are a mail.
pub(crate) fn looks_like_mail(bytes: &[u8], channel: Option<Channel>) -> bool {
    match channel {
        Some(Channel::Mail) => return true,
        Some(Channel::Feed) => return false,
        // Forms and FAXes with pictures are kept as mails; one without may be plain text.
        Some(Channel::Fax | Channel::Telephone | Channel::Form) | None => {}
    }
    mail::is_mail(&bytes[..bytes.len().min(LOOK)])
}

/// Whether what comes this way is written by a form of ours and kept as a mail that never travelled.
pub(super) const fn is_form(channel: Channel) -> bool {
    matches!(channel, Channel::Form | Channel::Fax | Channel::Telephone)
}

/// Machine mail is set apart before anybody looks for incidents in it.
pub(super) fn set_apart(mail: Option<&mail::Message>) -> Option<Disposition> {
    let mail = mail?;
    // A complaint about mail is a report, however its own head looks.
    if mail.parts.iter().any(|part| part.media_type == "message/feedback-report") {
        return None;
    }
    match mail.nature {
        Nature::Person | Nature::Generated => None,
        Nature::AutoReply => Some(Disposition::AutoReply),
        Nature::Bounce => Some(Disposition::Bounce),
        Nature::Loop => Some(Disposition::Loop),
    }
}

/// The word for a nature.
pub(super) const fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Person => "person",
        Nature::Generated => "generated",
        Nature::AutoReply => "auto-reply",
        Nature::Bounce => "bounce",
        Nature::Loop => "loop",
    }
}

/// Whether nobody has to look at it.
pub(super) const fn needs_nobody(disposition: Disposition) -> bool {
    matches!(disposition, Disposition::AutoReply | Disposition::Loop | Disposition::Spam)
}

/// The top-level domain of an address, in lower case; none where the domain is an address literal.
pub(super) fn top_level_domain(address: &str) -> Option<String> {
    let domain = address.rsplit_once('@')?.1.trim_end_matches('.');
    let last = domain.rsplit('.').next()?;
    (!last.is_empty()
        && last.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !last.bytes().all(|b| b.is_ascii_digit()))
    .then(|| last.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn top_level_domains() {
        for (address, tld) in [
            ("a@example.co.jp", Some("jp")),
            ("a@EXAMPLE.ORG", Some("org")),
            ("a@[192.0.2.1]", None),
            ("a@192.0.2.1", None),
            ("nobody", None),
            ("a@localhost.", Some("localhost")),
        ] {
            assert_eq!(top_level_domain(address).as_deref(), tld, "{address}");
        }
    }

    #[test]
    fn mails_are_told_from_lists() {
        assert!(looks_like_mail(b"From x Mon\nFrom: a@b\nSubject: x\n\nbody", None));
        assert!(!looks_like_mail(
            b"date,URL,description\n2020/01/01 00:00:00,http://a.example/,Bank\n",
            None
        ));
        assert!(!looks_like_mail(b"{\"Version\": \"3\"}", None));
    }
}
