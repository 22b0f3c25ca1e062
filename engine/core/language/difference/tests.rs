//! What is told of two bots, and what is not.

use super::*;
use crate::language::load;

const OLD: &str = "
bot: shop
language: en
start: welcome
fallback: { say: Sorry?, give_up_after: 3, to: person }
variables: { count: { type: number } }
keywords:
  - when: [menu]
    to: welcome
modules:
  welcome:
    say: Hello!
    choices:
      - { label: Order, to: order }
      - { label: Person, to: person }
  order:
    say: Which one?
    connections:
      - { when: [oak], to: oak }
      - { when: { contains: [refund] }, if: count > 1, to: person }
  oak: { say: Oak., to: end }
  person:
    handover: { timeout: 30m, say: Wait. }
    to: welcome
";

fn said(old: &str, new: &str) -> String {
    let files = |text: &str| vec![SourceFile { path: "bot.yaml".into(), text: text.to_owned() }];
    let (old, new) = (files(old), files(new));
    said_of(&old, &new)
}

fn said_of(old: &[SourceFile], new: &[SourceFile]) -> String {
    let bot = |files: &[SourceFile]| {
        let loaded = load(files.to_vec());
        let told = super::super::render(&loaded, false);
        loaded.bot.unwrap_or_else(|| panic!("{told}"))
    };
    let (one, other) = (bot(old), bot(new));
    let found = difference(Version { bot: &one, files: old }, Version { bot: &other, files: new });
    let mut out = String::new();
    for change in &found.changes {
        let (module, path) = (change.module.as_deref().unwrap_or("-"), change.path.join(" / "));
        let shown =
            |part: &Option<Part>| part.as_ref().map_or("-".to_owned(), |part| part.shown.clone());
        let language = change.language.as_ref().map_or(String::new(), |code| format!("({code}) "));
        out += &format!("{module}: {language}{path}: ");
        out += &match &change.became {
            Became::Added => format!("+ {}\n", shown(&change.new)),
            Became::Removed => format!("- {}\n", shown(&change.old)),
            Became::Changed => format!("{} -> {}\n", shown(&change.old), shown(&change.new)),
            Became::Moved(how) => format!("{how}\n"),
            Became::Renamed(from) => format!("was {from}\n"),
        };
    }
    for lost in &found.lost {
        out += &format!("lost {}.{} {}\n", lost.owner, lost.id, lost.label);
    }
    out
}

#[test]
fn what_is_only_written_otherwise_is_no_difference() {
    let otherwise = "
# A comment.
fallback:
  give_up_after: 3
  to: person
  say:
    - text: \"Sorry?\"
start: welcome
language: \"en\"
bot: shop
session: { expires_after: 1d }
keywords: [ { to: welcome, when: { says: menu } } ]
variables:
  count: { keep: forever, type: number }
modules:
  person:
    note: for colleagues
    actions: [ handover: { say: [ Wait. ], timeout: 30 minutes } ]
    connections: []
    to: welcome
  oak: { to: end, say: 'Oak.' }
  order:
    connections:
      - when: oak
        to: oak
      - if: count>1
        when: { contains: refund }
        to: person
    say: Which one?
  welcome:
    choices: [ { to: order, label: Order }, { to: person, label: Person } ]
    say: [ Hello! ]
";
    assert_eq!(said(OLD, &otherwise.replace("    connections: []\n", "")), "");
}

#[test]
fn texts_settings_and_types_are_told_where_they_stand() {
    let new = OLD
        .replace("Hello!", "Welcome!")
        .replace("timeout: 30m", "timeout: 1h")
        .replace("give_up_after: 3", "give_up_after: 2")
        .replace("type: number", "type: text")
        .replace("if: count > 1, ", "");
    assert_eq!(
        said(OLD, &new),
        "-: fallback / give_up_after: + 2\n\
         -: variables / count / type: number -> text\n\
         welcome: say: \"Hello!\" -> \"Welcome!\"\n\
         order: connection contains \"refund\" / if: - count > 1\n\
         person: handover / timeout: 30m -> 1h\n"
    );
}

#[test]
fn connections_that_come_go_and_change_places_are_told_by_their_conditions() {
    let two = "      - { when: [oak], to: oak }\n      - { when: { contains: [refund] }, if: count > 1, to: person }\n";
    let new = OLD.replace(
        two,
        "      - { when: { contains: [refund] }, if: count > 1, to: person }\n      - { when: [oak, tree], to: oak }\n      - { when: [stop], to: end }\n",
    );
    let said = said(OLD, &new);
    assert!(said.contains("is now tried"), "{said}");
    assert!(said.contains("+ { when: { says: \"stop\" }, to: end }"), "{said}");
    assert!(
        said.contains("says: \"oak\" -> [\"oak\", \"tree\"]") || said.contains("tree"),
        "{said}"
    );
}

#[test]
fn a_renamed_module_is_one_change_and_what_leads_to_it_none() {
    let new = OLD.replace("oak: { say", "tree: { say").replace("to: oak", "to: tree")
        + "moved: { oak: tree }\n";
    assert_eq!(said(OLD, &new), "tree: : was oak\n");
}

#[test]
fn a_module_that_is_gone_takes_its_buttons_along() {
    let new = OLD
        .replace("      - { label: Order, to: order }\n", "")
        .replace("  oak: { say: Oak., to: end }\n", "")
        .replace("      - { when: [oak], to: oak }\n", "      - { when: [oak], to: person }\n");
    let said = said(OLD, &new);
    assert!(said.contains("oak: : - { actions"), "{said}");
    assert!(said.contains("welcome: choice Order: - "), "{said}");
    assert!(said.ends_with("lost welcome.order Order\n"), "{said}");
}

#[test]
fn the_order_of_calculations_means_something() {
    let with = |values: &str| {
        OLD.replace(
            "  oak: { say: Oak., to: end }",
            &format!("  oak: {{ compute: {{ {values} }}, to: end }}"),
        )
    };
    let said = said(&with("count: 1, twice: count * 2"), &with("twice: count * 2, count: 1"));
    assert_eq!(said, "oak: compute: in another order: twice, count\n");
}

#[test]
fn a_translation_is_told_by_its_language() {
    let main = SourceFile {
        path: "bot.yaml".into(),
        text: OLD.replace("language: en", "language: en\nlanguages: [da]"),
    };
    let danish = |text: &str| SourceFile {
        path: "lang/da.yaml".into(),
        text: format!("modules:\n  welcome: {{ say: {text} }}\n"),
    };
    let said = said_of(&[main.clone(), danish("Hej!")], &[main, danish("Goddag!")]);
    assert_eq!(said, "welcome: (da) say: \"Hej!\" -> \"Goddag!\"\n");
}

#[test]
fn a_word_of_a_condition_that_is_another_is_told_as_one_change() {
    let said = said(OLD, &OLD.replace("when: [oak]", "when: [ash]"));
    assert_eq!(said, "order: connection says \"ash\" / when / says: \"oak\" -> \"ash\"\n");
}
