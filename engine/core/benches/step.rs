//! What one step costs, in time and in allocations: a keyword among 500, the answer to a question, the return of a
//! handover, and what stands around them.
//!
//! `cargo bench -p baton-core --bench step`
//!
//! Making the conversation that goes in, and dropping what comes out, is not counted; both are the shell's.

use std::sync::Arc;

use baton_core::conversation::{Conversation, PageFacts};
use baton_core::effect::Effect;
use baton_core::event::{Arrived, Control, Event, Moved, Press, Profile, Settled, Word};
use baton_core::id::{AppId, ContactId, Timestamp};
use baton_core::language::{SourceFile, load, render};
use baton_core::step::{Bots, step};
use divan::{AllocProfiler, Bencher};

#[global_allocator]
static COUNTED: AllocProfiler = AllocProfiler::system();

/// Keywords of the bot.
const KEYWORDS: usize = 500;
/// Our own app.
const US: &str = "111";
/// A Monday in March 2026.
const START: Timestamp = Timestamp(1_772_440_200_000);

fn main() {
    divan::main();
}

/// A bot with a menu of choices, a question, a handover and 500 keywords; each has texts the person must say
/// whole and one that may stand anywhere in the message.
fn bot() -> String {
    let head = "bot: b\nlanguage: en\nstart: welcome\nfallback: { say: \"Sorry, I did not get that.\" }\n\
                variables: { email: { type: text } }\nhandover: { return_keywords: [bot], say_on_return: I am back. }\n\
                modules:\n  welcome:\n    say: \"Hi {{default user.first_name \\\"you\\\"}}! What can I do?\"\n    \
                choices: [ { label: My order, to: email }, { label: A person, to: person } ]\n  \
                email:\n    ask: Which e-mail address?\n    expect: email\n    save_as: email\n    to: thanks\n  \
                thanks: { say: \"Thanks, {{email}} it is.\", choices: [ { label: Menu, to: welcome } ] }\n  \
                person: { handover: { say: One moment. }, to: thanks }\n  \
                topic: { say: \"This is about it.\", choices: [ { label: Menu, to: welcome } ] }\nkeywords:\n";
    let keywords: String = (0..KEYWORDS)
        .map(|number| {
            format!(
                "  - {{ id: k{number}, when: {{ any: [ [topic {number}, \"tell me about no. {number}\"], \
                 {{ contains: [subject {number}] }} ] }}, to: topic }}\n"
            )
        })
        .collect();
    format!("{head}{keywords}")
}

fn bots() -> Bots {
    let loaded = load(vec![SourceFile { path: "bot.yaml".into(), text: bot() }]);
    let told = render(&loaded, false);
    Bots::only(Arc::new(loaded.bot.unwrap_or_else(|| panic!("{told}"))))
}

fn said(text: &str) -> Event {
    Event::Word(Word { sent_at: START, text: text.to_owned(), ..Word::default() })
}

fn tapped(conversation: &Conversation, id: &str) -> Event {
    let module = conversation.module().expect("the conversation stands at a module");
    let payload = Some(format!("1.{module}.{id}"));
    let press = Some(Press { payload, title: None });
    Event::Word(Word { sent_at: START, press, ..Word::default() })
}

/// The conversation after these events, with everything answered as the platform would.
fn after(bots: &Bots, events: &[Event]) -> Conversation {
    let page = PageFacts { own_app: AppId::new(US), ..PageFacts::unknown() };
    let mut conversation = Conversation::new(Arc::new(page), ContactId::new("anna"), START);
    for event in events {
        let mut coming = vec![event.clone()];
        while let Some(event) = coming.pop() {
            let done = step(bots, conversation, &event, START);
            conversation = done.conversation;
            coming.extend(done.effects.iter().filter_map(result));
        }
    }
    conversation
}

fn result(effect: &Effect) -> Option<Event> {
    match effect {
        Effect::Pass { id, .. } => Some(Event::Passed { effect: *id, settled: Settled::Accepted }),
        Effect::Take { id, .. } => Some(Event::Took { effect: *id, settled: Settled::Accepted }),
        Effect::AskProfile { id } => {
            let profile = Profile { first_name: Some("Anna".to_owned()), ..Profile::default() };
            Some(Event::ProfileIs { effect: *id, profile: Some(profile) })
        }
        Effect::Send(_) | Effect::Typing { .. } | Effect::Http { .. } | Effect::AskOwner { .. } => {
            None
        }
    }
}

/// Measures one step, and makes sure that it came to this module.
fn measure(bencher: Bencher, bots: &Bots, before: &Conversation, event: &Event, module: &str) {
    let done = step(bots, before.clone(), event, START);
    assert_eq!(done.conversation.module(), Some(module), "{:?}", done.notes);
    bencher
        .with_inputs(|| before.clone())
        .bench_values(|conversation| step(bots, conversation, event, START));
}

#[divan::bench(args = ["topic 3", "topic 250", "topic 499", "is there a subject 499 too?"])]
fn a_keyword_among_500(bencher: Bencher, text: &str) {
    let bots = bots();
    let before = after(&bots, &[said("hi")]);
    measure(bencher, &bots, &before, &said(text), "topic");
}

#[divan::bench]
fn nothing_fits_among_500(bencher: Bencher) {
    let bots = bots();
    let before = after(&bots, &[said("hi")]);
    measure(bencher, &bots, &before, &said("I wonder what you can do for me"), "welcome");
}

#[divan::bench]
fn a_choice_is_tapped(bencher: Bencher) {
    let bots = bots();
    let before = after(&bots, &[said("hi")]);
    let tap = tapped(&before, "my_order");
    measure(bencher, &bots, &before, &tap, "email");
}

#[divan::bench]
fn a_question_is_answered(bencher: Bencher) {
    let bots = bots();
    let before = after(&bots, &[said("hi"), said("my order")]);
    measure(bencher, &bots, &before, &said("anna@example.com"), "thanks");
}

#[divan::bench]
fn an_answer_is_wrong(bencher: Bencher) {
    let bots = bots();
    let before = after(&bots, &[said("hi"), said("my order")]);
    measure(bencher, &bots, &before, &said("I do not know it"), "email");
}

#[divan::bench]
fn a_handover_returns(bencher: Bencher) {
    let bots = bots();
    let before = after(&bots, &[said("hi"), said("a person")]);
    assert!(before.handover().is_some());
    let back = Event::Control(Control {
        moved: Moved::Passed,
        from: Some(AppId::new(AppId::PAGE_INBOX)),
        to: Some(AppId::new(US)),
        metadata: None,
        sent_at: START,
    });
    measure(bencher, &bots, &before, &back, "thanks");
}

#[divan::bench]
fn a_word_while_people_have_the_thread(bencher: Bencher) {
    let bots = bots();
    let before = after(&bots, &[said("hi"), said("a person")]);
    let word = Event::Word(Word {
        arrived: Arrived::Standby,
        sent_at: START,
        text: "my parcel is late".to_owned(),
        ..Word::default()
    });
    measure(bencher, &bots, &before, &word, "person");
}
