//! Who this sensor is, once it is enrolled: one file in the state folder, so that it is there whole or not at all.

use anyhow::Context;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wire::SensorId;

/// What the enrolment gave. Whoever can read this file can speak as the sensor: only its owner may.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    /// Which sensor.
    pub sensor: SensorId,
    /// What staff call it.
    pub name: String,
    /// Where the collector is, `HOST:PORT`.
    pub collector: String,
    /// The key, PEM.
    pub key: String,
    /// The certificate, PEM.
    pub certificate: String,
    /// The collector's authority's certificate, PEM.
    pub authority: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("sensor", &self.sensor)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// Its certificate and key.
    ///
    /// # Errors
    ///
    /// Where they can't be read.
    pub fn certificate_and_key(&self) -> anyhow::Result<(CertificateDer<'static>, PrivateKeyDer<'static>)> {
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes());
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes());
        Ok((certificate.context("the sensor's certificate")?, key.context("the sensor's key")?))
    }

    /// The SHA-256 of the authority's certificate: the only one that is trusted.
    ///
    /// # Errors
    ///
    /// Where it can't be read.
    pub fn authority_hash(&self) -> anyhow::Result<[u8; 32]> {
        certificate_hash(&self.authority).context("the authority's certificate")
    }

    /// The SHA-256 of the sensor's certificate, as staff see it too.
    ///
    /// # Errors
    ///
    /// Where it can't be read.
    pub fn fingerprint(&self) -> anyhow::Result<String> {
        let hash = certificate_hash(&self.certificate).context("the sensor's certificate")?;
        Ok(data_encoding::HEXLOWER.encode(&hash))
    }
}

/// The SHA-256 of a certificate in PEM.
pub(crate) fn certificate_hash(pem: &str) -> anyhow::Result<[u8; 32]> {
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes())?;
    Ok(Sha256::digest(&certificate).into())
}
