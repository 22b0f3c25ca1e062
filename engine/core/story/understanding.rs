//! Small typing errors, and what the platform's language understanding found in a message.

use super::World;
use crate::event::{Entity, Event, Guess, Understood};
use crate::value::Value;

const BOT: &str = r#"
bot: shop
start: welcome
fallback: { say: Sorry? }
keywords:
  - { when: { like: [opening hours] }, do: [ say: We open at nine. ] }
  - { when: [opening ours], do: [ say: Ours. ] }
modules:
  welcome:
    say: Hello!
    connections:
      - when: { like: [refund, money back] }
        to: refund
      - when: { intent: [complaint, refund], confidence: 0.8 }
        to: person
      - when: { entity: datetime }
        do: [ say: "{{input.value}}, {{input.entities.datetime}}, {{input.intent}}, {{input.language}}" ]
      - when: { sentiment: negative, not: { contains: [joke] } }
        to: person
      - when: { like: menu }
        to: menu
  refund: { say: Your money., to: end }
  person: { say: A person., to: end }
  menu: { say: The menu., to: end }
  free: { ask: What is it?, expect: text, save_as: topic, to: end }
"#;

fn open() -> World {
    let mut world = World::new(BOT);
    world.says("hi");
    world.reads(&["Hello!"]);
    world
}

fn guess(name: &str, confidence: f64) -> Guess {
    Guess { name: name.into(), confidence }
}

fn told(world: &mut World, text: &str, understood: Understood) {
    let mut word = world.word(text);
    word.understood = Some(Box::new(understood));
    world.step(Event::Word(word));
}

#[test]
fn small_errors_in_long_words_are_forgiven_where_nothing_fits_otherwise() {
    for typed in ["refund", "Refnd!", "mony back", "refudn", "money bakc"] {
        let mut world = open();
        world.says(typed);
        let fits = typed != "money bakc";
        world.reads(if fits { &["Your money."] } else { &["Sorry?"] });
    }
    let mut world = open();
    world.says("manu");
    world.reads(&["Sorry?"]);
}

#[test]
fn an_exact_keyword_wins_over_a_near_one_before_it() {
    let mut world = open();
    world.says("opening ours");
    world.reads(&["Ours."]);
    world.says("openning hours");
    world.reads(&["We open at nine."]);
}

#[test]
fn a_near_keyword_takes_a_whole_message_from_a_free_question_only_when_the_module_lets_it() {
    let mut world = open();
    world.goes_to("free");
    world.reads(&["What is it?"]);
    world.says("about the openning hours");
    assert_eq!(world.var("topic"), "about the openning hours");
}

#[test]
fn an_intent_counts_from_the_confidence_on_that_the_author_asks_for() {
    let intents =
        |name, sure| Understood { intents: vec![guess(name, sure)], ..Understood::default() };
    let mut world = open();
    told(&mut world, "give it back", intents("refund", 0.79));
    world.reads(&["Sorry?"]);
    told(&mut world, "give it back", intents("Refund", 0.8));
    world.reads(&["A person."]);
}

#[test]
fn what_was_found_can_be_said_and_kept() {
    let mut world = open();
    let entity = |value: &str, confidence| Entity {
        name: "datetime".into(),
        value: Value::text(value),
        confidence,
    };
    let understood = Understood {
        intents: vec![guess("book", 0.9)],
        entities: vec![entity("today", 0.71), entity("tomorrow", 0.95)],
        sentiment: Some(guess("negative", 0.5)),
        language: Some("en".into()),
    };
    told(&mut world, "tomorrow then", understood);
    world.reads(&["tomorrow, today, book, en"]);
}

#[test]
fn a_sentiment_combines_with_other_conditions() {
    let bad = || Understood { sentiment: Some(guess("negative", 0.9)), ..Understood::default() };
    let mut world = open();
    told(&mut world, "what a joke", bad());
    world.reads(&["Sorry?"]);
    told(&mut world, "this is terrible", bad());
    world.reads(&["A person."]);
}

#[test]
fn without_language_understanding_on_the_page_nothing_is_found() {
    let mut world = open();
    world.says("tomorrow");
    world.reads(&["Sorry?"]);
}
