//! `GET /activity/{period}`: a report, each number of it a link.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use kernel::{Lang, Period};
use report::html::{self, Links, Which};
use report::{Cover, Document};
use serde::Serialize;

use super::file::{FileLink, files};
use super::list::EditionLink;
use super::{Shown, Visitor, address, path_of, period_of, which_of};
use crate::cache::{self, Media, Reader, off_thread};
use crate::error::Failure;
use crate::pages::Layout;
use crate::path::Path;
use crate::site::Site;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReportPage {
    cover: Cover,
    /// Contents, topics and sections: HTML.
    content: String,
    /// Whether it is not issued.
    is_draft: bool,
    /// The newest edition, where this is an older one.
    newer: Option<String>,
    newer_number: Option<u32>,
    editions: Vec<EditionLink>,
    files: Vec<FileLink>,
    /// Its page on the desk, for staff.
    desk: Option<String>,
    canonical: String,
}

impl ReportPage {
    fn new(shown: &Shown, lang: Lang, is_staff: bool, zone: &TimeZone) -> Result<Self, Failure> {
        let document = Document::of(&shown.report, lang);
        let period = shown.period();
        let links = Links { base: String::new(), period, which: shown.which };
        let number = shown.head.as_ref().map(|head| head.number);
        let editions = shown.editions.iter().enumerate();
        let newer = shown.newer();
        Ok(Self {
            content: html::fragment(&document, Some(&links))?,
            is_draft: shown.head.is_none(),
            newer: newer.map(|_| path_of(period)),
            newer_number: newer,
            editions: editions
                .map(|(place, head)| EditionLink::new(head, place == 0, number, lang, zone))
                .collect(),
            files: shown.head.as_ref().map(|head| files(head, shown.which)).unwrap_or_default(),
            desk: is_staff.then(|| format!("/desk{}", path_of(period))),
            canonical: canonical(shown),
            cover: document.cover,
        })
    }
}

#[cfg(test)]
impl ReportPage {
    /// An older edition, or a draft.
    pub(crate) fn sample(is_draft: bool, lang: Lang) -> Self {
        let editions = super::sample::editions();
        let number = (!is_draft).then_some(1);
        let shown = Shown {
            which: if is_draft { Which::Draft } else { Which::Edition(1) },
            report: super::sample::report(number),
            head: editions.iter().find(|head| Some(head.number) == number).cloned(),
            editions,
        };
        Self::new(&shown, lang, is_draft, &TimeZone::UTC).unwrap()
    }
}

/// The one address of what is shown.
fn canonical(shown: &Shown) -> String {
    let which = if shown.newer().is_none() && shown.head.is_some() { Which::Newest } else { shown.which };
    address(which, &path_of(shown.period())).into()
}

/// Leads to a period's one name: `2008Q1` for `2008-01-01..2008-03-31`.
pub(crate) fn named_otherwise(name: &str, period: Period, rest: &str, uri: &Uri) -> Option<Response> {
    (name != period.to_string()).then(|| {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        Redirect::permanent(&format!("{}{rest}{query}", path_of(period))).into_response()
    })
}

pub(crate) async fn get(
    State(site): State<Site>,
    Path(name): Path<String>,
    uri: Uri,
    Visitor(staff): Visitor,
    reader: Reader,
) -> Result<Response, Failure> {
    let period = period_of(&name)?;
    if let Some(elsewhere) = named_otherwise(&name, period, "", &uri) {
        return Ok(elsewhere);
    }
    let shown = Shown::find(&site, period, which_of(&uri)?, staff.is_some()).await?;
    let address = String::from(address(shown.which, &path_of(period)));
    let title = Document::of(&shown.report, reader.lang).cover.title;
    let layout = Layout::new(&site.app.settings, reader.lang, &title, &address);
    let key = shown.mark().map(|mark| format!("{address} {mark}"));
    let (drawing, lang, is_staff) = (site.clone(), reader.lang, staff.is_some());
    let draw = off_thread(move || {
        let page = ReportPage::new(&shown, lang, is_staff, drawing.zone())?;
        cache::Document::new(Media::Html, drawing.templates.render("activity_report.html", &layout, &page)?)
    });
    match key {
        Some(key) if !is_staff => site.answer(&reader, key, draw).await,
        _ => Ok(reader.send_to_staff(&draw.await?)),
    }
}
