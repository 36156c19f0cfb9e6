//! A network of one wire for a test: the sensor in a namespace of its own at one end, the test at the other.
//!
//! Needs root and `ip`; where either is missing, the tests say that they leave themselves out.

use std::os::fd::AsRawFd;
use std::process::Command;

use netring::netns::NetNs;
use nix::ifaddrs::getifaddrs;
use nix::sys::socket::{AddressFamily, MsgFlags, SockFlag, SockType, bind, send, socket};

use crate::collector::Collector;

/// Two namespaces and the veth pair between them. All of it goes with the value.
#[derive(Debug)]
pub(crate) struct Wire {
    /// The sensor's.
    pub(crate) inside: String,
    /// Everybody else's.
    pub(crate) outside: String,
}

/// The sensor's interface, and the other end.
pub(crate) const INSIDE: &str = "listen0";
const OUTSIDE: &str = "world0";

/// The sensor's address, and that of the other end, where the collector is.
pub(crate) const SENSOR: [u8; 4] = [192, 0, 2, 10];
const HERE: &str = "192.0.2.1";

impl Wire {
    /// Lays a wire, where that is possible here.
    pub(crate) fn lay(test: &str) -> Option<Self> {
        let name = |end: &str| format!("hinomi-{test}-{}-{end}", std::process::id());
        if !rustix::process::geteuid().is_root() || Command::new("ip").arg("-V").output().is_err() {
            eprintln!("left out: {test} needs root and `ip`");
            return None;
        }
        let wire = Self { inside: name("in"), outside: name("out") };
        let Wire { inside, outside } = &wire;
        ip(&format!("netns add {inside}"));
        ip(&format!("netns add {outside}"));
        ip(&format!("-n {outside} link add {OUTSIDE} type veth peer name {INSIDE} netns {inside}"));
        ip(&format!("-n {outside} address add {HERE}/24 dev {OUTSIDE}"));
        ip(&format!("-n {outside} address add 2001:db8:1::1/64 dev {OUTSIDE} nodad"));
        ip(&format!("-n {outside} link set {OUTSIDE} up"));
        wire.in_the_sensor("link set lo up");
        wire.in_the_sensor(&format!("link set {INSIDE} address 02:00:00:00:00:10"));
        wire.in_the_sensor(&format!("address add 192.0.2.10/24 dev {INSIDE}"));
        wire.in_the_sensor(&format!("address add 2001:db8:1::10/64 dev {INSIDE} nodad"));
        wire.in_the_sensor(&format!("link set {INSIDE} up"));
        Some(wire)
    }

    /// Runs `ip` in the sensor's namespace.
    pub(crate) fn in_the_sensor(&self, arguments: &str) {
        ip(&format!("-n {} {arguments}", self.inside));
    }

    /// A collector at the other end.
    pub(crate) fn collector(&self) -> Collector {
        let outside = NetNs::from_name(&self.outside).unwrap();
        let listener = outside.run_in(|| std::net::TcpListener::bind((HERE, 0)).unwrap()).unwrap();
        Collector::start(listener)
    }

    /// Puts frames on the wire at the other end.
    pub(crate) fn send(&self, frames: &[Vec<u8>]) {
        let outside = NetNs::from_name(&self.outside).unwrap();
        let socket = outside.run_in(|| {
            let kind = (AddressFamily::Packet, SockType::Raw, SockFlag::empty());
            let socket = socket(kind.0, kind.1, kind.2, None).unwrap();
            let interface = getifaddrs().unwrap().find(|entry| {
                entry.interface_name == OUTSIDE
                    && entry.address.is_some_and(|address| address.as_link_addr().is_some())
            });
            bind(socket.as_raw_fd(), interface.unwrap().address.unwrap().as_link_addr().unwrap()).unwrap();
            socket
        });
        let socket = socket.unwrap();
        for frame in frames {
            let sent = send(socket.as_raw_fd(), frame, MsgFlags::empty()).unwrap();
            assert_eq!(sent, frame.len());
        }
    }

    /// What comes out of the sensor's end, from now on until it is asked for.
    pub(crate) fn overhear(&self) -> netring::Capture {
        let outside = NetNs::from_name(&self.outside).unwrap();
        netring::Capture::builder().interface(OUTSIDE).ignore_outgoing(true).netns(&outside).unwrap()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        for namespace in [&self.inside, &self.outside] {
            let _ = Command::new("ip").args(["netns", "delete", namespace]).output();
        }
    }
}

fn ip(arguments: &str) {
    let output = Command::new("ip").args(arguments.split(' ')).output().unwrap();
    assert!(output.status.success(), "ip {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}
