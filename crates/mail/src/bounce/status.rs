//! The fields of a delivery status (RFC 3464, 2.3), in a part of their own or in a text.

use super::{Action, DIAGNOSTIC, Recipient};
use crate::clean;

/// The recipients of a delivery status: groups of fields, divided by empty lines.
pub(super) fn recipients(text: &str) -> Vec<Recipient> {
    let mut recipients = Vec::new();
    if !text.to_ascii_lowercase().contains("-recipient") {
        return recipients;
    }
    let mut group = Group::default();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        if line.is_empty() {
            recipients.extend(std::mem::take(&mut group).recipient());
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let mut value = value.trim().to_owned();
        while let Some(folded) =
            lines.peek().filter(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty())
        {
            value.push(' ');
            value.push_str(folded.trim());
            lines.next();
        }
        // Two recipients without a line between them.
        if name.trim().eq_ignore_ascii_case("final-recipient") && group.final_recipient.is_some() {
            recipients.extend(std::mem::take(&mut group).recipient());
        }
        group.take(&name.trim().to_ascii_lowercase(), value);
    }
    recipients.extend(group.recipient());
    recipients
}

#[derive(Debug, Default)]
struct Group {
    final_recipient: Option<String>,
    original_recipient: Option<String>,
    action: Option<Action>,
    status: Option<String>,
    diagnostic: Option<String>,
}

impl Group {
    fn take(&mut self, name: &str, value: String) {
        match name {
            "final-recipient" => self.final_recipient = typed(&value),
            "original-recipient" | "x-actual-recipient" if self.original_recipient.is_none() => {
                self.original_recipient = typed(&value);
            }
            "action" => self.action = action(&value),
            "status" => self.status = enhanced(&value),
            "diagnostic-code" => {
                let said = value.split_once(';').map_or(value.as_str(), |(kind, said)| {
                    // What stands before the semicolon is a type only where it looks like one.
                    if kind.trim().contains(' ') { value.as_str() } else { said }
                });
                let said: String = clean::line(said).chars().take(DIAGNOSTIC).collect();
                self.diagnostic = (!said.is_empty()).then_some(said);
            }
            _ => {}
        }
    }

    fn recipient(self) -> Option<Recipient> {
        // Some give the final recipient as a place within their system.
        let has_domain =
            |address: &String| address.split_once('@').is_some_and(|(local, _)| !local.is_empty());
        let address = self
            .final_recipient
            .clone()
            .filter(has_domain)
            .or(self.original_recipient)
            .or(self.final_recipient)?;
        if address.starts_with('@') {
            return None;
        }
        let diagnostic = self.diagnostic;
        let reply = diagnostic.as_deref().and_then(reply);
        let status = self.status.filter(|status| !status.ends_with(".0.0"));
        let status = status.or_else(|| diagnostic.as_deref().and_then(enhanced));
        Some(Recipient { address, action: self.action.unwrap_or_default(), status, reply, diagnostic })
    }
}

/// `rfc822; a@example.jp` without its type.
fn typed(value: &str) -> Option<String> {
    let address = value.split_once(';').map_or(value, |(_, address)| address);
    let address = clean::line(address.trim().trim_matches(['<', '>', '"']));
    let address = address.split_whitespace().find(|word| word.contains('@')).unwrap_or(&address);
    let address: String = address.trim_matches(['<', '>', ',', ';']).chars().take(320).collect();
    (!address.is_empty()).then_some(address)
}

fn action(value: &str) -> Option<Action> {
    let word = value.split(|c: char| !c.is_ascii_alphabetic()).next()?;
    [
        ("failed", Action::Failed),
        ("failure", Action::Failed),
        ("delayed", Action::Delayed),
        ("deliverable", Action::Delivered),
        ("delivered", Action::Delivered),
        ("relayed", Action::Relayed),
        ("expanded", Action::Expanded),
    ]
    .into_iter()
    .find(|(known, _)| word.eq_ignore_ascii_case(known))
    .map(|(_, action)| action)
}

/// The first enhanced status code in `text`.
pub(super) fn enhanced(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
        let word = word.trim_end_matches('.');
        let numbers: Vec<&str> = word.split('.').collect();
        let [class, subject, detail] = numbers[..] else { return None };
        let sound = matches!(class, "2" | "4" | "5")
            && [subject, detail].iter().all(|number| (1..=3).contains(&number.len()));
        sound.then(|| word.to_owned())
    })
}

/// The first code of an SMTP reply in `text` that says no.
pub(super) fn reply(text: &str) -> Option<u16> {
    let codes = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '_')));
    codes
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| word.len() == 3 && word.starts_with(['4', '5']))
        .find_map(|word| word.parse().ok().filter(|code| (400..560).contains(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_in_what_servers_say() {
        for (text, status, code) in [
            ("550 5.1.1 <a@example.jp>... User unknown", Some("5.1.1"), Some(550)),
            ("host mx.example.jp[192.0.2.25] said: 452 4.2.2 full", Some("4.2.2"), Some(452)),
            ("192.0.2.5 refused", None, None),
            ("#5.1.0 smtp;550 no", Some("5.1.0"), Some(550)),
            ("x5.1.1x 250 ok", Some("5.1.1"), None),
            ("", None, None),
        ] {
            assert_eq!((enhanced(text).as_deref(), reply(text)), (status, code), "{text}");
        }
    }

    #[test]
    fn groups_of_fields_are_recipients() {
        let text = "Reporting-MTA: dns; mx.example.jp\n\nFinal-Recipient: RFC822; <a@example.jp>\nAction: failed\n\
                    Status: 5.0.0\nDiagnostic-Code: SMTP; 550 5.1.1\n  no such user\n\nOriginal-Recipient: rfc822;b@example.jp\n\
                    Final-Recipient: x400; box\nAction: delayed (still)\nStatus: 4.4.1\n";
        let read = recipients(text);
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].address.as_str(), read[0].status.as_deref()), ("a@example.jp", Some("5.1.1")));
        assert_eq!(
            (read[0].reply, read[0].diagnostic.as_deref()),
            (Some(550), Some("550 5.1.1 no such user"))
        );
        assert_eq!((read[1].address.as_str(), read[1].action), ("b@example.jp", Action::Delayed));
    }
}
