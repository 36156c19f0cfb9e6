//! A sensor's clock against ours.

use wire::Batch;

/// Differences up to this are left alone, in microseconds: a second is what time servers over a bad network leave.
const TOLERATED_US: i64 = 1_000_000;

/// A frame from further ahead than this can't be right, in microseconds.
const AHEAD_US: i64 = 86_400_000_000;

/// A frame that was made before 1990 can't be right: machines without a clock begin in 1970.
const EARLIEST_US: i64 = 631_152_000_000_000;

/// What was done about a sensor's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Its difference is known and small.
    Right,
    /// Nobody knows, and nothing looks wrong.
    Unknown,
    /// Its difference is known and was taken off.
    Corrected,
    /// It says what can't be; frames were put where they were received.
    Guessed,
}

impl ClockState {
    /// As it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Unknown => "unknown",
            Self::Corrected => "corrected",
            Self::Guessed => "guessed",
        }
    }

    /// As it was stored.
    pub fn parse(text: &str) -> Self {
        let all = [Self::Right, Self::Corrected, Self::Guessed];
        all.into_iter().find(|state| state.name() == text).unwrap_or(Self::Unknown)
    }
}

/// Puts a frame's times by our clock; says what was done. `offset_us` is how far the sensor's clock was ahead.
pub(super) fn set_right(batch: &mut Batch, offset_us: Option<i64>, now_us: i64) -> ClockState {
    match offset_us {
        Some(offset) if offset.saturating_abs() <= TOLERATED_US => ClockState::Right,
        Some(offset) => {
            shift(batch, offset.saturating_neg());
            ClockState::Corrected
        }
        None if (EARLIEST_US..=now_us.saturating_add(AHEAD_US)).contains(&batch.made_us) => {
            ClockState::Unknown
        }
        None => {
            shift(batch, now_us.saturating_sub(batch.made_us));
            ClockState::Guessed
        }
    }
}

fn shift(batch: &mut Batch, by: i64) {
    let move_time = |time: &mut i64| *time = time.saturating_add(by);
    move_time(&mut batch.made_us);
    move_time(&mut batch.from_us);
    move_time(&mut batch.until_us);
    for loss in &mut batch.losses {
        move_time(&mut loss.from_us);
        move_time(&mut loss.until_us);
    }
    batch.v4.iter_mut().for_each(|packet| move_time(&mut packet.ts));
    batch.v6.iter_mut().for_each(|packet| move_time(&mut packet.ts));
}

/// Whether a packet of this time may be in the lake: as with files, not before 1990 and not over a day ahead.
pub(super) fn timely(ts: i64, now_us: i64) -> bool {
    (EARLIEST_US..=now_us.saturating_add(AHEAD_US)).contains(&ts)
}

#[cfg(test)]
mod tests {
    use capture::Packet;

    use super::*;

    const NOW: i64 = 1_700_000_000_000_000;

    fn check(made_us: i64, offset_us: Option<i64>, state: ClockState, made_after: i64) {
        let packet = Packet::<u32> { ts: made_us - 5, ..Packet::default() };
        let mut batch = Batch { made_us, from_us: made_us - 10, until_us: made_us, ..Batch::default() };
        batch.v4.push(packet);
        assert_eq!(set_right(&mut batch, offset_us, NOW), state);
        assert_eq!(batch.made_us, made_after);
        assert_eq!((batch.from_us, batch.until_us), (made_after - 10, made_after));
        assert_eq!(batch.v4[0].ts, made_after - 5);
    }

    #[test]
    fn a_wrong_clock_is_set_right_or_marked() {
        check(NOW, Some(0), ClockState::Right, NOW);
        check(NOW, Some(-1_000_000), ClockState::Right, NOW);
        check(NOW + 7_000_000, Some(7_000_000), ClockState::Corrected, NOW);
        check(NOW - 90_000_000_000, Some(-90_000_000_000), ClockState::Corrected, NOW);
        check(NOW - 90_000_000_000, None, ClockState::Unknown, NOW - 90_000_000_000);
        check(86_400_000_000, None, ClockState::Guessed, NOW);
        check(NOW + 2 * AHEAD_US, None, ClockState::Guessed, NOW);
    }
}
