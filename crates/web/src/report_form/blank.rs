//! `GET /report/form.txt`: the plain-text form that people fill in and paste into a mail.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use incident::form;

use crate::cache::Reader;

pub(crate) async fn get(reader: Reader) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CONTENT_DISPOSITION, "inline; filename=\"report-form.txt\""),
        (CONTENT_LANGUAGE, reader.lang.tag()),
        (CACHE_CONTROL, "no-cache"),
        (VARY, "accept-encoding, accept-language, cookie"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, form::blank(reader.lang)).into_response()
}
