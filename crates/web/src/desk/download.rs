//! `GET /desk/message/{id}/part/{number}` and `GET /desk/message/{id}/original`: bytes, and nothing but bytes.
//!
//! Whatever type the sender gives a part, it leaves as `application/octet-stream`, to be saved under a name of
//! plain characters, with a policy that keeps a browser that opens it all the same from doing anything with it.

use std::io::Read as _;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use crate::error::Failure;
use crate::observation::address::encode;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Staff;

/// What somebody else's bytes may do in a browser.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Bytes of an original that are given over the web: it is held in memory while it is sent.
const LONGEST: u64 = 64 << 20;

fn headers(name: &str) -> Result<HeaderMap, Failure> {
    let plain: String = name
        .chars()
        .take(150)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    // RFC 6266: the plain name for old programs, the whole one in UTF-8 for others; hidden characters in neither.
    let whole: String = crate::inert::text(name).chars().take(150).collect();
    let disposition =
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encode(&whole).replace('/', "%2F"));
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok([
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    ]
    .into_iter()
    .collect())
}

pub(crate) async fn part(
    State(site): State<Site>,
    staff: Staff,
    Path((id, number)): Path<(i64, String)>,
) -> Result<Response, Failure> {
    let found = site.app.incident.attachment(id, &number).await?;
    site.view(&staff, &format!("message/{id}/part/{number}")).await?;
    Ok((headers(&found.name)?, found.bytes).into_response())
}

pub(crate) async fn original(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let path = site.app.incident.original(id).await?;
    site.view(&staff, &format!("message/{id}/original")).await?;
    let read = move || {
        let file = std::fs::File::open(path)?;
        let mut bytes = Vec::new();
        file.take(LONGEST + 1).read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(bytes)
    };
    let read = tokio::task::spawn_blocking(read).await;
    let read = read.map_err(|error| Failure::Internal(error.to_string()))?;
    let bytes = read.map_err(|error| Failure::Internal(error.to_string()))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::Refused(format!(
            "originals over {} MB are in the data folder only",
            LONGEST >> 20
        )));
    }
    Ok((headers(&format!("message-{id}.eml"))?, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_harmless_in_a_header() {
        let headers = headers("bill\u{202E}\"\r\nX: y/../ログ.html").unwrap();
        assert_eq!(
            headers[CONTENT_DISPOSITION],
            "attachment; filename=\"bill____X__y_..___.html\"; filename*=UTF-8''bill%5BU%2B202E%5D%22%0D%0AX%3A%20y\
             %2F..%2F%E3%83%AD%E3%82%B0.html"
        );
        assert_eq!(headers[CONTENT_TYPE], "application/octet-stream");
    }
}
