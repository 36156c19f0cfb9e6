//! Which addresses are nobody's business to fetch from.
//!
//! The lists are the special-purpose registries (RFC 6890 and its successors) as far as an address there is not
//! somewhere on the public internet. For IPv6 the rule is the other way round: only global unicast (2000::/3) is
//! public at all. An IPv4 address that is wrapped into an IPv6 one is taken out and judged as itself.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Why an address is not fetched from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// This machine itself.
    Loopback,
    /// No address of a host: `0.0.0.0/8`, `::`.
    Unspecified,
    /// An organisation's inside: RFC 1918, unique local addresses, site-local addresses.
    Private,
    /// The inside of a provider's translation (RFC 6598).
    SharedByProvider,
    /// Only on the same wire; among them the metadata services of clouds.
    LinkLocal,
    /// More than one host.
    Multicast,
    /// For books.
    Documentation,
    /// For measuring devices (RFC 2544, RFC 5180).
    Benchmark,
    /// Kept for protocols or for later.
    Reserved,
    /// A tunnel whose other end can't be judged.
    Tunnel,
    /// The organisation's own list.
    OwnList,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "loopback",
            Self::Unspecified => "unspecified",
            Self::Private => "private",
            Self::SharedByProvider => "shared by a provider",
            Self::LinkLocal => "link-local",
            Self::Multicast => "multicast",
            Self::Documentation => "for documentation",
            Self::Benchmark => "for benchmarks",
            Self::Reserved => "reserved",
            Self::Tunnel => "a tunnel",
            Self::OwnList => "on the organisation's list",
        })
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(a: u16, b: u16, c: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), prefix)
}

/// A line taken out of here opens that network to every URL that a stranger sends.
const V4: &[(Ipv4Net, Denied)] = &[
    (v4(0, 0, 0, 0, 8), Denied::Unspecified),
    (v4(10, 0, 0, 0, 8), Denied::Private),
    (v4(100, 64, 0, 0, 10), Denied::SharedByProvider),
    (v4(127, 0, 0, 0, 8), Denied::Loopback),
    (v4(169, 254, 0, 0, 16), Denied::LinkLocal),
    (v4(172, 16, 0, 0, 12), Denied::Private),
    (v4(192, 0, 0, 0, 24), Denied::Reserved),
    (v4(192, 0, 2, 0, 24), Denied::Documentation),
    (v4(192, 88, 99, 0, 24), Denied::Tunnel),
    (v4(192, 168, 0, 0, 16), Denied::Private),
    (v4(198, 18, 0, 0, 15), Denied::Benchmark),
    (v4(198, 51, 100, 0, 24), Denied::Documentation),
    (v4(203, 0, 113, 0, 24), Denied::Documentation),
    (v4(224, 0, 0, 0, 4), Denied::Multicast),
    (v4(240, 0, 0, 0, 4), Denied::Reserved),
];

/// Likewise, within and without global unicast; the first that fits tells why.
const V6: &[(Ipv6Net, Denied)] = &[
    (v6(0x2001, 0, 0, 32), Denied::Tunnel),
    (v6(0x2001, 2, 0, 48), Denied::Benchmark),
    (v6(0x2001, 0, 0, 23), Denied::Reserved),
    (v6(0x2001, 0xdb8, 0, 32), Denied::Documentation),
    (v6(0x3fff, 0, 0, 20), Denied::Documentation),
    (v6(0xfc00, 0, 0, 7), Denied::Private),
    (v6(0xfe80, 0, 0, 10), Denied::LinkLocal),
    (v6(0xfec0, 0, 0, 10), Denied::Private),
    (v6(0xff00, 0, 0, 8), Denied::Multicast),
];

/// NAT64's well-known prefix (RFC 6052): the last 32 bits are an IPv4 address.
const NAT64: Ipv6Net = v6(0x64, 0xff9b, 0, 96);
/// 6to4 (RFC 3056): bits 16 to 47 are an IPv4 address.
const SIX_TO_FOUR: Ipv6Net = v6(0x2002, 0, 0, 16);
/// All that is public in IPv6.
const GLOBAL_UNICAST: Ipv6Net = v6(0x2000, 0, 0, 3);

/// Why nothing is fetched from `address`; none, if it may be. `allow` goes before everything, then `deny`.
pub(crate) fn judge(address: IpAddr, allow: &[IpNet], deny: &[IpNet]) -> Option<Denied> {
    let address = address.to_canonical();
    if allow.iter().any(|net| net.contains(&address)) {
        return None;
    }
    if deny.iter().any(|net| net.contains(&address)) {
        return Some(Denied::OwnList);
    }
    match address {
        IpAddr::V4(v4) => judge_v4(v4),
        IpAddr::V6(v6) => match within(v6) {
            // The list of the organisation may name what is inside; that it allows it does not open the tunnel.
            Some(inside) if deny.iter().any(|net| net.contains(&IpAddr::V4(inside))) => Some(Denied::OwnList),
            Some(inside) => judge_v4(inside),
            None => judge_v6(v6),
        },
    }
}

fn judge_v4(address: Ipv4Addr) -> Option<Denied> {
    V4.iter().find(|(net, _)| net.contains(&address)).map(|(_, why)| *why)
}

fn judge_v6(address: Ipv6Addr) -> Option<Denied> {
    if address.is_loopback() {
        return Some(Denied::Loopback);
    }
    if address.is_unspecified() {
        return Some(Denied::Unspecified);
    }
    let listed = V6.iter().find(|(net, _)| net.contains(&address)).map(|(_, why)| *why);
    // What is left outside global unicast: IPv4-compatible addresses, local NAT64, discard-only, segment routing.
    listed.or_else(|| (!GLOBAL_UNICAST.contains(&address)).then_some(Denied::Reserved))
}

/// The IPv4 address that an IPv6 address leads to.
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let bits = address.to_bits();
    let inside = if NAT64.contains(&address) {
        bits
    } else if SIX_TO_FOUR.contains(&address) {
        bits >> 80
    } else {
        return None;
    };
    u32::try_from(inside & u128::from(u32::MAX)).ok().map(Ipv4Addr::from_bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expect: Option<Denied>) {
        assert_eq!(judge(address.parse().unwrap(), &[], &[]), expect, "{address}");
    }

    #[test]
    fn every_special_network_at_its_edges() {
        for (address, expect) in [
            ("0.0.0.0", Some(Denied::Unspecified)),
            ("1.0.0.0", None),
            ("9.255.255.255", None),
            ("10.0.0.0", Some(Denied::Private)),
            ("10.255.255.255", Some(Denied::Private)),
            ("100.63.255.255", None),
            ("100.64.0.0", Some(Denied::SharedByProvider)),
            ("100.127.255.255", Some(Denied::SharedByProvider)),
            ("100.128.0.0", None),
            ("127.0.0.1", Some(Denied::Loopback)),
            ("127.255.255.254", Some(Denied::Loopback)),
            ("169.254.169.254", Some(Denied::LinkLocal)),
            ("172.15.255.255", None),
            ("172.16.0.1", Some(Denied::Private)),
            ("172.31.255.255", Some(Denied::Private)),
            ("172.32.0.0", None),
            ("192.0.0.170", Some(Denied::Reserved)),
            ("192.0.1.1", None),
            ("192.0.2.1", Some(Denied::Documentation)),
            ("192.88.99.1", Some(Denied::Tunnel)),
            ("192.168.255.255", Some(Denied::Private)),
            ("198.17.255.255", None),
            ("198.18.0.1", Some(Denied::Benchmark)),
            ("198.19.255.255", Some(Denied::Benchmark)),
            ("198.20.0.0", None),
            ("198.51.100.1", Some(Denied::Documentation)),
            ("203.0.113.255", Some(Denied::Documentation)),
            ("223.255.255.255", None),
            ("224.0.0.1", Some(Denied::Multicast)),
            ("240.0.0.1", Some(Denied::Reserved)),
            ("255.255.255.255", Some(Denied::Reserved)),
        ] {
            check(address, expect);
        }
    }

    #[test]
    fn in_ipv6_only_global_unicast_and_what_it_wraps_is_judged_inside() {
        for (address, expect) in [
            ("::", Some(Denied::Unspecified)),
            ("::1", Some(Denied::Loopback)),
            // Compatible, of whatever address.
            ("::7f00:1", Some(Denied::Reserved)),
            ("::808:808", Some(Denied::Reserved)),
            // Mapped.
            ("::ffff:127.0.0.1", Some(Denied::Loopback)),
            ("::ffff:169.254.169.254", Some(Denied::LinkLocal)),
            ("::ffff:1.2.3.4", None),
            // NAT64, well-known and local.
            ("64:ff9b::10.0.0.1", Some(Denied::Private)),
            ("64:ff9b::1.2.3.4", None),
            ("64:ff9b:1::1.2.3.4", Some(Denied::Reserved)),
            // 6to4.
            ("2002:7f00:1::1", Some(Denied::Loopback)),
            ("2002:a9fe:a9fe::", Some(Denied::LinkLocal)),
            ("2002:102:304::1", None),
            // Teredo.
            ("2001:0:4136:e378:8000:63bf:3fff:fdd2", Some(Denied::Tunnel)),
            ("2001:2::1", Some(Denied::Benchmark)),
            ("2001:20::1", Some(Denied::Reserved)),
            ("2001:200::1", None),
            ("2001:db8::1", Some(Denied::Documentation)),
            ("3fff:fff::1", Some(Denied::Documentation)),
            ("3fff:1000::1", None),
            ("100::1", Some(Denied::Reserved)),
            ("4000::1", Some(Denied::Reserved)),
            ("5f00::1", Some(Denied::Reserved)),
            ("fc00::1", Some(Denied::Private)),
            ("fdff::1", Some(Denied::Private)),
            ("fe80::1", Some(Denied::LinkLocal)),
            ("febf::1", Some(Denied::LinkLocal)),
            ("fec0::1", Some(Denied::Private)),
            ("ff02::1", Some(Denied::Multicast)),
        ] {
            check(address, expect);
        }
    }

    #[test]
    fn own_lists_open_and_close() {
        let allow = ["10.1.0.0/16".parse().unwrap()];
        let deny = ["1.2.0.0/16".parse().unwrap()];
        for (address, expect) in [
            ("10.1.2.3", None),
            ("::ffff:10.1.2.3", None),
            ("64:ff9b::10.1.2.3", Some(Denied::Private)),
            ("10.2.0.1", Some(Denied::Private)),
            ("1.2.3.4", Some(Denied::OwnList)),
            ("64:ff9b::1.2.3.4", Some(Denied::OwnList)),
            ("1.3.0.0", None),
        ] {
            assert_eq!(judge(address.parse().unwrap(), &allow, &deny), expect, "{address}");
        }
    }
}
