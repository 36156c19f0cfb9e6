//! A network for a test: three sensors, the world at one end of each, their collector at the other.
//!
//! ```text
//! world   w0 ---- listen0   sensor 0   home0 ---- c0   collector
//! world   w1 ---- listen0   sensor 1   home0 ---- c1   collector    (a network namespace for each machine)
//! world   w2 ---- listen0   sensor 2   home0 ---- c2   collector
//! ```
//!
//! Needs root, `ip` and `nft`; where one is missing, the tests say that they leave themselves out.

use std::io::Write;
use std::net::Ipv4Addr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::process::{Command, Stdio};
use std::time::Duration;

use netring::Capture;
use netring::netns::NetNs;
use nix::ifaddrs::getifaddrs;
use nix::sys::socket::{AddressFamily, MsgFlags, SockFlag, SockType, bind, send, socket};

use super::capture::to;

pub const SENSORS: u8 = 3;

/// The machines. All of it goes with the value.
#[derive(Debug)]
pub struct Network {
    pub world: String,
    pub collector: String,
    pub sensors: Vec<String>,
}

/// A wire's end in the world, to send on.
#[derive(Debug)]
pub struct End(OwnedFd);

impl Network {
    /// Lays it, where that is possible here.
    pub fn lay(test: &str) -> Option<Self> {
        let there = |program: &str| Command::new(program).arg("-V").output().is_ok();
        if !rustix::process::geteuid().is_root() || !there("ip") || !there("nft") {
            println!("LEFT OUT: {test} needs root, `ip` and `nft`");
            return None;
        }
        let name = |end: &str| format!("hinomi-{test}-{}-{end}", std::process::id());
        let sensors = (0..SENSORS).map(|n| name(&n.to_string())).collect();
        let network = Self { world: name("world"), collector: name("collector"), sensors };
        let Self { world, collector, .. } = &network;
        for machine in [world, collector] {
            ip(&format!("netns add {machine}"));
            ip(&format!("-n {machine} link set lo up"));
        }
        for (n, sensor) in network.sensors.iter().enumerate() {
            let to = to(n as u8);
            ip(&format!("netns add {sensor}"));
            ip(&format!("-n {sensor} link set lo up"));
            ip(&format!("-n {world} link add w{n} type veth peer name listen0 netns {sensor}"));
            ip(&format!("-n {collector} link add c{n} type veth peer name home0 netns {sensor}"));
            ip(&format!("-n {world} link set w{n} up"));
            ip(&format!("-n {collector} address add {}/30 dev c{n}", Self::home(n as u8)));
            ip(&format!("-n {collector} link set c{n} up"));
            ip(&format!("-n {sensor} link set listen0 address 02:00:00:00:00:10"));
            ip(&format!("-n {sensor} address add {}/24 dev listen0", to.v4));
            ip(&format!("-n {sensor} address add {}/64 dev listen0 nodad", to.v6));
            ip(&format!("-n {sensor} link set listen0 up"));
            ip(&format!("-n {sensor} address add 203.0.113.{}/30 dev home0", 4 * n + 2));
            ip(&format!("-n {sensor} link set home0 up"));
            // An answer would find its way, if there were one.
            ip(&format!("-n {sensor} route add default dev listen0"));
            ip(&format!("-n {sensor} -6 route add default dev listen0"));
        }
        Some(network)
    }

    /// The collector's address as sensor `n` reaches it.
    pub fn home(n: u8) -> Ipv4Addr {
        Ipv4Addr::new(203, 0, 113, 4 * n + 1)
    }

    /// Loads rules into the firewall of a machine.
    pub fn firewall(namespace: &str, rules: &str) {
        let mut nft = Command::new("ip");
        nft.args(["netns", "exec", namespace, "nft", "-f", "-"]).stdin(Stdio::piped());
        let mut nft = nft.spawn().unwrap();
        nft.stdin.take().unwrap().write_all(rules.as_bytes()).unwrap();
        assert!(nft.wait().unwrap().success());
    }

    /// The end of sensor `n`'s wire.
    pub fn end(&self, n: u8) -> End {
        let world = NetNs::from_name(&self.world).unwrap();
        let socket = world.run_in(|| {
            let kind = (AddressFamily::Packet, SockType::Raw, SockFlag::empty());
            let socket = socket(kind.0, kind.1, kind.2, None).unwrap();
            let interface = getifaddrs().unwrap().find(|entry| {
                let is_link = entry.address.is_some_and(|address| address.as_link_addr().is_some());
                entry.interface_name == format!("w{n}") && is_link
            });
            bind(socket.as_raw_fd(), interface.unwrap().address.unwrap().as_link_addr().unwrap()).unwrap();
            socket
        });
        End(socket.unwrap())
    }

    /// What comes out of sensor `n`, from now on until it is asked for.
    pub fn overhear(&self, n: u8) -> Capture {
        let world = NetNs::from_name(&self.world).unwrap();
        Capture::builder().interface(&format!("w{n}")).ignore_outgoing(true).netns(&world).unwrap()
    }
}

impl End {
    /// Puts a frame on the wire.
    pub fn send(&self, frame: &[u8]) {
        assert_eq!(send(self.0.as_raw_fd(), frame, MsgFlags::empty()).unwrap(), frame.len());
    }
}

/// Frames that were overheard, but for the neighbour discovery (RFC 4861) and the reports of multicast groups
/// (RFC 3810) by which a machine with IPv6 tells of itself.
pub fn answers(overheard: &mut Capture) -> Vec<Vec<u8>> {
    let mut answers = Vec::new();
    while let Some(block) = overheard.next_batch_blocking(Duration::from_millis(300)).unwrap() {
        for packet in &block {
            let frame = packet.data();
            let neighbourly = |kind: u8| matches!(kind, 133..=136 | 143);
            let is_v6 = frame[12..14] == [0x86, 0xdd];
            let is_neighbourly = is_v6
                && (frame[20] == 58 && neighbourly(frame[54]) || frame[20] == 0 && neighbourly(frame[62]));
            if !is_neighbourly {
                answers.push(frame.to_vec());
            }
        }
    }
    answers
}

impl Drop for Network {
    fn drop(&mut self) {
        for namespace in self.sensors.iter().chain([&self.world, &self.collector]) {
            let _ = Command::new("ip").args(["netns", "delete", namespace]).output();
        }
    }
}

/// Runs `ip`.
pub fn ip(arguments: &str) {
    let output = Command::new("ip").args(arguments.split(' ')).output().unwrap();
    assert!(output.status.success(), "ip {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}
