//! Completing the files of languages.

use super::{CannotSync, Synced, sync};
use crate::language::{SourceFile, load};

const BOT: &str = r#"bot: b
language: en
languages: [da]
start: welcome
fallback: { say: Sorry? }
keywords:
  - { id: menu, when: [menu, help], to: welcome }
modules:
  welcome:
    say:
      - Hello!
      - image: https://example.com/a.png
      - text: What now?
        buttons: [ { label: Talk to us, to: person } ]
    choices: [ { label: Order, to: person }, Nothing ]
    connections:
      - when: { contains: [parcel] }
        do: [ { say: A parcel. }, { tag: parcel } ]
      - to: person
  person: { handover: { say: "One\nmoment." }, to: end }
"#;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

fn with(bot: &str, danish: &str) -> Synced {
    let synced = sync(&[file("bot.yaml", bot), file("lang/da.yaml", danish)], "da").unwrap();
    // What was completed is read without a word about its shape.
    let loaded = load(vec![file("bot.yaml", bot), synced.file.clone()]);
    let unfit = loaded.diagnostics.iter().filter(|found| found.code == "unfit-translation");
    assert!(unfit.count() <= synced.left.len(), "{}", synced.file.text);
    synced
}

/// The file without its head.
fn body(synced: &Synced) -> &str {
    synced.file.text.split_once("\n\n").unwrap().1
}

#[test]
fn a_new_file_has_every_text_waiting_below_its_source() {
    let synced = sync(&[file("bot.yaml", BOT)], "da").unwrap();
    assert!(synced.is_new && synced.changed);
    assert_eq!((synced.added, synced.missing, synced.stale), (10, 10, 0));
    assert_eq!(
        body(&synced),
        r#"fallback:
  # from: Sorry?
  say:
keywords:
  # from: menu | help
  menu:
modules:
  welcome:
    say:
      # from: Hello!
      -
      - ~
      # from: What now?
      - text:
        buttons:
          # from: Talk to us
          talk_to_us:
    choices:
      # from: Order
      order:
      # from: Nothing
      nothing:
    connections:
      # from: parcel
      - when:
        do:
          # from: A parcel.
          -
          - ~
      - ~
  person:
    handover:
      # from: One\nmoment.
      say:
"#
    );
    let again = with(BOT, &synced.file.text);
    assert!(!again.changed, "{}", again.file.text);
    let loaded = load(vec![file("bot.yaml", BOT), synced.file]);
    let count = &loaded.languages[0];
    assert_eq!((count.texts, count.translated), (10, 0));
}

#[test]
fn what_is_missing_is_added_and_what_was_written_stays() {
    let danish = "# mine\nmodules:\n  welcome:   # start\n    choices: { order: 'Ordre' }\n    say: [ Hej!, ~, ~ ]\n  # the people\n  person: { handover: { say: Vent. } }\n";
    let synced = with(BOT, danish);
    assert_eq!(synced.left, ["modules.welcome.choices.nothing"]);
    assert_eq!(
        synced.file.text,
        r#"# mine
modules:
  welcome:   # start
    choices: { order: 'Ordre' }
    connections:
      # from: parcel
      - when:
        do:
          # from: A parcel.
          -
          - ~
      - ~
    say: [ Hej!, ~, ~ ]
  # the people
  person: { handover: { say: Vent. } }
fallback:
  # from: Sorry?
  say:
keywords:
  # from: menu | help
  menu:
"#
    );
}

#[test]
fn a_translation_remembers_its_source_and_is_marked_when_that_changes() {
    let danish = "fallback:\n  say: Hvad?\n";
    let synced = with(BOT, danish);
    assert!(synced.file.text.starts_with("fallback:\n  # from: Sorry?\n  say: Hvad?\n"));
    let newer = BOT.replace("Sorry?", "Pardon me?");
    let synced = with(&newer, &synced.file.text);
    assert_eq!(synced.stale, 1);
    let marked = "fallback:\n  # was: Sorry?\n  # from: Pardon me?\n  say: Hvad?\n";
    assert!(synced.file.text.starts_with(marked), "{}", synced.file.text);
    // It stays marked, with the text it was made for, until somebody takes the mark away.
    let newest = BOT.replace("Sorry?", "What?");
    let synced = with(&newest, &synced.file.text);
    let marked = "fallback:\n  # was: Sorry?\n  # from: What?\n  say: Hvad?\n";
    assert!(synced.file.text.starts_with(marked), "{}", synced.file.text);
    let seen = synced.file.text.replace("  # was: Sorry?\n", "");
    assert_eq!(with(&newest, &seen).stale, 0);
}

#[test]
fn what_still_waits_follows_the_bot_without_a_mark() {
    let first = sync(&[file("bot.yaml", BOT)], "da").unwrap().file.text;
    let newer = BOT.replace("Sorry?", "Pardon me?");
    let synced = with(&newer, &first);
    assert!(synced.file.text.contains("  # from: Pardon me?\n  say:\n"));
    assert_eq!((synced.stale, synced.file.text.contains("# was")), (0, false));
}

#[test]
fn a_list_that_has_grown_keeps_each_translation_with_its_text() {
    let bot = "bot: b\nlanguages: [da]\nmodules:\n  a: { say: [ One., Two., Three. ], to: end }\n";
    let danish = "modules:\n  a:\n    say:\n      # from: One.\n      - En.\n      # from: Gone.\n      - >-\n        Borte,\n        helt.\n      # from: Three.\n      - Tre. # the third\n      # from: Four.\n      -\n";
    let synced = with(bot, danish);
    assert_eq!(
        synced.file.text,
        "modules:\n  a:\n    say:\n      # from: One.\n      - En.\n      # from: Two.\n      -\n      # from: Three.\n      - Tre. # the third\n      # unused: # from: Gone.\n      # unused: - >-\n      # unused: Borte,\n      # unused: helt.\n"
    );
}

#[test]
fn a_list_without_memory_is_left_and_told() {
    let bot = "bot: b\nlanguages: [da]\nmodules:\n  a: { say: [ One., Two. ], to: end }\n";
    let danish = "modules:\n  a:\n    say:\n      - En.\n";
    let synced = with(bot, danish);
    assert_eq!((synced.left, synced.file.text.as_str()), (vec!["modules.a.say".into()], danish));
}

#[test]
fn what_cannot_be_read_is_not_touched() {
    let broken = [file("bot.yaml", BOT), file("lang/da.yaml", "modules: [ {")];
    assert_eq!(sync(&broken, "da"), Err(CannotSync::Unreadable("lang/da.yaml".into())));
    assert_eq!(sync(&broken, "dansk"), Err(CannotSync::NoLanguage("dansk".into())));
}

/// The files of the bot in `flows/`.
fn flows() -> Vec<SourceFile> {
    macro_rules! flows {
        ($($name:literal),*) => {
            vec![$(file($name, include_str!(concat!("../../../../../flows/", $name)))),*]
        };
    }
    flows!["bot.yaml", "orders.yaml", "person.yaml", "returns.yaml", "welcome.yaml"]
}

#[test]
fn a_whole_bot_gets_a_file_that_fits_it_and_waits_for_every_text() {
    let mut files = flows();
    let synced = sync(&files, "fr").unwrap();
    assert_eq!((synced.added, synced.left.len()), (synced.missing, 0));
    files.push(synced.file.clone());
    assert!(!sync(&files, "fr").unwrap().changed);
    files[0].text = files[0].text.replace("language: en\n", "language: en\nlanguages: [fr]\n");
    let loaded = load(files);
    let codes: Vec<&str> = loaded.diagnostics.iter().map(|found| found.code).collect();
    assert!(!codes.contains(&"unfit-translation"), "{codes:?}");
    assert_eq!(loaded.languages[0].texts, synced.missing);
}

#[test]
fn the_line_ends_of_a_file_stay_what_they_are() {
    let danish = "\u{feff}fallback:\r\n  say: Hvad?\r\n";
    let text = with(BOT, danish).file.text;
    assert!(text.starts_with("fallback:\r\n  # from: Sorry?\r\n  say: Hvad?\r\nkeywords:\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn a_region_of_a_language_says_only_what_it_says_otherwise() {
    let files = |language: &str, own: &str| {
        let danish = file("lang/da.yaml", "fallback: { say: Hvad? }\n");
        vec![file("bot.yaml", BOT), danish, file(&format!("lang/{language}.yaml"), own)]
    };
    for language in ["da_DK", "en-GB"] {
        let whole = "fallback:\n  # from: Sorry?\n  say: Pardon?\n";
        let synced = sync(&files(language, whole), language).unwrap();
        assert_eq!((synced.added, synced.missing, synced.changed), (0, 0, false), "{language}");
        let synced = sync(&files(language, "fallback:\n  say: Pardon?\n"), language).unwrap();
        assert_eq!(synced.file.text, whole, "what is there is remembered");
        let changed = BOT.replace("Sorry?", "What?");
        let mut files = files(language, whole);
        files[0] = file("bot.yaml", &changed);
        assert_eq!(sync(&files, language).unwrap().stale, 1);
    }
    let synced = sync(&files("sv", "fallback:\n  say: Va?\n"), "sv").unwrap();
    assert_eq!(synced.added, 9, "another language is completed");
}
