//! `/desk/community/KIND/file`: all records of a kind as CSV, and such a file coming in.
//!
//! A file is first looked at: what would become of it, and what is wrong with it, by line and column. The page that
//! says so carries the file itself, so that it is the very same one that is then taken in.

use account::Role;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use community::{Imported, Kind, Lines};
use data_encoding::BASE64;
use kernel::Lang;
use serde::Serialize;

use super::{path, words};
use crate::error::Failure;
use crate::path::Path;
use crate::report_form::Sent;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// Bytes of a file that its preview carries: in base64 they stay below what a form's field may have. A larger file
/// is chosen once more.
const CARRIED: usize = 700 << 10;

/// What becomes of a file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FilePage {
    kind: Kind,
    added: u64,
    changed: u64,
    unchanged: u64,
    wrong_lines: u64,
    kept: bool,
    problems: Vec<Place>,
    more_problems: u64,
    /// The file in base64, for the form that takes it in.
    carried: Option<String>,
}

/// What is wrong at a place.
#[derive(Debug, Clone, Serialize)]
struct Place {
    line: u64,
    column: String,
    reason: String,
}

impl FilePage {
    pub(super) fn new(kind: Kind, imported: &Imported, bytes: &[u8], lang: Lang) -> Self {
        let place = |problem: &community::LineProblem| Place {
            line: problem.line,
            column: problem.column.clone(),
            reason: words::line_reason(problem, lang),
        };
        Self {
            kind,
            added: imported.added,
            changed: imported.changed,
            unchanged: imported.unchanged,
            wrong_lines: imported.wrong_lines,
            kept: imported.kept,
            problems: imported.problems.iter().map(place).collect(),
            more_problems: imported.problem_count - imported.problems.len() as u64,
            carried: (!imported.kept && bytes.len() <= CARRIED).then(|| BASE64.encode(bytes)),
        }
    }
}

/// `GET`: the file; its cells are no formulas.
pub(crate) async fn export(
    State(site): State<Site>,
    staff: Staff,
    Path(kind): Path<Kind>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    site.view(&staff, &format!("community/{kind}/all")).await?;
    let file = site.app.community.export(kind).await?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{kind}.csv\""))
        .map_err(|error| Failure::Internal(error.to_string()))?;
    let media = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    Ok(([(CONTENT_TYPE, media), (CONTENT_DISPOSITION, name)], file).into_response())
}

/// `POST`: a file comes in: looked at, or taken in.
pub(crate) async fn import(
    State(site): State<Site>,
    staff: Staff,
    Path(kind): Path<Kind>,
    request: Request,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let sent = Sent::of_staff(&staff, request).await?;
    let lines = match sent.one("lines") {
        "" | "look" => Lines::Look,
        "all" => Lines::AllOrNone,
        "good" => Lines::Good,
        _ => return Err(Failure::Malformed),
    };
    let bytes = match sent.files.first() {
        Some(file) => file.bytes.clone(),
        None => BASE64.decode(sent.one("carried").as_bytes()).map_err(|_| Failure::Malformed)?,
    };
    let imported = site.app.community.import(kind, &bytes, lines, staff.name()).await?;
    let page = FilePage::new(kind, &imported, &bytes, staff.lang);
    let title = text(staff.lang, "community-file-title");
    site.staff_page(&staff, "desk_community_file.html", &title, &format!("{}/file", path(kind)), &page)
}
