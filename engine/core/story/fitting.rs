//! What becomes longer than the platform shows only when it is rendered: nothing is lost in silence.

use super::World;
use crate::effect::{Content, Effect, Message};
use crate::event::Event;
use crate::value::Value;

fn world(modules: &str) -> World {
    World::new(&format!(
        "
bot: fits
language: en
start: first
fallback: {{ say: Sorry? }}
variables: {{ it: {{ type: text }}, other_one: {{ type: text }} }}
modules:
  other: {{ say: Other., to: end }}
{modules}"
    ))
}

/// What is sent when a variable holds this, and what is noted.
fn sent(modules: &str, it: &str) -> (Vec<Message>, World) {
    let mut world = world(modules);
    world.c.variables.insert("it".into(), Value::text(it));
    let event = Event::Word(world.word("hi"));
    let step = crate::step::step(&world.bots, world.c.clone(), &event, world.now);
    let messages = step.effects.iter().filter_map(|effect| match effect {
        Effect::Send(send) => Some(send.message.clone()),
        _ => None,
    });
    let messages = messages.collect();
    world.notes.extend(step.notes);
    (messages, world)
}

fn texts(messages: &[Message]) -> Vec<&str> {
    let text = |message: &'_ Message| match &message.content {
        Content::Text { text, .. } => text.as_str().to_owned().leak() as &str,
        Content::Media { .. } | Content::Cards(_) | Content::Utility(_) => "",
    };
    messages.iter().map(text).collect()
}

#[test]
fn above_buttons_the_last_piece_is_short_and_those_before_are_long() {
    let said = "This is a sentence of some length. ".repeat(80);
    let module = "
  first: { say: { text: '{{it}}', buttons: [ { label: On, to: other } ] } }
";
    let (messages, world) = sent(module, &said);
    let lengths: Vec<usize> = texts(&messages).iter().map(|text| text.len()).collect();
    assert!(lengths[0] > 1_900 && lengths.iter().all(|length| *length < 2_000), "{lengths:?}");
    assert!(*lengths.last().unwrap() <= 640);
    assert_eq!(texts(&messages).join(" "), said.trim());
    assert_eq!(world.faults(), Vec::<&str>::new(), "a long text is no fault");
}

#[test]
fn labels_and_titles_are_shortened_visibly_and_the_author_is_told() {
    let module = "
  first:
    say:
      - cards: [ { title: '{{it}}', subtitle: '{{it}}', buttons: [ { label: '{{it}}', to: other } ] } ]
      - Well?
    choices: [ { label: '{{it}}', id: two, to: other } ]
";
    let long = "A very long name of something that is sold here and described at great length in a catalogue";
    let (messages, world) = sent(module, long);
    let Content::Cards(cards) = &messages[0].content else { panic!("no cards") };
    assert_eq!(cards[0].title.chars().count(), 80);
    assert!(cards[0].title.ends_with('…') && cards[0].subtitle.as_deref().unwrap().ends_with('…'));
    assert_eq!(cards[0].buttons[0].label, "A very long name of…");
    assert_eq!(messages[1].choices[0].label, "A very long name of…");
    let told = world.faults();
    for what in ["the title", "the subtitle", "the label"] {
        assert!(
            told.iter().any(|fault| fault.starts_with(&format!("{what} `{{{{it}}}}`"))),
            "{told:?}"
        );
    }
}

#[test]
fn a_shortened_choice_is_found_by_its_tap_its_whole_label_and_what_is_shown() {
    let module = "
  first: { ask: Which?, save_as: other_one, choices: [ { label: '{{it}}' } ], to: chosen }
  chosen: { say: 'You took {{other_one}}.', to: end }
";
    let long = "Talk to a colleague at once";
    for word in [long, "talk to a colleague…"] {
        let mut world = world(module);
        world.c.variables.insert("it".into(), Value::text(long));
        world.says("hi");
        world.says(word);
        world.reads(&["Which? [Talk to a colleague…]", "You took Talk to a colleague at once."]);
    }
}

#[test]
fn what_came_out_empty_is_left_out_and_the_rest_is_sent() {
    let module = "
  first:
    say:
      - '{{it}}'
      - image: '{{it}}'
      - text: Here.
        buttons:
          - { label: '{{it}}', id: none, to: other }
          - { label: Site, url: '{{it}}' }
          - { label: On, to: other }
    choices: [ { label: '{{it}}', id: no_label, to: other }, { label: Next, to: other } ]
";
    let (messages, world) = sent(module, "");
    assert_eq!(texts(&messages), ["Here."]);
    let Content::Text { buttons, .. } = &messages[0].content else { panic!("no text") };
    assert_eq!(buttons.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(), ["On"]);
    assert_eq!(messages[0].choices.len(), 1);
    assert_eq!(world.faults().len(), 3, "{:?}", world.faults());
}

#[test]
fn a_number_to_call_may_be_kept_as_people_write_it() {
    let module = "
  first: { say: { text: Call., buttons: [ { label: Call, phone: '{{it}}' } ] }, to: end }
";
    let (messages, _) = sent(module, "+45 33 12-34.56");
    let Content::Text { buttons, .. } = &messages[0].content else { panic!("no text") };
    assert_eq!(buttons[0].does, crate::effect::ButtonDoes::Phone("+4533123456".into()));
}

#[test]
fn cards_with_nothing_besides_a_title_are_said_as_texts() {
    let module = "
  first: { say: { cards: [ { title: Oak, image: '{{it}}' }, { title: Ash, image: '{{it}}' } ] }, to: end }
";
    let (messages, world) = sent(module, "");
    assert_eq!(texts(&messages), ["Oak", "Ash"]);
    assert!(world.faults()[0].contains("2 cards"));
}
