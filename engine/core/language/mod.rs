//! From what authors write to a bot: source text, a tree with places, a bot, and every problem at
//! once.
//!
//! Invariant: a `Bot` that comes out has no errors, and loading neither panics nor takes more than
//! time and memory in proportion to the files.

pub mod assist;
mod bot_keys;
mod button;
mod calculation;
mod carried;
mod check;
mod choices;
pub mod code;
mod conditions;
mod connection;
pub mod definition;
mod diagnostic;
pub mod difference;
mod expanded;
pub mod explain;
mod fields;
mod fix;
mod fixing;
mod hidden;
mod hints;
pub mod layout;
mod leading;
mod lines;
mod list;
mod loading;
mod mending;
mod module;
mod moved;
mod page_profile;
mod pasted;
mod places;
mod punctuation;
mod quotes;
mod reader;
mod reading;
pub mod reference;
pub mod report;
mod reshaping;
mod resolving;
mod scan;
pub mod schema;
mod secret;
mod services;
mod slips;
mod source;
pub mod splice;
mod tabs;
mod templates;
mod translation;
mod tree;
mod unreadable;
mod values;
mod variables;
mod ways_in;
mod whole;

#[cfg(test)]
pub(crate) mod tests;

use sha2::{Digest, Sha256};

pub use diagnostic::{Diagnostic, SHOWN, Severity};
pub use expanded::expanded;
pub use fix::{Fix, Trust};
pub use fixing::{Mend, Mended, mend};
pub use places::{Place, Places};
pub use source::SourceFile;
pub use translation::{CannotSync, Completeness, Synced, sync};

pub(crate) use button::{address, buttons};
pub(crate) use calculation::{assignment, calculation, decimal_comma, split_list};
pub(crate) use conditions::{comma_in_one, outcome_word};
pub(crate) use definition::{
    APP_ID, BUTTONS, Beside, Definition, HEADER, Key, LANGUAGE, NAME, Names, Own, Rule, Shape,
    Word, names, word, words,
};
pub(crate) use diagnostic::pointed;
pub(crate) use fields::Fields;
pub(crate) use list::TARGETS;
pub(crate) use loading::{Loading, Role, Saved, SavedUse, Site, Words};
pub(crate) use resolving::is_tag;
pub(crate) use source::Spot;
pub(crate) use tree::{Key as MapKey, Kind, Node};

use crate::bot::Bot;
use crate::id::BotHash;

/// Bytes of all files of a bot together.
const BOT: usize = 20 * 1024 * 1024;

/// What came of loading.
#[derive(Debug)]
pub struct Loaded {
    /// The bot, if nothing is an error.
    pub bot: Option<Bot>,
    /// Everything that was found, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files, as the findings count them.
    pub files: Vec<SourceFile>,
    /// Where the parts of the bot stand in them.
    pub places: Places,
    /// How far each other language is translated, in the order in which they are declared.
    pub languages: Vec<Completeness>,
}

impl Loaded {
    /// Whether anything keeps the bot from running.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Loads a bot from its files, in the order in which they are tried.
pub fn load(files: Vec<SourceFile>) -> Loaded {
    let files: Vec<SourceFile> = files.into_iter().map(without_mark).collect();
    let mut languages = Vec::new();
    let (bot, mut diagnostics) = read_all(&files, &mut languages);
    let (bot, places) = bot.map_or((None, Places::default()), |(bot, places)| (Some(bot), places));
    in_order(&mut diagnostics, &files);
    let mut loaded = Loaded { bot: None, diagnostics, files, languages, places };
    if !loaded.has_errors() {
        loaded.bot = bot;
    }
    loaded
}

/// All findings as text: each with its line and a caret, then how many there are. Empty without
/// findings.
pub fn render(loaded: &Loaded, colour: bool) -> String {
    render_all(&loaded.diagnostics, &loaded.files, colour)
}

/// As [`render`], for findings in other files than a bot's.
pub fn render_all(found: &[Diagnostic], files: &[SourceFile], colour: bool) -> String {
    diagnostic::render_all(found, files, colour)
}

/// Puts findings into the order of the files, with their places inside of them and each once.
pub(crate) fn in_order(found: &mut Vec<Diagnostic>, files: &[SourceFile]) {
    for found in found.iter_mut() {
        found.keep_inside(files);
    }
    found.sort_by(|a, b| {
        (a.file, a.span.start, a.severity, a.span.end).cmp(&(
            b.file,
            b.span.start,
            b.severity,
            b.span.end,
        ))
    });
    found.dedup();
}

/// A file as text, lists and maps, with everything reported that keeps it from being read.
pub(crate) fn tree(number: usize, file: &SourceFile, found: &mut Vec<Diagnostic>) -> Option<Node> {
    mending::read(number, file, found).tree
}

/// The file without a byte order mark.
pub(crate) fn without_mark(file: SourceFile) -> SourceFile {
    match file.text.strip_prefix('\u{feff}') {
        Some(text) => SourceFile { text: text.to_owned(), path: file.path },
        None => file,
    }
}

/// The bot, which holds only where nothing found is an error.
fn read_all(
    files: &[SourceFile],
    languages: &mut Vec<Completeness>,
) -> (Option<(Bot, Places)>, Vec<Diagnostic>) {
    let size: usize = files.iter().map(|file| file.text.len()).sum();
    if size > BOT {
        let message = format!("the files have {size} bytes together; 20 MiB is the most");
        let found = Diagnostic::error("too-large", Spot::default(), message)
            .help("divide it into several bots, or take out what nobody uses");
        return (None, vec![found]);
    }
    let loading = Loading::new(files);
    let (mut trees, mut of_languages) = (Vec::new(), Vec::new());
    let mut cut = vec![false; files.len()];
    for (number, file) in files.iter().enumerate() {
        let mut found = Vec::new();
        let read = mending::read(number, file, &mut found);
        cut[number] = read.cut;
        if translation::language_of(&file.path).is_some() {
            // No name is declared in it, so that nothing of the bot seems to be missing.
            found.into_iter().for_each(|found| loading.report(found));
            of_languages.push((number, read.tree));
            continue;
        }
        loading.incomplete.set(loading.incomplete.get() || read.lost);
        found.into_iter().for_each(|found| loading.report(found));
        if let Some(tree) = read.tree {
            secret::look(&tree, &mut |found| loading.report(found));
            trees.push((number, tree));
        }
    }
    let told = loading.found.borrow().len();
    let files_of_languages = &of_languages;
    let bot = whole::load(&loading, &trees, files_of_languages, hash(files), languages);
    let mut found = loading.found.take();
    let later = found.split_off(told);
    let is_sure = |one: &Diagnostic| {
        !cut.get(one.file).is_some_and(|cut| *cut) || !mending::is_doubtful(one.code)
    };
    found.extend(later.into_iter().filter(is_sure));
    (Some(bot), found)
}

/// Names a version: the same files give the same name, in whatever order they come.
fn hash(files: &[SourceFile]) -> BotHash {
    let mut sorted: Vec<&SourceFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut hash = Sha256::new();
    for file in sorted {
        for part in [&file.path, &file.text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    let digest = hash.finalize();
    BotHash::new(digest[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
