//! Receipt numbers: `20080407-7KQ2M-0XF9B`, the day and 50 random bits in Crockford's Base32.
//!
//! The letters leave out I, L, O and U, so a number can be read over the telephone. The day makes it readable, the
//! random bits unguessable: whoever has a receipt learns that a message came, and nothing else.

use jiff::civil::Date;

use crate::error::Failure;

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new number.
pub(super) fn new(day: Date) -> Result<String, Failure> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| Failure::Internal(format!("no random bits: {error}")))?;
    Ok(written(day, u64::from_be_bytes(random)))
}

fn written(day: Date, bits: u64) -> String {
    let digits: String = (0..10)
        .rev()
        .map(|place| char::from(DIGITS[usize::try_from(bits >> (5 * place) & 31).unwrap_or(0)]))
        .collect();
    format!("{}-{}-{}", day.strftime("%Y%m%d"), &digits[..5], &digits[5..])
}

/// Whether this has the form of a receipt.
pub(super) fn is_one(text: &str) -> bool {
    text.len() == 20
        && text.bytes().enumerate().all(|(place, byte)| match place {
            0..=7 => byte.is_ascii_digit(),
            8 | 14 => byte == b'-',
            _ => DIGITS.contains(&byte),
        })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_number_is_the_day_and_fifty_bits() {
        let day = date(2008, 4, 7);
        assert_eq!(written(day, 0), "20080407-00000-00000");
        assert_eq!(written(day, u64::MAX), "20080407-ZZZZZ-ZZZZZ");
        assert_eq!(written(day, (1 << 45) | 10), "20080407-10000-0000A");
        let (one, other) = (new(day).unwrap(), new(day).unwrap());
        assert!(is_one(&one) && one != other);
        for wrong in
            ["", "20080407-00000-0000", "20080407-00000-0000I", "2008O407-00000-00000", "a/../../etc"]
        {
            assert!(!is_one(wrong), "{wrong}");
        }
    }
}
