//! What the graph of a bot holds, and that every writer tells all of it.

use proptest::prelude::*;

use super::{Graph, NodeKind, To, Way, WayKind, dot, json, mermaid, svg};
use crate::language::{SourceFile, load, render};
use crate::note::Note;

/// The graph of a bot that must have no errors.
pub(super) fn graph_of(text: &str) -> Graph {
    let loaded = load(vec![SourceFile { path: "bot.yaml".into(), text: text.into() }]);
    let told = render(&loaded, false);
    let bot = loaded.bot.unwrap_or_else(|| panic!("{told}"));
    Graph::of(&bot, &loaded.places, &loaded.files)
}

/// A bot of so many modules with these connections.
pub(super) fn made(count: usize, leads: &[(usize, usize)]) -> String {
    let mut text = "bot: made\nstart: m0\nfallback: { say: Pardon? }\nmodules:\n".to_owned();
    for at in 0..count {
        text += &format!("  m{at}:\n    say: This is number {at}\n    to: end\n");
        let own: Vec<_> = leads.iter().enumerate().filter(|(_, (from, _))| *from == at).collect();
        if !own.is_empty() {
            text += "    connections:\n";
        }
        for (number, (_, to)) in own {
            text += &format!("      - {{ when: [word {number}], to: m{to} }}\n");
        }
    }
    text
}

const SHOP: &str = r#"
bot: shop
name: Shop
start: welcome
receivers: { desk: "1234567890" }
services: { api: { url: "https://api.example" } }
hours: { support: { zone: UTC, mon-fri: ["9:00-17:00"] } }
variables: { email: { type: text }, score: { type: number, default: 0 } }
keywords:
  - { id: menu, when: [menu], to: welcome }
  - { when: { contains: [delivery time] }, do: [ say: Two days. ] }
fallback: { say: Pardon?, give_up_after: 2, to: person }
entries: { get_started: { to: welcome }, ref: { sale: { to: order } } }
menu: [ { label: Help, to: person }, { label: Web, url: "https://example.com" } ]
handover: { after: welcome, return_keywords: [bot] }
modules:
  welcome:
    say: Hi {{default user.first_name "you"}}!
    choices:
      - { label: Order, to: order }
      - { label: Later, do: [ remind: { after: 2h, to: order } ], to: end }
    connections:
      - { when: { any: [ { says: [hello] }, { contains: [good day] } ] }, if: score > 1, to: again_please }
      - { when: { no_reply: 10m }, to: stay }
  again_please: { say: Hm., choices: [ { label: Back, to: back } ] }
  order:
    ask: Which e-mail?
    expect: email
    save_as: email
    tries: 2
    connections: [ { when: { outcome: too_many_tries }, to: person } ]
    to: find
  find:
    actions:
      - call: address
      - http: { get: "api/orders?e={{email}}" }
    connections: [ { when: { outcome: failed }, do: [ handover: { receiver: desk } ], to: welcome } ]
    to: welcome
  address: { say: One moment., actions: [ return ] }
  person:
    name: Talk to a person
    handover:
      receiver: desk
      hours: support
      metadata: from the shop
      return_button: Back
      pickup_timeout: 5m
    connections:
      - { when: { outcome: closed }, to: welcome }
      - { when: { outcome: nobody_answered }, to: lonely }
    to: welcome
  lonely: { say: Sorry., to: end }
  forgotten: { say: Nobody comes here., to: welcome }
"#;

fn way<'g>(graph: &'g Graph, id: &str) -> &'g Way {
    graph.all().find(|way| way.id == id).unwrap_or_else(|| {
        panic!("no {id} in {:?}", graph.all().map(|way| &way.id).collect::<Vec<_>>())
    })
}

fn name<'g>(graph: &'g Graph, to: &To) -> &'g str {
    to.module().map_or("", |at| graph.nodes[at].id.as_str())
}

#[test]
fn every_module_is_told_by_what_it_is() {
    let graph = graph_of(SHOP);
    let kinds: Vec<NodeKind> = graph.nodes.iter().map(|node| node.kind).collect();
    use NodeKind::{Handover, Menu, Message, Question, Service};
    assert_eq!(kinds, [Menu, Menu, Question, Service, Message, Handover, Message, Message]);
    assert_eq!(graph.nodes[0].says, "Hi {first_name}!");
    assert_eq!(graph.nodes[2].does, ["takes an e-mail address, kept as email, 2 tries"]);
    assert_eq!(graph.nodes[3].does, ["GET api/orders?e={{email}}"]);
    assert_eq!(graph.nodes[0].place, Some(("bot.yaml".to_owned(), 17)));
}

#[test]
fn a_handover_tells_its_receiver_and_every_way_back() {
    let graph = graph_of(SHOP);
    let handing = graph.nodes[5].handing.as_ref().unwrap();
    assert_eq!((handing.receiver.as_str(), handing.hours.as_deref()), ("desk", Some("support")));
    assert_eq!(handing.back, ["button “Back”", "writes “bot”", "nobody answers for 5m"]);
    let ends: Vec<_> = graph.ways.iter().filter(|way| way.from == Some(5)).collect();
    let ends: Vec<_> = ends.iter().map(|way| (way.words.as_str(), way.kind)).collect();
    let expected = [("closed", WayKind::Bad), ("nobody answered", WayKind::Bad)];
    assert_eq!(ends[..2], expected);
    assert_eq!(ends[2], ("returned", WayKind::Good));
    let within = way(&graph, "w-find-connection.0").hands.as_ref().unwrap();
    assert_eq!(within.receiver, "desk", "a handover in a `do` too");
}

#[test]
fn conditions_are_told_in_words_and_any_is_one_way() {
    let graph = graph_of(SHOP);
    let any = way(&graph, "w-welcome-connection.0");
    assert_eq!(any.words, "says “hello” or contains “good day”, if score > 1");
    assert_eq!(way(&graph, "w-welcome-connection.1").words, "no reply for 10m");
    assert_eq!(way(&graph, "w-welcome-connection.1").to, To::Stay);
    assert_eq!(way(&graph, "w-again_please-choice.back").to, To::Back);
    assert_eq!(way(&graph, "w-lonely-to").words, "then");
    let later = way(&graph, "w-welcome-choice.later");
    assert_eq!((later.words.as_str(), &later.to), ("“Later”", &To::End));
}

#[test]
fn calls_and_reminders_are_ways_too() {
    let graph = graph_of(SHOP);
    let kinds = |wanted| graph.ways.iter().filter(move |way| way.kind == wanted);
    let call: Vec<_> = kinds(WayKind::Call).map(|way| name(&graph, &way.to)).collect();
    assert_eq!(call, ["address"]);
    let reminder: Vec<_> = kinds(WayKind::Reminder).collect();
    assert_eq!(reminder.len(), 1);
    assert_eq!((reminder[0].words.as_str(), name(&graph, &reminder[0].to)), ("after 2h", "order"));
}

#[test]
fn every_way_in_is_told_with_where_it_leads() {
    let graph = graph_of(SHOP);
    let told: Vec<String> =
        graph.entrances.iter().map(|way| format!("{} {}", way.id, name(&graph, &way.to))).collect();
    let expected = [
        "in-start welcome",
        "in-get_started welcome",
        "in-ref.sale order",
        "in-keyword.0 welcome",
        "in-keyword.1 ",
        "in-menu.help person",
        "in-menu.web ",
        "in-fallback person",
        "in-after_agent welcome",
    ];
    assert_eq!(told, expected);
    assert_eq!(way(&graph, "in-fallback").words, "nothing fits, 2 times in a row");
    assert_eq!(way(&graph, "in-keyword.1").does, ["says “Two days.”"]);
}

#[test]
fn what_nothing_leads_to_is_known() {
    let graph = graph_of(SHOP);
    let apart: Vec<&str> =
        graph.nodes.iter().filter(|node| !node.reached).map(|node| node.id.as_str()).collect();
    assert_eq!(apart, ["forgotten"]);
}

#[test]
fn a_way_is_found_by_what_a_step_notes() {
    let graph = graph_of(SHOP);
    let note = |from: &str, index| Note::Followed { from: from.into(), index };
    for (note, id) in [
        (note("welcome", 0), "w-welcome-connection.0"),
        (note("welcome.order", 0), "w-welcome-choice.order"),
        (note("order", 1), "w-order-to"),
        (note("keywords", 1), "in-keyword.1"),
        (note("entries.ref.sale", 0), "in-ref.sale"),
        (note("@menu.help", 0), "in-menu.help"),
    ] {
        let Note::Followed { from, index } = &note else { continue };
        let is = |way: &&Way| way.taken.as_ref() == Some(&(from.clone(), *index));
        let found: Vec<&str> = graph.all().filter(is).map(|way| way.id.as_str()).collect();
        assert_eq!(found, [id], "{note:?}");
    }
}

/// Whether every module and way of a graph stands in every format.
fn all_is_told(graph: &Graph) -> Result<(), TestCaseError> {
    let (svg, dot, mermaid, json) = (svg(graph), dot(graph), mermaid(graph), json(graph));
    prop_assert_eq!(json["nodes"].as_array().unwrap().len(), graph.nodes.len());
    prop_assert_eq!(json["edges"].as_array().unwrap().len(), graph.all().count());
    let edges = |text: &str, arrows: &[&str]| {
        text.lines().filter(|line| arrows.iter().any(|arrow| line.contains(arrow))).count()
    };
    prop_assert_eq!(edges(&dot, &[" -> "]), graph.all().count());
    prop_assert_eq!(edges(&mermaid, &[" -->|", " ==>|", " -.->|"]), graph.all().count());
    for node in &graph.nodes {
        prop_assert!(svg.contains(&format!("id=\"m-{}\"", node.id)), "{}", node.id);
        prop_assert!(dot.contains(&format!("\"m-{}\" [", node.id)), "{}", node.id);
        prop_assert!(mermaid.contains(&format!("\n  m_{}", node.id)), "{}", node.id);
    }
    for way in graph.all() {
        prop_assert!(svg.contains(&format!("id=\"{}\"", way.id)), "{} in\n{svg}", way.id);
        let has = |edge: &serde_json::Value| edge["id"] == way.id.as_str();
        prop_assert!(json["edges"].as_array().unwrap().iter().any(has), "{}", way.id);
    }
    let mut ids: Vec<&str> = graph.all().map(|way| way.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    prop_assert_eq!(ids.len(), graph.all().count(), "each has an id of its own");
    Ok(())
}

#[test]
fn the_shop_is_told_whole() {
    all_is_told(&graph_of(SHOP)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_connection_of_a_bot_stands_in_every_format(text in crate::language::tests::generate::bot()) {
        all_is_told(&graph_of(&text))?;
    }

    #[test]
    fn the_same_bot_gives_the_same_bytes(text in crate::language::tests::generate::bot()) {
        let (one, other) = (graph_of(&text), graph_of(&text));
        prop_assert_eq!(svg(&one), svg(&other));
        prop_assert_eq!(json(&one).to_string(), json(&other).to_string());
        prop_assert_eq!((dot(&one), mermaid(&one)), (dot(&other), mermaid(&other)));
    }
}

#[test]
fn the_json_says_where_the_picture_has_it() {
    let graph = graph_of(SHOP);
    let (json, svg) = (json(&graph), svg(&graph));
    let edges = json["edges"].as_array().unwrap();
    let order = edges.iter().find(|edge| edge["id"] == "w-welcome-choice.order").unwrap();
    let path = order["path"].as_str().unwrap();
    assert!(svg.contains(&format!(
        "id=\"e-w-welcome-choice.order\" data-from=\"welcome\" data-to=\"order\" d=\"{path}\""
    )));
    assert_eq!(order["taken"], serde_json::json!({ "from": "welcome.order", "index": 0 }));
    let node = &json["nodes"][0];
    let (x, width) = (node["x"].as_f64().unwrap(), node["width"].as_f64().unwrap());
    assert!(path.starts_with(&format!("M{} ", x + width)), "{path} begins at the side of {node}");
    assert_eq!((&node["file"], &node["line"]), (&"bot.yaml".into(), &17.into()));
}

#[test]
fn a_large_bot_has_few_lanes() {
    // Every one of 400 modules leads to the next and back to the first.
    let leads: Vec<(usize, usize)> =
        (0..399).map(|at| (at, at + 1)).chain((1..400).map(|at| (at, 0))).collect();
    let graph = graph_of(&made(400, &leads));
    let svg = svg(&graph);
    assert!(svg.len() < 3_000_000, "{}", svg.len());
    assert_eq!(svg.matches("class=\"node ").count(), 400);
}
