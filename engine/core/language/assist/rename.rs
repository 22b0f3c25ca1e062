//! Another name for something of the bot, in all files at once. A module that is renamed leaves its old name
//! in `moved`, so that conversations and buttons find it.
//!
//! Invariant: what is not the name stays as it is, and the bot has no more errors than before; else nothing
//! is changed.

use super::mention::{Mention, NO_MODULES, Named, Role};
use super::said::value;
use super::{Draft, Sheet};
use crate::language::diagnostic::Severity;
use crate::language::places::Place;
use crate::language::reading::{as_name, is_name};
use crate::language::source::SourceFile;
use crate::language::splice::{self, Edit};
use crate::language::tree::{Kind, Node};

/// What changes in which file, by its number.
pub type Changes = Vec<(usize, Vec<Edit>)>;

/// Why something keeps its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotRename {
    /// No name stands at the place, or none that the bot declares.
    #[error("here stands no name that the bot declares")]
    NoName,
    /// What people have answered is kept under it.
    #[error(
        "a variable keeps its name: what people have answered is kept under it and would be forgotten"
    )]
    Variable,
    /// It cannot be a name; what would be one.
    #[error("`{0}` cannot be a name: small letters, digits and _, beginning with a letter{1}")]
    BadName(String, String),
    /// Something else has it.
    #[error("there is a {0} `{1}` already")]
    Taken(&'static str, String),
    /// Something would be read otherwise, or would be wrong.
    #[error("the bot would not be the same with that name: {0}")]
    Lost(String),
}

impl Draft {
    /// The name at a place, if it can be changed.
    ///
    /// # Errors
    /// [`CannotRename::NoName`] and [`CannotRename::Variable`].
    pub fn renamable(&self, file: usize, byte: usize) -> Result<(Place, &str), CannotRename> {
        let here = self.mention(file, byte).ok_or(CannotRename::NoName)?;
        match here.named {
            Named::Variable => return Err(CannotRename::Variable),
            Named::Module
            | Named::Receiver
            | Named::Hours
            | Named::Persona
            | Named::Service
            | Named::Part => {}
            Named::Reminder | Named::Mark | Named::Button | Named::Template => {
                return Err(CannotRename::NoName);
            }
        }
        let declared = self.same(here).any(|mention| mention.role == Role::Declares);
        declared.then(|| (here.spot.into(), here.name.as_str())).ok_or(CannotRename::NoName)
    }

    /// What changes when the name at a place becomes another.
    ///
    /// # Errors
    /// See [`CannotRename`].
    pub fn renamed(&self, file: usize, byte: usize, to: &str) -> Result<Changes, CannotRename> {
        self.renamable(file, byte)?;
        let here = self.mention(file, byte).ok_or(CannotRename::NoName)?;
        if here.name == to {
            return Ok(Changes::new());
        }
        if !is_name(to) || (here.named == Named::Module && NO_MODULES.contains(&to)) {
            let meant = as_name(to);
            let meant = if meant.is_empty() { meant } else { format!(". `{meant}` would be one") };
            return Err(CannotRename::BadName(to.to_owned(), meant));
        }
        if self.names(here.named).contains(&to) {
            return Err(CannotRename::Taken(here.named.words(), to.to_owned()));
        }
        let mut changes: Vec<Vec<Edit>> = vec![Vec::new(); self.files.len()];
        let mut spots: Vec<_> = self.same(here).map(|mention| mention.spot).collect();
        spots.sort();
        spots.dedup();
        for spot in spots {
            changes[spot.file].push(Edit::replace(spot.range(), to));
        }
        if here.named == Named::Module {
            self.note_move(here, to, &mut changes);
        }
        let changes: Changes =
            changes.into_iter().enumerate().filter(|(_, edits)| !edits.is_empty()).collect();
        self.verify(&changes)?;
        Ok(changes)
    }

    /// Adds the entry of `moved`; a module that gets back an old name has not moved from it any more.
    fn note_move(&self, here: &Mention, to: &str, changes: &mut [Vec<Edit>]) {
        let line = format!("{}: {to}", here.name);
        let flows = || (0..self.own).filter(|file| self.sheet(*file) == Sheet::Flow);
        let of = |file: usize, key: &str| value(self.trees[file].as_ref()?, key);
        if let Some((file, moved)) = flows().find_map(|file| Some((file, of(file, "moved")?))) {
            let source = &self.files[file];
            if let Some(gone) = forget(source, moved, to) {
                changes[file].retain(|edit| {
                    edit.span.end <= gone.span.start || edit.span.start >= gone.span.end
                });
                changes[file].push(gone);
            }
            changes[file].push(added(source, moved, &line));
            return;
        }
        let chief = flows().find(|file| of(*file, "bot").is_some()).or_else(|| flows().next());
        let Some(file) = chief else { return };
        let text = &self.files[file].text;
        let before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let entry = format!(
            "{before}\n# What became of modules that had another name.\nmoved:\n  {line}\n"
        );
        changes[file].push(Edit::insert(text.len(), entry));
    }

    /// Whether the bot is the same with the changes.
    fn verify(&self, changes: &Changes) -> Result<(), CannotRename> {
        let mut files = self.files.clone();
        for (number, edits) in changes {
            let spliced = splice::splice(&files[*number], edits);
            files[*number] = spliced.map_err(|refused| CannotRename::Lost(refused.to_string()))?;
        }
        let tests = files.split_off(self.own);
        let after = Self::new(files, tests, None);
        let errors = |draft: &Self| {
            let errors = draft.found.iter().filter(|found| found.severity == Severity::Error);
            errors.count()
        };
        if errors(&after) > errors(self) {
            let new = after.found.iter().find(|found| found.severity == Severity::Error);
            return Err(CannotRename::Lost(new.map(|new| new.message.clone()).unwrap_or_default()));
        }
        Ok(())
    }
}

/// One more entry of `moved`.
fn added(source: &SourceFile, moved: &Node, line: &str) -> Edit {
    let entries = match &moved.kind {
        Kind::Map { entries, flow: true } => {
            let close = source.text[..moved.spot.end].rfind('}').unwrap_or(moved.spot.end);
            let before = source.text[..close].trim_end().len();
            let comma = if entries.is_empty() { " " } else { ", " };
            return Edit::replace(before..close, format!("{comma}{line} "));
        }
        Kind::Map { entries, .. } => entries,
        Kind::Nothing | Kind::Text { .. } | Kind::List { .. } | Kind::Broken => {
            let end = source.line_at(moved.spot.start).end;
            return Edit::insert(end, format!("\n  {line}"));
        }
    };
    let column =
        entries.first().map_or(2, |(key, _)| key.spot.start - source.line_at(key.spot.start).start);
    let end = source.line_at(moved.spot.end).end;
    Edit::insert(end, format!("\n{}{line}", " ".repeat(column)))
}

/// Takes the entry of a name out of a `moved` whose entries have lines of their own.
fn forget(source: &SourceFile, moved: &Node, name: &str) -> Option<Edit> {
    let Kind::Map { entries, flow: false } = &moved.kind else { return None };
    let (key, _) = entries.iter().find(|(key, _)| key.text == name)?;
    let line = source.line_at(key.spot.start);
    // With the line break before it, so that what is added behind the last entry keeps its place.
    let start = source.text[..line.start].strip_suffix('\n').map_or(line.start, str::len);
    Some(Edit::replace(start..line.end, ""))
}
