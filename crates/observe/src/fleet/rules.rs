//! When a sensor's numbers are an alarm: pure rules.

use super::alarm::AlarmKind;
use super::refusal::RefusedFor;
use crate::live::ClockState;

/// Full hours that a sensor is compared with its fellows over. Fewer, and one scan that met it alone is an alarm;
/// more, and a sensor that was cut off from half of its addresses is noticed late.
pub(super) const COMPARED_HOURS: i32 = 6;

/// Other sensors that must have listened in all of these hours: with fewer a median says little.
const FELLOWS: usize = 3;

/// Packets that the sensor or its usual fellow must have seen. With fewer, chance alone makes large ratios.
const SUPPORT: u64 = 200;

/// What is added to both sides of a ratio, so that none is infinite.
const SOFTENING: f64 = 10.0;

/// Ratios to the median below this are never an alarm: networks of different kinds see that much more or less of the
/// same internet (Cooke et al., "Toward understanding distributed blackhole placement", WORM 2004).
const LEAST_RATIO: f64 = 4.0;

/// Above it, a sensor differs when it is further from the median than this many deviations of its fellows.
const DEVIATIONS: f64 = 4.0;

/// From a median absolute deviation to a standard deviation, where values are normally distributed.
const TO_DEVIATION: f64 = 1.4826;

/// What is known of one sensor at a moment, as far as rules need it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub now_us: i64,
    /// When it last delivered, or was enrolled, or when the collector began to listen: whichever is latest.
    pub heard_us: i64,
    pub silent_us: i64,
    pub clock: ClockState,
    pub offset_us: Option<i64>,
    /// Packets lost that it told of within the last hour.
    pub lost: u64,
    /// Grave refusals within the last hour: reason and count of the day.
    pub refused: Vec<(RefusedFor, u64)>,
    /// Packets of the compared hours, and those of its fellows; none where the sensor did not listen throughout.
    pub compared: Option<(u64, Vec<u64>)>,
}

/// The alarms that hold, each with its numbers: minutes of silence; packets lost; seconds that its clock is ahead (none
/// where nobody knows); reasons with their counts; its own packets and the median of its fellows.
pub(super) fn alarms(seen: &Seen) -> Vec<(AlarmKind, String)> {
    let mut found = Vec::new();
    let silent = seen.now_us.saturating_sub(seen.heard_us);
    if silent > seen.silent_us {
        found.push((AlarmKind::Silent, (silent / 60_000_000).to_string()));
    }
    if seen.lost > 0 {
        found.push((AlarmKind::Losing, seen.lost.to_string()));
    }
    if matches!(seen.clock, ClockState::Corrected | ClockState::Guessed) {
        let offset = seen.offset_us.filter(|_| seen.clock == ClockState::Corrected);
        let seconds = offset.map_or_else(String::new, |us| format!("{:+}", us / 1_000_000));
        found.push((AlarmKind::Clock, seconds));
    }
    if !seen.refused.is_empty() {
        let words: Vec<_> =
            seen.refused.iter().map(|(why, count)| format!("{} {count}", why.name())).collect();
        found.push((AlarmKind::Refused, words.join(", ")));
    }
    if let Some((own, fellows)) = &seen.compared
        && let Some((usual, _)) = differs(*own, fellows)
    {
        found.push((AlarmKind::Differs, format!("{own} : {usual}")));
    }
    found
}

/// Whether `own` is far from what the others saw: gives their median and the ratio to it.
///
/// Ratios are what networks differ by, so logarithms are compared; and a median with its absolute deviation is not
/// moved by a second sensor that is off, as a mean would be.
pub(super) fn differs(own: u64, fellows: &[u64]) -> Option<(u64, f64)> {
    if fellows.len() < FELLOWS {
        return None;
    }
    let mut sorted = fellows.to_vec();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() / 2];
    if own.max(usual) < SUPPORT {
        return None;
    }
    let log = |packets: u64| (packets as f64 + SOFTENING).ln();
    let mut apart: Vec<f64> = fellows.iter().map(|packets| (log(*packets) - log(usual)).abs()).collect();
    apart.sort_by(f64::total_cmp);
    let deviation = apart[apart.len() / 2] * TO_DEVIATION;
    let distance = log(own) - log(usual);
    (distance.abs() > LEAST_RATIO.ln().max(DEVIATIONS * deviation)).then_some((usual, distance.exp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_far_from_its_fellows_differs() {
        let check = |own: u64, fellows: &[u64], expect: bool| {
            assert_eq!(differs(own, fellows).is_some(), expect, "{own} among {fellows:?}");
        };
        let alike = [1000, 1100, 900, 1050];
        check(1000, &alike, false);
        check(3500, &alike, false);
        check(5000, &alike, true);
        check(100, &alike, true);
        check(0, &alike, true);
        // Few fellows, or few packets, say nothing.
        check(5000, &[1000, 1000], false);
        check(150, &[10, 12, 9, 11], false);
        check(500, &[10, 12, 9, 11], true);
        // Fellows that differ among themselves by much leave room.
        check(5000, &[1000, 3000, 200, 90, 9000], false);
        // One that is off does not hide another.
        check(5000, &[1000, 1100, 900, 90_000], true);
    }

    #[test]
    fn each_rule_has_its_alarm() {
        let calm = Seen {
            now_us: 600_000_000,
            heard_us: 400_000_000,
            silent_us: 300_000_000,
            clock: ClockState::Right,
            offset_us: Some(0),
            lost: 0,
            refused: Vec::new(),
            compared: Some((1000, vec![1000; 3])),
        };
        let check = |change: &dyn Fn(&mut Seen), expect: &[(AlarmKind, &str)]| {
            let mut seen = calm.clone();
            change(&mut seen);
            let expect: Vec<_> = expect.iter().map(|(kind, detail)| (*kind, (*detail).to_owned())).collect();
            assert_eq!(alarms(&seen), expect);
        };
        check(&|_| {}, &[]);
        check(&|seen| seen.heard_us = 300_000_000, &[]);
        check(&|seen| seen.heard_us = 299_000_000, &[(AlarmKind::Silent, "5")]);
        check(&|seen| seen.lost = 7, &[(AlarmKind::Losing, "7")]);
        check(
            &|seen| (seen.clock, seen.offset_us) = (ClockState::Corrected, Some(-90_000_000)),
            &[(AlarmKind::Clock, "-90")],
        );
        check(&|seen| seen.clock = ClockState::Unknown, &[]);
        check(&|seen| seen.refused = vec![(RefusedFor::Damaged, 3)], &[(AlarmKind::Refused, "damaged 3")]);
        check(&|seen| seen.compared = Some((9000, vec![1000; 3])), &[(AlarmKind::Differs, "9000 : 1000")]);
    }
}
