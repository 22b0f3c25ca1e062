//! The card of a module: how high it is, and where on it everything stands.
//!
//! Above it lie its ways in from everywhere, on it what it is and says, and a row for every way that leads on. A line
//! begins where its row ends, so no line has to carry a text.

use super::super::measure::{cut, width, wrap};
use super::super::{Graph, Handing, Node, To, Way, WayKind};
use super::Drawn;

/// How wide every card is.
pub(in super::super) const WIDTH: f64 = 264.0;
/// From the side of a card to its texts.
pub(in super::super) const INSET: f64 = 14.0;
/// How far the strip above a card is narrower at each side.
pub(in super::super) const TUCK: f64 = 10.0;
/// How high a row is.
pub(in super::super) const ROW: f64 = 25.0;
/// How high a line of the strip is.
const ENTRANCE: f64 = 19.0;
/// Sizes of letters: of names, of rows, of what is said, of small words.
pub(in super::super) const NAME: f64 = 14.0;
pub(in super::super) const TEXT: f64 = 12.0;
pub(in super::super) const SMALL: f64 = 10.5;

/// A card; heights are measured from the top of its strip.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Card {
    /// With the strip above it.
    pub height: f64,
    /// Where the card itself begins, below the strip.
    pub top: f64,
    /// Where what leads here arrives.
    pub entry: f64,
    /// What stands on it, from top to bottom.
    pub parts: Vec<Part>,
}

/// Something on a card, with its place.
#[derive(Debug, Clone)]
pub(in super::super) struct Part {
    /// From the left side of the card.
    pub x: f64,
    /// Its top.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// What it is.
    pub what: What,
    /// The text, cut to the width.
    pub text: String,
    /// What it does besides, where there is room for it behind the text.
    pub more: String,
    /// Lines below a row that hands over: to whom, and the ways back.
    pub under: Vec<String>,
}

/// What stands on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum What {
    /// A way in, by its place among those of the graph.
    Entrance(usize),
    /// The name.
    Name,
    /// The id, where the name is another.
    Id,
    /// A line of what it says.
    Says,
    /// What it does besides.
    Does,
    /// Who gets the conversation.
    Receiver,
    /// When people are there.
    Hours,
    /// A way back from people.
    Back,
    /// A line between what it is and where it leads.
    Rule,
    /// A way that leads on, by its place among those of the graph.
    Row(usize),
    /// An answer that leads on with the module: a pill beside others.
    Pill(usize),
}

/// How high a line below a row is.
pub(in super::super) const UNDER: f64 = 16.0;

/// What stands below a row that hands over.
fn under(handing: &Handing) -> Vec<String> {
    let back: String = handing.back.iter().map(|words| format!(", {words}")).collect();
    let mut lines = vec![cut(&format!("to {}", handing.to), TEXT, inner() - 32.0)];
    let back = format!("back: when they are done{back}");
    lines.extend(wrap(&back, SMALL + 0.5, inner() - 32.0, 3));
    lines
}

/// Fits the texts of rows: where no line goes, a badge tells where the way leads.
pub(super) fn fit(graph: &Graph, card: &mut Card, lines: &[Option<Drawn>]) {
    for part in &mut card.parts {
        let What::Row(at) = part.what else { continue };
        let way = &graph.ways[at];
        let badge = badge(graph, way, lines[at].is_some());
        // A small sign stands before what is no label of something to tap.
        let most = inner() - 18.0 - badge.map_or(0.0, |badge| width(&badge, SMALL) + 20.0);
        part.text = cut(&bare(way), TEXT, most);
        let left = most - width(&part.text, TEXT) - 12.0;
        let does: Vec<&str> = match way.hands {
            // That is told below.
            Some(_) => Vec::new(),
            None => way.does.iter().map(String::as_str).collect(),
        };
        if left > 48.0 {
            part.more = cut(&does.join(", "), SMALL, left);
        }
    }
}

/// Makes the card of a module from the ways in and the ways on that are its own.
pub(super) fn card(graph: &Graph, at: usize, entrances: &[usize], ways: &[usize]) -> Card {
    let node = &graph.nodes[at];
    let mut card = Card::default();
    for entrance in entrances {
        let text = cut(&graph.entrances[*entrance].words, SMALL, inner() - 2.0 * TUCK - 58.0);
        card.add(What::Entrance(*entrance), ENTRANCE, text);
    }
    if !entrances.is_empty() {
        // Begins lower than its rounded corners.
        card.parts.iter_mut().for_each(|part| part.y += 4.0);
        card.height += 8.0;
    }
    card.top = card.height;
    card.head(node);
    if let Some(handing) = &node.handing {
        let to = format!("to {}", handing.to);
        card.add(What::Receiver, 22.0, cut(&to, TEXT, inner() - 24.0));
    }
    for line in wrap(&node.says, TEXT, inner(), 2) {
        card.add(What::Says, 16.5, line);
    }
    for does in &node.does {
        card.add(What::Does, 16.0, cut(does, SMALL + 0.5, inner() - 12.0));
    }
    card.backs(node);
    card.rows(graph, ways);
    card.height += 8.0;
    card
}

/// Whether its label is another than its id, which then has a line of its own.
pub(in super::super) fn has_label(node: &Node) -> bool {
    node.name != node.id.as_str()
}

/// Whether what it is stands behind its name. A long name needs the room: the sign before it says the same.
pub(in super::super) fn shows_kind(node: &Node) -> bool {
    !has_label(node) && width(&node.name, NAME * 1.07) <= inner() - 22.0 - kind_width(node)
}

/// How wide the word for what it is may be, with the sign that it waits.
fn kind_width(node: &Node) -> f64 {
    width(node.kind.word(), SMALL) * 1.12 + if node.waits { 22.0 } else { 8.0 }
}

/// How wide texts on a card may be.
fn inner() -> f64 {
    WIDTH - 2.0 * INSET
}

impl Card {
    fn add(&mut self, what: What, height: f64, text: String) {
        let (x, y, width, more) = (INSET, self.height, inner(), String::new());
        let part = Part { x, y, width, height, what, text, more, under: Vec::new() };
        self.parts.push(part);
        self.height += height;
    }

    fn head(&mut self, node: &Node) {
        self.height += 9.0;
        // The icon stands before the name; the kind behind it, or behind the id where that has a line of its own.
        self.entry = self.height + 11.0;
        let kind = if shows_kind(node) { kind_width(node) } else { 0.0 };
        self.add(What::Name, 23.0, cut(&node.name, NAME * 1.07, inner() - 22.0 - kind));
        if has_label(node) {
            self.add(What::Id, 16.0, cut(node.id.as_str(), SMALL, inner() - 90.0));
        }
        self.height += 3.0;
    }

    /// How the conversation comes back from people.
    fn backs(&mut self, node: &Node) {
        let Some(handing) = &node.handing else { return };
        self.height += 5.0;
        let most = inner() - 20.0;
        if let Some(hours) = &handing.hours {
            let words = format!("only while {hours} is open");
            self.add(What::Hours, 16.5, cut(&words, SMALL + 0.5, most));
        }
        let first = std::iter::once("back: when they are done".to_owned());
        for words in first.chain(handing.back.iter().cloned()) {
            self.add(What::Back, 16.5, cut(&words, SMALL + 0.5, most));
        }
    }

    fn rows(&mut self, graph: &Graph, ways: &[usize]) {
        if ways.is_empty() {
            return;
        }
        self.height += 5.0;
        self.add(What::Rule, 5.0, String::new());
        let mut pills: Vec<usize> = Vec::new();
        for way in ways {
            if is_pill(&graph.ways[*way]) {
                pills.push(*way);
                continue;
            }
            self.pills(graph, &std::mem::take(&mut pills));
            self.row(graph, *way);
        }
        self.pills(graph, &pills);
    }

    /// A row; its texts are fitted when it is known whether a line goes from it. A handover in it stands out below.
    fn row(&mut self, graph: &Graph, at: usize) {
        let way = &graph.ways[at];
        let under = way.hands.as_ref().map(under).unwrap_or_default();
        let below = if under.is_empty() { 0.0 } else { UNDER * under.len() as f64 + 9.0 };
        self.add(What::Row(at), ROW + below, String::new());
        self.parts.last_mut().into_iter().for_each(|part| part.under.clone_from(&under));
    }

    /// Answers beside each other, in as many lines as they need.
    fn pills(&mut self, graph: &Graph, ways: &[usize]) {
        let mut x = INSET;
        for (place, at) in ways.iter().enumerate() {
            let text = cut(&bare(&graph.ways[*at]), TEXT, inner() - 18.0);
            let wide = width(&text, TEXT) + 18.0;
            if place == 0 || x + wide > WIDTH - INSET {
                x = INSET;
                self.height += ROW;
            }
            let y = self.height - ROW;
            let what = What::Pill(*at);
            let (more, under) = (String::new(), Vec::new());
            self.parts.push(Part { x, y, width: wide, height: ROW, what, text, more, under });
            x += wide + 6.0;
        }
    }
}

/// An answer that does nothing of its own.
fn is_pill(way: &Way) -> bool {
    way.kind == WayKind::Choice && way.to == To::On && way.does.is_empty()
}

/// Whether its words are the label of something to tap.
pub(in super::super) fn is_label(way: &Way) -> bool {
    matches!(way.kind, WayKind::Choice | WayKind::Button)
}

/// The words without the quotes that the shape of a label stands for.
fn bare(way: &Way) -> String {
    match is_label(way) {
        true => way.words.replace(['“', '”'], ""),
        false => way.words.clone(),
    }
}

/// What stands at the end of a row from which no line goes: where it leads instead.
pub(in super::super) fn badge(graph: &Graph, way: &Way, drawn: bool) -> Option<String> {
    Some(match &way.to {
        To::Module(_) if drawn => return None,
        To::Module(at) if way.from == Some(*at) => "again".to_owned(),
        To::Module(at) => format!("→ {}", cut(&graph.nodes[*at].name, SMALL, 96.0)),
        To::End => "end".to_owned(),
        To::Stay => "stays here".to_owned(),
        To::Back => "back".to_owned(),
        To::Again => "asks again".to_owned(),
        To::On => "goes on".to_owned(),
        To::Away => "leaves".to_owned(),
    })
}
