//! `GET /activity`: the reports that were issued, the newest period first.

use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::{Lang, words};
use report::EditionHead;
use report::html::Which;
use serde::Serialize;

use super::file::{FileLink, files};
use super::{address, path_of};
use crate::cache::Reader;
use crate::error::Failure;
use crate::pages::Layout;
use crate::site::Site;
use crate::texts::text;

/// The address.
pub(crate) const PATH: &str = "/activity";

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Reports {
    periods: Vec<OfPeriod>,
}

/// The editions of a period.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OfPeriod {
    pub(crate) months: String,
    pub(crate) address: String,
    pub(crate) newest: EditionLink,
    earlier: Vec<EditionLink>,
}

/// An edition and where it is.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EditionLink {
    number: u32,
    pub(crate) issued: String,
    address: String,
    /// Whether this is the one that the page shows.
    current: bool,
    pub(crate) files: Vec<FileLink>,
}

impl EditionLink {
    /// The newest edition is had without its number; `shown` is the number of the one at hand.
    pub(crate) fn new(
        head: &EditionHead,
        is_newest: bool,
        shown: Option<u32>,
        lang: Lang,
        zone: &TimeZone,
    ) -> Self {
        let which = if is_newest { Which::Newest } else { Which::Edition(head.number) };
        let issued = head.issued.to_zoned(zone.clone()).date();
        Self {
            number: head.number,
            issued: words::day(issued, lang),
            address: address(which, &path_of(head.period)).into(),
            current: shown == Some(head.number),
            files: files(head, which),
        }
    }
}

impl Reports {
    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self { periods: vec![OfPeriod::sample(lang)] }
    }

    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        Self { periods: Vec::new() }
    }
}

impl OfPeriod {
    /// Editions by period, in the order in which they come: the newest period first, in it the newest edition.
    pub(crate) fn all(editions: &[EditionHead], lang: Lang, zone: &TimeZone) -> Vec<Self> {
        let of_period = |heads: &[EditionHead]| {
            let (newest, earlier) = heads.split_first()?;
            let link = |head, is_newest| EditionLink::new(head, is_newest, None, lang, zone);
            Some(Self {
                months: words::months(newest.period, lang),
                address: path_of(newest.period),
                newest: link(newest, true),
                earlier: earlier.iter().map(|head| link(head, false)).collect(),
            })
        };
        editions.chunk_by(|one, next| one.period == next.period).filter_map(of_period).collect()
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        use super::sample;
        let heads = sample::editions();
        let link = |head, is_newest| EditionLink::new(head, is_newest, None, lang, &TimeZone::UTC);
        Self {
            months: words::months(heads[0].period, lang),
            address: path_of(heads[0].period),
            newest: link(&heads[0], true),
            earlier: vec![link(&heads[1], false)],
        }
    }
}

pub(crate) async fn get(State(site): State<Site>, reader: Reader) -> Result<Response, Failure> {
    let editions = site.app.report.editions().await?;
    let lang = reader.lang;
    // Editions are never changed, so their hashes say all that the page depends on.
    let mark: String = editions.iter().map(|head| head.sha256.as_str()).collect();
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "activity-title"), PATH);
    let page = Reports { periods: OfPeriod::all(&editions, lang, site.zone()) };
    let draw = site.draw("activity_list.html", layout, move || page);
    site.answer(&reader, format!("{PATH} {}", crate::assets::hash(mark.as_bytes())), draw).await
}
