//! A zip archive of one file, stored without compression (PKWARE's APPNOTE 6.3, 4.3), so that its bytes are the
//! same whatever compresses.

/// The archive's bytes; the name must be ASCII.
pub(super) fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let half = |number: u16| number.to_le_bytes();
    let word = |number: usize| (number as u32).to_le_bytes();
    // Version 1.0, no flags, stored, 1980-01-01 00:00, checksum, both sizes, length of name, no extra field.
    let common = [
        &half(10)[..],
        &half(0),
        &half(0),
        &half(0),
        &half(0x21),
        &crc32(content).to_le_bytes(),
        &word(content.len()),
        &word(content.len()),
        &half(name.len() as u16),
        &half(0),
    ]
    .concat();
    let local = [b"PK\x03\x04", &common[..], name.as_bytes(), content].concat();
    // Made by version 1.0; no comment, first disk, no attributes, at offset 0.
    let central = [b"PK\x01\x02", &half(10)[..], &common, &[0; 14], name.as_bytes()].concat();
    let end =
        [b"PK\x05\x06", &[0; 4][..], &half(1), &half(1), &word(central.len()), &word(local.len()), &half(0)]
            .concat();
    [local, central, end].concat()
}

/// The checksum of zip and gzip (RFC 1952, 8), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_archive_says_where_its_parts_are() {
        let bytes = zip("a.csv", b"x,y\n");
        let (local, central) = (30 + 5 + 4, 46 + 5);
        assert_eq!(bytes.len(), local + central + 22);
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[local..local + 4], b"PK\x01\x02");
        assert_eq!(&bytes[local + central..local + central + 4], b"PK\x05\x06");
        assert_eq!(bytes[local + central + 16], local as u8);
    }
}
