//! The picture as an SVG: light and dark by itself, every module, way and way in under an id and classes that stay, so
//! that a page can light them.
//!
//! `m-<module>` is a module, the id of a way its row, and the same with `e-` in front its line. Everything is scoped by
//! the class `baton-graph`, nothing is a script or leads outside, and every text of the author is escaped: it may stand
//! in a page as it is.

mod card;
mod head;
mod icon;
mod pen;

use self::pen::Pen;
use super::layout::{Layout, WIDTH, short};
use super::{Graph, NodeKind, Way, WayKind};

/// Colours and letters.
const STYLE: &str = include_str!("style.css");

/// Draws a graph.
pub fn svg(graph: &Graph) -> String {
    let layout = Layout::of(graph);
    let mut pen = Pen::default();
    let (width, height) = (short(layout.width.ceil()), short(layout.height.ceil()));
    pen.line(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"baton-graph\" role=\"img\" \
         aria-labelledby=\"baton-graph-title baton-graph-desc\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    ));
    pen.tag("title", "id=\"baton-graph-title\"", &graph.name);
    pen.tag("desc", "id=\"baton-graph-desc\"", &described(graph));
    pen.line(&format!("<style>{}</style>", STYLE.trim()));
    pen.line(&format!("<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>"));
    head::head(&mut pen, graph, &layout);
    edges(&mut pen, graph, &layout);
    for at in 0..graph.nodes.len() {
        card::card(&mut pen, graph, &layout, at);
    }
    pen.line("</svg>");
    pen.text
}

/// What the picture shows, for whoever hears it.
fn described(graph: &Graph) -> String {
    let handovers = graph.nodes.iter().filter(|node| node.kind == NodeKind::Handover).count();
    let apart = graph.nodes.iter().filter(|node| !node.reached).count();
    let mut text =
        format!("{}, {}", count(graph.nodes.len(), "module"), count(graph.ways.len(), "way"));
    if handovers > 0 {
        text += &format!(", {} to people", count(handovers, "handover"));
    }
    if apart > 0 {
        text += &format!(", {apart} that nothing leads to");
    }
    text
}

fn count(count: usize, of: &str) -> String {
    if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") }
}

/// The lines, below the cards; the point of the arrow is one for all that lead to a module.
fn edges(pen: &mut Pen, graph: &Graph, layout: &Layout) {
    pen.line("<g class=\"edges\">");
    let mut arrives = vec![false; graph.nodes.len()];
    for (way, drawn) in graph.ways.iter().zip(&layout.lines) {
        let (Some(drawn), Some(to)) = (drawn, way.to.module()) else { continue };
        arrives[to] = true;
        let mut class = format!("edge {} to-{}", tone(way), graph.nodes[to].kind.word());
        if drawn.back {
            class.push_str(" back");
        }
        let from = way.from.map_or("", |from| graph.nodes[from].id.as_str());
        let (id, target) = (edge_id(way), graph.nodes[to].id.as_str());
        pen.line(&format!(
            "<path class=\"{class}\" id=\"{}\" data-from=\"{}\" data-to=\"{}\" d=\"{}\">",
            pen::escaped(&id),
            pen::escaped(from),
            pen::escaped(target),
            drawn.path
        ));
        let names = [from, target].join(" → ");
        pen.tag("title", "", &format!("{names}: {}", way.sentence()));
        pen.line("</path>");
    }
    for (at, placed) in layout.cards.iter().enumerate().filter(|(at, _)| arrives[*at]) {
        let (x, y) = (placed.x, placed.y + placed.card.entry);
        pen.line(&format!(
            "<path class=\"arrow to-{}\" d=\"M{} {}l-9 -5v10z\"/>",
            graph.nodes[at].kind.word(),
            short(x - 0.5),
            short(y)
        ));
    }
    pen.line("</g>");
}

/// The id of a way's line; its row has the way's own.
fn edge_id(way: &Way) -> String {
    format!("e-{}", way.id)
}

/// How a line or row looks.
fn tone(way: &Way) -> &'static str {
    match way.kind {
        WayKind::Good => "good",
        WayKind::Bad => "bad",
        WayKind::Call => "call",
        WayKind::Reminder | WayKind::Silence => "timed",
        WayKind::Choice | WayKind::Button => "tap",
        WayKind::Word | WayKind::Open | WayKind::Event | WayKind::Given | WayKind::Then => "plain",
        WayKind::Start => "start",
        WayKind::Entry | WayKind::Menu | WayKind::Keyword | WayKind::BotButton => "entrance",
        WayKind::Fallback | WayKind::AfterAgent => "entrance",
    }
}

/// The right side of a card.
fn right(x: f64) -> f64 {
    x + WIDTH
}
