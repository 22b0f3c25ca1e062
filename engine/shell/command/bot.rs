//! The files of a bot: one YAML file, or a folder with every `*.yaml` below it except `tests/`. In `lang/` stand those of
//! its other languages. The files of its tests end in `.test.yaml` and belong to no bot.
//!
//! Invariant: nothing but regular files of bounded size is opened, so nothing hangs and nothing fills the memory.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use baton_core::language::{self, Loaded, SourceFile};

use super::{Failure, talk};
use crate::wiring::Written;

/// Bytes of one file.
const FILE: u64 = 1024 * 1024;
/// Bytes of a bot.
const BOT: u64 = 20 * 1024 * 1024;
/// Folders within folders.
const DEPTH: usize = 16;
/// Files of a bot.
const FILES: usize = 10_000;

/// Why the files of a bot cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// There is nothing there.
    #[error("{0} does not exist; go to the folder of your bot, or name its file or folder")]
    Missing(PathBuf),
    /// There are no flows in it.
    #[error("{0} holds no file that ends in .yaml")]
    Empty(PathBuf),
    /// It is not a regular file.
    #[error("{0} is no ordinary file")]
    Special(PathBuf),
    /// A file is too large.
    #[error("{0} is larger than 1 MiB; flows of people stay far below")]
    LargeFile(PathBuf),
    /// All together are too large.
    #[error("{0} holds more than 20 MiB of flows")]
    LargeBot(PathBuf),
    /// Too deep, or too many.
    #[error("{0} holds more folders or files than a bot can have; is it the right folder?")]
    Sprawling(PathBuf),
    /// The system says no.
    #[error("{0} cannot be read: {1}")]
    Io(PathBuf, io::Error),
}

/// Reads and loads a bot; the paths of the result are such that people find the files.
///
/// # Errors
/// Why its files cannot be read; what is wrong in them is in the result.
pub(super) fn load(path: &Path) -> Result<Loaded, Unreadable> {
    Ok(in_place(language::load(read(path)?), path))
}

/// What was loaded from a path, with the files called such that people find them.
pub(super) fn in_place(mut loaded: Loaded, path: &Path) -> Loaded {
    for file in &mut loaded.files {
        file.path = place(path, file).display().to_string();
    }
    loaded
}

/// Where a file of the bot at a path lies.
pub(super) fn place(path: &Path, file: &SourceFile) -> PathBuf {
    let root = if path.is_dir() { Some(path) } else { path.parent() };
    root.unwrap_or(path).join(&file.path)
}

/// Reads a bot that must be whole; what is wrong with it is told.
///
/// # Errors
/// Told already, or to be told as wrong use.
pub(super) fn written(path: &Path) -> Result<Written, Failure> {
    let sources = sources(path)?;
    let bot = loaded(sources.clone(), path)?.bot.ok_or(Failure::Findings)?;
    Ok(Written { bot: Arc::new(bot), sources })
}

/// Loads a bot that must be whole, with its places and files; what is wrong with it is told.
///
/// # Errors
/// As [`written`].
pub(super) fn whole(path: &Path) -> Result<Loaded, Failure> {
    loaded(sources(path)?, path)
}

fn loaded(sources: Vec<SourceFile>, path: &Path) -> Result<Loaded, Failure> {
    let loaded = in_place(language::load(sources), path);
    if !loaded.diagnostics.is_empty() {
        let colour = talk::colour(&std::io::stderr());
        talk::say(language::render(&loaded, colour).trim_end());
    }
    if loaded.bot.is_none() { Err(Failure::Findings) } else { Ok(loaded) }
}

/// Reads the files of a bot; why they cannot be read is told, or is to be told as wrong use.
pub(super) fn sources(path: &Path) -> Result<Vec<SourceFile>, Failure> {
    read(path).map_err(|unreadable| match unreadable {
        Unreadable::Missing(_) | Unreadable::Empty(_) => Failure::WrongUse(unreadable.to_string()),
        Unreadable::Special(_)
        | Unreadable::LargeFile(_)
        | Unreadable::LargeBot(_)
        | Unreadable::Sprawling(_)
        | Unreadable::Io(..) => {
            talk::error(&unreadable.to_string());
            Failure::Findings
        }
    })
}

/// Reads the files of a bot, sorted by path.
pub(super) fn read(path: &Path) -> Result<Vec<SourceFile>, Unreadable> {
    let mut found = Vec::new();
    let meta = meta(path)?;
    if meta.is_dir() {
        gather(path, path, 0, Wanted::Flows, &mut found)?;
        found.sort();
    } else {
        found.push(path.to_owned());
    }
    if found.is_empty() {
        return Err(Unreadable::Empty(path.to_owned()));
    }
    let mut files = contents(path, found)?;
    for file in &mut files {
        // A version is named by its files: the same wherever the folder lies.
        let whole = Path::new(&file.path);
        let name = whole.strip_prefix(path).ok().filter(|name| *name != Path::new(""));
        let name = name.or(whole.file_name().map(Path::new)).unwrap_or(whole);
        file.path = name.display().to_string();
    }
    Ok(files)
}

/// Reads the files of a bot's tests, sorted by path: every `*.test.yaml` below its folder; of a bot in one file
/// `NAME.test.yaml` beside it, and those in `tests/` there.
pub(super) fn tests(path: &Path) -> Result<Vec<SourceFile>, Unreadable> {
    let mut found = Vec::new();
    if meta(path)?.is_dir() {
        gather(path, path, 0, Wanted::Tests, &mut found)?;
    } else {
        found.extend(Some(path.with_extension("test.yaml")).filter(|own| own.exists()));
        let folder = path.with_file_name("tests");
        if folder.is_dir() {
            gather(&folder, &folder, 0, Wanted::Tests, &mut found)?;
        }
    }
    found.sort();
    contents(path, found)
}

/// The files with what stands in them, by their whole paths.
fn contents(bot: &Path, found: Vec<PathBuf>) -> Result<Vec<SourceFile>, Unreadable> {
    let mut all = 0;
    let mut files = Vec::with_capacity(found.len());
    for file in found {
        let bytes = content(&file)?;
        all += bytes.len() as u64;
        if all > BOT {
            return Err(Unreadable::LargeBot(bot.to_owned()));
        }
        files.push(SourceFile::from_bytes(file.display().to_string(), &bytes));
    }
    Ok(files)
}

/// Which files are looked for below a folder.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    /// Those of the bot.
    Flows,
    /// Those of its tests.
    Tests,
}

/// What belongs to a bot by its name. Languages belong to the bot as a whole: one folder for them, with nothing below.
fn is_of_bot(name: &str, is_folder: bool, depth: usize, in_lang: bool) -> bool {
    match is_folder {
        true => name != "tests" && !in_lang && (name != "lang" || depth == 0),
        false => name.ends_with(".yaml") && !name.ends_with(".test.yaml"),
    }
}

fn meta(path: &Path) -> Result<fs::Metadata, Unreadable> {
    fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Unreadable::Missing(path.to_owned()),
        _ => Unreadable::Io(path.to_owned(), error),
    })
}

fn gather(
    root: &Path,
    folder: &Path,
    depth: usize,
    wanted: Wanted,
    found: &mut Vec<PathBuf>,
) -> Result<(), Unreadable> {
    if depth > DEPTH || found.len() > FILES {
        return Err(Unreadable::Sprawling(root.to_owned()));
    }
    let unreadable = |error| Unreadable::Io(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let kind = entry.file_type().map_err(unreadable)?;
        let belongs = match wanted {
            Wanted::Flows => is_of_bot(&name, kind.is_dir(), depth, folder == root.join("lang")),
            Wanted::Tests => kind.is_dir() || name.ends_with(".test.yaml"),
        };
        if name.starts_with('.') || !belongs {
            continue;
        }
        // A link to a folder is not followed: it may lead round in a circle.
        if kind.is_dir() {
            gather(root, &path, depth + 1, wanted, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn content(path: &Path) -> Result<Vec<u8>, Unreadable> {
    // Asked before opening: to open a FIFO waits for a writer, and a device never ends.
    if !meta(path)?.is_file() {
        return Err(Unreadable::Special(path.to_owned()));
    }
    let unreadable = |error| Unreadable::Io(path.to_owned(), error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > FILE {
        return Err(Unreadable::LargeFile(path.to_owned()));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = directory.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        directory
    }

    fn names(directory: &tempfile::TempDir) -> Vec<String> {
        read(directory.path()).unwrap().into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn a_bot_is_every_flow_but_tests_and_the_files_of_its_languages() {
        let directory = folder(&[
            ("bot.yaml", "a"),
            ("orders/returns.yaml", "b"),
            ("tests/a.test.yaml", "c"),
            ("orders/late.test.yaml", "c"),
            ("lang/da.yaml", "d"),
            ("lang/old/da.yaml", "d"),
            ("orders/lang/da.yaml", "d"),
            (".git/x.yaml", "e"),
            ("notes.md", "f"),
        ]);
        assert_eq!(names(&directory), ["bot.yaml", "lang/da.yaml", "orders/returns.yaml"]);
    }

    #[test]
    fn tests_lie_below_the_folder_or_beside_the_file() {
        let directory = folder(&[
            ("bot.yaml", "a"),
            ("bot.test.yaml", "b"),
            ("other.test.yaml", "c"),
            ("tests/deep/d.test.yaml", "d"),
            ("tests/notes.yaml", "e"),
        ]);
        let root = directory.path();
        let of = |path: &Path| -> Vec<String> {
            let files = tests(path).unwrap().into_iter().map(|file| file.path);
            files.map(|path| path.trim_start_matches(root.to_str().unwrap()).to_owned()).collect()
        };
        assert_eq!(of(root), ["/bot.test.yaml", "/other.test.yaml", "/tests/deep/d.test.yaml"]);
        assert_eq!(of(&root.join("bot.yaml")), ["/bot.test.yaml", "/tests/deep/d.test.yaml"]);
        assert_eq!(names(&directory), ["bot.yaml"]);
    }

    #[test]
    fn what_is_no_file_of_a_sensible_size_is_refused() {
        let directory = folder(&[("bot.yaml", "a")]);
        let large = directory.path().join("large.yaml");
        File::create(&large).unwrap().set_len(50 * 1024 * 1024).unwrap();
        assert!(
            matches!(read(directory.path()), Err(Unreadable::LargeFile(path)) if path == large)
        );
        fs::remove_file(&large).unwrap();
        std::os::unix::fs::symlink("/dev/zero", directory.path().join("zero.yaml")).unwrap();
        assert!(matches!(read(directory.path()), Err(Unreadable::Special(_))));
    }

    #[test]
    fn a_pipe_does_not_hang_the_reader() {
        let directory = folder(&[("bot.yaml", "a")]);
        let pipe = directory.path().join("pipe.yaml");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        assert!(matches!(read(directory.path()), Err(Unreadable::Special(path)) if path == pipe));
    }

    #[test]
    fn an_empty_or_missing_folder_is_told() {
        let directory = folder(&[("notes.md", "a")]);
        assert!(matches!(read(directory.path()), Err(Unreadable::Empty(_))));
        assert!(matches!(read(&directory.path().join("x")), Err(Unreadable::Missing(_))));
    }
}
