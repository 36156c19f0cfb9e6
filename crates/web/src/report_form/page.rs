//! `GET /report`: the form.

use axum::extract::State;
use axum::response::Response;
use incident::form::{FormReport, Happened};
use kernel::Lang;
use serde::Serialize;

use crate::cache::Reader;
use crate::error::Failure;
use crate::pages::Layout;
use crate::site::Site;
use crate::texts::text;

use super::sent::{Limits, Sent};

/// The address.
pub(super) const PATH: &str = "/report";

/// The field that people don't see and that only programs fill in.
pub(super) const TRAP: &str = "website";

/// The form as the page shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Form {
    report: FormReport,
    sources: String,
    targets: String,
    choices: Vec<Choice>,
    most_files: usize,
    most_megabytes: usize,
    /// What is wrong, in words.
    errors: Vec<String>,
    /// Whether files have to be chosen again, as a browser forgets them.
    files_again: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// What happened, by the words of the form.
pub(crate) fn happened(lang: Lang) -> impl Iterator<Item = (Happened, String)> {
    Happened::ALL.iter().map(move |one| (*one, text(lang, &format!("report-happened-{one}"))))
}

impl Form {
    pub(super) fn new(report: FormReport, lang: Lang) -> Self {
        let choices = happened(lang).map(|(one, label)| Choice {
            value: one.name(),
            label,
            chosen: report.happened == Some(one),
        });
        Self {
            choices: choices.collect(),
            sources: report.sources.join("\n"),
            targets: report.targets.join("\n"),
            report,
            most_files: Limits::REPORT.files,
            most_megabytes: Limits::REPORT.file_bytes >> 20,
            errors: Vec::new(),
            files_again: false,
        }
    }

    pub(super) fn wrong(self, errors: Vec<String>, files_again: bool) -> Self {
        Self { errors, files_again, ..self }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let report = FormReport {
            name: "<script>".to_owned(),
            happened: Some(Happened::Phishing),
            sources: vec!["http://bank.example/".to_owned()],
            ..FormReport::default()
        };
        Self::new(report, lang).wrong(vec!["wrong".to_owned()], true)
    }
}

/// The report that a form's fields say.
pub(crate) fn report(sent: &Sent) -> FormReport {
    FormReport {
        name: sent.one("name").to_owned(),
        organisation: sent.one("organisation").to_owned(),
        mail: sent.one("mail").to_owned(),
        phone: sent.one("phone").to_owned(),
        may_name: sent.one("may_name") == "yes",
        mediation: sent.one("purpose") == "mediation",
        happened: sent.one("happened").parse().ok(),
        when: sent.one("when").to_owned(),
        zone: sent.one("zone").to_owned(),
        sources: sent.lines("sources"),
        targets: sent.lines("targets"),
        description: sent.one("description").to_owned(),
        logs: sent.one("logs").to_owned(),
        channel_note: String::new(),
        key: sent.one("key").to_owned(),
    }
    .tidied()
}

pub(crate) async fn get(State(site): State<Site>, reader: Reader) -> Result<Response, Failure> {
    let lang = reader.lang;
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "report-title"), PATH);
    let form = move || Form::new(FormReport::default(), lang);
    site.answer(&reader, PATH.to_owned(), site.draw("report.html", layout, form)).await
}
