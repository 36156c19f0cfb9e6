//! Flags that stand for lines of the configuration file.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use ipnet::IpNet;
use sensor::config::{Addresses, Config, Port, Size, network};
use sensor::identity::{Identity, State};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Read the configuration here [usually: /etc/hinomi-sensor/config.toml].
    #[arg(long, global = true, value_name = "FILE", help_heading = "Configuration")]
    config: Option<PathBuf>,
    /// Keep key, certificate and what is not delivered yet here [usually: /var/lib/hinomi-sensor].
    #[arg(long, global = true, value_name = "DIR", help_heading = "Configuration")]
    state: Option<PathBuf>,
    /// Listen on this interface.
    #[arg(long, global = true, value_name = "NAME", help_heading = "Configuration")]
    interface: Option<String>,
    /// Write down what comes to this address or network; repeat for more [usually: the interface's addresses].
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = network, help_heading = "Configuration")]
    address: Vec<IpNet>,
    /// Leave out this port, such as 22/tcp, because it is the machine's own business; repeat for more.
    #[arg(long, global = true, value_name = "PORT", help_heading = "Configuration")]
    ignore_port: Vec<Port>,
    /// Take at most this much of the disk, such as "256 MiB".
    #[arg(long, global = true, value_name = "SIZE", help_heading = "Configuration")]
    spool_size: Option<Size>,
    /// Deliver this often.
    #[arg(long, global = true, value_name = "SECONDS", help_heading = "Configuration")]
    batch_seconds: Option<u64>,
    /// Deliver after so many packets.
    #[arg(long, global = true, value_name = "PACKETS", help_heading = "Configuration")]
    batch_packets: Option<usize>,
    /// Also keep so many bytes of each packet's content, which nothing needs; personal data may be in them.
    #[arg(long, global = true, value_name = "BYTES", help_heading = "Configuration")]
    payload_bytes: Option<usize>,
}

impl Options {
    /// The configuration: the file, and what flags say instead of it.
    pub(crate) fn config(&self) -> anyhow::Result<Config> {
        let mut config = Config::read(self.config.as_deref())?;
        if let Some(state) = &self.state {
            config.state.clone_from(state);
        }
        if let Some(interface) = &self.interface {
            config.interface = Some(interface.clone());
        }
        if !self.address.is_empty() {
            config.addresses = Addresses::Listed(self.address.clone());
        }
        if !self.ignore_port.is_empty() {
            config.ignore_ports.clone_from(&self.ignore_port);
        }
        config.spool_size = self.spool_size.unwrap_or(config.spool_size);
        config.batch_seconds = self.batch_seconds.unwrap_or(config.batch_seconds);
        config.batch_packets = self.batch_packets.unwrap_or(config.batch_packets);
        config.payload_bytes = self.payload_bytes.unwrap_or(config.payload_bytes);
        config.check()?;
        Ok(config)
    }
}

/// The state folder of an enrolled sensor, and who it is.
pub(crate) fn enrolled(config: &Config) -> anyhow::Result<(State, Identity)> {
    let state = State::take(&config.state)?;
    let identity = state.identity()?.with_context(|| {
        format!(
            "this machine is not enrolled ({} knows nothing): ask the collector's staff for a token, then\n  \
             hinomi-sensor enroll --collector HOST:PORT --token TOKEN",
            config.state.display()
        )
    })?;
    Ok((state, identity))
}
