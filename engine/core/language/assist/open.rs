//! What can stand at a place: the shapes of the definitions, followed from the top of a file.
//!
//! Invariant: ends for every shape, also where maps hold each other.

use crate::action::MESSAGE;
use crate::language::definition::{ACTION, CONDITION, Definition, Shape};

/// Everything that can stand at one place.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Maps.
    pub(super) maps: Vec<&'static Definition>,
    /// What each item of a list can be.
    pub(super) items: Vec<Shape>,
    /// What a text alone can be.
    pub(super) plain: Vec<Shape>,
}

/// What can stand where one of these shapes does.
pub(super) fn open(shapes: &[Shape]) -> Open {
    let mut found = Open::default();
    shapes.iter().for_each(|shape| add(*shape, &mut found));
    found
}

fn add(shape: Shape, found: &mut Open) {
    match shape {
        Shape::Either(shapes) => shapes.iter().for_each(|shape| add(*shape, found)),
        Shape::Map(map) => add_map(map, found),
        Shape::Message => {
            found.maps.push(&MESSAGE);
            found.plain.push(Shape::Template);
        }
        Shape::Messages => {
            found.maps.push(&MESSAGE);
            found.plain.push(Shape::Template);
            found.items.push(Shape::Message);
        }
        Shape::Actions => {
            found.maps.push(&ACTION);
            found.plain.push(Shape::Actions);
            found.items.push(Shape::Actions);
        }
        Shape::Condition => add_map(&CONDITION, found),
        Shape::List(item) => found.items.push(*item),
        Shape::Texts => {
            found.plain.push(Shape::Text);
            found.items.push(Shape::Text);
        }
        Shape::Several(names) => {
            found.plain.push(Shape::Name(names));
            found.items.push(Shape::Name(names));
        }
        Shape::Value => {
            found.plain.push(Shape::Value);
            found.items.push(Shape::Value);
        }
        Shape::Text
        | Shape::Template
        | Shape::Label(_)
        | Shape::Number
        | Shape::Count(..)
        | Shape::YesNo
        | Shape::Duration
        | Shape::Words(_)
        | Shape::Id
        | Shape::Name(_)
        | Shape::Expression
        | Shape::Pattern
        | Shape::Address
        | Shape::Written { .. }
        | Shape::Nothing => found.plain.push(shape),
    }
}

/// A map, and what its chief key takes: a value alone stands for that.
fn add_map(map: &'static Definition, found: &mut Open) {
    found.maps.push(map);
    if let Some(key) = map.key(map.short) {
        let short = open(&[key.shape]);
        found.plain.extend(short.plain);
        found.items.extend(short.items);
    }
}

impl Open {
    /// What stands behind a key.
    pub(super) fn under(&self, key: &str) -> Vec<Shape> {
        let known: Vec<Shape> =
            self.maps.iter().filter_map(|map| map.key(key)).map(|key| key.shape).collect();
        if !known.is_empty() {
            return known;
        }
        let own = self.maps.iter().filter_map(|map| map.own.as_ref()).map(|own| own.shape);
        let values = self.plain.iter().filter(|shape| matches!(shape, Shape::Value));
        own.chain(values.copied()).collect()
    }

    /// The map that is meant by these keys.
    pub(super) fn meant<'k>(
        &self,
        keys: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<&'static Definition> {
        let fits = |map: &Definition| keys.clone().filter(|key| map.key(key).is_some()).count();
        // The first of the best; one whose keys are the author's own fits whatever is left.
        let mut best: Option<(usize, &'static Definition)> = None;
        for map in &self.maps {
            let count = fits(map);
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, map));
            }
        }
        best.map(|(_, map)| map)
    }
}
