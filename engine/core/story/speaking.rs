//! What the person sees: texts, buttons, cards, pauses, and what flows read of what was said.

use super::World;
use crate::effect::{Content, Effect};

fn world(modules: &str) -> World {
    let head = "
bot: speaks
language: en
start: first
keywords: [ { when: [menu], to: first } ]
fallback: { say: Sorry? }
entries: { ref: { sale: { do: [ tag: sale ], to: other } } }
modules:
  other: { say: Other., to: end }
";
    World::new(&format!("{head}{modules}"))
}

#[test]
fn messages_come_in_order_and_one_of_is_the_same_when_asked_again() {
    let mut world = world(
        "
  first:
    say: [ Hello., { image: 'https://cdn.example.com/a.png' }, { one_of: [Red, Green, Blue] } ]
    choices: [ { label: On, to: other } ]
",
    );
    world.says("hi");
    let first = world.take_unread();
    assert_eq!(first.len(), 3);
    world.says("xyz");
    assert_eq!(world.take_unread(), ["Sorry?", first[2].as_str()]);
}

#[test]
fn long_texts_are_split_at_sentence_ends_and_choices_stand_on_the_last() {
    let mut world = world(
        "
  first: { ask: Your story?, save_as: told, to: retold }
  retold: { say: '{{told}}', choices: [ { label: On, to: other } ] }
",
    );
    world.says("hi");
    world.take_unread();
    world.says(&"This is a sentence of some length. ".repeat(100));
    let read = world.take_unread();
    assert_eq!(read.len(), 2);
    assert!(read[0].ends_with("length.") && read[1].ends_with("length. [On]"), "{read:?}");
}

#[test]
fn a_pause_delays_what_follows() {
    let mut world = world(
        "
  first: { say: [ One., { typing: 2s }, Two. ], to: end }
",
    );
    world.slow = true;
    let word = world.word("hi");
    let event = crate::event::Event::Word(word);
    let step = crate::step::step(&world.bots, world.c.clone(), &event, world.now);
    let sends = step.effects.iter().filter_map(|effect| match effect {
        Effect::Send(send) => Some(send.not_before),
        _ => None,
    });
    assert_eq!(sends.collect::<Vec<_>>(), [None, Some(world.now.plus_ms(2_000))]);
}

#[test]
fn buttons_stay_tappable_and_are_not_repeated() {
    let mut world = world("
  first:
    say: { text: Shall we?, buttons: [ { label: Yes, to: other }, { label: Stay, do: [ say: Fine. ] } ] }
    choices: [ { label: Skip, to: other } ]
");
    world.says("hi");
    world.says("x");
    world.reads(&["Shall we? [Yes|Stay|Skip]", "Sorry?", "Shall we? [Skip]"]);
    world.taps("Stay");
    world.reads(&["Fine.", "Shall we? [Skip]"]);
    world.taps("Yes");
    world.taps("Yes");
    world.reads(&["Other.", "Other."]);
}

#[test]
fn a_card_is_a_card() {
    let mut world = world(
        "
  first:
    say: { cards: [ { title: Chair, subtitle: Oak, buttons: [ { label: Buy, to: other } ] } ] }
",
    );
    let event = crate::event::Event::Word(world.word("hi"));
    let step = crate::step::step(&world.bots, world.c.clone(), &event, world.now);
    assert!(step.effects.iter().any(|effect| matches!(
        effect,
        Effect::Send(send) if matches!(&send.message.content, Content::Cards(cards) if cards[0].title == "Chair")
    )));
    world.says("hi");
    world.reads(&["[Cards Chair] [Buy]"]);
}

#[test]
fn a_word_through_a_link_is_that_entry() {
    let mut world = world(
        "
  first: { ask: Your name?, save_as: told, to: end }
",
    );
    world.says("hi");
    let mut word = world.word("Anna");
    let reference = Some("sale".to_owned());
    word.referral = Some(crate::event::Referral { reference, ..Default::default() });
    world.step(crate::event::Event::Word(word));
    world.reads(&["Your name?", "Other."]);
    assert!(world.c.tags.contains("sale"));
    assert_eq!(world.var("told"), "");
}

#[test]
fn what_was_typed_is_data_and_no_template() {
    let mut world = world(
        "
  first: { ask: Your name?, save_as: told, to: greet }
  greet: { say: 'Hi {{told}}, {{input.kind}}.', to: end }
",
    );
    world.says("hi");
    world.says("{{page.id}} & <b>");
    world.reads(&["Your name?", "Hi {{page.id}} & <b>, text."]);
}

#[test]
fn a_pattern_gives_its_groups_to_what_follows() {
    let mut world = world(
        r"
  first:
    say: Hello.
    connections:
      - { when: { matches: 'order (?P<no>\d+)' }, if: size(input.no) > 2, to: found }
      - { when: { is: email }, do: [ say: 'Mail to {{input.value}}.' ] }
  found: { say: 'Order {{input.no}}.', to: end }
",
    );
    world.says("hi");
    world.says("anna@example.com");
    world.says("my order 17");
    world.reads(&["Hello.", "Mail to anna@example.com.", "Sorry?"]);
    world.says("my order 1234");
    world.reads(&["Order 1234."]);
}

#[test]
fn a_choice_is_also_what_pressed_asks_for() {
    let mut world = world(
        "
  first:
    say: Hello.
    choices: [ { label: 'Yes, please', id: yes_please }, { label: No, id: nope } ]
    connections:
      - { when: { pressed: yes_please }, to: other }
      - { when: { pressed: nope }, to: end }
",
    );
    world.says("hi");
    world.taps("Yes, please");
    world.reads(&["Hello. [Yes, please|No]", "Other."]);
}
