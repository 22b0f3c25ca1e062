//! What the pages show is true: every block of YAML in README.md and docs/ loads, and what is shown as wrong is told
//! so, by its very code; every conversation test is played; every command line is one; every link leads somewhere.
//!
//! Most blocks are parts of a bot. A part is put into the first of the frames of `part.rs` in which it loads, and the
//! names it uses and does not declare (modules, variables, services, hours, receivers) are declared beside it. What
//! begins with `bot:` is a whole bot. In a block with `# wrong` and `# right` the second part decides about frame and
//! names, the first is put into the same, and is told the code of the heading. A comment above a block says what else
//! it is:
//!
//! | `<!-- yaml: … -->` | the block is |
//! |---|---|
//! | `bot under test` | a whole bot, without errors; in docs/how-to without warnings too |
//! | `file lang/da.yaml` | a further file of the bot above it |
//! | `tests` | a file of conversation tests, played with the bot above it |
//! | `wrong CODE` | told this code, and nothing else that is an error; its first line is `# wrong: CODE` |
//! | `configuration` | a `baton.yaml` |
//! | `definition` | loaded where the definitions are tested |
//!
//! `<!-- yaml: unseen bot.yaml`, the file, and `-->` are a file of the bot that readers need not see.

mod command_line;
mod link;
mod newcomer;
mod page;
mod part;

use std::sync::Arc;

use baton_core::language::{Loaded, SourceFile, load, render_all};
use baton_core::rehearsal::{Subject, Suite, TEST_FILE, play};

use crate::world::{baton, repository};
use page::Block;

/// The blocks of a page that make one bot, with its conversation tests.
#[derive(Default)]
struct Shown {
    files: Vec<SourceFile>,
    tests: Vec<Block>,
    place: String,
    page: String,
}

impl Shown {
    /// The bot, with whatever was found in it.
    fn load(&self) -> Loaded {
        let file =
            |file: &SourceFile| SourceFile { path: file.path.clone(), text: file.text.clone() };
        load(self.files.iter().map(file).collect())
    }
}

/// Every bot that is shown in one or more blocks.
fn shown() -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    for block in page::yaml() {
        if block.begins_a_bot() {
            let (place, page) = (block.place(), block.page.clone());
            found.push(Shown { place, page, ..Shown::default() });
        }
        let last = found.last_mut().filter(|bot| bot.page == block.page);
        let above = || panic!("{}: a bot stands above it", block.place());
        if let Some(path) = block.file().map(str::to_owned) {
            let file = SourceFile { path, text: block.text.clone() };
            last.unwrap_or_else(above).files.push(file);
        } else if block.mark == "tests" {
            last.unwrap_or_else(above).tests.push(block);
        }
    }
    found
}

/// Every block that is right, as the file in which it loads, with its place.
pub(crate) fn sound_files() -> Vec<(String, String)> {
    let blocks = page::yaml().into_iter();
    let blocks = blocks.filter(|block| block.mark.is_empty() || block.begins_a_bot());
    blocks.filter_map(|block| Some((block.place(), part::sound(&block)?))).collect()
}

#[test]
fn every_block_says_what_it_is() {
    let known = ["bot under test", "tests", "configuration", "definition"];
    let mut strange = Vec::new();
    for block in page::all() {
        let marked = block.mark.is_empty()
            || known.contains(&block.mark.as_str())
            || ["file ", "unseen ", "wrong "].iter().any(|word| block.mark.starts_with(word));
        // What is tried is found by its name, so each has one; a block without a name is a slip.
        let fenced = !["", "yml", "bash", "shell"].contains(&block.fence.as_str());
        if !marked || !fenced || (block.fence != "yaml" && !block.mark.is_empty()) {
            strange.push(format!("{}: {:?} {:?}", block.place(), block.fence, block.mark));
        }
    }
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

#[test]
fn every_bot_and_part_of_a_bot_on_the_pages_is_as_the_page_says() {
    let blocks: Vec<_> = page::yaml().into_iter().filter(|block| block.mark.is_empty()).collect();
    assert!(blocks.len() > 80, "only {} blocks", blocks.len());
    let faults = blocks.iter().filter_map(|block| Some((block.place(), part::fault(block)?)));
    let faults: Vec<_> = faults.map(|(place, fault)| format!("{place}\n{fault}")).collect();
    assert!(faults.is_empty(), "{} blocks:\n\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn what_is_shown_as_a_mistake_is_told_by_its_code() {
    let mut faults = Vec::new();
    let mut shown = 0;
    for block in page::yaml() {
        let Some(code) = block.mark.strip_prefix("wrong ") else { continue };
        shown += 1;
        assert!(baton_core::language::code::find(code).is_some(), "{}: {code}", block.place());
        // Readers see it too, so that nobody copies it.
        assert!(block.text.starts_with(&format!("# wrong: {code}\n")), "{}", block.place());
        let fault = part::other_than(&block, code);
        faults.extend(fault.map(|fault| format!("{}\n{fault}", block.place())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(shown > 5, "{shown}");
}

#[test]
fn every_key_and_value_in_the_sentences_of_a_how_to_loads() {
    let mut strange = Vec::new();
    let mut tried = 0;
    for (page, text) in page::pages() {
        if !page.starts_with("docs/how-to/") {
            continue;
        }
        for code in page::in_sentences(&text) {
            let name =
                code.trim_start_matches(|sign: char| sign.is_ascii_lowercase() || sign == '_');
            // What is cut short by dots is a hint, not something to write.
            if name.len() < code.len() && name.starts_with(": ") && !code.contains('…') {
                tried += 1;
                strange.extend((!part::fits(&code)).then(|| format!("{page}: {code}")));
            }
        }
    }
    assert!(strange.is_empty(), "{}", strange.join("\n"));
    assert!(tried > 40, "only {tried}");
}

#[test]
fn every_whole_bot_on_the_pages_loads() {
    let mut faults = Vec::new();
    for bot in shown() {
        let told = bot.load();
        // A how-to is copied: it is to have nothing that `check` warns of either.
        let strict = bot.page.starts_with("docs/how-to/");
        if !part::is_sound(&told) || (strict && !told.diagnostics.is_empty()) {
            let said = render_all(&told.diagnostics, &told.files, false);
            faults.push(format!("{}\n{said}", bot.place));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn every_conversation_test_on_the_pages_passes() {
    let (mut played, mut faults) = (0, Vec::new());
    for bot in shown().iter().filter(|bot| !bot.tests.is_empty()) {
        let Loaded { bot: read, places, files, .. } = bot.load();
        let Some(read) = read else { continue };
        let subject = Subject::new(Arc::new(read), places, files);
        for block in &bot.tests {
            let file = SourceFile { path: block.page.clone(), text: block.text.clone() };
            let suite = Suite::read(&subject, vec![file]);
            let found = render_all(&suite.diagnostics, &suite.files, false);
            if !found.is_empty() || suite.is_empty() {
                faults.push(format!("{}\n{found}", block.place()));
                continue;
            }
            played += suite.len();
            let departed =
                (0..suite.len()).filter_map(|test| play(&subject, &suite, test).departure);
            let told = departed.map(|departure| departure.render(&subject, &suite, false));
            faults.extend(told.map(|told| format!("{}\n{told}", block.place())));
        }
    }
    assert!(faults.is_empty(), "{} tests:\n\n{}", faults.len(), faults.join("\n\n"));
    assert!(played > 30, "{played}");
}

#[test]
fn every_how_to_is_a_whole_bot_that_is_tried_on_a_page_or_two() {
    let shown = shown();
    let mut wrong = Vec::new();
    let mut pages = 0;
    for (page, text) in page::pages() {
        if !page.starts_with("docs/how-to/") || page.ends_with("/index.md") {
            continue;
        }
        pages += 1;
        // A page for operators has command lines in place of a bot.
        let tried = shown.iter().any(|bot| bot.page == page && !bot.tests.is_empty());
        if !tried && !text.contains("```sh") {
            wrong.push(format!("{page}: no bot with a conversation test, and no command"));
        }
        for part in ["## Good to know", "## See also"] {
            if !text.contains(part) {
                wrong.push(format!("{page}: no part {part:?}"));
            }
        }
        if text.lines().count() > 150 {
            wrong.push(format!("{page}: longer than 150 lines"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pages >= 20, "{pages}");
}

#[test]
fn every_configuration_on_the_pages_has_only_keys_that_exist() {
    let blocks: Vec<_> =
        page::yaml().into_iter().filter(|block| block.mark == "configuration").collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("baton.yaml"), &block.text).unwrap();
        let flows = repository().join("flows");
        let arguments = ["serve", flows.to_str().unwrap()];
        let output = baton(&arguments, directory.path(), &[]).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        // The secret's variable and the files of the tokens are not on the page.
        let of_the_page = told.lines().filter(|line| line.trim().starts_with("baton.yaml"));
        let faults: Vec<_> = of_the_page.filter(|line| !line.contains("/run/secrets")).collect();
        assert!(faults.is_empty(), "{}:\n{}", block.place(), faults.join("\n"));
        assert!(told.contains("BATON_APP_SECRET"), "{told}");
    }
}

#[test]
fn every_key_of_a_test_file_stands_on_its_page() {
    let page = std::fs::read_to_string(repository().join("docs/testing.md")).unwrap();
    for definition in TEST_FILE.and_within() {
        for key in definition.all_keys() {
            let shown =
                [format!("`{}`", key.name), format!("{}:", key.name), format!(" {}", key.name)];
            assert!(shown.iter().any(|name| page.contains(name)), "{}.{}", definition.id, key.name);
        }
    }
}
