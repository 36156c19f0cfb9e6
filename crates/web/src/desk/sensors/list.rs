//! `GET /desk/sensors`: all sensors, the worst first, with the alarms that hold on top.

use account::Role;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::Lang;
use observe::fleet::{FleetOverview, FleetState};
use serde::Serialize;

use super::PATH;
use super::shown::{self, AlarmRow, RefusedRow, Row};
use crate::desk::words::minute;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;
use crate::words;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SensorsPage {
    alarms: Vec<AlarmRow>,
    rows: Vec<Row>,
    /// Sensors in use.
    in_use: String,
    /// Of these, sensors without an alarm.
    well: String,
    /// Packets of an hour, all sensors together.
    per_hour: String,
    lost_lately: String,
    invitations: Vec<InvitedRow>,
    refused: Vec<RefusedRow>,
    may_look_after: bool,
    may_decide: bool,
}

#[derive(Debug, Clone, Serialize)]
struct InvitedRow {
    id: i64,
    name: String,
    place: String,
    who: String,
    expires: String,
    expired: bool,
}

impl SensorsPage {
    pub(super) fn new(fleet: &FleetOverview, role: Role, lang: Lang, zone: &TimeZone) -> Self {
        let in_use: Vec<_> = fleet
            .sensors
            .iter()
            .filter(|sensor| matches!(sensor.state, FleetState::Live | FleetState::Waiting))
            .collect();
        let invited = |one: &observe::fleet::Invited| InvitedRow {
            id: one.id,
            name: one.name.clone(),
            place: shown::place(one.country.as_deref(), one.network, lang),
            who: one.who.clone(),
            expires: minute(one.expires, zone),
            expired: one.expired,
        };
        let lost = in_use.iter().map(|sensor| shown::sum(&sensor.lost_lately)).sum();
        // An empty sum of floats is a negative zero.
        let per_hour =
            in_use.iter().filter_map(|sensor| sensor.packets_per_hour()).fold(0.0, |sum, rate| sum + rate);
        Self {
            alarms: fleet.alarms.iter().map(|alarm| shown::alarm(alarm, lang, zone)).collect(),
            rows: fleet.sensors.iter().map(|sensor| shown::row(sensor, lang, zone)).collect(),
            well: words::count(in_use.iter().filter(|sensor| sensor.alarms.is_empty()).count() as u64),
            in_use: words::count(in_use.len() as u64),
            per_hour: words::figure(per_hour),
            lost_lately: words::count(lost),
            invitations: fleet.invitations.iter().map(invited).collect(),
            refused: fleet.refused.iter().map(|refused| shown::refused(refused, lang, zone)).collect(),
            may_look_after: role >= Role::Analyst,
            may_decide: role >= Role::Admin,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::new(&super::one::sample_fleet(), Role::Admin, lang, &TimeZone::UTC)
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    let fleet = site.app.observe.fleet().await?;
    let page = SensorsPage::new(&fleet, staff.role(), staff.lang, site.zone());
    site.staff_page(&staff, "desk_sensors.html", &text(staff.lang, "sensors-title"), PATH, &page)
}
