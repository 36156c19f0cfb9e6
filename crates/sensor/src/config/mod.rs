//! What the host of a sensor decides: `/etc/hinomi-sensor/config.toml`, each line of which a flag can replace.

mod port;
mod size;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ipnet::IpNet;
use serde::Deserialize;

pub use port::{Port, Transport};
pub use size::Size;

/// Where the file is, if nothing else is said.
pub const CONFIG: &str = "/etc/hinomi-sensor/config.toml";

/// Where key, certificate and spool are, if nothing else is said.
pub const STATE: &str = "/var/lib/hinomi-sensor";

/// The smallest spool. Less would not hold one frame of a busy sensor beside what stands in for others.
const SPOOL_LEAST: Size = Size(8 << 20);

/// The longest that a batch may stay open. A kill loses the open batch, and a sensor that says nothing for longer
/// looks dead to its collector.
const BATCH_SECONDS_MOST: u64 = 600;

/// Packets of a batch. Four batches can be in memory: twice as many packets would bring the program near the 30 MB
/// that a small machine has for it.
const BATCH_PACKETS: usize = 32_768;

/// The file's content. What is not said has a default, but for the interface.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The interface that listens.
    pub interface: Option<String>,
    /// Packets to these addresses are the sensor's.
    pub addresses: Addresses,
    /// Packets to these ports are the machine's own business.
    pub ignore_ports: Vec<Port>,
    /// Packets from these networks are, too.
    pub ignore_sources: Vec<Network>,
    /// Bytes of contents that are kept of each packet.
    pub payload_bytes: usize,
    /// Seconds after which a batch is closed.
    pub batch_seconds: u64,
    /// Packets after which a batch is closed.
    pub batch_packets: usize,
    /// Bytes that frames may take on the disk until they are delivered.
    pub spool_size: Size,
    /// Bytes of the kernel's ring, which bridges the moments in which this program does not run.
    pub ring_size: Size,
    /// The folder of key, certificate and spool.
    pub state: PathBuf,
}

/// The addresses of a sensor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "AddressesText")]
pub enum Addresses {
    /// Those that the interface has.
    Auto,
    /// These.
    Listed(Vec<IpNet>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "\"auto\", or a list of addresses and networks such as [\"192.0.2.16/28\"]")]
enum AddressesText {
    Word(String),
    List(Vec<String>),
}

impl TryFrom<AddressesText> for Addresses {
    type Error = String;

    fn try_from(text: AddressesText) -> Result<Self, String> {
        match text {
            AddressesText::Word(word) if word == "auto" => Ok(Self::Auto),
            AddressesText::Word(word) => Err(format!(
                "{word:?} is neither \"auto\" nor a list such as [\"192.0.2.10\", \"192.0.2.16/28\"]"
            )),
            AddressesText::List(list) if list.is_empty() => {
                Err("an empty list: nothing would be seen".to_owned())
            }
            AddressesText::List(list) => {
                list.iter().map(|text| network(text)).collect::<Result<_, _>>().map(Self::Listed)
            }
        }
    }
}

/// An address or a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network(pub IpNet);

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        network(&text).map(Self)
    }
}

/// Reads `192.0.2.1`, `192.0.2.0/24` and the like.
///
/// # Errors
///
/// What is allowed, in words.
pub fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    network.map(|network| network.trunc()).ok_or_else(|| {
        format!("{text:?} is no address and no network; such are \"192.0.2.1\" and \"2001:db8::/64\"")
    })
}

impl Default for Config {
    fn default() -> Self {
        Self {
            interface: None,
            addresses: Addresses::Auto,
            ignore_ports: Vec::new(),
            ignore_sources: Vec::new(),
            payload_bytes: 0,
            batch_seconds: 10,
            batch_packets: BATCH_PACKETS,
            spool_size: Size(256 << 20),
            ring_size: Size(8 << 20),
            state: PathBuf::from(STATE),
        }
    }
}

impl Config {
    /// Reads the file at `path`, or the usual one where none is named; that one may be missing.
    ///
    /// # Errors
    ///
    /// What is wrong, with file, line and what is allowed there.
    pub fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let usual = Path::new(CONFIG);
        let place = path.unwrap_or(usual);
        match std::fs::read_to_string(place) {
            Ok(text) => toml::from_str(&text).with_context(|| place.display().to_string()),
            Err(error) if path.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => Err(error).with_context(|| place.display().to_string()),
        }
    }

    /// Checks numbers against each other and against what is possible.
    ///
    /// # Errors
    ///
    /// What is wrong and what is allowed.
    pub fn check(&self) -> anyhow::Result<()> {
        if !(1..=BATCH_SECONDS_MOST).contains(&self.batch_seconds) {
            bail!("batch_seconds is {}; 1 to {BATCH_SECONDS_MOST} are allowed", self.batch_seconds);
        }
        if !(1..=wire::MAX_PACKETS).contains(&self.batch_packets) {
            bail!("batch_packets is {}; 1 to {} are allowed", self.batch_packets, wire::MAX_PACKETS);
        }
        if self.payload_bytes > wire::MAX_PAYLOAD {
            bail!("payload_bytes is {}; 0 to {} are allowed", self.payload_bytes, wire::MAX_PAYLOAD);
        }
        if self.spool_size < SPOOL_LEAST {
            bail!("spool_size is {}; at least {SPOOL_LEAST} are needed", self.spool_size);
        }
        if !(Size(1 << 20)..=Size(1 << 30)).contains(&self.ring_size) {
            bail!("ring_size is {}; 1 MiB to 1 GiB are allowed", self.ring_size);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        let config: Config = toml::from_str(text).map_err(|error| error.to_string())?;
        config.check().map_err(|error| error.to_string())?;
        Ok(config)
    }

    #[test]
    fn what_is_said_is_read_and_the_rest_has_defaults() {
        let config = read(
            "interface = \"eth0\"\naddresses = [\"192.0.2.16/28\", \"2001:db8::1\"]\n\
             ignore_ports = [22, \"4739/tcp\"]\nspool_size = \"1 GiB\"\n",
        )
        .unwrap();
        assert_eq!(config.interface.as_deref(), Some("eth0"));
        assert_eq!(config.spool_size, Size(1 << 30));
        let listed = ["192.0.2.16/28", "2001:db8::1/128"].map(|text| text.parse().unwrap());
        assert_eq!(config.addresses, Addresses::Listed(listed.to_vec()));
        assert_eq!(config.ignore_ports[1], Port { number: 4739, transport: Some(Transport::Tcp) });
        assert_eq!((config.batch_seconds, config.payload_bytes), (10, 0));
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn the_file_in_the_package_says_what_counts_anyway() {
        let packaged = read(include_str!("../../../../packaging/hinomi-sensor.toml")).unwrap();
        assert_eq!(packaged, Config { interface: Some("eth0".to_owned()), ..Config::default() });
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let check = |text: &str, line: &str, words: &str| {
            let error = read(text).unwrap_err();
            assert!(error.contains(line) && error.contains(words), "{text}: {error}");
        };
        check("\ninterfaces = \"eth0\"", "line 2", "unknown field `interfaces`");
        check("addresses = \"all\"", "line 1", "neither \"auto\"");
        check("\n\naddresses = [\"192.0.2.300\"]", "line 3", "\"192.0.2.300\" is no address");
        check("addresses = []", "line 1", "nothing would be seen");
        check("ignore_ports = [70000]", "line 1", "70000");
        check("ignore_ports = [\"22/icmp\"]", "line 1", "22/tcp");
        check("spool_size = \"a lot\"", "line 1", "\"256 MiB\"");
        check("spool_size = \"4 KiB\"", "", "at least 8 MiB");
        check("batch_seconds = 0", "", "1 to 600 are allowed");
        check("payload_bytes = 4096", "", "0 to 1024");
    }
}
