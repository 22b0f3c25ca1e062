//! The bots whose files are open: which folder or file is the bot of a file, and what it is right now.
//!
//! Invariant: an open file counts as the editor has it; everything else as it lies on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use baton_core::language::SourceFile;
use baton_core::language::assist::Draft;
use baton_core::language::definition::BOT;
use lsp_types::Diagnostic;

use super::documents::Documents;

/// Folders above a file in which its bot is looked for.
const ABOVE: usize = 16;
/// Files of a folder that are looked into for it.
const LOOKED: usize = 500;

/// How the files of a bot and of its tests are read, as for every command.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Those of the bot, their paths from its folder.
    pub bot: fn(&Path) -> Option<Vec<SourceFile>>,
    /// Those of its tests, by their whole paths.
    pub tests: fn(&Path) -> Option<Vec<SourceFile>>,
}

/// A bot with what the editor was told of it.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// As it was read last.
    pub(super) draft: Option<Draft>,
    /// Where its files lie, in their order.
    pub(super) paths: Vec<PathBuf>,
    /// Something has changed since.
    pub(super) stale: bool,
    /// What was found is not told yet.
    pub(super) untold: bool,
    /// What was told of which file.
    pub(super) told: BTreeMap<PathBuf, Vec<Diagnostic>>,
}

impl Held {
    /// The number of a file.
    pub(super) fn number(&self, path: &Path) -> Option<usize> {
        self.paths.iter().position(|known| known == path)
    }
}

/// Finds the bot of a file: the nearest folder above it with a file that says `bot:`; the file itself where
/// there are several such files, or none.
pub(super) fn root_of(path: &Path, documents: &Documents, given: Option<&Path>) -> PathBuf {
    if let Some(given) = given.filter(|given| path.starts_with(given)) {
        return given.to_owned();
    }
    for folder in path.ancestors().skip(1).take(ABOVE) {
        let bots = bots_in(folder, documents);
        match bots.as_slice() {
            [] if folder.join(".git").exists() => break,
            [] => {}
            [_] => return folder.to_owned(),
            several => return of_several(path, several),
        }
    }
    path.to_owned()
}

/// One of several bots in a folder: the file itself, or the one a file of tests is called after.
fn of_several(path: &Path, bots: &[PathBuf]) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let tested = name.strip_suffix(".test.yaml").map(|name| format!("{name}.yaml"));
    let of_tests = |bot: &&PathBuf| {
        tested.as_deref().is_some_and(|tested| bot.file_name().is_some_and(|name| name == tested))
    };
    bots.iter().find(of_tests).cloned().unwrap_or_else(|| path.to_owned())
}

/// The files of a folder that say `bot:` at their top.
fn bots_in(folder: &Path, documents: &Documents) -> Vec<PathBuf> {
    let open = documents.0.keys().filter(|path| path.parent() == Some(folder)).cloned();
    let mut paths: Vec<PathBuf> = open.collect();
    // A folder that cannot be read has no bot for us; its open files are looked at all the same.
    let listed = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    paths.extend(listed.map(|entry| entry.path()).filter(|path| is_named_so(path)).take(LOOKED));
    paths.sort();
    paths.dedup();
    paths.retain(|path| match documents.text(path) {
        Some(text) => is_named_so(path) && says(text, "bot:"),
        None => is_small(path) && fs::read_to_string(path).is_ok_and(|text| says(&text, "bot:")),
    });
    paths
}

/// Whether a file may be a flow by its name.
fn is_named_so(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.ends_with(".yaml") && !name.ends_with(".test.yaml") && !name.starts_with('.')
}

/// A regular file of the size of flows: nothing else is opened.
fn is_small(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= 1024 * 1024)
}

/// Whether a key stands at the top of a text.
fn says(text: &str, key: &str) -> bool {
    text.lines().any(|line| line.starts_with(key))
}

/// Whether a text is a flow for certain, though no bot is found around it.
pub(super) fn is_flow(text: &str) -> bool {
    may_be_flow(text) && ["bot:", "modules:", "keywords:"].iter().any(|key| says(text, key))
}

/// Whether a text may be a flow: whatever stands at its top is a key of a bot.
pub(super) fn may_be_flow(text: &str) -> bool {
    text.lines().filter_map(|line| line.split_once(':')).all(|(key, _)| {
        let is_key = key.starts_with(|c: char| c.is_alphabetic()) && !key.contains(' ');
        !is_key || BOT.key(key).is_some()
    })
}

/// Whether a new file belongs to no bot: what lies in `tests` or is hidden.
fn is_apart(name: &str) -> bool {
    let parts = || Path::new(name).components().map(|part| part.as_os_str().to_string_lossy());
    !name.ends_with(".test.yaml") && parts().any(|part| part == "tests" || part.starts_with('.'))
}

/// Reads a bot anew.
pub(super) fn build(root: &Path, held: &mut Held, documents: &Documents, reading: Reading) {
    let folder = if root.is_dir() { root } else { root.parent().unwrap_or(root) };
    // What cannot be read, or is not there yet, is what the editor has of it.
    let mut files = (reading.bot)(root).unwrap_or_default();
    let mut tests = (reading.tests)(root).unwrap_or_default();
    for (path, document) in documents.0.iter().filter(|(_, document)| document.root == root) {
        let whole = path.display().to_string();
        let (list, name) = match whole.ends_with(".test.yaml") {
            true => (&mut tests, whole),
            false => {
                let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
                (&mut files, name)
            }
        };
        match list.iter_mut().find(|file| file.path == name) {
            Some(file) => file.text.clone_from(&document.text),
            None if is_apart(&name) => {}
            None => list.push(SourceFile { path: name, text: document.text.clone() }),
        }
    }
    // In the order in which commands read them.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    held.paths = files.iter().map(|file| folder.join(&file.path)).collect();
    held.paths.extend(tests.iter().map(|file| PathBuf::from(&file.path)));
    held.draft = Some(Draft::new(files, tests, held.draft.as_ref()));
    held.stale = false;
    held.untold = true;
}
