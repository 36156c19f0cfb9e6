//! All packets in the lake's order: each shard sends a day's in order, and they are merged here.

use std::collections::BTreeSet;

use capture::{Known, Packet};

use super::row_binary::{Rows, Values, one_u16};
use super::view::{ClusterView, class, counts};
use crate::lake::{LakeError, Row, ranks};

/// Calls `each` for all packets.
pub(super) fn each(view: &ClusterView, each: &mut dyn FnMut(Row)) -> Result<(), LakeError> {
    if view.packets.newest == 0 {
        return Ok(());
    }
    let (table, counted) = (view.servers.table("packets_local"), counts("load", &view.packets));
    let mut days = BTreeSet::new();
    for rows in view.ask(&format!("SELECT DISTINCT toUInt16(day) FROM {table} WHERE {counted}"))? {
        rows.each(one_u16, |day| {
            days.insert(day);
            Ok(())
        })?;
    }
    let ranks = ranks(&view.names.all());
    for day in days {
        // The order of the lake's rows; the server compares names and addresses byte by byte, as we do.
        let sql = format!(
            "SELECT proto, dport, ts, sensor, six, src, src6, dst, dst6, sport, seq, ip_id, window, length, \
                 ttl, flags, class, known FROM {table} WHERE day = toDate({day}) AND {counted} \
                 ORDER BY proto, dport, ts, sensor, six, src, src6, dst, dst6, sport, seq, ip_id, window, length, \
                 ttl, flags, class, known"
        );
        let mut shards = view.ask(&sql)?;
        let mut heads = Vec::with_capacity(shards.len());
        for rows in &mut shards {
            heads.push(packet(view, rows)?);
        }
        loop {
            let first = heads.iter().enumerate().filter_map(|(shard, head)| Some((shard, head.as_ref()?)));
            let Some((shard, row)) = first.min_by(|a, b| a.1.order(b.1, &ranks)) else { break };
            each(*row);
            heads[shard] = packet(view, &mut shards[shard])?;
        }
    }
    Ok(())
}

/// The next packet of an answer to `View::rows`.
fn packet(view: &ClusterView, rows: &mut Rows) -> Result<Option<Row>, LakeError> {
    let read = |v: &mut Values<'_>| {
        let (proto, dport, ts, sensor) = (v.u8()?, v.u16()?, v.i64()?, view.number(v)?);
        let six = v.u8()? == 1;
        let (src, src6, dst, dst6) = (v.u32()?, v.address()?, v.u32()?, v.address()?);
        let (sport, seq, ip_id, window, length) = (v.u16()?, v.u32()?, v.u16()?, v.u16()?, v.u16()?);
        let (ttl, flags, class, known) = (v.u8()?, v.u8()?, class(v)?, Known::from_bits(v.u8()?));
        let known = known.unwrap_or_default();
        let four = Packet {
            proto,
            dport,
            ts,
            sensor: sensor.unwrap_or(0),
            src,
            dst,
            sport,
            seq,
            ip_id,
            window,
            length,
            ttl,
            flags,
            class,
            known,
        };
        let row = if six { Row::V6(with_addresses(four, src6, dst6)) } else { Row::V4(four) };
        Some((row, sensor))
    };
    let Some((row, sensor)) = rows.next(read)? else { return Ok(None) };
    view.sensor(rows, sensor)?;
    Ok(Some(row))
}

/// The same packet with addresses of IPv6.
fn with_addresses(packet: Packet<u32>, src: u128, dst: u128) -> Packet<u128> {
    let Packet {
        proto, dport, ts, sensor, sport, seq, ip_id, window, length, ttl, flags, class, known, ..
    } = packet;
    Packet { proto, dport, ts, sensor, src, dst, sport, seq, ip_id, window, length, ttl, flags, class, known }
}
