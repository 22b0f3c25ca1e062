//! The pages and what is fenced on them. A block is read with what stands around it: its heading, and what a comment
//! above says it is.

use std::path::{Path, PathBuf};

use crate::world::repository;

/// A block of a page.
pub(crate) struct Block {
    /// The page, from the root of the repository.
    pub(crate) page: String,
    line: usize,
    pub(crate) heading: String,
    /// What a comment above says it is.
    pub(crate) mark: String,
    /// What stands behind the fence: `yaml`, `sh`, `text`.
    pub(crate) fence: String,
    pub(crate) text: String,
}

impl Block {
    pub(crate) fn place(&self) -> String {
        format!("{}:{} ({})", self.page, self.line, self.heading)
    }

    /// Where it is loaded as a file of the bot that is shown, by its mark.
    pub(crate) fn file(&self) -> Option<&str> {
        match self.mark.as_str() {
            "bot under test" => Some("bot.yaml"),
            other => other.strip_prefix("file ").or_else(|| other.strip_prefix("unseen ")),
        }
    }

    /// Whether a new bot begins with it, and not a further file of the one above.
    pub(crate) fn begins_a_bot(&self) -> bool {
        self.file() == Some("bot.yaml")
    }
}

/// Every page that people read: README.md and all of docs/.
pub(crate) fn pages() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    let mut found = vec![repository().join("README.md")];
    walk(&repository().join("docs"), &mut found);
    found.sort();
    let named = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.strip_prefix(repository()).unwrap().display().to_string(), text)
    };
    found.into_iter().map(named).collect()
}

/// Every block of YAML on the pages.
pub(crate) fn yaml() -> Vec<Block> {
    all().into_iter().filter(|block| block.fence == "yaml").collect()
}

/// Every block on the pages, but those of the tutorial's steps: they are changes to files, and followed by `tutorial.rs`.
pub(crate) fn all() -> Vec<Block> {
    let pages = pages().into_iter().filter(|(name, _)| !name.starts_with("docs/tutorial/step-"));
    pages.flat_map(|(name, text)| blocks_of(&name, &text)).collect()
}

/// Whatever stands between backticks in the sentences and tables of a page.
pub(crate) fn in_sentences(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if !fenced {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

fn blocks_of(page: &str, text: &str) -> Vec<Block> {
    let (mut heading, mut mark) = (String::new(), String::new());
    // The line it begins in, its fence, what ends it, and its lines so far.
    let mut open: Option<(usize, String, &str, Vec<&str>)> = None;
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some((start, fence, end, mut lines)) = open.take() {
            // A block can show another one: its end is not ours.
            let shown = lines.iter().filter(|line| line.trim().starts_with("```")).count();
            if line.trim() != end || shown % 2 == 1 {
                lines.push(line);
                open = Some((start, fence, end, lines));
                continue;
            }
            let (heading, mark) = (heading.clone(), std::mem::take(&mut mark));
            let (page, text) = (page.to_owned(), dedented(&lines));
            found.push(Block { page, line: start, heading, mark, fence, text });
        } else if let Some(fence) = line.trim().strip_prefix("```") {
            open = Some((number + 2, fence.to_owned(), "```", Vec::new()));
        } else if let Some(title) = line.strip_prefix('#') {
            heading = title.trim_start_matches('#').trim().to_owned();
        } else if let Some(said) = line.strip_prefix("<!-- yaml: ") {
            mark = said.trim_end_matches("-->").trim().to_owned();
            if !said.ends_with("-->") {
                // What readers need not see stands in the comment itself.
                open = Some((number + 2, "yaml".to_owned(), "-->", Vec::new()));
            }
        }
    }
    found
}

fn dedented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let written = lines.iter().filter(|line| !line.trim().is_empty());
    let least = written.map(indent).min().unwrap_or(0);
    let lines = lines.iter().map(|line| line.get(least..).unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}
