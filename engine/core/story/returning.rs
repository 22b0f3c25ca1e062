//! The ways back, and what the person reads then.

use super::World;
use super::handing::{BOT, OPENED, with_people};
use super::world::{INBOX, US, refused};
use crate::conversation::{Hand, ReturnedBy, Routing};
use crate::event::{Event, Operator, Owner, Refusal, Settled};

const BOTH: [Routing; 2] = [Routing::WeAreDefault, Routing::Shared];

fn back_as(world: &mut World, by: ReturnedBy) {
    world.reads(&["I am back.", "How was it?", "Please rate us."]);
    assert_eq!(world.returned_by(), Some(by));
    assert!(world.bot_has_it());
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn by_a_keyword_in_any_script_and_spelling() {
    for word in ["bot", "BOT!", "الروبوت", "bót"] {
        for routing in BOTH {
            let mut world = with_people(routing);
            world.says(word);
            let take: &[&str] = if routing == Routing::Shared { &[] } else { &["take"] };
            world.did(take);
            back_as(&mut world, ReturnedBy::Keyword);
        }
    }
}

#[test]
fn a_keyword_typed_by_the_agent_does_nothing() {
    let mut world = with_people(Routing::WeAreDefault);
    world.agent(INBOX, "bot");
    world.did(&[]);
    assert!(!world.bot_has_it());
}

#[test]
fn by_the_button_also_where_its_payload_is_withheld() {
    for routing in BOTH {
        let mut world = with_people(routing);
        world.taps("Back to the bot");
        back_as(&mut world, ReturnedBy::Button);
        world.taps("Back to the bot");
        world.reads(&[]);
        assert_eq!(world.c.misses, 0, "an old return button is no miss");
    }
}

#[test]
fn by_a_menu_entry_whose_own_way_replaces_the_list() {
    let mut world = with_people(Routing::WeAreDefault);
    world.presses("1.@menu.stop", "Stop waiting");
    world.did(&["take"]);
    world.reads(&["I am back.", "Hello! [Person|Quick help|Desk]"]);
    assert_eq!(world.returned_by(), Some(ReturnedBy::Button));
}

#[test]
fn while_the_bot_has_it_take_back_does_nothing_and_the_list_goes_on() {
    let mut world = World::new(BOT);
    world.says("hi");
    world.take_unread();
    world.presses("1.@menu.stop", "Stop waiting");
    world.reads(&["Hello! [Person|Quick help|Desk]"]);
    world.did(&[]);
}

#[test]
fn by_nobody_answering_with_a_connection_of_its_own() {
    for routing in BOTH {
        let mut world = with_people(routing);
        world.later("4m 59s");
        world.reads(&[]);
        world.later("1s");
        world.reads(&["I am back.", "Nobody was there."]);
        assert_eq!(world.returned_by(), Some(ReturnedBy::NobodyAnswered));
    }
}

#[test]
fn nobody_answered_without_a_connection_counts_as_timed_out_and_that_as_returned() {
    for outcome in ["timed_out", "returned", "nobody_answered"] {
        let bot = BOT.replace("outcome: nobody_answered", &format!("outcome: {outcome}"));
        let mut world = World::new(&bot);
        world.says("hi");
        world.taps("Person");
        world.take_unread();
        world.later("5m");
        let good = ["I am back.", "How was it?", "Nobody was there."];
        let bad = ["I am back.", "Nobody was there."];
        world.reads(if outcome == "nobody_answered" { &bad } else { &good });
    }
}

#[test]
fn an_agents_word_stops_the_pickup_and_every_word_puts_off_the_idle_time() {
    let mut world = with_people(Routing::WeAreDefault);
    world.later("4m");
    world.agent(INBOX, "Hello, this is Maria.");
    world.later("14m 59s");
    world.says("thanks");
    world.later("14m 59s");
    assert!(!world.bot_has_it());
    world.later("1s");
    back_as(&mut world, ReturnedBy::Idle);
}

#[test]
fn by_the_timeout_however_much_is_talked() {
    let mut world = with_people(Routing::WeAreDefault);
    world.agent(INBOX, "Hello");
    for _ in 0..6 {
        world.says("and");
        world.later("9m 50s");
    }
    assert!(!world.bot_has_it());
    world.later("49s");
    assert!(world.bot_has_it());
    back_as(&mut world, ReturnedBy::Timeout);
}

#[test]
fn another_apps_message_and_an_automatic_one_are_no_agents_word() {
    let mut world = with_people(Routing::WeAreDefault);
    world.echo(Some("999"), "Your order was sent");
    world.says("hello?");
    world.echo(Some(INBOX), "We are away.");
    assert!(world.h().first_agent_word_at.is_none());
    world.later("5m");
    assert_eq!(world.returned_by(), Some(ReturnedBy::NobodyAnswered));
}

#[test]
fn by_the_operator() {
    for routing in BOTH {
        let mut world = with_people(routing);
        world.operator(Operator::Return);
        back_as(&mut world, ReturnedBy::Operator);
        world.operator(Operator::Return);
        world.reads(&[]);
    }
}

#[test]
fn by_the_platform_that_says_the_thread_is_ours() {
    let mut world = with_people(Routing::WeAreDefault);
    world.agent(INBOX, "Hello");
    world.c.handover().expect("open");
    world.owner = Owner::Us;
    world.says("hello again");
    world.did(&["ask owner"]);
    back_as(&mut world, ReturnedBy::Platform);
}

#[test]
fn a_word_on_messaging_waits_for_the_owner_and_is_only_recorded_where_people_have_it() {
    let mut world = with_people(Routing::WeAreDefault);
    world.says("one");
    world.did(&[]);
    let mut word = world.word("menu");
    word.arrived = crate::event::Arrived::Messaging;
    word.text = "xyz".into();
    word.sent_at = world.now.plus_ms(1);
    world.step(Event::Word(word.clone()));
    world.did(&["ask owner"]);
    assert!(world.c.waiting.is_empty());
    world.step(Event::Word(word));
    world.did(&[]);
    assert_eq!(world.c.waiting.len(), 1, "asked at most once a minute: it waits for the next time");
    world.later("1m");
    world.did(&["ask owner"]);
    assert!(world.c.waiting.is_empty() && !world.bot_has_it());
    world.reads(&[]);
}

#[test]
fn an_owner_who_cannot_be_asked_leaves_a_waiting_word_with_the_bot() {
    let mut world = with_people(Routing::WeAreDefault);
    world.owner = Owner::Failed;
    let mut word = world.word("hello?");
    word.arrived = crate::event::Arrived::Messaging;
    word.sent_at = world.now.plus_ms(1);
    world.step(Event::Word(word));
    back_as(&mut world, ReturnedBy::Platform);
}

#[test]
fn a_return_keyword_that_is_a_bot_keyword_goes_where_that_leads() {
    let mut world = with_people(Routing::WeAreDefault);
    world.says("menu");
    world.reads(&["I am back.", "Hello! [Person|Quick help|Desk]"]);
    let mut world = with_people(Routing::WeAreDefault);
    world.says("hours");
    world.reads(&["I am back.", "How was it?", "Please rate us.", "We open at nine."]);
}

#[test]
fn nothing_of_the_list_runs_before_the_take_is_accepted() {
    let mut world = with_people(Routing::WeAreDefault);
    world.slow = true;
    world.says("bot");
    assert!(matches!(world.c.hand, Hand::Taking { .. }));
    world.says("bot");
    world.says("price");
    world.says("xyz");
    world.reads(&[]);
    world.slow = false;
    world.perform();
    world.reads(&["I am back.", "How was it?", "Please rate us.", "It is free."]);
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn control_that_comes_while_we_take_is_the_same_return() {
    let mut world = with_people(Routing::WeAreDefault);
    world.slow = true;
    world.says("bot");
    world.agent_passes_back();
    back_as(&mut world, ReturnedBy::Keyword);
    world.slow = false;
    world.perform();
    world.reads(&[]);
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn the_late_twin_of_a_return_is_recorded_only() {
    let mut world = with_people(Routing::WeAreDefault);
    world.agent_passes_back();
    world.take_unread();
    world.agent_passes_back();
    world.reads(&[]);
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn a_refused_take_is_tried_again_later_and_the_first_cause_counts() {
    let mut world = with_people(Routing::WeAreDefault);
    world.take = Settled::Refused(refused(Refusal::Other, 200));
    world.says("bot");
    assert!(matches!(world.c.hand, Hand::People { .. }));
    world.did(&["ask owner"]);
    world.later("59s");
    world.did(&[]);
    world.later("1s");
    world.did(&["ask owner", "ask owner"]);
    world.later("4m 59s");
    world.did(&[]);
    world.take = Settled::Accepted;
    world.later("1s");
    world.did(&["ask owner", "take"]);
    back_as(&mut world, ReturnedBy::Keyword);
}

#[test]
fn where_no_app_is_the_default_a_refused_take_is_nothing_to_wait_for() {
    let mut world = with_people(Routing::WeAreDefault);
    world.take = Settled::Refused(refused(Refusal::Other, 27));
    world.says("bot");
    back_as(&mut world, ReturnedBy::Keyword);
}

#[test]
fn a_take_that_never_settles_is_settled_by_the_owner() {
    let mut world = with_people(Routing::WeAreDefault);
    world.slow = true;
    world.says("bot");
    world.pending.clear();
    world.owner = Owner::Us;
    world.slow = false;
    world.later("2m");
    back_as(&mut world, ReturnedBy::Keyword);
}

#[test]
fn outside_the_window_a_return_is_held_until_the_person_writes() {
    let bot =
        BOT.replace("timeout: 1h", "timeout: 2d").replace("          idle_timeout: 15m\n", "");
    let mut world = World::new(&bot);
    world.says("hi");
    world.taps("Person");
    world.agent(INBOX, "Hello");
    world.take_unread();
    world.later("2d");
    assert!(world.bot_has_it() && world.c.held.is_some());
    world.reads(&[]);
    world.says("good");
    world.reads(&["I am back.", "How was it?", "Please rate us."]);
    world.says("good");
    world.reads(&["Hello! [Person|Quick help|Desk]"]);

    let mut world = World::new(&bot);
    world.says("hi");
    world.taps("Person");
    world.agent(INBOX, "Hello");
    world.take_unread();
    world.later("2d");
    world.says("menu");
    world.reads(&["I am back.", "Hello! [Person|Quick help|Desk]"]);
}

#[test]
fn lost_events_are_found_by_the_owner_check() {
    let bot = BOT.replace("          timeout: 1h\n          idle_timeout: 15m\n", "");
    let mut world = World::new(&bot);
    world.says("hi");
    world.taps("Person");
    world.agent(INBOX, "Hello");
    world.done.clear();
    world.later("23h 59m");
    world.did(&[]);
    world.later("1m");
    world.did(&["ask owner"]);
    world.owner = Owner::Us;
    world.later("1d");
    assert_eq!(world.returned_by(), Some(ReturnedBy::Platform));
}

#[test]
fn the_daily_check_does_not_end_a_handover_that_never_left_us() {
    let bot = BOT.replace("          timeout: 1h\n          idle_timeout: 15m\n", "");
    let mut world = World::on(Routing::Shared, &bot);
    world.says("hi");
    world.taps("Person");
    world.agent(INBOX, "Hello");
    world.later("3d");
    assert!(!world.bot_has_it());
    world.later("5d");
    assert_eq!(world.returned_by(), Some(ReturnedBy::Platform), "a week without a word is enough");
}

#[test]
fn another_default_app_alone_may_speak_on_an_idle_thread() {
    let mut world = with_people(Routing::AnotherIsDefault);
    world.agent(INBOX, "Hello");
    world.owner = Owner::Idle;
    world.says("thanks");
    world.reads(&[]);
    assert!(world.bot_has_it() && world.c.frames.is_empty());
    assert_eq!(world.count(), (1, 1));
}

#[test]
fn what_the_flow_reads_of_the_handover() {
    let bot = BOT.replace(
        "say: Please rate us.",
        "say: 'By {{handover.returned_by}}, agent {{handover.agent_wrote}}.'",
    );
    let mut world = World::new(&bot);
    world.says("hi");
    world.taps("Person");
    world.agent(INBOX, "Hello");
    world.agent_passes_back();
    let read = world.take_unread();
    assert_eq!(read.last().unwrap(), "By agent, agent yes.");
    assert!(read.contains(&OPENED.to_owned()));
    assert_eq!(US, "111");
}
