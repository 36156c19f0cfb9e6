//! A machine becomes a sensor.

use std::sync::Arc;

use anyhow::{Context, bail};
use hyper::StatusCode;
use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use wire::Refusal;
use wire::enrol::{Answer, Request, Token};
use wire::http::ENROL_PATH;

use super::connection::{Connection, addresses};
use super::tls::client_config;
use crate::identity::{Identity, certificate_hash};

/// Asks the collector at `HOST:PORT` for a certificate. The key is made here and never leaves the machine.
///
/// # Errors
///
/// Where the collector can't be reached, is not the one that the token is from, or does not take the token.
pub async fn enrol(collector: &str, token: &Token) -> anyhow::Result<Identity> {
    let key = KeyPair::generate().context("making a key")?;
    let mut params = CertificateParams::default();
    // The collector names the sensor; a request says nothing but the key.
    params.distinguished_name = DistinguishedName::new();
    let csr = params.serialize_request(&key).and_then(|csr| csr.pem()).context("making a request")?;
    let request = Request { secret: token.secret, csr, version: env!("CARGO_PKG_VERSION").to_owned() };

    let tls = Arc::new(client_config(token.authority, None)?);
    let mut connection = Connection::open(&addresses(collector).await?, &tls).await?;
    let answer = connection.post(ENROL_PATH, "application/json", serde_json::to_vec(&request)?).await?;
    if answer.status != StatusCode::OK {
        let reason = serde_json::from_slice::<Refusal>(&answer.body).map(|refusal| refusal.reason);
        let reason = reason.unwrap_or_else(|_| String::from_utf8_lossy(&answer.body).into_owned());
        bail!("the collector does not enrol this sensor ({}): {reason}", answer.status.as_u16());
    }
    let answer: Answer = serde_json::from_slice(&answer.body).context("the collector's answer")?;
    if certificate_hash(&answer.authority).context("the authority's certificate")? != token.authority {
        bail!("the collector names another authority than the token does");
    }
    let identity = Identity {
        sensor: answer.sensor,
        name: answer.name,
        collector: collector.to_owned(),
        key: key.serialize_pem(),
        certificate: answer.certificate,
        authority: answer.authority,
    };
    // What can't be used shows now, and not when the first frame is to be delivered.
    client_config(token.authority, Some(&identity))?;
    Ok(identity)
}
