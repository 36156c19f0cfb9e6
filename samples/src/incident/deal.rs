//! Sharing out whole numbers so that their sums stay exact.

use crate::random::Random;

/// `total` in shares as these weights are, by largest remainders: the sum is `total` exactly.
pub(super) fn in_proportion(total: u32, weights: &[u32]) -> Vec<u32> {
    let all: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u32| u64::from(total) * u64::from(weight);
    let mut shares: Vec<u32> = weights.iter().map(|&weight| (exact(weight) / all) as u32).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&at| std::cmp::Reverse(exact(weights[at]) % all));
    let missing = total - shares.iter().sum::<u32>();
    for at in by_remainder.into_iter().take(missing as usize) {
        shares[at] += 1;
    }
    shares
}

/// `total` in shares as these weights are, none above its limit. The limits' sum must reach `total`.
pub(super) fn within_limits(total: u32, weights: &[u32], limits: &[u32]) -> Vec<u32> {
    let mut shares: Vec<u32> = in_proportion(total, weights);
    for (share, limit) in shares.iter_mut().zip(limits) {
        *share = (*share).min(*limit);
    }
    let mut missing = total - shares.iter().sum::<u32>();
    for (share, limit) in shares.iter_mut().zip(limits) {
        let more = missing.min(limit - *share);
        *share += more;
        missing -= more;
    }
    shares
}

/// Sizes of `parts` heaps of `total` things, none empty: most hold one, some several. `parts` must be at most
/// `total`.
pub(super) fn heaps(total: u32, parts: u32, random: &mut Random) -> Vec<u32> {
    let mut sizes = vec![1; parts as usize];
    let mut left = total.saturating_sub(parts);
    while left > 0 && parts > 0 {
        let more = left.min(1 + random.skewed(6));
        sizes[random.below(parts) as usize] += more;
        left -= more;
    }
    sizes
}

/// The things in an order that the dice decide.
pub(super) fn shuffle<T>(things: &mut [T], random: &mut Random) {
    for at in (1..things.len()).rev() {
        things.swap(at, random.below(at as u32 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_up() {
        let check = |total, weights: &[u32], expected: &[u32]| {
            assert_eq!(in_proportion(total, weights), expected, "{total} in {weights:?}");
        };
        check(10, &[1, 1, 1], &[4, 3, 3]);
        check(0, &[5, 6], &[0, 0]);
        check(7, &[0, 0], &[0, 0]);
        check(545, &[451, 225, 189], &[284, 142, 119]);
        assert_eq!(within_limits(10, &[1, 1, 8], &[20, 3, 2]), [7, 1, 2]);
    }

    #[test]
    fn heaps_hold_everything_and_none_is_empty() {
        let mut random = Random::of(&[3]);
        for (total, parts) in [(349, 217), (5, 5), (1, 1), (0, 0), (40, 2)] {
            let sizes = heaps(total, parts, &mut random);
            assert_eq!((sizes.len() as u32, sizes.iter().sum::<u32>()), (parts, total));
            assert!(sizes.iter().all(|&size| size > 0));
        }
    }
}
