//! What the names that every bot has stand for, said by the bot itself.

use serde_json::json;

use super::world::{INBOX, US, World, answer};
use crate::event::{
    Attachment, AttachmentKind, Control, Event, Moved, Opening, Profile, Referral, System,
    SystemKind, Word,
};
use crate::id::AppId;
use crate::value::Value;

/// A bot that says this when it is sent to the module `tell`.
fn telling(text: &str) -> World {
    let mut world = World::new(&format!(
        "bot: b\nfallback: {{ say: Pardon? }}\nservices: {{ shop: {{ url: \"https://shop.example\" }} }}\nmodules:\n  \
         a: {{ say: Hello, connections: [ {{ when: {{ any: [ {{ event: reaction }}, {{ event: optin }}, {{ event: linked }}, {{ event: feedback }} ] }}, to: tell }} ], to: end }}\n  tell: {{ say: '{text}', waits: yes, to: end }}\n  \
         call:\n    http: {{ get: shop/orders }}\n    connections: [ {{ to: tell }} ]\n  \
         choose: {{ say: Which?, choices: [ {{ label: The first, value: 1, to: end }} ] }}\n  \
         person: {{ handover: {{ metadata: a note, return_keywords: [bot] }}, to: end }}\n"
    ));
    world.says("hi");
    world.take_unread();
    world
}

/// What it says then.
fn tells(world: &mut World) -> String {
    world.take_unread();
    world.goes_to("tell");
    world.take_unread().join("\n")
}

#[test]
fn the_person_is_known_by_the_profile() {
    let mut world = telling(
        "{{user.id}} {{user.first_name}} {{user.last_name}} {{user.language}} {{user.locale}} {{user.timezone}} \
         {{user.picture}}",
    );
    world.c.person.profile = Some(Profile {
        first_name: Some("Anna".into()),
        last_name: Some("Berg".into()),
        locale: Some("en_GB".into()),
        timezone: Some(2.0),
        picture: Some("https://cdn.example.com/anna.png".into()),
    });
    assert_eq!(tells(&mut world), "anna Anna Berg en en_GB 2 https://cdn.example.com/anna.png");
}

#[test]
fn a_message_is_known_by_its_words_its_kind_and_what_came_along() {
    let mut world = telling("{{input.kind}}: {{input.text}}");
    world.says("where is it?");
    assert_eq!(tells(&mut world), "text: where is it?");
    let mut world = telling("{{input.label}}");
    world.goes_to("choose");
    world.taps("The first");
    assert_eq!(tells(&mut world), "The first");
    let mut world = telling("{{input.kind}} {{input.url}} {{input.file_name}}");
    let file = Attachment {
        kind: AttachmentKind::File,
        url: Some("https://cdn.example.com/1".into()),
        title: Some("bill.pdf".into()),
        place: None,
    };
    let word = Word { attachments: vec![file], ..world.word("") };
    world.step(Event::Word(word));
    assert_eq!(tells(&mut world), "file https://cdn.example.com/1 bill.pdf");
    let mut world = telling("{{input.latitude}} {{input.longitude}}");
    world.sends(AttachmentKind::Location);
    assert_eq!(tells(&mut world), "55.5 12.25");
}

#[test]
fn a_link_and_an_ad_are_known_by_what_they_carry() {
    let mut world = telling("{{event.type}} {{event.ref}} {{event.source}} {{event.ad_id}}");
    let referral = Referral {
        reference: Some("sale".into()),
        source: Some("ADS".into()),
        ad_id: Some("77".into()),
    };
    let (arrived, sent_at) = (crate::event::Arrived::Messaging, world.now);
    let opening = Opening { arrived, sent_at, get_started: false, referral: Some(referral) };
    world.step(Event::Opening(opening));
    assert_eq!(tells(&mut world), "referral sale ADS 77");
}

#[test]
fn an_event_is_known_by_its_data() {
    let events = [
        (SystemKind::Reaction, "reaction", vec!["reaction", "emoji"]),
        (SystemKind::Optin, "optin", vec!["payload", "title"]),
        (SystemKind::Linked, "linked", vec!["status"]),
        (SystemKind::Feedback, "feedback", vec!["question", "comment"]),
    ];
    for (kind, name, members) in events {
        let inserted: Vec<_> =
            members.iter().map(|member| format!("{{{{event.{member}}}}}")).collect();
        let mut world = telling(&format!("{{{{event.type}}}} {}", inserted.join(" ")));
        let data =
            members.iter().map(|name| ((*name).to_owned(), Value::text(format!("<{name}>"))));
        let sent_at = world.now;
        world.step(Event::System(System { kind, sent_at, data: data.collect() }));
        let data: Vec<_> = members.iter().map(|member| format!("<{member}>")).collect();
        world.reads(&[&format!("{name} {}", data.join(" "))]);
    }
}

#[test]
fn a_pass_is_known_by_its_apps_and_its_note() {
    let mut world =
        telling("{{event.type}} {{event.from_app}} {{event.to_app}} {{event.metadata}}");
    let control = Control {
        moved: Moved::Passed,
        from: Some(AppId::new(INBOX)),
        to: Some(AppId::new(US)),
        metadata: Some("over to you".into()),
        sent_at: world.now,
    };
    world.step(Event::Control(control));
    assert_eq!(tells(&mut world), format!("pass_thread_control {INBOX} {US} over to you"));
}

#[test]
fn a_handover_is_known_by_its_beginning_and_its_end() {
    let mut world = telling(
        "{{handover.receiver}}, {{handover.metadata}}, {{handover.opened_at}}, {{handover.returned_at}}, \
         {{handover.returned_by}}, {{handover.agent_wrote}}, {{handover.waited}}",
    );
    world.goes_to("person");
    world.agent(INBOX, "Hello");
    world.says("bot");
    let told = tells(&mut world);
    assert_eq!(
        told,
        "263902037430900, a note, 2026-03-02T09:30:01+01:00, 2026-03-02T09:30:07+01:00, keyword, yes, 6"
    );
}

#[test]
fn an_answer_of_a_service_is_known_by_how_it_came() {
    let mut world =
        telling("{{http.ok}} {{http.status}} {{http.ms}} {{http.headers.x_trace}} {{http.error}}");
    let mut found = answer(503, json!({}));
    found.headers.insert("x_trace".into(), "t-1".into());
    world.answers.push_back(found);
    world.goes_to("call");
    assert_eq!(world.take_unread().join("\n"), "no 503 7 t-1");
}

#[test]
fn conversation_page_and_bot_are_known() {
    let mut world = telling(
        "{{conversation.module}} {{conversation.channel}} {{conversation.window_until}} {{page.id}} {{page.name}} \
         {{bot.id}} {{size conversation.id}} {{size bot.version}} {{size tags}} {{today}} {{now}}",
    );
    assert_eq!(
        tells(&mut world),
        "tell messenger 2026-03-03T09:30:01+01:00 1 Nordic b 16 32 0 2026-03-02 2026-03-02T09:30:01+01:00"
    );
}
