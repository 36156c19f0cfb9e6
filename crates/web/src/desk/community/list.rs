//! `/desk/community/KIND`: records of a kind, newest first, those without a date before all.

use account::Role;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use community::{EntryPage, EntryQuery, Kind, Shape};
use kernel::Lang;
use serde::Serialize;

use super::{path, words};
use crate::desk::asked::{self, ROWS};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// A list of records.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct List {
    kind: Kind,
    is_dated: bool,
    q: String,
    period: String,
    undated: bool,
    total: u64,
    header: Vec<String>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    may_change: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    id: i64,
    title: String,
    cells: Vec<ListCell>,
    undated: bool,
}

#[derive(Debug, Clone, Serialize)]
struct ListCell {
    text: String,
    /// A day is not broken into two lines.
    is_day: bool,
}

/// What was asked, as it stands in the address.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) period: String,
    pub(super) undated: bool,
    pub(super) skip: u64,
}

impl Asked {
    fn read(uri: &Uri) -> Result<Self, Failure> {
        let mut pairs = asked::pairs(uri)?;
        let q = asked::take(&mut pairs, "q")?.unwrap_or_default();
        let period = asked::take(&mut pairs, "period")?.unwrap_or_default();
        let undated = asked::take(&mut pairs, "undated")?.is_some_and(|said| said == "yes");
        let skip = asked::number(&mut pairs, "skip")?.unwrap_or(0);
        let skip = u64::try_from(skip).map_err(|_| Failure::Question("skip: below nothing".to_owned()))?;
        match pairs.first() {
            Some((name, value)) => Err(Failure::Question(format!("{name}={value}: no such question"))),
            None => Ok(Self { q, period, undated, skip }),
        }
    }

    fn query(&self) -> Result<EntryQuery, Failure> {
        let period = match self.period.as_str() {
            "" => None,
            name => Some(
                name.parse()
                    .map_err(|error: kernel::PeriodNameError| Failure::Question(error.to_string()))?,
            ),
        };
        Ok(EntryQuery { word: self.q.clone(), period, undated: self.undated, skip: self.skip, limit: ROWS })
    }

    fn address(&self, kind: Kind, skip: u64) -> String {
        let mut address = Address::new(&path(kind));
        let skip = if skip == 0 { String::new() } else { skip.to_string() };
        let undated = if self.undated { "yes" } else { "" };
        for (name, value) in
            [("q", &*self.q), ("period", &*self.period), ("undated", undated), ("skip", &*skip)]
        {
            if !value.is_empty() {
                address = address.with(name, value);
            }
        }
        address.into()
    }
}

impl List {
    pub(super) fn new(page: &EntryPage, asked: &Asked, may_change: bool, lang: Lang) -> Self {
        let kind = page.kind;
        let listed: Vec<_> = kind.fields().iter().filter(|field| field.listed).collect();
        let row = |entry: &community::Entry| {
            let mut cells = listed.iter().map(|field| ListCell {
                text: entry.is.told(field, lang),
                is_day: matches!(field.shape, Shape::Day | Shape::When),
            });
            Row {
                id: entry.id,
                title: cells.next().map(|cell| cell.text).unwrap_or_default(),
                cells: cells.collect(),
                undated: kind.is_dated() && entry.is.first_day().is_none(),
            }
        };
        let seen = asked.skip + page.entries.len() as u64;
        Self {
            kind,
            is_dated: kind.is_dated(),
            q: asked.q.clone(),
            period: asked.period.clone(),
            undated: asked.undated,
            total: page.total,
            header: listed.iter().map(|field| words::field(kind, field, lang)).collect(),
            rows: page.entries.iter().map(row).collect(),
            first: (asked.skip > 0).then(|| asked.address(kind, 0)),
            next: (seen < page.total && !page.entries.is_empty()).then(|| asked.address(kind, seen)),
            may_change,
        }
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(kind): Path<Kind>,
    uri: Uri,
) -> Result<Response, Failure> {
    let asked = Asked::read(&uri)?;
    let page = site.app.community.entries(kind, &asked.query()?).await?;
    let list = List::new(&page, &asked, staff.may(Role::Coordinator), staff.lang);
    let title = text(staff.lang, &format!("community-kind-{kind}"));
    let here = asked.address(kind, asked.skip);
    site.staff_page(&staff, "desk_community_list.html", &title, &here, &list)
}
