//! What a file of the spool is called: all that has to be known of a frame, should the file itself be damaged.
//!
//! `FIRST-LAST_PACKETS_LOST_FROM_UNTIL_BOOT_SKEW.frame`: numbers with twenty digits, so that a listing is in order; times
//! in microseconds; BOOT is `file` and SKEW 0 for packets of a capture file.

use crate::clock::Timing;

/// One frame that waits in the spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub first: u64,
    /// The last of its numbers, where frames were drawn together.
    pub last: u64,
    /// Packets in it.
    pub packets: u64,
    /// Packets that it says were lost.
    pub lost: u64,
    /// From when on the sensor was listening.
    pub from_us: i64,
    /// Until when, exclusive.
    pub until_us: i64,
    /// By which clock.
    pub timing: Timing,
    /// Bytes of the file.
    pub bytes: u64,
}

/// What disks give out space by. A frame of a hundred bytes takes this much, so the bound of the spool counts it.
const BLOCK: u64 = 4096;

impl Waiting {
    /// The file's name.
    pub fn name(&self) -> String {
        let (boot, skew) = match self.timing {
            Timing::Wall { boot, skew_us } => (format!("{boot:016x}"), skew_us),
            Timing::File => ("file".to_owned(), 0),
        };
        let Self { first, last, packets, lost, from_us, until_us, .. } = self;
        format!("{first:020}-{last:020}_{packets}_{lost}_{from_us}_{until_us}_{boot}_{skew}.frame")
    }

    /// Reads a name; none where it is no frame's.
    pub fn parse(name: &str, bytes: u64) -> Option<Self> {
        let mut parts = name.strip_suffix(".frame")?.split('_');
        let (first, last) = parts.next()?.split_once('-')?;
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (packets, lost) = (u64::try_from(number()?).ok()?, u64::try_from(number()?).ok()?);
        let (from_us, until_us) = (number()?, number()?);
        let timing = match (parts.next()?, parts.next()?.parse().ok()?) {
            ("file", _) => Timing::File,
            (boot, skew_us) => Timing::Wall { boot: u64::from_str_radix(boot, 16).ok()?, skew_us },
        };
        let read = Self {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
            packets,
            lost,
            from_us,
            until_us,
            timing,
            bytes,
        };
        (parts.next().is_none() && 1 <= read.first && read.first <= read.last).then_some(read)
    }

    /// What the disk gives for it.
    pub fn space(&self) -> u64 {
        self.bytes.div_ceil(BLOCK).max(1) * BLOCK
    }

    /// Whether it tells of no packet, neither seen nor lost: a heartbeat.
    pub fn is_heartbeat(&self) -> bool {
        self.packets == 0 && self.lost == 0
    }

    /// Whether `next` follows without a gap, in numbers and in time.
    pub fn runs_into(&self, next: &Self) -> bool {
        self.last + 1 == next.first && self.until_us == next.from_us && self.timing.agrees(next.timing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let check = |timing, first, last| {
            let waiting = Waiting {
                first,
                last,
                packets: 60_000,
                lost: 3,
                from_us: -5,
                until_us: 1_206_975_600_000_000,
                timing,
                bytes: 9,
            };
            assert_eq!(Waiting::parse(&waiting.name(), 9), Some(waiting));
        };
        check(Timing::File, 1, 1);
        check(Timing::Wall { boot: u64::MAX, skew_us: -1 }, 7, u64::MAX);
        for wrong in ["", "1.frame", "new.frame", "0-0_0_0_0_0_file_0.frame", "2-1_0_0_0_0_file_0.frame"] {
            assert_eq!(Waiting::parse(wrong, 0), None, "{wrong}");
        }
    }
}
