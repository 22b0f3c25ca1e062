//! The files of languages: what fits, and what is told of the rest.

use proptest::prelude::*;

use super::{codes, file};
use crate::language::{Loaded, load, render, sync};

const BOT: &str = r#"bot: b
language: en
languages: [da]
start: a
fallback: { say: Pardon? }
keywords:
  - { id: menu, when: [menu], to: a }
  - { when: [price list], do: [ say: Here it is. ] }
modules:
  a:
    say:
      - Hello!
      - { text: What now?, buttons: [ { label: Shop, url: "https://example.com" } ] }
    choices: [ { label: Go on, to: b }, Stay ]
    to: b
  b:
    say: { cards: [ { title: Chair, image: "https://example.com/a.png" } ] }
    to: end
"#;

const WHOLE: &str = r#"fallback: { say: Hvad? }
keywords: { menu: [menu, forfra], price_list: { when: [prisliste], do: [ Her er den. ] } }
modules:
  a:
    say: [ Hej!, { text: Hvad nu?, buttons: { shop: { label: Butik, url: "https://example.dk" } } } ]
    choices: { go_on: Videre, stay: Bliv }
  b: { say: { cards: [ Stol ] } }
"#;

fn with(danish: &str) -> Loaded {
    both(BOT, danish)
}

fn both(bot: &str, danish: &str) -> Loaded {
    load(vec![file("bot.yaml", bot), file("lang/da.yaml", danish)])
}

/// The only finding for this file of a language.
#[track_caller]
fn only(danish: &str, code: &str, said: &str) {
    let loaded = with(danish);
    assert_eq!(codes(&loaded), [code], "{}", render(&loaded, false));
    let found = &loaded.diagnostics[0];
    let text = format!("{}\n{}", found.message, found.help);
    assert!(text.contains(said), "{text}");
    assert!(!found.help.is_empty());
}

#[test]
fn a_whole_translation_has_no_findings() {
    let loaded = with(WHOLE);
    assert_eq!(codes(&loaded), [""; 0], "{}", render(&loaded, false));
    let count = &loaded.languages[0];
    assert_eq!((count.language.as_str(), count.texts, count.translated), ("da", 10, 10));
    assert_eq!(loaded.bot.unwrap().languages, ["en", "da"]);
}

#[test]
fn a_bot_of_one_language_says_nothing_of_languages() {
    let loaded = load(vec![file("bot.yaml", &BOT.replace("languages: [da]\n", ""))]);
    assert_eq!((codes(&loaded), loaded.languages.len()), (vec![], 0));
}

#[test]
fn what_the_bot_does_not_have_is_an_error_with_the_nearest() {
    let with = |from: &str, to: &str| WHOLE.replace(from, to);
    only(
        &(with("  b: {", "  bb: { say: Hej }\n  b: {")),
        "unfit-translation 7:3",
        "did you mean `b`?",
    );
    let twice = with("stay: Bliv", "stay: Bliv, sty: Bliv");
    only(&twice, "unfit-translation 6:43", "`modules.a.choices` has no `sty`");
    only(
        &with("go_on: Videre", "go_on: { label: Videre, to: b }"),
        "unfit-translation 6:40",
        "holds no text",
    );
    only(
        &with("forfra]", "forfra], hours: [x]"),
        "unfit-translation 2:35",
        "it has: menu, price_list",
    );
}

#[test]
fn a_list_must_be_as_long_as_in_the_bot() {
    let short = WHOLE.replace("[ Hej!, {", "[ {");
    let loaded = with(&short);
    assert_eq!(codes(&loaded), ["unfit-translation 5:10"]);
    assert!(loaded.diagnostics[0].message.contains("2 items in the bot, and 1 here"));
    assert!(loaded.bot.is_none());
}

#[test]
fn a_wavy_line_leaves_a_text_as_it_is() {
    let loaded = with(&WHOLE.replace("Hej!, {", "~, {").replace("go_on: Videre", "go_on: ~"));
    assert_eq!(codes(&loaded), [""; 0], "{}", render(&loaded, false));
    only(&WHOLE.replace("[ Stol ]", "[ ~, ~ ]"), "unfit-translation 7:22", "as many");
}

#[test]
fn missing_texts_are_counted_a_file() {
    only(
        &WHOLE.replace("go_on: Videre, stay: Bliv", "go_on: Videre, stay:"),
        "missing-translation 1:1",
        "1 of 10 texts are not translated: modules.a.choices.stay",
    );
    let loaded = with("# nothing yet\n");
    assert_eq!(codes(&loaded), ["missing-translation 3:13"]);
    assert!(loaded.diagnostics[0].message.contains("10 of 10"));
    assert!(loaded.diagnostics[0].message.contains("and 7 more"));
}

#[test]
fn a_language_without_a_file_is_told_and_so_is_a_file_without_a_language() {
    let loaded = load(vec![file("bot.yaml", BOT)]);
    assert_eq!(codes(&loaded), ["missing-translation 3:13"]);
    assert!(loaded.diagnostics[0].help.contains("name the folder"), "{:?}", loaded.diagnostics);
    let files =
        [file("bot.yaml", &BOT.replace("languages: [da]\n", "")), file("lang/da.yaml", WHOLE)];
    let loaded = load(files.to_vec());
    assert_eq!(codes(&loaded), ["undeclared-language 1:1"]);
    assert!(loaded.diagnostics[0].help.contains("languages: [da]"));
}

#[test]
fn a_translation_of_another_text_is_stale() {
    let danish = "fallback:\n  # from: Sorry?\n  say: Hvad?\n";
    let loaded = with(&WHOLE.replace("fallback: { say: Hvad? }\n", danish));
    assert_eq!(codes(&loaded), ["stale-translation 3:3"]);
    assert!(loaded.diagnostics[0].help.contains("it was \"Sorry?\", and is \"Pardon?\""));
    let marked = "fallback:\n  # was: Sorry?\n  # from: Pardon?\n  say: Hvad?\n";
    let loaded = with(&WHOLE.replace("fallback: { say: Hvad? }\n", marked));
    assert_eq!((codes(&loaded).len(), loaded.languages[0].stale), (1, 1));
    let fresh = "fallback:\n  # from: Pardon?\n  say: Hvad?\n";
    assert_eq!(codes(&with(&WHOLE.replace("fallback: { say: Hvad? }\n", fresh))), [""; 0]);
}

#[test]
fn limits_addresses_and_templates_are_checked_in_every_language() {
    let with = |from: &str, to: &str| WHOLE.replace(from, to);
    only(&with("Videre", "Videre til det næste skridt"), "channel-limit 6:23", "20 at most");
    only(&with("https://example.dk", "example.dk"), "bad-address 5:74", "https://");
    only(&with("Hej!", "\"Hej {{nme}}!\""), "unknown-variable 5:17", "nme");
    only(&with("Hej!", "\"Hej {{!\""), "bad-template 5:17", "");
}

#[test]
fn a_text_claimed_by_a_keyword_of_another_language_is_told() {
    only(
        &WHOLE.replace("when: [prisliste]", "when: [forfra]"),
        "duplicate-keyword 2:56",
        "claimed",
    );
}

#[test]
fn the_engines_texts_are_worded_by_id() {
    let bot = BOT.to_owned() + "texts: { returned: \"I am back, {{user.first_name}}.\" }\n";
    let danish =
        WHOLE.to_owned() + "texts: { returned: Jeg er tilbage., closed: Der er lukket. }\n";
    let loaded = both(&bot, &danish);
    assert_eq!(codes(&loaded), [""; 0], "{}", render(&loaded, false));
    assert_eq!(loaded.bot.unwrap().texts.len(), 2);
    only(&(WHOLE.to_owned() + "texts: { retuned: Hej }\n"), "unknown-key 8:10", "`returned`");
}

#[test]
fn a_language_is_a_code_and_stands_once() {
    let bot = BOT.replace("[da]", "[da, danish, en]");
    let loaded = both(&bot, WHOLE);
    assert_eq!(codes(&loaded), ["unknown-value 3:17", "duplicate-id 3:25"]);
}

#[test]
fn keywords_that_begin_alike_are_told_apart() {
    let bot = "bot: b\nlanguages: [da]\nfallback: { say: ~ }\nkeywords:\n  - { when: [menu], to: a }\n  - { when: { contains: [menu] }, do: [ say: The menu. ] }\nmodules: { a: { say: Hello!, to: end } }\n";
    let danish = "keywords: { menu: [forfra], menu_2: { do: [ Menuen. ] } }\n";
    let missing = &both(bot, danish).diagnostics[0].message;
    assert!(missing.contains("keywords.menu_2.when.contains, modules.a.say"), "{missing}");
}

/// The whole translation with some of its characters otherwise.
fn damaged() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "",
        " ",
        "\n",
        ":",
        "- ",
        "{",
        "]",
        "~",
        "\"",
        "# from: x\n",
        "é",
    ]);
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, sign), 0..4).prop_map(|hits| {
        let mut text = WHOLE.to_owned();
        for (at, length, sign) in hits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, sign);
        }
        text
    })
}

proptest! {
    #[test]
    fn whatever_stands_in_a_file_of_a_language_it_is_told_or_completed(danish in damaged()) {
        let loaded = with(&danish);
        prop_assert!(loaded.bot.is_some() || loaded.has_errors());
        let files = [file("bot.yaml", BOT), file("lang/da.yaml", &danish)];
        let Ok(synced) = sync(&files, "da") else { return Ok(()) };
        let files = [file("bot.yaml", BOT), synced.file];
        let again = sync(&files, "da").expect("what was completed can be read");
        prop_assert!(!again.changed, "{}\n---\n{}", files[1].text, again.file.text);
    }
}

#[test]
fn a_region_of_the_main_language_lacks_nothing() {
    let bot = BOT.replace("languages: [da]", "languages: [en_GB]");
    let british = file("lang/en_GB.yaml", "modules: { a: { say: [ Good day!, ~ ] } }\n");
    let loaded = load(vec![file("bot.yaml", &bot), british]);
    assert_eq!(codes(&loaded), Vec::<&str>::new(), "{}", render(&loaded, false));
    let counted = &loaded.languages[0];
    assert_eq!((counted.translated, counted.texts), (3, 3), "of two texts of a list one is kept");
}
