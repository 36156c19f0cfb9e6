//! A mail read, and opened where it is sealed with OpenPGP.

use jiff::Timestamp;
use mail::openpgp::{Encryption, Keyring, Seal, open};
use serde::{Deserialize, Serialize};

/// What came of signature and encryption, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// `opened`, `not-for-us`, or why it is damaged; none where it was not encrypted.
    pub encryption: Option<String>,
    /// The signatures that were found.
    pub signatures: Vec<SignedBy>,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedBy {
    /// Fingerprint or key number, in hexadecimal.
    pub key: String,
    /// The name on the key, where we have the key.
    pub signer: Option<String>,
    /// When it says it was made.
    pub made: Option<Timestamp>,
    /// good, bad, unknown-key, revoked, expired or unreadable.
    pub verdict: String,
}

/// Reads a mail; what is inside of a sealed one takes its place.
pub(crate) fn read(bytes: &[u8], keys: &Keyring, now: Timestamp) -> (mail::Message, Option<Sealed>) {
    let mut message = mail::read(bytes);
    let seal = open(bytes, &mut message, keys, now);
    (message, seal.map(Sealed::from))
}

impl From<Seal> for Sealed {
    fn from(seal: Seal) -> Self {
        let encryption = seal.encryption.map(|encryption| match encryption {
            Encryption::Opened => "opened".to_owned(),
            Encryption::NotForUs => "not-for-us".to_owned(),
            Encryption::Damaged(why) => why,
        });
        let signatures = seal.signatures.into_iter().map(|signature| SignedBy {
            key: signature.key,
            signer: signature.signer,
            made: signature.made,
            verdict: signature.verdict.name().to_owned(),
        });
        Self { encryption, signatures: signatures.collect() }
    }
}
