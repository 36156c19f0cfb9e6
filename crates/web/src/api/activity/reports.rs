//! `GET /api/v1/activity`: the reports that were issued.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use kernel::{Lang, Text};
use report::html::Which;
use report::{EditionHead, Media};
use serde::Serialize;

use crate::activity::file_address;
use crate::api::incident::nothing_else;
use crate::api::json;
use crate::cache::Reader;
use crate::desk::asked;
use crate::error::Failure;
use crate::site::Site;

/// The address.
pub(crate) const PATH: &str = "/api/v1/activity";

#[derive(Debug, Serialize)]
struct Editions {
    editions: Vec<Edition>,
}

#[derive(Debug, Serialize)]
struct Edition {
    period: String,
    from: String,
    to: String,
    edition: u32,
    issued: String,
    /// Of the report as it is kept.
    sha256: String,
    changes: Vec<Text>,
    files: Vec<File>,
    /// Where its figures are.
    figures: String,
}

#[derive(Debug, Serialize)]
struct File {
    lang: Lang,
    media: Media,
    bytes: u64,
    sha256: String,
    address: String,
}

impl From<EditionHead> for Edition {
    fn from(head: EditionHead) -> Self {
        let which = Which::Edition(head.number);
        let file = |file: &report::FileHead| File {
            lang: file.lang,
            media: file.media,
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            address: file_address(&head, file.lang, file.media, which),
        };
        Self {
            period: head.period.to_string(),
            from: head.period.from.to_string(),
            to: head.period.to.to_string(),
            edition: head.number,
            issued: head.issued.to_string(),
            files: head.files.iter().map(file).collect(),
            figures: format!("{PATH}/{}/figures?edition={}", head.period, head.number),
            sha256: head.sha256,
            changes: head.changes,
        }
    }
}

pub(crate) async fn get(State(site): State<Site>, uri: Uri, reader: Reader) -> Result<Response, Failure> {
    nothing_else(&asked::pairs(&uri)?)?;
    let editions = site.app.report.editions().await?;
    Ok(reader.send(&json(&Editions { editions: editions.into_iter().map(Edition::from).collect() })?))
}
