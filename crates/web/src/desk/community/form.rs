//! `/desk/community/KIND/new` and `/desk/community/KIND/ID`: a record, and the form that adds or changes it.
//!
//! What can't be taken is said beside its field, and all that was written stays in the form.

use std::collections::BTreeMap;

use account::Role;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use community::{Cell, CellProblem, Country, Draft, Entry, Kind, Shape};
use kernel::Lang;
use serde::Serialize;

use super::{path, words};
use crate::desk::choices::{Choice, with_first};
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text;

/// The form of a record.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Form {
    kind: Kind,
    id: Option<i64>,
    title: String,
    inputs: Vec<Input>,
    wrong: usize,
    may_change: bool,
}

/// An input of the form.
#[derive(Debug, Clone, Serialize)]
struct Input {
    name: String,
    label: String,
    value: String,
    /// What stands there for who may not change it.
    told: String,
    hint: String,
    error: String,
    required: bool,
    internal: bool,
    /// `line`, `area`, `day` or `choice`.
    sort: &'static str,
    choices: Vec<Choice>,
}

/// What the form is about.
#[derive(Debug, Clone)]
pub(super) enum Subject<'a> {
    /// A new record.
    New,
    /// A known one.
    Known(&'a Entry),
}

impl Form {
    /// The form, filled with `written`.
    pub(super) fn new(
        kind: Kind,
        subject: &Subject<'_>,
        written: &BTreeMap<String, String>,
        problems: &[CellProblem],
        may_change: bool,
        lang: Lang,
    ) -> Self {
        let (id, title) = match subject {
            Subject::New => (None, text(lang, &format!("community-new-{kind}"))),
            Subject::Known(entry) => (Some(entry.id), entry.is.told(&kind.fields()[0], lang)),
        };
        let input = |cell: Cell| {
            let name = cell.name();
            let value = written.get(&name).cloned().unwrap_or_default();
            let problem = problems.iter().find(|problem| problem.cell == name);
            Input {
                label: words::cell(kind, cell, lang),
                told: told(subject, cell, lang),
                hint: words::hint(cell.field.shape, lang),
                error: problem.map(|problem| words::reason(problem.reason, lang)).unwrap_or_default(),
                required: cell.field.required,
                internal: cell.field.internal,
                sort: match cell.field.shape {
                    Shape::Choice(_) | Shape::Country => "choice",
                    Shape::Day => "day",
                    shape if shape.has_lines() => "area",
                    _ => "line",
                },
                choices: choices(cell.field.shape, cell.field.required, &value, lang),
                name,
                value,
            }
        };
        Self { kind, id, title, inputs: kind.cells().map(input).collect(), wrong: problems.len(), may_change }
    }
}

/// What a known record says in a cell.
fn told(subject: &Subject<'_>, cell: Cell, lang: Lang) -> String {
    match subject {
        Subject::Known(entry) if cell.lang.is_some() => entry.is.cell(&cell.name()).to_owned(),
        Subject::Known(entry) => entry.is.told(cell.field, lang),
        Subject::New => String::new(),
    }
}

/// What can be chosen for a cell of this shape.
fn choices(shape: Shape, required: bool, value: &str, lang: Lang) -> Vec<Choice> {
    let choice = |word: &str, label: String| Choice { value: word.to_owned(), label, chosen: word == value };
    let choices: Vec<Choice> = match shape {
        Shape::Choice(words) => {
            words.iter().map(|one| choice(one.word, one.text().get(lang).to_owned())).collect()
        }
        Shape::Country => {
            let mut countries: Vec<_> = Country::ALL.iter().collect();
            countries.sort_by_key(|country| match lang {
                Lang::Ja => country.ja,
                Lang::En => country.en,
            });
            countries
                .iter()
                .map(|country| choice(country.code, country.text().get(lang).to_owned()))
                .collect()
        }
        _ => return Vec::new(),
    };
    // One that has to be chosen is chosen by a person, not by standing first.
    let unsaid = if required { "community-choose" } else { "community-unsaid" };
    with_first(text(lang, unsaid), choices)
}

fn show(site: &Site, staff: &Staff, form: &Form, status: StatusCode) -> Result<Response, Failure> {
    let here =
        form.id.map_or_else(|| format!("{}/new", path(form.kind)), |id| format!("{}/{id}", path(form.kind)));
    site.staff_page_with(status, staff, "desk_community_form.html", &form.title, &here, form)
}

/// An empty form.
pub(crate) async fn new(
    State(site): State<Site>,
    staff: Staff,
    Path(kind): Path<Kind>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let form = Form::new(kind, &Subject::New, &BTreeMap::new(), &[], true, staff.lang);
    show(&site, &staff, &form, StatusCode::OK)
}

/// A record, with the form for who may change it.
pub(crate) async fn one(
    State(site): State<Site>,
    staff: Staff,
    Path((kind, id)): Path<(Kind, i64)>,
) -> Result<Response, Failure> {
    let entry = site.app.community.entry(kind, id).await?;
    site.view(&staff, &format!("community/{kind}/{id}")).await?;
    let may_change = staff.may(Role::Coordinator);
    let form = Form::new(kind, &Subject::Known(&entry), &entry.is.by_name(), &[], may_change, staff.lang);
    show(&site, &staff, &form, StatusCode::OK)
}

/// What was written, by the names of the cells.
fn written(kind: Kind, form: &Fields) -> BTreeMap<String, String> {
    kind.cells().map(|cell| (cell.name(), form.one(&cell.name()).to_owned())).collect()
}

/// The draft of a form; or the cells that can't be taken.
fn draft(kind: Kind, written: &BTreeMap<String, String>) -> Result<Draft, Vec<CellProblem>> {
    Draft::check(kind, |cell| written.get(cell).cloned().unwrap_or_default())
}

/// The problems of cells in an answer of the domain; any other error stays one.
fn problems<T>(answer: Result<T, community::Error>) -> Result<Result<T, Vec<CellProblem>>, Failure> {
    match answer {
        Ok(done) => Ok(Ok(done)),
        Err(community::Error::Cells(problems)) => Ok(Err(problems)),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn add(
    State(site): State<Site>,
    Path(kind): Path<Kind>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let written = written(kind, &form);
    let added = match draft(kind, &written) {
        Ok(draft) => problems(site.app.community.add(&draft, staff.name()).await)?,
        Err(problems) => Err(problems),
    };
    match added {
        Ok(id) => Ok(see_other(&format!("{}/{id}", path(kind)))),
        Err(problems) => {
            let form = Form::new(kind, &Subject::New, &written, &problems, true, staff.lang);
            show(&site, &staff, &form, StatusCode::BAD_REQUEST)
        }
    }
}

pub(crate) async fn change(
    State(site): State<Site>,
    Path((kind, id)): Path<(Kind, i64)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let entry = site.app.community.entry(kind, id).await?;
    let written = written(kind, &form);
    let changed = match draft(kind, &written) {
        Ok(draft) => problems(site.app.community.change(id, &draft, staff.name()).await)?,
        Err(problems) => Err(problems),
    };
    match changed {
        Ok(_) => Ok(see_other(&format!("{}/{id}", path(kind)))),
        Err(problems) => {
            let form = Form::new(kind, &Subject::Known(&entry), &written, &problems, true, staff.lang);
            show(&site, &staff, &form, StatusCode::BAD_REQUEST)
        }
    }
}

pub(crate) async fn remove(
    State(site): State<Site>,
    Path((kind, id)): Path<(Kind, i64)>,
    StaffForm { staff, .. }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    site.app.community.remove(kind, id, staff.name()).await?;
    Ok(see_other(&path(kind)))
}
