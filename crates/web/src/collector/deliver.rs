//! `POST /v1/deliver`: frames in, the last durable number out.
//!
//! Who it is comes first: of a stranger, of a retired sensor or a revoked key no byte of the body is waited for.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use observe::fleet::RefusedFor;
use observe::live::{Condition, Incoming, NotTaken};
use wire::{DeliveryError, DeliveryReader, SensorId};

use super::Desk;
use super::listener::Peer;
use super::refusal;

/// Bodies up to this are read where they arrive; longer ones on a thread of their own.
const SMALL: usize = 16 << 10;

/// How long a body may take to arrive. A full delivery over a line of half a megabit a second needs two minutes.
const ARRIVAL: Duration = Duration::from_secs(180);

/// What a body says.
struct Read {
    condition: Condition,
    frames: Vec<Incoming>,
}

/// Takes a delivery.
pub(super) async fn post(
    State(desk): State<Desk>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let address = peer.address;
    let sensor = match known(&desk, &peer).await {
        Ok(sensor) => sensor,
        Err(response) => return response,
    };
    let arrived = tokio::time::timeout(ARRIVAL, Bytes::from_request(request, &())).await;
    let body = match arrived {
        Ok(Ok(body)) => body,
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let detail = format!("{address}: {error}");
            return refusal::refuse(&desk.app, RefusedFor::TooLarge, Some(sensor), None, detail).await;
        }
        // The line broke, most likely, and nobody hears this.
        Ok(Err(error)) => return refusal::later(1, error.to_string()),
        Err(_) => return refusal::later(1, "the delivery did not arrive in time".to_owned()),
    };
    let Ok(_unpacking) = desk.unpacking.acquire().await else {
        return refusal::later(10, "the collector is ending".to_owned());
    };
    let read = if body.len() <= SMALL {
        Ok(read(&body))
    } else {
        tokio::task::spawn_blocking(move || read(&body)).await
    };
    drop(_unpacking);
    let Read { condition, frames } = match read {
        Ok(Ok(read)) => read,
        Ok(Err(error)) => {
            let reason = match error {
                DeliveryError::TooLarge | DeliveryError::Frames | DeliveryError::Packets => {
                    RefusedFor::TooLarge
                }
                _ => RefusedFor::Damaged,
            };
            return refusal::refuse(&desk.app, reason, Some(sensor), None, error.to_string()).await;
        }
        Err(error) => return refusal::later(10, error.to_string()),
    };
    let outcome = desk.collector.deliver(sensor, condition, frames).await;
    let receipt =
        |acknowledged| Json(wire::Receipt { acknowledged, now_us: desk.app.clock.now().as_microsecond() });
    let app = &desk.app;
    match outcome {
        Ok(acknowledged) => receipt(acknowledged).into_response(),
        Err(NotTaken::Gap { acknowledged }) => (StatusCode::CONFLICT, receipt(acknowledged)).into_response(),
        Err(NotTaken::Later { seconds, reason }) => refusal::later(seconds, reason),
        Err(NotTaken::OtherSensor { reason }) => {
            refusal::refuse(app, RefusedFor::OtherSensor, Some(sensor), None, reason).await
        }
        Err(NotTaken::Wrong { acknowledged, reason }) => {
            refusal::refuse(app, RefusedFor::Impossible, Some(sensor), Some(acknowledged), reason).await
        }
        Err(NotTaken::Unknown) => {
            refusal::refuse(app, RefusedFor::Stranger, None, None, format!("{address}: no such sensor")).await
        }
        // Only since a moment ago: see `known`.
        Err(NotTaken::Retired) => gone(&desk, RefusedFor::Retired, sensor).await,
        Err(NotTaken::Revoked) => gone(&desk, RefusedFor::Revoked, sensor).await,
    }
}

/// Refuses a sensor that may not deliver any more.
async fn gone(desk: &Desk, why: RefusedFor, sensor: SensorId) -> Response {
    let detail = match why {
        RefusedFor::Revoked => "the sensor's key was revoked",
        _ => "the sensor was retired",
    };
    refusal::refuse(&desk.app, why, Some(sensor), None, detail.to_owned()).await
}

/// Whose certificate it is.
async fn known(desk: &Desk, peer: &Peer) -> Result<SensorId, Response> {
    let refuse = |why, detail: &str| {
        refusal::refuse(&desk.app, why, None, None, format!("{}: {detail}", peer.address))
    };
    let Some(certificate) = &peer.certificate else {
        return Err(refuse(RefusedFor::NoCertificate, "no certificate").await);
    };
    match desk.app.observe.by_certificate(certificate).await {
        Ok(Some(known)) if known.revoked => Err(gone(desk, RefusedFor::Revoked, known.sensor).await),
        Ok(Some(known)) if known.retired => Err(gone(desk, RefusedFor::Retired, known.sensor).await),
        Ok(Some(known)) => Ok(known.sensor),
        Ok(None) => Err(refuse(RefusedFor::Stranger, "its certificate is nobody's").await),
        Err(error) => Err(refusal::later(10, error.to_string())),
    }
}

/// Reads and unpacks a body; nothing of it counts where one frame can't be read.
fn read(body: &[u8]) -> Result<Read, DeliveryError> {
    let mut reader = DeliveryReader::default();
    reader.feed(body)?;
    let mut frames = Vec::new();
    let mut number = 0;
    while let Some(delivered) = reader.next()? {
        number += 1;
        let offset_us = delivered.offset_us;
        let unpacked = delivered.frame.into_batch();
        let batch = unpacked.map_err(|error| DeliveryError::Frame { at: 0, number, error })?;
        frames.push(Incoming { offset_us, batch });
    }
    reader.finish()?;
    let status = reader.status().cloned().unwrap_or_default();
    let condition = Condition {
        version: status.version,
        waiting_frames: status.waiting_frames,
        waiting_bytes: status.waiting_bytes,
    };
    Ok(Read { condition, frames })
}
