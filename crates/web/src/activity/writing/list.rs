//! `GET /desk/activity`: the periods, their editions, and how far these are from the records by now.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use desk::flows::activity_report::{self, PeriodDrift};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Lang, Period, words};
use serde::Serialize;

use super::path_of;
use crate::desk::asked;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::{Staff, see_other};
use crate::texts::text;

/// The address.
pub(crate) const PATH: &str = "/desk/activity";

/// Quarters that are listed whether they have an edition or not: the present one, and a year before it.
const QUARTERS: usize = 5;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Periods {
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    name: String,
    months: String,
    address: String,
    is_over: bool,
    /// The newest edition.
    edition: Option<u32>,
    issued: Option<String>,
    drift: usize,
}

impl Periods {
    pub(crate) fn new(drifts: &[PeriodDrift], today: Date, zone: &TimeZone, lang: Lang) -> Self {
        let quarters =
            std::iter::successors(Some(Period::quarter_of(today)), |quarter| Some(quarter.before()));
        let mut periods: BTreeSet<Period> = quarters.take(QUARTERS).collect();
        periods.extend(drifts.iter().map(|one| one.head.period));
        let row = |period: Period| {
            let found = drifts.iter().find(|one| one.head.period == period);
            let day = |one: &PeriodDrift| words::day(one.head.issued.to_zoned(zone.clone()).date(), lang);
            Row {
                name: period.to_string(),
                months: words::months(period, lang),
                address: path_of(period),
                is_over: period.to < today,
                edition: found.map(|one| one.head.number),
                issued: found.map(day),
                drift: found.map_or(0, |one| one.drift.len()),
            }
        };
        Self { rows: periods.into_iter().rev().map(row).collect() }
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    if let Some(period) = asked::take(&mut asked::pairs(&uri)?, "period")? {
        let period: Period =
            period.parse().map_err(|error: kernel::PeriodNameError| Failure::Question(error.to_string()))?;
        return Ok(see_other(&path_of(period)));
    }
    let drifts = activity_report::drift(&site.app).await?;
    let today = site.app.clock.now().to_zoned(site.zone().clone()).date();
    let page = Periods::new(&drifts, today, site.zone(), staff.lang);
    site.staff_page(&staff, "activity_desk.html", &text(staff.lang, "desk-activity"), PATH, &page)
}
