//! What the lake holds, in one hash.
//!
//! Two lakes with the same packets have the same digest, whatever order and whatever files they came in by: it
//! is the SHA-256 of all packets, one line each, in the lake's canonical order.

use std::io::Write;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::lake::Row;
use crate::snapshot::Snapshot;
use capture::{Address, Packet};

/// How many packets there are, and which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// Packets of the lake.
    pub packets: u64,
    /// SHA-256 of their lines, in hexadecimal.
    pub sha256: String,
}

/// Reads all packets.
pub(crate) fn digest(snapshot: &Snapshot) -> Result<Digest, Error> {
    let names = snapshot.names.all();
    let mut hasher = Sha256::new();
    let mut packets = 0;
    let mut line = Vec::new();
    snapshot.lake.rows(&mut |row| {
        line.clear();
        match row {
            Row::V4(packet) => write_line(&mut line, &packet, &names),
            Row::V6(packet) => write_line(&mut line, &packet, &names),
        }
        hasher.update(&line);
        packets += 1;
    })?;
    let sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Digest { packets, sha256 })
}

fn write_line<A: Address>(line: &mut Vec<u8>, packet: &Packet<A>, names: &[String]) {
    let sensor = names.get(usize::from(packet.sensor)).map_or("", String::as_str);
    // Writing to a Vec cannot fail. The sensor's index is this lake's own; its name is not.
    let _ = writeln!(line, "{sensor} {:?}", Packet { sensor: 0, ..*packet });
}
