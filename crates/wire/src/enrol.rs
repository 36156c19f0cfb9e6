//! How a sensor becomes one: its host carries a token from the collector to the sensor, which asks with it for a
//! certificate.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::SensorId;
use crate::hex;

/// What a token begins with. The number is that of its layout.
const PREFIX: &str = "hinomi1.";

/// Bytes of a SHA-256.
const HASH: usize = 32;

/// Random bytes of a secret: nobody guesses one within the day that it is good for.
const SECRET: usize = 16;

/// What only the host of the new sensor knows: good once, for a day. Its bytes are never shown by `{:?}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Secret(pub [u8; SECRET]);

/// What staff hand to the host of a new sensor: `hinomi1.` and 64 letters of base64url (RFC 4648 section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// SHA-256 of the collector's authority's certificate (DER), the only one that the sensor will trust.
    pub authority: [u8; HASH],
    /// The secret.
    pub secret: Secret,
}

/// Why a text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoToken {
    /// It begins with something else.
    #[error("a token begins with \"{PREFIX}\"")]
    Prefix,
    /// A token of another layout.
    #[error("this token is of a newer kind: update this program")]
    Newer,
    /// A letter that no token has.
    #[error("letter {0} of the token is none that a token has; was it copied whole?")]
    Letter(usize),
    /// Letters are missing, or there are too many.
    #[error("the token has {there} letters instead of {wanted}; was it copied whole?", wanted = Token::LETTERS)]
    Length {
        /// Letters that there are, all counted.
        there: usize,
    },
}

/// What a new sensor asks, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// From the token.
    pub secret: Secret,
    /// The certificate signing request (PKCS #10, RFC 2986) for the sensor's key, PEM.
    pub csr: String,
    /// The sensor program's version.
    pub version: String,
}

/// What it is told, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which sensor it is from now on.
    pub sensor: SensorId,
    /// What staff call it.
    pub name: String,
    /// Its certificate, PEM.
    pub certificate: String,
    /// The collector's authority's certificate, PEM.
    pub authority: String,
    /// The collector's clock, microseconds since the epoch.
    pub now_us: i64,
}

impl Token {
    /// Letters of a token: the prefix, and four for every three bytes.
    const LETTERS: usize = PREFIX.len() + (HASH + SECRET) / 3 * 4;
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.authority.as_slice(), &self.secret.0].concat();
        write!(f, "{PREFIX}{}", BASE64URL_NOPAD.encode(&bytes))
    }
}

impl FromStr for Token {
    type Err = NoToken;

    fn from_str(text: &str) -> Result<Self, NoToken> {
        let text = text.trim();
        let Some(letters) = text.strip_prefix(PREFIX) else {
            let is_newer = text
                .strip_prefix("hinomi")
                .and_then(|rest| rest.split_once('.'))
                .is_some_and(|(number, _)| number.parse().is_ok_and(|number: u32| number > 1));
            return Err(if is_newer { NoToken::Newer } else { NoToken::Prefix });
        };
        let strange = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_';
        if let Some(at) = text.chars().skip(PREFIX.len()).position(strange) {
            return Err(NoToken::Letter(PREFIX.len() + at + 1));
        }
        let wrong = NoToken::Length { there: text.len() };
        let bytes = BASE64URL_NOPAD.decode(letters.as_bytes()).map_err(|_| wrong)?;
        match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(&authority), Some(&secret)) if bytes.len() == HASH + SECRET => {
                Ok(Self { authority, secret: Secret(secret) })
            }
            _ => Err(wrong),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::write(&self.0))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::read(&text).map(Self).ok_or(serde::de::Error::custom("a secret is 32 hexadecimal digits"))
    }
}
