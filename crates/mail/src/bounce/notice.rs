//! Recipients out of the free text of a notice.
//!
//! Notices put the address at the beginning of a line of its own (`<a@example.jp>:` with qmail and Postfix, alone
//! with exim and sendmail), repeat the command that was refused (`RCPT TO:<a@example.jp>`), or name it in a sentence.
//! The first of these ways that is found is taken, so that a helpdesk's address at the end is nobody's recipient.

use super::status::{enhanced, reply};
use super::{Action, DIAGNOSTIC, Recipient, own_texts};
use crate::clean;
use crate::message::Message;

/// Bytes of a notice that are read.
const LOOK: usize = 64 << 10;

/// Lines after a recipient's that belong to it.
const LINES: usize = 12;

/// How the copy of the message begins, in lower case.
const COPY: [&str; 19] = [
    "--- below this line is a copy",
    "this is a copy of",
    "original message follows",
    "unsent message follows",
    "message headers follow",
    "message header follows",
    "----- original message",
    "returned message --",
    "header of the original message",
    "message text follows",
    "copy of the message",
    "copy of your message",
    "undelivered message follows",
    "--- original message",
    "below is a copy of",
    "オリジナルメッセージ",
    "元のメッセージ",
    "received: from",
    "return-path: <",
];

/// Where an address stands in its line: the smaller, the surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Listed,
    Begins,
    Command,
    Sentence,
}

pub(super) fn recipients(message: &Message) -> Vec<Recipient> {
    let delayed = is_delay(message);
    let named = message.header_all("x-failed-recipients").flat_map(|value| value.split(','));
    let named: Vec<String> = named.filter_map(|piece| addresses(piece).into_iter().next()).collect();
    let mut found: Vec<(Standing, Recipient)> = Vec::new();
    for text in own_texts(message) {
        let text = &text[..text.floor_char_boundary(LOOK)];
        let lines: Vec<&str> = text.lines().take_while(|line| !begins_copy(line)).collect();
        for (at, line) in lines.iter().enumerate() {
            for (standing, address) in standing(line) {
                let said = diagnostic(&lines[at..], &address);
                let recipient = Recipient {
                    action: if delayed { Action::Delayed } else { Action::Failed },
                    status: said.as_deref().and_then(enhanced),
                    reply: said.as_deref().and_then(reply),
                    diagnostic: said,
                    address,
                };
                found.push((standing, recipient));
            }
            if found.len() > 1000 {
                break;
            }
        }
    }
    if !named.is_empty() {
        let said = |address: &String| {
            let same = found.iter().find(|(_, one)| one.address.eq_ignore_ascii_case(address));
            same.map(|(_, one)| one.clone()).unwrap_or_else(|| Recipient {
                address: address.clone(),
                action: if delayed { Action::Delayed } else { Action::Failed },
                ..Recipient::default()
            })
        };
        return completed(named.iter().map(said).collect(), message);
    }
    // Who is told is not who did not get it, unless nobody else is named.
    let told = |one: &Recipient| message.to.iter().any(|to| to.address.eq_ignore_ascii_case(&one.address));
    let others: Vec<_> = found.iter().filter(|(_, one)| !told(one)).cloned().collect();
    let found = if others.is_empty() { found } else { others };
    let Some(surest) = found.iter().map(|(standing, _)| *standing).min() else { return Vec::new() };
    let chosen = found.into_iter().filter(|(standing, _)| *standing == surest).map(|(_, one)| one);
    // A sentence names one; what comes after it are those who can help.
    let chosen = chosen.take(if surest == Standing::Sentence { 1 } else { usize::MAX }).collect();
    completed(chosen, message)
}

/// With what is said elsewhere in the notice, where there is only one it can be about.
fn completed(mut chosen: Vec<Recipient>, message: &Message) -> Vec<Recipient> {
    if let [one] = chosen.as_mut_slice()
        && one.reply.is_none()
        && one.status.is_none()
        && let Some(said) = said_elsewhere(message)
    {
        one.status = enhanced(&said);
        one.reply = reply(&said);
        one.diagnostic = Some(said);
    }
    chosen
}

/// The first line of the notice that has the reply of a server in it, where the recipient's own lines have none.
fn said_elsewhere(message: &Message) -> Option<String> {
    own_texts(message).find_map(|text| {
        let text = &text[..text.floor_char_boundary(LOOK)];
        let lines = text
            .lines()
            .take_while(|line| !begins_copy(line))
            .map(|line| &line[..line.floor_char_boundary(2000)]);
        let mut lines = lines.skip_while(|line| {
            enhanced(line).is_none() && (!line.contains(['5', '4']) || reply(line).is_none())
        });
        let first = lines.next()?;
        let rest = lines.take(2).take_while(|line| !line.trim().is_empty());
        let said = rest.fold(first.trim().to_owned(), |said, line| format!("{said} {}", line.trim()));
        Some(clean::line(&said).chars().take(DIAGNOSTIC).collect())
    })
}

fn is_delay(message: &Message) -> bool {
    let subject = message.subject.to_lowercase();
    let words =
        ["delay", "still being retried", "could not send message for past", "遅延", "warning: message"];
    let text = own_texts(message).next().unwrap_or_default();
    let text = text[..text.floor_char_boundary(1500)].to_lowercase();
    let sentences = [
        "warning message only",
        "has not yet been delivered",
        "this is a warning only",
        "has been delayed",
        "message is delayed",
    ];
    words.iter().any(|word| subject.contains(word)) || sentences.iter().any(|word| text.contains(word))
}

fn begins_copy(line: &str) -> bool {
    let start = &line[..line.floor_char_boundary(200)];
    let start = start.to_lowercase();
    COPY.iter().any(|pattern| {
        if pattern.ends_with(['m', '<']) && pattern.contains(": ") {
            start.starts_with(pattern)
        } else {
            start.contains(pattern)
        }
    })
}

/// The addresses of a line that may be recipients.
fn standing(line: &str) -> Vec<(Standing, String)> {
    let line = &line[..line.floor_char_boundary(2000)];
    if !line.contains('@') {
        return Vec::new();
    }
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || "*-•・·".contains(c));
    let lower = trimmed.to_ascii_lowercase();
    let not_recipients = [
        "from",
        "sender",
        "reply-to",
        "message-id",
        "mail from",
        "contact",
        "please",
        "in-reply-to",
        "references",
        "hello ",
        ">>> mail",
    ];
    if not_recipients.iter().any(|word| lower.starts_with(word))
        || lower.contains("contact <")
        || lower.contains("from:<")
    {
        return Vec::new();
    }
    let command = ["rcpt to:", "rcpt to "].iter().find_map(|command| lower.find(command));
    let refused = command.and_then(|at| addresses(trimmed.get(at + 8..)?).into_iter().next());
    if let Some(refused) = refused {
        return vec![(Standing::Command, refused)];
    }
    // `Recipient: <a@example.jp>`, `To: a@example.jp`, `554 <a@example.jp>... no`.
    let labels = [
        "recipient address:",
        "recipient:",
        "recipients:",
        "unknown user:",
        "invalid final delivery userid:",
        "to:",
        "undeliverable to",
        "554",
        "550",
        "553",
        "421",
    ];
    let label = labels.iter().find(|label| lower.starts_with(**label)).map_or(0, |label| label.len());
    let rest = trimmed.get(label..).unwrap_or_default().trim_start();
    let all = addresses(rest);
    let Some(first) = all.first() else { return Vec::new() };
    let bare = rest.trim_start_matches(['<', '"', '\'', '(', '[']);
    if bare.starts_with(first.as_str()) {
        let after = &bare[first.len()..];
        let ends = after.trim_start_matches(['>', '"', '\'', ')', ']']);
        let listed =
            label == 0 && (ends.trim().is_empty() || ends.starts_with(':') || ends.starts_with("..."));
        let standing = if listed { Standing::Listed } else { Standing::Begins };
        let all_listed =
            rest.split([',', ';']).all(|piece| addresses(piece).len() == 1 && !piece.trim().contains(' '));
        let count = if all_listed { all.len() } else { 1 };
        return all.into_iter().take(count).map(|one| (standing, one)).collect();
    }
    all.into_iter().map(|one| (Standing::Sentence, one)).collect()
}

/// All that looks like a mail address in `text`.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || "!#$%&*+-/=?^_`{|}~.@".contains(c);
    text.split(|c: char| !is_part(c))
        .map(|word| word.trim_matches(['.', '-', '/', '=']))
        .map(|word| word.strip_prefix("mailto=").unwrap_or(word))
        .filter(|word| {
            word.len() <= 320
                && word.split_once('@').is_some_and(|(local, domain)| {
                    !local.is_empty() && !domain.contains('@') && domain.len() >= 3 && domain.contains('.')
                })
        })
        .map(str::to_owned)
        .take(RECIPIENTS_IN_LINE)
        .collect()
}

const RECIPIENTS_IN_LINE: usize = 50;

/// What is said of the recipient whose line is the first: up to an empty line or the next recipient.
fn diagnostic(lines: &[&str], address: &str) -> Option<String> {
    let (first, rest) = lines.split_first()?;
    let mut said = first.trim().to_owned();
    // The line that names the recipient may say no more than that.
    let mut begun = said.split_once(address).is_some_and(|(_, after)| after.len() > 6);
    for line in rest.iter().take(LINES) {
        let line = line.trim();
        if line.is_empty() {
            if begun {
                break;
            }
            continue;
        }
        let is_next =
            |(standing, other): &(Standing, String)| *standing == Standing::Listed && other != address;
        if standing(line).iter().any(is_next) {
            break;
        }
        begun = true;
        said.push(' ');
        said.push_str(line);
    }
    let said: String = clean::line(&said).chars().take(DIAGNOSTIC).collect();
    (!said.is_empty()).then_some(said)
}
