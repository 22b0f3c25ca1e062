//! The files that are open in the editor: they count in the place of what lies on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use url::Url;

use super::position::Units;

/// A file that is open.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// Its address, as the editor writes it.
    pub(super) uri: Uri,
    /// What stands in it.
    pub(super) text: String,
    /// How often it was changed, as the editor counts.
    pub(super) version: i32,
    /// The bot it belongs to: a folder or a file.
    pub(super) root: PathBuf,
}

/// Those that are open, by path.
#[derive(Debug, Default)]
pub(super) struct Documents(pub(super) BTreeMap<PathBuf, Document>);

/// The path of an address; `None` where it is no file.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let url = Url::parse(uri.as_str()).ok()?;
    if url.scheme() != "file" {
        return None;
    }
    url.to_file_path().ok()
}

impl Documents {
    /// The address of a path: the editor's own where it is open.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        if let Some(document) = self.0.get(path) {
            return Some(document.uri.clone());
        }
        Url::from_file_path(path).ok()?.as_str().parse().ok()
    }

    /// What stands in an open file.
    pub(super) fn text(&self, path: &Path) -> Option<&str> {
        self.0.get(path).map(|document| document.text.as_str())
    }
}

impl Document {
    /// Takes changes over in their order. One without a place is the whole text.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        units: Units,
    ) {
        for change in changes {
            match change.range {
                Some(span) => {
                    let bytes = units.bytes(&self.text, span);
                    self.text.replace_range(bytes, &change.text);
                }
                None => self.text = change.text,
            }
        }
        self.version = version;
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;

    fn document(text: &str) -> Document {
        let uri = "file:///bot/bot.yaml".parse().unwrap();
        Document { uri, text: text.into(), version: 1, root: PathBuf::new() }
    }

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.into() }
    }

    #[test]
    fn changes_are_taken_over_in_their_order() {
        let mut document = document("say: 🎉 x\nto: end\n");
        let changes = vec![change((0, 8), (0, 9), "Grüße"), change((0, 13), (1, 0), " ")];
        document.change(2, changes, Units::Utf16);
        assert_eq!(document.text, "say: 🎉 Grüße to: end\n");
        let whole =
            TextDocumentContentChangeEvent { range: None, range_length: None, text: "a: b".into() };
        document.change(3, vec![whole, change((9, 9), (9, 9), "\n")], Units::Utf8);
        assert_eq!((document.text.as_str(), document.version), ("a: b\n", 3));
    }

    #[test]
    fn addresses_are_paths_with_everything_in_them() {
        let path = path_of(&"file:///a%20b/%C3%BC.yaml".parse().unwrap()).unwrap();
        assert_eq!(path, Path::new("/a b/ü.yaml"));
        assert_eq!(path_of(&"untitled:Untitled-1".parse().unwrap()), None);
        let uri = Documents::default().uri(&path).unwrap();
        assert_eq!(path_of(&uri).unwrap(), path);
    }
}
