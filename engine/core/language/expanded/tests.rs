//! The long form loads to the same bot.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::expanded;
use crate::bot::Bot;
use crate::id::BotHash;
use crate::language::tests::generate;
use crate::language::{SourceFile, load, render};

/// Everything a bot is but the name of its version, in an order that does not vary.
fn essence(bot: &Bot) -> String {
    let mut rest = bot.clone();
    rest.hash = BotHash::new("");
    let lists: BTreeMap<String, String> = std::mem::take(&mut rest.lists)
        .into_iter()
        .map(|(id, list)| (id.to_string(), format!("{list:?}")))
        .collect();
    let presses: BTreeMap<String, String> = std::mem::take(&mut rest.presses)
        .into_iter()
        .map(|(id, it)| (format!("{id:?}"), format!("{it:?}")))
        .collect();
    format!("{rest:#?}\n{lists:#?}\n{presses:#?}")
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

/// The long form of a bot, which must load to the same.
#[track_caller]
fn long(files: Vec<SourceFile>) -> String {
    let text = expanded(&files);
    let before = load(files);
    let after = load(vec![file("bot.yaml", &text)]);
    let (Some(one), Some(other)) = (&before.bot, &after.bot) else {
        panic!("{}{}\n{text}", render(&before, false), render(&after, false))
    };
    let (one, other) = (essence(one), essence(other));
    if let Some((a, b)) = one.lines().zip(other.lines()).find(|(a, b)| a != b) {
        panic!("{a}\nis now\n{b}\n{text}");
    }
    assert_eq!(one.len(), other.len());
    text
}

#[test]
fn cards_and_choices_made_from_a_list_stay_made() {
    let short = "\
bot: b
start: a
fallback: { say: Pardon? }
variables: { slots: { type: list } }
modules:
  a:
    say: { cards: { each: slots, card: { title: '{{item}}', subtitle: x }, if_empty: None } }
    to: c
  c:
    ask: Which?
    choices: { each: slots, label: '{{item}}', if_empty: None }
    to: end
";
    let text = long(vec![file("bot.yaml", short)]);
    assert!(text.contains("choices:\n      each: slots\n"), "{text}");
}

#[test]
fn every_short_form_has_its_long_one() {
    let short = "\
bot: b
variables: { email: text }
keywords:
  - { when: menu, to: a }
menu: { label: Start, to: a }
modules:
  a:
    say: Hi
    ask: Your address?
    expect: email
    save_as: email
    choices: [None]
    connections:
      - when: [stop, { }]
        do: handover
        to: end
    to: b
  b: { tag: vip, to: end }
"
    .replace(", { }", "");
    let text = long(vec![file("bot.yaml", &short)]);
    let wanted = "\
bot: b
variables:
  email:
    type: text
keywords:
  - when:
      says:
        - menu
    to: a
menu:
  - label: Start
    to: a
modules:
  a:
    actions:
      - say:
          - text: Hi
      - ask:
          say:
            - text: Your address?
          expect: email
          save_as: email
    choices:
      - label: None
    connections:
      - when:
          says:
            - stop
        do:
          - handover: {}
        to: end
    to: b
  b:
    actions:
      - tag:
          - vip
    to: end
";
    assert_eq!(text, wanted);
}

#[test]
fn the_flows_that_ship_keep_their_meaning() {
    let flows = ["bot", "orders", "person", "returns", "welcome"];
    let texts = [
        include_str!("../../../../flows/bot.yaml"),
        include_str!("../../../../flows/orders.yaml"),
        include_str!("../../../../flows/person.yaml"),
        include_str!("../../../../flows/returns.yaml"),
        include_str!("../../../../flows/welcome.yaml"),
    ];
    long(flows.iter().zip(texts).map(|(name, text)| file(name, text)).collect());
    let examples = [
        include_str!("../../../../examples/certainly-human-takeover/bot.yaml"),
        include_str!("../../../../examples/chatfuel-conversation-handover/bot.yaml"),
        include_str!("../../../../examples/cognigy-http-handover/bot.yaml"),
        include_str!("../../../../examples/the-bot-platform-handover/bot.yaml"),
    ];
    for text in examples {
        long(vec![file("bot.yaml", text)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_long_form_of_any_bot_loads_to_the_same_and_is_its_own_long_form(
        text in generate::bot(),
    ) {
        let once = long(vec![file("bot.yaml", &text)]);
        let twice = long(vec![file("bot.yaml", &once)]);
        prop_assert_eq!(once, twice);
    }
}
