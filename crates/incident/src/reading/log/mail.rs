//! Mail servers, and the `Received` fields that they put into mails (RFC 5321, 4.4).

use std::net::IpAddr;

use super::super::indicator::{What, find, is_public};
use super::{Event, Sign, party};

/// Reads a line of a mail server's log.
pub(super) fn read(line: &str) -> Option<Event> {
    let ours = line.contains("smtpd[")
        || line.contains("sendmail[")
        || line.contains("sm-mta[")
        || line.contains("postfix/");
    if !ours {
        return None;
    }
    let at = ["connect from ", "RCPT from ", "client=", "relay=", " from "]
        .into_iter()
        .find_map(|word| line.find(word).map(|at| at + word.len()))?;
    let source = party(&line[at..])?;
    Some(Event::new(Sign::Mail, Some(source)).to("tcp", 25))
}

/// The address that a `Received` field says the mail came from, where it is somebody's on the internet.
pub(in crate::reading) fn received(value: &str) -> Option<IpAddr> {
    let from = value.trim_start();
    let from = from.strip_prefix("from ").or_else(|| from.strip_prefix("FROM "))?;
    let end = from.find(" by ").unwrap_or(from.len());
    let end = end.min(from.find(';').unwrap_or(end));
    find(&from[..end]).into_iter().rev().find_map(|found| match found.what {
        What::Address(address, _) if is_public(address) => Some(address),
        _ => None,
    })
}
