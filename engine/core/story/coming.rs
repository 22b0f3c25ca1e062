//! Where people come in, and what a word meets when the path has ended.

use super::World;
use crate::event::{Event, Referral, Word};

const BOT: &str = r#"
bot: coming
language: en
start: welcome
keywords: [ { when: [price], do: [ say: It is free. ] }, { when: [menu], to: welcome } ]
fallback: { say: Sorry? }
entries:
  get_started: { do: [ tag: new ], to: started }
  ref:
    summer_sale: { to: sale }
    "partner_*": { do: [ { set: { partner: "{{event.ref}}" } } ], to: welcome }
    "*_sale": { do: [ say: Another sale. ] }
menu:
  - { label: My order, to: order }
  - { label: Prices, do: [ say: It is free. ] }
ice_breakers:
  - { label: "Where is my order?", to: order }
  - { label: "How much is it?", id: price, do: [ say: Nothing. ] }
modules:
  welcome: { ask: A number?, expect: number, to: end }
  started: { say: Welcome!, to: end }
  sale: { say: Sale!, to: end }
  order: { say: Your order., to: end }
"#;

fn payload(owner: &str, id: &str) -> String {
    format!("1.{owner}.{id}")
}

#[test]
fn get_started_and_links_lead_where_the_author_says_also_in_a_running_conversation() {
    let mut world = World::new(BOT);
    world.opens(true, None);
    world.reads(&["Welcome!"]);
    assert!(world.c.tags.contains("new"));
    world.says("menu");
    world.opens(false, Some("summer_sale"));
    world.reads(&["A number?", "Sale!"]);
}

#[test]
fn a_form_of_links_is_tried_behind_what_is_written_out() {
    let mut world = World::new(BOT);
    world.opens(true, Some("partner_77"));
    world.reads(&["A number?"]);
    assert_eq!(world.var("partner"), "partner_77");
    world.opens(false, Some("winter_sale"));
    world.reads(&["Another sale.", "A number?"]);
    world.opens(false, Some("nobody_knows"));
    world.reads(&[]);
}

#[test]
fn a_word_that_came_through_a_link_is_that_entry() {
    let mut world = World::new(BOT);
    let referral = Some(Referral { reference: Some("partner_9".into()), ..Referral::default() });
    let word = Word { referral, ..world.word("price") };
    world.step(Event::Word(word));
    world.reads(&["A number?"]);
    assert_eq!(world.var("partner"), "partner_9");
}

#[test]
fn ice_breakers_and_the_menu_act_before_and_after_the_first_word() {
    let mut world = World::new(BOT);
    world.presses(&payload("@ice_breakers", "price"), "How much is it?");
    world.reads(&["Nothing."]);
    world.says("hello");
    world.reads(&["A number?"]);
    world.presses(&payload("@menu", "prices"), "Prices");
    world.reads(&["It is free.", "A number?"]);
    world.presses(&payload("@ice_breakers", "where_is_my_order"), "Where is my order?");
    world.reads(&["Your order."]);
    world.presses(&payload("@menu", "my_order"), "My order");
    world.reads(&["Your order."]);
}

#[test]
fn a_greeting_goes_out_with_the_platforms_own_names() {
    let text = format!("greeting: Hello {{{{user.first_name}}}}, and welcome!\n{BOT}");
    let bot = super::world::bot(&text);
    let greeting = bot.greeting.as_ref().unwrap();
    assert_eq!(greeting.text, "Hello {{user_first_name}}, and welcome!");
    assert!(!bot.uses_profile, "nobody is asked for a profile for its sake");
}

#[test]
fn when_the_path_has_ended_the_author_says_what_a_word_meets() {
    for (after_end, read) in
        [("fallback", vec!["Sorry?"]), ("start", vec!["A number?"]), ("silent", vec![])]
    {
        let mut world = World::new(
            &BOT.replace("menu:\n", &format!("session: {{ after_end: {after_end} }}\nmenu:\n")),
        );
        world.says("hi");
        world.says("7");
        world.reads(&["A number?"]);
        world.says("hello?");
        world.reads(&read);
        world.says("price");
        let last = world.take_unread();
        assert_eq!(last.first().map(String::as_str), Some("It is free."), "{after_end}");
    }
}

#[test]
fn a_link_that_only_notes_something_does_not_meet_a_new_person_with_silence() {
    let silent = BOT.replace("{ do: [ say: Another sale. ] }", "{ do: [ tag: bargain ] }");
    let mut world = World::new(&silent);
    world.opens(true, Some("winter_sale"));
    world.reads(&["A number?"]);
    assert!(world.c.tags.contains("bargain"));
    world.opens(false, Some("spring_sale"));
    world.reads(&[]);
    let mut world = World::new(BOT);
    world.opens(true, Some("winter_sale"));
    world.reads(&["Another sale."]);
}
