//! The card of a module.

use super::super::layout::{
    INSET, Layout, Part, Placed, ROW, SMALL, TEXT, TUCK, UNDER, WIDTH, What, badge, has_label,
    is_label, short, shows_kind,
};
use super::super::measure::width;
use super::super::{Graph, Node, NodeKind, Way};
use super::pen::{Letters, Pen, escaped};
use super::{head, icon, right, tone};

/// Draws the card of a module.
pub(super) fn card(pen: &mut Pen, graph: &Graph, layout: &Layout, at: usize) {
    let (node, placed) = (&graph.nodes[at], &layout.cards[at]);
    let mut class = format!("node {}", node.kind.word());
    for (is, word) in [(node.waits, " waits"), (!node.reached, " unreached")] {
        class.push_str(if is { word } else { "" });
    }
    let id = escaped(node.id.as_str());
    pen.line(&format!("<g class=\"{class}\" id=\"m-{id}\" data-module=\"{id}\">"));
    pen.tag("title", "", &told(node));
    outline(pen, node, placed);
    for part in &placed.card.parts {
        let (x, y) = (placed.x + part.x, placed.y + part.y);
        match part.what {
            What::Entrance(entrance) => {
                let way = &graph.entrances[entrance];
                head::entrance(pen, way);
                let x = x + TUCK;
                let kind =
                    Letters { text: head::label(way.kind), class: "kind", size: 9.5, room: 54.0 };
                pen.letters(x, y + 13.5, kind);
                let room = part.width - 2.0 * TUCK - 56.0;
                let letters = Letters { text: &part.text, class: "small", size: SMALL, room };
                pen.letters(x + 56.0, y + 13.5, letters);
                pen.line("</g>");
            }
            What::Row(way) => row(pen, graph, layout, &graph.ways[way], way, part, [x, y]),
            What::Pill(way) => pill(pen, &graph.ways[way], part, [x, y]),
            What::Name
            | What::Id
            | What::Says
            | What::Does
            | What::Receiver
            | What::Hours
            | What::Back
            | What::Rule => {
                plain(pen, node, part, [x, y]);
            }
        }
    }
    pen.line("</g>");
}

/// The whole text behind what is cut.
fn told(node: &Node) -> String {
    let mut told = vec![format!("{} ({}): {}", node.name, node.id, node.kind.word())];
    if let Some((file, line)) = &node.place {
        told.push(format!("{file}:{line}"));
    }
    told.extend(Some(node.says.clone()).filter(|says| !says.is_empty()));
    told.extend(node.does.iter().cloned());
    if let Some(handing) = &node.handing {
        told.push(format!("hands over to {}", handing.to));
        told.extend(handing.metadata.iter().map(|metadata| format!("with “{metadata}”")));
        told.push(format!("back: when they are done{}", listed(&handing.back)));
    }
    told.join("\n")
}

fn listed(back: &[String]) -> String {
    back.iter().map(|words| format!("; {words}")).collect()
}

/// Strip, paper and the stroke of its kind. A handover has its corners cut: no other card looks like it.
fn outline(pen: &mut Pen, node: &Node, placed: &Placed) {
    let (x, top) = (placed.x, placed.y + placed.card.top);
    let height = placed.card.height - placed.card.top;
    if placed.card.top > 0.0 {
        let strip = [x + TUCK, placed.y, WIDTH - 2.0 * TUCK, placed.card.top + 10.0];
        pen.rect("strip", strip, 8.0);
    }
    if node.kind == NodeKind::Handover {
        let (wide, high, cut) = (short(WIDTH - 28.0), short(height - 28.0), "14");
        let (x, y) = (short(x + 14.0), short(top));
        pen.line(&format!(
            "<path class=\"paper\" d=\"M{x} {y}h{wide}l{cut} {cut}v{high}l-{cut} {cut}h-{wide}l-{cut} -{cut}v-{high}z\"/>"
        ));
        return;
    }
    pen.rect("paper", [x, top, WIDTH, height], 10.0);
    let (x, y) = (short(x), short(top + 10.0));
    let high = short(height - 20.0);
    pen.line(&format!("<path class=\"stroke {}\" d=\"M{x} {y}v{high}\"/>", node.kind.word()));
}

/// What is no way.
fn plain(pen: &mut Pen, node: &Node, part: &Part, [x, y]: [f64; 2]) {
    let room = part.width;
    match part.what {
        What::Name => {
            let sign = format!("sign {}", node.kind.word());
            icon::draw(pen, &sign, icon::of_node(node.kind), [x, y + 3.5], 1.0);
            let name = Letters { text: &part.text, class: "name", size: 14.98, room };
            pen.letters(x + 22.0, y + 15.5, name);
            if !has_label(node) {
                kind(pen, node, x + room, y + 15.0);
            }
        }
        What::Id => {
            pen.letters(
                x + 22.0,
                y + 10.0,
                Letters { text: &part.text, class: "id", size: SMALL, room },
            );
            kind(pen, node, x + room, y + 10.0);
        }
        What::Says => {
            pen.letters(x, y + 12.0, Letters { text: &part.text, class: "says", size: TEXT, room });
        }
        What::Does => {
            let letters = Letters { text: &part.text, class: "does", size: SMALL + 0.5, room };
            pen.letters(x, y + 11.5, letters);
        }
        What::Receiver => {
            let letters = Letters { text: &part.text, class: "receiver", size: TEXT * 1.07, room };
            pen.letters(x, y + 14.0, letters);
        }
        What::Back | What::Hours => {
            let sign = if part.what == What::Back { icon::BACK } else { icon::CLOCK };
            icon::draw(pen, "sign back", sign, [x, y + 2.5], 0.8);
            let letters = Letters {
                text: &part.text,
                class: "back-text",
                size: SMALL + 0.5,
                room: room - 18.0,
            };
            pen.letters(x + 18.0, y + 12.0, letters);
        }
        What::Rule => {
            let line = format!("M{} {}h{}", short(x), short(y), short(room));
            pen.line(&format!("<path class=\"rule\" d=\"{line}\"/>"));
        }
        What::Entrance(_) | What::Row(_) | What::Pill(_) => {}
    }
}

/// The word for what it is, ending at a place, and before it the sign that it waits.
fn kind(pen: &mut Pen, node: &Node, x: f64, y: f64) {
    let word = node.kind.word();
    let mut left = x;
    if has_label(node) || shows_kind(node) {
        let place = format!("x=\"{}\" y=\"{}\" text-anchor=\"end\"", short(x), short(y));
        pen.tag("text", &format!("class=\"kind {word}\" {place}"), word);
        left -= width(word, 9.5) * 1.12 + 12.0;
    }
    if node.waits {
        icon::draw(pen, "sign waits", icon::WAITS, [left, y - 7.0], 1.0);
    }
}

/// Opens the group of a way with its whole sentence.
fn open(pen: &mut Pen, way: &Way, graph: Option<&Graph>) {
    let id = escaped(&way.id);
    pen.line(&format!("<g class=\"way {} {}\" id=\"{id}\">", way.kind.word(), tone(way)));
    let to = graph.zip(way.to.module()).map(|(graph, to)| format!(" → {}", graph.nodes[to].name));
    pen.tag("title", "", &format!("{}{}", way.sentence(), to.unwrap_or_default()));
}

/// A row: a sign or the shape of a label, the words, and where it leads.
fn row(
    pen: &mut Pen,
    graph: &Graph,
    layout: &Layout,
    way: &Way,
    at: usize,
    part: &Part,
    [x, y]: [f64; 2],
) {
    open(pen, way, Some(graph));
    let middle = y + ROW / 2.0;
    let wide = width(&part.text, TEXT);
    let mut after = x + 18.0 + wide + 8.0;
    if is_label(way) {
        let round = if way.kind == super::WayKind::Choice { ROW / 2.0 - 2.0 } else { 4.0 };
        pen.rect("label", [x, y + 2.0, wide + 18.0, ROW - 4.0], round);
        let letters =
            Letters { text: &part.text, class: "label-text", size: TEXT, room: wide * 1.1 };
        pen.letters(x + 9.0, middle + 4.0, letters);
        after += 4.0;
    } else {
        icon::draw(
            pen,
            &format!("sign {}", tone(way)),
            icon::of_way(way.kind),
            [x, middle - 5.6],
            0.8,
        );
        let letters = Letters { text: &part.text, class: "row-text", size: TEXT, room: wide * 1.1 };
        pen.letters(x + 18.0, middle + 4.0, letters);
    }
    let drawn = layout.lines[at].is_some();
    let mut end = x + part.width;
    if let Some(badge) = badge(graph, way, drawn) {
        let wide = width(&badge, SMALL) + 12.0;
        pen.rect("badge", [end - wide, middle - 8.5, wide, 17.0], 8.5);
        let letters = Letters { text: &badge, class: "badge-text", size: SMALL, room: wide - 8.0 };
        pen.letters(end - wide + 6.0, middle + 3.6, letters);
        end -= wide + 5.0;
    }
    under(pen, part, [x, y + ROW]);
    let letters = Letters { text: &part.more, class: "more", size: SMALL, room: end - after };
    pen.letters(after, middle + 3.8, letters);
    if drawn {
        let (x, y) = (short(right(x - INSET)), short(middle));
        pen.line(&format!(
            "<circle class=\"port {}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>",
            tone(way)
        ));
    }
    pen.line("</g>");
}

/// The handover of a row, in a box below it.
fn under(pen: &mut Pen, part: &Part, [x, y]: [f64; 2]) {
    if part.under.is_empty() {
        return;
    }
    let height = UNDER * part.under.len() as f64 + 6.0;
    pen.rect("hands", [x, y, part.width, height], 5.0);
    for (place, line) in part.under.iter().enumerate() {
        let middle = y + 3.0 + UNDER * (place as f64 + 0.5);
        let (sign, class, size) = match place {
            0 => (icon::of_node(NodeKind::Handover), "under receiver", TEXT * 1.07),
            _ => (icon::BACK, "under", SMALL + 0.5),
        };
        if place < 2 {
            icon::draw(pen, "sign handover", sign, [x + 7.0, middle - 5.6], 0.8);
        }
        let letters = Letters { text: line, class, size, room: part.width - 34.0 };
        pen.letters(x + 26.0, middle + 4.0, letters);
    }
}

/// An answer beside others.
fn pill(pen: &mut Pen, way: &Way, part: &Part, [x, y]: [f64; 2]) {
    open(pen, way, None);
    pen.rect("label", [x, y + 2.0, part.width, ROW - 4.0], ROW / 2.0 - 2.0);
    let room = part.width - 12.0;
    let letters = Letters { text: &part.text, class: "label-text", size: TEXT, room };
    pen.letters(x + 9.0, y + ROW / 2.0 + 4.0, letters);
    pen.line("</g>");
}
