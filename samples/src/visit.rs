//! One source calls at one sensor: which packets that makes, with the headers that such senders have.

use crate::packet::{Body, Options, Packet};
use crate::random::{Random, hash};
use crate::story::{What, Who};

const SYN: u8 = 0x02;
const RST: u8 = 0x04;
const ACK: u8 = 0x10;

/// One source at one sensor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) what: What,
    pub(crate) who: Who,
    pub(crate) src: u32,
    pub(crate) dst: u32,
    /// Microseconds since the epoch.
    pub(crate) ts: i64,
}

/// Of 20 visits, how many have at least one, two, three, four packets.
const fn sizes(who: Who) -> [u32; 4] {
    match who {
        // Windows sends a SYN three times when nobody answers; not every worm waits for it.
        Who::Worm => [20, 13, 8, 0],
        Who::Scanner => [20, 6, 2, 0],
        Who::Spammer => [20, 8, 0, 0],
        Who::Forged => [20, 0, 0, 0],
        // A server repeats its SYN-ACK.
        Who::Victim => [20, 12, 8, 4],
    }
}

/// Twentieths of a packet that a visit has on average: what a level is divided by to get visits.
pub(crate) const fn mean_size(who: Who) -> u32 {
    let [a, b, c, d] = sizes(who);
    a + b + c + d
}

/// How a host sends: the same for all its packets.
#[derive(Debug, Clone, Copy)]
struct Stack {
    first_ttl: u8,
    window: u16,
    options: Options,
    /// Port and IP identification that a tool's own packets always have.
    fixed: Option<(u16, u16)>,
}

impl Visit {
    /// Draws the packets of the visit, in order of time.
    pub(crate) fn packets(&self, random: &mut Random, packets: &mut Vec<Packet>) {
        let roll = random.below(20);
        let count = sizes(self.who).into_iter().filter(|&at_least| roll < at_least).count();
        let stack = self.stack();
        let hops = 6 + (hash(&[u64::from(self.src), u64::from(self.dst) >> 8]) % 17) as u8;
        let first_id = random.next() as u16;
        let body = self.body(stack, random);
        let mut ts = self.ts;
        for number in 0..count {
            if number > 0 {
                ts += self.pause(number as u32) + i64::from(random.below(60_000));
            }
            let id = stack.fixed.map_or(first_id.wrapping_add(number as u16 * 3), |(_, id)| id);
            let ttl = stack.first_ttl - hops;
            packets.push(Packet { ts, src: self.src, dst: self.dst, ttl, id, body });
        }
    }

    /// Microseconds before the visit's packet with this number, without jitter.
    fn pause(&self, number: u32) -> i64 {
        match self.what {
            // TCP repeats after 3, 6, 12 seconds (RFC 2988's first timeout, doubled).
            What::Tcp(_) | What::AnyTcp | What::SynAck(_) => 3_000_000 << (number - 1),
            _ => 1_500_000,
        }
    }

    fn stack(&self) -> Stack {
        let host = hash(&[u64::from(self.src), 11]);
        // Common then: Ethernet, PPPoE, and PPPoE on the regional networks of NTT.
        let segment = [1460, 1452, 1414, 1414][(host % 4) as usize];
        let windows = Stack {
            first_ttl: 128,
            window: [65_535, 16_384, 64_240, 8_192][(host >> 8) as usize % 4],
            options: Options::Windows { segment },
            fixed: None,
        };
        let linux = Stack {
            first_ttl: 64,
            window: 5_840,
            options: Options::Linux { segment, clock: (host >> 20) as u32 },
            fixed: None,
        };
        // A scanner of the time whose packets are always from port 6000, with identification 256.
        let tool = Stack { first_ttl: 128, window: 16_384, options: Options::None, fixed: Some((6000, 256)) };
        match self.who {
            Who::Worm | Who::Forged => windows,
            Who::Spammer => linux,
            Who::Scanner => match (host >> 32) % 10 {
                0..4 => tool,
                4..8 => linux,
                _ => windows,
            },
            Who::Victim => Stack { options: Options::None, ..linux },
        }
    }

    fn body(&self, stack: Stack, random: &mut Random) -> Body {
        let sport = stack.fixed.map_or_else(|| random.between(1024, 4999) as u16, |(port, _)| port);
        let syn = |dport, random: &mut Random| Body::Tcp {
            sport,
            dport,
            seq: random.next() as u32,
            ack: 0,
            flags: SYN,
            window: stack.window,
            options: stack.options,
        };
        let answer = |sport, flags, random: &mut Random| Body::Tcp {
            sport,
            dport: forged_port(random),
            seq: if flags & RST != 0 { 0 } else { random.next() as u32 },
            ack: random.next() as u32,
            flags,
            window: if flags & RST != 0 { 0 } else { stack.window },
            options: Options::None,
        };
        match self.what {
            What::Tcp(port) => syn(port, random),
            What::AnyTcp => syn(rare_port(random), random),
            What::Udp(dport, least, most) => {
                let payload = random.between(u32::from(least), u32::from(most)) as u16;
                Body::Udp { sport, dport, payload }
            }
            What::AnyUdp => {
                Body::Udp { sport, dport: rare_port(random), payload: random.between(10, 300) as u16 }
            }
            What::Echo(payload) => Body::Echo { id: 512, seq: random.next() as u16, payload },
            What::SynAck(port) => answer(port, SYN | ACK, random),
            What::Reset(port) => answer(port, RST | ACK, random),
            What::LoneAck(port) => answer(port, ACK, random),
            What::IcmpError(kind) => Body::IcmpError {
                kind,
                // Host, port, or by order unreachable; a time exceeded has only code 0.
                code: if kind == 3 { random.pick([1, 3, 10, 13]) } else { 0 },
                victim: self.src ^ 0x0101,
                sport: forged_port(random),
                dport: forged_port(random),
            },
        }
    }
}

/// Ports of the tail and of backscatter lie above this one, so that they never mix with a story's port.
const RARE_FROM: u32 = 40_000;

/// A port that few ask for: some again and again, most once.
fn rare_port(random: &mut Random) -> u16 {
    let favourite = u64::from(random.skewed(5000));
    (RARE_FROM + (hash(&[favourite, 13]) % 25_000) as u32) as u16
}

/// The port that a flooder forged as its own.
fn forged_port(random: &mut Random) -> u16 {
    (RARE_FROM + random.below(25_000)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_have_their_mean_size() {
        for who in [Who::Worm, Who::Scanner, Who::Spammer, Who::Forged, Who::Victim] {
            let visit = Visit { what: What::Tcp(80), who, src: 0x0a01_0203, dst: 0xc000_0211, ts: 0 };
            let mut random = Random::of(&[who as u64]);
            let mut packets = Vec::new();
            for _ in 0..10_000 {
                visit.packets(&mut random, &mut packets);
            }
            let mean = packets.len() as f64 / 10_000.0;
            let expected = f64::from(mean_size(who)) / 20.0;
            assert!((mean / expected - 1.0).abs() < 0.03, "{who:?}: {mean} of {expected}");
        }
    }
}
