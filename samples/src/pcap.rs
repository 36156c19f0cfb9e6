//! Classic pcap (draft-ietf-opsawg-pcap): little-endian, microseconds, link type Ethernet.

use std::io::{self, Write};

use crate::packet::{Packet, SNAP, write_frame};

/// Writes packets as a capture file.
#[derive(Debug)]
pub(crate) struct Pcap<W> {
    to: W,
    frame: Vec<u8>,
}

impl<W: Write> Pcap<W> {
    /// Begins a file: writes its header.
    pub(crate) fn begin(mut to: W) -> io::Result<Self> {
        const ETHERNET: u32 = 1;
        let mut header = Vec::with_capacity(24);
        header.extend(0xa1b2_c3d4_u32.to_le_bytes());
        header.extend(2_u16.to_le_bytes());
        header.extend(4_u16.to_le_bytes());
        header.extend([0; 8]);
        header.extend((SNAP as u32).to_le_bytes());
        header.extend(ETHERNET.to_le_bytes());
        to.write_all(&header)?;
        Ok(Self { to, frame: Vec::with_capacity(SNAP) })
    }

    /// Writes one packet.
    pub(crate) fn packet(&mut self, packet: &Packet) -> io::Result<()> {
        let length = write_frame(packet, &mut self.frame) as u32;
        let mut record = [0; 16];
        record[0..4].copy_from_slice(&((packet.ts / 1_000_000) as u32).to_le_bytes());
        record[4..8].copy_from_slice(&((packet.ts % 1_000_000) as u32).to_le_bytes());
        record[8..12].copy_from_slice(&(self.frame.len() as u32).to_le_bytes());
        record[12..16].copy_from_slice(&length.to_le_bytes());
        self.to.write_all(&record)?;
        self.to.write_all(&self.frame)
    }

    /// Flushes what was written.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.to.flush()
    }
}
