//! What can be written in a file of another language: the keys of the bot's outline, with the text each
//! translates.

use super::cursor::{Cursor, Stand, Step};
use super::proposal::{Proposal, What};
use super::{Draft, Sheet, said};
use crate::language::translation::{Outline, OutlineShape, outline};

impl Draft {
    /// The keys that are to be translated here and are not yet.
    pub(super) fn to_translate(&self, cursor: &Cursor, text: &str) -> Vec<Proposal> {
        let keys = matches!(cursor.stand, Stand::Begin | Stand::Key);
        let of_bot = |number: &usize| self.sheet(*number) == Sheet::Flow;
        let numbers = (0..self.own).filter(of_bot);
        let whole = outline(numbers.filter_map(|number| self.trees[number].as_ref()));
        let Some(here) = find(&whole, &cursor.path).filter(|_| keys) else { return Vec::new() };
        let OutlineShape::Keys { parts, .. } = &here.shape else { return Vec::new() };
        let colon = if text[cursor.typed.end..].starts_with(':') { "" } else { ":" };
        let new = parts.iter().filter(|(key, _)| !cursor.seen.contains(key));
        new.map(|(key, part)| {
            let mut proposal = Proposal::word(What::Key, key, &cursor.typed);
            proposal.text.push_str(colon);
            match &part.shape {
                OutlineShape::Text(said) | OutlineShape::Several(said) => {
                    proposal.text.push_str(if colon.is_empty() { "" } else { " " });
                    proposal.detail(said::shortened(&said.source))
                }
                OutlineShape::Keys { .. } | OutlineShape::Places(_) => proposal,
            }
        })
        .collect()
    }
}

fn find<'o>(outline: &'o Outline, path: &[Step]) -> Option<&'o Outline> {
    let Some((step, rest)) = path.split_first() else { return Some(outline) };
    match (step, &outline.shape) {
        (Step::Key(key), OutlineShape::Keys { parts, .. }) => {
            let (_, part) = parts.iter().find(|(found, _)| found == key)?;
            find(part, rest)
        }
        _ => None,
    }
}
