//! A sensor is invited: what its host is told.

use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use observe::fleet::Invitation;
use sha2::{Digest, Sha256};
use wire::enrol::{Secret, Token};

use crate::app::App;

/// The certificate of the collector's authority, within the data folder.
const AUTHORITY: &str = "keys/collector/authority.pem";

/// Why nobody could be invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// Observation says no.
    #[error(transparent)]
    Observe(#[from] observe::Error),
    /// The collector's certificate, which a token names, can't be read.
    #[error("{path}: {reason}; `hinomi serve` makes the collector's keys when it first starts")]
    Authority {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The machine has no randomness.
    #[error("no randomness: {0}")]
    Randomness(getrandom::Error),
}

/// What its host needs.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The invitation's number.
    pub id: i64,
    /// The token, to be shown this once.
    pub token: Token,
    /// How sensors reach the collector; a placeholder where the settings don't say.
    pub collector: String,
}

/// What stands for the collector's address where the settings do not name it.
const NO_ADDRESS: &str = "COLLECTOR:4739";

impl Invited {
    /// The two commands for the host: enrol, then start.
    pub fn commands(&self) -> [String; 2] {
        [
            format!("hinomi-sensor enroll --collector {} --token {}", self.collector, self.token),
            "systemctl enable --now hinomi-sensor".to_owned(),
        ]
    }
}

/// Invites a sensor. The token is good once, for as long as the settings say.
pub async fn invite(app: &App, invitation: Invitation, who: &str) -> Result<Invited, InviteError> {
    // First, so that nothing is written where there is no token to be had.
    let authority = authority(&app.data)?;
    let mut secret = [0; 16];
    getrandom::fill(&mut secret).map_err(InviteError::Randomness)?;
    let settings = &app.settings.sensors;
    let id = app.observe.invite(invitation, &secret, settings.token, who).await?;
    let collector = settings.collector.clone().unwrap_or_else(|| NO_ADDRESS.to_owned());
    Ok(Invited { id, token: Token { authority, secret: Secret(secret) }, collector })
}

/// SHA-256 of the certificate (DER) of the collector's authority, the first in its file (RFC 7468).
fn authority(data: &Path) -> Result<[u8; 32], InviteError> {
    let path = data.join(AUTHORITY);
    let wrong = |reason: String| InviteError::Authority { path: path.clone(), reason };
    let text = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
    let inner = text
        .split_once("-----BEGIN CERTIFICATE-----")
        .and_then(|(_, rest)| rest.split_once("-----END CERTIFICATE-----"))
        .ok_or_else(|| wrong("no certificate".to_owned()))?;
    let letters: String = inner.0.split_whitespace().collect();
    let der = BASE64.decode(letters.as_bytes()).map_err(|error| wrong(error.to_string()))?;
    Ok(Sha256::digest(der).into())
}
