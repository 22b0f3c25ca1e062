//! What a loaded bot holds: waiting, questions, ids, defaults, handovers.

use super::{bot, codes, modules, one};
use crate::action::{Action, Handover, OnReturn};
use crate::bot::{Bot, Module, owner};
use crate::condition::Class;
use crate::conversation::Target;
use crate::id::{AppId, ButtonId, ListId, ModuleId};
use crate::language::{load, render};
use crate::value::Type;

fn module(text: &str) -> Module {
    let text = modules(&format!("a: {text}\nz: {{ say: Z, to: end }}"));
    bot(&text).modules[&ModuleId::new("a")].clone()
}

fn handover(bot: &Bot, list: &str, at: usize) -> Handover {
    match &bot.lists[&ListId::new(list)].actions[at] {
        Action::Handover(handover) => (**handover).clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_module_waits_for_what_needs_the_person_an_event_or_time() {
    for text in [
        "{ ask: Name?, to: z }",
        "{ say: Hi, choices: [ { label: Go, to: z } ] }",
        "{ handover: { return_keywords: [bot] }, to: z }",
        "{ say: Hi, connections: [ { when: [x], to: z } ] }",
        "{ say: Hi, connections: [ { when: { event: referral }, to: z } ] }",
        "{ say: Hi, connections: [ { when: { no_reply: 1m }, to: z } ] }",
        "{ say: { text: Hi, buttons: [ { label: Go, to: z } ] } }",
        "{ say: Hi, waits: yes, connections: [ { to: z } ] }",
    ] {
        assert!(module(text).waits, "{text}");
    }
    for text in [
        "{ say: Hi, to: z }",
        "{ say: { text: Hi, buttons: [ { label: Go, to: z } ] }, to: z }",
        "{ say: { text: Hi, buttons: [ { label: Go, url: \"https://x.example\" } ] }, to: z }",
        "{ say: Hi, connections: [ { if: known(user.first_name), to: z }, { to: end } ] }",
    ] {
        assert!(!module(text).waits, "{text}");
    }
}

#[test]
fn the_last_thing_said_carries_the_choices_and_a_question_asks_again() {
    let text = "{ actions: [ { say: One }, { say: Two }, { tag: t } ], choices: [ { label: Go, \
               to: z } ] }";
    assert_eq!(module(text).question_at, Some(1));
    assert_eq!(module("{ say: Hi, ask: Name?, to: z }").question_at, Some(1));
    assert_eq!(module("{ say: Hi, connections: [ { when: [x], to: z } ] }").question_at, None);
}

#[test]
fn classes_say_what_a_connection_waits_for() {
    let class = |when: &str| {
        let text = format!(
            "{{ ask: Hm?, tries: 2, connections: [ {{ when: {when}, to: z }}, {{ to: z }} ] }}"
        );
        module(&text).connections[0].class
    };
    assert_eq!(class("[x]"), Class::Named);
    assert_eq!(class("{ sends: image }"), Class::Named);
    assert_eq!(class("{ sends: anything }"), Class::Open);
    assert_eq!(class("{ not: { contains: x } }"), Class::Open);
    assert_eq!(class("{ event: optin, contains: x }"), Class::Event);
    assert_eq!(class("{ outcome: too_many_tries }"), Class::Outcome);
    assert_eq!(class("{ no_reply: 5m }"), Class::Silence);
    let own = module("{ ask: Hm?, connections: [ { if: known(user.id), to: z } ], to: z }");
    assert_eq!(own.connections[0].class, Class::State);
    assert!(!own.connections[0].short && own.connections[1].short);
}

#[test]
fn words_behind_to_are_no_modules() {
    let target = |word: &str| {
        let text = format!("{{ ask: Hm?, to: {word} }}");
        module(&text).connections[0].leads.to.clone()
    };
    assert_eq!(target("end"), Some(Target::End));
    assert_eq!(target("stay"), Some(Target::Stay));
    assert_eq!(target("back"), Some(Target::Back));
    assert_eq!(target("again"), Some(Target::Again));
    assert_eq!(target("z"), Some(Target::Module(ModuleId::new("z"))));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "sorted right behind")]
fn everything_that_can_be_tapped_has_an_owner_and_an_id() {
    let text = "bot: b\nstart: a\nfallback: { say: { text: Hm, buttons: [ { label: Help me, to: a \
               } ] } }\nmenu: [ { label: Back to the bot, do: [ take_back ], to: a } \
               ]\nkeywords:\n  - { id: menu, when: [menu], do: [ { say: { text: M, buttons: [ { \
               label: Go, to: a } ] } } ] }\nentries: { ref: { x-y: { do: [ { say: { text: E, \
               buttons: [ { label: Go, to: a } ] } } ], to: a } } }\nhandover: { say: { text: H, \
               buttons: [ { label: Return, do: [ take_back ] } ] }, say_on_return: { text: R, \
               buttons: [ { label: Menu, to: a } ] } }\nmodules:\n  a:\n    say: { text: Hi, \
               buttons: [ { label: Talk to a person, do: [ handover ] } ] }\n    choices: [ { \
               label: Yes, do: [ { tag: y } ], to: a } ]\n    connections: [ { when: [x], do: [ { \
               say: { text: T, buttons: [ { label: Deep, set: { n: 1 } } ] } } ] } ]\n";
    let bot = bot(text);
    let mut found: Vec<String> = bot
        .presses
        .iter()
        .map(|((owner, id), press)| {
            let list = press.leads.list.as_ref().map_or("", ListId::as_str);
            format!("{owner} {id} {list}")
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "@entries_ref_x-y go ",
            "@fallback help_me ",
            "@handover_say return @handover_say#b.return",
            "@keywords_menu go ",
            "@menu back_to_the_bot @menu#back_to_the_bot",
            "@say_on_return menu ",
            "a deep a#b.deep",
            "a talk_to_a_person a#b.talk_to_a_person",
            "a yes a#o.yes",
        ]
    );
    let press = |owner: &str, id: &str| &bot.presses[&(ModuleId::new(owner), ButtonId::new(id))];
    assert!(press(owner::MENU, "back_to_the_bot").takes_back);
    assert!(press(owner::MENU, "back_to_the_bot").leads_on(&bot));
    assert!(!press(owner::HANDOVER_SAY, "return").leads_on(&bot));
    assert_eq!(press("a", "yes").choice, Some(0));
    assert!(bot.lists.contains_key(&ListId::new("@keywords#0")));
    assert!(bot.lists.contains_key(&ListId::new("@entries#ref.x-y")));
    assert!(bot.lists.contains_key(&ListId::new("a#c0")));
}

#[test]
fn what_a_button_sets_comes_first_but_behind_take_back() {
    let list = |button: &str| {
        let text = modules(&format!(
            "a: {{ say: {{ text: Hi, buttons: [ {button} ] }} }}\nz: {{ say: '{{{{n}}}}', to: end \
                }}"
        ));
        let bot = bot(&text);
        let list = &bot.lists[&ListId::new("a#b.go")];
        list.actions
            .iter()
            .map(|action| format!("{action:?}").split(['(', ' ']).next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(list("{ label: Go, set: { n: 1 }, do: [ { tag: t } ], to: z }"), ["Set", "Tag"]);
    assert_eq!(list("{ label: Go, set: { n: 1 }, do: [ take_back ], to: z }"), ["TakeBack", "Set"]);
}

#[test]
fn a_handover_takes_each_key_it_lacks_from_the_bot() {
    let text = "bot: b\nstart: a\nfallback: { say: Hm }\nreceivers: { desk: 1234567890123456789 \
               }\nhandover: { receiver: desk, say: Wide, return_button: Back, idle_timeout: 30m, \
               return_keywords: [bot], say_on_return: Here }\nmodules:\n  a: { actions: [ \
               handover, { handover: { say: Own, receiver: page_inbox, idle_timeout: nothing, \
               return_keywords: [], say_on_return: nothing, return_button: nothing, timeout: 1h } \
               } ], to: end }\n";
    let bot = bot(text);
    let (wide, own) = (handover(&bot, "a", 0), handover(&bot, "a", 1));
    assert_eq!(wide.receiver, Some(AppId::new("1234567890123456789")));
    assert!(wide.say.is_some() && wide.return_button.is_some() && wide.idle.is_some());
    assert_eq!(wide.return_keywords.len(), 1);
    assert!(matches!(wide.say_on_return, OnReturn::Say(_)));
    assert_eq!(own.receiver, Some(AppId::new(AppId::PAGE_INBOX)));
    assert!(own.idle.is_none() && own.return_keywords.is_empty() && own.return_button.is_none());
    assert!(matches!(own.say_on_return, OnReturn::Nothing));
    assert!(own.timeout.is_some());
}

#[test]
fn variables_come_from_what_is_saved_too() {
    let text = modules(
        "a: { actions: [ { ask: { say: Q, expect: number, save_as: n } }, { compute: { big: n > 3 \
            } }, { set: { t: 'x', u: '{{n}}' } } ], connections: [ { if: big, to: z } ], to: z \
            }\nz: { say: '{{t}} {{u}} {{user.first_name}}', to: end }",
    );
    let bot = bot(&text);
    let kind = |name: &str| bot.variables[name].kind;
    assert_eq!(kind("n"), Type::Number);
    assert_eq!(kind("big"), Type::YesNo);
    assert_eq!(kind("t"), Type::Text);
    assert_eq!(kind("u"), Type::Number);
    assert!(bot.uses_profile);
}

#[test]
fn the_id_alone_needs_no_profile() {
    assert!(!bot(&modules("a: { say: 'You are {{user.id}}', to: end }")).uses_profile);
}

#[test]
fn without_a_fallback_there_is_a_default_text_and_a_warning() {
    let loaded = one("bot: b\nlanguage: da\nmodules: { a: { say: Hej, to: end } }\n");
    assert_eq!(codes(&loaded), ["no-fallback 1:1"]);
    let bot = loaded.bot.expect("a warning is no error");
    assert!(format!("{:?}", bot.fallback.say).contains("Undskyld"));
    assert_eq!(bot.start, ModuleId::new("a"));
}

#[test]
fn the_hash_names_the_content() {
    let text = modules("a: { say: Hi, to: end }");
    let (first, again) = (bot(&text).hash, bot(&text).hash);
    assert_eq!(first, again);
    assert_eq!(first.as_str().len(), 32);
    assert_ne!(first, bot(&text.replace("Hi", "Ho")).hash);
}

#[test]
fn the_flows_and_examples_load() {
    /// A bot of the repository by its files.
    macro_rules! of {
        ($folder:literal: $($name:literal),*) => {
            vec![$(super::file($name, include_str!(concat!("../../../../", $folder, "/", $name)))),*]
        };
    }
    let bots = [
        of!("flows": "bot.yaml", "orders.yaml", "person.yaml", "returns.yaml", "welcome.yaml"),
        of!("examples/certainly-human-takeover": "bot.yaml"),
        of!("examples/chatfuel-conversation-handover": "bot.yaml"),
        of!("examples/cognigy-http-handover": "bot.yaml"),
        of!("examples/the-bot-platform-handover": "bot.yaml"),
    ];
    for files in bots {
        let loaded = load(files);
        assert!(loaded.bot.is_some(), "{}", render(&loaded, false));
    }
}

#[test]
fn a_session_ends_after_a_day_unless_the_bot_says_otherwise() {
    let expires = |keys: &str| {
        bot(&format!("{keys}{}", modules("a: { say: Hi!, to: end }"))).session.expires_after
    };
    let day = Some(crate::duration::Duration::hours(24));
    assert_eq!(expires(""), day);
    assert_eq!(expires("session: {}\n"), day);
    assert_eq!(
        expires("session: { expires_after: 8h }\n"),
        Some(crate::duration::Duration::hours(8))
    );
    assert_eq!(expires("session: { expires_after: nothing }\n"), None);
}
