//! `GET /desk/incidents`: incidents, newest first.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::{Incident, IncidentQuery, IncidentState, Kind, Refinement};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::asked::{self, Asked, ROWS, cursor};
use super::choices::{self, Choice};
use super::rows::{self, IncidentRow};
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// The address.
const PATH: &str = "/desk/incidents";

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Incidents {
    rows: Vec<IncidentRow>,
    kinds: Vec<Choice>,
    refinements: Vec<Choice>,
    states: Vec<Choice>,
    port: String,
    period: String,
    many_ports: bool,
    message: Option<i64>,
    json: String,
    csv: String,
    here: String,
    next: Option<String>,
    later: bool,
    /// The first page.
    first: String,
    may_decide: bool,
}

impl Incidents {
    fn new(
        asked: &Asked<IncidentQuery>,
        mut incidents: Vec<Incident>,
        may_decide: bool,
        lang: Lang,
        zone: &TimeZone,
    ) -> Self {
        let query = &asked.query;
        let more = asked::cut(&mut incidents, asked.page.limit);
        let next = incidents.last().filter(|_| more);
        let next = next.map(|last| asked.address(PATH).with("after", &cursor(last.received, last.id)));
        let here = asked.address(PATH);
        let here = match asked.page.before {
            Some((time, id)) => here.with("after", &format!("{time}.{id}")),
            None => here,
        };
        let data = |format| String::from(asked.address("/api/v1/incident/incidents").with("format", format));
        Self {
            kinds: choices::or_all(Kind::ALL, query.kind, "kind", lang),
            refinements: choices::or_all(Refinement::ALL, query.refinement, "refinement", lang),
            states: choices::or_all(IncidentState::ALL, query.state, "incident-state", lang),
            port: query.port.map_or_else(String::new, |port| port.to_string()),
            period: asked.said("period").to_owned(),
            many_ports: query.many_ports == Some(true),
            message: query.message,
            json: data("json"),
            csv: data("csv"),
            here: here.into(),
            next: next.map(String::from),
            later: asked.page.before.is_some(),
            first: asked.address(PATH).into(),
            rows: rows::incidents(incidents, zone),
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let asked = asked::incidents(Vec::new(), (1, 1), &TimeZone::UTC).unwrap();
        let incidents = vec![super::incident::sample_incident(), super::incident::sample_incident()];
        Self::new(&asked, incidents, true, lang, &TimeZone::UTC)
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let asked = asked::incidents(asked::pairs(&uri)?, (ROWS, ROWS), site.zone())?;
    let incidents = site.app.incident.incidents(&asked.query, asked.one_more()).await?;
    let may_decide = staff.may(account::Role::Analyst);
    let page = Incidents::new(&asked, incidents, may_decide, staff.lang, site.zone());
    let title = text(staff.lang, "incidents-title");
    let here = page.here.clone();
    site.staff_page(&staff, "desk_incidents.html", &title, &here, &page)
}
