//! Pictures of whatever bot comes out of a damaged flow: in four formats, the same each time, and the SVG is XML.

use std::collections::HashSet;

use baton_core::graph::{Graph, dot, json, mermaid, svg};
use baton_core::language::load;

use crate::chance::Chance;
use crate::corpus;
use crate::flows::{Flows, file};
use crate::mutate::Mutator;
use crate::run::{Subject, run};
use crate::xml::well_formed;

/// What stands in a text of the flow: mostly what the formats themselves are written with.
const HOSTILE: [&str; 24] = [
    "<",
    ">",
    "&",
    "\"",
    "'",
    "]]>",
    "-->",
    "</text>",
    "<script>",
    "&lt;",
    "&#0;",
    "|",
    "`",
    "%%",
    "\\",
    "\\n",
    "end",
    "subgraph ",
    "style ",
    "\u{1}",
    "\u{fffe}",
    "\u{202e}",
    "👍🏽",
    "注文",
];

struct Drawing(Flows);

impl Subject for Drawing {
    fn input(&self, chance: &mut Chance) -> Vec<u8> {
        // What is right is drawn; a slip within a text leaves most flows right.
        let mut text = if chance.one_in(2) {
            return self.0.damaged(chance);
        } else {
            chance.pick(self.0.0.texts()).clone()
        };
        for _ in 0..1 + chance.below(6) {
            let letters: Vec<usize> = text
                .char_indices()
                .filter(|(_, letter)| letter.is_alphabetic())
                .map(|(at, _)| at)
                .collect();
            if letters.is_empty() {
                break;
            }
            text.insert_str(*chance.pick(&letters), chance.pick::<&str>(&HOSTILE));
        }
        text.into_bytes()
    }

    fn holds(&self, input: &[u8]) -> Result<(), String> {
        let loaded = load(vec![file("bot.yaml", input)]);
        let Some(bot) = &loaded.bot else { return Ok(()) };
        let graph = Graph::of(bot, &loaded.places, &loaded.files);
        let picture = svg(&graph);
        let ids = well_formed(&picture);
        let once: HashSet<&String> = ids.iter().collect();
        if once.len() != ids.len() {
            return Err(format!("an id is of two elements: {ids:?}"));
        }
        let (points, flowchart) = (dot(&graph), mermaid(&graph));
        for line in points.lines().chain(flowchart.lines()) {
            let bare = line.replace("\\\\", "").replace("\\\"", "");
            if !bare.matches('"').count().is_multiple_of(2) {
                return Err(format!("a text is not closed: {line}"));
            }
        }
        let told = json(&graph).to_string();
        let again = Graph::of(bot, &loaded.places, &loaded.files);
        if (svg(&again), json(&again).to_string()) != (picture, told) {
            return Err("drawn twice it looks different".to_owned());
        }
        Ok(())
    }
}

#[test]
fn whatever_loads_is_drawn() {
    run("graphs", 300, Drawing(Flows(Mutator::new(corpus::flows()))));
}
