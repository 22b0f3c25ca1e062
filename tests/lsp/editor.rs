//! An editor: opens and changes files, asks, and takes what it is told.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::world::baton;

/// How long an answer may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with its server.
pub(super) struct Editor {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    /// What came while something else was waited for.
    kept: Vec<Value>,
    folder: tempfile::TempDir,
    asked: i64,
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The next message of a stream; `None` at its end.
fn message(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some((_, value)) => length = value.parse().ok()?,
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

impl Editor {
    /// An editor that has said nothing yet, in a folder with these files.
    pub(super) fn silent(files: &[(&str, &str)]) -> Self {
        let folder = folder(files);
        let mut command = baton(&["lsp"], folder.path(), &[]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("the binary runs");
        let to = child.stdin.take();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (sender, from) = sync_channel(1_000);
        std::thread::spawn(move || {
            while let Some(message) = message(&mut out) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { child, to, from, kept: Vec::new(), folder, asked: 0 }
    }

    /// An editor that can do these things.
    pub(super) fn able(files: &[(&str, &str)], capabilities: Value) -> Self {
        let mut editor = Self::silent(files);
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let answer = editor.ask("initialize", params).unwrap();
        assert_eq!(answer["serverInfo"]["name"], "baton");
        editor.tell("initialized", json!({}));
        editor
    }

    /// One with snippets and columns in UTF-16, as most are.
    pub(super) fn usual(files: &[(&str, &str)]) -> Self {
        let item = json!({ "completionItem": { "snippetSupport": true } });
        let symbols = json!({ "hierarchicalDocumentSymbolSupport": true });
        let document = json!({ "completion": item, "documentSymbol": symbols });
        Self::able(files, json!({ "textDocument": document }))
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.path().join(name).display())
    }

    pub(super) fn on_disk(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    pub(super) fn send(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().expect("the editor is there");
        to.write_all(bytes).and_then(|()| to.flush()).unwrap();
    }

    pub(super) fn say(&mut self, message: &Value) {
        let body = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(super) fn tell(&mut self, method: &str, params: Value) {
        self.say(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The result, or the error.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = self.wait_for(|message| message["id"] == id && message["method"].is_null());
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].clone()),
        }
    }

    /// The first message that is meant, those that came before it included.
    pub(super) fn wait_for(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_meant) {
            return self.kept.remove(at);
        }
        loop {
            match self.from.recv_timeout(PATIENCE) {
                Ok(message) if is_meant(&message) => return message,
                Ok(message) => self.kept.push(message),
                Err(RecvTimeoutError::Timeout) => panic!("no answer; there came {:#?}", self.kept),
                Err(RecvTimeoutError::Disconnected) => panic!("the server is gone"),
            }
        }
    }

    /// Opens a file with this text, and gives what is wrong with it.
    pub(super) fn open_as(&mut self, name: &str, text: &str) -> Value {
        let uri = self.uri(name);
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.findings(name, 1)
    }

    /// Opens a file as it lies on the disk.
    pub(super) fn open(&mut self, name: &str) -> Value {
        let text = self.on_disk(name);
        self.open_as(name, &text)
    }

    /// Changes a file; each change has its place, or is the whole text.
    pub(super) fn change(&mut self, name: &str, version: i64, changes: Value) -> Value {
        let document = json!({ "uri": self.uri(name), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", params);
        self.findings(name, version)
    }

    /// The codes of what is wrong with a version of an open file.
    pub(super) fn findings(&mut self, name: &str, version: i64) -> Value {
        let uri = self.uri(name);
        let told = self.wait_for(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        });
        told["params"]["diagnostics"].clone()
    }

    /// Whether there came findings of a file that nobody waited for.
    pub(super) fn was_told_again(&self, name: &str) -> bool {
        let uri = self.uri(name);
        self.kept.iter().any(|message| message["params"]["uri"] == uri)
    }

    /// Asks about a place.
    pub(super) fn at(&mut self, method: &str, name: &str, line: u32, column: u32) -> Value {
        let params = self.place(name, line, column);
        self.ask(method, params).unwrap()
    }

    pub(super) fn place(&self, name: &str, line: u32, column: u32) -> Value {
        let position = json!({ "line": line, "character": column });
        json!({ "textDocument": { "uri": self.uri(name) }, "position": position })
    }

    /// The proposals of a place.
    pub(super) fn proposals(&mut self, name: &str, line: u32, column: u32) -> Vec<Value> {
        let answer = self.at("textDocument/completion", name, line, column);
        answer.as_array().cloned().unwrap_or_default()
    }

    /// Makes changes on the disk, as an editor that saves them.
    pub(super) fn make(&self, changes: &Value) {
        let by_file = changes["changes"].as_object().expect("changes by file");
        for (uri, edits) in by_file {
            let name =
                uri.strip_prefix(&format!("{}/", self.uri(""))).or(uri.strip_prefix(&self.uri("")));
            let name = name.expect("a file of the folder");
            let text = self.on_disk(name);
            let mut edits = edits.as_array().unwrap().clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(offset(&text, &edit["range"]["start"])));
            let mut changed = text.clone();
            for edit in &edits {
                let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
                let span = offset(&text, start)..offset(&text, end);
                changed.replace_range(span, edit["newText"].as_str().unwrap());
            }
            std::fs::write(self.folder.path().join(name), changed).unwrap();
        }
    }

    /// Lets the server end, and gives its exit code.
    pub(super) fn end(mut self) -> Option<i32> {
        drop(self.to.take());
        self.child.wait().unwrap().code()
    }
}

/// The byte of a position, counted in UTF-16.
fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let mut left = position["character"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    for (at, c) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed leaves no server behind; one that ended is gone already.
        if self.to.is_some() && self.child.kill().is_ok() {
            drop(self.child.wait());
        }
    }
}
