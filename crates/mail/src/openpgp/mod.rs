//! OpenPGP in mail (RFC 9580, PGP/MIME: RFC 3156, and the older inline form): verified and opened.
//!
//! What a signature is worth is said in one word: good, bad, made with a key that is unknown, revoked or expired.
//! A signature is good only if the key is bound to its owner by its own self-signatures, was not revoked at all,
//! and had not expired when the signature was made. A message that can't be opened stays as it is, and says why.

mod keyring;
mod open;

use jiff::Timestamp;

pub use keyring::{KeyError, Keyring};
pub use open::open;

/// What came of signature and encryption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seal {
    /// Whether it was encrypted, and could be opened.
    pub encryption: Option<Encryption>,
    /// The signatures that were found.
    pub signatures: Vec<Signature>,
}

/// Whether an encrypted message could be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// Its parts now are what was inside.
    Opened,
    /// It is not for any of our keys.
    NotForUs,
    /// It is damaged, or of a kind that can't be read.
    Damaged(String),
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Fingerprint or key number of who says to have made it, in hexadecimal; empty where it doesn't say.
    pub key: String,
    /// The name on the key, where we have the key.
    pub signer: Option<String>,
    /// When it says it was made.
    pub made: Option<Timestamp>,
    /// What it is worth.
    pub verdict: Verdict,
}

/// What a signature is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// What was signed is what we see.
    Good,
    /// What we see is not what was signed.
    Bad,
    /// We do not have the key.
    UnknownKey,
    /// The key was revoked, whenever it was.
    Revoked,
    /// Key or signature had expired.
    Expired,
    /// The signature can't be read.
    Unreadable,
}

impl Verdict {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::UnknownKey => "unknown-key",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Unreadable => "unreadable",
        }
    }
}
