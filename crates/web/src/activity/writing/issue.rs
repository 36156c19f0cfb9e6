//! `/desk/activity/{period}/issue`: what issuing would do, and doing it.

use axum::extract::State;
use axum::response::Response;
use desk::flows::activity_report::{self, IssueOptions};
use kernel::{Lang, Period, Text, words};
use serde::Serialize;

use super::one::{Drifted, drifted};
use super::{ISSUES, both, form_page, path_of, reason};
use crate::activity::period_of;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text_with;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IssuePage {
    pub(crate) period: String,
    pub(crate) months: String,
    /// The edition that it would be.
    pub(crate) number: u32,
    pub(crate) is_over: bool,
    /// Whether a Japanese PDF can be made on this machine.
    pub(crate) has_fonts: bool,
    pub(crate) drift: Vec<Drifted>,
    pub(crate) wrong: Option<String>,
    /// What a correction corrects.
    pub(crate) change: Text,
}

async fn show(
    site: &Site,
    staff: &Staff,
    period: Period,
    change: Text,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let drift = activity_report::drift_of(&site.app, period).await?;
    let today = site.app.clock.now().to_zoned(site.zone().clone()).date();
    let months = words::months(period, staff.lang);
    let page = IssuePage {
        period: period.to_string(),
        number: drift.as_ref().map_or(1, |drift| drift.head.number.saturating_add(1)),
        is_over: period.to < today,
        has_fonts: activity_report::has_japanese_fonts(&site.app).await?,
        drift: drift.map(|one| drifted(one.drift, period, staff.lang)).unwrap_or_default(),
        wrong,
        change,
        months,
    };
    let title = text_with(staff.lang, "issue-title", [("months", &page.months)]);
    let address = format!("{}/issue", path_of(period));
    form_page(site, staff, "activity_desk_issue.html", (&title, &address), &page, page.wrong.as_ref())
}

/// `GET`
pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(period): Path<String>,
) -> Result<Response, Failure> {
    staff.require(ISSUES)?;
    let nothing = Text { ja: String::new(), en: String::new() };
    show(&site, &staff, period_of(&period)?, nothing, None).await
}

/// `POST`: issues it.
pub(crate) async fn post(
    State(site): State<Site>,
    Path(period): Path<String>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(ISSUES)?;
    let period = period_of(&period)?;
    let change = both(&form, "change");
    let is_unsaid = change.ja.is_empty() && change.en.is_empty();
    let without: Vec<Lang> = form.all("without_pdf").filter_map(|tag| tag.parse().ok()).collect();
    let options = IssueOptions {
        changes: if is_unsaid { Vec::new() } else { vec![change.clone()] },
        without_pdf: without,
    };
    match activity_report::issue(&site.app, period, staff.name(), options).await {
        Ok(_) => Ok(see_other(&path_of(period))),
        Err(error) => {
            let wrong = reason(error.into(), staff.lang)?;
            show(&site, &staff, period, change, Some(wrong)).await
        }
    }
}
