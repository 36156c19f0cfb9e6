//! Numbers as text: for people (grouped, in the language's signs) and for SVG and CSV (plain).

use crate::words::Words;

/// From here on a number is written with an exponent; 16 digits are all that a double holds.
const EXPONENT_FROM: f64 = 1e15;

/// More decimals than this would be noise of binary fractions.
const MOST_DECIMALS: usize = 12;

/// `value` with exactly `decimals` decimals, without grouping; no `-0`.
pub(crate) fn plain(value: f64, decimals: usize) -> String {
    if value.abs() >= EXPONENT_FROM {
        return format!("{value:e}");
    }
    let text = format!("{value:.*}", decimals.min(MOST_DECIMALS));
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| b == b'0' || b == b'.') => rest.to_owned(),
        _ => text,
    }
}

/// `value` with exactly `decimals` decimals in the signs of `words`, such as `-1,234.5`.
pub(crate) fn grouped(value: f64, decimals: usize, words: &Words) -> String {
    let text = plain(value, decimals);
    if text.contains('e') {
        return text;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(&words.group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(&words.decimal);
        out.push_str(fraction);
    }
    out
}

/// A length or place in SVG: at most one decimal (a tenth of a pixel is finer than screens show).
pub(crate) fn coordinate(value: f64) -> String {
    let text = plain(if value.is_finite() { value.clamp(-1e6, 1e6) } else { 0.0 }, 1);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        fn check(value: f64, decimals: usize, expect: &str) {
            assert_eq!(grouped(value, decimals, &Words::english()), expect);
        }
        check(0.0, 0, "0");
        check(-0.0, 1, "0.0");
        check(-0.04, 1, "0.0");
        check(12.34, 1, "12.3");
        check(999.0, 0, "999");
        check(1000.0, 0, "1,000");
        check(-1_234_567.89, 2, "-1,234,567.89");
        check(1e16, 0, "1e16");
    }

    #[test]
    fn coordinates_are_short_and_always_numbers() {
        fn check(value: f64, expect: &str) {
            assert_eq!(coordinate(value), expect);
        }
        check(12.0, "12");
        check(12.34, "12.3");
        check(-0.01, "0");
        check(f64::NAN, "0");
        check(f64::INFINITY, "0");
        check(1e300, "1000000");
    }
}
