//! Source addresses, all from ranges that are nobody's: 10.0.0.0/8 (RFC 1918), 100.64.0.0/10 (RFC 6598) and
//! 198.18.0.0/15 (RFC 2544). Nobody is to be blamed for packets that were never sent.
//!
//! A population is a number of places. Each place holds one host for some days, then another; the frequent
//! places come first. So the same source is seen again, on other days and by other sensors, and still there
//! are always new ones.

use crate::random::{Random, hash};
use crate::sensors::Sensor;
use crate::story::Who;

/// Words that keep the populations apart.
const FAR: u64 = 1;
const NEAR: u64 = 2;
const BUSY: u64 = 3;

/// The source of one visit to `sensor`, or of one sweep where there is none; `story` is the story's key and
/// `day` the day's number.
pub(crate) fn source(who: Who, story: u64, sensor: Option<&Sensor>, day: u32, random: &mut Random) -> u32 {
    match (who, sensor) {
        (Who::Worm, Some(sensor)) if random.below(100) < 45 => {
            let [a, b] = sensor.neighbourhood;
            let host = resident(&[NEAR, u64::from(b)], random.skewed(110), 8, day);
            within(u32::from_be_bytes([a, b, 0, 0]), 16, host)
        }
        (Who::Worm, _) => far(resident(&[FAR], random.skewed(2500), 12, day)),
        (Who::Scanner | Who::Spammer, _) => {
            let places = if who == Who::Scanner { 70 } else { 24 };
            let host = resident(&[BUSY, story], random.skewed(places), 3, day);
            within(u32::from_be_bytes([198, 18, 0, 0]), 15, host)
        }
        (Who::Forged, _) => far(random.next()),
        (Who::Victim, _) => far(resident(&[story], random.skewed(9), 2, day)),
    }
}

/// The host that holds this place of a population on this day; it stays for `days` or longer.
fn resident(population: &[u64], place: u32, days: u32, day: u32) -> u64 {
    let stay = days + place % days;
    // Offset by the place, so that they do not all move out on the same day.
    let generation = (day + place * 7) / stay;
    hash(&[hash(population), u64::from(place), u64::from(generation)])
}

fn far(host: u64) -> u32 {
    within(u32::from_be_bytes([10, 0, 0, 0]), 8, host)
}

/// The host's address in a network with a prefix of so many bits; the last byte is never 0 or 255.
fn within(network: u32, prefix: u32, host: u64) -> u32 {
    let rest = (host >> 8) as u32 & (u32::MAX >> prefix) & !0xff;
    network | rest | ((host & 0xff) * 254 / 256 + 1) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensors::sensors;

    fn check(who: Who, network: [u8; 4], prefix: u32) {
        let mut random = Random::of(&[who as u64]);
        let mask = u32::MAX << (32 - prefix);
        for day in 0..500 {
            let source = source(who, 99, None, day, &mut random);
            assert_eq!(source & mask, u32::from_be_bytes(network), "{who:?} {source:#x}");
            assert!(!matches!(source & 0xff, 0 | 255));
        }
    }

    #[test]
    fn sources_are_nobodys() {
        check(Who::Worm, [10, 0, 0, 0], 8);
        check(Who::Scanner, [198, 18, 0, 0], 15);
        check(Who::Spammer, [198, 18, 0, 0], 15);
        check(Who::Forged, [10, 0, 0, 0], 8);
        check(Who::Victim, [10, 0, 0, 0], 8);
    }

    #[test]
    fn worms_come_from_nearby_too() {
        let sensor = &sensors()[4];
        let mut random = Random::of(&[1]);
        let near = (0..1000)
            .map(|_| source(Who::Worm, 1, Some(sensor), 100, &mut random).to_be_bytes())
            .filter(|s| s[..2] == sensor.neighbourhood)
            .count();
        assert!((400..500).contains(&near), "{near}");
    }

    #[test]
    fn a_resident_stays_for_days_and_then_moves() {
        let hosts: Vec<_> = (0..60).map(|day| resident(&[5], 3, 8, day)).collect();
        let mut different = hosts.clone();
        different.dedup();
        assert!((5..=7).contains(&different.len()), "{}", different.len());
    }
}
