//! Where in a bot texts stand: goes through its files and leaves what is said in words.
//!
//! It is made from the files as they stand, not from the bot: a file of a language can be completed
//! while the bot has errors, and the place of every text is known.

use super::super::button::slug;
use super::super::source::Spot;
use super::super::tree::{Kind, Node};
use super::outline::{
    Outline, Shape, address, by_id, entries, keyed, keys, named, optional, places, several, text,
};
use crate::tongue::Tongue;

/// Keys of pictures and addresses: they may differ by language, and mostly do not.
const ADDRESSES: [&str; 5] = ["image", "video", "audio", "file", "url"];

/// The language the texts of a bot are in: as it says, else English.
pub(crate) fn main_language<'n>(trees: impl IntoIterator<Item = &'n Node>) -> Option<Tongue> {
    let said = |tree: &'n Node| {
        entries(tree).find_map(|(key, node)| if key == "language" { node.as_text() } else { None })
    };
    Tongue::of(trees.into_iter().find_map(said).unwrap_or("en"))
}

/// The outline of a bot from its main files.
pub(crate) fn of_bot<'n>(trees: impl IntoIterator<Item = &'n Node>) -> Outline {
    let mut parts: Vec<(String, Outline)> = Vec::new();
    let mut other = Vec::new();
    for tree in trees {
        for (key, node) in entries(tree) {
            match of_key(key, node) {
                Some(found) => add(&mut parts, key, found),
                None => other.push(key.to_owned()),
            }
        }
    }
    let keywords = parts.iter_mut().find(|(key, _)| key == "keywords");
    if let Some((_, Outline { shape: Shape::Keys { parts, .. }, .. })) = keywords {
        tell_apart(parts);
    }
    Outline { spot: Spot::default(), shape: Shape::Keys { parts, chief: None, other } }
}

/// Keywords without an id that begin with the same text: the second is `menu_2`.
fn tell_apart(parts: &mut [(String, Outline)]) {
    for at in 0..parts.len() {
        let (before, rest) = parts.split_at_mut(at);
        let known = |name: &str| before.iter().any(|(other, _)| other == name);
        let Some((name, _)) = rest.first_mut().filter(|(name, _)| known(name)) else { continue };
        let free = (2..).map(|number| format!("{name}_{number}")).find(|free| !known(free));
        *name = free.expect("there are more numbers than keywords");
    }
}

/// Modules and keywords of several files are one.
fn add(parts: &mut Vec<(String, Outline)>, key: &str, found: Outline) {
    let known = parts.iter_mut().find(|(known, _)| known == key);
    let Some((_, known)) = known else {
        return parts.push((key.to_owned(), found));
    };
    let both = (&mut known.shape, found.shape);
    if let (Shape::Keys { parts, .. }, Shape::Keys { parts: more, .. }) = both {
        parts.extend(more);
    }
}

fn of_key(key: &str, node: &Node) -> Option<Outline> {
    match key {
        "modules" => keyed(node, entries(node).filter_map(|(id, node)| named(id, module(node)))),
        "keywords" => keyed(node, node.items().iter().filter_map(keyword)),
        "fallback" => keys(node, None, |key, node| (key == "say").then(|| say(node))?),
        "entries" => entrances(node),
        "menu" | "ice_breakers" => by_id(node, |node| button(node, true)),
        "greeting" => text(node),
        "handover" => handover(node),
        "texts" => keys(node, None, |_, node| text(node)),
        _ => None,
    }
}

fn entrances(node: &Node) -> Option<Outline> {
    keys(node, None, |key, node| match key {
        "ref" => keys(node, None, |_, node| leads(node)),
        _ => leads(node),
    })
}

/// What has a `do` and no words of its own.
fn leads(node: &Node) -> Option<Outline> {
    keys(node, None, |key, node| (key == "do").then(|| actions(node))?)
}

fn module(node: &Node) -> Option<Outline> {
    keys(node, None, |key, node| match key {
        "choices" => choices(node),
        "connections" => places(node, connection),
        "actions" => actions(node),
        "if_invalid" => say(node),
        action => of_action(action, node),
    })
}

fn of_action(name: &str, node: &Node) -> Option<Outline> {
    match name {
        "say" => say(node),
        "ask" => ask(node),
        "handover" => handover(node),
        _ => None,
    }
}

fn ask(node: &Node) -> Option<Outline> {
    let settings = entries(node).any(|(key, _)| key == "say");
    if !settings {
        return say(node);
    }
    keys(node, Some("say"), |key, node| match key {
        "say" | "if_invalid" => say(node),
        _ => None,
    })
}

/// A list of actions, or one alone.
fn actions(node: &Node) -> Option<Outline> {
    match &node.kind {
        Kind::List { .. } => places(node, action),
        Kind::Map { .. } => action(node),
        Kind::Nothing | Kind::Text { .. } | Kind::Broken => None,
    }
}

fn action(node: &Node) -> Option<Outline> {
    let chief = entries(node).next().map(|(name, _)| name.to_owned());
    keys(node, chief.as_deref(), of_action)
}

fn connection(node: &Node) -> Option<Outline> {
    let chief = entries(node).find(|(key, _)| *key == "when").map(|_| "when");
    keys(node, chief, |key, node| match key {
        "when" => when(node),
        "do" => actions(node),
        _ => None,
    })
}

fn keyword(node: &Node) -> Option<(String, Outline)> {
    let id = entries(node).find(|(key, _)| *key == "id").and_then(|(_, node)| node.as_text());
    let first = || entries(node).find(|(key, _)| *key == "when").and_then(|(_, w)| first_text(w));
    let id = id.map(str::to_owned).or_else(|| first().map(slug))?;
    Some((id, connection(node)?))
}

fn first_text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Text { text, .. } => Some(text),
        Kind::List { items, .. } => items.iter().find_map(first_text),
        Kind::Map { entries, .. } => entries.iter().find_map(|(_, node)| first_text(node)),
        Kind::Nothing | Kind::Broken => None,
    }
}

/// A condition: its texts, whatever the kind.
fn when(node: &Node) -> Option<Outline> {
    match &node.kind {
        Kind::Text { .. } | Kind::List { .. } => several(node),
        Kind::Map { entries, .. } => {
            let chief = match entries.as_slice() {
                [(only, _)] => Some(only.text.clone()),
                [] | [_, ..] => None,
            };
            keys(node, chief.as_deref(), |key, node| match key {
                "says" | "contains" | "starts_with" | "like" => several(node),
                "any" | "all" => places(node, when),
                "not" => when(node),
                _ => None,
            })
        }
        Kind::Nothing | Kind::Broken => None,
    }
}

fn choices(node: &Node) -> Option<Outline> {
    match &node.kind {
        // Made from a list: the texts around each.
        Kind::Map { .. } => keys(node, Some("label"), |key, node| match key {
            "label" => text(node),
            "image" => address(node),
            "if_empty" => say(node),
            "do" => actions(node),
            _ => None,
        }),
        Kind::List { .. } => by_id(node, |node| button(node, false)),
        Kind::Nothing | Kind::Text { .. } | Kind::Broken => None,
    }
}

/// A button, choice or menu entry under its id.
fn button(node: &Node, in_menu: bool) -> Option<(String, Outline)> {
    if let Some(label) = node.as_text() {
        return named(&slug(label), text(node));
    }
    let get = |name: &str| entries(node).find(|(key, _)| *key == name).map(|(_, node)| node);
    let id = get("id").and_then(Node::as_text).map(str::to_owned);
    let id = id.or_else(|| get("label").and_then(Node::as_text).map(slug))?;
    let outline = keys(node, Some("label"), |key, node| match key {
        "label" => text(node),
        "image" | "url" => address(node),
        "do" => actions(node),
        "menu" if in_menu => by_id(node, |node| button(node, true)),
        _ => None,
    });
    named(&id, outline)
}

fn handover(node: &Node) -> Option<Outline> {
    let nothing =
        |node: &Node| matches!(&node.kind, Kind::Text { text, quoted: false } if text == "nothing");
    keys(node, None, |key, node| match key {
        _ if nothing(node) => None,
        "say" | "say_on_return" => say(node),
        "return_button" => text(node),
        "return_keywords" => several(node),
        // Automatic answers of an inbox are known by their words, in whatever language.
        "not_agents" => several(node).map(optional),
        _ => None,
    })
}

/// A text, one message, or a list of them.
fn say(node: &Node) -> Option<Outline> {
    match &node.kind {
        Kind::List { .. } => places(node, message),
        Kind::Text { .. } | Kind::Map { .. } => message(node),
        Kind::Nothing | Kind::Broken => None,
    }
}

fn message(node: &Node) -> Option<Outline> {
    if node.as_text().is_some() {
        return text(node);
    }
    let first = entries(node).map(|(key, _)| key).next();
    let chief = entries(node).any(|(key, _)| key == "text").then_some("text").or(first);
    keys(node, chief, |key, node| match key {
        "text" => text(node),
        "buttons" => by_id(node, |node| button(node, false)),
        "cards" => cards(node),
        "one_of" => one_of(node),
        key if ADDRESSES.contains(&key) => address(node),
        _ => None,
    })
}

fn cards(node: &Node) -> Option<Outline> {
    match &node.kind {
        Kind::List { .. } => places(node, card),
        Kind::Map { .. } => keys(node, None, |key, node| match key {
            "card" => card(node),
            "if_empty" => say(node),
            _ => None,
        }),
        Kind::Nothing | Kind::Text { .. } | Kind::Broken => None,
    }
}

fn card(node: &Node) -> Option<Outline> {
    keys(node, Some("title"), |key, node| match key {
        "title" | "subtitle" => text(node),
        "buttons" => by_id(node, |node| button(node, false)),
        key if ADDRESSES.contains(&key) => address(node),
        _ => None,
    })
}

/// One of several texts: replaced as a whole, unless buttons or cards hang on one of them.
fn one_of(node: &Node) -> Option<Outline> {
    let hangs = |item: &Node| entries(item).any(|(key, _)| matches!(key, "buttons" | "cards"));
    if node.items().iter().any(hangs) { places(node, message) } else { several(node) }
}
