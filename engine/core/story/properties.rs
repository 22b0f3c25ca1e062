//! What holds whatever happens in whatever order. `World::step` itself checks the rest after every step: twice
//! the same, stored or not, no word while people have the thread, a deadline in every state, bounds.

use proptest::prelude::*;

use super::World;
use super::world::{INBOX, US, answer, refused};
use super::{calling, doors, handing, matching};
use crate::conversation::{ReturnedBy, Routing};
use crate::event::{Arrived, Event, Moved, Operator, Owner, Profile, Refusal, Settled, Word};
use crate::id::EffectId;

const ASIDES: &str = r#"
bot: asides
language: en
start: first
keywords:
  - { when: [menu], to: first }
  - { when: [slow], do: [ say: Wait., wait: 1m, say: Now. ] }
  - { when: [deep], do: [ ask: { say: How many?, expect: number, tries: 2 }, handover, say: Here again. ] }
  - { when: [good], do: [ call: part, say: Whole. ] }
  - { when: ["7"], do: [ remind: { id: soon, after: 1h, to: first } ] }
  - { when: [order], do: [ remind: { id: late, after: 30h, to: inner, template: reminder } ] }
  - { when: { event: reaction }, do: [ say: Thank you. ] }
session: { gather: 2s, after_end: start }
fallback: { say: Sorry?, give_up_after: 2, to: second }
entries: { passed: { do: [ say: Passed. ] } }
handover: { return_keywords: [bot, menu], idle_timeout: 20m, timeout: 2d, pickup_timeout: 10m }
modules:
  first:
    say: Hello.
    choices: [ { label: Person, do: [ say: One moment., handover, say: Welcome back. ], to: second }, { label: Back, to: back } ]
    connections: [ { when: { no_reply: 5m }, to: second } ]
  second:
    actions: [ say: Second., call: part, wait: 30h, say: A day later. ]
    connections: [ { when: [on], to: first } ]
    to: third
  part:
    say: A part.
    choices: [ { label: Further, to: inner }, { label: Back, to: back }, { label: Done, do: [ return ] } ]
    connections: [ { when: [hours], do: [ call: inner, say: Inside. ], to: inner } ]
  inner: { actions: [ wait: 2m, handover: { say: Ours. }, { ask: { say: "How many?", expect: number } } ] }
  third: { handover: { say: Bye., hours: office }, to: first }
hours: { office: { zone: UTC, mon-fri: ["9:00-17:00"] } }
"#;

/// One thing that happens.
#[derive(Debug, Clone)]
enum Turn {
    Says(usize),
    Taps(usize),
    Picture,
    Opens(bool),
    Reacts,
    Agent(usize),
    Echo(usize),
    Control(bool, usize, usize),
    Requests,
    Later(u32),
    Slow(bool),
    OwnerNow(usize),
    TakeEnds(usize),
    PassEnds(usize),
    Answers(u16),
    Operates(usize),
    Spurious(usize, u64, usize),
    WrongChannel(usize),
    Loses,
}

const WORDS: [&str; 12] = [
    "hi",
    "bot",
    "menu",
    "hours",
    "slow",
    "deep",
    "order",
    "7",
    "anna@example.com",
    "good",
    "",
    "on",
];
const APPS: [&str; 4] = [INBOX, US, "222", "999"];

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let one = prop_oneof![
        8 => (0..WORDS.len()).prop_map(Turn::Says),
        6 => (0..8_usize).prop_map(Turn::Taps),
        1 => Just(Turn::Picture),
        1 => any::<bool>().prop_map(Turn::Opens),
        1 => Just(Turn::Reacts),
        2 => (0..APPS.len()).prop_map(Turn::Agent),
        1 => (0..APPS.len()).prop_map(Turn::Echo),
        3 => (any::<bool>(), 0..5_usize, 0..5_usize).prop_map(|(m, f, t)| Turn::Control(m, f, t)),
        1 => Just(Turn::Requests),
        5 => prop_oneof![1..120_u32, 120..7_200_u32, 7_200..400_000_u32].prop_map(Turn::Later),
        2 => any::<bool>().prop_map(Turn::Slow),
        2 => (0..5_usize).prop_map(Turn::OwnerNow),
        1 => (0..4_usize).prop_map(Turn::TakeEnds),
        1 => (0..4_usize).prop_map(Turn::PassEnds),
        2 => prop_oneof![Just(200_u16), Just(404), Just(500)].prop_map(Turn::Answers),
        1 => (0..4_usize).prop_map(Turn::Operates),
        2 => (0..6_usize, 0..40_u64, 0..5_usize).prop_map(|(k, e, h)| Turn::Spurious(k, e, h)),
        1 => (0..WORDS.len()).prop_map(Turn::WrongChannel),
        1 => Just(Turn::Loses),
    ];
    prop::collection::vec(one, 1..60)
}

fn owner(which: usize) -> Owner {
    [Owner::Us, Owner::Idle, Owner::Other(INBOX.into()), Owner::Hidden, Owner::Failed][which]
        .clone()
}

fn settled(which: usize) -> Settled {
    let no = |code| Settled::Refused(refused(Refusal::Other, code));
    [Settled::Accepted, no(200), Settled::Unsettled, no(27)][which].clone()
}

fn spurious(kind: usize, effect: u64, how: usize) -> Event {
    let effect = EffectId(effect);
    let classes = [
        Refusal::AnotherAppControls,
        Refusal::OutsideWindow,
        Refusal::PersonGone,
        Refusal::BadMessage,
        Refusal::Other,
    ];
    match kind {
        0 => Event::Sent { effect, refused: refused(classes[how], 10), unsaid: None },
        1 => Event::Passed { effect, settled: settled(how % 4) },
        2 => Event::Took { effect, settled: settled(how % 4) },
        3 => Event::OwnerIs { effect, owner: owner(how) },
        4 => Event::Answer { effect, answer: answer(200, serde_json::json!({ "a": 1 })) },
        _ => Event::ProfileIs { effect, profile: Some(Profile::default()) },
    }
}

fn play(world: &mut World, turn: &Turn) {
    match *turn {
        Turn::Says(word) => world.says(WORDS[word]),
        Turn::Taps(which) => {
            let label = world.shown_labels().into_iter().rev().nth(which);
            label.into_iter().for_each(|label| world.taps(&label));
        }
        Turn::Picture => world.sends_a_picture(),
        Turn::Opens(started) => world.opens(started, Some("sale")),
        Turn::Reacts => world.reacts(),
        Turn::Agent(app) => world.agent(APPS[app], "Hello"),
        Turn::Echo(app) => world.echo(Some(APPS[app]), "Automatic"),
        Turn::Control(passed, from, to) => {
            let moved = if passed { Moved::Passed } else { Moved::Taken };
            world.control(moved, APPS.get(from).copied(), APPS.get(to).copied());
        }
        Turn::Requests => world.requests("222"),
        Turn::Later(seconds) => world.later(&format!("{seconds}s")),
        Turn::Slow(slow) => {
            world.slow = slow;
            world.perform();
        }
        Turn::OwnerNow(which) => world.owner = owner(which),
        Turn::TakeEnds(how) => world.take = settled(how),
        Turn::PassEnds(how) => world.pass = settled(how),
        Turn::Answers(status) => {
            let body = serde_json::json!({ "orders": [{ "id": "A" }] });
            world.answers.push_back(answer(status, body));
            world.perform();
        }
        Turn::Operates(what) => match what {
            0 => world.operator(Operator::Return),
            1 => world.operator(Operator::Open { receiver: None, metadata: None }),
            2 => world.goes_to("welcome"),
            _ => world.goes_to("first"),
        },
        Turn::Spurious(kind, effect, how) => world.step(spurious(kind, effect, how)),
        Turn::Loses => world.loses(),
        Turn::WrongChannel(word) => {
            let mut word = Word { ..world.word(WORDS[word]) };
            word.arrived = match word.arrived {
                Arrived::Messaging => Arrived::Standby,
                Arrived::Standby => Arrived::Messaging,
            };
            world.step(Event::Word(word));
        }
    }
}

fn bots() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(handing::BOT),
        Just(doors::BOT),
        Just(calling::BOT),
        Just(matching::BOT),
        Just(ASIDES)
    ]
}

fn routings() -> impl Strategy<Value = Routing> {
    prop_oneof![Just(Routing::WeAreDefault), Just(Routing::AnotherIsDefault), Just(Routing::Shared)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever happens, the conversation stays whole, and in the end a person who writes is answered.
    #[test]
    fn any_order_of_events_leaves_the_conversation_whole(
        bot in bots(), routing in routings(), turns in turns(),
    ) {
        let mut world = World::on(routing, bot);
        for turn in &turns {
            play(&mut world, turn);
            let (opened, ended) = world.count();
            let open = usize::from(world.c.handover().is_some());
            prop_assert_eq!(opened, ended + open, "openings are returns, failures and what is open");
        }
        world.slow = false;
        (world.take, world.pass, world.owner) = (Settled::Accepted, Settled::Accepted, Owner::Us);
        world.answers.extend((0..40).map(|_| answer(500, serde_json::json!({}))));
        world.perform();
        world.operator(Operator::Return);
        world.later("16m");
        world.operator(Operator::Return);
        world.take_unread();
        prop_assert!(world.bot_has_it(), "{:?}", world.c.hand);
        world.says("menu");
        world.later("10s");
        world.says("xyz");
        world.later("10s");
        prop_assert!(!world.take_unread().is_empty(), "nobody answers: {:?}", world.c);
    }

    /// What nobody waits for changes nothing but the clock.
    #[test]
    fn stale_results_change_nothing(bot in bots(), turns in turns(), kind in 1..6_usize, how in 0..5_usize) {
        let mut world = World::new(bot);
        turns.iter().for_each(|turn| play(&mut world, turn));
        world.c.clock = world.now;
        let before = world.c.clone();
        let notes = world.notes.len();
        world.pending.clear();
        world.step(spurious(kind, 1_000_000, how));
        prop_assert_eq!(&world.c, &before);
        prop_assert_eq!(world.notes.len(), notes);
        prop_assert!(world.pending.is_empty());
    }

    /// Whatever comes first ends the handover; the others find it ended.
    #[test]
    fn one_return_and_the_first_cause_wins(
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(), shared in any::<bool>(),
    ) {
        let routing = if shared { Routing::Shared } else { Routing::WeAreDefault };
        let mut world = handing::with_people(routing);
        world.agent(INBOX, "Hello");
        world.later("14m 55s");
        world.take_unread();
        world.slow = true;
        let mut first = None;
        for what in order {
            let by = match what {
                0 => { world.says("bot"); ReturnedBy::Keyword }
                1 => { world.later("5s"); ReturnedBy::Idle }
                2 => { world.agent_passes_back(); ReturnedBy::Agent }
                _ => { world.slow = false; world.perform(); world.slow = true; continue }
            };
            first.get_or_insert(by);
        }
        world.slow = false;
        world.perform();
        prop_assert_eq!(world.count(), (1, 1));
        prop_assert_eq!(world.returned_by(), first);
        let read = world.take_unread();
        let told = read.iter().filter(|line| *line == "I am back.").count();
        prop_assert_eq!(told, 1, "{:?}", read);
    }

    /// A page where apps share the thread is no different to the person while no agent writes.
    #[test]
    fn silence_with_and_without_a_pass_reads_the_same(turns in turns()) {
        let both = [Routing::WeAreDefault, Routing::Shared].map(|routing| {
            // The desk gets a real pass everywhere, so it is not what is compared here.
            let bot = handing::BOT.replace("handover: { receiver: desk, metadata: \"order 7\" }", "handover");
            let mut world = World::on(routing, &bot);
            for turn in &turns {
                match turn {
                    // Less than a week without a word, after which either counts as over.
                    Turn::Later(seconds) => play(&mut world, &Turn::Later(seconds % 7_200)),
                    Turn::Says(_) | Turn::Taps(_) | Turn::Picture => play(&mut world, turn),
                    Turn::Opens(_) | Turn::Reacts | Turn::Operates(0 | 2) => play(&mut world, turn),
                    _ => {}
                }
            }
            world.take_unread()
        });
        prop_assert_eq!(&both[0], &both[1]);
    }

    /// Between two handovers lies a word, a minute, or somebody who moved control.
    #[test]
    fn the_thread_does_not_go_to_and_fro_by_itself(bot in bots(), turns in turns()) {
        let mut world = World::new(bot);
        for turn in &turns {
            let (before, _) = world.count();
            play(&mut world, turn);
            let minutes = match turn {
                Turn::Later(seconds) => *seconds as usize / 60,
                _ => 0,
            };
            let opened = world.count().0 - before;
            prop_assert!(opened <= 3 + minutes, "{} handovers by {:?}", opened, turn);
        }
    }
}
