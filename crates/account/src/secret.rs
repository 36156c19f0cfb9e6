//! Secrets that the program makes: tokens of sessions and programs, recovery codes.
//!
//! They are random and long, so that their plain SHA-256 can be stored: nobody can go through 2^80 of them, and
//! none was chosen by a person. The database never holds the secret itself.

use std::fmt;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::error::Error;

/// Bytes of a session's or program's token: 256 bits.
const TOKEN_BYTES: usize = 32;

/// A secret that is shown once and written nowhere: not by `Debug` either.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new token behind `prefix`: 52 letters and digits.
    pub(crate) fn token(prefix: &str) -> Result<Self, Error> {
        let bytes: [u8; TOKEN_BYTES] = random()?;
        Ok(Self(format!("{prefix}{}", BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())))
    }

    /// What is kept of it.
    pub(crate) fn sha256(&self) -> String {
        sha256(&self.0)
    }

    /// The secret itself, to be handed to its owner.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Random bytes of the machine.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Machine(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_new_and_not_written_by_debug() {
        let (one, other) = (Secret::token("hin_").unwrap(), Secret::token("hin_").unwrap());
        assert_ne!(one, other);
        assert_eq!(one.expose().len(), 4 + 52);
        assert_eq!(format!("{one:?}"), "Secret(..)");
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
