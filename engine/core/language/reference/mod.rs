//! The reference of the language as pages of Markdown, made of the same definitions that load it.
//!
//! Invariant: the same definitions give the same pages, so that a test can compare them with what
//! is in the repository.

mod diagnostics;
mod keys;
mod words;

/// A page of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its file in `docs/reference`.
    pub file: &'static str,
    /// Its title, as the table of contents has it.
    pub title: &'static str,
    /// Its text.
    pub text: String,
}

/// Says that a page is made, and of what.
const MADE: &str = "<!-- Made of the definitions in engine/core by `BATON_BLESS=1 cargo test --test baton \
                    reference`. -->";

/// Every page, in the order of the table of contents.
pub fn pages() -> Vec<Page> {
    vec![
        page("keys.md", "Keys", keys::keys()),
        page("actions.md", "Actions", keys::actions()),
        page("conditions.md", "Conditions", keys::conditions()),
        page("tests.md", "Keys of conversation tests", keys::tests()),
        page("helpers.md", "Helpers of templates", words::helpers()),
        page("functions.md", "Functions of expressions", words::functions()),
        page("names.md", "Names that every bot has", words::names()),
        page("diagnostics.md", "What `baton check` says", diagnostics::diagnostics()),
    ]
}

fn page(file: &'static str, title: &'static str, body: String) -> Page {
    Page { file, title, text: format!("# {title}\n\n{MADE}\n\n{}\n", body.trim_end()) }
}

/// A table of Markdown; a bar in a cell is escaped.
fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&head.map(str::to_owned));
    text += &line(&head.map(|_| "---".to_owned()));
    for row in rows {
        let cells: Vec<String> =
            row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        text += &line(&cells);
    }
    text
}

/// A block of YAML that is a part of a definition, and checked where the definitions are.
fn example(text: &str) -> String {
    format!("<!-- yaml: definition -->\n```yaml\n{text}\n```\n\n")
}
