//! The values' scale: from zero, with round ticks.
//!
//! Ticks are 1, 2 or 5 times a power of ten apart, the classic of Heckbert's "Nice Numbers for Graph Labels"
//! (Graphics Gems, 1990), and computed from integers so that no tick reads 0.30000000000000004.

use crate::number;
use crate::words::Words;

/// Values beyond this are no measurement and would overflow the arithmetic: they count as missing.
pub(crate) const LARGEST: f64 = 1e300;

/// A span below this is drawn as if all were zero.
const SMALLEST_SPAN: f64 = 1e-9;

/// Ticks from the lowest to the highest, both on a tick.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueScale {
    /// The lowest tick: zero unless values are negative.
    pub(crate) low: f64,
    /// The highest tick, at or over the largest value.
    pub(crate) high: f64,
    /// Place and text of each.
    pub(crate) ticks: Vec<(f64, String)>,
}

impl ValueScale {
    /// A scale that holds zero and all `values` with at most about `most` ticks.
    pub(crate) fn over(values: impl Iterator<Item = f64>, most: u32, words: &Words) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        let mut values = values.filter(|v| v.abs() <= LARGEST).peekable();
        if values.peek().is_none() {
            // Ticks over zero would tell of a size that nothing was measured in.
            return Self { low, high: 1.0, ticks: vec![(0.0, number::grouped(0.0, 0, words))] };
        }
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        if high - low < SMALLEST_SPAN {
            (low, high) = (0.0, 1.0);
        }
        let (times, exponent) = step((high - low) / f64::from(most.max(1)));
        let place = |count: f64| power_times(count * times, exponent);
        let unit = place(1.0);
        let (from, to) = ((low / unit).floor() as i32, (high / unit).ceil() as i32);
        let decimals = usize::try_from(-exponent).unwrap_or(0);
        let ticks = (from..=to)
            .map(|count| {
                let value = place(f64::from(count));
                (value, number::grouped(value, decimals, words))
            })
            .collect();
        Self { low: place(f64::from(from)), high: place(f64::from(to)), ticks }
    }

    /// Where `value` lies between the lowest (0) and the highest tick (1).
    pub(crate) fn part(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// The round step at or over `raw`, as 1, 2 or 5 and a power of ten.
fn step(raw: f64) -> (f64, i32) {
    let exponent = raw.log10().floor();
    let times = raw / 10_f64.powf(exponent);
    let exponent = exponent as i32;
    // A hair of tolerance: 200 / 5 ticks must not become 50 because of the last bit of a division.
    match times {
        t if t <= 1.000_001 => (1.0, exponent),
        t if t <= 2.000_001 => (2.0, exponent),
        t if t <= 5.000_001 => (5.0, exponent),
        _ => (1.0, exponent + 1),
    }
}

/// `value` times ten to the `exponent`; divides for negative exponents, since powers of ten below one are not
/// exact in binary.
fn power_times(value: f64, exponent: i32) -> f64 {
    if exponent < 0 { value / 10_f64.powi(-exponent) } else { value * 10_f64.powi(exponent) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        fn check(values: &[f64], expect: &[&str]) {
            let scale = ValueScale::over(values.iter().copied(), 5, &Words::english());
            let texts: Vec<&str> = scale.ticks.iter().map(|(_, text)| text.as_str()).collect();
            assert_eq!(texts, expect, "{values:?}");
        }
        check(&[], &["0"]);
        check(&[f64::NAN], &["0"]);
        check(&[0.0], &["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        check(&[0.3], &["0.0", "0.1", "0.2", "0.3"]);
        check(&[7.0], &["0", "2", "4", "6", "8"]);
        check(&[10.0], &["0", "2", "4", "6", "8", "10"]);
        check(&[101.0], &["0", "50", "100", "150"]);
        check(&[200.0], &["0", "50", "100", "150", "200"]);
        check(&[5736.9], &["0", "2,000", "4,000", "6,000"]);
        check(&[-3.0, 8.0], &["-5", "0", "5", "10"]);
        check(&[f64::NAN, f64::INFINITY, 4.0], &["0", "1", "2", "3", "4"]);
        check(&[1e-30], &["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        check(&[4e20], &["0", "1e20", "2e20", "3e20", "4e20"]);
    }

    #[test]
    fn parts_run_from_zero_to_one() {
        let scale = ValueScale::over([80.0, f64::MAX].into_iter(), 5, &Words::english());
        assert_eq!((scale.part(0.0), scale.part(40.0), scale.part(80.0)), (0.0, 0.5, 1.0));
    }
}
