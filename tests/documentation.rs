//! What the pages show is true: every block of YAML in README.md and docs/ loads, and what is shown as wrong is told
//! so, by the code of its heading.
//!
//! Most blocks are parts of a bot. A part is put into the first of [`FRAMES`] in which it loads, and the names it uses
//! and does not declare (modules, variables, services, hours, receivers) are declared beside it. In a block with
//! `# wrong` and `# right` the second part decides about frame and names, and the first is put into the same. What begins
//! with `bot:` is a whole bot. A block below `<!-- yaml: configuration -->` is a `baton.yaml`; one below
//! `<!-- yaml: words -->` shows what a file of YAML cannot show; one below `<!-- yaml: definition -->` is loaded where the
//! definitions are tested. What stands below `<!-- yaml: tests -->` is a file of conversation tests, and is played with the
//! bot below `<!-- yaml: bot under test -->` above it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use baton_core::language::{Loaded, Severity, SourceFile, load, render, render_all};
use baton_core::rehearsal::{Subject, Suite, TEST_FILE, play};

use crate::world::{baton, repository};

/// Where a part of a bot may belong; `@` is the part, indented like it.
const FRAMES: [&str; 23] = [
    "@",
    "modules:\n  @",
    "modules:\n  it:\n    @",
    "modules:\n  it:\n    @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    @",
    "modules:\n  it:\n    ask: Hi?\n    @\n    to: end",
    "modules:\n  it:\n    ask: Hi?\n    save_as: answered\n    connections:\n      - @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    connections:\n      - to: end\n        @\n    to: end",
    "modules:\n  it:\n    actions:\n      @\n    to: end",
    "modules:\n  it:\n    say: Hi\n    choices:\n      @",
    "modules:\n  it:\n    say: Hi\n    choices:\n      - @\n        to: end",
    "modules:\n  it:\n    handover:\n      @\n    to: end",
    "modules:\n  it:\n    http:\n      @\n    to: end",
    "keywords:\n  @",
    "modules:\n  it:\n    http:\n      get: shop/orders\n      @\n    to: end",
    "modules:\n  it:\n    say:\n      @\n    to: end",
    "modules:\n  it:\n    say:\n      - text: Hi\n        @\n    to: end",
    "variables:\n  @",
    "services:\n  @",
    "services:\n  shop:\n    @",
    "services:\n  shop:\n    url: https://shop.example\n    @",
    "modules:\n  it:\n    say: Hi\n    choices:\n      - label: Go\n        @",
];

/// A block of YAML on a page.
struct Block {
    page: String,
    line: usize,
    heading: String,
    /// What a comment above says it is.
    mark: String,
    text: String,
}

impl Block {
    fn place(&self) -> String {
        format!("{}:{} ({})", self.page, self.line, self.heading)
    }
}

fn blocks() -> Vec<Block> {
    let root = repository();
    let mut pages = vec![root.join("README.md")];
    for folder in ["docs", "docs/reference"] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        pages.extend(entries.map(|entry| entry.unwrap().path()));
    }
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md"));
    pages.sort();
    pages.iter().flat_map(|page| blocks_of(page)).collect()
}

fn blocks_of(page: &Path) -> Vec<Block> {
    let text = std::fs::read_to_string(page).unwrap();
    let name = page.file_name().unwrap().to_string_lossy().into_owned();
    let (mut heading, mut mark) = (String::new(), String::new());
    let mut open: Option<(usize, Vec<&str>)> = None;
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some((start, mut lines)) = open.take() {
            if line.trim() != "```" {
                lines.push(line);
                open = Some((start, lines));
                continue;
            }
            let (heading, mark) = (heading.clone(), std::mem::take(&mut mark));
            let text = dedented(&lines);
            found.push(Block { page: name.clone(), line: start, heading, mark, text });
        } else if line.trim() == "```yaml" {
            open = Some((number + 2, Vec::new()));
        } else if let Some(title) = line.strip_prefix('#') {
            heading = title.trim_start_matches('#').trim().to_owned();
        } else if let Some(said) = line.strip_prefix("<!-- yaml: ") {
            mark = said.trim_end_matches("-->").trim().to_owned();
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

/// A part in a frame.
fn framed(frame: &str, part: &str) -> String {
    let before = frame.split('@').next().unwrap();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    let indent = format!("\n{}", " ".repeat(column));
    frame.replacen('@', &part.trim_end().replace('\n', &indent), 1) + "\n"
}

/// Names that are used and not declared: the code that says so, and the name.
type Names = BTreeSet<(&'static str, String)>;

/// The bot around a part, with the names it needs.
fn around(part: &str, names: &Names) -> Vec<SourceFile> {
    let has = |key: &str| part.lines().any(|line| line.starts_with(&format!("{key}:")));
    let mut text = String::new();
    for (key, value) in [("bot", "around"), ("start", "first"), ("fallback", "{ say: Pardon? }")] {
        if !has(key) {
            text += &format!("{key}: {value}\n");
        }
    }
    let kinds = [
        ("unknown-variable", "variables", "{ type: any }"),
        ("unknown-service", "services", "{ url: \"https://shop.example\" }"),
        ("unknown-hours", "hours", "{ zone: UTC, mon-fri: [\"9:00-17:00\"] }"),
        ("unknown-receiver", "receivers", "\"1234567890\""),
        ("unknown-module", "modules", "{ say: Here, to: end }"),
    ];
    for (code, key, value) in kinds {
        let named = names.iter().filter(|(of, _)| *of == code);
        let lines: String = named.map(|(_, name)| format!("  {name}: {value}\n")).collect();
        let first = if key == "modules" { "  first: { say: Hello, to: end }\n" } else { "" };
        if !lines.is_empty() || !first.is_empty() {
            text += &format!("{key}:\n{first}{lines}");
        }
    }
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    vec![file("around.yaml", &text), file("part.yaml", part)]
}

/// Loads a part and declares what it misses until nothing more is missed.
fn loaded(part: &str) -> (Loaded, Names) {
    let mut names = Names::new();
    loop {
        let loaded = load(around(part, &names));
        let missed = loaded.diagnostics.iter().filter_map(|found| {
            let name = found.message.split('`').nth(1)?.to_owned();
            found.code.starts_with("unknown-").then_some((found.code, name))
        });
        let more: Names = missed.chain(names.iter().cloned()).collect();
        if more == names {
            return (loaded, names);
        }
        names = more;
    }
}

fn is_sound(loaded: &Loaded) -> bool {
    loaded.diagnostics.iter().all(|found| found.severity != Severity::Error)
}

/// What is wrong with a block, if anything is.
fn fault(block: &Block) -> Option<String> {
    let (wrong, right) = match block.text.split_once("# right\n") {
        Some((wrong, right)) => (Some(wrong.trim_start_matches("# wrong\n")), right),
        None => (None, block.text.as_str()),
    };
    let has_code = |told: &Loaded| told.diagnostics.iter().any(|found| found.code == block.heading);
    if right.lines().any(|line| line.starts_with("bot:")) {
        let alone =
            |text: &str| load(vec![SourceFile { path: "bot.yaml".into(), text: text.into() }]);
        let told = alone(right);
        let silent = wrong.is_some_and(|wrong| !has_code(&alone(wrong)));
        return (silent || !is_sound(&told)).then(|| render(&told, false));
    }
    let mut nearest = String::from("no frame fits");
    for frame in FRAMES {
        let (whole, names) = loaded(&framed(frame, right));
        if !is_sound(&whole) {
            let errors = whole.diagnostics.len();
            let known: usize = nearest.lines().filter(|line| line.starts_with("error")).count();
            if nearest == "no frame fits" || errors < known {
                nearest = render(&whole, false);
            }
            continue;
        }
        let wrong = wrong?;
        let declares = |name: &str| wrong.lines().any(|line| line.starts_with(&format!("{name}:")));
        let names = names.into_iter().filter(|(_, name)| !declares(name)).collect();
        let told = load(around(&framed(frame, wrong), &names));
        if has_code(&told) {
            return None;
        }
        nearest = format!("what is wrong is told otherwise:\n{}", render(&told, false));
    }
    Some(nearest)
}

/// Every block that is right, as the file in which it loads, with its place.
pub(crate) fn sound_files() -> Vec<(String, String)> {
    let blocks = blocks().into_iter().filter(|block| block.mark.is_empty());
    blocks.filter_map(|block| Some((block.place(), sound(&block)?))).collect()
}

/// The file a block makes in the first frame in which it loads.
fn sound(block: &Block) -> Option<String> {
    let right = block.text.split_once("# right\n").map_or(block.text.as_str(), |parts| parts.1);
    if right.lines().any(|line| line.starts_with("bot:")) {
        return Some(right.to_owned());
    }
    let mut framed = FRAMES.iter().map(|frame| framed(frame, right));
    framed.find(|text| is_sound(&loaded(text).0))
}

#[test]
fn every_bot_and_part_of_a_bot_on_the_pages_is_as_the_page_says() {
    let blocks: Vec<_> = blocks().into_iter().filter(|block| block.mark.is_empty()).collect();
    assert!(blocks.len() > 80, "only {} blocks", blocks.len());
    let faults = blocks.iter().filter_map(|block| Some((block.place(), fault(block)?)));
    let faults: Vec<_> = faults.map(|(place, fault)| format!("{place}\n{fault}")).collect();
    assert!(faults.is_empty(), "{} blocks:\n\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn every_configuration_on_the_pages_has_only_keys_that_exist() {
    let blocks: Vec<_> =
        blocks().into_iter().filter(|block| block.mark == "configuration").collect();
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
fn every_conversation_test_on_the_pages_passes() {
    let mut subject = None;
    let mut played = 0;
    for block in blocks() {
        let file = SourceFile { path: block.page.clone(), text: block.text.clone() };
        if block.mark == "bot under test" {
            let Loaded { bot, places, files, diagnostics, .. } = load(vec![file]);
            let bot = bot.unwrap_or_else(|| panic!("{}", render_all(&diagnostics, &files, false)));
            subject = Some(Subject::new(Arc::new(bot), places, files));
        } else if block.mark == "tests" {
            let subject = subject.as_ref().expect("a bot stands above its tests");
            let suite = Suite::read(subject, vec![file]);
            let found = render_all(&suite.diagnostics, &suite.files, false);
            assert!(found.is_empty() && !suite.is_empty(), "{}\n{found}", block.place());
            for number in 0..suite.len() {
                played += 1;
                if let Some(departure) = play(subject, &suite, number).departure {
                    panic!("{}\n{}", block.place(), departure.render(subject, &suite, false));
                }
            }
        }
    }
    assert!(played > 10, "{played}");
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
