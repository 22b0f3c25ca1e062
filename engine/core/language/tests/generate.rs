//! Valid bots by chance, in every form an author can choose: short and long, in blocks and in braces, with
//! wide and narrow indentation, comments and blank lines.

use proptest::prelude::*;
use proptest::sample::select;

/// A part of a file. A scalar is written as it stands; `@` in it becomes a number that no other has.
#[derive(Debug, Clone)]
enum Part {
    Scalar(String),
    List(Vec<Part>),
    Map(Vec<(&'static str, Part)>),
}

use Part::{List, Map};

#[path = "written.rs"]
mod written;

fn s(text: &str) -> Part {
    Part::Scalar(text.to_owned())
}

fn scalar(of: &'static [&'static str]) -> BoxedStrategy<Part> {
    select(of).prop_map(s).boxed()
}

fn list(item: BoxedStrategy<Part>, most: usize) -> BoxedStrategy<Part> {
    prop::collection::vec(item, 1..=most).prop_map(List).boxed()
}

/// One, or a list of one or several.
fn one_or_more(item: BoxedStrategy<Part>) -> BoxedStrategy<Part> {
    prop_oneof![item.clone(), list(item, 3)].boxed()
}

/// Keys of which each is there or not.
fn some(
    keys: Vec<(&'static str, BoxedStrategy<Part>)>,
) -> BoxedStrategy<Vec<(&'static str, Part)>> {
    let each = keys
        .into_iter()
        .map(|(key, part)| prop::option::of(part.prop_map(move |part| (key, part))).boxed());
    each.collect::<Vec<_>>().prop_map(|all| all.into_iter().flatten().collect()).boxed()
}

fn map(keys: Vec<(&'static str, BoxedStrategy<Part>)>) -> BoxedStrategy<Part> {
    some(keys).prop_map(Map).boxed()
}

/// The same map with a key in front.
fn with(
    key: &'static str,
    part: BoxedStrategy<Part>,
    rest: BoxedStrategy<Part>,
) -> BoxedStrategy<Part> {
    (part, rest)
        .prop_map(move |(part, rest)| match rest {
            Map(mut keys) => {
                keys.insert(0, (key, part));
                Map(keys)
            }
            other => other,
        })
        .boxed()
}

fn text() -> BoxedStrategy<Part> {
    scalar(&[
        "Hello there",
        "\"Hi {{default user.first_name \\\"you\\\"}}!\"",
        "'It''s all right'",
        "Your topic is {{topic}}, right?",
        "\"no: this is # one text\"",
        "007",
        "yes",
        "\"~\"",
        "- - -",
        "Ærø (ø) – 12:30",
    ])
    .prop_map(|part| match part {
        Part::Scalar(text) if text == "- - -" => s("\"- - -\""),
        part => part,
    })
    .boxed()
}

fn word() -> BoxedStrategy<Part> {
    scalar(&["word @", "\"Word @!\"", "yes @", "'no, @'", "w@"])
}

fn target(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    scalar(later)
}

/// What a tap or a connection does, with at least one of `do` and `to`.
fn leads(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    prop_oneof![
        target(later).prop_map(|to| Map(vec![("to", to)])),
        (simple_actions(), target(later)).prop_map(|(run, to)| Map(vec![("do", run), ("to", to)])),
        simple_actions().prop_map(|run| Map(vec![("do", run)])),
    ]
    .boxed()
}

fn button(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let press = with("label", scalar(&["Go @", "\"Go, @\""]), leads(later));
    let open = map(vec![("id", scalar(&["b@"]))]);
    let open = with(
        "url",
        scalar(&["https://shop.example/@", "\"https://shop.example/{{topic}}\""]),
        open,
    );
    prop_oneof![press, with("label", scalar(&["Shop @"]), open)].boxed()
}

fn message(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let buttons = prop_oneof![button(later), list(button(later), 3)].boxed();
    let card = with("subtitle", text(), map(vec![("buttons", list(button(later), 2))]));
    prop_oneof![
        4 => text(),
        1 => with("text", text(), map(vec![("buttons", buttons)])),
        1 => Just(Map(vec![("image", s("https://cdn.example.com/@.png"))])),
        1 => Just(Map(vec![("typing", s("2s"))])),
        1 => list(text(), 3).prop_map(|of| Map(vec![("one_of", of)])),
        1 => list(with("title", text(), card), 2).prop_map(|of| Map(vec![("cards", of)])),
    ]
    .boxed()
}

fn messages(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    one_or_more(message(later))
}

/// Messages of which the last can carry choices.
fn ending_in_text(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let several = (list(message(later), 2), text()).prop_map(|(first, last)| match first {
        List(mut all) => {
            all.push(last);
            List(all)
        }
        other => other,
    });
    prop_oneof![text(), several].boxed()
}

/// Actions that need no module around them.
fn simple_action() -> BoxedStrategy<Part> {
    let keyed = |key: &'static str, part: BoxedStrategy<Part>| {
        part.prop_map(move |part| Map(vec![(key, part)])).boxed()
    };
    let marks = one_or_more(scalar(&["vip", "\"late payer\""]));
    let values = scalar(&["refund", "3", "\"3\"", "true", "\"{{email}}\""]);
    let value = prop_oneof![values.clone(), list(values, 2)].boxed();
    prop_oneof![
        keyed("say", one_or_more(text())),
        keyed("tag", marks.clone()),
        keyed("untag", marks),
        keyed("unset", one_or_more(scalar(&["topic", "email"]))),
        keyed("set", value.prop_map(|value| Map(vec![("extra", value)])).boxed()),
        keyed("compute", Just(Map(vec![("score", s("score + 1"))])).boxed()),
        keyed("wait", scalar(&["10m", "1 hour and 30 minutes"])),
    ]
    .boxed()
}

fn simple_actions() -> BoxedStrategy<Part> {
    prop_oneof![
        one_or_more(simple_action()),
        Just(s("handover")),
        handover().prop_map(|of| Map(vec![("handover", of)]))
    ]
    .boxed()
}

fn handover() -> BoxedStrategy<Part> {
    map(vec![
        ("receiver", scalar(&["page_inbox", "desk", "nothing"])),
        ("metadata", scalar(&["a question", "\"about {{topic}}\"", "nothing"])),
        ("say", prop_oneof![Just(s("nothing")), one_or_more(text())].boxed()),
        ("return_button", scalar(&["Back to the bot", "nothing"])),
        ("timeout", scalar(&["30m", "nothing"])),
        (
            "return_keywords",
            prop_oneof![Just(s("bot")), Just(List(vec![s("bot"), s("robot")]))].boxed(),
        ),
        ("say_on_return", one_or_more(text())),
    ])
}

fn condition() -> BoxedStrategy<Part> {
    let named = prop_oneof![
        one_or_more(word()).prop_map(|of| Map(vec![("contains", of)])),
        one_or_more(word()).prop_map(|of| Map(vec![("says", of)])),
        Just(Map(vec![("is", s("email"))])),
        Just(Map(vec![("sends", s("image")), ("not", Map(vec![("sends", s("text"))]))])),
        Just(Map(vec![("no_reply", s("10m"))])),
    ]
    .boxed();
    let any = prop_oneof![word(), list(word(), 2), named.clone()].boxed();
    let any = list(any, 2).prop_map(|of| Map(vec![("any", of)])).boxed();
    prop_oneof![word(), list(word(), 3), named, any].boxed()
}

fn connection(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let given =
        with("if", scalar(&["score > 1", "known(topic) and not tagged(\"vip\")"]), leads(later));
    prop_oneof![with("when", condition(), leads(later)), with("when", condition(), given)].boxed()
}

fn choice(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let rest =
        prop_oneof![leads(later), map(vec![("value", scalar(&["3", "\"3\"", "three"]))])].boxed();
    prop_oneof![scalar(&["Yes @", "\"No, @\""]), with("label", scalar(&["Pick @"]), rest)].boxed()
}

fn outcome(of: &'static str, to: Part) -> Part {
    List(vec![Map(vec![("when", Map(vec![("outcome", s(of))])), ("to", to)])])
}

fn question(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let numbers = map(vec![("min", scalar(&["1"])), ("max", scalar(&["20", "\"30\""]))]);
    let settings = prop_oneof![
        map(vec![("save_as", scalar(&["topic"]))]),
        with("expect", scalar(&["email"]), map(vec![("save_as", scalar(&["email"]))])),
        with("expect", scalar(&["number"]), numbers),
    ]
    .boxed();
    let more = map(vec![
        ("if_invalid", one_or_more(text())),
        ("valid_if", scalar(&["size(text(answer)) < 90"])),
    ]);
    let settings = (settings, more).prop_map(|parts| match parts {
        (Map(mut one), Map(more)) => {
            one.extend(more);
            Map(one)
        }
        (one, _) => one,
    });
    (messages(later), settings.boxed(), any::<bool>(), target(later))
        .prop_map(|(say, settings, inside, to)| {
            let Map(mut keys) = settings else { return settings };
            if inside {
                keys.insert(0, ("say", say));
                return Map(vec![("ask", Map(keys)), ("to", to)]);
            }
            keys.insert(0, ("ask", say));
            keys.push(("to", to));
            Map(keys)
        })
        .boxed()
}

fn module(later: &'static [&'static str]) -> BoxedStrategy<Part> {
    let ends = map(vec![("connections", list(connection(later), 3))]);
    let to = (ends, target(later)).prop_map(|(ends, to)| match ends {
        Map(mut keys) => {
            keys.push(("to", to));
            Map(keys)
        }
        other => other,
    });
    let to = to.boxed();
    let choices = with("choices", list(choice(later), 4), to.clone());
    let actions = list(prop_oneof![3 => simple_action(), 1 => Just(s("handover"))].boxed(), 3);
    let handed = prop_oneof![Just(s("")), handover()].boxed();
    let handed = (handed, target(later)).prop_map(|(handover, to)| {
        Map(vec![
            ("handover", handover),
            ("connections", outcome("failed", to.clone())),
            ("to", to),
        ])
    });
    let called = target(later).prop_map(|to| {
        let http = Map(vec![("get", s("shop/orders?email={{email}}")), ("save", s("topic"))]);
        Map(vec![("http", http), ("connections", outcome("failed", to.clone())), ("to", to)])
    });
    let kinds = prop_oneof![
        with("say", messages(later), to.clone()),
        with("say", ending_in_text(later), choices),
        with("say", text(), with("actions", actions, to.clone())),
        with("tag", one_or_more(scalar(&["vip"])), to),
        question(later),
        handed,
        called,
    ]
    .boxed();
    prop_oneof![4 => kinds.clone(), 1 => with("note", text(), kinds)].boxed()
}

/// Ids of modules, each with where it can lead without a circle.
const MODULES: [(&str, &[&str]); 4] = [
    ("m0", &["m1", "m2", "m3", "end"]),
    ("m1", &["m2", "m3", "end"]),
    ("m2", &["m3", "end"]),
    ("m3", &["end"]),
];

fn parts() -> BoxedStrategy<Part> {
    let modules: Vec<BoxedStrategy<(&'static str, Part)>> = MODULES
        .into_iter()
        .map(|(id, later)| module(later).prop_map(move |module| (id, module)).boxed())
        .collect();
    let variables = prop_oneof![
        Just(Map(vec![("score", s("number")), ("topic", s("any")), ("email", s("text"))])),
        Just(Map(vec![
            ("score", Map(vec![("type", s("number")), ("default", s("0"))])),
            ("topic", Map(vec![("keep", s("session"))])),
            ("email", Map(vec![("type", s("text")), ("secret", s("no"))])),
        ])),
    ];
    let keyword =
        with("when", one_or_more(word()), leads(MODULES[0].1)).prop_map(|keyword| match keyword {
            Map(mut keys) => {
                keys.insert(0, ("id", s("k@")));
                Map(keys)
            }
            other => other,
        });
    let menu = prop_oneof![button(MODULES[0].1), list(button(MODULES[0].1), 3)].boxed();
    let rest = some(vec![
        ("keywords", list(keyword.boxed(), 3)),
        ("fallback", with("say", messages(MODULES[0].1), map(vec![]))),
        ("menu", menu),
        ("handover", handover()),
    ]);
    (variables, rest, modules)
        .prop_map(|(variables, rest, modules)| {
            let mut keys =
                vec![("bot", s("generated")), ("start", s("m0")), ("variables", variables)];
            keys.push(("receivers", Map(vec![("desk", s("\"1234567890\""))])));
            let shop = Map(vec![("url", s("https://shop.example"))]);
            keys.push(("services", Map(vec![("shop", shop)])));
            keys.extend(rest);
            keys.push(("modules", Map(modules)));
            Map(keys)
        })
        .boxed()
}

/// A valid bot as text.
pub(crate) fn bot() -> BoxedStrategy<String> {
    let styles = prop::collection::vec(any::<u8>(), 8..40);
    (parts(), 1_usize..=5, 0_usize..=3, styles)
        .prop_map(|(parts, step, dash, styles)| {
            let mut text = String::new();
            for (number, piece) in
                written::written(&parts, step, dash, styles).split('@').enumerate()
            {
                if number > 0 {
                    text += &number.to_string();
                }
                text += piece;
            }
            text
        })
        .boxed()
}
