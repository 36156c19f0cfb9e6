//! Our own secret keys, and the public keys of others.

use std::fmt;

use jiff::Timestamp;
use pgp::composed::{PublicOrSecret, SignedKeyDetails, SignedPublicKey, SignedSecretKey};
use pgp::packet::{self, SignatureType};
use pgp::types::{Fingerprint, KeyDetails as _, KeyId, Password, VerifyingKey};
use thiserror::Error;

use super::{Signature, Verdict};

/// Why keys can't be used.
#[derive(Debug, Error)]
#[error("no OpenPGP key: {0}")]
pub struct KeyError(String);

/// Keys at hand.
#[derive(Default)]
pub struct Keyring {
    pub(super) secrets: Vec<(SignedSecretKey, Password)>,
    publics: Vec<SignedPublicKey>,
}

/// A key that may have signed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Signer<'a> {
    Primary(&'a packet::PublicKey),
    Subkey(&'a packet::PublicSubkey),
}

impl Signer<'_> {
    /// Whether `signature` over `content` is this key's.
    pub(super) fn has_signed(self, content: &[u8], signature: &packet::Signature) -> bool {
        match self {
            Self::Primary(key) => signature.verify(key, content).is_ok(),
            Self::Subkey(key) => signature.verify(key, content).is_ok(),
        }
    }

    /// As something that verifies.
    pub(super) fn key(&self) -> &dyn VerifyingKey {
        match self {
            Self::Primary(key) => *key,
            Self::Subkey(key) => *key,
        }
    }
}

impl fmt::Debug for Keyring {
    /// Tells how many keys there are, and nothing of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring {{ {} secret, {} public }}", self.secrets.len(), self.publics.len())
    }
}

impl Keyring {
    /// Adds the keys in `bytes`, armored or not; secret ones are unlocked with `passphrase`. Says how many. Keys
    /// whose self-signatures do not hold are refused.
    pub fn add(&mut self, bytes: &[u8], passphrase: &str) -> Result<usize, KeyError> {
        let error = |error: pgp::errors::Error| KeyError(error.to_string());
        let (keys, _) = PublicOrSecret::from_reader_many(bytes).map_err(error)?;
        let mut added = 0;
        for key in keys {
            let key = key.map_err(error)?;
            key.verify_bindings().map_err(error)?;
            match key {
                PublicOrSecret::Public(key) => self.publics.push(key),
                PublicOrSecret::Secret(key) => {
                    self.publics.push(key.to_public_key());
                    self.secrets.push((key, Password::from(passphrase)));
                }
            }
            added += 1;
        }
        if added == 0 { Err(KeyError("there is none in it".to_owned())) } else { Ok(added) }
    }

    /// Judges a signature; `verify` tells whether it holds by a key.
    pub(super) fn judge(
        &self,
        signature: &packet::Signature,
        now: Timestamp,
        verify: impl Fn(Signer<'_>) -> bool,
    ) -> Signature {
        let (ids, fingerprints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
        let key = fingerprints.first().map(ToString::to_string);
        let key = key.or_else(|| ids.first().map(ToString::to_string)).unwrap_or_default();
        let made = signature.created().map(pgp::types::Timestamp::as_secs);
        let mut judged = Signature {
            key,
            signer: None,
            made: made.and_then(|made| Timestamp::from_second(i64::from(made)).ok()),
            verdict: Verdict::UnknownKey,
        };
        let is_meant =
            |id: KeyId, fingerprint: &Fingerprint| ids.contains(&&id) || fingerprints.contains(&fingerprint);
        for key in &self.publics {
            let primary = is_meant(key.legacy_key_id(), &key.fingerprint());
            let subkey =
                key.public_subkeys.iter().find(|sub| is_meant(sub.legacy_key_id(), &sub.fingerprint()));
            let (holds, life) = match (primary, subkey) {
                (true, _) => (
                    verify(Signer::Primary(&key.primary_key)),
                    Life::of(&key.details, key.created_at().as_secs()),
                ),
                (false, Some(subkey)) => {
                    let of_key = Life::of(&key.details, key.created_at().as_secs());
                    let own = Life::bound(&subkey.signatures, subkey.created_at().as_secs());
                    (verify(Signer::Subkey(&subkey.key)), of_key.and(own))
                }
                (false, None) => continue,
            };
            let first = key.details.users.first();
            judged.signer = first.map(|user| String::from_utf8_lossy(user.id.id()).into_owned());
            let made = made.unwrap_or(u32::MAX);
            let over = signature
                .signature_expiration_time()
                .filter(|time| time.as_secs() > 0)
                .is_some_and(|time| i64::from(made) + i64::from(time.as_secs()) < now.as_second());
            judged.verdict = match holds {
                false => Verdict::Bad,
                true if life.revoked => Verdict::Revoked,
                true if over || life.ends.is_some_and(|ends| u64::from(made) >= ends) => Verdict::Expired,
                true => Verdict::Good,
            };
            break;
        }
        judged
    }
}

/// Until when a key may sign.
#[derive(Debug, Clone, Copy)]
struct Life {
    revoked: bool,
    /// In seconds since the epoch.
    ends: Option<u64>,
}

impl Life {
    /// Of a primary key. Its signatures were verified when it was added.
    fn of(details: &SignedKeyDetails, created: u32) -> Self {
        let own = details.users.iter().flat_map(|user| &user.signatures).chain(&details.direct_signatures);
        Self { revoked: !details.revocation_signatures.is_empty(), ..Self::newest(own, created) }
    }

    /// Of a subkey.
    fn bound(signatures: &[packet::Signature], created: u32) -> Self {
        let revoked = signatures.iter().any(|one| one.typ() == Some(SignatureType::SubkeyRevocation));
        Self { revoked, ..Self::newest(signatures.iter(), created) }
    }

    /// What the newest signature says of the end.
    fn newest<'a>(signatures: impl Iterator<Item = &'a packet::Signature>, created: u32) -> Self {
        let newest = signatures.max_by_key(|one| one.created().map(pgp::types::Timestamp::as_secs));
        let lasts =
            newest.and_then(packet::Signature::key_expiration_time).map(pgp::types::Duration::as_secs);
        let ends = lasts.filter(|lasts| *lasts > 0).map(|lasts| u64::from(created) + u64::from(lasts));
        Self { revoked: false, ends }
    }

    fn and(self, other: Self) -> Self {
        let ends = [self.ends, other.ends].into_iter().flatten().min();
        Self { revoked: self.revoked || other.revoked, ends }
    }
}
