//! `GET /desk/incident/{id}`: one incident.

use axum::extract::State;
use axum::response::Response;
use incident::answer::{IncidentDetails, Related};
use incident::notify::NotificationQuery;
use incident::{Incident, IncidentState, Kind, Message, Refinement};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::asked::ROWS;
use super::choices::{self, Choice};
use super::notifications::{self, NotificationRow};
use super::rows::{self, HistoryRow, IncidentRow};
use super::watched::Watched;
use super::words::{field, moment};
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::{text, text_with};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IncidentPage {
    incident: Incident,
    received: String,
    first: String,
    last: String,
    first_field: String,
    last_field: String,
    ports: String,
    details: Vec<(String, String)>,
    message: Message,
    related: Vec<RelatedRow>,
    linked: Vec<IncidentRow>,
    merged: Vec<IncidentRow>,
    history: Vec<HistoryRow>,
    notifications: Vec<NotificationRow>,
    watch: Option<Watched>,
    /// Whether it is about a site, which can be watched.
    is_site: bool,
    kinds: Vec<Choice>,
    refinements: Vec<Choice>,
    withdrawn: bool,
    /// The other incident that it was merged into.
    merged_into: Option<i64>,
    is_closed: bool,
    may_decide: bool,
}

/// What other parts of the desk have about an incident.
#[derive(Debug, Default)]
struct More {
    notifications: Vec<NotificationRow>,
    watch: Option<Watched>,
}

/// Another incident at the same place.
#[derive(Debug, Clone, Serialize)]
struct RelatedRow {
    #[serde(flatten)]
    row: IncidentRow,
    common: incident::answer::Common,
}

impl IncidentPage {
    fn new(found: IncidentDetails, more: More, may_decide: bool, lang: Lang, zone: &TimeZone) -> Self {
        let IncidentDetails { incident, message, related, linked, merged, history } = found;
        let time = |at: Option<jiff::Timestamp>| at.map_or_else(String::new, |at| moment(at, zone));
        let none = text(lang, "refinement-none");
        let related = related
            .into_iter()
            .map(|Related { common, incident }| RelatedRow { row: rows::incident(incident, zone), common });
        let withdrawn = incident.is_withdrawn();
        Self {
            received: moment(incident.received, zone),
            first: time(incident.first),
            last: time(incident.last),
            first_field: field(incident.first, zone),
            last_field: field(incident.last, zone),
            ports: incident.ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            details: incident.details.clone().into_iter().collect(),
            message,
            related: related.collect(),
            linked: rows::incidents(linked, zone),
            merged: rows::incidents(merged, zone),
            history: rows::history(history, lang, zone),
            notifications: more.notifications,
            watch: more.watch,
            is_site: incident.subject_kind == "site",
            kinds: choices::of(Kind::ALL, Some(incident.kind), "kind", lang),
            refinements: choices::with_first(
                none,
                choices::of(Refinement::ALL, incident.refinement, "refinement", lang),
            ),
            withdrawn,
            merged_into: incident.merged_into.filter(|_| !withdrawn),
            is_closed: incident.state == IncidentState::Closed,
            incident,
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        use incident::answer::{Common, HistoryEntry};
        let related = Related { common: Common::Host, incident: sample_incident() };
        let entry = HistoryEntry {
            at: jiff::Timestamp::UNIX_EPOCH,
            who: "aoki".to_owned(),
            what: "merge".to_owned(),
            before: String::new(),
            after: "9".to_owned(),
            note: "<b>".to_owned(),
        };
        let found = IncidentDetails {
            incident: sample_incident(),
            message: super::message::sample_message(),
            related: vec![related],
            linked: vec![sample_incident()],
            merged: vec![sample_incident()],
            history: vec![entry],
        };
        let more = More { notifications: vec![notifications::sample_row()], watch: Some(Watched::sample()) };
        Self::new(found, more, true, lang, &TimeZone::UTC)
    }
}

#[cfg(test)]
pub(super) fn sample_incident() -> Incident {
    Incident {
        id: 34,
        message: 12,
        received: jiff::Timestamp::UNIX_EPOCH,
        kind: Kind::Phishing,
        rsit: "fraud:phishing".to_owned(),
        refinement: Some(Refinement::MalwareSite),
        subject: "javascript:alert(1)//<script>".to_owned(),
        subject_kind: "site".to_owned(),
        address: "192.0.2.1".parse().ok(),
        host: Some("bank\u{202E}.example".to_owned()),
        brand: Some("<b>Bank".to_owned()),
        ports: vec![incident::Port { protocol: "tcp".to_owned(), number: 80 }],
        many_ports: true,
        victim: Some("victim.example".to_owned()),
        first: Some(jiff::Timestamp::UNIX_EPOCH),
        last: None,
        zone_known: false,
        sightings: 3,
        evidence: "<script>\nlog".to_owned(),
        details: [("note".to_owned(), "<b>".to_owned())].into(),
        state: IncidentState::Open,
        decided_by: Some("aoki".to_owned()),
        merged_into: None,
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let found = site.app.incident.incident_details(id).await?;
    site.view(&staff, &format!("incident/{id}")).await?;
    let query = NotificationQuery { incident: Some(id), ..NotificationQuery::default() };
    let told = site.app.incident.notifications(&query, None, ROWS).await?;
    let watch = site.app.incident.watch(id).await?;
    let more = More {
        notifications: told.into_iter().map(|one| notifications::row(one, site.zone())).collect(),
        watch: watch.map(|watch| Watched::new(watch, site.zone())),
    };
    let page = IncidentPage::new(found, more, staff.may(account::Role::Analyst), staff.lang, site.zone());
    let title = text_with(staff.lang, "incident-title", [("id", &id.to_string())]);
    site.staff_page(&staff, "desk_incident.html", &title, &format!("/desk/incident/{id}"), &page)
}
