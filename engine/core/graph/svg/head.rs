//! Above the modules: title, legend, and what holds everywhere. Below them the heading of what nothing leads to.

use super::super::layout::{CELL, Layout, MARGIN, SMALL, TEXT, short};
use super::super::measure::{cut, width};
use super::super::{Graph, NodeKind, Way, WayKind};
use super::pen::{Letters, Pen, escaped};
use super::{described, icon};

/// Draws all of it.
pub(super) fn head(pen: &mut Pen, graph: &Graph, layout: &Layout) {
    let room = layout.width - 2.0 * MARGIN;
    let name = cut(&graph.name, 22.0, room);
    pen.letters(MARGIN, MARGIN + 20.0, Letters { text: &name, class: "title", size: 22.0, room });
    let mut about = described(graph);
    if !graph.description.is_empty() {
        about = format!("{}  ·  {about}", graph.description);
    }
    let about = cut(&super::super::act::one_line(&about), 13.0, room);
    let letters = Letters { text: &about, class: "muted about", size: 13.0, room };
    pen.letters(MARGIN, MARGIN + 41.0, letters);
    legend(pen, graph, layout);
    everywhere(pen, graph, layout);
    if let Some(top) = layout.apart {
        apart(pen, layout, top);
    }
}

/// What the colours mean: of the modules that occur, and of the lines.
fn legend(pen: &mut Pen, graph: &Graph, layout: &Layout) {
    pen.line("<g class=\"legend\">");
    let y = MARGIN + 66.0;
    let mut x = MARGIN;
    for kind in NodeKind::ALL {
        if !graph.nodes.iter().any(|node| node.kind == kind) {
            continue;
        }
        icon::draw(pen, &format!("sign {}", kind.word()), icon::of_node(kind), [x, y - 11.0], 1.0);
        let letters = Letters { text: kind.word(), class: "muted", size: TEXT, room: 200.0 };
        pen.letters(x + 20.0, y, letters);
        x += 20.0 + width(kind.word(), TEXT) + 22.0;
    }
    if graph.nodes.iter().any(|node| node.waits) {
        icon::draw(pen, "sign waits", icon::WAITS, [x + 2.0, y - 8.0], 1.0);
        let letters = Letters { text: "waits", class: "muted", size: TEXT, room: 200.0 };
        pen.letters(x + 14.0, y, letters);
        x += 14.0 + width("waits", TEXT) + 22.0;
    }
    let is = |wanted: &dyn Fn(&Way) -> bool| graph.ways.iter().any(wanted);
    let lines = [
        (true, "plain", "leads to"),
        (
            graph.nodes.iter().any(|node| node.kind == NodeKind::Handover),
            "plain to-handover",
            "to people",
        ),
        (is(&|way| way.kind == WayKind::Bad), "bad", "when it fails"),
        (is(&|way| way.kind == WayKind::Call), "call", "runs and comes back"),
        (
            layout.lines.iter().flatten().any(|line| line.back),
            "plain back",
            "back to an earlier step",
        ),
    ];
    for (_, class, words) in lines.into_iter().filter(|(shown, _, _)| *shown) {
        let line = format!("M{} {}h26", short(x), short(y - 4.0));
        pen.line(&format!("<path class=\"edge {class}\" d=\"{line}\"/>"));
        pen.letters(x + 33.0, y, Letters { text: words, class: "muted", size: TEXT, room: 300.0 });
        x += 33.0 + width(words, TEXT) + 22.0;
    }
    pen.line("</g>");
}

/// What can happen anywhere and leads to no module.
fn everywhere(pen: &mut Pen, graph: &Graph, layout: &Layout) {
    let panel = &layout.panel;
    if panel.cells.is_empty() {
        return;
    }
    let (top, height) = panel.frame;
    pen.line("<g class=\"everywhere\">");
    pen.rect("frame", [MARGIN, MARGIN + top, panel.width, height], 10.0);
    let heading = Letters { text: "Everywhere", class: "heading", size: TEXT, room: 300.0 };
    pen.letters(MARGIN + 14.0, MARGIN + top + 22.0, heading);
    for cell in &panel.cells {
        let way = &graph.entrances[cell.entrance];
        let (x, y) = (MARGIN + cell.x, MARGIN + cell.y);
        entrance(pen, way);
        let hands = way.hands.is_some();
        let class = if hands { "kind handover" } else { "kind" };
        pen.letters(x, y + 17.0, Letters { text: label(way.kind), class, size: 9.5, room: 66.0 });
        let room = cell.width - 70.0;
        let when = Letters { text: &cell.when, class: "row-text", size: TEXT, room };
        pen.letters(x + 66.0, y + 17.0, when);
        let behind = width(&cell.when, TEXT) + 12.0;
        let room = room - behind;
        let class = if hands { "more handover" } else { "more" };
        let follows = Letters { text: &cell.follows, class, size: SMALL + 0.5, room };
        pen.letters(x + 66.0 + behind, y + 17.0, follows);
        pen.line("</g>");
    }
    debug_assert!(panel.cells.iter().all(|cell| cell.y + CELL <= top + height));
    pen.line("</g>");
}

/// Opens the group of a way in, with its whole sentence.
pub(super) fn entrance(pen: &mut Pen, way: &Way) {
    pen.line(&format!(
        "<g class=\"entrance {}\" id=\"{}\">",
        way.kind.word().replace('_', "-"),
        escaped(&way.id)
    ));
    pen.tag("title", "", &format!("{}: {}", label(way.kind).to_lowercase(), way.sentence()));
}

/// What a way in is called on the picture.
pub(super) fn label(kind: WayKind) -> &'static str {
    match kind {
        WayKind::Start => "START",
        WayKind::Menu => "MENU",
        WayKind::Keyword => "KEYWORD",
        WayKind::Fallback => "FALLBACK",
        WayKind::AfterAgent => "AGENT",
        WayKind::Button | WayKind::BotButton => "BUTTON",
        WayKind::Reminder => "REMINDER",
        WayKind::Call => "CALL",
        WayKind::Entry => "ENTRY",
        WayKind::Choice | WayKind::Word | WayKind::Open | WayKind::Event => "ENTRY",
        WayKind::Silence | WayKind::Good | WayKind::Bad => "ENTRY",
        WayKind::Given | WayKind::Then => "ENTRY",
    }
}

fn apart(pen: &mut Pen, layout: &Layout, top: f64) {
    let y = top + 20.0;
    let line = format!("M{} {}H{}", short(MARGIN), short(y), short(layout.width - MARGIN));
    pen.line(&format!("<path class=\"apart\" d=\"{line}\"/>"));
    let heading = Letters { text: "Nothing leads here", class: "heading", size: TEXT, room: 300.0 };
    pen.letters(MARGIN, y + 24.0, heading);
}
