//! The languages a text is said in: tags small enough to be compared at every text.
//!
//! Invariant: two spellings of one language (`pt-BR` and `pt_BR`, `nb` and `no`) are one tag.

use std::fmt;

/// Bytes of a tag: `zh_hant_tw` has ten, and nothing that is spoken needs more than sixteen.
const BYTES: usize = 16;

/// A language tag such as `da` or `da_DK`, in small letters with `_` between its parts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tongue([u8; BYTES]);

impl Tongue {
    /// The language of a tag; `None` where it is none.
    pub fn of(tag: &str) -> Option<Self> {
        let mut parts = tag.split(['-', '_']);
        let first = parts.next()?;
        let letters = first.bytes().all(|b| b.is_ascii_alphabetic());
        if !(2..=3).contains(&first.len()) || !letters {
            return None;
        }
        // Bokmål and Nynorsk are read by the same people, and Meta names only the first.
        let norwegian = ["nb", "nn"].iter().any(|code| first.eq_ignore_ascii_case(code));
        let mut bytes = [0; BYTES];
        let mut end = write(&mut bytes, 0, if norwegian { "no" } else { first })?;
        for part in parts {
            let signs = part.bytes().all(|b| b.is_ascii_alphanumeric());
            if !(2..=8).contains(&part.len()) || !signs {
                return None;
            }
            end = write(&mut bytes, end, "_")?;
            end = write(&mut bytes, end, part)?;
        }
        Some(Self(bytes))
    }

    /// The language without its region: `da` of `da_DK`.
    pub fn base(self) -> Self {
        let end = self.0.iter().position(|byte| *byte == b'_').unwrap_or(BYTES);
        let mut bytes = [0; BYTES];
        bytes[..end].copy_from_slice(&self.0[..end]);
        Self(bytes)
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(BYTES);
        std::str::from_utf8(&self.0[..end]).expect("made of ASCII letters only")
    }
}

/// Puts a part into a tag in small letters; where it ends, or none where there is no room.
fn write(bytes: &mut [u8; BYTES], at: usize, part: &str) -> Option<usize> {
    let end = at + part.len();
    let room = bytes.get_mut(at..end)?;
    room.copy_from_slice(part.as_bytes());
    room.make_ascii_lowercase();
    Some(end)
}

impl fmt::Debug for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tongue({})", self.as_str())
    }
}

impl fmt::Display for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The languages tried for one person, in order, before the bot's main one: `da_dk`, then `da`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tongues([Option<Tongue>; 2]);

impl Tongues {
    /// What is tried for a person who speaks this, in a bot of that main language and these others.
    ///
    /// `da_DK` tries `da_DK`, then `da`. Where the bot has neither, another region's is nearer than
    /// the main language: a Portuguese reads Brazilian rather than English.
    pub fn of(spoken: Tongue, main: Tongue, others: &[Tongue]) -> Self {
        let mut tried = Self::default();
        for candidate in [spoken, spoken.base()] {
            if candidate == main {
                return tried;
            }
            if others.contains(&candidate) {
                tried.add(candidate);
            }
        }
        if tried == Self::default() && main.base() != spoken.base() {
            let near = others.iter().find(|other| other.base() == spoken.base());
            near.into_iter().for_each(|near| tried.add(*near));
        }
        tried
    }

    fn add(&mut self, tongue: Tongue) {
        if self.0[0] == Some(tongue) {
            return;
        }
        let free = self.0.iter_mut().find(|place| place.is_none());
        free.into_iter().for_each(|place| *place = Some(tongue));
    }

    /// What is said in the first of these languages that has it; `None`: the main text.
    pub fn pick<'v, T>(&self, others: &'v [(Tongue, T)]) -> Option<&'v T> {
        if others.is_empty() {
            return None;
        }
        self.0.iter().flatten().find_map(|tried| {
            others.iter().find(|(tongue, _)| tongue == tried).map(|(_, said)| said)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Tongue, Tongues};

    fn tongue(tag: &str) -> Tongue {
        Tongue::of(tag).unwrap()
    }

    fn tried(spoken: &str, main: &str, others: &[&str]) -> Vec<String> {
        let others: Vec<Tongue> = others.iter().map(|tag| tongue(tag)).collect();
        let tried = Tongues::of(tongue(spoken), tongue(main), &others);
        tried.0.iter().flatten().map(Tongue::to_string).collect()
    }

    #[test]
    fn one_language_has_one_tag() {
        assert_eq!(tongue("pt-BR"), tongue("pt_br"));
        assert_eq!(tongue("nb_NO").base(), tongue("no"));
        assert_eq!(tongue("zh-Hant-TW").to_string(), "zh_hant_tw");
        for wrong in ["", "d", "dansk", "da_", "d1", "da-ü", "da_aaaaaaaaaaaaaaaaaa"] {
            assert_eq!(Tongue::of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_language_is_tried_first_and_the_main_one_ends_the_chain() {
        assert_eq!(tried("da_DK", "en", &["da", "da_DK"]), ["da_dk", "da"]);
        assert_eq!(tried("da_DK", "en", &["de", "da"]), ["da"]);
        assert_eq!(tried("en_GB", "en", &["da"]), [""; 0]);
        assert_eq!(tried("en_US", "en-US", &["en"]), [""; 0], "the main one is the nearest");
        assert_eq!(tried("en_GB", "en-US", &["en"]), ["en"]);
        assert_eq!(tried("pt_PT", "en", &["pt-BR"]), ["pt_br"]);
        assert_eq!(tried("ja_JP", "en", &["da"]), [""; 0]);
    }
}
