//! Reads the graph from a bot: what each module is, and what is reached.

use std::collections::HashMap;

use super::act::{act, expects, first_text, handing};
use super::{Graph, Handing, Node, NodeKind, To, Way, WayKind, entrance};
use crate::action::Action;
use crate::bot::{Bot, Leads, Module};
use crate::condition::Connection;
use crate::conversation::Target;
use crate::id::{ButtonId, ListId, ModuleId};
use crate::language::{Place, Places, SourceFile};

/// A bot while its graph is read.
pub(super) struct Reading<'b> {
    pub(super) bot: &'b Bot,
    pub(super) places: &'b Places,
    files: &'b [SourceFile],
    /// Buttons under messages, by owner, in the order of the files.
    pub(super) buttons: HashMap<&'b ModuleId, Vec<&'b ButtonId>>,
    /// The lists of each owner, in the order of the files.
    pub(super) lists: HashMap<&'b ModuleId, Vec<&'b ListId>>,
    /// Where each line of each file begins, to count lines once.
    lines: Vec<Vec<usize>>,
}

impl Graph {
    /// Reads the graph of a bot with its files and the places in them.
    pub fn of(bot: &Bot, places: &Places, files: &[SourceFile]) -> Self {
        let reading = Reading::new(bot, places, files);
        let mut nodes: Vec<Node> =
            bot.modules.values().map(|module| reading.node(module)).collect();
        let mut ways = Vec::new();
        for (at, module) in bot.modules.values().enumerate() {
            reading.ways(at, module, &mut ways);
        }
        let mut entrances = entrance::all(&reading);
        reading.bot_lists(&mut entrances);
        reach(&mut nodes, &entrances, &ways);
        let (id, name) = (bot.id.clone(), bot.name.clone());
        Self { id, name, description: bot.description.clone(), nodes, ways, entrances }
    }
}

/// Finds what something leads to.
fn reach(nodes: &mut [Node], entrances: &[Way], ways: &[Way]) {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for way in ways {
        if let (Some(at), Some(to)) = (way.from, way.to.module()) {
            from[at].push(to);
        }
    }
    let mut left: Vec<usize> = entrances.iter().filter_map(|way| way.to.module()).collect();
    while let Some(at) = left.pop() {
        if !std::mem::replace(&mut nodes[at].reached, true) {
            left.append(&mut from[at]);
        }
    }
}

impl<'b> Reading<'b> {
    fn new(bot: &'b Bot, places: &'b Places, files: &'b [SourceFile]) -> Self {
        let mut buttons: HashMap<&ModuleId, Vec<&ButtonId>> = HashMap::new();
        for key in places.presses.keys() {
            if bot.presses.get(key).is_some_and(|press| press.choice.is_none()) {
                buttons.entry(&key.0).or_default().push(&key.1);
            }
        }
        let mut lists: HashMap<&ModuleId, Vec<&ListId>> = HashMap::new();
        for id in places.lists.keys() {
            if let Some(of) = bot.lists.get(id).and_then(|list| list.module.as_ref()) {
                lists.entry(of).or_default().push(id);
            }
        }
        let lines = files.iter().map(|file| {
            let ends = file.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        Self { bot, places, files, buttons, lists, lines: lines.collect() }
    }

    /// File, and line from 1.
    pub(super) fn place(&self, place: Option<&Place>) -> Option<(String, usize)> {
        let place = place?;
        let (file, lines) = (self.files.get(place.file)?, self.lines.get(place.file)?);
        let line = lines.partition_point(|begin| *begin <= place.span.start);
        Some((file.path.clone(), line))
    }

    pub(super) fn actions(&self, list: &ListId) -> &'b [Action] {
        self.bot.lists.get(list).map(|list| list.actions.as_slice()).unwrap_or_default()
    }

    fn node(&self, module: &Module) -> Node {
        let actions = self.actions(&module.list());
        let handover = actions.iter().find_map(Action::as_handover);
        let says = |action: &'b Action| {
            action.speech().or_else(|| action.as_handover().and_then(|one| one.say.as_ref()))
        };
        let said = actions.iter().find_map(says).map(first_text).unwrap_or_default();
        let mut does: Vec<String> = Vec::new();
        for (at, action) in actions.iter().enumerate() {
            let told = action.as_handover().is_some() || action.leads_to().is_some();
            let first = |_: &_| actions[..at].iter().all(|before| says(before).is_none());
            if let Some(ask) = action.as_question() {
                does.extend(Some(expects(ask)).filter(|words| !words.is_empty()));
            } else if !told && action.speech().filter(first).is_none() {
                does.push(act(action, self.bot));
            }
        }
        Node {
            id: module.id.clone(),
            name: super::act::one_line(&module.name),
            kind: self.kind(module, actions),
            says: said,
            does,
            handing: handover.map(|handover| handing(handover, self.bot)),
            waits: module.waits,
            reached: false,
            place: self.place(self.places.modules.get(&module.id).map(|(key, _)| key)),
        }
    }

    fn kind(&self, module: &Module, actions: &[Action]) -> NodeKind {
        let any = |is: &dyn Fn(&Action) -> bool| actions.iter().any(is);
        if any(&|action| action.as_handover().is_some()) {
            NodeKind::Handover
        } else if any(&|action| action.as_question().is_some()) {
            NodeKind::Question
        } else if any(&|action| action.as_http().is_some()) {
            NodeKind::Service
        } else if !module.choices.is_empty() || self.buttons.contains_key(&module.id) {
            NodeKind::Menu
        } else if any(&|action| action.as_say().is_some()) {
            NodeKind::Message
        } else {
            NodeKind::Steps
        }
    }

    /// The keywords, each with its place among those of the bot; `any` is one again.
    pub(super) fn keywords(&self) -> Vec<(usize, Vec<&'b Connection>)> {
        let mut found: Vec<(usize, Vec<&Connection>)> = Vec::new();
        for (at, keyword) in self.bot.keywords.iter().enumerate() {
            match found.last_mut() {
                Some((_, same)) if same.iter().any(|one| one.place == keyword.place) => {
                    same.push(keyword);
                }
                Some(_) | None => found.push((at, vec![keyword])),
            }
        }
        found
    }

    /// A way that nothing noted yet, from everywhere.
    pub(super) fn way(&self, id: &str, kind: WayKind, words: String, leads: &Leads) -> Way {
        let actions = leads.list.as_ref().map(|list| self.actions(list)).unwrap_or_default();
        let hands = actions.iter().find_map(Action::as_handover);
        let hands: Option<Handing> = hands.map(|handover| handing(handover, self.bot));
        Way {
            id: id.to_owned(),
            from: None,
            kind,
            words,
            does: actions.iter().map(|action| act(action, self.bot)).collect(),
            hands,
            to: leads.to.as_ref().map_or(To::Stay, |to| self.to(to)),
            taken: None,
            place: None,
        }
    }

    fn to(&self, target: &Target) -> To {
        match target {
            Target::Module(id) => self.to_module(id).map_or(To::End, To::Module),
            Target::End => To::End,
            Target::Stay => To::Stay,
            Target::Back => To::Back,
            Target::Again => To::Again,
        }
    }

    /// Where a module stands, or the one that took its place.
    pub(super) fn to_module(&self, id: &ModuleId) -> Option<usize> {
        let known = self.bot.modules.get_index_of(id);
        known.or_else(|| self.bot.modules.get_index_of(self.bot.moved.module(id)?))
    }
}
