//! Lines of the Linux firewall's LOG target (iptables and nftables) in syslog.
//!
//! ```text
//! TIME HOST kernel: [UPTIME] PREFIX IN=eth0 OUT= MAC=.. SRC=.. DST=.. LEN=.. TOS=.. PREC=.. TTL=.. ID=.. DF
//!   PROTO=TCP SPT=.. DPT=.. SEQ=.. ACK=.. WINDOW=.. RES=.. SYN URGP=0 OPT (..)
//!   PROTO=UDP SPT=.. DPT=.. LEN=..
//!   PROTO=ICMP TYPE=.. CODE=.. [SRC=.. the packet it is about ..] MTU=..
//! ```
//!
//! The kernel's `net/netfilter/nf_log_syslog.c` writes them, and is the reference. Three things follow from
//! it: a field's meaning depends on whether `PROTO=` came before it (`ID` and `LEN` are IP's before, ICMP's
//! and UDP's after); what stands in brackets is another packet; `INCOMPLETE` and `FRAG:n` say that there
//! are no ports to tell. What stands before `IN=` is the rule's prefix, as whoever wrote the rule liked it.
//!
//! No line is identified by a pattern of the whole: DShield's sensors lost their data for days each time
//! an operating system changed how syslog begins a line (DShield-ISC/dshield, issues 325 and 326).
//!
//! A line of another program is none of the firewall's even if it holds all fields, since whoever talks to
//! that program may have put them there.

use memchr::memmem::{self, Finder};

use super::Reason;
use super::record::{Header, Record};
use super::syslog_time::Times;
use super::value::{Ip, address, flag, number, protocol};
use capture::proto;

/// What a line was.
#[derive(Debug)]
pub(super) enum Found {
    /// A packet.
    Packet(Record),
    /// A frame that carries no IP, by the name of what it does carry.
    NotIp(&'static str),
}

/// Reads firewall lines.
pub(super) struct Firewall {
    times: Times,
    sensor: u16,
    src: Finder<'static>,
    inward: Finder<'static>,
}

impl Firewall {
    pub(super) fn new(times: Times, sensor: u16) -> Self {
        Self { times, sensor, src: Finder::new("SRC="), inward: Finder::new("IN=") }
    }

    /// Reads one line; `ended` where a line end followed it.
    ///
    /// # Errors
    /// Where it is no firewall line, or not all of one.
    pub(super) fn line(&mut self, line: &[u8], ended: bool) -> Result<Found, Reason> {
        if let Some(count) = repeated(line) {
            return Err(format!(
                "says that a message came {count} times more without saying when: not counted; \
                 switch syslog's repeated message reduction off"
            )
            .into());
        }
        let Some(inward) = self.inward.find(line) else { return Err("no firewall line: no IN=".into()) };
        let Some(src) = self.find_src(line, inward) else {
            if memmem::find(&line[inward..], b"ARP HTYPE=").is_some() {
                return Ok(Found::NotIp("ARP"));
            }
            return Err("no firewall line: no SRC=".into());
        };
        let fields = Fields::of(&line[src..])?;
        let (ts, taken) =
            self.times.header(line).map_err(|error| format!("at the beginning of the line: {error}"))?;
        if let Some(program) = other_program(line, taken) {
            let program = String::from_utf8_lossy(program);
            return Err(format!("looks like a firewall's, but is a line of {program}").into());
        }
        Ok(Found::Packet(fields.record(ts, self.sensor, ended)?))
    }

    /// Where the fields begin: the first `SRC=` that is a word of its own.
    fn find_src(&self, line: &[u8], from: usize) -> Option<usize> {
        self.src.find_iter(&line[from..]).map(|at| from + at).find(|&at| at > 0 && line[at - 1] == b' ')
    }
}

/// Whether this is the line of a firewall, by the fields that all have.
pub(super) fn looks_like_it(line: &[u8]) -> bool {
    [&b"IN="[..], b" SRC=", b" DST=", b" PROTO="].iter().all(|field| memmem::find(line, field).is_some())
}

/// The count in `last message repeated 5 times` (syslogd) and `message repeated 5 times: [...]` (rsyslog).
fn repeated(line: &[u8]) -> Option<u64> {
    const MARK: &[u8] = b"message repeated ";
    // Every firewall line is longer than the mark, but few hold it: look only where it can be.
    let beginning = &line[..line.len().min(200)];
    let rest = &beginning[memmem::find(beginning, MARK)? + MARK.len()..];
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    rest[digits..].starts_with(b" times").then(|| number(&rest[..digits])).flatten()
}

/// The program of the line, where it is surely not one that hands on the kernel's messages: `sshd[123]:`, or
/// what RFC 5424 has as APP-NAME. `header` is how much of the line its time takes.
fn other_program(line: &[u8], header: usize) -> Option<&[u8]> {
    let mut words = line[header..].split(|&byte| byte == b' ').filter(|word| !word.is_empty());
    let tag = words.nth(1)?;
    let structured = line.first() == Some(&b'<') && memmem::find(&line[..header], b">1 ").is_some();
    let name = if structured {
        tag
    } else {
        let at = memchr::memchr(b'[', tag)?;
        let (digits, end) = tag[at + 1..].split_at_checked(tag.len().checked_sub(at + 3)?)?;
        if end != b"]:" || digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        &tag[..at]
    };
    let ours: [&[u8]; 5] = [b"kernel", b"klogd", b"ulogd", b"ulogd2", b"-"];
    (!ours.contains(&name)).then_some(name)
}

/// The fields from `SRC=` on.
#[derive(Debug, Default)]
struct Fields {
    src: Option<Ip>,
    dst: Option<Ip>,
    proto: Option<u8>,
    length: Option<u16>,
    ttl: Option<u8>,
    ip_id: Option<u16>,
    sport: Option<u16>,
    dport: Option<u16>,
    icmp_type: Option<u8>,
    icmp_code: Option<u8>,
    seq: Option<u32>,
    window: Option<u16>,
    flags: u8,
    /// A TCP header was told up to its flags.
    reached_flags: bool,
    /// A TCP header was told to its end.
    reached_end: bool,
    /// There is no header to tell: a later fragment, or cut off.
    headless: bool,
    /// The last field was a port, type or code: what it is if the line is cut off there is not known.
    ends_in_port: bool,
}

impl Fields {
    fn of(bytes: &[u8]) -> Result<Self, Reason> {
        let mut fields = Self::default();
        let mut depth = 0_usize;
        for word in bytes.split(|&byte| byte == b' ').filter(|word| !word.is_empty()) {
            let opened = word.iter().filter(|&&byte| byte == b'[').count();
            let closed = word.iter().filter(|&&byte| byte == b']').count();
            let inside = depth > 0 || opened > 0;
            depth = (depth + opened).saturating_sub(closed);
            if !inside {
                fields.word(word)?;
            }
        }
        Ok(fields)
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Reason> {
        self.ends_in_port = false;
        let Some(at) = memchr::memchr(b'=', word) else {
            self.bare_word(word);
            return Ok(());
        };
        let value = &word[at + 1..];
        match (&word[..at], self.proto) {
            (b"SRC", _) if self.src.is_some() => return Err("two messages in one line".into()),
            (b"SRC", _) => self.src = Some(address(value).ok_or_else(|| wrong(word, "address"))?),
            (b"DST", _) => self.dst = Some(address(value).ok_or_else(|| wrong(word, "address"))?),
            (b"PROTO", None) => self.proto = Some(protocol(value).ok_or_else(|| wrong(word, "protocol"))?),
            // Offloading network cards hand up packets of more than 65,535 bytes: no wrong line, no length.
            (b"LEN", None) => self.length = u16::try_from(in_range::<u32>(word, value)?).ok(),
            (b"TTL" | b"HOPLIMIT", None) => self.ttl = Some(in_range(word, value)?),
            (b"ID", None) => self.ip_id = Some(in_range(word, value)?),
            (b"SPT", Some(_)) => self.port(word, value, |fields| &mut fields.sport)?,
            (b"DPT", Some(_)) => self.port(word, value, |fields| &mut fields.dport)?,
            (b"TYPE", Some(_)) => self.port(word, value, |fields| &mut fields.icmp_type)?,
            (b"CODE", Some(_)) => self.port(word, value, |fields| &mut fields.icmp_code)?,
            (b"SEQ", Some(proto::TCP)) => self.seq = Some(in_range(word, value)?),
            (b"WINDOW", Some(proto::TCP)) => self.window = Some(in_range(word, value)?),
            (b"RES", Some(proto::TCP)) => self.reached_flags = true,
            (b"URGP", Some(proto::TCP)) => self.reached_end = true,
            _ => {}
        }
        Ok(())
    }

    fn port<T: TryFrom<u64>>(
        &mut self,
        word: &[u8],
        value: &[u8],
        field: impl FnOnce(&mut Self) -> &mut Option<T>,
    ) -> Result<(), Reason> {
        *field(self) = Some(in_range(word, value)?);
        self.ends_in_port = true;
        Ok(())
    }

    fn bare_word(&mut self, word: &[u8]) {
        if let Some(offset) = word.strip_prefix(b"FRAG:") {
            // IPv6 tells the fragment's offset even where it is 0, the first, which has the header.
            self.headless |= offset != b"0";
        } else if word == b"INCOMPLETE" && self.proto.is_some() {
            self.headless = true;
        } else if self.proto == Some(proto::TCP) && !self.reached_end {
            self.flags |= flag(word).unwrap_or(0);
        }
    }

    fn record(self, ts: i64, sensor: u16, ended: bool) -> Result<Record, Reason> {
        let src = self.src.ok_or("no SRC=")?;
        let dst = self.dst.ok_or("the line is cut off: no DST=")?;
        let proto = self.proto.ok_or("the line is cut off: no PROTO=")?;
        if !ended && self.ends_in_port {
            return Err("the last line breaks off in the midst of a port".into());
        }
        let mut record = Record::new(ts, sensor, src, proto);
        record.dst = Some(dst);
        record.length = self.length;
        record.ttl = self.ttl;
        record.ip_id = self.ip_id;
        match Header::of(proto) {
            Header::Neither => record.dport = Some(0),
            _ if self.headless => {}
            Header::Ports => {
                record.dport = Some(self.dport.ok_or("the line is cut off: no DPT=")?);
                record.sport = self.sport;
            }
            Header::Icmp => {
                record.dport = Some(self.icmp_type.ok_or("the line is cut off: no TYPE=")?.into());
                record.sport = self.icmp_code.map(u16::from);
            }
        }
        if proto == proto::TCP && !self.headless {
            record.seq = self.seq;
            record.window = self.window;
            // A line that is cut off within the flags has not told them.
            let told = self.reached_end || ended && (self.reached_flags || self.flags != 0);
            record.flags = told.then_some(self.flags);
        }
        Ok(record)
    }
}

fn in_range<T: TryFrom<u64>>(word: &[u8], value: &[u8]) -> Result<T, Reason> {
    number(value).ok_or_else(|| wrong(word, "number in its range"))
}

#[cold]
fn wrong(word: &[u8], what: &str) -> Reason {
    format!("{} is no {what}", String::from_utf8_lossy(&word[..word.len().min(80)])).into()
}

#[cfg(test)]
#[path = "firewall_tests.rs"]
mod tests;
