//! DShield's format: what sensors and firewalls submit to the Internet Storm Center.
//!
//! ```text
//! 2007-08-22 10:15:30 +09:00 <TAB> author <TAB> count <TAB> source <TAB> port <TAB> target <TAB> port <TAB> protocol <TAB> flags
//! ```
//!
//! ISC, "Developing DShield Client Software", is the reference. A line stands for `count` packets of the
//! same moment. ICMP has its type as source port and its code as target port, as the Internet Storm
//! Center's own sensor submits it (`TYPE` to `sport`, `CODE` to `dport` in its log parser); `?`, `???`, `-`
//! and nothing stand for what is not known. Flags are letters in any order, `1` and `2` for CWR and ECE; none
//! at all means not told. A line that begins with `#` is a comment. The time's zone may be left out, it is
//! the reading's then.

use super::Reason;
use super::record::{Header, Record};
use super::syslog_time::Times;
use super::value::{address, flag_letters, is_nothing, number, protocol};
use capture::proto;

/// The most packets that one line may stand for. A client sums up its last few minutes; more than this is a
/// damaged line, and would keep the reading busy with copies of one packet.
const MOST: u64 = 1_000_000;

/// Reads DShield lines.
pub(super) struct Dshield {
    times: Times,
    sensor: u16,
}

impl Dshield {
    pub(super) fn new(times: Times, sensor: u16) -> Self {
        Self { times, sensor }
    }

    /// Reads one line into a packet and how often it came; none for a comment.
    ///
    /// # Errors
    /// Where it is no DShield line, or not all of one.
    pub(super) fn line(&mut self, line: &[u8]) -> Result<Option<(Record, u64)>, Reason> {
        if line.first() == Some(&b'#') {
            return Ok(None);
        }
        let Some(fields) = split(line) else {
            return Err("no DShield line: it has nine fields with tabs between them".into());
        };
        let [time, _author, count, src, sport, dst, dport, protocol_name, flags] = fields;
        let ts = self.times.whole(time).map_err(|error| format!("time {}: {error}", text(time)))?;
        let Some(count @ 1..=MOST) = number::<u64>(count) else {
            return Err(format!("count {} is not from 1 to {MOST}", text(count)).into());
        };
        let src = address(src).ok_or_else(|| wrong("source", src))?;
        let protocol = protocol(protocol_name).ok_or_else(|| wrong("protocol", protocol_name))?;
        let mut record = Record::new(ts, self.sensor, src, protocol);
        if !is_nothing(dst) {
            record.dst = Some(address(dst).ok_or_else(|| wrong("target", dst))?);
        }
        match Header::of(protocol) {
            Header::Ports => {
                record.dport = Some(number(dport).ok_or_else(|| wrong("target port", dport))?);
                record.sport = optional(sport, "source port")?;
            }
            Header::Icmp => {
                record.dport = Some(number::<u8>(sport).ok_or_else(|| wrong("ICMP type", sport))?.into());
                record.sport = optional::<u8>(dport, "ICMP code")?.map(u16::from);
            }
            Header::Neither => record.dport = Some(0),
        }
        if protocol == proto::TCP && !is_nothing(flags) {
            record.flags = Some(flag_letters(flags).ok_or_else(|| wrong("list of flags", flags))?);
        }
        Ok(Some((record, count)))
    }
}

/// Whether this is a DShield line, by its shape.
pub(super) fn looks_like_it(line: &[u8]) -> bool {
    split(line).is_some_and(|[time, _, count, src, _, _, _, protocol_name, _]| {
        time.get(4) == Some(&b'-')
            && number::<u64>(count).is_some()
            && address(src).is_some()
            && protocol(protocol_name).is_some()
    })
}

/// The nine fields; the flags may be left out, and more than nine are no more looked at.
fn split(line: &[u8]) -> Option<[&[u8]; 9]> {
    let mut fields = [&b""[..]; 9];
    let mut count = 0;
    for (field, part) in fields.iter_mut().zip(line.split(|&byte| byte == b'\t')) {
        *field = part.trim_ascii();
        count += 1;
    }
    (count >= 8).then_some(fields)
}

fn optional<T: TryFrom<u64>>(field: &[u8], what: &str) -> Result<Option<T>, Reason> {
    if is_nothing(field) { Ok(None) } else { number(field).map(Some).ok_or_else(|| wrong(what, field)) }
}

fn text(field: &[u8]) -> String {
    format!("{:?}", String::from_utf8_lossy(&field[..field.len().min(80)]))
}

#[cold]
fn wrong(what: &str, field: &[u8]) -> Reason {
    format!("{} is no {what}", text(field)).into()
}

#[cfg(test)]
#[path = "dshield_tests.rs"]
mod tests;
