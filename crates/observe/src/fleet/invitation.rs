//! One-time tokens.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::model::{Invitation, NetworkKind, check_name};
use super::{note, time};
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, token};

/// Longest time that a token may be good for: one that lies about for months is found by somebody.
const LONGEST: SignedDuration = SignedDuration::from_hours(31 * 24);

/// An invitation that nobody has taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invited {
    /// Its number.
    pub id: i64,
    /// The sensor that is to come.
    pub name: String,
    /// What people will call it.
    pub title: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Kind of network.
    pub network: Option<NetworkKind>,
    /// Who made it.
    pub who: String,
    /// When.
    pub created: Timestamp,
    /// Until when it is good.
    pub expires: Timestamp,
    /// Whether that is over.
    pub expired: bool,
}

impl Service {
    /// Invites a sensor: whoever knows `secret` within `valid` becomes it, once. Gives the invitation's number; of the
    /// secret only a hash is kept.
    pub async fn invite(
        &self,
        invitation: Invitation,
        secret: &[u8; 16],
        valid: SignedDuration,
        who: &str,
    ) -> Result<i64, Error> {
        check_name(&invitation.name)?;
        if valid <= SignedDuration::ZERO || valid > LONGEST {
            return Err(Error::Refused("a token is good for up to 31 days".to_owned()));
        }
        let about = invitation.about.checked(&invitation.name)?;
        let now = self.inner.clock.now();
        let expires = now.checked_add(valid).unwrap_or(Timestamp::MAX);
        let transaction = self.inner.database.begin_write().await?;
        let row = token::Model {
            id: 0,
            secret_sha256: hash(secret),
            name: invitation.name.clone(),
            title: about.title,
            country: about.country.unwrap_or_default(),
            network: about.network.map_or("", NetworkKind::name).to_owned(),
            addresses: serde_json::to_string(&about.addresses).unwrap_or_default(),
            note: about.note,
            who: who.to_owned(),
            created_us: now.as_microsecond(),
            expires_us: expires.as_microsecond(),
            used_us: None,
            withdrawn_us: None,
        };
        let id = token::insert(&transaction, row).await?;
        let known = !store::fleet::named(&transaction, &invitation.name).await?.is_empty();
        let detail =
            format!("token {id}, good until {expires}{}", if known { ", for a new key" } else { "" });
        note(&transaction, now, who, "observe.sensor-invite", &invitation.name, &detail).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// The invitations that wait for their sensor, newest first; those that have expired, too.
    pub async fn invitations(&self) -> Result<Vec<Invited>, Error> {
        let now = self.inner.clock.now();
        let rows = token::waiting(self.inner.database.connection()).await?;
        let invited = |row: token::Model| Invited {
            id: row.id,
            name: row.name,
            title: row.title,
            country: Some(row.country).filter(|country| !country.is_empty()),
            network: row.network.parse().ok(),
            who: row.who,
            created: time(row.created_us),
            expires: time(row.expires_us),
            expired: row.expires_us <= now.as_microsecond(),
        };
        Ok(rows.into_iter().map(invited).collect())
    }

    /// Takes an invitation back.
    pub async fn withdraw_invitation(&self, id: i64, who: &str) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        let row = token::by_id(&transaction, id).await?;
        let mut row = row.ok_or(Error::NotFound { what: "invitation", id })?;
        if row.used_us.is_some() {
            return Err(Error::Refused(format!("invitation {id} was used: retire or revoke {}", row.name)));
        }
        if row.withdrawn_us.is_none() {
            let now = self.inner.clock.now();
            row.withdrawn_us = Some(now.as_microsecond());
            let name = row.name.clone();
            token::update(&transaction, row).await?;
            note(&transaction, now, who, "observe.sensor-withdraw", &name, &format!("token {id}")).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// What is kept of a secret. It is random, so that its plain SHA-256 tells nothing.
pub(super) fn hash(secret: &[u8; 16]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(secret))
}
