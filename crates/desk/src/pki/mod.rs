//! The collector's own certificate authority (X.509, RFC 5280).
//!
//! ```text
//! keys/collector/authority.key.pem   signs the sensors' certificates; whoever reads it can be any sensor
//! keys/collector/authority.pem       the certificate that sensors trust, by its SHA-256 in their token
//! keys/collector/server.key.pem      the collector's own key
//! keys/collector/server.pem          its certificate, for the name that all sensors ask for
//! ```
//!
//! All four are made together at the first use, with ECDSA over P-256, for thirty years: a sensor in the field outlives
//! whoever put it up, and what ends its trust is a mark in the database, not a date. The folder appears whole or not at
//! all. It belongs into the backup: without it every sensor has to be enrolled anew.

mod files;
mod sign;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use thiserror::Error;

pub use sign::SensorCertificate;

/// The authority and the collector's own certificate.
#[derive(Clone)]
pub struct Authority {
    authority_pem: String,
    authority_key_pem: String,
    server_pem: String,
    server_key_pem: String,
    authority_der: Vec<u8>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("fingerprint", &hex(&self.fingerprint())).finish_non_exhaustive()
    }
}

/// Why keys or certificates can't be had.
#[derive(Debug, Error)]
pub enum PkiError {
    /// A file can't be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file or a request says what it must not.
    #[error("{what}: {reason}")]
    Wrong {
        /// What was read.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl PkiError {
    fn wrong(what: impl Into<String>) -> impl FnOnce(rcgen::Error) -> Self {
        let what = what.into();
        move |error| Self::Wrong { what, reason: error.to_string() }
    }
}

impl Authority {
    /// Opens the authority of the data folder `data`; makes it where it is not there. `now` decides until when it is
    /// good.
    pub fn open(data: &Path, now: Timestamp) -> Result<Self, PkiError> {
        let folder = data.join("keys").join("collector");
        match files::read(&folder)? {
            Some(known) => Ok(known),
            None => {
                files::write(&folder, &sign::make(now)?)?;
                // Another process may have been faster; its files are there then.
                files::read(&folder)?.ok_or_else(|| PkiError::Wrong {
                    what: folder.display().to_string(),
                    reason: "the files that were just made are not there".to_owned(),
                })
            }
        }
    }

    /// SHA-256 of the authority's certificate (DER): what a token carries.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.authority_der).into()
    }

    /// The authority's certificate, PEM.
    pub fn certificate(&self) -> &str {
        &self.authority_pem
    }

    /// The chain that the collector shows, PEM: its own certificate, then the authority's.
    pub fn server_chain(&self) -> String {
        format!("{}{}", self.server_pem, self.authority_pem)
    }

    /// The collector's own key, PEM.
    pub fn server_key(&self) -> &str {
        &self.server_key_pem
    }
}

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn it_is_made_once_and_found_again() {
        let data = tempfile::tempdir().unwrap();
        let made = Authority::open(data.path(), now()).unwrap();
        let found = Authority::open(data.path(), now()).unwrap();
        assert_eq!(made.fingerprint(), found.fingerprint());
        assert_eq!(found.server_chain().matches("BEGIN CERTIFICATE").count(), 2);
        assert!(!format!("{found:?}").contains("PRIVATE"));
    }

    #[cfg(unix)]
    #[test]
    fn keys_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        Authority::open(data.path(), now()).unwrap();
        for file in ["authority.key.pem", "server.key.pem"] {
            let path = data.path().join("keys/collector").join(file);
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
        }
    }

    #[test]
    fn a_request_gets_its_key_signed_and_nothing_else_of_what_it_asks() {
        let data = tempfile::tempdir().unwrap();
        let authority = Authority::open(data.path(), now()).unwrap();
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(["www.example.com".to_owned()]).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, "another");
        let csr = params.serialize_request(&key).unwrap().pem().unwrap();
        let signed = authority.sign(&csr, "00112233445566778899aabbccddeeff", now()).unwrap();
        assert!(signed.pem.contains("BEGIN CERTIFICATE"));
        assert_eq!(signed.sha256.len(), 64);
        let text = String::from_utf8_lossy(&signed.der).into_owned();
        assert!(text.contains("00112233445566778899aabbccddeeff"));
        assert!(!text.contains("www.example.com") && !text.contains("another"));
        assert!(authority.sign("no request", "00", now()).is_err());
    }

    #[test]
    fn a_missing_file_is_named() {
        let data = tempfile::tempdir().unwrap();
        Authority::open(data.path(), now()).unwrap();
        std::fs::remove_file(data.path().join("keys/collector/server.pem")).unwrap();
        let error = Authority::open(data.path(), now()).unwrap_err().to_string();
        assert!(error.contains("server.pem"), "{error}");
    }
}
