//! From one time to the next, as a number that is small for both directions.

/// The distance from `before` to `time`: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...
#[inline(always)]
pub(crate) fn write(before: i64, time: i64) -> u64 {
    let difference = time.wrapping_sub(before);
    (difference << 1 ^ difference >> 63) as u64
}

/// The time at this distance from `before`.
#[inline(always)]
pub(crate) fn read(before: i64, distance: u64) -> i64 {
    before.wrapping_add((distance >> 1) as i64 ^ -((distance & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_differences_are_small_numbers_and_all_can_be_read() {
        let check = |before, time, expect| {
            assert_eq!(write(before, time), expect, "{before} {time}");
            assert_eq!(read(before, expect), time, "{before} {time}");
        };
        check(0, 0, 0);
        check(5, 4, 1);
        check(4, 5, 2);
        check(0, i64::MAX, u64::MAX - 1);
        check(0, i64::MIN, u64::MAX);
        check(i64::MAX, i64::MIN, 2);
        check(i64::MIN, i64::MAX, 1);
    }
}
