//! How differently the sensors saw a port.

use super::publication::Publication;
use crate::query::Spread;

/// The spread of `packets` per sensor over the sensors for which `alive` holds.
pub(crate) fn spread(packets: &[u64], alive: &[bool]) -> Spread {
    let mut seen: Vec<u64> =
        packets.iter().zip(alive).filter(|(_, alive)| **alive).map(|(packets, _)| *packets).collect();
    seen.sort_unstable();
    let total: u64 = seen.iter().sum();
    let (low, high) = (seen.first().copied().unwrap_or(0), seen.last().copied().unwrap_or(0));
    let median = match seen.len() {
        0 => 0.0,
        n if n % 2 == 1 => seen[n / 2] as f64,
        n => (seen[n / 2 - 1] + seen[n / 2]) as f64 / 2.0,
    };
    Spread {
        low,
        median,
        high,
        saw: seen.iter().filter(|packets| **packets > 0).count() as u32,
        one_sensor: seen.len() > 1 && 2 * high > total,
    }
}

/// The same of packets that were cut to what may be public, with what is one sensor's own in two digits.
pub(crate) fn public_spread(packets: &[u64], alive: &[bool], publication: &Publication) -> Spread {
    let exact = spread(packets, alive);
    let coarse = |packets: u64| publication.coarse(packets as f64).round() as u64;
    Spread {
        low: coarse(exact.low),
        median: publication.coarse(exact.median),
        high: coarse(exact.high),
        ..exact
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(packets: &[u64], low: u64, median: f64, high: u64, saw: u32, one_sensor: bool) {
        let alive = vec![true; packets.len()];
        assert_eq!(spread(packets, &alive), Spread { low, median, high, saw, one_sensor }, "{packets:?}");
    }

    #[test]
    fn one_sensor_is_marked_when_it_has_more_than_half() {
        check(&[], 0, 0.0, 0, 0, false);
        check(&[7], 7, 7.0, 7, 1, false);
        check(&[5, 5], 5, 5.0, 5, 2, false);
        check(&[6, 5], 5, 5.5, 6, 2, true);
        check(&[0, 0, 9], 0, 0.0, 9, 1, true);
        check(&[3, 1, 2], 1, 2.0, 3, 3, false);
    }

    #[test]
    fn a_sensor_that_was_not_alive_does_not_count() {
        assert_eq!(spread(&[4, 0], &[true, false]).low, 4);
    }
}
