//! The graph in the language of Graphviz.

use super::{Graph, Node, NodeKind, To, Way, WayKind};

/// The graph as DOT: `baton graph --format dot | dot -Tpdf -o bot.pdf`.
pub fn dot(graph: &Graph) -> String {
    let mut out = format!(
        "digraph {} {{\n  rankdir=LR; fontname=\"Helvetica\"; label={}; labelloc=t; nodesep=0.35; ranksep=1.1;\n  \
         node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#94a0b3\", \
         fontname=\"Helvetica\", fontsize=12];\n  edge [color=\"#8d99ac\", fontname=\"Helvetica\", \
         fontsize=10, fontcolor=\"#475067\"];\n",
        quoted(&graph.id),
        quoted(&graph.name)
    );
    out += "  \"everywhere\" [label=\"Everywhere\", shape=cds, style=filled, fillcolor=\"#e9edf3\"];\n";
    out += "  \"start\" [label=\"New conversation\", shape=circle, style=filled, fillcolor=\"#d3f9d8\"];\n";
    for word in ["end", "back", "away"] {
        if graph.all().any(|way| way.to.word() == Some(word)) {
            out +=
                &format!("  \"{word}\" [label={}, shape=plaintext, style=\"\"];\n", quoted(word));
        }
    }
    graph.nodes.iter().for_each(|one| out += &node(one));
    graph.all().for_each(|way| out += &edge(graph, way));
    out + "}\n"
}

fn node(node: &Node) -> String {
    let (shape, colour) = match node.kind {
        NodeKind::Handover => ("octagon", "color=\"#e8590c\", fillcolor=\"#fff5ea\", penwidth=2"),
        NodeKind::Question => ("box", "color=\"#12a594\""),
        NodeKind::Service => ("component", "color=\"#8b66f0\""),
        NodeKind::Menu => ("box", "color=\"#4c6ef5\""),
        NodeKind::Message => ("box", "color=\"#94a0b3\""),
        NodeKind::Steps => ("box", "color=\"#94a0b3\", style=\"rounded,dashed\""),
    };
    let rounded = if shape == "octagon" { ", style=filled" } else { "" };
    let grey = if node.reached { "" } else { ", fontcolor=\"#94a0b3\", style=\"dashed\"" };
    let label = quoted(&super::mermaid::lines(node).join("\n"));
    let name = format!("m-{}", node.id);
    let id = quoted(&name);
    format!("  {id} [id={id}, label={label}, shape={shape}, {colour}{rounded}{grey}];\n")
}

fn edge(graph: &Graph, way: &Way) -> String {
    let module = |at: usize| quoted(&format!("m-{}", graph.nodes[at].id));
    let from = match (way.from, way.kind) {
        (Some(at), _) => module(at),
        (None, WayKind::Start) => quoted("start"),
        (None, _) => quoted("everywhere"),
    };
    let to = match &way.to {
        To::Module(at) => module(*at),
        To::End | To::Back | To::Away => quoted(way.to.word().unwrap_or_default()),
        To::Stay | To::Again | To::On => from.clone(),
    };
    let style = match way.kind {
        WayKind::Bad => ", color=\"#e58a8a\"",
        WayKind::Call | WayKind::Reminder | WayKind::Silence => ", style=dashed",
        WayKind::Choice | WayKind::Button | WayKind::Word | WayKind::Open | WayKind::Event => "",
        WayKind::Good | WayKind::Given | WayKind::Then => "",
        WayKind::Start | WayKind::Entry | WayKind::Menu | WayKind::Keyword => ", style=dotted",
        WayKind::Fallback | WayKind::AfterAgent | WayKind::BotButton => ", style=dotted",
    };
    let label = quoted(&super::mermaid::told(way));
    format!("  {from} -> {to} [id={}, label={label}{style}];\n", quoted(&format!("e-{}", way.id)))
}

/// A string of DOT: a backslash would begin an escape such as `\N`, a quote would end it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_and_backslashes_stay_inside_of_a_string() {
        assert_eq!(quoted("say \"hi\" \\N\n{x}"), "\"say \\\"hi\\\" \\\\N\\n{x}\"");
        assert_eq!(quoted("ends with \\"), "\"ends with \\\\\"");
    }
}
