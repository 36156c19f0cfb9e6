//! What a story is made of: what comes, from whom, at which hours, where, and how much on which day.

use jiff::civil::Date;

/// One kind of traffic and its course over the days.
///
/// A story's packets are drawn from its name, the sensor and the day alone: adding or changing one leaves
/// all other stories' packets as they are.
#[derive(Debug)]
pub(crate) struct Story {
    /// What an analyst would call it; renaming it draws its packets anew.
    pub(crate) name: &'static str,
    pub(crate) what: What,
    pub(crate) who: Who,
    pub(crate) rhythm: Rhythm,
    pub(crate) place: Place,
    pub(crate) level: Level,
}

/// The packets that come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// SYNs to a TCP port.
    Tcp(u16),
    /// SYNs to TCP ports of all kinds, each rarely.
    AnyTcp,
    /// UDP datagrams to a port, with this many bytes of payload (least, most).
    Udp(u16, u16, u16),
    /// UDP datagrams to ports of all kinds, each rarely.
    AnyUdp,
    /// ICMP echo requests, with this many bytes of payload (RFC 792).
    Echo(u16),
    /// SYN-ACKs from this port: a flooded server answers our address, which the flooder forged.
    SynAck(u16),
    /// RSTs from this port, for the same reason.
    Reset(u16),
    /// Lone ACKs from this port.
    LoneAck(u16),
    /// ICMP errors of this type about packets that never left us.
    IcmpError(u8),
}

/// Who sends it: decides the source addresses, the headers, and how many packets a visit has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Infected Windows machines, half of them nearby; the same machines in all worms' stories.
    Worm,
    /// A few busy hosts that sweep over the sensors one after the other.
    Scanner,
    /// A few hosts that send the same datagram to everybody.
    Spammer,
    /// Sources that are forged: each a new one.
    Forged,
    /// Hosts that are being flooded; it is their answers that arrive.
    Victim,
}

/// At which hours and weekdays of Asia/Tokyo it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// People's own computers: most in the evening, least before dawn, a little more at weekends.
    Homes,
    /// Computers at work: most in working hours, less at weekends.
    Offices,
    /// The world at large: always.
    Always,
}

impl Rhythm {
    /// Hundredths of the day's average, for each hour of the day; they sum to 2400.
    pub(crate) const fn hours(self) -> &'static [u32; 24] {
        match self {
            Self::Homes => &[
                122, 100, 80, 64, 55, 52, 56, 66, 78, 88, 96, 100, 105, 101, 99, 99, 103, 108, 117, 128, 140,
                150, 152, 141,
            ],
            Self::Offices => &[
                72, 64, 60, 58, 57, 58, 62, 74, 96, 132, 146, 142, 124, 138, 146, 144, 140, 130, 116, 104,
                95, 88, 80, 74,
            ],
            Self::Always => &[100; 24],
        }
    }

    /// Thousandths of the week's average, Monday to Sunday; they sum to 7000.
    pub(crate) const fn weekdays(self) -> &'static [u32; 7] {
        match self {
            Self::Homes => &[985, 975, 970, 975, 990, 1045, 1060],
            Self::Offices => &[1105, 1120, 1120, 1110, 1095, 750, 700],
            Self::Always => &[1000; 7],
        }
    }
}

/// Which sensors it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// To all, to one a little more and to the other a little less.
    Everywhere,
    /// Nearly all of it to the sensor with this index. Not for [`Who::Scanner`], who sweeps over all.
    MostlyAt(usize),
}

/// How much of it comes: packets per sensor and day, averaged over the sensors and days of the week.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Level {
    /// The same throughout.
    Steady(f64),
    /// Straight from one day's level to the next; before the first and after the last it stays.
    Course(&'static [(Date, f64)]),
}

impl Level {
    /// Thousandths of a packet per sensor on `day`.
    ///
    /// Only the four operations that IEEE 754 defines to the last bit, so that it is the same everywhere.
    pub(crate) fn on(self, day: Date) -> u32 {
        let level = match self {
            Self::Steady(level) => level,
            Self::Course(points) => course(points, day),
        };
        (level * 1000.0) as u32
    }
}

fn course(points: &[(Date, f64)], day: Date) -> f64 {
    let after = points.partition_point(|(at, _)| *at <= day);
    match (points[..after].last(), points.get(after)) {
        (Some(&(d0, l0)), Some(&(d1, l1))) => l0 + (l1 - l0) * days_between(d0, day) / days_between(d0, d1),
        (Some(&(_, level)), None) | (None, Some(&(_, level))) => level,
        (None, None) => 0.0,
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    (to.duration_since(from).as_hours() / 24) as f64
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rhythms_move_packets_but_make_none() {
        for rhythm in [Rhythm::Homes, Rhythm::Offices, Rhythm::Always] {
            assert_eq!(rhythm.hours().iter().sum::<u32>(), 2400, "{rhythm:?}");
            assert_eq!(rhythm.weekdays().iter().sum::<u32>(), 7000, "{rhythm:?}");
        }
    }

    #[test]
    fn a_course_runs_straight_between_its_points() {
        const POINTS: &[(Date, f64)] = &[(date(2007, 1, 1), 2.0), (date(2007, 1, 5), 4.0)];
        let check = |day, expected| assert_eq!(Level::Course(POINTS).on(day), expected, "{day}");
        check(date(2006, 12, 1), 2000);
        check(date(2007, 1, 1), 2000);
        check(date(2007, 1, 2), 2500);
        check(date(2007, 1, 4), 3500);
        check(date(2007, 1, 5), 4000);
        check(date(2008, 1, 1), 4000);
        assert_eq!(Level::Steady(1.25).on(date(2007, 1, 1)), 1250);
        assert_eq!(Level::Course(&[]).on(date(2007, 1, 1)), 0);
    }
}
