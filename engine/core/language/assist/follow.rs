//! From a name to where it is declared, and to everywhere it is used.

use super::Draft;
use super::mention::{Mention, Named, Role};
use crate::language::places::Place;

impl Draft {
    /// Where the name at a place is declared. What nothing declares is made where something is kept in it.
    pub fn declarations(&self, file: usize, byte: usize) -> Vec<Place> {
        let Some(here) = self.mention(file, byte) else { return Vec::new() };
        for role in [Role::Declares, Role::Keeps] {
            let found = self.same(here).filter(|mention| mention.role == role);
            let found: Vec<Place> = found.map(|mention| mention.spot.into()).collect();
            if !found.is_empty() {
                return found;
            }
        }
        match here.named {
            Named::Button => self.buttons(&here.name),
            Named::Template => self.same(here).take(1).map(|mention| mention.spot.into()).collect(),
            Named::Module
            | Named::Receiver
            | Named::Hours
            | Named::Persona
            | Named::Variable
            | Named::Service
            | Named::Reminder
            | Named::Mark
            | Named::Part => Vec::new(),
        }
    }

    /// Everywhere the name at a place stands, in the order of the files.
    pub fn uses(&self, file: usize, byte: usize, with_declarations: bool) -> Vec<Place> {
        let Some(here) = self.mention(file, byte) else { return Vec::new() };
        let wanted = |mention: &&Mention| with_declarations || mention.role != Role::Declares;
        let mut spots: Vec<_> =
            self.same(here).filter(wanted).map(|mention| mention.spot).collect();
        spots.sort();
        spots.dedup();
        spots.into_iter().map(Place::from).collect()
    }

    /// Every mention of the same name.
    pub(super) fn same<'d>(&'d self, here: &'d Mention) -> impl Iterator<Item = &'d Mention> {
        self.mentions
            .iter()
            .filter(|mention| mention.named == here.named && mention.name == here.name)
    }

    /// Buttons by their id, with their module before it where it is named.
    fn buttons(&self, name: &str) -> Vec<Place> {
        let is_meant = |owner: &str, id: &str| match name.split_once('.') {
            Some((module, button)) => owner == module && id == button,
            None => id == name,
        };
        let found =
            self.presses.iter().filter(|(owner, id, _)| is_meant(owner.as_str(), id.as_str()));
        found.map(|(_, _, place)| place.clone()).collect()
    }
}
