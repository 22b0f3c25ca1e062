//! Bad inputs 27 to 36, as far as they come through the webhook: what people write, tap and send.

use std::io::ErrorKind;
use std::net::TcpListener;

use baton_simulator::Call;
use serde_json::json;

use super::{ECHO, greeted, repeats, world};
use crate::world::{Act, Plan, World, envelope, message, now, says};

/// Characters of a message, as the platform counts them.
const TEXT: usize = 2_000;

/// What was said to a contact since the greeting, in one piece.
fn said(world: &World, contact: &str) -> String {
    let acts = world.acts(contact);
    let text = |act: &Act| match act {
        Act::Says(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    acts[1..].iter().map(text).collect::<Vec<_>>().join(" ")
}

#[test]
fn input_27_emoji_and_texts_that_run_backwards() {
    let world = world();
    greeted(&world, "anna");
    let family = "👨‍👩‍👧‍👦";
    let short = format!("{family} \u{202e}sdrawkcab\u{202c} e\u{301}");
    world.person("anna").says(&short);
    world.expect("anna", [repeats(&short)]);
    // Two thousand signs, and the bot says more than that: no message is longer than the platform takes.
    let long = "🎉".repeat(2_000);
    world.person("anna").says(&long);
    for act in &world.acts("anna") {
        let Act::Says(text) = act else { panic!("{act:?}") };
        assert!(text.chars().count() <= TEXT, "{} characters", text.chars().count());
    }
    assert!(said(&world, "anna").matches('🎉').count() >= TEXT - 100, "hardly anything is lost");
    assert_eq!(world.heard("anna").last().map(|(text, _)| text.chars().count()), Some(2_000));
}

#[test]
fn input_27_half_a_character() {
    let world = world();
    greeted(&world, "anna");
    let body = envelope(&[message("anna", "m_1", "half: HALF!")]).to_string();
    let body = body.replace("HALF", "\\ud800");
    assert_eq!(world.webhook_bytes(body.as_bytes()), 200);
    world.quiet();
    let said = said(&world, "anna");
    assert!(said.starts_with("You said: half: \u{fffd}") && said.ends_with('!'), "{said}");
    assert!(world.stored().quarantine.is_empty());
}

#[test]
fn input_28_a_text_of_twenty_thousand_characters() {
    let world = world();
    greeted(&world, "anna");
    world.person("anna").says(&"long ".repeat(4_000));
    let refused = world.acts("anna").into_iter().any(|act| matches!(act, Act::Refused(..)));
    assert!(!refused, "the platform takes what is said");
    let (heard, _) = world.heard("anna").pop().unwrap();
    assert!(heard.starts_with("long long") && heard.ends_with('…'), "cut, and it shows: {heard}");
    assert!(heard.chars().count() < 20_000 / 4);
    let answer = said(&world, "anna");
    assert!(answer.starts_with("You said: long long") && answer.ends_with('…'), "{answer}");
    world.skip("anna");
    world.person("anna").says("still there?");
    world.expect("anna", [repeats("still there?")]);
}

#[test]
fn input_29_templates_in_a_persons_words() {
    let world = world();
    greeted(&world, "anna");
    for text in ["{{secret.token}}", "${HOME}", "{{input.text}}", "{{#if x}}", "{{user.id}}"] {
        world.person("anna").says(text);
        world.expect("anna", [repeats(text)]);
    }
}

const DOORS: &str = r#"
bot: doors
start: hall
fallback: { say: "You said: {{input.text}}" }
modules:
  hall:
    say: You are in the hall.
    choices:
      - { label: "Garden", to: garden }
  garden:
    say: You are in the garden.
  cellar:
    say: You are in the cellar.
"#;

#[test]
fn input_32_a_payload_nobody_declared() {
    let world = Plan::yaml(DOORS).serve();
    let anna = world.person("anna");
    anna.says("hi");
    world.skip("anna");
    for payload in ["GOTO:cellar", "cellar", "1.cellar.x", "1.hall.cellar", "1.hall", "1..", "{}"] {
        anna.presses("Let me in", payload);
        world.expect("anna", [repeats("Let me in"), says("You are in the hall.")]);
    }
    assert_eq!(world.shown("anna")["module"], "hall");
    // The one that is declared acts.
    anna.taps("Garden");
    assert_eq!(world.acts("anna").pop(), Some(says("You are in the garden.")));
}

#[test]
fn input_33_a_quick_reply_of_an_older_flow() {
    let mut world = Plan::yaml(DOORS).serve();
    let anna = world.person("anna");
    anna.says("hi");
    let lines = world.lines("anna");
    let payload = lines.last().unwrap().taps[0].payload.clone().unwrap();
    let old = DOORS.replace("hall", "court").replace("Garden", "Meadow");
    std::fs::write(world.bot().join("bot.yaml"), old).unwrap();
    world.restart();
    world.skip("anna");
    let mut item = message("anna", "m_old", "Garden");
    item["message"]["quick_reply"] = json!({ "payload": payload });
    assert_eq!(world.webhook(&envelope(&[item])), 200);
    world.quiet();
    let said = world.acts("anna");
    assert_eq!(said.len(), 2, "answered once, one way or the other: {said:?}");
    assert!(world.stored().quarantine.is_empty());
    world.person("anna").says("still there?");
    assert_eq!(world.acts("anna").pop(), Some(repeats("still there?")));
}

/// What a person is told whose words cannot all be answered.
const FLOOD: &str =
    "Sorry, that was too much at once for me. Please write it again in one message.";

#[test]
fn input_34_a_hundred_words_in_a_second() {
    let world = world();
    greeted(&world, "anna");
    greeted(&world, "bob");
    let began = now() - 2_000;
    let word = |n: i64| {
        let mut item = message("anna", &format!("m_{n}"), &format!("word {n}"));
        item["timestamp"] = (began + 10 * n).into();
        item
    };
    let flood: Vec<_> = (0..100).map(word).collect();
    assert_eq!(world.webhook(&envelope(&flood)), 200);
    // Nobody else waits for it.
    world.person("bob").says("and me?");
    world.expect("bob", [repeats("and me?")]);
    let heard: Vec<_> = world.heard("anna").into_iter().map(|(text, _)| text).collect();
    let all = std::iter::once("hi".to_owned()).chain((0..100).map(|n| format!("word {n}")));
    assert_eq!(heard, all.collect::<Vec<_>>(), "each was heard, in order");
    world.quiet();
    let mut acts = world.acts("anna").split_off(1);
    let told = acts.pop();
    assert_eq!(told, Some(says(FLOOD)), "told once, and behind all answers");
    // A few are answered before the rest of the body has come.
    assert!((20..40).contains(&acts.len()), "{}: {acts:?}", acts.len());
    let answers: Vec<_> = (0..acts.len()).map(|n| repeats(&format!("word {n}"))).collect();
    assert_eq!(acts, answers, "the first ones, in order");
    world.skip("anna");
    // A moment later it goes on.
    world.person("anna").says("still there?");
    world.expect("anna", [repeats("still there?")]);
}

#[test]
fn input_34_a_thought_in_ten_pieces_is_no_flood() {
    let world = world();
    greeted(&world, "anna");
    let word = |n: usize| message("anna", &format!("m_{n}"), &format!("word {n}"));
    let pieces: Vec<_> = (0..10).map(word).collect();
    assert_eq!(world.webhook(&envelope(&pieces)), 200);
    world.quiet();
    world.expect("anna", (0..10).map(|n| repeats(&format!("word {n}"))));
}

#[test]
fn input_35_an_attachment_at_an_address_of_ours() {
    let world = world();
    greeted(&world, "anna");
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let here = format!("http://{}/latest/meta-data", trap.local_addr().unwrap());
    for (at, url) in ["file:///etc/passwd", "http://169.254.169.254/", &here].iter().enumerate() {
        let mut item = message("anna", &format!("m_{at}"), "look");
        item["message"]["attachments"] = json!([{ "type": "image", "payload": { "url": url } }]);
        assert_eq!(world.webhook(&envelope(&[item])), 200);
        world.quiet();
        world.expect("anna", [repeats("look")]);
    }
    let visitor = trap.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(visitor, Err(ErrorKind::WouldBlock), "nobody fetches what a person names");
    let uploads = world.ledger("anna").into_iter().filter(|entry| entry.call == Call::Upload);
    assert_eq!(uploads.count(), 0);
}

#[test]
fn input_36_a_word_while_people_have_the_thread() {
    assert!(ECHO.contains("a person"));
    let world = world();
    greeted(&world, "anna");
    let anna = world.person("anna");
    anna.says("a person");
    assert_eq!(world.hand("anna"), "people");
    world.skip("anna");
    anna.says("are you a person?");
    anna.sends_a_photo();
    world.expect_nothing("anna");
    let heard = world.heard("anna");
    assert!(heard.contains(&("are you a person?".to_owned(), true)), "{heard:?}");
}
