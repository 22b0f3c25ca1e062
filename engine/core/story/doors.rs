//! The doors an agent opens: asking for the thread, taking it, or just writing.

use super::World;
use super::world::{INBOX, US, refused};
use crate::conversation::{Cause, Hand, ReturnedBy, Routing};
use crate::event::{Arrived, Event, Moved, Operator, Owner, Refusal};
use crate::id::EffectId;

pub(super) const BOT: &str = r#"
bot: shop
language: en
start: welcome
receivers: { desk: "222" }
keywords: [ { when: [menu], to: welcome } ]
fallback: { say: Sorry? }
entries: { passed: { to: passed } }
handover:
  say: Our team takes over.
  return_button: Back to the bot
  return_keywords: [bot]
  idle_timeout: 10m
  not_agents: [We are closed today.]
modules:
  welcome: { ask: Your number?, expect: number, to: end }
  passed: { say: Somebody sent you to me., to: end }
  after: { say: How was our team?, to: end }
"#;

fn world() -> World {
    asked(Routing::WeAreDefault, BOT)
}

fn asked(routing: Routing, bot: &str) -> World {
    let mut world = World::on(routing, bot);
    world.says("hi");
    world.reads(&["Your number?"]);
    world
}

fn cause(world: &World) -> Cause {
    world.h().cause
}

#[test]
fn a_request_is_granted_with_our_words_before_the_pass() {
    let mut world = world();
    world.requests("222");
    world.reads(&["Our team takes over. [Back to the bot]"]);
    world.did(&["pass 222 hello"]);
    assert_eq!(cause(&world), Cause::Requested);
    world.taps("Back to the bot");
    world.reads(&["You are talking to our assistant again.", "Your number?"]);
}

#[test]
fn a_request_can_be_refused() {
    let bot = BOT.replace("  say: Our", "  when_requested: refuse\n  say: Our");
    let mut world = asked(Routing::WeAreDefault, &bot);
    world.requests("222");
    world.reads(&[]);
    assert!(world.bot_has_it());
}

#[test]
fn an_agent_who_takes_it_or_writes_silences_the_bot_at_once() {
    let mut taken = world();
    taken.control(Moved::Taken, Some(US), Some(INBOX));
    assert_eq!(cause(&taken), Cause::Took);
    let mut written = world();
    written.agent(INBOX, "Hello!");
    assert_eq!(cause(&written), Cause::Wrote);
    written.owner = Owner::Other(INBOX.into());
    for mut world in [taken, written] {
        world.says("7");
        world.reads(&[]);
        world.agent(INBOX, "What can I do?");
        world.later("10m");
        world.did(&["take"]);
        world.reads(&["You are talking to our assistant again.", "Your number?"]);
        assert_eq!(world.returned_by(), Some(ReturnedBy::Idle));
    }
}

#[test]
fn an_agent_who_took_it_and_never_wrote_is_not_spoken_of() {
    let mut world = world();
    world.control(Moved::Taken, Some(US), Some(INBOX));
    world.later("10m");
    world.reads(&["Your number?"]);
}

#[test]
fn on_a_shared_page_an_agents_word_is_silence_and_nothing_is_taken() {
    let mut world = asked(Routing::Shared, BOT);
    world.agent(INBOX, "Hello!");
    world.says("7");
    world.later("10m");
    world.did(&[]);
    world.reads(&["You are talking to our assistant again.", "Your number?"]);
}

#[test]
fn automatic_answers_and_other_apps_are_no_agents() {
    let mut world = world();
    world.agent("999", "Your parcel was sent");
    world.agent(INBOX, "We are closed today.");
    world.says("x");
    world.echo(Some(INBOX), "Thanks for writing!");
    assert!(world.bot_has_it());
    world.echo(None, "Hello, Maria here");
    assert!(!world.bot_has_it(), "a sender the platform does not name is an agent");
}

#[test]
fn agents_words_can_be_ignored() {
    let bot = BOT.replace("  say: Our", "  when_agent_writes: ignore\n  say: Our");
    let mut world = asked(Routing::WeAreDefault, &bot);
    world.agent(INBOX, "Hello!");
    assert!(world.bot_has_it());
}

#[test]
fn an_echo_from_before_our_time_silences_nobody() {
    let mut world = world();
    world.agent(INBOX, "Hello!");
    world.owner = Owner::Other(INBOX.into());
    let before = world.now;
    world.agent_passes_back();
    let echo = crate::event::Echo {
        app: Some(INBOX.into()),
        ours: false,
        has_metadata: false,
        text: Some("Bye!".into()),
        sent_at: before,
    };
    world.step(Event::Echo(echo));
    assert!(world.bot_has_it());
}

#[test]
fn after_an_agents_handover_a_module_can_follow() {
    let bot = BOT.replace("  say: Our", "  after: after\n  say: Our");
    let mut agent = asked(Routing::WeAreDefault, &bot);
    agent.agent(INBOX, "Hello!");
    agent.later("10m");
    agent.reads(&["You are talking to our assistant again.", "How was our team?"]);
    let mut operator = asked(Routing::WeAreDefault, &bot);
    operator.operator(Operator::Open { receiver: None, metadata: None });
    operator.take_unread();
    operator.operator(Operator::Return);
    operator.reads(&["You are talking to our assistant again.", "Your number?"]);
}

#[test]
fn a_thread_passed_to_us_is_an_entry() {
    let mut world = world();
    world.control(Moved::Passed, Some("333"), Some(US));
    world.reads(&["Somebody sent you to me."]);
    let bot = BOT.replace("entries: { passed: { to: passed } }\n", "");
    let bot = bot.replace("  passed: { say: Somebody sent you to me., to: end }\n", "");
    let mut world = asked(Routing::WeAreDefault, &bot);
    world.control(Moved::Passed, Some("333"), Some(US));
    world.reads(&["Your number?"]);
}

#[test]
fn a_return_by_an_app_is_also_the_event_it_is() {
    let mut world = world();
    world.agent(INBOX, "Hello!");
    world.agent_passes_back();
    world.reads(&["Somebody sent you to me."]);
}

#[test]
fn a_word_on_standby_finds_people_or_is_heard_as_ever() {
    let mut people = world();
    people.later("1h");
    people.owner = Owner::Other(INBOX.into());
    people.says("7");
    people.did(&["ask owner"]);
    people.reads(&[]);
    assert_eq!(cause(&people), Cause::FirstSeen);
    assert_eq!(people.h().owner, Some(INBOX.into()));

    let mut ours = world();
    ours.later("1h");
    let mut word = ours.word("seven");
    word.arrived = Arrived::Standby;
    ours.step(Event::Word(word));
    ours.did(&["ask owner"]);
    ours.reads(&["Sorry?", "Your number?"]);
    assert!(ours.bot_has_it() && ours.c.waiting.is_empty());
}

#[test]
fn a_refused_send_corrects_the_owner_and_does_not_ping_pong() {
    let mut world = world();
    world.later("1h");
    let refused = || refused(Refusal::AnotherAppControls, 10);
    world.owner = Owner::Other(INBOX.into());
    world.step(Event::Sent { effect: EffectId(1), refused: refused(), unsaid: None });
    world.did(&["ask owner"]);
    assert_eq!(cause(&world), Cause::Refused);
    world.owner = Owner::Us;
    world.says("7");
    world.did(&[]);
    world.later("1m");
    world.did(&["ask owner"]);
    world.reads(&["Your number?"]);
    world.step(Event::Sent { effect: world.last_effect(), refused: refused(), unsaid: None });
    world.did(&[]);
    assert!(matches!(world.c.hand, Hand::People { .. }), "the owner says us, the send says other");
    world.later("9m 59s");
    world.did(&[]);
    world.later("1s");
    world.did(&["take"]);
}

#[test]
fn control_that_moves_between_others_silences_the_bot() {
    let mut world = world();
    world.control(Moved::Passed, Some("333"), Some("444"));
    assert_eq!(cause(&world), Cause::FirstSeen);
    world.control(Moved::Passed, Some("444"), Some(INBOX));
    assert_eq!(world.h().owner, Some(INBOX.into()));
    assert_eq!(world.count(), (1, 0));
}

#[test]
fn an_old_control_event_does_not_end_a_later_handover() {
    let mut world = world();
    world.later("1h");
    let sent_at = world.now;
    world.later("1h");
    world.operator(Operator::Open { receiver: None, metadata: None });
    let control = crate::event::Control {
        moved: Moved::Passed,
        from: Some(INBOX.into()),
        to: Some(US.into()),
        metadata: None,
        sent_at,
    };
    world.step(Event::Control(control));
    assert!(!world.bot_has_it());
}

#[test]
fn an_operator_hands_over_and_moves_on() {
    let mut world = world();
    world.operator(Operator::Open { receiver: Some("222".into()), metadata: Some("vip".into()) });
    world.reads(&["Our team takes over. [Back to the bot]"]);
    world.did(&["pass 222 vip"]);
    world.operator(Operator::Return);
    world.take_unread();
    world.goes_to("after");
    world.reads(&["How was our team?"]);
}
