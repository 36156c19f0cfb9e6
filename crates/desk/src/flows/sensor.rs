//! A sensor is invited: what its host is told.

use observe::fleet::Invitation;
use wire::enrol::{Secret, Token};

use crate::app::App;
use crate::pki::{Authority, PkiError};

/// Why nobody could be invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// Observation says no.
    #[error(transparent)]
    Observe(#[from] observe::Error),
    /// The collector's keys, which a token names, can't be had.
    #[error(transparent)]
    Authority(#[from] PkiError),
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
    let authority = Authority::open(&app.data, app.clock.now())?.fingerprint();
    let mut secret = [0; 16];
    getrandom::fill(&mut secret).map_err(InviteError::Randomness)?;
    let settings = &app.settings.sensors;
    let id = app.observe.invite(invitation, &secret, settings.token, who).await?;
    let collector = settings.collector.clone().unwrap_or_else(|| NO_ADDRESS.to_owned());
    Ok(Invited { id, token: Token { authority, secret: Secret(secret) }, collector })
}
