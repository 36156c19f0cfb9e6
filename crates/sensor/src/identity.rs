//! Who this sensor is, once it is enrolled: one file in the state folder, so that it is there whole or not at all.

use std::path::{Path, PathBuf};

use anyhow::Context;
use rustix::fs::{FlockOperation, flock};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wire::SensorId;

use crate::spool::{Spool, write_durably};

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

const FILE: &str = "identity.json";

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

/// The state folder, in the hands of one program.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    _lock: std::fs::File,
}

impl State {
    /// Takes the folder; makes it where it is not there.
    ///
    /// # Errors
    ///
    /// Where it can't be written, or another `hinomi-sensor` has it.
    pub fn take(folder: &Path) -> anyhow::Result<Self> {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        let place = || format!("the state folder {}", folder.display());
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(place)?;
        let mut options = std::fs::OpenOptions::new();
        let lock = options.write(true).create(true).truncate(false).mode(0o600).open(folder.join("lock"));
        let lock = lock.with_context(place)?;
        match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(rustix::io::Errno::WOULDBLOCK) => {
                anyhow::bail!("{} is in use by another hinomi-sensor", place())
            }
            Err(error) => Err(error).with_context(place),
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Who this sensor is; none where it is not enrolled.
    ///
    /// # Errors
    ///
    /// Where the file can't be read.
    pub fn identity(&self) -> anyhow::Result<Option<Identity>> {
        let path = self.folder.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => {
                Ok(Some(serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    /// Keeps who this sensor is from now on. Frames of another one that it was before go: only that one could have
    /// delivered them.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub fn become_sensor(&self, identity: &Identity) -> anyhow::Result<()> {
        match std::fs::remove_dir_all(self.spool_folder()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| self.spool_folder().display().to_string());
            }
            _ => {}
        }
        let bytes = serde_json::to_vec_pretty(identity)?;
        write_durably(&self.folder, FILE, &bytes)
            .with_context(|| self.folder.join(FILE).display().to_string())
    }

    /// Where the frames are.
    pub fn spool_folder(&self) -> PathBuf {
        self.folder.join("spool")
    }

    /// Opens the spool of the sensor that this is.
    ///
    /// # Errors
    ///
    /// Where it can't be opened.
    pub fn spool(&self, identity: &Identity, room: u64) -> anyhow::Result<Spool> {
        Spool::open(&self.spool_folder(), identity.sensor, room)
    }
}
