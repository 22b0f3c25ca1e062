//! The commands for whoever writes a bot, on files as authors have them.

use std::path::Path;

use serde_json::Value;

use crate::check::check;
use crate::world::{baton, repository};

/// What a command printed, and how it ended.
pub(crate) struct Ran {
    pub(crate) exit: Option<i32>,
    pub(crate) out: String,
    pub(crate) told: String,
}

pub(crate) fn run(arguments: &[&str], folder: &Path) -> Ran {
    let output = baton(arguments, folder, &[]).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { exit: output.status.code(), out: text(output.stdout), told: text(output.stderr) }
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    directory
}

const UNEVEN: &str = "\
bot: b
fallback: { say: Pardon? }   
modules:
    a:
        say:   Hi   # friendly
        to: end
";

const EVEN: &str = "\
bot: b
fallback: { say: Pardon? }
modules:
  a:
    say: Hi   # friendly
    to: end
";

#[test]
fn a_word_is_explained_and_a_slip_is_told_the_nearest() {
    let known = run(&["explain", "unknown-module"], repository());
    assert_eq!(known.exit, Some(0));
    assert!(known.out.contains("Wrong:") && known.out.contains("Right:"), "{}", known.out);
    let slip = run(&["explain", "handovr"], repository());
    assert_eq!(slip.exit, Some(2));
    assert!(slip.told.contains("did you mean `handover`?"), "{}", slip.told);
    let list = run(&["explain"], repository());
    assert!(list.out.contains("Actions\n  say ask"), "{}", list.out);
    let json = run(&["explain", "expect", "--format", "json"], repository());
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json[0]["parts"][1]["word"], "email", "{json}");
}

#[test]
fn files_are_laid_out_once_and_kept_where_they_cannot_be_read() {
    let bot = folder(&[("bot.yaml", UNEVEN), ("more.yaml", "modules: [")]);
    let all = run(&["fmt", "."], bot.path());
    assert_eq!(all.exit, Some(1), "one file cannot be read");
    assert!(all.told.contains("more.yaml stays as it is"), "{}", all.told);
    let text = |name: &str| std::fs::read_to_string(bot.path().join(name)).unwrap();
    assert_eq!((text("bot.yaml").as_str(), text("more.yaml").as_str()), (EVEN, "modules: ["));
}

#[test]
fn a_check_of_the_layout_names_files_and_changes_none() {
    let bot = folder(&[("bot.yaml", UNEVEN)]);
    let checked = run(&["fmt", "bot.yaml", "--check"], bot.path());
    assert_eq!((checked.exit, checked.out.trim()), (Some(1), "bot.yaml"));
    assert_eq!(std::fs::read_to_string(bot.path().join("bot.yaml")).unwrap(), UNEVEN);
    assert_eq!(run(&["fmt", "bot.yaml"], bot.path()).exit, Some(0));
    assert_eq!(run(&["fmt", "bot.yaml", "--check"], bot.path()).exit, Some(0));
}

#[test]
fn a_bot_is_shown_in_short_and_written_out() {
    let short = run(&["show", "flows"], repository());
    assert!(short.out.contains("\nperson                 handover   waits"), "{}", short.out);
    let long = run(&["show", "flows", "--expanded"], repository());
    let written = folder(&[("bot.yaml", &long.out)]);
    let checked = check(&written.path().join("bot.yaml"), &[]);
    assert_eq!(checked.exit, Some(0), "{}", checked.text);
    let broken = run(&["show", "tests/broken/unknown-module.yaml"], repository());
    assert_eq!(broken.exit, Some(1));
}

#[test]
fn the_schema_lies_beside_the_bot_and_every_file_leads_to_it() {
    let bot = folder(&[
        ("bot.yaml", EVEN),
        ("orders/late.yaml", "# Late orders\nmodules: {}\n"),
        ("lang/da.yaml", "modules: {}\n"),
        ("tests/a.test.yaml", "tests: []\n"),
    ]);
    assert_eq!(run(&["schema", "."], bot.path()).exit, Some(0));
    let text = |name: &str| std::fs::read_to_string(bot.path().join(name)).unwrap();
    let schema: Value = serde_json::from_str(&text("baton.schema.json")).unwrap();
    assert_eq!(schema["title"], "Baton: a bot");
    let line = "# yaml-language-server: $schema=";
    assert_eq!(text("bot.yaml"), format!("{line}baton.schema.json\n{EVEN}"));
    assert!(text("orders/late.yaml").starts_with(&format!("{line}../baton.schema.json\n# Late")));
    assert_eq!(text("lang/da.yaml"), "modules: {}\n", "texts of a language have another shape");
    let test = text("tests/a.test.yaml");
    assert_eq!(test, format!("{line}../baton.test.schema.json\ntests: []\n"));
    let schema: Value = serde_json::from_str(&text("baton.test.schema.json")).unwrap();
    assert_eq!(schema["title"], "Baton: a test file");
    let again = run(&["schema", "."], bot.path());
    assert!(again.told.is_empty(), "nothing is left to do: {}", again.told);
    let only = run(&["schema", "--output", "flow.json"], bot.path());
    assert_eq!(only.exit, Some(0));
    assert_eq!(text("flow.json"), text("baton.schema.json"));
}
