//! Link types that interfaces have, as `capture` knows them (`LINKTYPE_` numbers of tcpdump.org).

/// Ethernet, and the loopback interface, which looks like it.
pub const ETHERNET: u16 = 1;

/// No link header: a tunnel.
pub const RAW: u16 = 101;

/// The link type of an interface by its hardware type (`ARPHRD_` numbers of if_arp.h); none where what it hands out
/// is not known here.
pub fn of_hardware(hardware: u16) -> Option<u16> {
    match hardware {
        // Ethernet, loopback.
        1 | 772 => Some(ETHERNET),
        // Tunnels: IP in IP, IPv6 in IPv6, raw IP, and those with no header at all (tun).
        768 | 769 | 519 | 65534 => Some(RAW),
        _ => None,
    }
}
