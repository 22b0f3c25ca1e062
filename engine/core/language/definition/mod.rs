//! What an author can write, as data: every map with its keys, and of every key what it means, what
//! stands behind it, an example and what holds where it is left out.
//!
//! Invariant: the loader takes exactly the keys that are defined here (`Fields` holds it to
//! that), so that findings, the schema, completion, hover and the reference pages cannot disagree
//! with it.

mod bot;
mod condition;
mod connection;
mod handover;
mod module;
mod rule;
mod service;
mod shape;
mod tap;
mod variable;
mod visit;

pub use bot::BOT;
pub(crate) use bot::{
    APP_ID, FALLBACK, HOURS, LANGUAGE, MODULES, OPENING, PERSONAS, RECEIVERS, TEXTS,
};
pub(crate) use condition::{CONDITION, EVENTS, OUTCOMES, READS, SENDS, SENTIMENTS};
pub(crate) use connection::{A_CONNECTION, A_KEYWORD, CONNECTION, KEYWORD};
pub(crate) use handover::{AGENT_WRITES, BOT_HANDOVER, WHEN_REQUESTED};
pub(crate) use module::{ACTION, KEYWORDS_HERE, MODULE};
pub use rule::Rule;
pub(crate) use service::{AUTH, AUTH_HEADERS, SERVICE, SERVICES};
pub use shape::{Names, Shape, Word};
pub(crate) use shape::{word, words};
pub(crate) use tap::{
    A_CHOICE, BUTTON, BUTTONS, CHOICE, ICE_BREAKER, MADE_CHOICES, MENU, MENU_ENTRY,
};
pub(crate) use variable::{KEEP, VARIABLE, VARIABLES};
pub(crate) use visit::{AFTER_END, ENTRIES, ENTRY, MOVED, REFS, SESSION};

/// How the names of an author are spelled.
pub(crate) const NAME: &str = "^[a-z][a-z0-9_]*$";

/// How a header is spelled.
pub(crate) const HEADER: &str = "^[A-Za-z0-9_-]+$";

/// A map an author writes: a module, a button, the settings of an action.
#[derive(Debug)]
pub struct Definition {
    /// Names it in references: `handover`; small letters, digits and _, unique.
    pub id: &'static str,
    /// How findings speak of it: "a handover".
    pub name: &'static str,
    /// What it is, in a paragraph for people who do not program.
    pub doc: &'static str,
    /// One whole, as it is written most often.
    pub example: &'static str,
    /// The keys it can have, in groups that other maps may share.
    pub keys: &'static [&'static [Key]],
    /// Keys that can stand here while another key does.
    pub beside: &'static [Beside],
    /// The keys are names that the author gives.
    pub own: Option<Own>,
    /// How these names are spelled, as a regular expression; empty: in any way.
    pub spelled: &'static str,
    /// The key that a value stands for where it stands in the place of the map; empty: none can.
    pub short: &'static str,
    /// It has one key and no second.
    pub single: bool,
    /// A key that needs no value stands for the map, as a word alone.
    pub worded: bool,
    /// What must hold among its keys.
    pub rules: &'static [Rule],
}

/// One key of a map.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it means, in a paragraph for people who do not program.
    pub doc: &'static str,
    /// What stands behind it.
    pub shape: Shape,
    /// The key with a value, as it may stand in its map.
    pub example: &'static str,
    /// The map cannot do without it.
    pub required: bool,
    /// It can stand without a value.
    pub bare: bool,
    /// What holds where it is left out, in words; empty: nothing worth a word.
    pub default: &'static str,
    /// The first version of Baton that knows it.
    pub since: &'static str,
}

/// Settings of one key that stand beside it in the same map, as those of `ask` do in a module.
#[derive(Debug)]
pub struct Beside {
    /// The key they belong to.
    pub key: &'static str,
    /// The settings.
    pub keys: &'static [Key],
}

/// What the author names in a map whose keys are his own.
#[derive(Debug)]
pub struct Own {
    /// What a key names: "the id of a module".
    pub name: &'static str,
    /// What stands behind each.
    pub shape: Shape,
}

impl Definition {
    /// A map with these keys.
    pub(crate) const fn new(
        id: &'static str,
        name: &'static str,
        doc: &'static str,
        keys: &'static [&'static [Key]],
    ) -> Self {
        Self {
            id,
            name,
            doc,
            example: "",
            keys,
            beside: &[],
            own: None,
            spelled: "",
            short: "",
            single: false,
            worded: false,
            rules: &[],
        }
    }

    /// A map whose keys are names that the author gives.
    pub(crate) const fn named(
        id: &'static str,
        name: &'static str,
        doc: &'static str,
        own: Own,
    ) -> Self {
        Self { own: Some(own), ..Self::new(id, name, doc, &[]) }
    }

    /// The same, with an example.
    pub(crate) const fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The same, and its other keys are names that the author gives.
    pub(crate) const fn and_own(self, own: Own) -> Self {
        Self { own: Some(own), ..self }
    }

    /// The same, and the author's names are spelled so.
    pub(crate) const fn spelled(self, pattern: &'static str) -> Self {
        Self { spelled: pattern, ..self }
    }

    /// The same, and a value in its place stands for this key.
    pub(crate) const fn short(self, key: &'static str) -> Self {
        Self { short: key, ..self }
    }

    /// The same, and this must hold among its keys.
    pub(crate) const fn rules(self, rules: &'static [Rule]) -> Self {
        Self { rules, ..self }
    }

    /// The same, with settings that may stand beside a key.
    pub(crate) const fn beside(self, beside: &'static [Beside]) -> Self {
        Self { beside, ..self }
    }

    /// The same, and a key that needs no value stands for the map, as a word alone.
    pub(crate) const fn worded(self) -> Self {
        Self { worded: true, ..self }
    }

    /// The same, with one key at a time.
    pub(crate) const fn single(self) -> Self {
        Self { single: true, ..self }
    }

    /// Its keys in their order, without those beside others.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.keys.iter().copied().flatten()
    }

    /// Its keys and those that may stand beside some of them.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.keys().chain(self.beside.iter().flat_map(|beside| beside.keys))
    }

    /// What it says about a key.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.all_keys().find(|key| key.name == name)
    }

    /// A key that can only stand beside another one, where that is not there: the key, and the other.
    pub(crate) fn misplaced(
        &self,
        has: impl Fn(&str) -> bool,
    ) -> Option<(&'static str, &'static str)> {
        let mut beside = self
            .beside
            .iter()
            .flat_map(|beside| beside.keys.iter().map(move |key| (key.name, beside.key)));
        beside.find(|(key, belongs)| has(key) && !has(belongs))
    }

    /// Every map an author can write, the bot first, each once, as one leads to the next.
    pub fn all() -> Vec<&'static Definition> {
        BOT.and_within()
    }

    /// This map and every other within it, each once, as one leads to the next.
    pub fn and_within(&'static self) -> Vec<&'static Definition> {
        let mut found: Vec<&'static Definition> = vec![self];
        let mut at = 0;
        while let Some(definition) = found.get(at).copied() {
            let own = definition.own.iter().map(|own| own.shape);
            for shape in definition.all_keys().map(|key| key.shape).chain(own) {
                shape.maps(&mut |map| {
                    if found.iter().all(|known| known.id != map.id) {
                        found.push(map);
                    }
                });
            }
            at += 1;
        }
        found
    }
}

impl Key {
    /// A key, what stands behind it and what it means.
    pub(crate) const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self {
            name,
            doc,
            shape,
            example: "",
            required: false,
            bare: false,
            default: "",
            since: "0.1",
        }
    }

    /// The same, with an example.
    pub(crate) const fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The same; its map cannot do without it.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same; it can stand without a value.
    pub(crate) const fn bare(self) -> Self {
        Self { bare: true, ..self }
    }

    /// The same, and what holds where it is left out.
    pub(crate) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }
}

/// The names of some keys, in their order.
pub(crate) const fn names<const N: usize>(keys: &[Key; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = keys[at].name;
        at += 1;
    }
    names
}
