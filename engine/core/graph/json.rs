//! The graph as JSON, with the place of everything in the picture: for programs, and for a page that lights what runs.

use serde_json::{Map, Value, json};

use super::layout::{Layout, Part, Placed, WIDTH, What};
use super::{Graph, Handing, Node, Way};

/// The graph with its layout. Lengths are the pixels of the SVG, from its top left.
///
/// `nodes` are the modules: a node's `element` is the id of its group in the SVG. `edges` are the ways: `from` is
/// `null` for ways in from everywhere, `to` is `null` where `leads` says something else (`end`, `stay`, `back`,
/// `again`, `on`, `away`). `taken` is how a step notes that an edge was taken; `row` is where it stands on its card,
/// `path` the line, `null` where none is drawn.
pub fn json(graph: &Graph) -> Value {
    let layout = Layout::of(graph);
    let nodes =
        graph.nodes.iter().zip(&layout.cards).map(|(node, placed)| self::node(node, placed));
    let entrances = graph.entrances.iter().enumerate().map(|(at, way)| {
        let part = way.to.module().and_then(|to| row(&layout.cards[to], What::Entrance(at)));
        edge(graph, way, part, None)
    });
    let ways = graph.ways.iter().enumerate().map(|(at, way)| {
        let placed = way.from.map(|from| &layout.cards[from]);
        let of = |what| placed.and_then(|placed| row(placed, what));
        let part = of(What::Row(at)).or_else(|| of(What::Pill(at)));
        edge(graph, way, part, layout.lines[at].as_ref().map(|drawn| drawn.path.as_str()))
    });
    json!({
        "bot": graph.id,
        "name": graph.name,
        "width": tenth(layout.width.ceil()),
        "height": tenth(layout.height.ceil()),
        "nodes": nodes.collect::<Vec<Value>>(),
        "edges": entrances.chain(ways).collect::<Vec<Value>>(),
    })
}

fn node(node: &Node, placed: &Placed) -> Value {
    let mut found = json!({
        "id": node.id.as_str(),
        "element": format!("m-{}", node.id),
        "kind": node.kind.word(),
        "name": node.name,
        "says": node.says,
        "does": node.does,
        "handover": node.handing.as_ref().map(handing),
        "waits": node.waits,
        "reached": node.reached,
        "x": tenth(placed.x),
        "y": tenth(placed.y + placed.card.top),
        "width": tenth(WIDTH),
        "height": tenth(placed.card.height - placed.card.top),
    });
    stands(&mut found, node.place.as_ref());
    found
}

fn handing(handing: &Handing) -> Value {
    json!({
        "receiver": handing.receiver,
        "hours": handing.hours,
        "back": handing.back,
        "metadata": handing.metadata,
    })
}

fn edge(graph: &Graph, way: &Way, row: Option<Value>, path: Option<&str>) -> Value {
    let id = |at: Option<usize>| at.map(|at| graph.nodes[at].id.as_str());
    let taken = way.taken.as_ref();
    let mut found = json!({
        "id": way.id,
        "kind": way.kind.word(),
        "from": id(way.from),
        "to": id(way.to.module()),
        "leads": way.to.word(),
        "when": way.words,
        "does": way.does,
        "handover": way.hands.as_ref().map(handing),
        "taken": taken.map(|(from, index)| json!({ "from": from, "index": index })),
        "row": row,
        "path": path,
    });
    stands(&mut found, way.place.as_ref());
    found
}

/// Where a part of a card is in the picture.
fn row(placed: &Placed, what: What) -> Option<Value> {
    let part: &Part = placed.card.parts.iter().find(|part| part.what == what)?;
    Some(json!({
        "x": tenth(placed.x + part.x),
        "y": tenth(placed.y + part.y),
        "width": tenth(part.width),
        "height": tenth(part.height),
    }))
}

fn stands(found: &mut Value, place: Option<&(String, usize)>) {
    let nothing = &mut Map::new();
    let map = found.as_object_mut().unwrap_or(nothing);
    map.insert("file".into(), place.map(|(file, _)| file.as_str()).into());
    map.insert("line".into(), place.map(|(_, line)| *line).into());
}

/// Rounded to tenths, as the SVG writes it.
fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
