//! `baton test`: what ships is covered by its own conversation tests, and a test that fails says so in the right words.

use std::path::Path;
use std::process::{Output, Stdio};

use tempfile::TempDir;

use crate::world::{baton, repository};

/// What a run printed and how it ended.
struct Run {
    exit: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { exit: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let arguments: Vec<_> = ["test"].iter().chain(arguments).copied().collect();
    baton(&arguments, folder, &[]).output().expect("the binary runs").into()
}

const BOT: &str = "\
bot: shop
modules:
  welcome:
    say: Hi {{default user.first_name \"there\"}}!
    choices:
      - { label: Opening hours, to: hours }
  hours:
    say: From 9 to 5.
    to: end
fallback: { say: Sorry? }
";

const TESTS: &str = "\
tests:
  - test: It greets
    steps:
      - user: hi           # the first word
      - bot: Hi Anna!
  - test: It tells the hours
    steps:
      - user: hi
      - bot: Hi*
      - user: when are you open?
      - bot: From 9 to 5.
";

/// A bot with tests, in a folder of its own.
fn bot(tests: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("tests")).unwrap();
    std::fs::write(folder.path().join("bot.yaml"), BOT).unwrap();
    std::fs::write(folder.path().join("tests/it.test.yaml"), tests).unwrap();
    folder
}

fn tests_of(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join("tests/it.test.yaml")).unwrap()
}

#[test]
fn the_bot_that_ships_and_every_example_are_covered_by_their_tests() {
    let examples = std::fs::read_dir(repository().join("examples")).unwrap();
    let mut bots: Vec<_> = examples.map(|entry| entry.unwrap().path()).collect();
    bots.push(repository().join("flows"));
    assert!(bots.len() >= 5, "{bots:?}");
    for bot in bots {
        let name = bot.display().to_string();
        let run = run(repository(), &[&name, "--min-coverage", "100"]);
        assert_eq!(run.exit, Some(0), "{name}\n{}{}", run.out, run.err);
        assert_eq!(run.err, "", "{name}: nothing is said beside the result");
        let summary = run.out.lines().last().unwrap_or_default();
        assert!(summary.ends_with(" passed, 0 failed"), "{name}: {summary}");
        assert!(!run.out.contains('\u{1b}'), "no colours where nobody looks");
    }
}

#[test]
fn a_failing_test_shows_what_happened_where_it_departed_and_why() {
    let folder = bot(TESTS);
    let run = run(folder.path(), &["."]);
    assert_eq!(run.exit, Some(1));
    let expected = [
        "FAILED  It tells the hours  ./tests/it.test.yaml:6",
        "    user  hi\n     bot  Hi Anna!\n          (Opening hours)\n    user  when are you open?\n",
        "     bot  Sorry?\n",
        "error: the bot says something else",
        "--> ./tests/it.test.yaml:11:14",
        "11 |       - bot: From 9 to 5.",
        "^^^^^^^^^^^^ the bot says: Sorry?",
        "what \"when are you open?\" was compared with, in `welcome`:",
        "./bot.yaml:6  { label: Opening hours, to: hours }",
        "the message is not this label",
    ];
    for part in expected {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    assert_eq!(run.out.lines().last(), Some("1 passed, 1 failed"));
}

#[test]
fn only_what_is_asked_for_is_played() {
    let folder = bot(TESTS);
    let greets = run(folder.path(), &[".", "GREETS"]);
    assert_eq!((greets.exit, greets.out.as_str()), (Some(0), "1 passed, 0 failed\n"));
    let none = run(folder.path(), &[".", "nothing like it"]);
    assert_eq!(none.exit, Some(2));
    assert!(none.err.contains("none of the 2 tests has `nothing like it`"), "{}", none.err);
}

#[test]
fn a_bot_without_tests_and_files_with_problems_are_told() {
    let folder = bot(TESTS);
    std::fs::remove_file(folder.path().join("tests/it.test.yaml")).unwrap();
    let none = run(folder.path(), &["."]);
    assert_eq!(none.exit, Some(2));
    assert!(none.err.contains("write one into ./tests/greeting.test.yaml"), "{}", none.err);
    let folder = bot("tests:\n  - test: x\n    steps:\n      - usr: hi\n");
    let wrong = run(folder.path(), &["."]);
    assert_eq!(wrong.exit, Some(1));
    assert!(wrong.err.contains("error[unknown-key]: a step has no key `usr`"), "{}", wrong.err);
    assert!(wrong.err.contains("did you mean `user`?"), "{}", wrong.err);
    let missing = run(folder.path(), &["nowhere"]);
    assert_eq!(missing.exit, Some(2));
}

#[test]
fn update_writes_what_the_bot_does_now_and_nothing_else() {
    let folder = bot(TESTS);
    let run = run(folder.path(), &[".", "--update"]);
    assert_eq!(run.exit, Some(0), "{}{}", run.out, run.err);
    assert!(run.err.contains("rewritten: ./tests/it.test.yaml"), "{}", run.err);
    let now = TESTS.replace("- bot: From 9 to 5.", "- bot: Sorry?");
    let more = "      - bot: Hi Anna!\n        choices: [Opening hours]\n";
    assert_eq!(tests_of(&folder), now + more);
}

#[test]
fn too_little_coverage_fails_and_names_what_lacks() {
    let folder =
        bot("tests:\n  - test: It greets\n    steps:\n      - user: hi\n      - bot: Hi*\n");
    let shown = run(folder.path(), &[".", "--coverage"]);
    assert_eq!(shown.exit, Some(0));
    assert!(shown.out.contains("./bot.yaml:7  module hours"), "{}", shown.out);
    assert!(shown.out.contains("./bot.yaml:6  choice of welcome: Opening hours"), "{}", shown.out);
    let asked = run(folder.path(), &[".", "--min-coverage", "100"]);
    assert_eq!(asked.exit, Some(1));
    assert!(asked.err.contains("--min-coverage asks for 100 %"), "{}", asked.err);
    assert!(asked.out.ends_with("1 passed, 0 failed\n"), "{}", asked.out);
}

#[test]
fn build_servers_get_their_file() {
    let folder = bot(TESTS);
    let run = run(folder.path(), &[".", "--junit", "results.xml"]);
    assert_eq!(run.exit, Some(1));
    let xml = std::fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert!(xml.contains("<testsuites tests=\"2\" failures=\"1\""), "{xml}");
    assert!(xml.contains("name=\"It greets\" file=\"./tests/it.test.yaml\" line=\"2\""), "{xml}");
    let says = "<failure message=\"the bot says something else; the bot says: Sorry?\">";
    assert!(xml.contains(&format!("{says}./tests/it.test.yaml:11</failure>")), "{xml}");
}

#[test]
fn a_saved_change_is_played_again() {
    use std::io::{BufRead, BufReader};
    let folder = bot(TESTS);
    let mut command = baton(&["test", ".", "--watch"], folder.path(), &[]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let watching = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut summaries = lines.filter(|line| line.ends_with("failed"));
    assert_eq!(summaries.next().as_deref(), Some("1 passed, 1 failed"));
    // Only what is saved once it watches is seen.
    let mut watching = watching.filter(|line| line.contains("Watching"));
    assert!(watching.next().is_some());
    let path = folder.path().join("tests/it.test.yaml");
    std::fs::write(
        &path,
        TESTS.replace("From 9 to 5.", "\"*\"").replace("when are you open?", "Opening hours"),
    )
    .unwrap();
    assert_eq!(summaries.next().as_deref(), Some("2 passed, 0 failed"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_chat_is_saved_as_a_test_that_passes() {
    use std::io::Write;
    let folder = bot(TESTS);
    let mut command = baton(&["chat", "."], folder.path(), &[]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let typed = "hi\n/tap Opening hours\n/save tests/my_chat.test.yaml\n";
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    assert!(run.out.contains("saved: tests/my_chat.test.yaml"), "{}", run.out);
    let saved = std::fs::read_to_string(folder.path().join("tests/my_chat.test.yaml")).unwrap();
    let steps = "      - user: hi\n      - bot: Hi Anna!\n        choices: [Opening hours]\n      \
                 - tap: Opening hours\n      - bot: From 9 to 5.\n";
    assert!(saved.ends_with(&format!("  - test: my chat\n    steps:\n{steps}")), "{saved}");
    let played = self::run(folder.path(), &[".", "my chat"]);
    assert_eq!(played.out, "1 passed, 0 failed\n", "{}", played.err);
}
