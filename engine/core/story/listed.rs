//! Choices and cards made from lists: pages, values, taps long after, and lists that are empty.

use serde_json::json;

use super::World;
use crate::conversation::Hand;
use crate::value::Value;

fn world(modules: &str) -> World {
    World::new(&format!(
        "
bot: lists
language: en
start: first
keywords: [ {{ when: [menu], to: first }}, {{ when: [help], do: [ say: No help. ] }} ]
fallback: {{ say: Sorry? }}
variables: {{ slots: {{ type: list }}, goods: {{ type: list }}, kept: {{ type: any }}, sku: {{ type: text }} }}
modules:
  done: {{ say: 'Kept {{{{kept}}}}.', to: end }}
  other: {{ say: Other., to: end }}
{modules}"
    ))
}

fn with(modules: &str, name: &str, list: serde_json::Value) -> World {
    let mut world = world(modules);
    world.c.variables.insert(name.into(), Value::natural(&list));
    world.says("hi");
    world
}

const SLOTS: &str = "
  first:
    ask: When?
    save_as: kept
    choices: { each: slots, label: '{{item}} h', value: '{{item}}', if_empty: Nothing is free. }
    connections:
      - { when: { outcome: empty }, to: other }
    to: done
";

#[test]
fn each_item_is_a_choice_and_its_value_is_kept() {
    let slots = json!([9, 10, 11]);
    for word in ["10 h", "10 H!"] {
        let mut world = with(SLOTS, "slots", slots.clone());
        world.reads(&["When? [9 h|10 h|11 h]"]);
        world.says(word);
        world.reads(&["Kept 10."]);
    }
    let mut world = with(SLOTS, "slots", slots);
    world.taps("11 h");
    assert_eq!(world.c.variables["kept"], Value::Number(11.0), "it keeps its type");
}

#[test]
fn nothing_else_is_an_answer_and_an_aside_asks_again() {
    let mut world = with(SLOTS, "slots", json!([9, 10]));
    world.says("12 h");
    world.says("help");
    world.reads(&[
        "When? [9 h|10 h]",
        "Sorry?",
        "When? [9 h|10 h]",
        "No help.",
        "When? [9 h|10 h]",
    ]);
}

#[test]
fn an_empty_list_says_what_is_written_for_it_and_tries_the_outcome() {
    let mut world = with(SLOTS, "slots", json!([]));
    world.reads(&["Nothing is free.", "Other."]);
    let without =
        SLOTS.replace("      - { when: { outcome: empty }, to: other }\n", "      - to: other\n");
    with(&without, "slots", json!([])).reads(&["Nothing is free.", "Other."]);
    let ends =
        SLOTS.replace("    connections:\n      - { when: { outcome: empty }, to: other }\n", "");
    let mut world = with(&ends, "slots", json!([]));
    world.reads(&["Nothing is free."]);
    assert_eq!(world.at(), "", "the short `to` beside a question is for answers only");
}

#[test]
fn beside_a_say_the_short_to_is_a_connection_without_a_condition() {
    let module = "
  first:
    say: [ Let me look., 'These are free:' ]
    choices: { each: slots, label: '{{item}} h', if_empty: Nothing is free. }
    to: other
";
    with(module, "slots", json!([])).reads(&["Let me look.", "Nothing is free.", "Other."]);
    let mut world = with(module, "slots", json!([7]));
    world.reads(&["Let me look.", "These are free: [7 h]"]);
    world.taps("7 h");
    world.reads(&["Other."]);
}

#[test]
fn an_empty_list_nothing_is_written_for_is_a_fault_and_no_silence() {
    let mut world = with(
        &SLOTS.replace(", if_empty: Nothing is free.", "").replace("outcome: empty", "says: x"),
        "slots",
        json!([]),
    );
    world.reads(&["Sorry?"]);
    assert!(world.faults()[0].contains("the list of the choices is empty"));
}

#[test]
fn a_list_that_runs_dry_under_the_question_is_said_when_it_is_asked_again() {
    let mut world = with(SLOTS, "slots", json!([9]));
    world.c.variables.insert("slots".into(), Value::List(vec![]));
    world.says("help");
    world.reads(&["When? [9 h]", "No help.", "Nothing is free.", "Other."]);
}

#[test]
fn more_than_thirteen_are_shown_in_pages() {
    let thirteen: Vec<u8> = (1..=13).collect();
    let mut fit = with(SLOTS, "slots", json!(thirteen));
    assert_eq!(fit.take_unread()[0].matches('|').count(), 12);
    let many: Vec<u8> = (1..=30).collect();
    let mut world = with(SLOTS, "slots", json!(many));
    world.reads(&["When? [1 h|2 h|3 h|4 h|5 h|6 h|7 h|8 h|9 h|10 h|11 h|12 h|More]"]);
    world.taps("More");
    world.reads(&["When? [13 h|14 h|15 h|16 h|17 h|18 h|19 h|20 h|21 h|22 h|23 h|24 h|More]"]);
    world.says("help");
    world.reads(&[
        "No help.",
        "When? [13 h|14 h|15 h|16 h|17 h|18 h|19 h|20 h|21 h|22 h|23 h|24 h|More]",
    ]);
    world.says("more");
    world.reads(&["When? [25 h|26 h|27 h|28 h|29 h|30 h]"]);
    assert_eq!(world.c.misses, 0);
    world.says("2 h");
    world.reads(&["Kept 2."]);
}

#[test]
fn more_than_anybody_taps_through_is_not_offered_and_said() {
    let many: Vec<u16> = (1..=300).collect();
    let mut world = with(SLOTS, "slots", json!(many));
    world.says("240 h");
    world.take_unread();
    assert_eq!(world.var("kept"), "240");
    assert!(world.faults()[0].contains("300 items; 240 are offered"));
}

#[test]
fn what_an_item_needs_for_its_do_comes_with_the_tap() {
    let module = "
  first:
    say: Which?
    choices:
      each: goods
      label: '{{item.name}}'
      do:
        - set: { sku: '{{item.sku}}' }
        - ask: { say: 'How many {{item.sku}}?', expect: number, save_as: kept }
        - say: '{{kept}} of {{item.sku}}.'
      to: done
";
    let goods =
        json!([{ "name": "Oak", "sku": "A-1" }, { "name": "Ash", "sku": "A-2", "text": "long" }]);
    for tapped in [true, false] {
        let mut world = with(module, "goods", goods.clone());
        world.take_unread();
        if tapped {
            world.taps("Ash")
        } else {
            world.says("ash")
        }
        world.says("3");
        world.reads(&["How many A-2?", "3 of A-2.", "Kept 3."]);
        assert_eq!(world.var("sku"), "A-2");
    }
}

const SHOP: &str = "
  first:
    say:
      cards:
        each: goods
        card:
          title: '{{item.name}}'
          subtitle: '{{item.price}} kr.'
          buttons:
            - { label: Buy, to: bought, set: { sku: '{{item.sku}}' } }
            - { label: Ask, do: [ say: 'About {{item.name}}.' ] }
        if_empty: Nothing found.
  bought: { say: 'You bought {{sku}}.', to: end }
";

fn goods(count: usize) -> serde_json::Value {
    let one =
        |at: usize| json!({ "name": format!("Chair {at}"), "sku": format!("C-{at}"), "price": at });
    (1..=count).map(one).collect::<Vec<_>>().into()
}

#[test]
fn cards_are_made_from_a_list_and_each_button_knows_its_item() {
    let mut world = with(SHOP, "goods", goods(2));
    world.reads(&["[Cards Chair 1 | Chair 2] [Buy|Ask|Buy|Ask]"]);
    world.taps("Buy");
    world.reads(&["You bought C-2."]);
    world.taps("Ask");
    world.reads(&["About Chair 2."]);
}

#[test]
fn a_button_of_a_card_works_a_year_later_when_its_list_is_long_forgotten() {
    let mut world = with(SHOP, "goods", goods(1));
    world.c.variables.clear();
    world.later("365d");
    world.taps("Buy");
    world.reads(&["[Cards Chair 1] [Buy|Ask]", "You bought C-1."]);
    assert_eq!(world.var("sku"), "C-1");
}

#[test]
fn an_empty_list_of_cards_says_what_is_written_and_a_long_one_shows_ten() {
    with(SHOP, "goods", json!([])).reads(&["Nothing found."]);
    let mut world = with(SHOP, "goods", goods(12));
    assert!(world.take_unread()[0].contains("Chair 10] "));
    assert!(world.faults()[0].contains("12 items; a message shows 10 cards"));
    let silent = SHOP.replace("        if_empty: Nothing found.\n", "");
    with(&silent, "goods", json!([])).reads(&[]);
}

#[test]
fn what_a_button_cannot_carry_is_left_out_and_said() {
    let module = "
  first:
    say:
      cards:
        each: goods
        card:
          title: '{{item.name}}'
          subtitle: Good.
          buttons: [ { label: Read, do: [ say: '{{item.text}}' ] }, { label: Site, url: '{{item.url}}' } ]
    waits: yes
";
    let goods = json!([{ "name": "Oak", "text": "x".repeat(990), "url": "https://a.example" },
        { "name": "Ash", "text": "short", "url": "" }]);
    let mut world = with(module, "goods", goods);
    world.reads(&["[Cards Oak | Ash] [Site|Read]"]);
    assert!(world.faults().iter().any(|fault| fault.contains("longer than a button can carry")));
    world.taps("Read");
    world.reads(&["short"]);
}

#[test]
fn a_list_that_is_none_is_an_empty_one_and_noted() {
    let mut world = with(
        SLOTS.replace("each: slots", "each: kept.all").as_str(),
        "kept",
        json!({ "all": "soon" }),
    );
    world.reads(&["Nothing is free.", "Other."]);
    assert!(world.faults()[0].contains("`each: kept.all` needs a list, this is a text"));
    let mut world =
        with(SLOTS.replace("each: slots", "each: kept.all").as_str(), "kept", json!({}));
    world.reads(&["Nothing is free.", "Other."]);
    assert_eq!(world.faults(), Vec::<&str>::new());
}

#[test]
fn a_card_that_brings_the_conversation_back_brings_its_item_too() {
    let module = "
  first:
    say:
      cards:
        each: goods
        card:
          title: '{{item.name}}'
          buttons: [ { label: Buy, do: [ take_back, say: 'One {{item.sku}}.' ], to: other } ]
    connections: [ { when: [person], to: person } ]
  person: { handover: { say: Here they are., idle_timeout: 1h }, to: other }
";
    let mut world = with(module, "goods", goods(2));
    world.says("person");
    assert!(matches!(world.c.hand, Hand::People { .. }));
    let payload = r#"1.first.buy.{"sku":"C-1"}"#;
    world.presses(payload, "Buy");
    let read = world.take_unread();
    assert_eq!(read[read.len() - 2..], ["One C-1.", "Other."], "{read:?}");
}

#[test]
fn two_items_that_look_alike_are_both_shown_and_noted_and_true_doubles_once() {
    let module = "
  first:
    ask: Which?
    save_as: kept
    choices: { each: goods, label: '{{item.name}}', value: '{{item.sku}}' }
    connections: [ { when: { outcome: empty }, to: other } ]
    to: done
";
    let goods = json!([{ "name": "Oak", "sku": 1 }, { "name": "Oak", "sku": 2 }, { "name": "Oak", "sku": 1 }]);
    let mut world = with(module, "goods", goods);
    world.reads(&["Which? [Oak|Oak]"]);
    assert!(world.faults().contains(&"two choices have the same label"));
    world.says("oak");
    world.reads(&["Kept 1."]);
}

const TWO: &str = r#"
bot: two
language: en
languages: [da]
start: first
fallback: { say: Sorry? }
variables: { slots: { type: list }, kept: { type: any } }
modules:
  first:
    ask: When?
    save_as: kept
    choices: { each: slots, id: hour, label: "{{item}} o'clock", if_empty: Nothing. }
    to: shop
  shop:
    say:
      cards: { each: slots, card: { title: "At {{item}}", buttons: [ { label: Take, id: take, to: done } ] } }
  done: { say: "Kept {{kept}}.", to: end }
=== lang/da.yaml
modules:
  first: { ask: Hvornår?, choices: { label: "kl. {{item}}", if_empty: Intet. } }
  shop: { say: { cards: { card: { title: "Kl. {{item}}", buttons: { take: Tag den } } } } }
"#;

#[test]
fn what_is_made_from_a_list_is_said_in_the_language_of_the_person_and_kept_in_the_main_one() {
    for word in ["kl. 10", "10 o'clock"] {
        let mut world = World::new(TWO);
        world.c.person.language = Some("da".into());
        world.c.variables.insert("slots".into(), Value::natural(&json!([9, 10])));
        world.says("hej");
        world.says(word);
        world.reads(&["Hvornår? [kl. 9|kl. 10]", "[Cards Kl. 9 | Kl. 10] [Tag den|Tag den]"]);
        assert_eq!(world.var("kept"), "10 o'clock");
    }
}

#[test]
fn more_is_said_and_heard_in_the_language_of_the_person() {
    let mut world = World::new(TWO);
    world.c.person.language = Some("da".into());
    world.c.variables.insert("slots".into(), Value::natural(&json!((1..=15).collect::<Vec<u8>>())));
    world.says("hej");
    assert!(world.take_unread()[0].ends_with("kl. 12|Flere]"));
    world.says("flere");
    world.reads(&["Hvornår? [kl. 13|kl. 14|kl. 15]"]);
}

#[test]
fn the_value_of_a_choice_that_answers_no_question_can_be_read() {
    let mut world = with(
        "
  first:
    say: Which one?
    choices: { each: slots, label: 'At {{item}}', value: '{{item}}', to: told }
  told: { say: 'You took {{input.value}}, {{input.label}}.', to: written }
  written:
    say: And now?
    choices:
      - { label: Small, value: s, do: [ say: 'Size {{input.value}}.' ] }
      - { label: Large, to: large }
  large: { say: '{{input.value}}', to: end }
",
        "slots",
        json!([9, 10]),
    );
    world.taps("At 10");
    world.reads(&["Which one? [At 9|At 10]", "You took 10, At 10.", "And now? [Small|Large]"]);
    world.says("small");
    world.reads(&["Size s.", "And now? [Small|Large]"]);
    world.taps("Large");
    world.reads(&["Large"]);
    // A choice of a message from before is worth what it was.
    world.taps("At 9");
    world.reads(&["You took 9, At 9.", "And now? [Small|Large]"]);
}
