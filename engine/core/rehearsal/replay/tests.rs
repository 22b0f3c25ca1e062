//! A short conversation with a service in it, against versions that do the same and versions that do not.

use super::*;
use crate::event::{Answer, Attachment, AttachmentKind, Word};
use crate::rehearsal::{Subject, Suite, play, test_of};

const OLD: &str = "
bot: shop
language: en
start: welcome
services: { shop: { url: 'https://shop.example' } }
fallback: { say: Sorry? }
modules:
  welcome:
    say: Hello!
    choices: [ { label: Order, to: order } ]
  order:
    http: { get: shop/orders, save: { total: total } }
    connections: [ { when: { outcome: failed }, to: end } ]
    to: told
  told: { say: 'There are {{total}}.', to: end }
";

fn files(text: &str) -> Vec<SourceFile> {
    vec![SourceFile { path: "bot.yaml".into(), text: text.to_owned() }]
}

fn subject(text: &str) -> Subject {
    let loaded = load(files(text));
    let told = crate::language::render(&loaded, false);
    let bot = loaded.bot.unwrap_or_else(|| panic!("{told}"));
    Subject::new(Arc::new(bot), loaded.places, loaded.files)
}

fn word(text: &str, sent_at: Timestamp) -> Event {
    Event::Word(Word { sent_at, text: text.to_owned(), ..Word::default() })
}

/// A conversation that was had with the old version: hi, order, and the service's answer.
fn trace() -> Trace {
    let old = subject(OLD);
    let page = PageFacts::unknown();
    let at = |ms: i64| Timestamp(1_772_440_200_000 + ms);
    let mut conversation = Conversation::new(Arc::new(page.clone()), ContactId::new("anna"), at(0));
    let mut steps = Vec::new();
    let mut call = None;
    for (ms, text) in [(0, "hi"), (5_000, "Order")] {
        let event = word(text, at(ms));
        let done = step(&old.bots, conversation, &event, at(ms));
        conversation = done.conversation;
        let calls = |effect: &Effect| numbered(effect).filter(|(kind, _)| *kind == 4);
        call = done.effects.iter().find_map(calls).map(|(_, id)| id).or(call);
        steps.push(TraceStep { at: at(ms), event: Some(event), on_the_way: false });
    }
    let answer = Answer {
        status: 200,
        headers: indexmap::IndexMap::new(),
        body: Some(serde_json::json!({ "total": 3 })),
        error: None,
        ms: 40,
    };
    let event = Event::Answer { effect: call.expect("the service is called"), answer };
    steps.push(TraceStep { at: at(6_000), event: Some(event), on_the_way: false });
    let hash = old.bots.newest.hash.clone();
    Trace {
        baton_trace: FORMAT,
        page,
        contact: ContactId::new("anna"),
        whole: true,
        versions: vec![(hash.clone(), vec![("bot.yaml".to_owned(), OLD.to_owned())])],
        newest: vec![(at(0), hash)],
        steps,
    }
}

#[test]
fn a_version_that_says_the_same_does_not_depart_whatever_it_is_called_inside() {
    let new = OLD.replace("told", "result") + "moved: { told: result }\n";
    let replayed = replay(&trace(), &subject(&new)).unwrap();
    assert_eq!(replayed.parted, None);
    assert_eq!(replayed.played, 3);
    assert!(replayed.transcript.contains("   bot  There are 3."), "{}", replayed.transcript);
}

#[test]
fn a_recorded_answer_of_a_service_reaches_the_other_version_too() {
    let new = OLD.replace("There are {{total}}.", "You have {{total}} orders.");
    let parted = replay(&trace(), &subject(&new)).unwrap().parted.unwrap();
    assert_eq!(parted.recorded, ["   bot  There are 3."]);
    assert_eq!(parted.now, ["   bot  You have 3 orders."]);
    assert_eq!(parted.after, "    --  the service answers 200");
}

#[test]
fn where_another_way_is_taken_it_is_said_why() {
    let new = OLD.replace("label: Order", "label: My orders");
    let replayed = replay(&trace(), &subject(&new)).unwrap();
    let parted = replayed.parted.unwrap();
    // The choices stand below the first message already.
    assert_eq!(parted.after, "  user  hi");
    let new = OLD.replace(
        "say: Hello!\n    choices: [ { label: Order, to: order } ]",
        "say: Hello!\n    choices: [ { label: Order, to: told } ]",
    );
    let parted = replay(&trace(), &subject(&new)).unwrap().parted.unwrap();
    assert_eq!(parted.recorded, ["    --  GET shop/orders"]);
    assert!(parted.way_now.contains(&"enters `told`".to_owned()), "{:?}", parted.way_now);
    assert!(parted.why.contains("bot.yaml:10"), "{}", parted.why);
}

#[test]
fn a_version_that_asks_for_the_profile_first_is_not_another_for_that() {
    let new = OLD.replace("say: Hello!", "say: '{{#if user.last_name}}Hi{{else}}Hello{{/if}}!'");
    let replayed = replay(&trace(), &subject(&new)).unwrap();
    assert_eq!(replayed.parted, None, "{}", replayed.transcript);
}

#[test]
fn what_was_not_kept_ends_the_play_and_a_strange_trace_is_refused() {
    let mut cut = trace();
    cut.steps[2].event = None;
    let replayed = replay(&cut, &subject(OLD)).unwrap();
    assert!(replayed.cut && replayed.parted.is_none());
    assert_eq!(replayed.played, 2);
    let strange = Trace { baton_trace: 9, ..trace() };
    assert_eq!(replay(&strange, &subject(OLD)).unwrap_err(), Unplayable::Form(9));
    let text = serde_json::to_string(&trace()).unwrap();
    let read: Trace = serde_json::from_str(&text).unwrap();
    assert!(replay(&read, &subject(OLD)).unwrap().parted.is_none());
}

#[test]
fn a_recorded_conversation_becomes_a_test_that_passes() {
    let mut had = trace();
    let at = had.steps[2].at.plus_ms(1_000);
    let photo = Attachment { kind: AttachmentKind::Image, url: None, title: None, place: None };
    let sent = Word { sent_at: at, attachments: vec![photo], ..Word::default() };
    let later = at.plus_ms(7_200_000);
    for event in [Event::Word(sent), word("hello?", later)] {
        let at =
            if matches!(&event, Event::Word(word) if word.text.is_empty()) { at } else { later };
        had.steps.push(TraceStep { at, event: Some(event), on_the_way: false });
    }
    had.page.zone = "Europe/Copenhagen".into();
    let text = test_of(&had, "An order").unwrap();
    let expected = "person: nothing
starts_at: 2026-03-02 09:30 Europe/Copenhagen

# What the services answered.
fake_http:
  - request: GET shop/orders
    reply: { status: 200, json: {\"total\":3} }

tests:

  - test: An order
    steps:
      - user: hi
      - bot: Hello!
        choices: [Order]
      - user: Order
      - http: GET shop/orders
      - bot: There are 3.
      - sends: image
      - bot: Sorry?
      - later: 2h
      - user: hello?
      - bot: Sorry?
";
    assert_eq!(text, expected);
    let files = vec![SourceFile { path: "an_order.test.yaml".into(), text }];
    let subject = subject(OLD);
    let suite = Suite::read(&subject, files);
    assert!(suite.is_right() && play(&subject, &suite, 0).departure.is_none());
    had.versions.clear();
    assert!(test_of(&had, "x").unwrap_err().contains("no longer kept"));
}
