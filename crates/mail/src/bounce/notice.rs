//! Recipients out of the free text of a notice.
//!
//! Notices put the address at the beginning of a line of its own (`<a@example.jp>:` with qmail and Postfix, alone
//! with exim and sendmail), repeat the command that was refused (`RCPT TO:<a@example.jp>`), or name it in a sentence.
//! The first of these ways that is found is taken, so that a helpdesk's address at the end is nobody's recipient.

use super::line::{Standing, addresses, begins_copy, standing};
use super::status::{enhanced, reply};
use super::{Action, DIAGNOSTIC, Recipient, own_texts};
use crate::clean;
use crate::message::Message;

/// Bytes of a notice that are read.
const LOOK: usize = 64 << 10;

/// Lines after a recipient's that belong to it.
const LINES: usize = 12;

pub(super) fn recipients(message: &Message) -> Vec<Recipient> {
    let action = if is_delay(message) { Action::Delayed } else { Action::Failed };
    let mentions = mentions(message, action);
    let named = message.header_all("x-failed-recipients").flat_map(|value| value.split(','));
    let named: Vec<String> = named.filter_map(|piece| addresses(piece).into_iter().next()).collect();
    let mut chosen: Vec<Recipient> = if named.is_empty() {
        surest(&mentions, message)
    } else {
        let known = |address: &String| of(&mentions, address).next().map(|mention| mention.recipient.clone());
        let blank = |address: String| Recipient { address, action, ..Recipient::default() };
        named.into_iter().map(|address| known(&address).unwrap_or_else(|| blank(address))).collect()
    };
    for one in &mut chosen {
        // The line in which the server refuses this very address says it best.
        let refused = of(&mentions, &one.address).find(|mention| mention.is_coded);
        if let Some(refused) = refused.map(|mention| mention.recipient.clone()) {
            *one = refused;
        }
    }
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

/// An address in a notice.
#[derive(Debug, Clone)]
struct Mention {
    standing: Standing,
    recipient: Recipient,
    /// Whether the line itself has a server's code in it.
    is_coded: bool,
}

/// The mentions of one address.
fn of<'a>(mentions: &'a [Mention], address: &'a str) -> impl Iterator<Item = &'a Mention> {
    mentions.iter().filter(move |mention| mention.recipient.address.eq_ignore_ascii_case(address))
}

/// Addresses of a notice that are looked at.
const MENTIONS: usize = 1000;

fn mentions(message: &Message, action: Action) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for text in own_texts(message) {
        let text = &text[..text.floor_char_boundary(LOOK)];
        let lines: Vec<&str> = text.lines().take_while(|line| !begins_copy(line)).collect();
        for (at, line) in lines.iter().enumerate() {
            for (standing, address) in standing(line) {
                let own = diagnostic(&lines[at..=at], &address).unwrap_or_default();
                let is_coded = enhanced(&own).is_some() || reply(&own).is_some();
                let said = if is_coded && standing != Standing::Listed {
                    Some(own)
                } else {
                    diagnostic(&lines[at..], &address)
                };
                let status = said.as_deref().and_then(enhanced);
                let reply = said.as_deref().and_then(reply);
                let recipient = Recipient { address, action, status, reply, diagnostic: said };
                mentions.push(Mention { standing, recipient, is_coded });
            }
            if mentions.len() > MENTIONS {
                return mentions;
            }
        }
    }
    mentions
}

/// Those that stand where notices name recipients.
fn surest(mentions: &[Mention], message: &Message) -> Vec<Recipient> {
    // Who is told is not who did not get it, unless nobody else is named.
    let told = |mention: &&Mention| {
        message.to.iter().any(|to| to.address.eq_ignore_ascii_case(&mention.recipient.address))
    };
    let mut others: Vec<&Mention> = mentions.iter().filter(|mention| !told(mention)).collect();
    if others.is_empty() {
        others = mentions.iter().collect();
    }
    let Some(surest) = others.iter().map(|mention| mention.standing).min() else { return Vec::new() };
    // A sentence names one; what comes after it are those who can help.
    let count = if surest == Standing::Sentence { 1 } else { usize::MAX };
    let chosen = others.into_iter().filter(|mention| mention.standing == surest);
    chosen.take(count).map(|mention| mention.recipient.clone()).collect()
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
