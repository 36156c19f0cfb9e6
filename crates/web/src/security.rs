//! Headers that every answer carries.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

/// What a page may load: our style sheet and pictures. There is no script, so none may run.
pub(crate) const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a picture that was opened by itself may do: it brings its own style element.
pub(crate) const PICTURE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// What any page of any site may read. What staff alone may read is never in here.
const OPEN_DATA: [&str; 2] = ["/api/v1/observe/", "/api/v1/openapi.json"];

/// Where staff's pages are: nobody but the reader may keep them.
const STAFF: [&str; 3] = ["/desk", "/login", "/logout"];

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Adds the headers; a policy that the answer already has stays.
pub(crate) async fn harden(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_open_data = OPEN_DATA.iter().any(|open| path.starts_with(open));
    let is_staff = STAFF
        .iter()
        .any(|place| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if is_staff {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // With `no-referrer` a browser sends `Origin: null` with our own forms (Fetch, 3.1), which are then refused.
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    } else {
        headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    }
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    if is_open_data {
        // Open data: any page may read it. No cookie is looked at for more than the language.
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if !headers.contains_key(VARY) {
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
