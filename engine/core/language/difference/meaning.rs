//! What a part of a bot means, for comparison: its long form, in which what is only written otherwise is the same.
//!
//! Invariant: layout, quotes, the order of keys, words for yes and no, the units of a length of time and a default that is
//! written out change nothing.

use crate::action::MESSAGE;
use crate::duration::Duration;
use crate::language::definition::{ACTION, CONDITION, Definition, Names, Shape};
use crate::language::expanded::Long;

/// What a part of a bot means.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// Nothing.
    Nothing,
    /// A text, a number, a word.
    Leaf {
        /// As the author wrote it.
        text: String,
        /// Equal where the meaning is equal.
        same: String,
        /// A sentence for people, which is shown in quotes.
        words: bool,
    },
    /// Some things in their order.
    List(Vec<Meaning>),
    /// Keys with what stands behind them.
    Map {
        /// In the order they are written.
        entries: Vec<(String, Meaning)>,
        /// Their order means something.
        ordered: bool,
    },
}

impl PartialEq for Meaning {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => true,
            (Self::Leaf { same: one, .. }, Self::Leaf { same: other, .. }) => one == other,
            (Self::List(one), Self::List(other)) => one == other,
            (Self::Map { entries: one, ordered }, Self::Map { entries: other, .. }) => {
                let has = |(key, value): &(String, Meaning)| {
                    other.iter().any(|(known, held)| known == key && held == value)
                };
                one.len() == other.len()
                    && if *ordered { one == other } else { one.iter().all(has) }
            }
            (Self::Nothing | Self::Leaf { .. } | Self::List(_) | Self::Map { .. }, _) => false,
        }
    }
}

impl Meaning {
    /// The text of a leaf.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Leaf { text, .. } => Some(text),
            Self::Nothing | Self::List(_) | Self::Map { .. } => None,
        }
    }

    /// What stands behind a key.
    pub(super) fn get(&self, key: &str) -> Option<&Meaning> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The keys with what stands behind them; none of what is no map.
    pub(super) fn entries(&self) -> &[(String, Meaning)] {
        match self {
            Self::Map { entries, .. } => entries,
            Self::Nothing | Self::Leaf { .. } | Self::List(_) => &[],
        }
    }

    /// In one line, as an author would write it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Leaf { text, words: true, .. } => format!("\"{}\"", text.replace('\n', "⏎")),
            Self::Leaf { text, .. } => text.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::shown).collect();
                if let [one] = items.as_slice() {
                    one.clone()
                } else {
                    format!("[{}]", items.join(", "))
                }
            }
            Self::Map { entries, .. } => match entries.as_slice() {
                // A message of words alone is its words.
                [(key, value @ Self::Leaf { words: true, .. })] if key == "text" => value.shown(),
                _ => {
                    let entry =
                        |(key, value): &(String, Meaning)| format!("{key}: {}", value.shown());
                    format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
                }
            },
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Self::Nothing => serde_json::Value::Null,
            Self::Leaf { text, .. } => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::json).collect::<Vec<_>>().into(),
            Self::Map { entries, .. } => {
                let entry = |(key, value): &(String, Meaning)| (key.clone(), value.json());
                serde_json::Value::Object(entries.iter().map(entry).collect())
            }
        }
    }
}

/// Says which module took the place of one.
pub(super) type Successor<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a long form means that stands where this shape is asked for.
pub(super) fn of(long: &Long, shape: Shape, successor: Successor<'_>) -> Meaning {
    match long {
        Long::Nothing => Meaning::Nothing,
        Long::Text { text, quoted } => leaf(text, *quoted, plain(shape), successor),
        Long::List(items) => {
            let each = item(shape);
            Meaning::List(items.iter().map(|one| of(one, each, successor)).collect())
        }
        Long::Map(entries) => map(entries, shape, successor),
    }
}

fn map(entries: &[(String, Long)], shape: Shape, successor: Successor<'_>) -> Meaning {
    let mut maps = Vec::new();
    shape.maps(&mut |map| maps.push(map));
    let knows = |map: &&&Definition| {
        entries.iter().all(|(key, _)| map.own.is_some() || map.key(key).is_some())
    };
    let definition = maps.iter().find(knows).copied();
    let mut meant = Vec::new();
    for (name, value) in entries {
        let key = definition.and_then(|map| map.key(name));
        let own = definition.and_then(|map| map.own.as_ref()).map(|own| own.shape);
        // What is in no definition is a value; a file of another language holds texts alone.
        let other = if matches!(shape, Shape::Text) { Shape::Text } else { Shape::Value };
        let shape = key.map(|key| key.shape).or(own).unwrap_or(other);
        let said = matches!(value, Long::Map(keys) if !keys.is_empty());
        let value = of(value, shape, successor);
        // A map of nothing but defaults says nothing.
        let idle = said && matches!(&value, Meaning::Map { entries, .. } if entries.is_empty());
        if !idle && !key.is_some_and(|key| is_default(&value, key.default, key.shape)) {
            meant.push((name.clone(), value));
        }
    }
    // A later calculation sees the ones before it, and of the links with a star the first that fits is taken.
    let ordered = definition.is_some_and(|map| match map.id {
        "compute" | "set" => true,
        "refs" => entries.iter().any(|(key, _)| key.contains('*')),
        _ => false,
    });
    Meaning::Map { entries: meant, ordered }
}

/// Whether a value that is written out is what holds without it.
fn is_default(value: &Meaning, default: &str, shape: Shape) -> bool {
    let said = default.split([',', ' ']).next().unwrap_or_default().trim_matches('`');
    let shape = plain(shape);
    let few = matches!(shape, Shape::Duration | Shape::Words(_) | Shape::Count(..) | Shape::YesNo);
    few && !said.is_empty() && *value == leaf(said, false, shape, &|_| None)
}

/// What stands in a list of such a shape.
fn item(shape: Shape) -> Shape {
    match shape {
        Shape::List(item) => *item,
        Shape::Messages => Shape::Message,
        Shape::Texts => Shape::Text,
        Shape::Several(names) => Shape::Name(names),
        Shape::Either(shapes) => {
            let list = shapes.iter().find(|shape| {
                matches!(shape, Shape::List(_) | Shape::Messages | Shape::Texts | Shape::Several(_))
            });
            list.map_or(shape, |shape| item(*shape))
        }
        // A list of actions is one of maps with an action each; a condition's one of texts.
        Shape::Actions => Shape::Map(&ACTION),
        Shape::Message => Shape::Map(&MESSAGE),
        Shape::Condition => Shape::Map(&CONDITION),
        other => other,
    }
}

/// What a text is that stands in the place of such a shape.
fn plain(shape: Shape) -> Shape {
    match shape {
        Shape::Texts | Shape::Message | Shape::Messages => Shape::Text,
        Shape::Several(names) => Shape::Name(names),
        Shape::Either(shapes) => {
            let mut plain = shapes.iter().map(|shape| plain(*shape));
            let found = plain
                .find(|shape| !matches!(shape, Shape::Map(_) | Shape::List(_) | Shape::Nothing));
            found.unwrap_or(Shape::Text)
        }
        Shape::List(item) => plain(*item),
        other => other,
    }
}

fn leaf(text: &str, quoted: bool, shape: Shape, successor: Successor<'_>) -> Meaning {
    let (mut shown, mut words) = (text.to_owned(), false);
    let same = match shape {
        Shape::Duration => {
            shown = Duration::parse(text).map_or(shown, |time| time.to_string());
            shown.clone()
        }
        Shape::Number | Shape::Count(..) => {
            text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string())
        }
        Shape::Expression => tight(text),
        // A number in quotes is a text.
        Shape::Value => {
            words = quoted;
            if quoted { format!("\"{text}") } else { text.to_owned() }
        }
        Shape::Name(Names::Module | Names::Target) => {
            shown = successor(text).unwrap_or(shown);
            shown.clone()
        }
        Shape::Text | Shape::Template | Shape::Label(_) => {
            words = true;
            text.to_owned()
        }
        _ => text.to_owned(),
    };
    // Quotes around what could be nothing but a text say nothing.
    let same = match same.strip_prefix('"') {
        Some(inner) if quoted && !is_scalar(inner) => inner.to_owned(),
        _ => same,
    };
    Meaning::Leaf { text: shown, same, words }
}

/// Whether a text without quotes is no text where any value can stand.
fn is_scalar(text: &str) -> bool {
    text.is_empty()
        || text.parse::<f64>().is_ok()
        || matches!(text, "yes" | "no" | "true" | "false" | "null" | "~")
}

/// An expression without the spaces that only people need.
fn tight(text: &str) -> String {
    let mut out = String::new();
    let (mut inside, mut space): (Option<char>, bool) = (None, false);
    for c in text.trim().chars() {
        if inside.is_none() && c.is_whitespace() {
            space = true;
            continue;
        }
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        if std::mem::take(&mut space) && out.ends_with(joins) && joins(c) {
            out.push(' ');
        }
        match inside {
            Some(quote) if quote == c => inside = None,
            None if matches!(c, '"' | '\'') => inside = Some(c),
            Some(_) | None => {}
        }
        out.push(c);
    }
    out
}
