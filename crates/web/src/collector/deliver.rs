//! `POST /v1/deliver`: frames in, the last durable number out.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
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

/// What a body says.
struct Read {
    condition: Condition,
    frames: Vec<Incoming>,
}

/// Takes a delivery.
pub(super) async fn post(
    State(desk): State<Desk>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let address = peer.address;
    let sensor = match known(&desk, &peer).await {
        Ok(sensor) => sensor,
        Err(response) => return response,
    };
    let body = match body {
        Ok(body) => body,
        Err(error) => {
            let detail = format!("{address}: {error}");
            return refusal::refuse(&desk.app, RefusedFor::TooLarge, Some(sensor), None, detail).await;
        }
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
        Err(NotTaken::Retired) => {
            refusal::refuse(app, RefusedFor::Retired, Some(sensor), None, "the sensor was retired".to_owned())
                .await
        }
        Err(NotTaken::Revoked) => {
            let detail = "the sensor's key was revoked".to_owned();
            refusal::refuse(app, RefusedFor::Revoked, Some(sensor), None, detail).await
        }
    }
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
