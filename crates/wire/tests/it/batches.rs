//! Batches of any kind.

use capture::{Class, Known, Packet};
use proptest::collection::vec;
use proptest::prelude::*;
use wire::{Batch, Cause, Loss, SensorId};

/// A number that is often one of a few, as most fields are.
fn number() -> impl Strategy<Value = u128> {
    prop_oneof![Just(0), 0..4_u128, Just(u128::MAX), any::<u128>()]
}

prop_compose! {
    fn packet()(
        numbers in proptest::array::uniform10(number()),
        proto in prop_oneof![Just(6_u8), Just(17), Just(1), Just(58), any::<u8>()],
        ts in prop_oneof![0..100_i64, any::<i64>()],
        ttl: u8,
        class in 0..3_usize,
        known in 0..128_u8,
    ) -> Packet<u128> {
        let [src, dst, sport, dport, seq, ip_id, window, length, flags, known_is_whole] = numbers;
        Packet {
            proto,
            dport: dport as u16,
            ts,
            sensor: 0,
            src,
            dst,
            sport: sport as u16,
            seq: seq as u32,
            ip_id: ip_id as u16,
            window: window as u16,
            length: length as u16,
            ttl,
            flags: flags as u8,
            class: Class::ALL[class],
            known: Known::from_bits(if known_is_whole == 0 { 127 } else { known }).unwrap_or_default(),
        }
    }
}

/// The same packet of the other family.
pub(crate) fn v4(p: &Packet<u128>) -> Packet<u32> {
    Packet {
        proto: p.proto,
        dport: p.dport,
        ts: p.ts,
        sensor: p.sensor,
        src: p.src as u32,
        dst: p.dst as u32,
        sport: p.sport,
        seq: p.seq,
        ip_id: p.ip_id,
        window: p.window,
        length: p.length,
        ttl: p.ttl,
        flags: p.flags,
        class: p.class,
        known: p.known,
    }
}

prop_compose! {
    fn loss()(cause in 0..5_usize, packets: u64, from_us: i64, until_us: i64) -> Loss {
        Loss { cause: Cause::ALL[cause], packets, from_us, until_us }
    }
}

fn packets() -> impl Strategy<Value = Vec<Packet<u128>>> {
    prop_oneof![
        vec(packet(), 0..4),
        vec(packet(), 0..200),
        // The same few again and again, in many.
        (vec(packet(), 1..9), 0..3000_usize).prop_map(|(few, times)| few
            .into_iter()
            .cycle()
            .take(times)
            .collect()),
    ]
}

prop_compose! {
    /// Any batch that can be.
    pub(crate) fn batch()(
        sensor: [u8; 16],
        first in 1..u64::MAX,
        times: [i64; 3],
        counts: [u64; 2],
        losses in vec(loss(), 0..5),
        v6 in packets(),
        four in packets(),
        contents in prop_oneof![Just(None), vec(vec(any::<u8>(), 0..40), 1..5).prop_map(Some)],
    ) -> Batch {
        let packets = four.len() + v6.len();
        let v4 = four.iter().map(v4).collect();
        let payloads = contents.map_or_else(Vec::new, |few| few.into_iter().cycle().take(packets).collect());
        let last = if packets == 0 { first.saturating_add(counts[0] % 9) } else { first };
        Batch {
            sensor: SensorId(sensor),
            first,
            last,
            made_us: times[0],
            from_us: times[1],
            until_us: times[2],
            losses,
            not_ip: counts[0],
            unreadable: counts[1],
            v4,
            v6,
            payloads,
        }
    }
}
