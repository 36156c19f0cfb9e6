//! A token becomes a sensor.

use serde::Serialize;
use wire::SensorId;

use super::invitation::hash;
use super::note;
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, fleet, token};

/// A sensor that has just been made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Enrolled {
    /// Its name in the lake.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whether there was one of this name before, whose key is good no more.
    pub again: bool,
}

/// Why a secret makes no sensor.
#[derive(Debug, thiserror::Error)]
pub enum NotRedeemed {
    /// Nobody was given it.
    #[error("this token is not known")]
    Unknown,
    /// It has made one.
    #[error("this token was used before")]
    Used,
    /// Too late.
    #[error("this token has expired")]
    Expired,
    /// It was taken back.
    #[error("this token was withdrawn")]
    Withdrawn,
    /// The database said no; the token is as good as before.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Whose a certificate is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The sensor that frames of this certificate must name.
    pub sensor: SensorId,
    /// Its name in the lake.
    pub name: String,
    /// Whether it is out of use.
    pub retired: bool,
    /// Whether its key is no longer trusted.
    pub revoked: bool,
}

impl Service {
    /// Makes the sensor that `secret` stands for; from now on it is known by this certificate. The token and the sensor
    /// are one transaction: whoever comes second finds it used.
    pub async fn redeem(
        &self,
        secret: &[u8; 16],
        sensor: SensorId,
        certificate_sha256: &str,
    ) -> Result<Enrolled, NotRedeemed> {
        let transaction = self.inner.database.begin_write().await.map_err(Error::from)?;
        let now = self.inner.clock.now();
        let token = token::by_secret(&transaction, &hash(secret)).await?.ok_or(NotRedeemed::Unknown)?;
        if token.withdrawn_us.is_some() {
            return Err(NotRedeemed::Withdrawn);
        }
        if token.used_us.is_some() {
            return Err(NotRedeemed::Used);
        }
        if token.expires_us <= now.as_microsecond() {
            return Err(NotRedeemed::Expired);
        }
        let before = fleet::named(&transaction, &token.name).await?;
        let again = !before.is_empty();
        for mut old in before.into_iter().filter(|old| old.revoked_us.is_none()) {
            old.revoked_us = Some(now.as_microsecond());
            fleet::update(&transaction, old).await?;
        }
        let row = fleet::Model {
            id: 0,
            wire_id: sensor.to_string(),
            name: token.name.clone(),
            title: token.title.clone(),
            country: token.country.clone(),
            network: token.network.clone(),
            addresses: token.addresses.clone(),
            note: token.note.clone(),
            certificate: certificate_sha256.to_owned(),
            enrolled_us: now.as_microsecond(),
            retired_us: None,
            revoked_us: None,
        };
        fleet::insert(&transaction, row).await?;
        let enrolled = Enrolled { name: token.name.clone(), title: token.title.clone(), again };
        let detail = format!("{sensor}, by token {} of {}", token.id, token.who);
        token::update(&transaction, token::Model { used_us: Some(now.as_microsecond()), ..token }).await?;
        note(&transaction, now, "system", "observe.sensor-enrol", &enrolled.name, &detail).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(enrolled)
    }

    /// Whose certificate this is, by its SHA-256 in hexadecimal.
    pub async fn by_certificate(&self, sha256: &str) -> Result<Option<Known>, Error> {
        let row = store::fleet::by_certificate(self.inner.database.connection(), sha256).await?;
        Ok(row.and_then(|row| {
            Some(Known {
                sensor: row.wire_id.parse().ok()?,
                name: row.name,
                retired: row.retired_us.is_some(),
                revoked: row.revoked_us.is_some(),
            })
        }))
    }
}
