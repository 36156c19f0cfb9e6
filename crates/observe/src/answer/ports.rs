//! A number for each port, without a hash for the ports that are nearly all of it.

use std::collections::BTreeMap;

use crate::port::Port;
use capture::proto;

/// A value for each (protocol, port).
#[derive(Debug)]
pub(crate) struct PortMap<T> {
    tcp: Vec<T>,
    udp: Vec<T>,
    other: BTreeMap<(u8, u16), T>,
}

impl<T: Clone + Default> PortMap<T> {
    pub(crate) fn new() -> Self {
        Self { tcp: vec![T::default(); 1 << 16], udp: vec![T::default(); 1 << 16], other: BTreeMap::new() }
    }

    /// The value's place.
    #[inline]
    pub(crate) fn at(&mut self, protocol: u8, port: u16) -> &mut T {
        match protocol {
            proto::TCP => &mut self.tcp[usize::from(port)],
            proto::UDP => &mut self.udp[usize::from(port)],
            _ => self.other.entry((protocol, port)).or_default(),
        }
    }

    /// All values, in the order of protocol and port.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Port, &T)> {
        fn dense<T>(protocol: u8, values: &[T]) -> impl Iterator<Item = (Port, &T)> {
            values.iter().enumerate().map(move |(port, value)| (Port::new(protocol, port as u16), value))
        }
        let other = self.other.iter().map(|((protocol, port), value)| (Port::new(*protocol, *port), value));
        dense(proto::TCP, &self.tcp).chain(dense(proto::UDP, &self.udp)).chain(other)
    }
}
