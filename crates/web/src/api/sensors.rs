//! `GET /api/v1/sensors`: the fleet of live sensors, for staff. Addresses and notes are for admins alone.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use observe::fleet::{FleetSensor, LossSum};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Format;
use super::incident::{csv, format, json as answer, nothing_else, operation, word};
use crate::desk::asked;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

/// The address.
pub(crate) const PATH: &str = "/api/v1/sensors";

#[derive(Debug, Serialize)]
struct Listed {
    sensors: Vec<FleetSensor>,
}

const COLUMNS: [&str; 19] = [
    "name",
    "title",
    "state",
    "country",
    "network",
    "addresses",
    "enrolled",
    "version",
    "seen",
    "lag_seconds",
    "waiting_frames",
    "waiting_bytes",
    "packets",
    "packets_per_hour",
    "lost_lately",
    "lost",
    "clock",
    "offset_us",
    "alarms",
];

fn record(sensor: FleetSensor) -> [String; 19] {
    let told = |value: Option<String>| value.unwrap_or_default();
    let sum = |losses: &[LossSum]| losses.iter().map(|loss| loss.packets).sum::<u64>().to_string();
    let alarms: Vec<_> = sensor.alarms.iter().map(|alarm| alarm.kind.name()).collect();
    let per_hour = told(sensor.packets_per_hour().map(|rate| format!("{rate:.1}")));
    [
        sensor.name,
        sensor.title,
        sensor.state.name().to_owned(),
        told(sensor.country),
        told(sensor.network.map(|kind| kind.to_string())),
        sensor.addresses.unwrap_or_default().join(" "),
        sensor.enrolled.to_string(),
        told(sensor.version),
        told(sensor.seen.map(|seen| seen.to_string())),
        told(sensor.lag_seconds.map(|lag| lag.to_string())),
        sensor.waiting_frames.to_string(),
        sensor.waiting_bytes.to_string(),
        sensor.packets.to_string(),
        per_hour,
        sum(&sensor.lost_lately),
        sum(&sensor.lost),
        sensor.clock.name().to_owned(),
        told(sensor.offset_us.map(|offset| offset.to_string())),
        alarms.join(" "),
    ]
}

pub(crate) async fn get(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    nothing_else(&pairs)?;
    let may_see = caller.require(Role::Admin).is_ok();
    let sensors = site.app.observe.fleet().await?.sensors.into_iter();
    let sensors: Vec<_> =
        sensors.map(|sensor| if may_see { sensor } else { sensor.without_addresses() }).collect();
    match format {
        Format::Json => answer(StatusCode::OK, &Listed { sensors }),
        Format::Csv => Ok(csv(COLUMNS, sensors.into_iter().map(record))),
    }
}

/// Its part of the OpenAPI document.
pub(super) fn paths() -> Map<String, Value> {
    let format = word("format", &["json".to_owned(), "csv".to_owned()], "The form of the answer");
    let summary = "All live sensors, those with alarms first; addresses and notes for admins alone";
    let media = ["application/json", "text/csv"];
    let get = operation("sensors", summary, vec![format], &media, "Fleet");
    [(PATH.to_owned(), json!({ "get": get }))].into_iter().collect()
}

/// The shape of its answer.
pub(super) fn schemas() -> Map<String, Value> {
    let sensor = json!({ "type": "object", "required": ["name", "title", "state", "packets", "clock", "alarms"],
        "properties": { "name": { "type": "string" }, "title": { "type": "string" },
            "state": { "enum": ["live", "waiting", "retired", "revoked"] },
            "addresses": { "type": ["array", "null"], "items": { "type": "string" } },
            "packets": { "type": "integer", "minimum": 0 }, "clock": { "type": "string" },
            "alarms": { "type": "array", "items": { "type": "object" } } } });
    let fleet = json!({ "type": "object", "required": ["sensors"],
        "properties": { "sensors": { "type": "array", "items": sensor } } });
    [("Fleet".to_owned(), fleet)].into_iter().collect()
}
