//! **What was made up.** Every packet of the sample comes from one of these stories.
//!
//! They follow section 3 of the activity report for January to March 2008, whose graphs did not survive:
//! the words are the report's, all figures are ours. Total traffic is that of the time, about 300 packets a
//! day at one address, as IPA's TALOT2 counted (308 from 138 sources).

use jiff::civil::{Date, date};

use crate::sensors::SENSORS;
use crate::story::{Level, Place, Rhythm, Story, What, Who};
use Level::{Course, Steady};
use Rhythm::{Always, Homes, Offices};
use What::{AnyTcp, AnyUdp, Echo, IcmpError, LoneAck, Reset, SynAck, Tcp, Udp};
use Who::{Forged, Scanner, Spammer, Victim, Worm};

/// The first day that the stories tell of: the report's longest graph begins with it.
pub const FIRST_DAY: Date = date(2006, 11, 1);
/// The last day that the stories tell of: the end of the report's quarter.
pub const LAST_DAY: Date = date(2008, 3, 31);

/// A course of levels: (day, packets per sensor and day).
type Points = &'static [(Date, f64)];

// --- Windows in front: "the ports of Windows environments hold the first places this quarter, too" ---

const TCP_135: Points =
    &[(date(2006, 11, 1), 50.0), (date(2007, 7, 1), 53.0), (date(2007, 12, 1), 45.0), (LAST_DAY, 44.0)];
const TCP_445: Points =
    &[(date(2006, 11, 1), 41.0), (date(2007, 5, 1), 43.0), (date(2007, 10, 1), 37.0), (LAST_DAY, 38.5)];
const TCP_139: Points = &[(date(2006, 11, 1), 29.0), (date(2007, 9, 1), 27.0), (LAST_DAY, 24.5)];
const TCP_1433: Points = &[
    (date(2006, 11, 1), 15.0),
    (date(2007, 8, 1), 16.5),
    (date(2007, 12, 20), 20.0),
    (date(2008, 3, 1), 21.0),
    (LAST_DAY, 22.5),
];
const UDP_1026: Points = &[(date(2006, 11, 1), 24.0), (date(2007, 6, 1), 22.0), (LAST_DAY, 18.0)];
const UDP_1027: Points = &[(date(2006, 11, 1), 19.0), (date(2007, 6, 1), 17.0), (LAST_DAY, 14.0)];

// --- (1) TCP 2967: "first observed in early December 2006, rose and fell since, has come down to a low
//     level"; a product of Symantec's ---

const TCP_2967: Points = &[
    (date(2006, 12, 2), 0.0),
    (date(2006, 12, 4), 3.0),
    (date(2006, 12, 9), 14.0),
    (date(2006, 12, 24), 9.0),
    (date(2007, 1, 12), 27.0),
    (date(2007, 2, 4), 12.0),
    (date(2007, 3, 6), 22.0),
    (date(2007, 4, 1), 10.0),
    (date(2007, 5, 8), 14.0),
    (date(2007, 6, 20), 7.0),
    (date(2007, 8, 10), 8.0),
    (date(2007, 10, 1), 4.0),
    (date(2007, 12, 31), 2.2),
    (LAST_DAY, 1.8),
];

// --- (2) TCP 5900: "still observed; for a time this quarter there was more of it, why is not known" ---

const TCP_5900: Points =
    &[(date(2006, 11, 1), 5.0), (date(2007, 3, 1), 6.0), (date(2007, 9, 1), 4.5), (LAST_DAY, 4.0)];
/// Three weeks of February 2008.
const TCP_5900_BUMP: Points = &[
    (date(2008, 2, 6), 0.0),
    (date(2008, 2, 9), 9.0),
    (date(2008, 2, 15), 20.0),
    (date(2008, 2, 20), 16.0),
    (date(2008, 2, 27), 0.0),
];

// --- (3) ICMP: "rising since early November 2006, many for a year, halved since early November (2007),
//     the same level this quarter"; sources may be forged ---

const ICMP_ECHO: Points = &[
    (date(2006, 11, 1), 14.0),
    (date(2006, 11, 9), 34.0),
    (date(2007, 3, 1), 36.0),
    (date(2007, 11, 1), 36.0),
    (date(2007, 11, 8), 18.0),
    (LAST_DAY, 18.0),
];

// --- (4) TCP 5168: "first observed in late August" 2007 (the report's text has the wrong year; the alert is
//     JPCERT-AT-2007-0019), many when the vulnerability was published, calm since; a product of Trend Micro's
//     whose patch came out on 2007-08-21 ---

const TCP_5168: Points = &[
    (date(2007, 8, 21), 0.0),
    (date(2007, 8, 22), 3.5),
    (date(2007, 8, 23), 8.0),
    (date(2007, 8, 24), 14.0),
    (date(2007, 8, 27), 11.0),
    (date(2007, 9, 3), 5.0),
    (date(2007, 9, 12), 1.5),
    (date(2007, 10, 5), 0.3),
    (date(2007, 12, 31), 0.06),
    (LAST_DAY, 0.04),
];

// --- not in the report: one sensor alone makes a port, so that the mark for it can be seen ---

const UDP_38293: Points = &[(date(2007, 12, 26), 0.0), (date(2008, 1, 12), 3.2), (LAST_DAY, 2.6)];
/// Index of `sample-03`.
const ONE_SENSOR: Place = Place::MostlyAt(2);
const _: () = assert!(SENSORS > 2, "the sensor with a port of its own must be there");

/// All stories.
pub(crate) const STORIES: &[Story] = &[
    everywhere("135/tcp", Tcp(135), Worm, Homes, Course(TCP_135)),
    everywhere("445/tcp", Tcp(445), Worm, Homes, Course(TCP_445)),
    everywhere("139/tcp", Tcp(139), Worm, Homes, Course(TCP_139)),
    everywhere("1433/tcp", Tcp(1433), Scanner, Offices, Course(TCP_1433)),
    // The Windows messenger service's pop-up spam.
    everywhere("1026/udp", Udp(1026, 330, 480), Spammer, Always, Course(UDP_1026)),
    everywhere("1027/udp", Udp(1027, 330, 480), Spammer, Always, Course(UDP_1027)),
    everywhere("1028/udp", Udp(1028, 330, 480), Spammer, Always, Steady(3.2)),
    everywhere("2967/tcp", Tcp(2967), Worm, Offices, Course(TCP_2967)),
    everywhere("5900/tcp", Tcp(5900), Scanner, Always, Course(TCP_5900)),
    everywhere("5900/tcp bump", Tcp(5900), Scanner, Offices, Course(TCP_5900_BUMP)),
    everywhere("8/icmp", Echo(33), Forged, Homes, Course(ICMP_ECHO)),
    everywhere("5168/tcp", Tcp(5168), Worm, Always, Course(TCP_5168)),
    Story {
        name: "38293/udp",
        what: Udp(38293, 20, 44),
        who: Spammer,
        rhythm: Offices,
        place: ONE_SENSOR,
        level: Course(UDP_38293),
    },
    // Always there.
    everywhere("22/tcp", Tcp(22), Scanner, Always, Steady(9.5)),
    everywhere("80/tcp", Tcp(80), Scanner, Offices, Steady(6.6)),
    everywhere("1434/udp", Udp(1434, 376, 376), Worm, Always, Steady(6.2)),
    everywhere("137/udp", Udp(137, 50, 50), Worm, Homes, Steady(5.4)),
    everywhere("4899/tcp", Tcp(4899), Scanner, Always, Steady(4.4)),
    everywhere("23/tcp", Tcp(23), Scanner, Homes, Steady(2.4)),
    everywhere("3389/tcp", Tcp(3389), Scanner, Offices, Steady(2.1)),
    everywhere("8080/tcp", Tcp(8080), Scanner, Offices, Steady(1.9)),
    everywhere("10000/tcp", Tcp(10000), Scanner, Always, Steady(1.7)),
    everywhere("21/tcp", Tcp(21), Scanner, Homes, Steady(1.5)),
    everywhere("25/tcp", Tcp(25), Scanner, Offices, Steady(1.4)),
    // The long tail: trojans' doors, proxies, services that few have.
    everywhere("3306/tcp", Tcp(3306), Scanner, Offices, Steady(1.1)),
    everywhere("1025/tcp", Tcp(1025), Worm, Homes, Steady(1.0)),
    everywhere("3128/tcp", Tcp(3128), Scanner, Always, Steady(0.9)),
    everywhere("1080/tcp", Tcp(1080), Scanner, Always, Steady(0.9)),
    everywhere("443/tcp", Tcp(443), Scanner, Offices, Steady(0.8)),
    everywhere("6588/tcp", Tcp(6588), Scanner, Always, Steady(0.7)),
    everywhere("6129/tcp", Tcp(6129), Scanner, Always, Steady(0.7)),
    everywhere("42/tcp", Tcp(42), Scanner, Offices, Steady(0.6)),
    everywhere("5060/udp", Udp(5060, 280, 420), Scanner, Always, Steady(0.6)),
    everywhere("12345/tcp", Tcp(12345), Scanner, Homes, Steady(0.5)),
    everywhere("5000/tcp", Tcp(5000), Worm, Homes, Steady(0.5)),
    everywhere("8000/tcp", Tcp(8000), Scanner, Offices, Steady(0.5)),
    everywhere("161/udp", Udp(161, 38, 45), Scanner, Offices, Steady(0.5)),
    everywhere("53/udp", Udp(53, 22, 40), Scanner, Always, Steady(0.5)),
    everywhere("9898/tcp", Tcp(9898), Worm, Homes, Steady(0.4)),
    everywhere("2100/tcp", Tcp(2100), Scanner, Homes, Steady(0.4)),
    everywhere("5901/tcp", Tcp(5901), Scanner, Always, Steady(0.4)),
    everywhere("111/tcp", Tcp(111), Scanner, Offices, Steady(0.4)),
    everywhere("110/tcp", Tcp(110), Scanner, Offices, Steady(0.3)),
    everywhere("20000/tcp", Tcp(20000), Scanner, Always, Steady(0.3)),
    everywhere("any/tcp", AnyTcp, Scanner, Always, Steady(6.0)),
    everywhere("any/udp", AnyUdp, Spammer, Homes, Steady(4.0)),
    // Backscatter: what flooded hosts answer, some percent of all.
    everywhere("SYN-ACK from web servers", SynAck(80), Victim, Always, Steady(5.5)),
    everywhere("SYN-ACK from chat servers", SynAck(6667), Victim, Always, Steady(1.6)),
    everywhere("RST from web servers", Reset(80), Victim, Always, Steady(2.0)),
    everywhere("RST from chat servers", Reset(6667), Victim, Always, Steady(0.8)),
    everywhere("3/icmp", IcmpError(3), Victim, Always, Steady(2.4)),
    everywhere("11/icmp", IcmpError(11), Victim, Always, Steady(0.7)),
    // Neither scan nor backscatter.
    everywhere("ACK from web servers", LoneAck(80), Victim, Offices, Steady(0.4)),
];

const fn everywhere(name: &'static str, what: What, who: Who, rhythm: Rhythm, level: Level) -> Story {
    Story { name, what, who, rhythm, place: Place::Everywhere, level }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_as_they_seed_the_dice() {
        let names: HashSet<_> = STORIES.iter().map(|s| s.name).collect();
        assert_eq!(names.len(), STORIES.len());
    }

    #[test]
    fn courses_run_forward() {
        for story in STORIES {
            if let Course(points) = story.level {
                assert!(points.is_sorted_by(|a, b| a.0 < b.0), "{}", story.name);
            }
        }
    }

    #[test]
    fn no_scanner_sweeps_over_one_sensor_only() {
        for story in STORIES {
            assert!(story.place == Place::Everywhere || story.who != Scanner, "{}", story.name);
        }
    }

    #[test]
    fn all_stories_together_are_about_three_hundred_a_day() {
        for day in FIRST_DAY.series(jiff::ToSpan::day(1)).take_while(|day| *day <= LAST_DAY) {
            let level: u32 = STORIES.iter().map(|s| s.level.on(day)).sum();
            assert!((255_000..355_000).contains(&level), "{day}: {level} thousandths");
        }
    }
}
