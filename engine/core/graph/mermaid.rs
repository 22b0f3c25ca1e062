//! The graph in the language of Mermaid, which GitHub, GitLab and many wikis draw.

use super::{Graph, Node, NodeKind, To, Way, WayKind};

/// Letters of a label; Mermaid breaks long ones badly.
const LETTERS: usize = 60;

/// The graph as a Mermaid flowchart.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    out += "  start_((\"start\"))\n  everywhere_([\"Everywhere\"])\n";
    for word in ["end", "back", "away"] {
        if graph.all().any(|way| way.to.word() == Some(word)) {
            out += &format!("  {word}_([\"{word}\"])\n");
        }
    }
    graph.nodes.iter().for_each(|one| out += &node(one));
    graph.all().for_each(|way| out += &edge(graph, way));
    for kind in NodeKind::ALL {
        let (paper, line) = match kind {
            NodeKind::Handover => ("#fff5ea", "#e8590c,stroke-width:3px"),
            NodeKind::Question => ("#ffffff", "#12a594"),
            NodeKind::Service => ("#ffffff", "#8b66f0"),
            NodeKind::Menu => ("#ffffff", "#4c6ef5"),
            NodeKind::Message | NodeKind::Steps => ("#ffffff", "#94a0b3"),
        };
        out += &format!("  classDef {} fill:{paper},stroke:{line},color:#1d2433\n", kind.word());
    }
    out + "  classDef unreached stroke-dasharray:4 4,color:#94a0b3\n"
}

fn node(node: &Node) -> String {
    let lines: Vec<String> = lines(node).iter().map(|line| escaped(line)).collect();
    let label = lines.join("<br/>");
    let (open, close) = match node.kind {
        NodeKind::Handover => ("{{", "}}"),
        NodeKind::Question => ("[/", "/]"),
        NodeKind::Service => ("[[", "]]"),
        NodeKind::Menu | NodeKind::Message | NodeKind::Steps => ("[", "]"),
    };
    // No module's own name is a word of Mermaid with `m_` before it.
    let id = &node.id;
    let mut text =
        format!("  m_{id}{open}\"{label}\"{close}\n  class m_{id} {}\n", node.kind.word());
    if !node.reached {
        text += &format!("  class m_{id} unreached\n");
    }
    text
}

/// What a module is, for a box: its name, what it is, to whom it hands over.
pub(super) fn lines(node: &Node) -> Vec<String> {
    let mut lines = vec![cut(&node.name), node.kind.word().to_owned()];
    if let Some(handing) = &node.handing {
        lines[1] = cut(&format!("handover to {}", handing.to));
        let back = std::iter::once("back: when they are done".to_owned());
        lines.extend(back.chain(handing.back.iter().map(|words| cut(words))));
    } else if !node.says.is_empty() {
        lines.push(cut(&node.says));
    }
    lines
}

/// When a way is taken and what it does, with where it leads if that is no module.
pub(super) fn told(way: &Way) -> String {
    let mut text = way.words.clone();
    text += match &way.to {
        To::Stay => " (stays)",
        To::Again => " (asks again)",
        To::On => " (goes on)",
        To::Module(_) | To::End | To::Back | To::Away => "",
    };
    if let Some(handing) = &way.hands {
        text += &format!(" (hands over to {})", handing.to);
    }
    cut(&text)
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

fn edge(graph: &Graph, way: &Way) -> String {
    let module = |at: usize| format!("m_{}", graph.nodes[at].id);
    let from = match (way.from, way.kind) {
        (Some(at), _) => module(at),
        (None, WayKind::Start) => "start_".to_owned(),
        (None, _) => "everywhere_".to_owned(),
    };
    let to = match &way.to {
        To::Module(at) => module(*at),
        To::End | To::Back | To::Away => format!("{}_", way.to.word().unwrap_or_default()),
        To::Stay | To::Again | To::On => from.clone(),
    };
    let hands = way.to.module().is_some_and(|at| graph.nodes[at].kind == NodeKind::Handover);
    let dotted = way.from.is_none() || matches!(way.kind, WayKind::Call | WayKind::Reminder);
    let arrow = match (dotted, hands) {
        (true, _) => "-.->",
        (false, true) => "==>",
        (false, false) => "-->",
    };
    format!("  {from} {arrow}|\"{}\"| {to}\n", escaped(&told(way)))
}

/// A text as it may stand in a quoted label. Whatever could be a sign of Mermaid, of Markdown or of HTML becomes
/// the number of its letter.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain =
            c.is_alphanumeric() || " ,?!…“”→’·".contains(c) || !(c.is_ascii() || c.is_control());
        match plain {
            true => out.push(c),
            false if c.is_control() => out.push(' '),
            false => out.push_str(&format!("#{};", u32::from(c))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_sign_of_an_author_ends_a_label_or_begins_markup() {
        assert_eq!(
            escaped("say \"hi\" <b> `x` #1;"),
            "say #34;hi#34; #60;b#62; #96;x#96; #35;1#59;"
        );
        assert_eq!(escaped("1. Ærø – ja, 👍"), "1#46; Ærø – ja, 👍");
        assert_eq!(escaped("a|b\nc"), "a#124;b c");
    }
}
