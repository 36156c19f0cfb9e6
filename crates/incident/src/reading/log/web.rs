//! Web servers: the common log format, errors of Apache and nginx, and the W3C's extended format of IIS.

use jiff::civil::DateTime;

use super::super::indicator::is_host;
use super::{Event, Party, Sign, has, party};
use crate::reading::time::Seen;

/// What requests have that try to do harm, in small letters.
const HARM: &[&str] = &[
    "union+",
    "union%20",
    "union select",
    "select%20",
    "select+",
    "declare%20",
    "declare+",
    "declare ",
    "cast(",
    "cast%28",
    "exec(",
    "xp_cmdshell",
    "' or ",
    "%27",
    "../",
    "..%2f",
    "..%5c",
    "%c0%af",
    "/etc/passwd",
    "cmd.exe",
    "root.exe",
    "default.ida",
    "=http://",
    "=https://",
    "=ftp://",
    "<script",
    "%3cscript",
    "phpmyadmin",
    "/scripts/",
    "/_vti_bin/",
    "/msadc/",
    "xmlrpc.php",
    "awstats.pl?",
    "wget%20",
    "wget+",
    ";wget",
    "/cgi-bin/php",
    "wp-login.php",
    "w00tw00t",
    "/pma/",
    "waitfor%20",
    "nessus",
];

fn sign(line: &str) -> Sign {
    if HARM.iter().any(|word| has(line, word)) { Sign::WebAttack } else { Sign::Web }
}

const METHODS: &[&str] = &[
    "\"GET ",
    "\"POST ",
    "\"HEAD ",
    "\"CONNECT ",
    "\"OPTIONS ",
    "\"PUT ",
    "\"PROPFIND ",
    "\"SEARCH ",
    "\"TRACE ",
    "\"DELETE ",
];

/// Reads a line.
pub(super) fn read(line: &str) -> Option<Event> {
    if let Some((_, rest)) = line.split_once("[client ") {
        return Some(Event::new(sign(line), Some(party(rest.split([']', ' ']).next()?)?)).to("tcp", 80));
    }
    if let Some((_, rest)) = line.split_once(" client: ") {
        return Some(Event::new(sign(line), Some(party(rest.split(',').next()?)?)).to("tcp", 80));
    }
    let quote = memchr::memchr(b'"', line.as_bytes())?;
    if !METHODS.iter().any(|method| line[quote..].starts_with(method)) {
        return None;
    }
    let head = line[..quote].split('[').next()?;
    let mut words = head.split_whitespace().take(3);
    let first = words.clone().next()?;
    let address = words
        .find_map(|word| word.parse().ok())
        .map(|address: std::net::IpAddr| Party::Address(address.to_canonical()));
    let source = address.or_else(|| is_host(first).then(|| Party::Host(first.to_ascii_lowercase())))?;
    Some(Event::new(sign(line), Some(source)).to("tcp", 80))
}

/// The columns of a W3C log, told by its `#Fields` line.
#[derive(Debug)]
pub(super) struct Columns {
    client: usize,
    server: Option<usize>,
    port: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
    count: usize,
}

impl Columns {
    pub(super) fn header(line: &str) -> Option<Self> {
        let names: Vec<&str> = line.trim_start().strip_prefix("#Fields:")?.split_whitespace().collect();
        let at = |name: &str| names.iter().position(|one| one.eq_ignore_ascii_case(name));
        Some(Self {
            client: at("c-ip").or_else(|| at("src-ip"))?,
            server: at("s-ip").or_else(|| at("dst-ip")),
            port: at("s-port").or_else(|| at("dst-port")),
            date: at("date"),
            time: at("time"),
            count: names.len(),
        })
    }

    pub(super) fn read(&self, line: &str) -> Option<Event> {
        let words: Vec<&str> = line.split_whitespace().take(64).collect();
        (words.len() == self.count).then_some(())?;
        let address = |at: usize| words.get(at)?.parse().ok().map(Party::Address);
        let mut event = Event::new(sign(line), Some(address(self.client)?));
        event.target = self.server.and_then(address);
        event.protocol = "tcp";
        event.port = self.port.and_then(|at| words.get(at)?.parse().ok()).or(Some(80));
        let stamp = self.date.zip(self.time).and_then(|(date, time)| {
            let civil: DateTime = format!("{}T{}", words.get(date)?, words.get(time)?).parse().ok()?;
            civil.in_tz("UTC").ok()
        });
        // The format says that its times are UTC.
        event.seen = stamp.map(|stamp| Seen { at: stamp.timestamp(), zone_known: true });
        Some(event)
    }
}
