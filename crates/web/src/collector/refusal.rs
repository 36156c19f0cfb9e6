//! What is refused: one place that logs, counts and answers.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use observe::fleet::RefusedFor;
use wire::SensorId;

/// The status of an answer to what is refused.
const fn status(reason: RefusedFor) -> StatusCode {
    match reason {
        RefusedFor::NoCertificate | RefusedFor::Stranger => StatusCode::UNAUTHORIZED,
        RefusedFor::Revoked | RefusedFor::Retired | RefusedFor::Token => StatusCode::FORBIDDEN,
        RefusedFor::Damaged => StatusCode::BAD_REQUEST,
        RefusedFor::Impossible | RefusedFor::OtherSensor => StatusCode::UNPROCESSABLE_ENTITY,
        RefusedFor::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
    }
}

/// Letters of a detail that are kept: what a peer says of itself may be long.
const DETAIL: usize = 300;

/// Logs and counts.
pub(super) async fn count(app: &::desk::App, reason: RefusedFor, sensor: Option<SensorId>, detail: &str) {
    let detail: String = detail.chars().filter(|letter| !letter.is_control()).take(DETAIL).collect();
    let who = sensor.map_or_else(|| "unknown".to_owned(), |sensor| sensor.to_string());
    tracing::warn!(reason = reason.name(), sensor = %who, %detail, "refused");
    if let Err(error) = app.observe.refused(reason, sensor, &detail).await {
        tracing::error!(%error, "a refusal could not be counted");
    }
}

/// Logs, counts and answers.
pub(super) async fn refuse(
    app: &::desk::App,
    reason: RefusedFor,
    sensor: Option<SensorId>,
    acknowledged: Option<u64>,
    detail: String,
) -> Response {
    count(app, reason, sensor, &detail).await;
    (status(reason), Json(wire::Refusal { reason: detail, acknowledged })).into_response()
}

/// Sends a sensor away for a while: nothing is wrong with what it brings.
pub(super) fn later(seconds: u32, why: String) -> Response {
    tracing::info!(seconds, %why, "a delivery was sent away");
    let after = [(header::RETRY_AFTER, seconds.to_string())];
    let body = Json(wire::Refusal { reason: why, acknowledged: None });
    (StatusCode::SERVICE_UNAVAILABLE, after, body).into_response()
}
