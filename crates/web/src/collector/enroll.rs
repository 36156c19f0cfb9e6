//! `POST /v1/enroll`: a one-time token and a key become a sensor.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use observe::fleet::{NotRedeemed, RefusedFor};
use wire::SensorId;
use wire::enrol::{Answer, Request};

use super::Desk;
use super::listener::Peer;
use super::refusal;

/// Bytes of a request: a signing request has some five hundred.
pub(super) const MOST: usize = 16 << 10;

/// Signs the key of whoever has a token.
pub(super) async fn post(
    State(desk): State<Desk>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Result<Json<Request>, JsonRejection>,
) -> Response {
    let Desk { app, authority, .. } = &desk;
    let address = peer.address;
    let refuse = async |reason, detail: String| refusal::refuse(app, reason, None, None, detail).await;
    let Request { secret, csr, .. } = match request {
        Ok(Json(request)) => request,
        Err(error) => return refuse(RefusedFor::Damaged, format!("{address}: {error}")).await,
    };
    let mut id = [0; 16];
    if getrandom::fill(&mut id).is_err() {
        return refusal::later(10, "no random numbers are to be had".to_owned());
    }
    let sensor = SensorId(id);
    let now = app.clock.now();
    let certificate = match authority.sign(&csr, &sensor.to_string(), now) {
        Ok(certificate) => certificate,
        Err(error) => return refuse(RefusedFor::Damaged, format!("{address}: {error}")).await,
    };
    match app.observe.redeem(&secret.0, sensor, &certificate.sha256).await {
        Ok(enrolled) => Json(Answer {
            sensor,
            name: enrolled.name,
            certificate: certificate.pem,
            authority: authority.certificate().to_owned(),
            now_us: now.as_microsecond(),
        })
        .into_response(),
        Err(NotRedeemed::Failed(error)) => refusal::later(10, error.to_string()),
        Err(no) => refuse(RefusedFor::Token, no.to_string()).await,
    }
}
