//! The places a setting can stand in, read once, so that everything after is a function of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::{self, Kind, Node};
use super::{Problem, setting};
use crate::telemetry::{self, Log};

/// Flags, variables and the file, as they were when the program started.
///
/// Not `Debug`: secrets stand here as they were given.
#[derive(Clone, Default)]
pub struct Places {
    flags: BTreeMap<&'static str, String>,
    variables: BTreeMap<String, String>,
    file: Option<(String, Node)>,
    problems: Vec<Problem>,
}

/// A setting as it was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its text.
    pub(super) text: String,
    /// Where: a variable, a flag, or a place in the file.
    pub(super) place: String,
}

impl Places {
    /// Reads the variables of this process that begin with `BATON_`, and the file: the one named by flag or
    /// variable, else `baton.yaml` in the working directory where there is one.
    pub fn of_process(flags: BTreeMap<&'static str, String>) -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with(setting::ALL_BEGIN))
            .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
            .collect();
        Self::of(flags, variables, Path::new("."))
    }

    /// The same from given variables, in a given directory.
    pub fn of(
        flags: BTreeMap<&'static str, String>,
        variables: BTreeMap<String, String>,
        directory: &Path,
    ) -> Self {
        let mut places = Self { flags, variables, file: None, problems: Vec::new() };
        let named = places.set(&setting::CONFIG).map(|found| PathBuf::from(found.text));
        let path = named.clone().unwrap_or_else(|| PathBuf::from("baton.yaml"));
        match std::fs::read_to_string(directory.join(&path)) {
            Ok(text) => places.take_file(&path.display().to_string(), &text),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => places.problems.push(Problem {
                place: path.display().to_string(),
                says: format!("this file cannot be read: {error}"),
            }),
        }
        places
    }

    fn take_file(&mut self, path: &str, text: &str) {
        match file::parse(path, text) {
            Ok(node) => self.file = Some((path.to_owned(), node)),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// What is said about the log; it is wanted before anything else is read.
    ///
    /// # Errors
    /// When the format is neither text nor json.
    pub fn log(&self) -> Result<Log, Problem> {
        let found = |setting| self.set(setting).or_else(|| self.text_in_file(setting));
        let json = match found(&setting::LOG_FORMAT) {
            None => None,
            Some(format) if format.text == "json" => Some(true),
            Some(format) if format.text == "text" => Some(false),
            Some(format) => {
                let says = format!("`{}` is no format; write text or json", format.text);
                return Err(Problem { place: format.place, says });
            }
        };
        let filter = found(&setting::LOG);
        let log = Log { filter: filter.as_ref().map(|filter| filter.text.clone()), json };
        match (telemetry::filter(&log), filter) {
            (Err(says), Some(filter)) => Err(Problem { place: filter.place, says }),
            (Ok(_) | Err(_), _) => Ok(log),
        }
    }

    fn text_in_file(&self, setting: &setting::Setting) -> Option<Found> {
        let node = self.key(setting.key)?;
        let Kind::Text(text) = &node.kind else { return None };
        Some(Found { text: text.clone(), place: self.in_file(node.at) })
    }

    /// What was wrong with the file as a whole.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The file's path and content.
    pub(super) fn file(&self) -> Option<(&str, &Node)> {
        self.file.as_ref().map(|(path, node)| (path.as_str(), node))
    }

    /// All variables, by name.
    pub(super) fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    /// A place in the file, as people read it.
    pub(super) fn in_file(&self, at: (u64, u64)) -> String {
        let path = self.file().map_or("baton.yaml", |(path, _)| path);
        format!("{path}:{}:{}", at.0, at.1)
    }

    /// What a key of the file holds.
    pub(super) fn key(&self, key: &str) -> Option<&Node> {
        let (_, node) = self.file()?;
        let Kind::Map(entries) = &node.kind else { return None };
        entries.iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    /// A setting by flag or variable; an empty one counts as not set.
    pub(super) fn set(&self, setting: &setting::Setting) -> Option<Found> {
        let by_flag = self.flags.get(setting.variable).map(|text| Found {
            text: text.clone(),
            place: format!("--{}", setting.key.replace('_', "-")),
        });
        by_flag.or_else(|| {
            let text = self.variables.get(setting.variable).filter(|text| !text.is_empty())?;
            Some(Found { text: text.clone(), place: setting.variable.to_owned() })
        })
    }
}
