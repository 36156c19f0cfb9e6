//! `/desk/watched-ports/{id}?quarter=2008Q1`: one watched port with its chart, its life and what is decided.

use account::Role;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::{Lang, Period};
use observe::{Choice, Quarter, WatchedInPeriod};
use serde::Serialize;

use super::filled::{Form, both, filled, read};
use super::{Link, PATH, Standing, link, quarter, seen};
use crate::desk::asked;
use crate::desk::choices::{self, Choice as Choosable};
use crate::error::Failure;
use crate::observation::figure::{Figure, Plan};
use crate::observation::question::Question;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct WatchedPortPage {
    id: i64,
    quarter: String,
    before: Option<Link>,
    after: Link,
    title: String,
    ports: String,
    first_seen: String,
    thought: String,
    advice: String,
    references: Vec<Reference>,
    standing: Standing,
    /// Whether the quarter's report has it.
    printed: bool,
    note: String,
    figure: Figure,
    life: Vec<Lived>,
    form: Form,
    choices: Vec<Choosable>,
    note_ja: String,
    note_en: String,
    may_decide: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Reference {
    title: String,
    url: String,
}

/// A quarter of its life.
#[derive(Debug, Clone, Serialize)]
struct Lived {
    link: Link,
    state: &'static str,
    seen: String,
    /// Who decided; empty where the rule did.
    who: String,
    /// `keep`, `drop` or empty.
    decided: &'static str,
    note: String,
}

impl WatchedPortPage {
    fn new(one: &WatchedInPeriod, may_decide: bool, lang: Lang, zone: &TimeZone) -> Self {
        let is = &one.watched.is;
        let path = format!("{PATH}/{}", one.watched.id);
        let days = one.series.buckets.first().and_then(|bucket| bucket.first_day);
        let period = Period { from: days.unwrap_or(one.period.from), to: one.period.to };
        let title = is.ports.iter().map(|port| port.label(lang)).collect::<Vec<_>>().join(", ");
        let question = Question { period, class: None };
        let plan = Plan { id: "watched", title: title.clone(), question, size: one.size };
        let decision = one.watched.decided(one.quarter);
        let note = decision.map(|decision| decision.note.clone());
        let lived = |standing: &observe::Standing| {
            let decision = one.watched.decided(standing.quarter);
            Lived {
                link: link(&path, standing.quarter),
                state: standing.state.name(),
                seen: seen(standing.change, lang),
                who: decision.map_or_else(String::new, |decision| decision.who.clone()),
                decided: standing.decided.map_or("", Choice::name),
                note: decision.map_or_else(String::new, |decision| decision.note.get(lang).to_owned()),
            }
        };
        let reference = |one: &observe::Reference| Reference {
            title: one.title.get(lang).to_owned(),
            url: one.url.clone(),
        };
        Self {
            id: one.watched.id,
            quarter: one.quarter.to_string(),
            before: (one.quarter > is.entered).then(|| link(&path, one.quarter.before())),
            after: link(&path, one.quarter.after()),
            title: is.title.get(lang).to_owned(),
            ports: title,
            first_seen: is.first_seen.map_or_else(String::new, |day| kernel::words::day(day, lang)),
            thought: is.thought.get(lang).to_owned(),
            advice: is.advice.get(lang).to_owned(),
            references: is.references.iter().map(reference).collect(),
            standing: Standing::new(one, lang),
            printed: one.is_printed(),
            note: one.note.as_ref().map_or_else(String::new, |note| note.get(lang).to_owned()),
            figure: Figure::draw(&plan, &one.series, lang, zone),
            life: one.life.iter().rev().map(lived).collect(),
            form: Form::from(is),
            choices: choices::with_first(
                crate::texts::text(lang, "watched-ports-rule"),
                choices::of(
                    &Choice::ALL,
                    decision.map(|decision| decision.choice),
                    "watched-ports-choice",
                    lang,
                ),
            ),
            note_ja: note.as_ref().map_or_else(String::new, |note| note.ja.clone()),
            note_en: note.map_or_else(String::new, |note| note.en),
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::new(&super::sample(), true, lang, &TimeZone::UTC)
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<i64>,
    uri: Uri,
) -> Result<Response, Failure> {
    let mut pairs = asked::pairs(&uri)?;
    let record = site.app.observe.watched_port(id).await?;
    // What is entered for a quarter yet to come is shown as of that quarter.
    let quarter = quarter(&site, asked::take(&mut pairs, "quarter")?).await?.max(record.is.entered);
    let watched = site.app.observe.watched(quarter.period(), site.zone()).await?;
    let one = watched.into_iter().find(|one| one.watched.id == id).ok_or(Failure::NotFound)?;
    let page = WatchedPortPage::new(&one, staff.may(Role::Analyst), staff.lang, site.zone());
    let here = link(&format!("{PATH}/{id}"), quarter).address;
    site.staff_page(&staff, "desk_watched_port.html", &page.title, &here, &page)
}

pub(crate) async fn change(
    State(site): State<Site>,
    Path(id): Path<i64>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    site.app.observe.change_watched_port(id, filled(&form)?, staff.name()).await?;
    Ok(see_other(&format!("{PATH}/{id}")))
}

pub(crate) async fn decide(
    State(site): State<Site>,
    Path(id): Path<i64>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let quarter: Quarter = read(form.one("quarter"))?;
    let observe = &site.app.observe;
    match form.one("choice") {
        "" => observe.undecide_watched_port(id, quarter, staff.name()).await?,
        choice => {
            observe
                .decide_watched_port(id, quarter, read(choice)?, both(&form, "note"), staff.name())
                .await?;
        }
    }
    Ok(see_other(&link(&format!("{PATH}/{id}"), quarter).address))
}
