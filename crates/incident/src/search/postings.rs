//! A term's messages as bytes: numbers in rising order, each as its distance to the one before, in LEB128.

/// Rising numbers to bytes.
pub(crate) fn encode(ids: &[i64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ids.len() * 2);
    let mut before = 0_i64;
    for id in ids {
        let mut rest = id.abs_diff(before);
        before = *id;
        while rest >= 0x80 {
            bytes.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// Bytes to rising numbers; what is no such list ends at its first fault.
pub(crate) fn decode(bytes: &[u8]) -> Vec<i64> {
    let mut ids = Vec::with_capacity(bytes.len());
    let (mut before, mut number, mut shift) = (0_i64, 0_u64, 0_u32);
    for byte in bytes {
        if shift > 63 {
            break;
        }
        number |= u64::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            let Some(id) = i64::try_from(number).ok().and_then(|distance| before.checked_add(distance))
            else {
                break;
            };
            ids.push(id);
            (before, number, shift) = (id, 0, 0);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_come_back(mut ids in prop::collection::vec(0..i64::MAX, 0..50)) {
            ids.sort_unstable();
            prop_assert_eq!(decode(&encode(&ids)), ids);
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            decode(&bytes);
        }
    }
}
