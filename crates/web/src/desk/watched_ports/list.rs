//! `GET /desk/watched-ports?quarter=2008Q1`: how all stand, and what else might be watched.

use account::Role;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use kernel::Lang;
use observe::{Quarter, SuggestedFor, Suggestion, WatchedInPeriod};
use serde::Serialize;

use super::filled::{Form, filled};
use super::{Link, PATH, Standing, link, quarter};
use crate::desk::asked;
use crate::error::Failure;
use crate::observation::address::{Address, port_page};
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text;
use crate::words;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct WatchedPorts {
    quarter: String,
    before: Link,
    after: Link,
    rows: Vec<Row>,
    suggestions: Vec<Suggested>,
    /// What the form begins with.
    form: Form,
    may_decide: bool,
}

/// A watched port.
#[derive(Debug, Clone, Serialize)]
struct Row {
    address: String,
    title: String,
    ports: String,
    entered: String,
    #[serde(flatten)]
    standing: Standing,
}

/// A port that nobody watches.
#[derive(Debug, Clone, Serialize)]
struct Suggested {
    port: String,
    page: String,
    /// The address at which the form begins with it.
    watch: String,
    /// Its place among the first; none where it rose.
    place: Option<usize>,
    now: String,
    before: String,
    one_sensor: bool,
}

impl WatchedPorts {
    fn new(
        quarter: Quarter,
        watched: &[WatchedInPeriod],
        suggestions: &[Suggestion],
        form: Form,
        may_decide: bool,
        lang: Lang,
    ) -> Self {
        let row = |one: &WatchedInPeriod| Row {
            address: link(&format!("{PATH}/{}", one.watched.id), quarter).address,
            title: one.watched.is.title.get(lang).to_owned(),
            ports: one.watched.is.ports.iter().map(|port| port.label(lang)).collect::<Vec<_>>().join(", "),
            entered: one.watched.is.entered.to_string(),
            standing: Standing::new(one, lang),
        };
        Self {
            quarter: quarter.to_string(),
            before: link(PATH, quarter.before()),
            after: link(PATH, quarter.after()),
            rows: watched.iter().map(row).collect(),
            suggestions: suggestions.iter().map(|one| suggested(one, quarter, lang)).collect(),
            form,
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let one = super::sample();
        let suggest = |why, before| Suggestion {
            port: observe::Port::tcp(445),
            why,
            now: 38.5,
            before,
            one_sensor: before.is_none(),
        };
        let suggestions = [suggest(SuggestedFor::Place(2), Some(38.0)), suggest(SuggestedFor::Rise, None)];
        let form = Form::blank(one.quarter, "445/tcp");
        Self::new(one.quarter, &[one], &suggestions, form, true, lang)
    }
}

fn suggested(one: &Suggestion, quarter: Quarter, lang: Lang) -> Suggested {
    let watch = Address::new(PATH).with("quarter", &quarter.to_string()).with("port", &one.port.to_string());
    Suggested {
        port: one.port.label(lang),
        page: port_page(one.port),
        watch: format!("{}#form", String::from(watch)),
        place: match one.why {
            SuggestedFor::Place(place) => Some(place),
            SuggestedFor::Rise => None,
        },
        now: words::figure(one.now),
        before: one.before.map_or_else(String::new, words::figure),
        one_sensor: one.one_sensor,
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let mut pairs = asked::pairs(&uri)?;
    let quarter = quarter(&site, asked::take(&mut pairs, "quarter")?).await?;
    let port = asked::take(&mut pairs, "port")?.unwrap_or_default();
    let watched = site.app.observe.watched(quarter.period(), site.zone()).await?;
    let suggestions = site.app.observe.suggestions(quarter, site.zone()).await?;
    let form = Form::blank(quarter, &port);
    let may_decide = staff.may(Role::Analyst);
    let page = WatchedPorts::new(quarter, &watched, &suggestions, form, may_decide, staff.lang);
    let here = link(PATH, quarter).address;
    site.staff_page(&staff, "desk_watched_ports.html", &text(staff.lang, "watched-ports-title"), &here, &page)
}

pub(crate) async fn add(
    State(site): State<Site>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let id = site.app.observe.watch_port(filled(&form)?, staff.name()).await?;
    Ok(see_other(&format!("{PATH}/{id}")))
}
