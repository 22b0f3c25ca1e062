//! Where everything of a picture stands: columns from left to right, what nothing leads to apart below them, what
//! holds everywhere above.
//!
//! Invariant: no two cards overlap, and no line runs over one.

mod card;
mod lane;
mod layer;
mod order;
mod panel;
mod route;
mod settle;

use std::collections::BTreeMap;

pub(super) use self::card::{
    Card, INSET, Part, ROW, SMALL, TEXT, TUCK, UNDER, WIDTH, What, badge, has_label, is_label,
    shows_kind,
};
use self::lane::{Line, Plan};
pub(super) use self::panel::CELL;
use self::panel::Panel;
pub(super) use self::route::short;
use super::{Graph, Way};

/// Around the picture.
pub(super) const MARGIN: f64 = 32.0;
/// For the heading above what nothing leads to.
const HEADING: f64 = 64.0;
/// Columns a line may pass before it is told at its row instead: further away no eye follows it.
const FAR: usize = 8;

/// Where everything stands, in pixels from the top left.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// How wide the picture is.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// What holds everywhere and leads to no module.
    pub panel: Panel,
    /// The card of each module.
    pub cards: Vec<Placed>,
    /// The line of each way as the data of an SVG path; `None` where no line is drawn.
    pub lines: Vec<Option<Drawn>>,
    /// Where what nothing leads to begins.
    pub apart: Option<f64>,
}

/// A card with its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    /// Its left side.
    pub x: f64,
    /// The top of its strip.
    pub y: f64,
    /// The card.
    pub card: Card,
}

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// The data of an SVG path.
    pub path: String,
    /// Whether it leads back to the left.
    pub back: bool,
}

impl Layout {
    /// Gives everything its place.
    pub(super) fn of(graph: &Graph) -> Self {
        let cards = cards(graph);
        let panel = Panel::of(graph, cards.len());
        let mut layout = Self {
            width: 0.0,
            height: 0.0,
            panel,
            cards: cards.into_iter().map(|card| Placed { card, ..Placed::default() }).collect(),
            lines: vec![None; graph.ways.len()],
            apart: None,
        };
        layout.height = MARGIN + layout.panel.height;
        layout.part(graph, true);
        if graph.nodes.iter().any(|node| !node.reached) {
            layout.apart = Some(layout.height);
            layout.height += HEADING;
            layout.part(graph, false);
        }
        for placed in &mut layout.cards {
            card::fit(graph, &mut placed.card, &layout.lines);
        }
        layout.width = (layout.width + MARGIN).max(layout.panel.width + 2.0 * MARGIN);
        layout.height += MARGIN;
        layout
    }

    /// Lays out what is reached, or what is not, below what stands already.
    fn part(&mut self, graph: &Graph, reached: bool) {
        let members: Vec<usize> =
            (0..graph.nodes.len()).filter(|at| graph.nodes[*at].reached == reached).collect();
        let place: BTreeMap<usize, usize> =
            members.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let inside = |way: &Way| {
            let from = place.get(&way.from?)?;
            let to = place.get(&way.to.module()?)?;
            (from != to).then_some((*from, *to))
        };
        let edges: Vec<(usize, usize)> = graph.ways.iter().filter_map(inside).collect();
        let starts = graph.entrances.iter().filter_map(|way| place.get(&way.to.module()?).copied());
        let layers = layer::layers(members.len(), &edges, &starts.collect::<Vec<usize>>());
        let mut ways = Vec::new();
        let mut lines = Vec::new();
        for (at, way) in graph.ways.iter().enumerate() {
            let Some((from, to)) = inside(way) else { continue };
            if layers[from].abs_diff(layers[to]) > FAR {
                continue;
            }
            let Some((row, port)) = self.port(members[from], at) else { continue };
            ways.push(at);
            lines.push(Line { from, row, port, to });
        }
        let of_card = |at: &usize| (self.cards[*at].card.height, self.cards[*at].card.entry);
        let nodes: Vec<(f64, f64)> = members.iter().map(of_card).collect();
        let mut plan = Plan::new(&nodes, &layers, &lines);
        order::order(&mut plan);
        let mut tops = settle::settle(&plan);
        tops.iter_mut().for_each(|top| *top += self.height);
        let columns = route::columns(&plan);
        self.width = self.width.max(route::right_side(&plan, &columns));
        for (place, at) in members.iter().enumerate() {
            let card = &mut self.cards[*at];
            (card.x, card.y) = (columns[layers[place]].left, tops[place]);
        }
        for (number, line) in lines.iter().enumerate() {
            let drawn = route::draw(&plan, &columns, &tops, line, &plan.routes[number]);
            self.lines[ways[number]] = Some(drawn);
        }
        let ends = (0..plan.items.len()).map(|at| tops[at] + plan.items[at].height);
        self.height = ends.fold(self.height, f64::max);
    }

    /// Which row of a card is a way's, and how far its middle is below the top.
    fn port(&self, at: usize, way: usize) -> Option<(usize, f64)> {
        let parts = self.cards[at].card.parts.iter();
        let found = parts.enumerate().find(|(_, part)| part.what == What::Row(way))?;
        Some((found.0, found.1.y + ROW / 2.0))
    }
}

/// The cards of all modules.
fn cards(graph: &Graph) -> Vec<Card> {
    let mut entrances = vec![Vec::new(); graph.nodes.len()];
    for (at, way) in graph.entrances.iter().enumerate() {
        if let Some(to) = way.to.module() {
            entrances[to].push(at);
        }
    }
    let mut ways = vec![Vec::new(); graph.nodes.len()];
    for (at, way) in graph.ways.iter().enumerate() {
        way.from.into_iter().for_each(|from| ways[from].push(at));
    }
    (0..graph.nodes.len()).map(|at| card::card(graph, at, &entrances[at], &ways[at])).collect()
}

#[cfg(test)]
mod tests;
