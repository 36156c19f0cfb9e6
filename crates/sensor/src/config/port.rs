//! A port that is the machine's own business.

use std::str::FromStr;

use serde::Deserialize;

/// The protocol of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// A port, of one protocol or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "PortText")]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// Its protocol; none: TCP and UDP.
    pub transport: Option<Transport>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a port such as 22 or \"22/tcp\"")]
enum PortText {
    Number(i64),
    Text(String),
}

impl TryFrom<PortText> for Port {
    type Error = String;

    fn try_from(text: PortText) -> Result<Self, String> {
        match text {
            PortText::Number(number) => number.to_string().parse(),
            PortText::Text(text) => text.parse(),
        }
    }
}

impl FromStr for Port {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, transport) = match text.split_once('/') {
            None => (text, None),
            Some((number, "tcp")) => (number, Some(Transport::Tcp)),
            Some((number, "udp")) => (number, Some(Transport::Udp)),
            Some(_) => ("", None),
        };
        let number = number.parse().map_err(|_| {
            format!("{text:?} is no port; such are 22, \"22/tcp\" and \"53/udp\", from 0 to 65535")
        })?;
        Ok(Self { number, transport })
    }
}
