//! `/desk/activity`: what staff do about reports. Analysts write topics and remarks; coordinators issue.
//!
//! A form that is refused comes back as it was filled in, with the reason above it.

pub(crate) mod issue;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod remark;
pub(crate) mod topic;

use account::Role;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Period, Text};
use serde::Serialize;

use super::refusal;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::{Fields, Staff};
use crate::texts::text;

/// Who writes topics and remarks.
const WRITES: Role = Role::Analyst;
/// Who speaks for the organisation, and so issues.
const ISSUES: Role = Role::Coordinator;

/// The path of a period's page on the desk.
fn path_of(period: Period) -> String {
    format!("{}/{period}", list::PATH)
}

/// A text of a form: a field for each language. Blanks at its ends are nobody's.
fn both(form: &Fields, name: &str) -> Text {
    let one = |lang: Lang| form.one(&format!("{name}_{lang}")).to_owned();
    Text { ja: one(Lang::Ja), en: one(Lang::En) }
}

/// The reason in words where somebody was refused; anything else goes on as it is.
fn reason(failure: Failure, lang: Lang) -> Result<String, Failure> {
    let key = match &failure {
        Failure::Activity(error) => refusal(error),
        _ => None,
    };
    key.map(|key| text(lang, key)).ok_or(failure)
}

/// A page of a form; one with a reason is one that came back.
fn form_page(
    site: &Site,
    staff: &Staff,
    template: &str,
    (title, address): (&str, &str),
    page: &impl Serialize,
    wrong: Option<&String>,
) -> Result<Response, Failure> {
    let status = if wrong.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    site.staff_page_with(status, staff, template, title, address, page)
}
