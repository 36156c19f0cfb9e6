//! The filter in the kernel: classic BPF (Linux, Documentation/networking/filter.rst), attached to the socket, so
//! that what is not the sensor's is not even copied.
//!
//! A packet passes when its destination is an own address, unless it goes to an ignored port, comes from an ignored
//! source, is what a peer answers, or is neighbour discovery. Of what passes, as many bytes as headers can have are handed out. Later
//! fragments have no ports: they pass.
//!
//! Written with labels and `ja` for far jumps, as a conditional jump reaches 255 instructions and lists of addresses
//! are longer.

use std::net::SocketAddr;

use ipnet::IpNet;
use netring::{BpfFilter, BpfInsn};

use super::own::Own;
use crate::config::{Port, Transport};
use crate::link;

const LOAD_WORD: u16 = 0x20;
const LOAD_HALF: u16 = 0x28;
const LOAD_BYTE: u16 = 0x30;
const LOAD_HALF_INDEXED: u16 = 0x48;
const LOAD_HEADER_LENGTH: u16 = 0xb1;
const AND: u16 = 0x54;
const EQUAL: u16 = 0x15;
const ANY_BIT: u16 = 0x45;
const JUMP: u16 = 0x05;
const RETURN: u16 = 0x06;

/// Bytes of headers that are handed out: Ethernet, two VLAN tags, IPv6 with extension headers, TCP. Less would cut
/// off a TCP header behind long IPv4 options; more only fills the ring.
const HEADERS: u32 = 160;

/// Where a family keeps what is asked for, in bytes from its IP header.
struct Layout {
    source: u32,
    destination: u32,
    protocol: u32,
}

const V4: Layout = Layout { source: 12, destination: 16, protocol: 9 };
const V6: Layout = Layout { source: 8, destination: 24, protocol: 6 };

/// The filter for an interface's link type. Of each packet that passes, `payload` bytes behind the headers come too.
///
/// # Errors
///
/// Where so much is named that the kernel takes no filter as long (4,096 instructions: some 300 networks).
pub fn program(link_type: u16, own: &Own, payload: usize) -> anyhow::Result<BpfFilter> {
    let pass = HEADERS + u32::try_from(payload)?;
    let mut code = Assembler::default();
    let (to_v4, to_v6) = (code.label(), code.label());
    let ip = if link_type == link::ETHERNET {
        code.load(LOAD_HALF, 12);
        code.jump_if(EQUAL, 0x0800, to_v4);
        code.jump_if(EQUAL, 0x86dd, to_v6);
        14
    } else {
        code.load(LOAD_BYTE, 0);
        code.add(AND, 0xf0);
        code.jump_if(EQUAL, 0x40, to_v4);
        code.jump_if(EQUAL, 0x60, to_v6);
        0
    };
    code.add(RETURN, 0);
    code.place(to_v4);
    family::<u32>(&mut code, ip, &V4, own, pass);
    code.place(to_v6);
    family::<u128>(&mut code, ip, &V6, own, pass);
    Ok(BpfFilter::new(code.finish()?)?)
}

/// An address as the words that a filter compares.
trait Family {
    /// The network's address and mask in words; none where it is of the other family.
    fn words(network: &IpNet) -> Option<Vec<(u32, u32)>>;
    const IS_V4: bool;
}

impl Family for u32 {
    const IS_V4: bool = true;

    fn words(network: &IpNet) -> Option<Vec<(u32, u32)>> {
        let IpNet::V4(network) = network else { return None };
        Some(vec![(network.network().to_bits(), network.netmask().to_bits())])
    }
}

impl Family for u128 {
    const IS_V4: bool = false;

    fn words(network: &IpNet) -> Option<Vec<(u32, u32)>> {
        let IpNet::V6(network) = network else { return None };
        let word = |bits: u128, n: u32| (bits >> (96 - 32 * n)) as u32;
        let (address, mask) = (network.network().to_bits(), network.netmask().to_bits());
        Some((0..4).map(|n| (word(address, n), word(mask, n))).collect())
    }
}

fn family<F: Family>(code: &mut Assembler, ip: u32, layout: &Layout, own: &Own, pass: u32) {
    let (ours, refuse, with_ports) = (code.label(), code.label(), code.label());
    for network in &own.addresses {
        match_network::<F>(code, ip + layout.destination, network, ours);
    }
    code.add(RETURN, 0);
    code.place(ours);
    for network in &own.ignore_sources {
        match_network::<F>(code, ip + layout.source, network, refuse);
    }
    // What has ports: TCP and UDP, unless it is a later fragment.
    if F::IS_V4 {
        let first = code.label();
        code.load(LOAD_HALF, ip + 6);
        code.jump_unless(ANY_BIT, 0x1fff, first);
        code.add(RETURN, pass);
        code.place(first);
        code.load(LOAD_HEADER_LENGTH, ip);
    } else {
        ignore_neighbours(code, ip, refuse);
    }
    code.load(LOAD_BYTE, ip + layout.protocol);
    code.jump_if(EQUAL, u32::from(capture::proto::TCP), with_ports);
    code.jump_if(EQUAL, u32::from(capture::proto::UDP), with_ports);
    code.add(RETURN, pass);
    code.place(with_ports);
    for port in &own.ignore_ports {
        ignore_port::<F>(code, ip, layout, *port, refuse);
    }
    for peer in own.peers.iter().filter(|peer| peer.is_ipv4() == F::IS_V4) {
        ignore_peer::<F>(code, ip, layout, peer, refuse);
    }
    code.add(RETURN, pass);
    code.place(refuse);
    code.add(RETURN, 0);
}

/// Neighbour discovery (RFC 4861): the machine's own, by its types and by a hop limit that nobody beyond the next
/// router can send with.
fn ignore_neighbours(code: &mut Assembler, ip: u32, refuse: Label) {
    const HOP_LIMIT: u32 = 7;
    const FROM_HERE: u32 = 255;
    let next = code.label();
    code.load(LOAD_BYTE, ip + V6.protocol);
    code.jump_unless(EQUAL, u32::from(capture::proto::ICMPV6), next);
    code.load(LOAD_BYTE, ip + HOP_LIMIT);
    code.jump_unless(EQUAL, FROM_HERE, next);
    code.load(LOAD_BYTE, ip + 40);
    for kind in 133..=137 {
        code.jump_if(EQUAL, kind, refuse);
    }
    code.place(next);
}

/// To `target`, when the address at `at` is in the network.
fn match_network<F: Family>(code: &mut Assembler, at: u32, network: &IpNet, target: Label) {
    let Some(words) = F::words(network) else { return };
    let next = code.label();
    for (n, (address, mask)) in words.into_iter().enumerate() {
        if mask == 0 {
            continue;
        }
        code.load(LOAD_WORD, at + 4 * n as u32);
        if mask != u32::MAX {
            code.add(AND, mask);
        }
        code.jump_unless(EQUAL, address, next);
    }
    code.jump(target);
    code.place(next);
}

fn load_port<F: Family>(code: &mut Assembler, ip: u32, offset: u32) {
    if F::IS_V4 {
        code.load(LOAD_HALF_INDEXED, ip + offset);
    } else {
        code.load(LOAD_HALF, ip + 40 + offset);
    }
}

fn ignore_port<F: Family>(code: &mut Assembler, ip: u32, layout: &Layout, port: Port, refuse: Label) {
    let next = code.label();
    if let Some(transport) = port.transport {
        let protocol = match transport {
            Transport::Tcp => capture::proto::TCP,
            Transport::Udp => capture::proto::UDP,
        };
        code.load(LOAD_BYTE, ip + layout.protocol);
        code.jump_unless(EQUAL, u32::from(protocol), next);
    }
    load_port::<F>(code, ip, 2);
    code.jump_if(EQUAL, u32::from(port.number), refuse);
    code.place(next);
}

fn ignore_peer<F: Family>(code: &mut Assembler, ip: u32, layout: &Layout, peer: &SocketAddr, refuse: Label) {
    let (next, from_peer) = (code.label(), code.label());
    match_network::<F>(code, ip + layout.source, &IpNet::from(peer.ip()), from_peer);
    code.jump(next);
    code.place(from_peer);
    load_port::<F>(code, ip, 0);
    code.jump_if(EQUAL, u32::from(peer.port()), refuse);
    code.place(next);
}

/// A place in the program that is jumped to.
#[derive(Debug, Clone, Copy)]
struct Label(usize);

/// A program that is being written. Jumps are written as jumps to labels and given their distance at the end.
#[derive(Debug, Default)]
struct Assembler {
    code: Vec<BpfInsn>,
    /// Instructions that jump, and where to.
    jumps: Vec<(usize, Label)>,
    /// Where labels are.
    labels: Vec<Option<usize>>,
}

impl Assembler {
    fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    fn place(&mut self, label: Label) {
        self.labels[label.0] = Some(self.code.len());
    }

    fn add(&mut self, code: u16, k: u32) {
        self.code.push(BpfInsn { code, jt: 0, jf: 0, k });
    }

    fn load(&mut self, how: u16, at: u32) {
        self.add(how, at);
    }

    fn jump(&mut self, target: Label) {
        self.jumps.push((self.code.len(), target));
        self.add(JUMP, 0);
    }

    fn jump_if(&mut self, test: u16, k: u32, target: Label) {
        self.code.push(BpfInsn { code: test, jt: 0, jf: 1, k });
        self.jump(target);
    }

    fn jump_unless(&mut self, test: u16, k: u32, target: Label) {
        self.code.push(BpfInsn { code: test, jt: 1, jf: 0, k });
        self.jump(target);
    }

    fn finish(mut self) -> anyhow::Result<Vec<BpfInsn>> {
        for (at, target) in self.jumps {
            // Filters only jump forward: the kernel takes no others.
            let distance = self.labels[target.0].and_then(|to| to.checked_sub(at + 1));
            let distance = distance.ok_or_else(|| anyhow::anyhow!("the filter jumps backward"))?;
            self.code[at].k = u32::try_from(distance)?;
        }
        Ok(self.code)
    }
}

#[cfg(test)]
mod tests;
