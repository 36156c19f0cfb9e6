//! `GET /report/received/{receipt}`: the receipt.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use crate::cache::Reader;
use crate::desk::words::moment;
use crate::error::Failure;
use crate::pages::Layout;
use crate::path::Path;
use crate::site::Site;
use crate::texts::text;

use super::receipt;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Received {
    receipt: String,
    at: String,
}

impl Received {
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        Self { receipt: "20080407-7KQ2M-0XF9B".to_owned(), at: "2008-04-07 10:00".to_owned() }
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    reader: Reader,
    Path(receipt): Path<String>,
) -> Result<Response, Failure> {
    if !receipt::is_one(&receipt) {
        return Err(Failure::NotFound);
    }
    let at = site.app.incident.received_under(&receipt).await?.ok_or(Failure::NotFound)?;
    let (lang, at) = (reader.lang, moment(at, site.zone()));
    let address = format!("/report/received/{receipt}");
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "report-received-title"), &address);
    let html = site.templates.render("report_received.html", &layout, &Received { receipt, at })?;
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_LANGUAGE, lang.tag())];
    Ok((headers.map(|(name, value)| (name, HeaderValue::from_static(value))), Html(html)).into_response())
}
