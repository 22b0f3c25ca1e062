//! What is open, the bots it belongs to, and what the editor was told of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use baton_core::language::assist::Draft;
use lsp_types::{PublishDiagnosticsParams, Uri};
use serde_json::Value;

use super::bots::{self, Held, Reading};
use super::client::Client;
use super::documents::{Document, Documents, path_of};
use super::{Refused, show, wire};

/// Everything the server knows.
pub(super) struct Desk {
    /// The editor.
    pub(super) client: Client,
    /// What is open in it.
    pub(super) documents: Documents,
    bots: BTreeMap<PathBuf, Held>,
    reading: Reading,
    given: Option<PathBuf>,
}

/// A file of a bot that is asked about.
pub(super) struct Here<'d> {
    /// The bot.
    pub(super) draft: &'d Draft,
    /// Where its files lie.
    pub(super) paths: &'d [PathBuf],
    /// The number of the file.
    pub(super) file: usize,
    /// The editor.
    pub(super) client: &'d Client,
    /// What is open in it.
    documents: &'d Documents,
}

impl Here<'_> {
    /// The file as the bot was read with it.
    pub(super) fn source(&self) -> &str {
        self.text(self.file)
    }

    /// The file as it is in the editor, which may be a moment ahead of the bot.
    pub(super) fn text_now(&self) -> &str {
        let open = self.paths.get(self.file).and_then(|path| self.documents.text(path));
        open.unwrap_or_else(|| self.source())
    }

    /// A file of the bot.
    pub(super) fn text(&self, file: usize) -> &str {
        self.draft.files().get(file).map_or("", |file| file.text.as_str())
    }

    /// The address of a file of the bot.
    pub(super) fn uri(&self, file: usize) -> Option<Uri> {
        self.documents.uri(self.paths.get(file)?)
    }
}

impl Desk {
    /// Nothing is open.
    pub(super) fn new(reading: Reading, given: Option<PathBuf>) -> Self {
        let given = given.map(|path| std::path::absolute(&path).unwrap_or(path));
        let bots = BTreeMap::new();
        Self { client: Client::PLAIN, documents: Documents::default(), bots, reading, given }
    }

    /// A file was opened.
    pub(super) fn open(&mut self, uri: Uri, text: String, version: i32) {
        let Some(path) = path_of(&uri) else { return };
        let root = PathBuf::new();
        self.documents.0.insert(path, Document { uri, text, version, root });
        self.find_roots();
    }

    /// A file was closed: what lies on the disk counts again.
    pub(super) fn close(&mut self, uri: &Uri) {
        let document = path_of(uri).and_then(|path| self.documents.0.remove(&path));
        if let Some(document) = document {
            self.stale(&document.root);
            self.find_roots();
        }
    }

    /// A file was changed in the editor.
    pub(super) fn change(&mut self, uri: &Uri, change: impl FnOnce(&mut Document, &Client)) {
        let Some(path) = path_of(uri) else { return };
        let Some(document) = self.documents.0.get_mut(&path) else { return };
        change(document, &self.client);
        let root = document.root.clone();
        if root == path {
            // It may be the first to say `bot:`.
            self.find_roots();
        }
        self.stale(&root);
    }

    /// Something changed on the disk.
    pub(super) fn disk_changed(&mut self) {
        self.bots.values_mut().for_each(|held| held.stale = true);
        self.find_roots();
    }

    fn stale(&mut self, root: &Path) {
        self.bots.entry(root.to_owned()).or_default().stale = true;
    }

    /// Finds the bots of what is open anew.
    fn find_roots(&mut self) {
        let paths: Vec<PathBuf> = self.documents.0.keys().cloned().collect();
        for path in paths {
            let root = bots::root_of(&path, &self.documents, self.given.as_deref());
            let Some(document) = self.documents.0.get_mut(&path) else { continue };
            if document.root != root {
                let before = std::mem::replace(&mut document.root, root.clone());
                self.stale(&before);
                self.stale(&root);
            } else if !self.bots.contains_key(&root) {
                self.stale(&root);
            }
        }
    }

    /// The bot of a file as it is now.
    pub(super) fn here(&mut self, uri: &Uri) -> Result<Here<'_>, Refused> {
        self.look(uri, true)
    }

    /// The bot of a file as it was a moment ago, if it was read at all.
    pub(super) fn lately(&mut self, uri: &Uri) -> Result<Here<'_>, Refused> {
        self.look(uri, false)
    }

    fn look(&mut self, uri: &Uri, now: bool) -> Result<Here<'_>, Refused> {
        let closed = || Refused::failed("the file is not open");
        let path = path_of(uri).ok_or_else(closed)?;
        let root = self.documents.0.get(&path).ok_or_else(closed)?.root.clone();
        let held = self.bots.entry(root.clone()).or_default();
        if held.draft.is_none() || held.number(&path).is_none() || (now && held.stale) {
            bots::build(&root, held, &self.documents, self.reading);
        }
        let file = held.number(&path).ok_or_else(|| Refused::failed("the file is of no bot"))?;
        let draft = held.draft.as_ref().ok_or_else(closed)?;
        let (client, documents) = (&self.client, &self.documents);
        Ok(Here { draft, paths: &held.paths, file, client, documents })
    }

    /// What stands in an open file now.
    pub(super) fn text(&self, uri: &Uri) -> Option<&str> {
        self.documents.text(&path_of(uri)?)
    }

    /// Whether the file may be no flow at all: then it is left alone.
    pub(super) fn is_stranger(&self, uri: &Uri) -> bool {
        let Some(path) = path_of(uri) else { return true };
        let Some(document) = self.documents.0.get(&path) else { return true };
        let alone = document.root == path && self.given.as_deref() != Some(path.as_path());
        alone
            && !bots::may_be_flow(&document.text)
            && !path.to_string_lossy().ends_with(".test.yaml")
    }

    /// Looks at every bot that has changed, and tells what is new: of each open file of it with its version, of
    /// the others what differs, of those that are gone that nothing is wrong with them.
    pub(super) fn findings(&mut self) -> Vec<Value> {
        let mut messages = Vec::new();
        let is_due = |held: &Held| held.stale || held.untold;
        let is_open = |root: &Path| self.documents.0.values().any(|open| open.root == root);
        let due = self.bots.iter().filter(|(_, held)| is_due(held));
        let mut due: Vec<(bool, PathBuf)> =
            due.map(|(root, _)| (is_open(root), root.clone())).collect();
        // What is left by one bot may belong to another now, which has the last word.
        due.sort();
        for (is_open, root) in due {
            let mut held = self.bots.remove(&root).unwrap_or_default();
            let mut now = BTreeMap::new();
            if is_open {
                if held.stale {
                    bots::build(&root, &mut held, &self.documents, self.reading);
                }
                held.untold = false;
                now = self.told(&root, &held);
            }
            let mut paths: BTreeSet<&PathBuf> = held.told.keys().chain(now.keys()).collect();
            let open = self.documents.0.iter().filter(|(_, document)| document.root == root);
            paths.extend(open.map(|(path, _)| path));
            for path in paths {
                let document = self.documents.0.get(path);
                if document.is_some_and(|document| document.root != root) {
                    continue;
                }
                let version = document.map(|document| document.version);
                if version.is_none() && held.told.get(path) == now.get(path) {
                    continue;
                }
                let Some(uri) = self.documents.uri(path) else { continue };
                let diagnostics = now.get(path).cloned().unwrap_or_default();
                let params = PublishDiagnosticsParams { uri, diagnostics, version };
                let params = serde_json::to_value(params).expect("the protocol's types are JSON");
                messages.push(wire::notification("textDocument/publishDiagnostics", params));
            }
            held.told = now;
            if is_open {
                self.bots.insert(root, held);
            }
        }
        messages
    }

    /// What is wrong with the files of a bot, by path.
    fn told(&self, root: &Path, held: &Held) -> BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> {
        let mut told: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
        let Some(draft) = &held.draft else { return told };
        let only_tests =
            held.paths.iter().all(|path| path.to_string_lossy().ends_with(".test.yaml"));
        let alone = self.documents.text(root).filter(|_| self.given.is_none());
        if only_tests || alone.is_some_and(|text| !bots::is_flow(text)) {
            return told;
        }
        let (client, documents) = (&self.client, &self.documents);
        let here = Here { draft, paths: &held.paths, file: 0, client, documents };
        for found in draft.findings() {
            let Some(path) = held.paths.get(found.file) else { continue };
            let shown = show::finding(found, &here);
            told.entry(path.clone()).or_default().push(shown);
        }
        told
    }
}
