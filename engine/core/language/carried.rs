//! What the payload of something made from a list must carry: what its `set`, `do` and `value` read of
//! the item. Known from the texts and expressions that were read between two marks.

use std::ops::Range;

use super::loading::{Loading, Site};
use crate::bot::Carried;
use crate::each::ITEM;
use crate::expression::NameUse;

/// How many texts and expressions had been read at some moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    templates: usize,
    expressions: usize,
}

impl Loading<'_> {
    /// The present moment of reading.
    pub(crate) fn mark(&self) -> Mark {
        let uses = self.uses.borrow();
        Mark { templates: uses.templates.len(), expressions: uses.expressions.len() }
    }
}

impl Site<'_> {
    /// What was read of `item` between two marks.
    pub(crate) fn carried(&self, read: Range<Mark>) -> Carried {
        if !self.each {
            return Carried::Nothing;
        }
        let uses = self.loading.uses.borrow();
        let templates = &uses.templates[read.start.templates..read.end.templates];
        let expressions = &uses.expressions[read.start.expressions..read.end.expressions];
        let names = templates.iter().flat_map(|used| used.template.names());
        let names = names.chain(expressions.iter().flat_map(|used| used.expression.names()));
        names.map(of).fold(Carried::Nothing, Carried::and)
    }
}

fn of(name: &NameUse) -> Carried {
    match name.path.as_slice() {
        [root, member, ..] if root == ITEM => Carried::Members(vec![member.clone()]),
        [root] if root == ITEM => Carried::All,
        _ => Carried::Nothing,
    }
}

impl Carried {
    /// What both need.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (Self::Members(mut members), Self::Members(more)) => {
                members.extend(more);
                members.sort();
                members.dedup();
                Self::Members(members)
            }
        }
    }
}
