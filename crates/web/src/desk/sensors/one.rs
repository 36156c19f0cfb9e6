//! `GET /desk/sensors/{name}`: one sensor, with its last hours and days, and what is decided about it.

use account::Role;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::{Hour, Lang};
use observe::fleet::{Alarm, FleetSensor, LossRow, NetworkKind, Refused};
use serde::Serialize;

use super::PATH;
use super::shown::{self, AlarmRow, RefusedRow, Row};
use crate::desk::choices::{self, Choice};
use crate::desk::words::minute;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;
use crate::words;

/// Alarms of the past that are shown.
const ALARMS: u64 = 50;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SensorPage {
    row: Row,
    enrolled: String,
    keys: u32,
    packets: String,
    not_ip: String,
    unreadable: String,
    /// None for who may not see them.
    addresses: Option<Vec<String>>,
    note: Option<String>,
    /// The last 24 full hours as a picture; empty where it was heard in none.
    chart: [String; 2],
    days: Vec<Day>,
    causes: Vec<Lost>,
    losses: Vec<LossLine>,
    alarms: Vec<AlarmRow>,
    refused: Vec<RefusedRow>,
    /// The form, as it is filled.
    title: String,
    country: String,
    networks: Vec<Choice>,
    may_look_after: bool,
    may_decide: bool,
}

/// A day of coverage.
#[derive(Debug, Clone, Serialize)]
struct Day {
    label: String,
    hours: u32,
    /// `full`, `part` or `none`.
    is: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Lost {
    cause: String,
    lately: String,
    all: String,
}

#[derive(Debug, Clone, Serialize)]
struct LossLine {
    cause: String,
    packets: String,
    since: String,
    until: String,
}

/// What a page is made from.
struct Told<'a> {
    sensor: &'a FleetSensor,
    losses: &'a [LossRow],
    alarms: &'a [Alarm],
    refused: &'a [Refused],
    until: Hour,
}

impl SensorPage {
    fn new(told: &Told<'_>, role: Role, lang: Lang, zone: &TimeZone) -> Self {
        let sensor = told.sensor;
        let may_decide = role >= Role::Admin;
        let day = |(start, hours): &(Hour, u32)| Day {
            label: start.start().to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            hours: *hours,
            is: match hours {
                24.. => "full",
                1..24 => "part",
                0 => "none",
            },
        };
        let cause = |loss: &observe::fleet::LossSum| {
            let lately = sensor.lost_lately.iter().find(|lately| lately.cause == loss.cause);
            Lost {
                cause: shown::cause(&loss.cause, lang),
                lately: words::count(lately.map_or(0, |lately| lately.packets)),
                all: words::count(loss.packets),
            }
        };
        let line = |loss: &LossRow| LossLine {
            cause: shown::cause(&loss.cause, lang),
            packets: words::count(loss.packets),
            since: minute(loss.since, zone),
            until: minute(loss.until, zone),
        };
        Self {
            row: shown::row(sensor, lang, zone),
            enrolled: minute(sensor.enrolled, zone),
            keys: sensor.keys,
            packets: words::count(sensor.packets),
            not_ip: words::count(sensor.not_ip),
            unreadable: words::count(sensor.unreadable),
            addresses: sensor.addresses.clone().filter(|_| may_decide),
            note: sensor.note.clone().filter(|_| may_decide),
            chart: chart(sensor, told.until, lang, zone),
            days: sensor.covered.days.iter().map(day).collect(),
            causes: sensor.lost.iter().map(cause).collect(),
            losses: told.losses.iter().map(line).collect(),
            alarms: told.alarms.iter().map(|alarm| shown::alarm(alarm, lang, zone)).collect(),
            refused: told.refused.iter().map(|refused| shown::refused(refused, lang, zone)).collect(),
            title: sensor.title.clone(),
            country: sensor.country.clone().unwrap_or_default(),
            networks: networks(sensor.network, lang),
            may_look_after: role >= Role::Analyst,
            may_decide,
        }
    }
}

/// The kinds of network, after a first choice of none.
pub(super) fn networks(chosen: Option<NetworkKind>, lang: Lang) -> Vec<Choice> {
    choices::with_first("–".to_owned(), choices::of(&NetworkKind::ALL, chosen, "network", lang))
}

/// Packets of the last full hours, for wide and for narrow screens.
fn chart(sensor: &FleetSensor, until: Hour, lang: Lang, zone: &TimeZone) -> [String; 2] {
    if sensor.hourly.iter().all(Option::is_none) {
        return [String::new(), String::new()];
    }
    let first = until.0 - sensor.hourly.len() as i32;
    let point = |hour: i32| {
        let start = Hour(hour).start();
        let civil = start.to_zoned(zone.clone());
        chart::TimePoint {
            at: start.as_second(),
            label: civil.strftime("%Y-%m-%d %H:%M").to_string(),
            civil: chart::Civil {
                year: civil.year(),
                month: civil.month(),
                day: civil.day(),
                hour: civil.hour(),
            },
        }
    };
    let values = sensor.hourly.iter().map(|packets| packets.map(|packets| packets as f64)).collect();
    let drawn = chart::Chart {
        id: "hours".to_owned(),
        title: text(lang, "sensor-hours"),
        description: text(lang, "sensor-hours-about"),
        x: chart::TimeAxis {
            title: String::new(),
            bucket: chart::Bucket::Hour,
            points: (first..until.0).map(point).collect(),
        },
        y: chart::ValueAxis { title: text(lang, "sensor-packets-hour"), unit: String::new(), decimals: 0 },
        lines: vec![chart::Line { name: sensor.name.clone(), values }],
        marks: Vec::new(),
        words: match lang {
            Lang::Ja => chart::Words::japanese(),
            Lang::En => chart::Words::english(),
        },
    };
    [chart::Size::Wide, chart::Size::Narrow].map(|size| {
        chart::line_chart(&drawn, &chart::Drawing { svg: chart::Svg::Inline, size, heading: false })
    })
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let observe = &site.app.observe;
    let fleet = observe.fleet().await?;
    let sensor = fleet.sensors.iter().find(|sensor| sensor.name == name).ok_or(Failure::NotFound)?;
    site.view(&staff, &format!("sensor/{name}")).await?;
    let (losses, alarms) = (observe.losses(&name).await?, observe.alarms(Some(&name), ALARMS).await?);
    let refused: Vec<Refused> =
        fleet.refused.iter().filter(|refused| refused.sensor.as_ref() == Some(&name)).cloned().collect();
    let until = fleet.until;
    let told = Told { sensor, losses: &losses, alarms: &alarms, refused: &refused, until };
    let page = SensorPage::new(&told, staff.role(), staff.lang, site.zone());
    site.staff_page(&staff, "desk_sensor.html", &sensor.title, &format!("{PATH}/{name}"), &page)
}

/// A fleet that wants to do harm.
#[cfg(test)]
pub(super) fn sample_fleet() -> observe::fleet::FleetOverview {
    use jiff::Timestamp;
    use observe::fleet::{AlarmKind, Covered, FleetOverview, FleetState, Invited, LossSum, RefusedFor};
    use observe::live::ClockState;

    let alarm = |id, sensor: Option<&str>, kind, detail: &str| Alarm {
        id,
        sensor: sensor.map(str::to_owned),
        kind,
        since: Timestamp::UNIX_EPOCH,
        until: None,
        detail: detail.to_owned(),
        seen_by: (id == 2).then(|| "aoki".to_owned()),
    };
    let alarms = vec![
        alarm(1, Some("tokyo-1"), AlarmKind::Silent, "7"),
        alarm(2, Some("tokyo-1"), AlarmKind::Differs, "50 : 500"),
        alarm(3, None, AlarmKind::Refused, "token 3"),
    ];
    let lost = vec![LossSum { cause: "kernel".to_owned(), packets: 7 }];
    let sensor = FleetSensor {
        name: "tokyo-1".to_owned(),
        title: "Tokyo <b>".to_owned(),
        state: FleetState::Live,
        country: Some("JP".to_owned()),
        network: Some(NetworkKind::University),
        addresses: Some(vec!["192.0.2.1".to_owned()]),
        note: Some("</textarea><script>".to_owned()),
        enrolled: Timestamp::UNIX_EPOCH,
        keys: 2,
        version: Some("0.1.0<b>".to_owned()),
        seen: Some(Timestamp::UNIX_EPOCH),
        lag_seconds: Some(420),
        waiting_frames: 12,
        waiting_bytes: 1536,
        packets: 5000,
        hourly: vec![Some(5), None, Some(7)],
        not_ip: 1,
        unreadable: 2,
        lost_lately: lost.clone(),
        lost,
        clock: ClockState::Corrected,
        offset_us: Some(-90_000_000),
        covered: Covered { hours: 37, of: 72, days: vec![(Hour(0), 24), (Hour(24), 13), (Hour(48), 0)] },
        refused: 3,
        alarms: alarms[..2].to_vec(),
    };
    let gone = FleetSensor {
        name: "osaka-1".to_owned(),
        title: "Osaka".to_owned(),
        state: FleetState::Retired,
        seen: None,
        lag_seconds: None,
        version: None,
        hourly: vec![None; 3],
        alarms: Vec::new(),
        ..sensor.clone()
    };
    let invited = Invited {
        id: 4,
        name: "nagoya-1".to_owned(),
        title: "Nagoya".to_owned(),
        country: None,
        network: None,
        who: "aoki".to_owned(),
        created: Timestamp::UNIX_EPOCH,
        expires: Timestamp::UNIX_EPOCH,
        expired: true,
    };
    let refused = Refused {
        sensor: None,
        why: RefusedFor::Token,
        count: 3,
        last: Timestamp::UNIX_EPOCH,
        detail: "<script>\u{202E}".to_owned(),
    };
    FleetOverview {
        until: Hour(3),
        sensors: vec![sensor, gone],
        alarms,
        invitations: vec![invited],
        refused: vec![refused],
    }
}

#[cfg(test)]
impl SensorPage {
    pub(crate) fn sample(role: Role, lang: Lang) -> Self {
        let fleet = sample_fleet();
        let losses = [LossRow {
            cause: "kernel".to_owned(),
            packets: 7,
            since: jiff::Timestamp::UNIX_EPOCH,
            until: jiff::Timestamp::UNIX_EPOCH,
            recorded: jiff::Timestamp::UNIX_EPOCH,
        }];
        let told = Told {
            sensor: &fleet.sensors[0],
            losses: &losses,
            alarms: &fleet.alarms,
            refused: &fleet.refused,
            until: fleet.until,
        };
        Self::new(&told, role, lang, &TimeZone::UTC)
    }
}
