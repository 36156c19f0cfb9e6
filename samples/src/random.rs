//! The dice: xoshiro256++ seeded through splitmix64 (Blackman and Vigna, "Scrambled Linear Pseudorandom
//! Number Generators", 2021), and integer arithmetic only.
//!
//! The captures must have the same bytes on every machine and with every compiler, so nothing here rounds
//! and nothing calls the mathematics library, whose logarithms differ from system to system.

/// One stream of dice, told apart from all others by the words it is seeded with.
#[derive(Debug)]
pub(crate) struct Random([u64; 4]);

impl Random {
    /// The stream that belongs to these words, for instance a sensor, a story and a day.
    pub(crate) fn of(words: &[u64]) -> Self {
        let mut state = hash(words);
        Self([(); 4].map(|()| split_mix(&mut state)))
    }

    /// 64 even bits.
    pub(crate) fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// An even number from 0 up to, not including, `bound`; 0 where the bound is 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// An even number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// A number below `bound` that is small far more often than large: few are seen often, many once.
    pub(crate) fn skewed(&mut self, bound: u32) -> u32 {
        let roof = self.below(bound) + 1;
        self.below(roof)
    }

    /// One of these.
    pub(crate) fn pick<T: Copy, const N: usize>(&mut self, from: [T; N]) -> T {
        from[self.below(N as u32) as usize]
    }

    /// How many of something come that come on average `thousandths / 1000` times, independently (Poisson).
    ///
    /// The sum of Poisson draws is one of the sum of their means, and a draw of mean 1 of which each is kept
    /// with chance p is one of mean p: so a table of mean 1 does for every mean, exactly.
    pub(crate) fn poisson(&mut self, thousandths: u32) -> u32 {
        let mut count = 0;
        for _ in 0..thousandths / 1000 {
            count += self.poisson_of_one();
        }
        let rest = thousandths % 1000;
        if rest > 0 {
            let whole = self.poisson_of_one();
            count += (0..whole).filter(|_| self.below(1000) < rest).count() as u32;
        }
        count
    }

    fn poisson_of_one(&mut self) -> u32 {
        /// Chances of at most 0, 1, 2 ... where one is expected, in units of 2^-32.
        const AT_MOST: [u32; 11] = [
            1_580_030_169,
            3_160_060_337,
            3_950_075_422,
            4_213_413_783,
            4_279_248_374,
            4_292_415_292,
            4_294_609_778,
            4_294_923_276,
            4_294_962_463,
            4_294_966_817,
            4_294_967_253,
        ];
        let roll = (self.next() >> 32) as u32;
        AT_MOST.iter().take_while(|&&limit| roll >= limit).count() as u32
    }
}

/// Sixty-four bits that belong to these words and no others.
pub(crate) fn hash(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |state, word| {
        let mut mixed = state ^ word;
        split_mix(&mut mixed)
    })
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generators_are_the_published_ones() {
        let mut state = 1_234_567;
        let first = [(); 3].map(|()| split_mix(&mut state));
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
        let mut random = Random([1, 2, 3, 4]);
        let first = [(); 4].map(|()| random.next());
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn poisson_has_its_mean_and_its_variance() {
        for thousandths in [250, 1000, 3700, 20_000] {
            let mut random = Random::of(&[u64::from(thousandths)]);
            let draws: Vec<f64> = (0..40_000).map(|_| f64::from(random.poisson(thousandths))).collect();
            let mean = draws.iter().sum::<f64>() / draws.len() as f64;
            let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / draws.len() as f64;
            let expected = f64::from(thousandths) / 1000.0;
            assert!((mean / expected - 1.0).abs() < 0.03, "mean {mean} of {expected}");
            assert!((variance / expected - 1.0).abs() < 0.04, "variance {variance} of {expected}");
        }
        assert_eq!(Random::of(&[1]).poisson(0), 0);
    }

    #[test]
    fn draws_stay_in_their_bounds() {
        let mut random = Random::of(&[7]);
        for _ in 0..10_000 {
            assert!(random.below(3) < 3);
            assert!((5..=7).contains(&random.between(5, 7)));
            assert!(random.skewed(10) < 10);
        }
        assert_eq!(random.below(0), 0);
    }
}
