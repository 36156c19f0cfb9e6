//! `GET /activity/{period}/figure/{id}`: a number, what it means, how it came about, and the records behind it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use desk::flows::activity_report;
use kernel::{Lang, Stretch, words};
use report::html::{Which, anchor};
use report::{Document, Reported};
use serde::Serialize;

use super::records::{Behind, ROWS, behind, figure_path, minute, records_address, unit_name};
use super::report::named_otherwise;
use super::{Shown, Visitor, address, path_of, period_of, take_which};
use crate::cache::{self, Media, Reader, off_thread};
use crate::desk::asked;
use crate::error::Failure;
use crate::observation::address::encode;
use crate::pages::Layout;
use crate::path::Path;
use crate::site::Site;
use crate::texts::text;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FigurePage {
    id: String,
    name: String,
    value: String,
    unit: String,
    months: String,
    days: String,
    meaning: String,
    computed: String,
    /// The report's title, with the edition in words.
    report: String,
    edition: String,
    is_draft: bool,
    /// The place in the report where the number stands.
    back: String,
    canonical: String,
    /// None where no domain lists them.
    behind: Option<Behind>,
    /// Whether the number says how many records there are.
    counts: bool,
    /// Whether the list is not the one that was counted any more.
    differs: bool,
    /// What it would be today, for staff, where that is something else.
    today: Option<String>,
    before: Option<String>,
    after: Option<String>,
    json: String,
    is_staff: bool,
}

/// Which records of a figure are asked for.
#[derive(Debug, Clone)]
struct Asked {
    which: Which,
    /// From 1.
    page: u64,
}

impl Asked {
    fn of(uri: &Uri) -> Result<Self, Failure> {
        let mut pairs = asked::pairs(uri)?;
        let which = take_which(&mut pairs)?;
        let page = match asked::number(&mut pairs, "page")? {
            None => 1,
            Some(page) => u64::try_from(page).ok().filter(|page| *page > 0).ok_or(Failure::NotFound)?,
        };
        Ok(Self { which, page })
    }
}

impl FigurePage {
    fn new(
        shown: &Shown,
        reported: &Reported,
        listed: Option<Behind>,
        today: Option<String>,
        lang: Lang,
        is_staff: bool,
    ) -> Self {
        let Reported { figure, definition } = reported;
        let cover = Document::of(&shown.report, lang).cover;
        let (period, which) = (shown.period(), shown.which);
        let path = figure_path(period, &figure.id);
        let counts = figure.unit.counts_records();
        let total = listed.as_ref().map(|behind| i64::try_from(behind.total).unwrap_or(i64::MAX));
        let back: String = address(which, &path_of(period)).into();
        let at = |page: u64| String::from(address(which, &path).with("page", &page.to_string()));
        let first_canonical = address(Which::Newest, &path).into();
        Self {
            id: figure.id.clone(),
            name: definition.name.get(lang).to_owned(),
            value: figure.written(),
            unit: text(lang, &format!("unit-{}", unit_name(figure.unit))),
            months: words::months(figure.period, lang),
            days: words::days(figure.period, lang),
            meaning: definition.meaning.get(lang).to_owned(),
            computed: definition.computed.get(lang).to_owned(),
            report: cover.title,
            edition: cover.edition,
            is_draft: shown.head.is_none(),
            back: format!("{back}#{}", encode(&anchor(&figure.id)).replace("%40", "@")),
            canonical: if shown.newer().is_some() { address(which, &path).into() } else { first_canonical },
            before: listed.as_ref().filter(|behind| behind.page > 1).map(|behind| at(behind.page - 1)),
            after: listed
                .as_ref()
                .filter(|behind| behind.page < behind.pages)
                .map(|behind| at(behind.page + 1)),
            differs: counts && total.is_some_and(|total| total != figure.value),
            behind: listed,
            counts,
            today,
            json: records_address(period, &figure.id, which),
            is_staff,
        }
    }
}

#[cfg(test)]
impl FigurePage {
    /// The second of three pages of records of the newest edition, for the public or for staff.
    pub(crate) fn sample(is_staff: bool, lang: Lang) -> Self {
        use super::sample;
        let mut editions = sample::editions();
        editions.truncate(1);
        let report = sample::report(Some(2));
        let reported = report.figure("incident.reports").unwrap().clone();
        let shown = Shown { which: Which::Newest, report, head: editions.first().cloned(), editions };
        let listed = Behind::new(sample::records(), 2, lang, is_staff, (shown.period(), shown.which));
        Self::new(&shown, &reported, Some(listed), is_staff.then(|| "546".to_owned()), lang, is_staff)
    }
}

/// What the figure would be today, where that is something else than what was issued.
async fn today(
    site: &Site,
    shown: &Shown,
    reported: &Reported,
    lang: Lang,
) -> Result<Option<String>, Failure> {
    if shown.head.is_none() {
        return Ok(None);
    }
    let now = activity_report::draft(&site.app, shown.period()).await?;
    let figure = &reported.figure;
    Ok(match now.figure(&figure.id) {
        None => Some(text(lang, "evidence-gone")),
        Some(now) if now.figure.value == figure.value => None,
        Some(now) => Some(now.figure.written()),
    })
}

pub(crate) async fn get(
    State(site): State<Site>,
    Path((name, id)): Path<(String, String)>,
    uri: Uri,
    Visitor(staff): Visitor,
    reader: Reader,
) -> Result<Response, Failure> {
    let period = period_of(&name)?;
    let rest = format!("/figure/{}", encode(&id));
    if let Some(elsewhere) = named_otherwise(&name, period, &rest, &uri) {
        return Ok(elsewhere);
    }
    let asked = Asked::of(&uri)?;
    let (lang, is_staff) = (reader.lang, staff.is_some());
    let shown = Shown::find(&site, period, asked.which, is_staff).await?;
    let reported = shown.report.figure(&id).cloned().ok_or(Failure::NotFound)?;
    let address =
        String::from(address(asked.which, &figure_path(period, &id)).with("page", &asked.page.to_string()));
    let key = shown.mark().map(|mark| format!("{address} {mark} {}", minute(&site)));
    let drawing = site.clone();
    let draw = async move {
        let site = drawing;
        let stretch = Stretch { skip: (asked.page - 1).saturating_mul(ROWS), limit: ROWS };
        let records = behind(&site, &reported.figure, stretch).await?;
        let listed =
            records.map(|records| Behind::new(records, asked.page, lang, is_staff, (period, asked.which)));
        if asked.page > 1 && listed.as_ref().is_none_or(|listed| asked.page > listed.pages) {
            return Err(Failure::NotFound);
        }
        let today = if is_staff { today(&site, &shown, &reported, lang).await? } else { None };
        let page = FigurePage::new(&shown, &reported, listed, today, lang, is_staff);
        let layout = Layout::new(&site.app.settings, lang, &page.name, &address);
        let templates = std::sync::Arc::clone(&site.templates);
        off_thread(move || {
            cache::Document::new(Media::Html, templates.render("activity_figure.html", &layout, &page)?)
        })
        .await
    };
    match key {
        Some(key) if !is_staff => site.answer(&reader, key, draw).await,
        _ => Ok(reader.send_to_staff(&draw.await?)),
    }
}
