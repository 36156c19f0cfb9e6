//! `GET /healthz`: whether this answers, and whether the lake does.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};

use crate::error::Failure;
use crate::site::Site;

pub(crate) async fn get(State(site): State<Site>) -> Result<Response, Failure> {
    site.app.observe.generation().await?;
    Ok(([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], "ok\n").into_response())
}
