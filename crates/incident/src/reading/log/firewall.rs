//! Packet filters that write names before values: netfilter, Fortinet and others; portsentry, BIND.

use std::net::IpAddr;

use super::{Event, Party, Sign, has, party, protocol};

const SOURCES: &[&str] = &[
    "src",
    "srcip",
    "src_ip",
    "source",
    "saddr",
    "sip",
    "src_addr",
    "source_ip",
    "sourceip",
    "source_address",
];
const TARGETS: &[&str] = &[
    "dst",
    "dstip",
    "dst_ip",
    "destination",
    "daddr",
    "dip",
    "dst_addr",
    "dest",
    "dest_ip",
    "destip",
    "destination_ip",
    "dest_address",
];
const PORTS: &[&str] =
    &["dpt", "dport", "dstport", "dst_port", "dest_port", "destport", "destination_port", "d_port"];
const PROTOCOLS: &[&str] = &["proto", "protocol", "prot", "pr"];

/// Reads a line.
pub(super) fn read(line: &str) -> Option<Event> {
    if memchr::memchr(b'=', line.as_bytes()).is_some()
        && let Some(event) = named(line)
    {
        return Some(event);
    }
    if has(line, "attackalert:") {
        let rest = &line[line.find("onnect from")?..];
        // `name/address`, which is no URL here.
        let host = rest.split(" to ").next()?;
        let mut event = Event::new(Sign::Scan, host.rsplit(['/', ' ']).next().and_then(party));
        event.protocol = if has(rest, "UDP port") { "udp" } else { "tcp" };
        event.port = rest.rsplit("port:").next()?.split_whitespace().next()?.parse().ok();
        return Some(event);
    }
    if let Some((_, rest)) = line.split_once("client ")
        && (line.contains("named") || line.contains("query"))
        && let Some((address, _)) = rest.split_once('#')
        && let Ok(address) = address.rsplit(' ').next()?.parse::<IpAddr>()
    {
        return Some(Event::new(Sign::Scan, Some(Party::Address(address))).to("udp", 53));
    }
    None
}

fn named(line: &str) -> Option<Event> {
    let mut event = Event::new(Sign::Scan, None);
    for word in line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')) {
        let Some((name, value)) = word.split_once('=') else { continue };
        let value = value.trim_matches(['"', '\'', '[', ']']);
        let name = name.trim_start_matches(['"', '[', '(']).to_ascii_lowercase();
        let is = |names: &[&str]| names.contains(&name.as_str());
        let address = || {
            value
                .split(['/', '%'])
                .next()
                .and_then(|value| value.parse::<IpAddr>().ok())
                .map(|a| a.to_canonical())
        };
        if is(SOURCES) {
            event.source = event.source.or_else(|| address().map(Party::Address));
        } else if is(TARGETS) {
            event.target = event.target.or_else(|| address().map(Party::Address));
        } else if is(PORTS) {
            event.port = value.parse().ok();
        } else if is(PROTOCOLS) {
            event.protocol = protocol(value);
        }
    }
    (event.source.is_some() && (event.target.is_some() || event.port.is_some())).then_some(event)
}
