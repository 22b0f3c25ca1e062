//! `kill -9` in a loop under load: nothing accepted is lost, nothing is sent twice, everything comes in its order, a
//! handover is opened once and its deadline comes once.
//!
//! Ten restarts; `BATON_TEST_RESTARTS=100` for the long run, whose calls are also lost on the wire.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use baton_simulator::{Call, GraphAct, GraphFault, When};

use crate::world::{Act, INBOX, Plan, World, passes, says, takes};

const BOT: &str = r#"
bot: counter
start: ready
fallback: { say: Sorry? }
modules:
  ready:
    say: Ready.
    connections:
      - when: { matches: "n(?P<number>[0-9]+)" }
        do:
          - say: "got {{input.number}}"
          - say: "noted {{input.number}}"
      - when: [a person]
        to: person
  person:
    handover:
      receiver: page_inbox
      metadata: in the middle
      say: A colleague comes.
      timeout: 2s
      say_on_return: I am back.
    to: done
  done:
    say: Here we are.
    to: end
"#;

/// People who write at the same time: many who write little, since one who floods is not answered word for word.
const PEOPLE: usize = 48;
/// Words of each between two kills.
const WORDS: usize = 1;
/// A call lost on the wire leaves a doubt that takes half a minute, and what waits behind it another one. Kills within
/// more than a minute are an outage, after which deadlines wait until webhooks have been taken for five.
const TO_REST: Duration = Duration::from_secs(480);
/// The kill comes at the latest so long after the last word.
const AT_THE_LATEST: Duration = Duration::from_secs(3);
/// Of a thousand calls so many are made and their answers lost.
const UNANSWERED: u16 = 20;
/// In the long run: of a thousand calls so many are lost before they are made.
const LOST: u16 = 2;

fn restarts() -> usize {
    std::env::var("BATON_TEST_RESTARTS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

fn contact(number: usize) -> String {
    format!("person-{number}")
}

fn handed(round: usize) -> String {
    format!("handed-{round}")
}

/// What the run came to, for the page on reliability.
#[derive(Debug, Default)]
struct Figures {
    kills_with_work: usize,
    unfinished: i64,
    counted: BTreeMap<&'static str, u64>,
}

impl Figures {
    /// Counters begin anew with each process.
    fn note(&mut self, world: &World) {
        for name in ["settled_by_echo", "resent", "duplicates", "duplicate_sends", "late_results"] {
            *self.counted.entry(name).or_default() += world.counter(name);
        }
    }
}

#[test]
fn nothing_is_lost_and_nothing_is_said_twice_through_kills() {
    let mut world = Plan::yaml(BOT).serve();
    for name in (0..PEOPLE).map(contact).chain((0..restarts()).map(handed)) {
        world.person(&name).says_at_once("hi");
    }
    world.quiet();
    lose_some(&world);
    let began = Instant::now();
    let mut figures = Figures::default();
    // Any sequence would do; this one never repeats within a run.
    let mut chance: u64 = 0x9e37_79b9;
    for round in 0..restarts() {
        world.person(&handed(round)).says_at_once("a person");
        write(&world, round);
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Somewhere in the middle of the work: after so many more calls of ours have arrived.
        let more = usize::try_from(chance >> 33).unwrap() % (PEOPLE * WORDS * 2);
        work(&world, more);
        figures.note(&world);
        world.server.kill();
        let unfinished = world.stored().outbox;
        figures.unfinished += unfinished;
        figures.kills_with_work += usize::from(unfinished > 0);
        world.start_again();
    }
    world.mend();
    let back = |world: &World| {
        let all = (0..restarts()).all(|round| world.hand(&handed(round)) == "bot");
        all.then_some(())
    };
    world.wait_at_most(TO_REST, "every deadline", back);
    world.quiet_within(TO_REST);
    figures.note(&world);
    let replies = assert_all_is_told(&world, restarts() * WORDS);
    (0..restarts()).for_each(|round| assert_handed_over_once(&world, &handed(round)));
    // The floors: so much was really done, and most kills came in the middle of it.
    assert_eq!(replies, restarts() * PEOPLE * WORDS * 2);
    assert!(figures.kills_with_work * 2 >= restarts(), "{figures:?}");
    let took = began.elapsed();
    eprintln!("{} restarts, {replies} replies, {took:?}, {figures:?}", restarts());
}

/// Some calls are lost on the wire, as they are in the world.
fn lose_some(world: &World) {
    let lose = |act, chance| {
        let mut fault = GraphFault::on(&[Call::Message, Call::Pass, Call::Take], act);
        fault.when = When::chance(chance);
        world.break_graph(fault);
    };
    lose(GraphAct::DieAfter, UNANSWERED);
    if restarts() > 10 {
        lose(GraphAct::DieBefore, LOST);
    }
}

/// Everybody writes.
fn write(world: &World, round: usize) {
    for word in 0..WORDS {
        for number in 0..PEOPLE {
            let text = format!("n{}", (round * WORDS + word) * PEOPLE + number);
            world.person(&contact(number)).says_at_once(&text);
        }
    }
}

/// Waits until so many more calls have arrived, or nothing more is to be expected.
fn work(world: &World, more: usize) {
    let calls = || world.platform().ledger().entries().len();
    let (target, end) = (calls() + more, Instant::now() + AT_THE_LATEST);
    world.wait_until("work", |_| (calls() >= target || Instant::now() > end).then_some(()));
}

/// Everybody was answered: every word twice, once each, in the order in which the words were heard.
fn assert_all_is_told(world: &World, words: usize) -> usize {
    let mut replies = 0;
    for number in 0..PEOPLE {
        let name = contact(number);
        let heard: Vec<_> = world.heard(&name).into_iter().map(|(text, _)| text).collect();
        let distinct: BTreeSet<_> = heard.iter().collect();
        assert_eq!((heard.len(), distinct.len()), (words + 1, words + 1), "words of {name}");
        let answers = |text: &String| match text.strip_prefix('n') {
            Some(number) => vec![says(&format!("got {number}")), says(&format!("noted {number}"))],
            None => vec![says("Ready.")],
        };
        let expected: Vec<_> = heard.iter().flat_map(answers).collect();
        let told = done(world, &name);
        assert_eq!(told, expected, "what {name} was told");
        replies += told.len() - 1;
    }
    replies
}

/// Passed once, taken once, and everything around it said once.
fn assert_handed_over_once(world: &World, name: &str) {
    let expected = [
        says("Ready."),
        says("A colleague comes."),
        passes(INBOX, "in the middle"),
        takes(),
        says("I am back."),
        says("Here we are."),
    ];
    assert_eq!(done(world, name), expected, "{name}");
}

/// What the platform accepted of us.
fn done(world: &World, contact: &str) -> Vec<Act> {
    let acts = world.acts(contact).into_iter();
    acts.filter(|act| !matches!(act, Act::Refused(..))).collect()
}

#[test]
fn another_program_that_reads_the_database_does_the_server_no_harm() {
    let world = Plan::yaml(BOT).serve();
    for number in 0..PEOPLE {
        world.person(&contact(number)).says_at_once("hi");
    }
    world.quiet();
    for round in 0..5 {
        write(&world, round);
        // Opened and closed again while the server writes.
        (0..10).for_each(|_| drop(world.stored()));
    }
    world.quiet();
    assert_eq!(assert_all_is_told(&world, 5 * WORDS), 5 * PEOPLE * WORDS * 2);
}
