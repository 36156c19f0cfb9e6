//! A row of a report to a candidate.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::candidate::{Candidate, Port, Subject};
use crate::rsit;

use super::super::found;
use super::super::rows::Row;
use super::super::time;
use super::feeds::Feed;

/// Columns that name who is reported. The first that a table has, in the table's own order, is the one: whom a
/// report is about stands first in it.
const SUBJECTS: &[&str] = &["ip", "src_ip", "dst_ip", "http_referer_ip", "response"];

/// Columns that say more, and how they are called in an incident. The rest is in the evidence.
const DETAILS: &[(&str, &str)] = &[
    ("tag", "tag"),
    ("infection", "infection"),
    ("family", "family"),
    ("reason", "reason"),
    ("source", "source"),
    ("service", "service"),
    ("version", "version"),
    ("asn", "asn"),
    ("src_asn", "asn"),
    ("src_port", "source-port"),
    ("amplification", "amplification"),
    ("status", "status"),
    ("detail", "detail"),
    ("application", "application"),
    ("request", "request"),
    ("query", "query"),
];

/// Longest evidence of a row, in bytes. A few reports have whole certificates in a row; the original has them.
const EVIDENCE: usize = 700;

/// Where a table has what.
#[derive(Debug)]
pub(super) struct Columns {
    names: Vec<String>,
    time: usize,
    subject: Option<usize>,
    url: Option<usize>,
    host: Option<usize>,
    protocol: Option<usize>,
    port: Option<usize>,
    victim: Option<usize>,
    tag: Option<usize>,
    details: Vec<(usize, &'static str)>,
}

impl Columns {
    /// Reads a header; none where it is of something else.
    pub(super) fn of(head: &Row) -> Option<Self> {
        let names: Vec<String> =
            head.iter().map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase()).collect();
        let at = |name: &str| names.iter().position(|known| known == name);
        let time = at("timestamp")?;
        let subject = names.iter().position(|name| SUBJECTS.contains(&name.as_str()));
        // `url` names a site only where the report is of sites; elsewhere it is what was asked for.
        let url = at("url").filter(|&url| url == 1 || subject.is_none_or(|subject| url < subject));
        if subject.is_none() && url.is_none() {
            return None;
        }
        let first = |names: &[&str]| names.iter().find_map(|name| at(name));
        let is_event = at("dst_ip").is_some() || at("cc_port").is_some() || at("src_ip").is_some();
        let details = DETAILS.iter().filter_map(|(name, key)| Some((at(name)?, *key))).collect();
        Some(Self {
            time,
            subject,
            url,
            host: first(&["hostname", "src_hostname", "host", "http_referer_hostname"]),
            // Older reports of drones call the protocol `type`.
            protocol: at("protocol").or_else(|| at("type").filter(|_| at("infection").is_some())),
            // In reports of events a bare `port` is that of the source.
            port: first(&["dst_port", "cc_port"]).or_else(|| at("port").filter(|_| !is_event)),
            victim: at("dst_ip").or_else(|| at("cc")),
            tag: at("tag"),
            details,
            names,
        })
    }

    /// Tells by columns and first row which report this is.
    pub(super) fn feed(&self, row: &Row) -> Feed {
        let tag = self.tag.and_then(|tag| row.text(tag));
        let unknown = || Feed { name: "unknown".to_owned(), rsit: rsit::UNDETERMINED, known: false };
        Feed::by_content(&self.names, tag).unwrap_or_else(unknown)
    }

    /// Reads a row.
    pub(super) fn candidate(&self, row: &Row, feed: &Feed) -> Result<Candidate, String> {
        if row.len() < 2 {
            return Err("too few columns".to_owned());
        }
        let text = |at: Option<usize>| at.and_then(|at| row.text(at)).filter(|text| *text != "-");
        let id = self.rsit(row, feed);
        let written = text(self.subject);
        let address: Option<IpAddr> = written.and_then(|written| written.parse().ok());
        let mut candidate = match (text(self.url), address) {
            (Some(url), address) if found::is_of_sites(id) || address.is_none() => {
                let mut site = found::site(url, id)?;
                site.address = address.or(site.address);
                site
            }
            (_, Some(address)) => found::of(Subject::Address(address.to_canonical()), id),
            (_, None) => self.without_address(row, written, id)?,
        };
        let host = text(self.host).filter(|host| host.parse::<IpAddr>().is_err());
        candidate.host = candidate.host.take().or_else(|| host.map(str::to_owned));
        match row.text(self.time).map(|written| (written, moment(written))) {
            Some((_, Some(at))) => (candidate.first, candidate.zone_known) = (Some(at), true),
            Some((written, None)) => return Err(format!("{} is no time", found::short(written))),
            None => {}
        }
        if let Some(port) = text(self.port).filter(|port| *port != "0")
            && candidate.subject.kind() == "address"
        {
            let number = port.parse().map_err(|_| format!("{} is no port", found::short(port)))?;
            let protocol = text(self.protocol).map(str::to_ascii_lowercase).unwrap_or_default();
            candidate.ports.push(Port { protocol, number });
        }
        candidate.victim = text(self.victim).map(str::to_owned);
        candidate.details.insert("report".to_owned(), feed.name.clone());
        for (at, key) in &self.details {
            if let Some(value) = row.text(*at) {
                found::detail(&mut candidate, key, value);
            }
        }
        candidate.evidence = self.evidence(row);
        Ok(candidate)
    }

    /// A row that names no single address: a network, or the host that was asked for.
    fn without_address(
        &self,
        row: &Row,
        written: Option<&str>,
        id: &'static str,
    ) -> Result<Candidate, String> {
        if let Some(candidate) = written.and_then(|written| found::network(written, id)) {
            return Ok(candidate);
        }
        let request = self.names.iter().position(|name| name == "request").and_then(|at| row.text(at));
        match request.and_then(found::host) {
            Some(name) => {
                let mut candidate = found::of(Subject::Host(name.clone()), id);
                candidate.host = Some(name);
                Ok(candidate)
            }
            None => Err(format!("{} is no address", found::short(written.unwrap_or_default()))),
        }
    }

    /// The type of a row: that of its report, where the row doesn't say more.
    fn rsit(&self, row: &Row, feed: &Feed) -> &'static str {
        if feed.name != "special" {
            return feed.rsit;
        }
        // Reports for a special occasion say in words what they found.
        let said = |name: &str| {
            let at = self.names.iter().position(|known| known == name);
            at.and_then(|at| row.text(at)).unwrap_or_default().to_ascii_lowercase()
        };
        let words = said("status") + &said("detail");
        if words.contains("compromised") {
            rsit::SYSTEM_COMPROMISE
        } else if words.contains("vulnerable") {
            rsit::VULNERABLE_SYSTEM
        } else {
            feed.rsit
        }
    }

    /// The row as it stood, each value with its column, as far as there is room. Nobody else has our header.
    fn evidence(&self, row: &Row) -> String {
        let mut evidence = String::with_capacity(EVIDENCE + 64);
        for (at, name) in self.names.iter().enumerate() {
            let Some(value) = row.text(at) else { continue };
            if evidence.len() + name.len() + value.len() > EVIDENCE {
                evidence.push('…');
                break;
            }
            if !evidence.is_empty() {
                evidence.push_str("; ");
            }
            evidence.push_str(name);
            evidence.push_str(": ");
            evidence.push_str(value);
            if at == self.time && !value.ends_with('Z') {
                evidence.push_str(" UTC");
            }
        }
        evidence
    }
}

/// `2019-10-15 01:09:24`, which is UTC; anything else as it may be written.
fn moment(written: &str) -> Option<Timestamp> {
    fast(written.as_bytes())
        .or_else(|| time::any(written, &TimeZone::UTC).map(|(at, _)| at))
        .or_else(|| written.parse().ok())
}

/// The usual form, without the general parser: it is in every row.
fn fast(bytes: &[u8]) -> Option<Timestamp> {
    if bytes.len() != 19 || bytes[4] != b'-' || bytes[7] != b'-' || bytes[13] != b':' || bytes[16] != b':' {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
    };
    let small = |from| number(from, from + 2).and_then(|n| i8::try_from(n).ok());
    let date = Date::new(number(0, 4)?, small(5)?, small(8)?).ok()?;
    let time = Time::new(small(11)?, small(14)?, small(17)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()
}
