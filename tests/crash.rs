//! `kill -9` in a loop under load: nothing accepted is lost, nothing is sent twice.
//!
//! Ten restarts; `BATON_TEST_RESTARTS=100` for the long run.

use std::collections::BTreeMap;
use std::time::Duration;

use baton_simulator::Call;

use crate::world::{Act, Plan, World, says};

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
"#;

/// People who write at the same time.
const PEOPLE: usize = 16;
/// Words of each between two kills.
const WORDS: usize = 3;
/// A send of unknown outcome is settled by evidence, which takes its time.
const TO_REST: Duration = Duration::from_secs(180);

fn restarts() -> usize {
    std::env::var("BATON_TEST_RESTARTS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

fn contact(number: usize) -> String {
    format!("person-{number}")
}

#[test]
fn nothing_is_lost_and_nothing_is_said_twice_through_kills() {
    let mut world = Plan::yaml(BOT).serve();
    for number in 0..PEOPLE {
        world.person(&contact(number)).says_at_once("hi");
    }
    world.quiet();
    let mut word = 0;
    let mut cut_short = 0;
    // Any sequence would do; this one never repeats within a run.
    let mut chance: u64 = 0x9e37_79b9;
    for _ in 0..restarts() {
        for _ in 0..WORDS {
            for number in 0..PEOPLE {
                world.person(&contact(number)).says_at_once(&format!("n{word}"));
                word += 1;
            }
        }
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Somewhere in the middle of the work: after so many more calls of ours have arrived.
        let more = usize::try_from(chance >> 33).unwrap() % (PEOPLE * WORDS * 2);
        let target = calls(&world) + more;
        world.wait_until("work", |world| (calls(world) >= target).then_some(()));
        world.server.kill();
        // Two answers a word, and one to the greeting.
        let owed = 2 * word + PEOPLE;
        cut_short += usize::from(messages(&world) < owed);
        world.start_again();
    }
    world.quiet_within(TO_REST);
    let mut answers = 0;
    for number in 0..PEOPLE {
        let acts = world.acts(&contact(number));
        let said = numbers(&acts);
        let expected: Vec<_> = (0..word).filter(|word| word % PEOPLE == number).collect();
        for kind in ["got", "noted"] {
            let told: Vec<_> = said.get(kind).cloned().unwrap_or_default();
            assert_eq!(sorted(&told), expected, "{kind} of {}", contact(number));
            answers += told.len();
        }
        for word in expected {
            let at =
                |kind: &str| acts.iter().position(|act| *act == says(&format!("{kind} {word}")));
            assert!(at("got") < at("noted"), "{word} of {}", contact(number));
        }
    }
    // The floor: so many answers were really given, and most kills came in the middle of the work.
    assert_eq!(answers, restarts() * PEOPLE * WORDS * 2);
    assert!(cut_short * 2 >= restarts(), "only {cut_short} kills cut anything short");
}

fn calls(world: &World) -> usize {
    world.platform().ledger().entries().len()
}

fn messages(world: &World) -> usize {
    usize::try_from(world.platform().ledger().accepted(Call::Message)).unwrap()
}

/// The numbers said, by the word before them.
fn numbers(acts: &[Act]) -> BTreeMap<String, Vec<usize>> {
    let mut said: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for act in acts {
        let Act::Says(text) = act else { continue };
        if let Some((kind, number)) = text.split_once(' ') {
            said.entry(kind.to_owned()).or_default().push(number.parse().unwrap());
        }
    }
    said
}

fn sorted(numbers: &[usize]) -> Vec<usize> {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers
}
