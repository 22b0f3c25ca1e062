//! Approved templates, personas, and the language a flow sets.

use super::World;
use crate::effect::{Content, Effect};
use crate::event::Event;
use crate::step::step;

const BOT: &str = r#"
bot: approved
language: en
start: first
personas: { maria: "77" }
keywords:
  - { when: [dansk], do: [ language: da ] }
  - { when: [any], do: [ { set: { lang: de-AT } }, language: "{{lang}}" ] }
  - { when: [nonsense], do: [ { set: { lang: "?" } }, language: "{{lang}}" ] }
  - { when: [maria], do: [ say: [ { text: I am Maria., persona: maria }, { one_of: [Well?], persona: "88" }, Bye. ] ] }
fallback: { say: Sorry? }
modules:
  first:
    actions:
      - say: Hello.
      - wait: 2d
      - say: { template: { name: visit_reminder, with: ["{{user.id}}", "10:00"] } }
      - say: { template: { name: visit_reminder, language: da } }
      - say: Are you there?
    to: end
"#;

#[test]
fn an_approved_template_goes_out_at_any_time_and_a_text_waits_for_the_person() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.later("2d");
    world.reads(&["Hello.", "[template visit_reminder] anna, 10:00", "[template visit_reminder]"]);
    world.says("hm");
    world.reads(&["Are you there?"]);
}

/// What is sent for the last word, as messages.
fn messages(world: &World, word: &str) -> Vec<crate::effect::Message> {
    let event = Event::Word(world.word(word));
    let done = step(&world.bots, world.c.clone(), &event, world.now);
    let sent = done.effects.into_iter().filter_map(|effect| match effect {
        Effect::Send(send) => Some(send.message),
        _ => None,
    });
    sent.collect()
}

#[test]
fn a_message_is_said_by_its_persona_and_on_instagram_by_the_page() {
    let mut world = World::new(BOT);
    world.says("hi");
    let by = |world: &World| -> Vec<Option<String>> {
        messages(world, "maria").into_iter().map(|message| message.persona).collect()
    };
    assert_eq!(by(&world), [Some("77".into()), Some("88".into()), None]);
    let mut page = (*world.c.page).clone();
    page.channel = "instagram".into();
    world.c.page = page.into();
    assert_eq!(by(&world), [None, None, None]);
}

#[test]
fn a_template_goes_in_the_language_the_flow_has_set() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.says("dansk");
    assert_eq!(world.c.person.language.as_deref(), Some("da"));
    world.says("any");
    assert_eq!(world.c.person.language.as_deref(), Some("de-AT"));
    world.says("nonsense");
    assert_eq!(world.c.person.language.as_deref(), Some("de-AT"));
    assert!(world.faults().iter().any(|fault| fault.contains("no language")));
    let reminded = "
bot: approved
language: en
start: first
fallback: { say: Sorry? }
modules: { first: { actions: [ language: da, say: { template: visit_reminder } ], to: end } }
";
    let world = World::new(reminded);
    let content = messages(&world, "hi").remove(0).content;
    assert!(matches!(content, Content::Utility(utility) if utility.language == "da"));
}
