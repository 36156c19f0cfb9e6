//! A sensor in words.

use jiff::tz::TimeZone;
use kernel::Lang;
use observe::fleet::{Alarm, AlarmKind, FleetSensor, FleetState, LossSum, NetworkKind, Refused};
use observe::live::ClockState;
use serde::Serialize;

use crate::desk::words as desk_words;
use crate::texts::{text, text_with};
use crate::words;

/// A row of the fleet.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    pub name: String,
    pub title: String,
    /// `live`, `waiting`, `retired` or `revoked`.
    pub state: &'static str,
    pub place: String,
    pub version: String,
    pub seen: String,
    pub lag: String,
    /// What waits in its spool; empty where that is next to nothing.
    pub waiting: String,
    /// Packets lost within a day, and in all.
    pub lost_lately: String,
    pub lost: String,
    pub clock: String,
    /// Whether its clock is shifted.
    pub clock_wrong: bool,
    pub per_hour: String,
    pub covered: String,
    /// Its alarms, worst first: words.
    pub alarms: Vec<String>,
    pub refused: u64,
}

/// An alarm.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AlarmRow {
    pub id: i64,
    /// Empty where a stranger is the matter.
    pub sensor: String,
    pub kind: &'static str,
    pub since: String,
    /// Empty while it holds.
    pub until: String,
    pub detail: String,
    pub seen_by: String,
}

/// Refusals of a day.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RefusedRow {
    pub sensor: String,
    pub why: String,
    pub count: String,
    pub last: String,
    pub detail: String,
}

pub(super) fn row(sensor: &FleetSensor, lang: Lang, zone: &TimeZone) -> Row {
    let wrong = matches!(sensor.clock, ClockState::Corrected | ClockState::Guessed);
    let in_use = matches!(sensor.state, FleetState::Live | FleetState::Waiting);
    Row {
        name: sensor.name.clone(),
        title: sensor.title.clone(),
        state: sensor.state.name(),
        place: place(sensor.country.as_deref(), sensor.network, lang),
        version: sensor.version.clone().unwrap_or_default(),
        seen: sensor.seen.map_or_else(String::new, |seen| desk_words::minute(seen, zone)),
        lag: sensor.lag_seconds.filter(|_| in_use).map_or_else(String::new, |lag| duration(lag, lang)),
        waiting: if sensor.waiting_frames > 1 {
            let (frames, size) =
                (words::count(sensor.waiting_frames), desk_words::size(sensor.waiting_bytes));
            text_with(lang, "sensor-waiting-frames", [("frames", &frames), ("size", &size)])
        } else {
            String::new()
        },
        lost_lately: words::count(sum(&sensor.lost_lately)),
        lost: words::count(sum(&sensor.lost)),
        clock: clock(sensor, lang),
        clock_wrong: wrong && in_use,
        per_hour: sensor.packets_per_hour().map_or_else(String::new, words::figure),
        covered: percent(sensor.covered.hours, sensor.covered.of),
        alarms: sensor
            .alarms
            .iter()
            .map(|alarm| text(lang, &format!("alarm-{}", alarm.kind.name())))
            .collect(),
        refused: sensor.refused,
    }
}

/// Country and kind of network.
pub(super) fn place(country: Option<&str>, network: Option<NetworkKind>, lang: Lang) -> String {
    let network = network.map(|kind| text(lang, &format!("network-{kind}")));
    let known = country.and_then(community::Country::find).map(|country| country.text().get(lang).to_owned());
    let country = known.or_else(|| country.map(str::to_owned));
    let parts: Vec<String> = country.into_iter().chain(network).collect();
    parts.join(if lang == Lang::Ja { "・" } else { ", " })
}

pub(super) fn alarm(alarm: &Alarm, lang: Lang, zone: &TimeZone) -> AlarmRow {
    AlarmRow {
        id: alarm.id,
        sensor: alarm.sensor.clone().unwrap_or_default(),
        kind: alarm.kind.name(),
        since: desk_words::minute(alarm.since, zone),
        until: alarm.until.map_or_else(String::new, |until| desk_words::minute(until, zone)),
        detail: detail(alarm, lang),
        seen_by: alarm.seen_by.clone().unwrap_or_default(),
    }
}

/// What is wrong, in a sentence.
fn detail(alarm: &Alarm, lang: Lang) -> String {
    let said = &alarm.detail;
    match alarm.kind {
        AlarmKind::Clock if said.is_empty() => text(lang, "alarm-detail-clock-unknown"),
        AlarmKind::Refused => {
            let one = |part: &str| match part.rsplit_once(' ') {
                Some((why, count)) => format!("{}: {count}", text(lang, &format!("refused-for-{why}"))),
                None => part.to_owned(),
            };
            said.split(", ").map(one).collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " })
        }
        AlarmKind::Differs => {
            let (own, usual) = said.split_once(" : ").unwrap_or((said, ""));
            text_with(lang, "alarm-detail-differs", [("own", &number(own)), ("usual", &number(usual))])
        }
        kind => text_with(lang, &format!("alarm-detail-{}", kind.name()), [("detail", &number(said))]),
    }
}

/// A number of an alarm as a reader writes it; what is none, such as one with its sign, stays.
fn number(written: &str) -> String {
    // A sign would be read, and lost.
    let plain = written.bytes().all(|byte| byte.is_ascii_digit());
    let value = written.parse::<u64>().ok().filter(|_| plain);
    value.map_or_else(|| written.to_owned(), words::count)
}

pub(super) fn refused(refused: &Refused, lang: Lang, zone: &TimeZone) -> RefusedRow {
    RefusedRow {
        sensor: refused.sensor.clone().unwrap_or_default(),
        why: text(lang, &format!("refused-for-{}", refused.why.name())),
        count: words::count(refused.count),
        last: desk_words::minute(refused.last, zone),
        detail: refused.detail.clone(),
    }
}

/// What was lost for each reason.
pub(super) fn cause(cause: &str, lang: Lang) -> String {
    text(lang, &format!("loss-{cause}"))
}

pub(super) fn sum(losses: &[LossSum]) -> u64 {
    losses.iter().map(|loss| loss.packets).sum()
}

/// How a sensor's clock stands.
fn clock(sensor: &FleetSensor, lang: Lang) -> String {
    let state = text(lang, &format!("clock-{}", sensor.clock.name()));
    match sensor.offset_us {
        Some(us) if us.abs() >= 1_000_000 => {
            let sign = if us < 0 { "−" } else { "+" };
            format!("{state} ({sign}{})", duration(us.abs() / 1_000_000, lang))
        }
        _ => state,
    }
}

/// A length of time in its largest whole unit.
pub(super) fn duration(seconds: i64, lang: Lang) -> String {
    let (key, number) = match seconds {
        ..120 => ("duration-seconds", seconds),
        120..7200 => ("duration-minutes", seconds / 60),
        7200..172_800 => ("duration-hours", seconds / 3600),
        _ => ("duration-days", seconds / 86_400),
    };
    text_with(lang, key, [("number", &number.to_string())])
}

/// A share, rounded down: 100 % is said of all alone.
pub(super) fn percent(part: u32, of: u32) -> String {
    format!("{}%", 100 * u64::from(part) / u64::from(of.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_shares_are_said_in_whole_units() {
        for (seconds, expect) in [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 d")]
        {
            assert_eq!(duration(seconds, Lang::En), expect);
        }
        assert_eq!([percent(719, 720), percent(720, 720), percent(0, 0)], ["99%", "100%", "0%"]);
        assert_eq!(place(Some("JP"), Some(NetworkKind::University), Lang::Ja), "日本・大学・研究機関");
        assert_eq!(place(None, None, Lang::En), "");
    }
}
