//! `/desk/takedown`: the sites that are watched until they are gone, and after.

use account::Role;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::{Watch, WatchQuery, WatchState};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::acts::back;
use super::asked::{self, cursor};
use super::choices::{self, Choice};
use super::words::minute;
use crate::error::Failure;
use crate::observation::address::Address;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm};
use crate::texts::text;

/// The address.
const PATH: &str = "/desk/takedown";

/// Sites of one page: a row is one line.
const MOST: u64 = 200;

/// The board.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Takedown {
    rows: Vec<Row>,
    states: Vec<Choice>,
    next: Option<String>,
    may_decide: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    #[serde(flatten)]
    watch: Watch,
    looked: String,
    since: String,
    gone_at: String,
    active: bool,
}

impl Takedown {
    fn new(
        found: Vec<Watch>,
        state: Option<WatchState>,
        next: Option<String>,
        may_decide: bool,
        lang: Lang,
        zone: &TimeZone,
    ) -> Self {
        let time = |at: Option<jiff::Timestamp>| at.map_or_else(String::new, |at| minute(at, zone));
        let row = |watch: Watch| Row {
            looked: time(watch.last_look),
            since: minute(watch.started, zone),
            gone_at: time(watch.gone),
            active: watch.next_look.is_some(),
            watch,
        };
        Self {
            rows: found.into_iter().map(row).collect(),
            states: choices::or_all(WatchState::ALL, state, "watch-state", lang),
            next,
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let watches = vec![super::watched::sample_watch()];
        Self::new(
            watches,
            Some(WatchState::Back),
            Some(format!("{PATH}?after=0.34")),
            true,
            lang,
            &TimeZone::UTC,
        )
    }
}

pub(crate) async fn list(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let mut pairs = asked::pairs(&uri)?;
    let state = asked::take(&mut pairs, "state")?;
    let state: Option<WatchState> = match state {
        Some(word) => {
            Some(word.parse().map_err(|error: incident::UnknownWord| Failure::Question(error.to_string()))?)
        }
        None => None,
    };
    let page = asked::page(&mut pairs, MOST, MOST)?;
    let query = WatchQuery { state, ..WatchQuery::default() };
    let zone = site.zone();
    let mut found = site.app.incident.watches(&query, asked::one_more(page)).await?;
    let more = asked::cut(&mut found, page.limit);
    let here =
        state.map_or_else(|| Address::new(PATH), |state| Address::new(PATH).with("state", state.name()));
    let last = found.last().filter(|_| more);
    let next = last.map(|last| here.clone().with("after", &cursor(last.started, last.incident)).into());
    let board = Takedown::new(found, state, next, staff.may(Role::Analyst), staff.lang, zone);
    let here = String::from(here);
    site.staff_page(&staff, "desk_takedown.html", &text(staff.lang, "takedown-title"), &here, &board)
}

/// `POST /desk/takedown/{id}/{act}`: the watch of an incident's site starts or stops.
pub(crate) async fn act(
    State(site): State<Site>,
    Path((id, act)): Path<(i64, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    match act.as_str() {
        "start" => site.app.incident.watch_start(id, staff.name()).await?,
        "stop" => site.app.incident.watch_stop(id, staff.name()).await?,
        _ => return Err(Failure::NotFound),
    };
    Ok(back(&form, PATH))
}
