//! Bad inputs 37 to 49: flow files that would hurt whoever reads them without care.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::check::{Checked, check};
use crate::world::{Plan, says};

/// A sound bot, to be spoilt.
const BOT: &str = "\
bot: spoilt
start: a
fallback: { say: Pardon? }
modules:
  a:
    say: Hi
    to: end
";

/// No trap may hold a reader up; a debug build on a busy machine starts slowly.
const SOON: Duration = Duration::from_secs(10);

/// What `check` makes of a file with this in it; in no time.
fn checked(bytes: impl AsRef<[u8]>) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bot.yaml");
    std::fs::write(&path, bytes).unwrap();
    checked_at(&path)
}

fn checked_at(path: &Path) -> Checked {
    let began = Instant::now();
    let checked = check(path, &[]);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    checked
}

/// A file that is refused by exactly this.
#[track_caller]
fn assert_refused(bytes: impl AsRef<[u8]>, told: &[&str]) -> Checked {
    let checked = checked(bytes);
    assert_eq!(checked.told(), told, "{}", checked.text);
    assert_eq!(checked.exit, Some(1));
    checked
}

#[test]
fn input_37_a_billion_laughs() {
    let mut laughs = "lol: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for (from, to) in ('a'..'i').zip('b'..='i') {
        let nine = vec![format!("*{from}"); 9].join(", ");
        laughs.push_str(&format!("lol{to}: &{to} [{nine}]\n"));
    }
    let checked = checked(laughs + BOT);
    assert_eq!(checked.exit, Some(1));
    assert!(checked.told().iter().any(|one| one == "anchor 1:6"), "{:?}", checked.told());
    // Each is told where it stands; nobody has written them out.
    assert!(checked.text.len() < 100_000, "{} bytes", checked.text.len());
}

#[test]
fn input_38_a_thousand_lists_in_each_other() {
    let deep = format!("{BOT}menu: {}{}\n", "[".repeat(1_000), "]".repeat(1_000));
    let checked = checked(deep);
    assert!(checked.told().iter().any(|one| one.starts_with("too-deep ")), "{}", checked.text);
    assert_eq!(checked.exit, Some(1));
}

#[test]
fn input_39_a_tag() {
    assert_refused(BOT.replace("Hi", "!!python/object:os.system Hi"), &["yaml-tag 6:10"]);
    assert_refused(BOT.replace("Hi", "!anything Hi"), &["yaml-tag 6:10"]);
}

#[test]
fn input_40_a_name_that_is_there_twice() {
    let checked =
        assert_refused(format!("{BOT}  a:\n    say: Ho\n    to: end\n"), &["duplicate-key 8:3"]);
    // Both lines are shown.
    assert!(checked.text.contains("bot.yaml:8:3"), "{}", checked.text);
    assert!(checked.text.contains("bot.yaml:5:3"), "{}", checked.text);
}

#[test]
fn input_41_a_way_to_nowhere_and_one_round_in_a_circle() {
    assert_refused(BOT.replace("to: end", "to: nowhere"), &["unknown-module 7:9"]);
    assert_refused(BOT.replace("to: end", "to: a"), &["loop-without-wait 5:3"]);
}

#[test]
fn input_42_what_yaml_takes_for_something_else() {
    let words = ["no", "1e3", "0o17", "12:30:00", "0x1F", "~", "1_000"];
    let mut bot = "bot: words\nstart: a\nfallback: { say: Pardon? }\nmodules:\n  a:\n    \
                   say: Which?\n    connections:\n"
        .to_owned();
    for word in words {
        bot.push_str(&format!("      - when: {word}\n        to: heard\n"));
    }
    bot.push_str("  heard:\n    say: \"Heard {{input.text}}.\"\n    to: a\n");
    let world = Plan::yaml(&bot).dev();
    let anna = world.person("anna");
    anna.says("hi");
    world.skip("anna");
    for word in words {
        anna.says(word);
        world.expect("anna", [says(&format!("Heard {word}.")), says("Which?")]);
    }
}

#[test]
fn input_43_files_without_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.yaml");
    std::fs::write(&large, format!("{BOT}# {}\n", "x".repeat(50 << 20))).unwrap();
    let endless = folder.path().join("endless.yaml");
    std::os::unix::fs::symlink("/dev/zero", &endless).unwrap();
    let silent = folder.path().join("silent.yaml");
    let made = std::process::Command::new("mkfifo").arg(&silent).status().unwrap();
    assert!(made.success());
    for path in [large, endless, silent] {
        let checked = checked_at(&path);
        assert_ne!(checked.exit, Some(0), "{}", path.display());
        assert!(checked.text.contains(path.to_str().unwrap()), "{}", checked.text);
    }
    // A folder with such a file in it is refused as a whole.
    std::fs::write(folder.path().join("bot.yaml"), BOT).unwrap();
    assert_ne!(checked_at(folder.path()).exit, Some(0));
}

#[test]
fn input_44_half_a_file_while_the_bot_is_read_anew() {
    let world = Plan::yaml(BOT).dev();
    let greets = |who: &str, with: &str| {
        world.person(who).says("hi");
        world.expect(who, [says(with)]);
    };
    greets("anna", "Hi");
    let path: PathBuf = world.bot().join("bot.yaml");
    std::fs::write(&path, &BOT[..BOT.len() / 2]).unwrap();
    world.server.wait_for("that nothing changes", |line| line.contains("The old bot stays"));
    greets("bob", "Hi");
    std::fs::write(&path, BOT.replace("Hi", "Ho")).unwrap();
    world.server.wait_for("that it is taken over", |line| line.contains("Taken over"));
    greets("carl", "Ho");
}

#[test]
fn input_45_marks_line_ends_and_other_encodings() {
    for fine in [format!("\u{feff}{BOT}"), BOT.replace('\n', "\r\n")] {
        let checked = checked(fine);
        assert_eq!((checked.exit, checked.told().len()), (Some(0), 0), "{}", checked.text);
    }
    let utf_16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(BOT.encode_utf16()).flat_map(unit).collect()
    };
    for bytes in [utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes)] {
        let checked = assert_refused(bytes, &["not-utf-8 1:1"]);
        assert!(checked.text.contains("UTF-16"), "{}", checked.text);
    }
}

#[test]
fn input_46_expressions_that_take_for_ever_elsewhere() {
    let with = |pattern: &str| {
        let when =
            format!("connections:\n      - when: {{ matches: \"{pattern}\" }}\n        to: a");
        BOT.replace("to: end", &when)
    };
    assert_refused(with(".{1000}{1000}"), &["bad-regex 8:26"]);
    // This one is harmless where matching takes linear time.
    let world = Plan::yaml(&with("(a+)+$")).dev();
    let anna = world.person("anna");
    anna.says("hi");
    let began = Instant::now();
    anna.says(&format!("{}!", "a".repeat(1_900)));
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    world.expect("anna", [says("Hi"), says("Pardon?")]);
}

/// A bot that calculates with what it is told.
const CALCULATING: &str = r#"
bot: calculating
start: a
variables: { n: number, t: text }
fallback: { say: Pardon? }
modules:
  a:
    say: Ready.
    connections:
      - when: square
        do: [ { compute: { n: "n * n" } }, { say: "{{n}}" } ]
      - when: divide
        do: [ { compute: { n: "7 / (n - n)" } }, { say: "{{n}}" } ]
      - when: { matches: "is (?P<number>.+)" }
        do: [ { set: { n: "{{input.number}}" } }, { say: "{{n}}" } ]
"#;

#[test]
fn input_47_calculations_without_bounds() {
    let with = |calculation: &str| {
        let actions =
            format!("actions:\n      - compute: {{ n: '{calculation}' }}\n      - say: Hi");
        let bot = BOT.replace("say: Hi", &actions);
        bot.replace("start: a", "start: a\nvariables: { n: number }")
    };
    for calculation in [
        "\"x\" * 1e9".to_owned(),
        format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("{}1{}", "(".repeat(500), ")".repeat(500)),
        "9223372036854775807 + 1".to_owned(),
        format!("{}1", "-".repeat(1_000)),
    ] {
        let checked = checked(with(&calculation));
        let start: String = calculation.chars().take(30).collect();
        assert_eq!(checked.exit, Some(1), "{start}: {}", checked.text);
        assert!(!checked.told().is_empty(), "{start}");
    }
    let world = Plan::yaml(CALCULATING).dev();
    let anna = world.person("anna");
    anna.says("hi");
    anna.says("is 94906267");
    world.skip("anna");
    // Too large to be exact: nothing is calculated wrongly, the fallback is said, and the bot goes on.
    for (word, answer) in [("square", "Pardon?"), ("divide", "Pardon?"), ("is 7", "7")] {
        anna.says(word);
        world.expect("anna", [says(answer)]);
    }
    assert_eq!(world.counter("poison") + world.counter("parked"), 0);
}

#[test]
fn input_48_a_text_that_holds_itself() {
    // Texts cannot hold texts at all.
    assert_refused(BOT.replace("Hi", "\"{{> a}}\""), &["bad-template 6:11"]);
}

#[test]
fn input_49_a_token_in_the_file() {
    let token = "EAAGm0PX4ZCpsBAKZBexampletokenvalue0123456789";
    let service = format!(
        "services: {{ g: {{ url: \"https://x.example\", auth: {{ bearer: {token} }} }} }}\nmodules:"
    );
    for bot in [BOT.replace("modules:", &service), BOT.replace("Hi", token)] {
        let checked = checked(bot);
        assert_eq!(checked.exit, Some(1));
        assert!(checked.told().iter().any(|one| one.starts_with("inline-secret ")));
        assert!(!checked.text.contains(&token[4..]), "the value is shown:\n{}", checked.text);
        assert!(!checked.report.to_string().contains(&token[4..]));
    }
}
