//! Chance from an explicit seed (SplitMix64): the same seed tells the same story.

/// A stream of numbers that look random.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; the slight unevenness of the remainder does not matter here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// A word of url-safe characters, as message ids and trace ids are made of.
    pub(crate) fn word(&mut self, length: usize) -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
        let mut word = String::with_capacity(length);
        while word.len() < length {
            let mut bits = self.next();
            for _ in 0..10.min(length - word.len()) {
                word.push(char::from(LETTERS[(bits & 63) as usize]));
                bits >>= 6;
            }
        }
        word
    }
}
