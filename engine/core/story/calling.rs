//! Services: what waits for them, what they answer, and the profile.

use serde_json::json;

use super::World;
use super::world::{INBOX, answer};
use crate::effect::Effect;
use crate::event::{Answer, Event};

pub(super) const BOT: &str = r#"
bot: calls
language: en
start: first
keywords: [ { when: [menu], to: first } ]
fallback: { say: Sorry? }
services: { shop: { url: "https://api.example.com", timeout: 5s } }
modules:
  first: { ask: Your e-mail?, expect: email, save_as: email, to: find }
  find:
    http:
      get: shop/orders?email={{email}}
      save: { order: orders.0.id, total_sum: total }
      must_have: [order]
    connections:
      - { when: { outcome: not_found }, to: none }
      - { when: { outcome: failed }, to: sorry }
    to: show
  show: { say: "Order {{order}}, {{http.status}}.", to: end }
  none: { say: No such order., to: end }
  sorry: { say: "It failed: {{http.status}} {{http.error}}.", to: end }
"#;

fn called(bot: &str) -> World {
    let mut world = World::new(bot);
    world.says("hi");
    world.says("anna@example.com");
    world.take_unread();
    world
}

fn with(answer: Answer) -> World {
    let mut world = called(BOT);
    world.answers.push_back(answer);
    world.perform();
    world
}

#[test]
fn an_answer_is_kept_by_its_paths() {
    let mut world = with(answer(200, json!({ "orders": [{ "id": "A-17" }], "total": 3 })));
    world.did(&["Get shop/orders?email=anna%40example.com"]);
    world.reads(&["Order A-17, 200."]);
    assert_eq!(world.var("total_sum"), "3");
}

#[test]
fn what_an_answer_must_have_and_has_not_fails_it() {
    let mut world = with(answer(200, json!({ "orders": [] })));
    world.reads(&["It failed: 200 ."]);
}

#[test]
fn not_found_and_failed_take_their_connections_and_not_found_falls_to_failed() {
    let mut world = with(answer(404, json!({})));
    world.reads(&["No such order."]);
    let mut world = with(answer(500, json!({})));
    world.reads(&["It failed: 500 ."]);
    let bot = BOT.replace("      - { when: { outcome: not_found }, to: none }\n", "");
    let bot = bot.replace("  none: { say: No such order., to: end }\n", "");
    let mut world = called(&bot);
    world.answers.push_back(answer(410, json!({})));
    world.perform();
    world.reads(&["It failed: 410 ."]);
}

#[test]
fn words_wait_their_turn_and_are_heard_in_order() {
    let mut world = called(BOT);
    world.says("menu");
    world.says("anna");
    world.reacts();
    world.reads(&[]);
    world.answers.push_back(answer(404, json!({})));
    world.perform();
    world.reads(&["No such order.", "Your e-mail?", "Sorry?", "Your e-mail?"]);
    assert!(world.c.waiting.is_empty());
}

#[test]
fn the_seventeenth_word_fails_the_call() {
    let mut world = called(BOT);
    for _ in 0..16 {
        world.says("x");
    }
    assert_eq!(world.c.waiting.len(), 16);
    world.says("menu");
    let read = world.take_unread();
    assert_eq!(read.first().unwrap(), "It failed: 0 too_many_messages.");
    assert_eq!(read.last().unwrap(), "Your e-mail?");
    assert!(world.c.waiting.is_empty());
}

#[test]
fn an_answer_that_never_comes_fails_after_its_guard_and_a_late_one_is_stale() {
    let mut world = called(BOT);
    world.later("34s");
    world.reads(&[]);
    world.later("1m");
    world.reads(&["It failed: 0 timeout."]);
    let before = world.c.clone();
    let late = answer(200, json!({ "orders": [{ "id": "A-17" }] }));
    world.pending.clear();
    world.step(Event::Answer { effect: crate::id::EffectId(2), answer: late });
    world.reads(&[]);
    world.c.clock = before.clock;
    assert_eq!(world.c, before);
}

#[test]
fn an_answer_that_comes_while_people_have_the_thread_counts_after_the_return() {
    let mut world = called(BOT);
    world.says("hello?");
    world.agent(INBOX, "Hello");
    world.answers.push_back(answer(200, json!({ "orders": [{ "id": "A-17" }] })));
    world.perform();
    world.reads(&[]);
    world.agent_passes_back();
    world.reads(&["You are talking to our assistant again.", "Order A-17, 200."]);
}

#[test]
fn a_failed_call_in_a_do_goes_on_and_http_ok_tells() {
    let mut world = World::new(
        r#"
bot: calls
language: en
start: first
fallback: { say: Sorry? }
services: { shop: { url: "https://api.example.com" } }
modules:
  first:
    say: Hello.
    choices:
      - label: Look
        do: [ http: { get: shop/x }, say: "{{#if http.ok}}Good.{{else}}Bad.{{/if}}" ]
        to: last
  last: { say: Last., to: end }
"#,
    );
    world.says("hi");
    world.answers.push_back(answer(500, json!({})));
    world.taps("Look");
    world.reads(&["Hello. [Look]", "Bad.", "Last."]);
}

const NAMED: &str = r#"
bot: named
language: en
start: first
fallback: { say: Sorry? }
modules:
  first: { ask: "Hi {{default user.first_name "there"}}, your number?", expect: number, to: end }
"#;

#[test]
fn the_first_word_waits_for_the_profile() {
    let mut world = World::new(&NAMED.replace("\"there\"", "'there'"));
    world.slow = true;
    world.says("hi");
    world.says("x");
    world.reads(&[]);
    world.slow = false;
    world.perform();
    world.reads(&["Hi Anna, your number?", "Sorry?", "Hi Anna, your number?"]);
}

#[test]
fn a_profile_that_does_not_come_is_not_waited_for_long() {
    let mut world = World::new(&NAMED.replace("\"there\"", "'there'"));
    world.slow = true;
    world.says("hi");
    world.later("3s");
    world.reads(&["Hi there, your number?"]);
    world.slow = false;
    world.perform();
    world.says("7");
    assert!(world.c.person.profile.is_none(), "what comes too late is stale");
}

/// The call that a module of `http` with these settings asks for: method, path, body, whether it may be repeated.
fn asked_for(settings: &str) -> String {
    let mut world = World::new(&format!(
        "bot: b\nfallback: {{ say: Sorry? }}\nservices: {{ shop: {{ url: \"https://shop.example\" }} }}\nmodules:\n  \
         a:\n    http: {{ {settings} }}\n    connections: [ {{ to: end }} ]\n"
    ));
    world.says("hi");
    let call = world.pending.iter().find_map(|effect| match effect {
        Effect::Http { call, .. } => Some(call),
        _ => None,
    });
    let call = call.expect("a call");
    format!("{:?} {} {:?} {}", call.method, call.path, call.body, call.repeatable)
}

#[test]
fn each_method_and_body_goes_out_as_written_and_only_harmless_calls_are_repeated() {
    assert_eq!(asked_for("get: shop/a"), "Get /a Empty true");
    assert_eq!(
        asked_for("put: shop/a, text: \"by {{input.text}}\""),
        "Put /a Text(\"by hi\") true"
    );
    assert_eq!(
        asked_for("post: shop/a, form: { q: \"{{input.text}}\" }"),
        "Post /a Form([(\"q\", \"hi\")]) false"
    );
    assert_eq!(asked_for("patch: shop/a, safe_to_repeat: yes"), "Patch /a Empty true");
    assert_eq!(asked_for("delete: shop/a"), "Delete /a Empty true");
}
