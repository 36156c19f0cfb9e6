//! Lines of logs: who did what to whom, where a program wrote it down.
//!
//! A line is tried as each kind of log, the most particular first. What a line says is taken as it stands: the one
//! that connects is the source, whoever that is.

mod auth;
mod firewall;
mod mail;
mod pair;
mod web;

use std::net::IpAddr;

use super::indicator::{What, find};
use super::time::{Clock, Seen};

pub(super) use mail::received;

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Party {
    Address(IpAddr),
    Host(String),
}

/// What a line is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A packet, a connection.
    Scan,
    /// A login that failed.
    Login,
    /// A login that did not.
    LoggedIn,
    /// A request to a web server.
    Web,
    /// A request that tries to do harm.
    WebAttack,
    /// What an intrusion detection system says.
    Alert,
    /// The delivery of a mail.
    Mail,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub sign: Sign,
    pub source: Option<Party>,
    pub target: Option<Party>,
    /// Small letters, or empty.
    pub protocol: &'static str,
    /// Of the target.
    pub port: Option<u16>,
    pub seen: Option<Seen>,
}

impl Event {
    fn new(sign: Sign, source: Option<Party>) -> Self {
        Self { sign, source, target: None, protocol: "", port: None, seen: None }
    }

    fn to(mut self, protocol: &'static str, port: u16) -> Self {
        self.protocol = protocol;
        self.port = Some(port);
        self
    }
}

/// Reads lines of one text, and remembers what a header line of it said.
#[derive(Debug, Default)]
pub(super) struct Reader {
    columns: Option<web::Columns>,
}

/// A log line is so long at most; longer ones are data of something else.
const LONGEST: usize = 16_384;

impl Reader {
    /// What a clean line says, if it is of a log.
    pub(super) fn read(&mut self, line: &str, clock: &Clock<'_>) -> Option<Event> {
        let bytes = line.as_bytes();
        if bytes.len() < 12 || bytes.len() > LONGEST {
            return None;
        }
        if let Some(columns) = web::Columns::header(line) {
            self.columns = Some(columns);
            return None;
        }
        // Every kind of log has numbers with stops or colons between.
        let numbers = bytes.windows(2).any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], b'.' | b':'));
        if !numbers {
            return None;
        }
        if let Some(columns) = &self.columns
            && let Some(event) = columns.read(line)
        {
            return Some(event);
        }
        let mut event = firewall::read(line)
            .or_else(|| web::read(line))
            .or_else(|| auth::read(line))
            .or_else(|| mail::read(line))
            .or_else(|| pair::read(line))?;
        event.seen = clock.first(line);
        Some(event)
    }
}

/// The first address, else the first host name, of a text.
fn party(text: &str) -> Option<Party> {
    let found = find(text);
    let address = found.iter().find_map(|found| match found.what {
        What::Address(address, _) => Some(Party::Address(address)),
        _ => None,
    });
    address.or_else(|| {
        found.into_iter().find_map(|found| match found.what {
            What::Host(host) => Some(Party::Host(host)),
            _ => None,
        })
    })
}

/// Whether a line has a word, whatever its case.
fn has(line: &str, word: &str) -> bool {
    let (line, word) = (line.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return true };
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), line)
        .any(|at| line.get(at..at + word.len()).is_some_and(|some| some.eq_ignore_ascii_case(word)))
}

/// A protocol's name in small letters, as far as it is one of those that matter.
fn protocol(word: &str) -> &'static str {
    let known = [
        ("tcp", "tcp"),
        ("udp", "udp"),
        ("icmp", "icmp"),
        ("6", "tcp"),
        ("17", "udp"),
        ("1", "icmp"),
        ("icmpv6", "icmp"),
        ("ipv6-icmp", "icmp"),
        ("58", "icmp"),
    ];
    known.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn text(party: Option<&Party>) -> String {
        match party {
            Some(Party::Address(address)) => address.to_string(),
            Some(Party::Host(host)) => host.clone(),
            None => "?".to_owned(),
        }
    }

    fn read(reader: &mut Reader, line: &str) -> String {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let clock = Clock { zone: &zone, declared: None, received: "2008-01-20T00:00:00Z".parse().unwrap() };
        match reader.read(&super::super::clean::clean(line), &clock) {
            None => "none".to_owned(),
            Some(event) => format!(
                "{:?} {} {} {}{} {}",
                event.sign,
                text(event.source.as_ref()),
                text(event.target.as_ref()),
                event.protocol,
                event.port.map_or(String::new(), |port| format!("/{port}")),
                event.seen.map_or(String::new(), |seen| seen.at.to_string()),
            ),
        }
    }

    fn check(line: &str, expect: &str) {
        assert_eq!(read(&mut Reader::default(), line).trim_end(), expect, "{line}");
    }

    #[test]
    fn firewalls() {
        check(
            "Jan 15 03:12:45 gw kernel: DROP IN=eth0 OUT= MAC=00:00:5e:00:53:01:00:00:5e:00:53:02:08:00 SRC=192.0.2.1 DST=198.51.100.1 LEN=40 TTL=49 ID=5 PROTO=TCP SPT=37933 DPT=1025 WINDOW=2048 SYN",
            "Scan 192.0.2.1 198.51.100.1 tcp/1025 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 gw kernel: SRC=2001:db8::1 DST=2001:db8:1::1 PROTO=UDP SPT=1 DPT=53",
            "Scan 2001:db8::1 2001:db8:1::1 udp/53 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 2008 03:12:45: %PIX-2-106001: Inbound TCP connection denied from 192.0.2.1/1234 to 198.51.100.1/22 flags SYN on interface outside",
            "Scan 192.0.2.1 198.51.100.1 tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "%ASA-4-106023: Deny tcp src outside:192.0.2.1/1234 dst inside:198.51.100.1/3389 by access-group \"in\"",
            "Scan 192.0.2.1 198.51.100.1 tcp/3389",
        );
        check(
            "Jan 15 03:12:45 JST: %SEC-6-IPACCESSLOGP: list 101 denied tcp 192.0.2.1(1234) -> 198.51.100.1(5900), 1 packet",
            "Scan 192.0.2.1 198.51.100.1 tcp/5900 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 bsd ipfw: 100 Deny TCP 192.0.2.1:1234 198.51.100.1:22 in via em0",
            "Scan 192.0.2.1 198.51.100.1 tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 sun ipmon[123]: [ID 702911 local0.warning] 03:12:45.1 hme0 @0:5 b 192.0.2.1,1234 -> 198.51.100.1,22 PR tcp len 20 48 -S IN",
            "Scan 192.0.2.1 198.51.100.1 tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "03:12:45.123456 IP 192.0.2.1.1234 > 198.51.100.1.10000: Flags [S], seq 1",
            "Scan 192.0.2.1 198.51.100.1 tcp/10000",
        );
        check(
            "Jan 15 03:12:45.123 rule 5/0(match): block in on em0: 192.0.2.1.1234 > 198.51.100.1.22: S 1:1(0)",
            "Scan 192.0.2.1 198.51.100.1 tcp/22 2008-01-14T18:12:45.123Z",
        );
        check("03:12:45.1 IP6 2001:db8::1.1234 > 2001:db8::2.22: S", "Scan 2001:db8::1 2001:db8::2 tcp/22");
        check(
            "2008-01-15 03:12:45 DROP TCP 192.0.2.1 198.51.100.1 1234 445 48 S 1 0 65535 - - - RECEIVE",
            "Scan 192.0.2.1 198.51.100.1 tcp/445 2008-01-14T18:12:45Z",
        );
        check(
            "date=2008-01-15 time=03:12:45 action=deny srcip=192.0.2.1 srcport=1234 dstip=198.51.100.1 dstport=22 proto=6",
            "Scan 192.0.2.1 198.51.100.1 tcp/22",
        );
        check(
            "Jan 15 03:12:45 host portsentry[12]: attackalert: Connect from host: www.example.net/192.0.2.1 to TCP port: 143",
            "Scan 192.0.2.1 ? tcp/143 2008-01-14T18:12:45Z",
        );
        check(
            "2008/01/15 03:12:45 192.0.2.1:1234 -> 198.51.100.1:80 TCP",
            "Scan 192.0.2.1 198.51.100.1 tcp/80 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 ns named[1]: client 192.0.2.1#53124: query (cache) 'example.com/A/IN' denied",
            "Scan 192.0.2.1 ? udp/53 2008-01-14T18:12:45Z",
        );
    }

    #[test]
    fn intrusion_detection() {
        check(
            "01/15-03:12:45.678901  [**] [1:2003:8] MS-SQL Worm propagation attempt [**] [Priority: 2] {UDP} 192.0.2.1:1234 -> 198.51.100.1:1434",
            "Alert 192.0.2.1 198.51.100.1 udp/1434 2008-01-14T18:12:45.678901Z",
        );
    }

    #[test]
    fn logins() {
        check(
            "Jan 15 03:12:45 www sshd[123]: Failed password for invalid user admin from 192.0.2.1 port 4321 ssh2",
            "Login 192.0.2.1 ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www sshd[123]: Failed password for invalid user from from 192.0.2.1 port 4321 ssh2",
            "Login 192.0.2.1 ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www sshd[123]: Illegal user test from ::ffff:192.0.2.1",
            "Login 192.0.2.1 ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www sshd[123]: Did not receive identification string from 192.0.2.1",
            "Login 192.0.2.1 ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www sshd(pam_unix)[1]: authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=host.example.net  user=root",
            "Login host.example.net ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www sshd[1]: refused connect from host.example.net (192.0.2.1)",
            "Login 192.0.2.1 ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www sshd[1]: Accepted password for root from 192.0.2.1 port 4321 ssh2",
            "LoggedIn 192.0.2.1 ? tcp/22 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www proftpd[1]: 198.51.100.1 (192.0.2.1[192.0.2.1]) - USER root: no such user found from 192.0.2.1 [192.0.2.1] to 198.51.100.1:21",
            "Login 192.0.2.1 ? tcp/21 2008-01-14T18:12:45Z",
        );
        check(
            "Jan 15 03:12:45 www vsftpd: authentication failure; rhost=192.0.2.1",
            "Login 192.0.2.1 ? tcp/21 2008-01-14T18:12:45Z",
        );
    }

    #[test]
    fn web_servers() {
        check(
            "192.0.2.1 - - [15/Jan/2008:03:12:45 +0900] \"GET /index.html HTTP/1.0\" 200 1234 \"-\" \"Mozilla/5.0\"",
            "Web 192.0.2.1 ? tcp/80 2008-01-14T18:12:45Z",
        );
        check(
            "192.0.2.1 - - [15/Jan/2008:03:12:45 +0900] \"GET /a.asp?id=1;DECLARE%20@S%20CHAR HTTP/1.1\" 200 5",
            "WebAttack 192.0.2.1 ? tcp/80 2008-01-14T18:12:45Z",
        );
        check(
            "host.example.net - - [15/Jan/2008:03:12:45 +0900] \"GET /phpmyadmin/main.php HTTP/1.0\" 404 1",
            "WebAttack host.example.net ? tcp/80 2008-01-14T18:12:45Z",
        );
        check(
            "www.example.com:80 192.0.2.1 - - [15/Jan/2008:03:12:45 +0900] \"HEAD / HTTP/1.0\" 200 1",
            "Web 192.0.2.1 ? tcp/80 2008-01-14T18:12:45Z",
        );
        check(
            "[Tue Jan 15 03:12:45 2008] [error] [client 192.0.2.1] File does not exist: /var/www/scripts",
            "Web 192.0.2.1 ? tcp/80 2008-01-14T18:12:45Z",
        );
        check(
            "2008/01/15 03:12:45 [error] 1#0: *5 open() failed, client: 192.0.2.1, server: localhost, request: \"GET /x HTTP/1.1\"",
            "Web 192.0.2.1 ? tcp/80 2008-01-14T18:12:45Z",
        );
        let mut reader = Reader::default();
        assert_eq!(
            read(
                &mut reader,
                "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip sc-status"
            ),
            "none"
        );
        assert_eq!(
            read(&mut reader, "2008-01-15 03:12:45 198.51.100.1 GET /x.asp - 8080 192.0.2.1 404"),
            "Web 192.0.2.1 198.51.100.1 tcp/8080 2008-01-15T03:12:45Z"
        );
    }

    #[test]
    fn mail_servers() {
        check(
            "Jan 15 03:12:45 mx postfix/smtpd[1]: connect from unknown[192.0.2.1]",
            "Mail 192.0.2.1 ? tcp/25 2008-01-14T18:12:45Z",
        );
    }

    #[test]
    fn words_are_no_logs() {
        for line in [
            "2008年1月15日 03:12:45 に 192.0.2.1 からアクセス",
            "Our address is 192.0.2.1, thanks.",
            "see http://www.example.com/a->b at 10:00",
            "Version 1.2.3 > 1.2",
        ] {
            check(line, "none");
        }
    }
}
