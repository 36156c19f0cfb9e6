//! `GET /activity/{period}/report.{ja,en}.{pdf,html}`: the files of an edition, byte for byte as they were issued; for
//! staff those of today's draft.

use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::flows::activity_report;
use kernel::{Lang, Period};
use report::html::Which;
use report::{EditionHead, Media};
use serde::Serialize;

use super::shown::size;
use super::{Visitor, address, path_of, period_of, which_of};
use crate::error::Failure;
use crate::path::Path;
use crate::security::PICTURE_POLICY;
use crate::site::Site;

/// A file that can be taken.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FileLink {
    lang: Lang,
    media: &'static str,
    size: String,
    address: String,
}

/// The files of an edition.
pub(crate) fn files(head: &EditionHead, which: Which) -> Vec<FileLink> {
    let file = |file: &report::FileHead| FileLink {
        lang: file.lang,
        media: file.media.name(),
        size: size(file.bytes),
        address: file_address(head, file.lang, file.media, which),
    };
    head.files.iter().map(file).collect()
}

/// Where a file of an edition is.
pub(crate) fn file_address(head: &EditionHead, lang: Lang, media: Media, which: Which) -> String {
    address(which, &format!("{}/report.{lang}.{media}", path_of(head.period))).into()
}

/// Language and form of a file's name.
fn named(name: &str) -> Option<(Lang, Media)> {
    let (lang, media) = name.strip_prefix("report.")?.split_once('.')?;
    let lang = Lang::ALL.into_iter().find(|known| known.tag() == lang)?;
    Some((lang, media.parse().ok()?))
}

pub(crate) async fn get(
    State(site): State<Site>,
    Path((period, name)): Path<(String, String)>,
    uri: Uri,
    Visitor(staff): Visitor,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let period = period_of(&period)?;
    let (lang, media) = named(&name).ok_or(Failure::NotFound)?;
    let which = which_of(&uri)?;
    let editions = site.app.report.editions_of(period).await?;
    let head = match which {
        Which::Newest => editions.into_iter().next(),
        Which::Edition(number) => editions.into_iter().find(|head| head.number == number),
        Which::Draft => None,
    };
    let Some(head) = head else {
        let may_see_drafts = staff.is_some() && !matches!(which, Which::Edition(_));
        return if may_see_drafts { draft(&site, period, lang, media).await } else { Err(Failure::NotFound) };
    };
    let file = head.file(lang, media).ok_or(Failure::NotFound)?;
    // Weak (RFC 9110, 8.8.1), as it may be sent compressed.
    let etag = format!("W/\"{}\"", file.sha256);
    let keep = match which {
        Which::Edition(_) => "public, max-age=31536000, immutable",
        _ => "no-cache",
    };
    let name = format!("activity-{period}-edition-{}.{lang}.{media}", head.number);
    let headers = headers(&name, lang, media, keep, Some(&etag))?;
    let has = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if has.is_some_and(|has| has.split(',').any(|one| one.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let bytes = site.app.report.file(&head, lang, media).await?;
    Ok((headers, bytes).into_response())
}

/// Today's draft as a file. For staff; nobody keeps it.
async fn draft(site: &Site, period: Period, lang: Lang, media: Media) -> Result<Response, Failure> {
    let report = activity_report::draft(&site.app, period).await?;
    let bytes = activity_report::file(&site.app, &report, lang, media).await?;
    let name = format!("activity-{period}-draft.{lang}.{media}");
    Ok((headers(&name, lang, media, "no-store", None)?, bytes).into_response())
}

/// What is said of a file; its name has only letters, digits, `-` and `.`.
fn headers(
    name: &str,
    lang: Lang,
    media: Media,
    keep: &str,
    etag: Option<&str>,
) -> Result<HeaderMap, Failure> {
    let name = format!("inline; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, media.content_type()),
        (CONTENT_DISPOSITION, name.as_str()),
        (CONTENT_LANGUAGE, lang.tag()),
        (CONTENT_SECURITY_POLICY, PICTURE_POLICY),
        (CACHE_CONTROL, keep),
    ];
    let headers = headers.into_iter().chain(etag.map(|etag| (ETAG, etag)));
    let headers = headers.map(|(name, value)| Ok((name, HeaderValue::from_str(value)?)));
    let headers: Result<HeaderMap, header::InvalidHeaderValue> = headers.collect();
    headers.map_err(|error| Failure::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names() {
        for (name, expect) in [
            ("report.ja.pdf", Some((Lang::Ja, Media::Pdf))),
            ("report.en.html", Some((Lang::En, Media::Html))),
            ("report.en-US.html", None),
            ("report.ja.exe", None),
            ("report.pdf", None),
            ("../report.ja.pdf", None),
        ] {
            assert_eq!(named(name), expect, "{name}");
        }
    }
}
