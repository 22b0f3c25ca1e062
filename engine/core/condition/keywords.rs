//! The bot's keywords, with what tells quickly which of several hundred can fit a message at all.
//!
//! Invariant: a keyword that fits is among those that are looked at; the order is the author's.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;

use super::text::{Heard, Pairs, Tier};
use super::{Class, Condition, Connection, Phrase};

/// The connections that hold everywhere, in order; `any` is expanded.
#[derive(Clone, Default)]
pub struct Keywords {
    all: Vec<Connection>,
    exact: Sieve,
    folded: Sieve,
    near: Sieve,
    open: Vec<u32>,
}

/// The keywords that can fit in one tier, by what they ask for; all by their places.
#[derive(Clone, Default)]
struct Sieve {
    /// Those that are the whole message, by its text.
    whole: HashMap<String, Vec<u32>>,
    /// Those that stand somewhere in it.
    parts: Vec<(Pairs, u32)>,
    /// Those that must be looked at for each message.
    others: Vec<u32>,
}

impl Keywords {
    /// Sorts connections by what they ask for.
    pub fn new(all: Vec<Connection>) -> Self {
        let sieve = |tier| Sieve::of(&all, tier);
        let (exact, folded, near) = (sieve(Tier::Exact), sieve(Tier::Folded), sieve(Tier::Near));
        let open = all.iter().enumerate().filter(|(_, one)| one.class == Class::Open);
        let open = open.map(|(at, _)| place(at)).collect();
        Self { all, exact, folded, near, open }
    }

    /// Those that name something and can fit this message in this tier, in order. Whether they do is still to be
    /// asked of each.
    pub(crate) fn that_may_fit(
        &self,
        heard: &Heard,
        tier: Tier,
    ) -> impl Iterator<Item = &Connection> {
        let sieve = match tier {
            Tier::Exact => &self.exact,
            Tier::Folded => &self.folded,
            Tier::Near => &self.near,
        };
        sieve.pass(heard, tier).into_iter().filter_map(|at| self.all.get(at as usize))
    }

    /// Those that take a message whatever it says, in order.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Connection> {
        self.open.iter().filter_map(|at| self.all.get(*at as usize))
    }
}

impl Deref for Keywords {
    type Target = [Connection];

    fn deref(&self) -> &[Connection] {
        &self.all
    }
}

impl<'k> IntoIterator for &'k Keywords {
    type Item = &'k Connection;
    type IntoIter = std::slice::Iter<'k, Connection>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

impl fmt::Debug for Keywords {
    /// The connections alone: the rest follows from them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all.fmt(f)
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Sieve {
    fn of(all: &[Connection], tier: Tier) -> Self {
        let mut sieve = Self::default();
        for (at, connection) in all.iter().enumerate() {
            let gains = connection.when.as_ref().filter(|when| when.gains_in(tier));
            let Some(when) = gains.filter(|_| connection.class == Class::Named) else { continue };
            sieve.add(when, place(at), tier);
        }
        sieve
    }

    fn add(&mut self, when: &Condition, at: u32, tier: Tier) {
        let written =
            |phrases: &[Phrase]| phrases.iter().any(|phrase| !phrase.text(tier).is_empty());
        match when {
            Condition::Like(_) if tier == Tier::Near => self.others.push(at),
            Condition::Says(phrases) | Condition::Like(phrases) if written(phrases) => {
                for phrase in phrases {
                    self.whole.entry(phrase.text(tier).to_owned()).or_default().push(at);
                }
            }
            Condition::Contains(phrases) | Condition::StartsWith(phrases) if written(phrases) => {
                self.parts.extend(phrases.iter().map(|phrase| (phrase.pairs(tier), at)));
            }
            // Of no words at all: it fits nothing.
            Condition::Says(_) | Condition::Like(_) => {}
            Condition::Contains(_) | Condition::StartsWith(_) => {}
            Condition::Understands(_) | Condition::Matches(_) | Condition::Is(_) => {
                self.others.push(at);
            }
            Condition::Sends(_) | Condition::Pressed(_) | Condition::Event(_) => {
                self.others.push(at);
            }
            Condition::Outcome(_) | Condition::NoReply(_) => self.others.push(at),
            Condition::Any(_) | Condition::All(_) | Condition::Not(_) => self.others.push(at),
        }
    }

    /// The places of those that can fit, in order.
    fn pass(&self, heard: &Heard, tier: Tier) -> Vec<u32> {
        let mut passed = self.others.clone();
        if !self.whole.is_empty() {
            passed.extend(self.whole.get(heard.text(tier)).into_iter().flatten());
        }
        if !self.parts.is_empty() {
            let pairs = heard.pairs(tier);
            let may_stand = self.parts.iter().filter(|(part, _)| pairs.contain(part));
            passed.extend(may_stand.map(|(_, at)| at));
        }
        passed.sort_unstable();
        passed.dedup();
        passed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bot::Leads;

    fn connection(when: Condition) -> Connection {
        let leads = Leads { list: None, to: None, item: None };
        Connection {
            when: Some(when),
            given: None,
            leads,
            class: Class::Named,
            short: false,
            place: 0,
        }
    }

    fn fits(when: &Condition, heard: &Heard, tier: Tier) -> bool {
        match when {
            Condition::Says(phrases) => phrases.iter().any(|phrase| heard.says(phrase, tier)),
            Condition::Contains(phrases) => {
                phrases.iter().any(|phrase| heard.contains(phrase, tier))
            }
            Condition::StartsWith(phrases) => {
                phrases.iter().any(|phrase| heard.starts_with(phrase, tier))
            }
            Condition::Like(phrases) => phrases.iter().any(|phrase| heard.like(phrase, tier)),
            other => panic!("{other:?} compares no texts"),
        }
    }

    fn words() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "menu",
            "Menü",
            "café",
            "cafe",
            "order",
            "ordre",
            "refund",
            "refudn",
            "退款",
            "l'addition",
            "!",
            "",
            "C++",
            "order 7",
            "👍",
        ]);
        prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn whatever_fits_is_looked_at_in_its_order(
            written in prop::collection::vec((0..4_u8, prop::collection::vec(words(), 1..3)), 0..8),
            said in words(),
        ) {
            let phrases = |texts: &[String]| texts.iter().map(|text| Phrase::new(text)).collect();
            let all = written.iter().map(|(kind, texts)| match kind {
                0 => Condition::Says(phrases(texts)),
                1 => Condition::Contains(phrases(texts)),
                2 => Condition::StartsWith(phrases(texts)),
                _ => Condition::Like(phrases(texts)),
            });
            let keywords = Keywords::new(all.map(connection).collect());
            let heard = Heard::new(&said);
            for tier in Tier::ALL {
                let fitting = |one: &&Connection| {
                    let when = one.when.as_ref().unwrap();
                    when.gains_in(tier) && fits(when, &heard, tier)
                };
                let wanted: Vec<_> = keywords.iter().filter(fitting).map(std::ptr::from_ref).collect();
                let passed = keywords.that_may_fit(&heard, tier).filter(fitting);
                prop_assert_eq!(passed.map(std::ptr::from_ref).collect::<Vec<_>>(), wanted);
            }
        }
    }

    #[test]
    fn of_several_hundred_only_the_meant_one_is_looked_at() {
        let says =
            |number| connection(Condition::Says(vec![Phrase::new(&format!("topic {number}"))]));
        let keywords = Keywords::new((0..500).map(says).collect());
        let heard = Heard::new("Topic 7!");
        assert_eq!(keywords.that_may_fit(&heard, Tier::Exact).count(), 1);
        assert_eq!(keywords.that_may_fit(&heard, Tier::Near).count(), 0);
    }
}
