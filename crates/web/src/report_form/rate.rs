//! How often one client may send: a token bucket each, in memory, bounded.
//!
//! A restart forgets; that is no loss, as each report is bounded by itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use jiff::Timestamp;

/// Reports that may come at once: an organisation behind one address that reports a wave.
const BURST: f64 = 10.0;
/// Seconds until another may come.
const SECONDS_EACH: f64 = 60.0;
/// Clients remembered at most. More would let a flood of addresses eat memory; past it, the one that was heard
/// longest ago is forgotten.
const MOST_CLIENTS: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

/// The buckets of all clients.
#[derive(Debug, Default)]
pub(crate) struct Rate(Mutex<HashMap<Option<IpAddr>, Bucket>>);

/// What is counted as one client: an IPv4 address, or an IPv6 network of one site (RFC 6177).
fn client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => std::net::Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> 64)).into(),
    }
}

impl Rate {
    /// Takes one; or says in how many seconds there will be one.
    pub(crate) fn take(&self, address: Option<IpAddr>, now: Timestamp) -> Result<(), u64> {
        // A thread that panicked while it held this has left numbers, which are as good as any.
        let mut buckets = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let key = address.map(client);
        if buckets.len() >= MOST_CLIENTS && !buckets.contains_key(&key) {
            forget(&mut buckets, now);
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: BURST, at: now });
        let passed = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        bucket.tokens = (bucket.tokens + passed / SECONDS_EACH).min(BURST);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        Err(((1.0 - bucket.tokens) * SECONDS_EACH).ceil().max(1.0) as u64)
    }
}

/// Forgets all whose bucket is full again; where none is, the one that was heard longest ago.
fn forget(buckets: &mut HashMap<Option<IpAddr>, Bucket>, now: Timestamp) {
    buckets.retain(|_, bucket| {
        bucket.tokens + now.duration_since(bucket.at).as_secs_f64() / SECONDS_EACH < BURST
    });
    if buckets.len() >= MOST_CLIENTS
        && let Some(oldest) = buckets.iter().min_by_key(|(_, bucket)| bucket.at).map(|(key, _)| *key)
    {
        buckets.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + second.seconds()
    }

    #[test]
    fn ten_at_once_and_then_one_a_minute() {
        let rate = Rate::default();
        let address: Option<IpAddr> = Some("192.0.2.1".parse().unwrap());
        for _ in 0..10 {
            rate.take(address, at(0)).unwrap();
        }
        assert_eq!(rate.take(address, at(0)), Err(60));
        assert_eq!(rate.take(address, at(45)), Err(15));
        rate.take(Some("192.0.2.2".parse().unwrap()), at(45)).unwrap();
        rate.take(address, at(61)).unwrap();
        assert!(rate.take(address, at(62)).is_err());
        // A clock that goes back gives nothing, and takes nothing.
        assert!(rate.take(address, at(0)).is_err());
    }

    #[test]
    fn a_site_of_ipv6_is_one_client() {
        let rate = Rate::default();
        for host in 1..=10 {
            rate.take(Some(format!("2001:db8::{host:x}").parse().unwrap()), at(0)).unwrap();
        }
        assert!(rate.take(Some("2001:db8::ffff".parse().unwrap()), at(0)).is_err());
        rate.take(Some("2001:db8:0:1::1".parse().unwrap()), at(0)).unwrap();
    }

    #[test]
    fn a_flood_of_addresses_does_not_grow_the_memory() {
        let rate = Rate::default();
        for host in 0..30_000_u32 {
            rate.take(Some(std::net::Ipv4Addr::from(0x0A00_0000 + host).into()), at(0)).unwrap();
        }
        assert_eq!(rate.0.lock().unwrap().len(), MOST_CLIENTS);
    }
}
