//! What any program that reads YAML does, and nothing else: the yardstick of loading.

use granit_parser::{Event, Parser};

/// What any program that reads YAML has in the end: texts, lists and maps.
enum Node {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// The bare read of a file: its tree, without places and without looking at anything. The letters in it.
pub(crate) fn read(text: &str) -> usize {
    let mut events = Parser::new_from_str(text).map(|event| event.expect("the flow is YAML").0);
    let inside = |event: &Event<'_>| {
        !matches!(event, Event::StreamStart | Event::DocumentStart(..) | Event::Comment(..))
    };
    let first = events.find(inside).expect("the file has something in it");
    count(&node(first, &mut events))
}

fn node<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>) -> Node {
    match event {
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            while let Some(event) = events.next().filter(|event| *event != Event::SequenceEnd) {
                items.push(node(event, events));
            }
            Node::List(items)
        }
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            while let Some(event) = events.next().filter(|event| *event != Event::MappingEnd) {
                let Node::Text(key) = node(event, events) else { panic!("a key is a text") };
                let value = events.next().expect("a key has a value");
                entries.push((key, node(value, events)));
            }
            Node::Map(entries)
        }
        Event::Scalar(text, ..) => Node::Text(text.into_owned()),
        other => panic!("{other:?} is nothing a flow has"),
    }
}

fn count(node: &Node) -> usize {
    match node {
        Node::Text(text) => text.len(),
        Node::List(items) => items.iter().map(count).sum(),
        Node::Map(entries) => entries.iter().map(|(key, value)| key.len() + count(value)).sum(),
    }
}
