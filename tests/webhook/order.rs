//! Words of one person are answered in their order, however they come.

use baton_core::note::Note;

use super::{greeted, repeats, world};
use crate::world::{envelope, message, now};

#[test]
fn ten_words_in_one_body_are_answered_in_order() {
    let world = world();
    greeted(&world, "anna");
    let word = |n: usize| message("anna", &format!("m_{n}"), &format!("word {n}"));
    assert_eq!(world.webhook(&envelope(&(0..10).map(word).collect::<Vec<_>>())), 200);
    world.quiet();
    world.expect("anna", (0..10).map(|n| repeats(&format!("word {n}"))));
}

#[test]
fn words_in_one_body_are_answered_in_the_order_in_which_they_were_said() {
    let world = world();
    greeted(&world, "anna");
    let begin = now();
    let word = |n: i64| {
        let mut item = message("anna", &format!("m_{n}"), &format!("word {n}"));
        item["timestamp"] = (begin + n).into();
        item
    };
    assert_eq!(world.webhook(&envelope(&[word(3), word(1), word(2), word(0)])), 200);
    world.quiet();
    world.expect("anna", (0..4).map(|n| repeats(&format!("word {n}"))));
}

#[test]
fn a_body_larger_than_a_batch_is_answered_in_the_order_in_which_its_words_were_said() {
    let world = world();
    greeted(&world, "anna");
    let begin = now();
    let word = |n: i64| {
        let mut item = message("anna", &format!("m_{n}"), &format!("word {n}"));
        item["timestamp"] = (begin + n).into();
        item
    };
    // More than one commit takes, the last word first: wherever the body is cut, the order holds.
    assert_eq!(world.webhook(&envelope(&(0..300).rev().map(word).collect::<Vec<_>>())), 200);
    world.quiet();
    let heard: Vec<_> = world.heard("anna").into_iter().skip(1).map(|(text, _)| text).collect();
    assert_eq!(heard, (0..300).map(|n| format!("word {n}")).collect::<Vec<_>>());
    let acts = world.acts("anna").split_off(1);
    assert_eq!(acts[..20], (0..20).map(|n| repeats(&format!("word {n}"))).collect::<Vec<_>>());
}

#[test]
fn ten_bodies_at_once_are_answered_in_the_order_in_which_they_were_heard() {
    let world = world();
    greeted(&world, "anna");
    let body = |n: usize| envelope(&[message("anna", &format!("m_{n}"), &format!("word {n}"))]);
    let statuses = world.webhooks_at_once(&(0..10).map(body).collect::<Vec<_>>());
    assert_eq!(statuses, [200; 10]);
    world.quiet();
    let heard: Vec<_> = world.heard("anna").into_iter().skip(1).map(|(text, _)| text).collect();
    world.expect("anna", heard.iter().map(|text| repeats(text)));
    let mut all = heard;
    all.sort();
    assert_eq!(all, (0..10).map(|n| format!("word {n}")).collect::<Vec<_>>());
}

#[test]
fn what_one_person_says_does_not_wait_for_another() {
    let world = world();
    let people: Vec<_> = (0..8).map(|n| format!("person {n}")).collect();
    people.iter().for_each(|contact| greeted(&world, contact));
    let of = |n: usize| {
        let item = |contact: &String| message(contact, &format!("{contact} {n}"), &format!("{n}"));
        envelope(&people.iter().map(item).collect::<Vec<_>>())
    };
    for n in 0..5 {
        assert_eq!(world.webhook(&of(n)), 200);
    }
    world.quiet();
    for contact in &people {
        world.expect(contact, (0..5).map(|n| repeats(&n.to_string())));
    }
}

#[test]
fn a_word_that_comes_behind_a_later_one_is_answered_and_marked() {
    let world = world();
    let begin = now();
    greeted(&world, "anna");
    let mut item = message("anna", "m_1", "before that");
    item["timestamp"] = (begin - 400).into();
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    world.quiet();
    world.expect("anna", [repeats("before that")]);
    let late = |note: &&Note| matches!(note, Note::Late { ms } if *ms >= 400);
    assert_eq!(world.notes("anna").iter().filter(late).count(), 1);
}
