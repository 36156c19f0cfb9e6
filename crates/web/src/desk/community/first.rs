//! `/desk/community/first`: FIRST's list of teams comes in as a file.

use account::Role;
use axum::extract::{Request, State};
use axum::response::Response;
use community::{FirstImported, Kind};
use serde::Serialize;

use super::path;
use crate::error::Failure;
use crate::report_form::Sent;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// Names that are shown of each list.
const SHOWN: usize = 200;

/// What became of the list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FirstPage {
    kept: bool,
    unchanged: u64,
    added: Names,
    changed: Names,
    absent: Names,
    problems: Vec<(usize, String)>,
    more_problems: u64,
}

/// Names, the first of them shown.
#[derive(Debug, Clone, Serialize)]
struct Names {
    count: usize,
    shown: Vec<String>,
}

impl Names {
    fn new(names: &[String]) -> Self {
        Self { count: names.len(), shown: names.iter().take(SHOWN).cloned().collect() }
    }
}

impl FirstPage {
    pub(super) fn new(imported: FirstImported) -> Self {
        Self {
            kept: imported.kept,
            unchanged: imported.unchanged,
            added: Names::new(&imported.added),
            changed: Names::new(&imported.changed),
            absent: Names::new(&imported.absent),
            more_problems: imported.problem_count - imported.problems.len() as u64,
            problems: imported.problems,
        }
    }
}

pub(crate) async fn post(
    State(site): State<Site>,
    staff: Staff,
    request: Request,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let sent = Sent::of_staff(&staff, request).await?;
    let file = sent.files.first().ok_or(Failure::Malformed)?;
    let look = match sent.one("lines") {
        "look" => true,
        "good" => false,
        _ => return Err(Failure::Malformed),
    };
    let imported = site.app.community.import_first(&file.bytes, look, staff.name()).await?;
    let title = text(staff.lang, "community-first-title");
    let page = FirstPage::new(imported);
    site.staff_page(&staff, "desk_community_first.html", &title, &path(Kind::Organisation), &page)
}
