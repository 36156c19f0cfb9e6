//! Two ends of a connection side by side: Cisco, ipfw, ipfilter, tcpdump and pf, Snort, the Windows firewall, and
//! the arrows of everybody else. The first is the source.

use std::net::IpAddr;

use super::super::indicator::{What, find};
use super::{Event, Party, Sign, has, protocol};

/// Reads a line.
pub(super) fn read(line: &str) -> Option<Event> {
    windows(line).or_else(|| tcpdump(line)).or_else(|| marked(line))
}

/// `2008-01-15 03:12:45 DROP TCP 192.0.2.1 198.51.100.1 1234 445 ...`
fn windows(line: &str) -> Option<Event> {
    let mut words = line.split_whitespace().skip(2);
    let action = words.next()?;
    if !["DROP", "ALLOW", "OPEN", "OPEN-INBOUND", "CLOSE", "DENY", "BLOCK"].contains(&action) {
        return None;
    }
    let protocol = protocol(words.next()?);
    let mut event = Event::new(Sign::Scan, Some(Party::Address(words.next()?.parse().ok()?)));
    event.target = Some(Party::Address(words.next()?.parse().ok()?));
    event.protocol = protocol;
    event.port = words.nth(1).and_then(|port| port.parse().ok());
    Some(event)
}

/// `192.0.2.1.1234 > 198.51.100.1.22: S`
fn tcpdump(line: &str) -> Option<Event> {
    let (left, right) = line.split_once(" > ")?;
    let (source, _) = dotted(left.rsplit(' ').next()?)?;
    let (target, port) = dotted(right.split(' ').next()?.trim_end_matches([':', ',']))?;
    let mut event = Event::new(Sign::Scan, Some(Party::Address(source)));
    event.target = Some(Party::Address(target));
    event.port = port;
    event.protocol = if has(right, "udp") {
        "udp"
    } else if has(right, "icmp") {
        "icmp"
    } else if port.is_some()
        && (right.contains(" S ") || right.contains("Flags [") || right.contains(": S") || has(right, "tcp"))
    {
        "tcp"
    } else {
        ""
    };
    Some(event)
}

/// An address with a port behind a further stop, or without.
fn dotted(word: &str) -> Option<(IpAddr, Option<u16>)> {
    if let Ok(address) = word.parse::<IpAddr>() {
        return Some((address.to_canonical(), None));
    }
    let (address, port) = word.rsplit_once('.')?;
    Some((address.parse::<IpAddr>().ok()?.to_canonical(), Some(port.parse().ok()?)))
}

/// Words of those who write both ends without an arrow.
const MARKS: &[&str] = &["%ASA-", "%PIX-", "%FWSM-", "%SEC-", "ipfw:", "ipfw2:"];

fn marked(line: &str) -> Option<Event> {
    let arrow = line.find("->");
    let mark = MARKS.iter().any(|mark| line.contains(mark));
    if !mark && arrow.is_none() {
        return None;
    }
    let mut ends = find(line).into_iter().filter_map(|found| match found.what {
        What::Address(address, port) => Some((found.span, address, port)),
        _ => None,
    });
    let (first_span, source, _) = ends.next()?;
    let (second_span, target, port) = match ends.next() {
        Some(second) => second,
        None if mark => return Some(Event::new(Sign::Scan, Some(Party::Address(source)))),
        None => return None,
    };
    if let Some(arrow) = arrow
        && !mark
    {
        // The arrow stands between the two, with nothing but ports and words like `outside:` beside it.
        let between = line.get(first_span.end..second_span.start)?;
        if !(first_span.end <= arrow && arrow < second_span.start)
            || between.len() > 40
            || !between.is_ascii()
        {
            return None;
        }
    }
    let mut event =
        Event::new(if is_alert(line) { Sign::Alert } else { Sign::Scan }, Some(Party::Address(source)));
    event.target = Some(Party::Address(target));
    event.port = port.or_else(|| port_behind(&line[second_span.end..])).or_else(|| {
        // `198.51.100.1/22`: a port that looks like a prefix length.
        line[second_span].split_once('/').filter(|_| mark).and_then(|(_, port)| port.parse().ok())
    });
    event.protocol = ["tcp", "udp", "icmp"].into_iter().find(|name| word_in(line, name)).unwrap_or("");
    Some(event)
}

fn is_alert(line: &str) -> bool {
    line.contains("[**]") || line.contains("{TCP}") || line.contains("{UDP}") || line.contains("{ICMP}")
}

/// A port as `/22`, `(22)`, `,22`.
fn port_behind(rest: &str) -> Option<u16> {
    let rest = rest.strip_prefix(['/', '(', ',', ':'])?;
    let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
    rest.get(..digits)?.parse().ok()
}

fn word_in(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|some| some.eq_ignore_ascii_case(word))
}
