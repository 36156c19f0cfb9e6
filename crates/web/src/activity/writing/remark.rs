//! `/desk/activity/{period}/remark/{section}`: what people say about a section.

use axum::extract::State;
use axum::response::Response;
use desk::flows::activity_report;
use kernel::{Period, Text};
use serde::Serialize;

use super::one::{sections, title};
use super::{WRITES, both, form_page, path_of, reason};
use crate::activity::period_of;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text_with;

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RemarkPage {
    pub(crate) period: String,
    pub(crate) section: String,
    pub(crate) heading: String,
    pub(crate) wrong: Option<String>,
    pub(crate) text: Text,
}

/// The heading of a section of the period's draft.
async fn heading(site: &Site, staff: &Staff, period: Period, id: &str) -> Result<String, Failure> {
    let draft = activity_report::draft(&site.app, period).await?;
    let found = sections(&draft).into_iter().find(|(section, _)| section.id == id);
    found.map(|(section, _)| title(&section.title, staff.lang)).ok_or(Failure::NotFound)
}

fn show(site: &Site, staff: &Staff, page: &RemarkPage) -> Result<Response, Failure> {
    let address = format!("{}/{}/remark/{}", super::list::PATH, page.period, page.section);
    let title = text_with(staff.lang, "remark-title", [("section", &page.heading)]);
    form_page(site, staff, "activity_desk_remark.html", (&title, &address), page, page.wrong.as_ref())
}

/// `GET`
pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path((period, section)): Path<(String, String)>,
) -> Result<Response, Failure> {
    staff.require(WRITES)?;
    let period = period_of(&period)?;
    let heading = heading(&site, &staff, period, &section).await?;
    let remark = site.app.report.remarks(period).await?.remove(&section);
    let text = remark.map_or(Text { ja: String::new(), en: String::new() }, |remark| remark.text);
    show(&site, &staff, &RemarkPage { period: period.to_string(), section, heading, wrong: None, text })
}

/// `POST`: keeps it; one that says nothing takes it away.
pub(crate) async fn post(
    State(site): State<Site>,
    Path((period, section)): Path<(String, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(WRITES)?;
    let period = period_of(&period)?;
    let heading = heading(&site, &staff, period, &section).await?;
    let text = both(&form, "text");
    match site.app.report.save_remark(period, &section, text.clone(), staff.name()).await {
        Ok(()) => Ok(see_other(&format!("{}#remarks", path_of(period)))),
        Err(error) => {
            let wrong = Some(reason(error.into(), staff.lang)?);
            show(&site, &staff, &RemarkPage { period: period.to_string(), section, heading, wrong, text })
        }
    }
}
