//! Style sheet and pictures, embedded in the program and served under their content's hash.
//!
//! An address holds the hash of what it gives, so a browser may keep it for ever. The style sheet is one file
//! for the browser: the rules that the charts and the activity report need, then ours.

use std::borrow::Cow;

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use crate::error::Failure;
use crate::path::Path;
use crate::security::PICTURE_POLICY;

#[derive(Embed)]
#[folder = "assets"]
struct Files;

/// The style sheet's name.
pub(crate) const STYLE: &str = "site.css";
/// The fire watch-tower.
pub(crate) const MARK: &str = "mark.svg";

/// The file's bytes and media type; none where there is no such file.
fn load(name: &str) -> Option<(Cow<'static, [u8]>, &'static str)> {
    let data = Files::get(name)?.data;
    match name.rsplit_once('.')?.1 {
        "css" => Some((
            [chart::CSS.as_bytes(), report::html::CSS.as_bytes(), &data].concat().into(),
            "text/css; charset=utf-8",
        )),
        "svg" => Some((data, "image/svg+xml")),
        _ => None,
    }
}

/// The first 16 hexadecimal digits of SHA-256.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Where the browser finds the file.
pub(crate) fn address(name: &str) -> String {
    let hash = load(name).map(|(data, _)| hash(&data)).unwrap_or_default();
    format!("/assets/{hash}/{name}")
}

/// `GET /assets/{hash}/{name}`
///
/// An old hash gets the present file, but nobody is told to keep that.
pub(crate) async fn get(Path((asked, name)): Path<(String, String)>) -> Result<Response, Failure> {
    let (data, media) = load(&name).ok_or(Failure::NotFound)?;
    let keep = if asked == hash(&data) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media)),
        (CACHE_CONTROL, HeaderValue::from_static(keep)),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY)),
    ];
    Ok((headers, data.into_owned()).into_response())
}
