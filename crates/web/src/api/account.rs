//! `GET /api/v1/account`: in whose name a program speaks, and what it may do. For trying a token out.

use account::Role;
use axum::Json;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::error::Failure;
use crate::staff::caller::Caller;

/// The address.
pub(crate) const PATH: &str = "/api/v1/account";

pub(crate) async fn get(caller: Caller) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let answer = json!({
        "name": caller.name(),
        "display": caller.user.display,
        "role": caller.role,
        "scope": caller.scope,
    });
    Ok(([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(answer)).into_response())
}
