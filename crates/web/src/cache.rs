//! What was rendered lately, ready to be sent.
//!
//! A page with its charts takes tens of milliseconds to draw and compress, and is the same for everybody until
//! the lake changes. So it is drawn once, by whoever asks first (the others wait for that one), and kept plain
//! and compressed under: what was asked, the language, the lake's generation. A new generation has new keys;
//! the old ones fall out.

use std::io::Write;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Lang;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::assets;
use crate::error::Failure;
use crate::language;
use crate::security::PICTURE_POLICY;

/// Bytes kept at most. Less makes a busy site draw more often; a page of four charts takes about 0.5 MB.
const KEPT_BYTES: u64 = 64 << 20;
/// How many documents the cache is laid out for: `KEPT_BYTES` of middling ones.
const KEPT_DOCUMENTS: usize = 400;

/// The kinds of documents that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    Html,
    Json,
    Csv,
    Svg,
}

impl Media {
    const fn name(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Svg => "image/svg+xml",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    asked: String,
    lang: Lang,
    generation: u64,
}

/// One document, plain and compressed.
#[derive(Debug)]
pub(crate) struct Document {
    media: Media,
    plain: Bytes,
    gzip: Bytes,
    /// Weak (RFC 9110, 8.8.1), as plain and compressed share it.
    etag: String,
}

impl Document {
    pub(crate) fn new(media: Media, text: String) -> Result<Self, Failure> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        let gzip = gzip.write_all(text.as_bytes()).and_then(|()| gzip.finish());
        let gzip = gzip.map_err(|e| Failure::Internal(format!("gzip: {e}")))?;
        let etag = format!("W/\"{}\"", assets::hash(text.as_bytes()));
        Ok(Self { media, plain: text.into(), gzip: gzip.into(), etag })
    }
}

#[derive(Debug, Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Document>> for ByBytes {
    fn weight(&self, key: &Key, document: &Arc<Document>) -> u64 {
        (key.asked.len() + document.plain.len() + document.gzip.len()) as u64
    }
}

/// What was rendered lately.
#[derive(Debug)]
pub(crate) struct Rendered(Cache<Key, Arc<Document>, ByBytes>);

/// What of a request decides how a document is sent.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) lang: Lang,
    gzip: bool,
    has: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = |name| parts.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
        Ok(Self {
            lang: language::of(&parts.uri, &parts.headers),
            gzip: header(ACCEPT_ENCODING).is_some_and(takes_gzip),
            has: header(IF_NONE_MATCH).map(str::to_owned),
        })
    }
}

fn takes_gzip(accept: &str) -> bool {
    accept.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

impl Reader {
    /// The answer with a document that only staff see at an address that others see, too: nobody keeps it.
    pub(crate) fn send_to_staff(&self, document: &Document) -> Response {
        let mut response = Self { has: None, ..self.clone() }.send(document);
        let headers = response.headers_mut();
        headers.remove(ETAG);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// The answer with `document`, or the word that the reader has it already.
    pub(crate) fn send(&self, document: &Document) -> Response {
        let mut headers = HeaderMap::new();
        let fixed = [
            (CACHE_CONTROL, "no-cache"),
            (VARY, "accept-encoding, accept-language, cookie"),
            (CONTENT_LANGUAGE, self.lang.tag()),
        ];
        headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
        if let Ok(etag) = HeaderValue::from_str(&document.etag) {
            headers.insert(ETAG, etag);
        }
        let known = self
            .has
            .as_deref()
            .is_some_and(|has| has.trim() == "*" || has.split(',').any(|one| one.trim() == document.etag));
        if known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(document.media.name()));
        if document.media == Media::Svg {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY));
        }
        if self.gzip {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            (headers, document.gzip.clone()).into_response()
        } else {
            (headers, document.plain.clone()).into_response()
        }
    }
}

impl Rendered {
    pub(crate) fn new() -> Self {
        Self(Cache::with_weighter(KEPT_DOCUMENTS, KEPT_BYTES, ByBytes))
    }

    /// The document for what was `asked`; `draw` makes it where it isn't there.
    pub(crate) async fn get_or_draw(
        &self,
        asked: String,
        lang: Lang,
        generation: u64,
        draw: impl Future<Output = Result<Document, Failure>>,
    ) -> Result<Arc<Document>, Failure> {
        let key = Key { asked, lang, generation };
        self.0.get_or_insert_async(&key, async { draw.await.map(Arc::new) }).await
    }
}

/// Runs what takes long off the threads that answer.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Failure::Internal(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_whom_takes_it() {
        for yes in ["gzip", "br, gzip", "gzip;q=0.5", "GZIP"] {
            assert!(takes_gzip(yes), "{yes}");
        }
        for no in ["", "br", "gzip;q=0", "identity, gzip; q=0.0"] {
            assert!(!takes_gzip(no), "{no}");
        }
    }
}
