//! `POST /report`: a report is taken in, and its sender led to the receipt.

use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use incident::Channel;
use incident::decide::Entry;
use kernel::Lang;

use crate::cache::Reader;
use crate::error::Failure;
use crate::pages::Layout;
use crate::site::Site;
use crate::staff::{Client, is_ours};
use crate::texts::{text, text_with};

use super::page::{self, Form, TRAP};
use super::receipt;
use super::sent::{Limits, Sent};

/// Bytes of a request at most: the files, and room for the words around them.
pub(crate) const BODY_LIMIT: usize = Limits::REPORT.file_bytes + (4 << 20);

pub(crate) async fn post(
    State(site): State<Site>,
    reader: Reader,
    Client(client): Client,
    request: Request,
) -> Result<Response, Failure> {
    if !is_ours(request.headers()) {
        return Err(Failure::Foreign);
    }
    let now = site.app.clock.now();
    site.report_rate.take(client.address, now).map_err(Failure::TooOften)?;
    let multipart = Multipart::from_request(request, &()).await.map_err(|_| Failure::Malformed)?;
    let sent = Sent::read(multipart, Limits::REPORT).await?;
    let report = page::report(&sent);
    let errors = wrong(&sent, &report, reader.lang);
    if !errors.is_empty() {
        let layout =
            Layout::new(&site.app.settings, reader.lang, &text(reader.lang, "report-title"), page::PATH);
        let form = Form::new(report, reader.lang).wrong(errors, !sent.files.is_empty());
        return Err(Failure::Form(site.templates.render("report.html", &layout, &form)?));
    }
    let receipt = receipt::new(now.to_zoned(site.zone().clone()).date())?;
    let entry = Entry {
        form: report,
        lang: reader.lang,
        files: sent.files,
        channel: Channel::Form,
        received: None,
        receipt: Some(receipt.clone()),
    };
    site.app.incident.enter(entry).await?;
    Ok(Redirect::to(&format!("/report/received/{receipt}")).into_response())
}

/// What is wrong with a report, in words.
fn wrong(sent: &Sent, report: &incident::form::FormReport, lang: Lang) -> Vec<String> {
    let mut errors = Vec::new();
    if !sent.one(TRAP).is_empty() {
        errors.push(text(lang, "report-wrong-trap"));
    }
    let says_something = !report.sources.is_empty()
        || !report.description.is_empty()
        || !report.logs.is_empty()
        || !sent.files.is_empty();
    if !says_something {
        errors.push(text(lang, "report-wrong-empty"));
    }
    let mail = &report.mail;
    if !mail.is_empty()
        && !mail.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    {
        errors.push(text_with(lang, "report-wrong-mail", [("mail", mail)]));
    }
    if report.mediation && mail.is_empty() && report.phone.is_empty() {
        errors.push(text(lang, "report-wrong-mediation"));
    }
    errors
}
