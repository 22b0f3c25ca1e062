//! What mends a finding, for an author to choose; and everything at once that `check --fix` would mend.

use std::ops::Range;

use super::Draft;
use super::rename::Changes;
use crate::language::fix::Trust;
use crate::language::splice::Edit;

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mending {
    /// What it does, in a few words.
    pub title: String,
    /// The finding, by its place among [`Draft::findings`].
    pub finding: usize,
    /// What changes in the file of the finding.
    pub edits: Vec<Edit>,
    /// `check --fix` would try it too; else only its author can choose it.
    pub sure: bool,
}

impl Draft {
    /// What mends the findings that touch some bytes of a file.
    pub fn mendings(&self, file: usize, span: &Range<usize>) -> Vec<Mending> {
        let touches = |own: &Range<usize>| own.start <= span.end && span.start <= own.end;
        let here = self.found.iter().enumerate();
        let here = here.filter(|(_, found)| found.file == file && touches(&found.span));
        here.filter_map(|(finding, found)| {
            let fix = found.fix.as_ref()?;
            Some(Mending {
                title: title(&fix.edits),
                finding,
                edits: fix.edits.clone(),
                sure: fix.trust != Trust::Proposed,
            })
        })
        .collect()
    }

    /// Everything that can be mended for certain in the files of the bot; `None`: nothing.
    pub fn mended(&self) -> Option<Changes> {
        let files = self.files[..self.own].to_vec();
        let mended = crate::language::mend(files);
        if mended.mends.is_empty() {
            return None;
        }
        let pairs = self.files.iter().zip(&mended.loaded.files).enumerate();
        let changed = pairs.filter(|(_, (before, after))| before.text != after.text);
        Some(changed.map(|(file, (old, new))| (file, vec![edit(&old.text, &new.text)])).collect())
    }
}

fn title(edits: &[Edit]) -> String {
    let [edit] = edits else { return "Mend this".to_owned() };
    match edit.text.trim() {
        "" => "Remove this".to_owned(),
        text if text.contains('\n') || text.chars().count() > 60 => "Mend this".to_owned(),
        text => format!("Write `{text}`"),
    }
}

/// The one change that makes a text another.
fn edit(old: &str, new: &str) -> Edit {
    let same = |one: &mut dyn Iterator<Item = (char, char)>| -> usize {
        one.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = same(&mut old.chars().zip(new.chars()));
    let end = same(&mut old[start..].chars().rev().zip(new[start..].chars().rev()));
    Edit::replace(start..old.len() - end, &new[start..new.len() - end])
}
