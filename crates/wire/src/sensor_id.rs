//! Which sensor: how its id is written and read.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hex;

/// Which sensor: 16 random bytes, given by the collector at enrolment. Written in 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SensorId(pub [u8; 16]);

/// A text that is no sensor's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sensor's id is 32 hexadecimal digits")]
pub struct NoSensorId;

impl fmt::Display for SensorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::write(&self.0))
    }
}

impl fmt::Debug for SensorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SensorId({self})")
    }
}

impl FromStr for SensorId {
    type Err = NoSensorId;

    fn from_str(text: &str) -> Result<Self, NoSensorId> {
        hex::read(text).map(Self).ok_or(NoSensorId)
    }
}

impl Serialize for SensorId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SensorId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_in_hexadecimal_and_read_back() {
        let id = SensorId(*b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\xfd\xfe\xff");
        assert_eq!(id.to_string(), "000102030405060708090a0b0cfdfeff");
        assert_eq!("000102030405060708090A0B0CFDFEFF".parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<SensorId>(&format!("\"{id}\"")).unwrap(), id);
    }

    #[test]
    fn other_texts_are_no_id() {
        for text in ["", "00", "000102030405060708090a0b0cfdfef", "000102030405060708090a0b0cfdfefg", "é"] {
            assert_eq!(text.parse::<SensorId>(), Err(NoSensorId), "{text}");
        }
    }
}
