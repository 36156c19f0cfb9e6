//! How long to wait after a failure: longer each time, and not in step with other sensors.

use std::time::Duration;

/// How long pauses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// The first.
    pub first: Duration,
    /// The longest. A collector that was away for a day has its sensors back within this time.
    pub longest: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), longest: Duration::from_secs(60) }
    }
}

/// The longest that a collector may ask to wait: a mistake there must not silence a sensor for a day.
const ASKED_MOST: Duration = Duration::from_secs(600);

/// Pauses, doubling up to the longest.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    pauses: Pauses,
    failures: u32,
}

impl Backoff {
    pub(super) fn new(pauses: Pauses) -> Self {
        Self { pauses, failures: 0 }
    }

    /// All is well again.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// The pause after one more failure. What the collector asked for counts instead; `chance` is from 0 to 255.
    pub(super) fn pause(&mut self, asked: Option<Duration>, chance: u8) -> Duration {
        let Pauses { first, longest } = self.pauses;
        let doubled = first.saturating_mul(1 << self.failures.min(10)).min(longest);
        self.failures = self.failures.saturating_add(1);
        // A thousand sensors that lost their collector at the same moment come back spread over half the pause.
        let spread = doubled.mul_f64(0.5 + f64::from(chance) / 510.0);
        match asked {
            None => spread,
            Some(asked) => asked.min(ASKED_MOST) + spread.min(first),
        }
    }
}

/// A number that nobody can foresee; without one, all wait alike.
pub(super) fn chance() -> u8 {
    let mut byte = [128];
    let _ = getrandom::fill(&mut byte);
    byte[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_are_bounded() {
        let mut backoff = Backoff::default();
        let pauses: Vec<_> = (0..9).map(|_| backoff.pause(None, 255).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(backoff.pause(None, 0).as_secs(), 30);
        assert_eq!(backoff.pause(Some(Duration::from_secs(7)), 0).as_secs(), 8);
        assert_eq!(backoff.pause(Some(Duration::from_secs(86_400)), 0).as_secs(), 601);
        backoff.reset();
        assert_eq!(backoff.pause(None, 0).as_millis(), 500);
    }
}
