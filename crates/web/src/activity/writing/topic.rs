//! `/desk/activity/{period}/topic/{id}`: a topic is written, changed, moved and taken away. `new` stands for one that is
//! to be written.

use axum::extract::State;
use axum::response::Response;
use kernel::{Lang, Period, Text};
use report::{Link, TopicDetails, TopicWritten};
use serde::Serialize;

use super::{WRITES, both, form_page, path_of, reason};
use crate::activity::period_of;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text;

/// Empty fields for links after those that there are.
const SPARE_LINKS: usize = 2;

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TopicPage {
    period: String,
    id: String,
    is_new: bool,
    wrong: Option<String>,
    title: Text,
    text: Text,
    links: Vec<Link>,
}

/// What is written where nothing is written yet.
fn nothing() -> Text {
    Text { ja: String::new(), en: String::new() }
}

impl TopicPage {
    pub(crate) fn new(id: &str, written: TopicWritten, wrong: Option<String>) -> Self {
        let mut links = written.links;
        links.extend((0..SPARE_LINKS).map(|_| Link { title: nothing(), url: String::new() }));
        Self {
            period: written.period.to_string(),
            id: id.to_owned(),
            is_new: id == NEW,
            wrong,
            title: written.title,
            text: written.text,
            links,
        }
    }
}

/// The name of a topic that is to be written.
const NEW: &str = "new";

/// The topic with this name: nothing for one that is to be written.
async fn found(site: &Site, period: Period, id: &str) -> Result<Option<TopicDetails>, Failure> {
    if id == NEW {
        return Ok(None);
    }
    let topic = site.app.report.topic(id.parse().map_err(|_| Failure::NotFound)?).await?;
    if topic.written.period == period { Ok(Some(topic)) } else { Err(Failure::NotFound) }
}

fn show(
    site: &Site,
    staff: &Staff,
    id: &str,
    written: TopicWritten,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let address = format!("{}/topic/{id}", path_of(written.period));
    let page = TopicPage::new(id, written, wrong);
    let title = text(staff.lang, if page.is_new { "topic-add" } else { "topic-change" });
    form_page(site, staff, "activity_desk_topic.html", (&title, &address), &page, page.wrong.as_ref())
}

/// `GET`
pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path((period, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    staff.require(WRITES)?;
    let period = period_of(&period)?;
    let empty = TopicWritten { period, place: 0, title: nothing(), text: nothing(), links: Vec::new() };
    let written = found(&site, period, &id).await?.map_or(empty, |topic| topic.written);
    show(&site, &staff, &id, written, None)
}

/// The links of a form: a row each, those left empty are none.
fn links(form: &Fields) -> Vec<Link> {
    let title = |lang: Lang| form.all(if lang == Lang::Ja { "link_ja" } else { "link_en" });
    let titles = title(Lang::Ja).zip(title(Lang::En));
    let link = |(url, (ja, en)): (&str, (&str, &str))| Link {
        title: Text { ja: ja.trim().to_owned(), en: en.trim().to_owned() },
        url: url.trim().to_owned(),
    };
    let filled = |link: &Link| !(link.url.is_empty() && link.title.ja.is_empty() && link.title.en.is_empty());
    form.all("link_url").zip(titles).map(link).filter(filled).collect()
}

/// `POST`: keeps it.
pub(crate) async fn post(
    State(site): State<Site>,
    Path((period, id)): Path<(String, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(WRITES)?;
    let period = period_of(&period)?;
    let known = found(&site, period, &id).await?;
    let place = match &known {
        Some(topic) => topic.written.place,
        None => {
            let last =
                site.app.report.topics(period).await?.into_iter().map(|topic| topic.written.place).max();
            last.map_or(1, |last| last.saturating_add(1))
        }
    };
    let written = TopicWritten {
        period,
        place,
        title: both(&form, "title"),
        text: both(&form, "text"),
        links: links(&form),
    };
    let id_known = known.map(|topic| topic.id);
    match site.app.report.save_topic(id_known, written.clone(), staff.name()).await {
        Ok(_) => Ok(see_other(&path_of(period))),
        Err(error) => {
            let wrong = reason(error.into(), staff.lang)?;
            show(&site, &staff, &id, written, Some(wrong))
        }
    }
}

/// `POST /desk/activity/{period}/topic/{id}/{act}`: one place up or down, or away.
pub(crate) async fn act(
    State(site): State<Site>,
    Path((period, id, act)): Path<(String, String, String)>,
    StaffForm { staff, .. }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(WRITES)?;
    let period = period_of(&period)?;
    let topic = found(&site, period, &id).await?.ok_or(Failure::NotFound)?;
    match act.as_str() {
        "remove" => site.app.report.remove_topic(topic.id, staff.name()).await?,
        "up" => shift(&site, period, topic.id, true, staff.name()).await?,
        "down" => shift(&site, period, topic.id, false, staff.name()).await?,
        _ => return Err(Failure::NotFound),
    }
    Ok(see_other(&format!("{}#topics", path_of(period))))
}

/// Changes a topic's place with that of its neighbour.
async fn shift(site: &Site, period: Period, id: i64, up: bool, who: &str) -> Result<(), Failure> {
    let mut topics = site.app.report.topics(period).await?;
    let Some(at) = topics.iter().position(|topic| topic.id == id) else { return Err(Failure::NotFound) };
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|next| *next < topics.len()) };
    let Some(other) = other else { return Ok(()) };
    topics.swap(at, other);
    // Places may be alike where topics came in otherwise: then all are counted anew.
    for (place, topic) in (1..).zip(topics) {
        if topic.written.place != place {
            let written = TopicWritten { place, ..topic.written };
            site.app.report.save_topic(Some(topic.id), written, who).await?;
        }
    }
    Ok(())
}
