//! Frames whose start and checksum are right whatever the rest is; the fuzz targets take it too.

use twox_hash::XxHash3_64;

/// Bytes of a header.
const HEADER: usize = 96;

/// A frame of so many packets and losses, with these bytes behind its header.
pub(crate) fn frame(v4: u16, v6: u16, losses: u8, rest: &[u8]) -> Vec<u8> {
    let mut frame = vec![0; HEADER];
    frame[..5].copy_from_slice(b"\x89HNW\x01");
    frame[12] = losses;
    frame[32] = 1;
    frame[40] = 1;
    frame[72..74].copy_from_slice(&v4.to_le_bytes());
    frame[76..78].copy_from_slice(&v6.to_le_bytes());
    frame.extend_from_slice(rest);
    frame.extend_from_slice(&[0; 8]);
    let length = (frame.len() as u32).to_le_bytes();
    frame[8..12].copy_from_slice(&length);
    seal(frame)
}

/// The same frame with the checksum that it should have.
pub(crate) fn seal(mut frame: Vec<u8>) -> Vec<u8> {
    frame.truncate(frame.len() - 8);
    frame.extend_from_slice(&XxHash3_64::oneshot(&frame).to_le_bytes());
    frame
}
