//! Tells the world outside that something happened: an event for analytics and outgoing webhooks.

use indexmap::IndexMap;

use crate::bot::Tree;
use crate::language::{Definition, Fields, Key, Node, Own, Shape, Site};
use crate::limit;
use crate::note::Note;
use crate::run::Progress;
use crate::scene::Scene;

/// The action in a list.
pub(crate) const KEY: Key = Key::new(
    "emit",
    Shape::Either(NAME_OR_EVENT),
    "Notes that something happened, for analytics and for other systems. The person sees nothing of it.",
)
.example("emit: { name: lead, data: { score: 3 } }");

/// A bare name is an event without data.
const NAME_OR_EVENT: &[Shape] = &[Shape::Id, Shape::Map(&EVENT)];

/// An event.
pub(crate) static EVENT: Definition = Definition::new(
    "emit",
    "an event",
    "Something that happened, with a name and with what is to be known of it.",
    &[&[
        Key::new("name", Shape::Id, "What happened.").required().example("name: lead"),
        Key::new(
            "data",
            Shape::Map(&DATA),
            "What is to be known of it, by name. Variables that are declared secret cannot be among it.",
        )
        .example("data: { score: 3, from: \"{{event.ref}}\" }"),
    ]],
)
.example("name: lead\ndata: { score: 3 }");

/// The data of an event.
pub(crate) static DATA: Definition = Definition::named(
    "event_data",
    "`data`",
    "What is to be known of an event, by names of the author's.",
    Own { name: "a name", shape: Shape::Value },
)
.example("score: 3");

/// Tells that something happened.
///
/// ```yaml
/// - emit: { name: lead, data: { score: "{{score}}" } }
/// ```
#[derive(Debug, Clone)]
pub struct Emit {
    /// What happened.
    pub name: String,
    /// What is to be known of it.
    pub data: Vec<(String, Tree)>,
}

impl Emit {
    /// The name alone, or a map with data.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        let named = |node: &Node| {
            let words = site.words(node, "`name`")?;
            site.name(&words, "an event")
        };
        if node.as_text().is_some() {
            return Some(Self { name: named(node)?, data: Vec::new() });
        }
        let mut fields = Fields::of(site, node, &EVENT)?;
        let name = fields.need("name", "lead").and_then(named);
        let data = fields.take("data").map(|node| data(node, site)).unwrap_or_default();
        fields.finish();
        Some(Self { name: name?, data })
    }

    /// Notes it; data that cannot be had or are too much are a fault, and the event is noted without them.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let value = |(name, tree): &(String, Tree)| Ok((name.clone(), tree.value(scene)?));
        let data: Result<IndexMap<_, _>, String> = self.data.iter().map(value).collect();
        let data = data.and_then(|data| {
            let size: usize = data.iter().map(|(name, value)| name.len() + value.size()).sum();
            let bound = limit::EMITTED;
            if size <= bound { Ok(data) } else { Err(format!("more than {bound} bytes of data")) }
        });
        let data = data.unwrap_or_else(|why| {
            scene.fault(format!("event `{}`: {why}", self.name));
            IndexMap::new()
        });
        scene.note(Note::Emitted { name: self.name.clone(), data });
        Progress::Next
    }
}

fn data(node: &Node, site: &Site<'_>) -> Vec<(String, Tree)> {
    let site = Site { leaves: true, ..site.clone() };
    let fields = Fields::of(&site, node, &DATA);
    let entries = fields.map(|mut fields| fields.rest()).unwrap_or_default();
    let entry = |(key, value): (&crate::language::MapKey, &Node)| {
        Some((key.text.clone(), site.tree(value)?))
    };
    entries.into_iter().filter_map(entry).collect()
}
