//! What the system says of an interface.

use std::net::IpAddr;

use anyhow::{Context, bail};
use ipnet::IpNet;
use nix::ifaddrs::getifaddrs;
use nix::net::if_::{InterfaceFlags, if_nametoindex};

use crate::link;

/// An interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its number. A new one under the old name has another.
    pub index: u32,
    /// Whether it is up.
    pub is_up: bool,
    /// What its frames begin with.
    pub link_type: u16,
    /// Its addresses.
    pub addresses: Vec<IpNet>,
}

/// Looks at the interface of this name.
///
/// # Errors
///
/// Where there is none, or one whose frames can't be read here.
pub fn look(name: &str) -> anyhow::Result<Interface> {
    let index = if_nametoindex(name).with_context(|| format!("there is no interface {name}"))?;
    let mut found = Interface { index, is_up: false, link_type: link::ETHERNET, addresses: Vec::new() };
    let entries = getifaddrs().context("the list of interfaces")?;
    for entry in entries.filter(|entry| entry.interface_name == name) {
        found.is_up = entry.flags.contains(InterfaceFlags::IFF_UP);
        let Some(address) = entry.address else { continue };
        if let Some(link) = address.as_link_addr() {
            let hardware = link.hatype();
            let Some(link_type) = link::of_hardware(hardware) else {
                bail!("interface {name} is of hardware type {hardware}, which can't be listened on");
            };
            found.link_type = link_type;
        } else if let Some(v4) = address.as_sockaddr_in() {
            found.addresses.push(IpNet::from(IpAddr::V4(v4.ip())));
        } else if let Some(v6) = address.as_sockaddr_in6()
            // Nobody on the internet reaches these; neighbours' chatter does.
            && !v6.ip().is_unicast_link_local()
        {
            found.addresses.push(IpNet::from(IpAddr::V6(v6.ip())));
        }
    }
    found.addresses.sort();
    Ok(found)
}
