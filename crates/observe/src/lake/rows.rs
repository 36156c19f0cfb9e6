//! Packets of both address families in the lake's one order.

use std::cmp::Ordering;

use capture::{Address, Packet};

/// One packet of either family, as the lake's files keep both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// An IPv4 packet.
    V4(Packet<u32>),
    /// An IPv6 packet.
    V6(Packet<u128>),
}

/// Protocol, port and time: what rows are sorted by before the sensor's name.
pub(super) type Head = (u8, u16, i64);

impl Row {
    pub(super) fn head(&self) -> Head {
        match self {
            Self::V4(p) => (p.proto, p.dport, p.ts),
            Self::V6(p) => (p.proto, p.dport, p.ts),
        }
    }

    /// The lake's order of rows: head, sensor's name, IPv4 first, and the rest.
    pub(crate) fn order(&self, other: &Self, ranks: &[u16]) -> Ordering {
        let sensor = |row: &Self| match row {
            Self::V4(p) => rank(ranks, p.sensor),
            Self::V6(p) => rank(ranks, p.sensor),
        };
        self.head().cmp(&other.head()).then_with(|| sensor(self).cmp(&sensor(other))).then_with(|| {
            match (self, other) {
                (Self::V4(a), Self::V4(b)) => a.cmp(b),
                (Self::V6(a), Self::V6(b)) => a.cmp(b),
                (Self::V4(_), Self::V6(_)) => Ordering::Less,
                (Self::V6(_), Self::V4(_)) => Ordering::Greater,
            }
        })
    }
}

fn rank(ranks: &[u16], sensor: u16) -> u16 {
    ranks.get(usize::from(sensor)).copied().unwrap_or(u16::MAX)
}

/// A run of rows of one family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) six: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Rows in order, kept by family: `runs` tells which of the two comes next.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) v4: Vec<Packet<u32>>,
    pub(super) v6: Vec<Packet<u128>>,
    pub(super) runs: Vec<Run>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.v4.len() + self.v6.len()
    }

    pub(super) fn clear(&mut self) {
        self.v4.clear();
        self.v6.clear();
        self.runs.clear();
    }

    /// Appends a row that comes after all others.
    pub(super) fn push(&mut self, row: &Row) {
        let (six, end) = match row {
            Row::V4(p) => {
                self.v4.push(*p);
                (false, self.v4.len())
            }
            Row::V6(p) => {
                self.v6.push(*p);
                (true, self.v6.len())
            }
        };
        match self.runs.last_mut() {
            Some(run) if run.six == six => run.end = end,
            _ => self.runs.push(Run { six, start: end - 1, end }),
        }
    }

    /// Merges the two families' rows, each sorted, into runs.
    pub(super) fn interleave(&mut self, ranks: &[u16]) {
        self.runs.clear();
        let (mut four, mut six) = (0, 0);
        while four < self.v4.len() && six < self.v6.len() {
            let from = four;
            while four < self.v4.len()
                && Row::V4(self.v4[four]).order(&Row::V6(self.v6[six]), ranks) == Ordering::Less
            {
                four += 1;
            }
            if four > from {
                self.runs.push(Run { six: false, start: from, end: four });
            }
            let from = six;
            while six < self.v6.len()
                && four < self.v4.len()
                && Row::V6(self.v6[six]).order(&Row::V4(self.v4[four]), ranks) == Ordering::Less
            {
                six += 1;
            }
            if six > from {
                self.runs.push(Run { six: true, start: from, end: six });
            }
        }
        if four < self.v4.len() {
            self.runs.push(Run { six: false, start: four, end: self.v4.len() });
        }
        if six < self.v6.len() {
            self.runs.push(Run { six: true, start: six, end: self.v6.len() });
        }
    }
}

/// Microseconds of a day.
pub(super) const DAY_US: i64 = 86_400_000_000;

/// Days since 1970-01-01 of a time in microseconds.
pub(super) fn day_of(ts: i64) -> i32 {
    ts.div_euclid(DAY_US) as i32
}

/// Sorts packets by day, and within a day into the lake's order; tells each day's length.
///
/// The numbers that are compared hold day, protocol, port, time of day and place, 16 bytes for each row: rows
/// themselves move only once. What they leave equal is compared in full.
pub(super) fn sort<A: Address>(packets: &[Packet<A>], ranks: &[u16]) -> (Vec<Packet<A>>, Vec<(i32, usize)>) {
    const PLACE_BITS: u32 = 32;
    const HEAD_BITS: u32 = 8 + 16 + 37;
    let base = packets.iter().map(|p| day_of(p.ts)).min().unwrap_or(0);
    let mut keys: Vec<u128> = Vec::with_capacity(packets.len());
    for (place, p) in packets.iter().enumerate() {
        let day = day_of(p.ts);
        let time = (p.ts - i64::from(day) * DAY_US) as u64;
        let head = u64::from(p.proto) << 53 | u64::from(p.dport) << 37 | time;
        let high = u128::from(day.abs_diff(base)) << HEAD_BITS | u128::from(head);
        keys.push(high << PLACE_BITS | place as u128);
    }
    keys.sort_unstable();
    let row = |key: u128| &packets[(key as u32) as usize];
    for tied in keys.chunk_by_mut(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
        if tied.len() > 1 {
            tied.sort_unstable_by(|a, b| {
                let (a, b) = (row(*a), row(*b));
                rank(ranks, a.sensor).cmp(&rank(ranks, b.sensor)).then_with(|| a.cmp(b))
            });
        }
    }
    let mut days: Vec<(i32, usize)> = Vec::new();
    for same in keys.chunk_by(|a, b| a >> (HEAD_BITS + PLACE_BITS) == b >> (HEAD_BITS + PLACE_BITS)) {
        days.push((day_of(row(same[0]).ts), same.len()));
    }
    (keys.iter().map(|&key| *row(key)).collect(), days)
}
