//! Reads the graph from a bot: what each module is, and where it leads.

use std::collections::HashMap;

use super::act::{act, due, expects, first_text, handing, label};
use super::{Graph, Handing, Node, NodeKind, To, Way, WayKind, entrance, words};
use crate::action::Action;
use crate::bot::{Bot, Choice, Leads, Module, Press};
use crate::condition::{Class, Connection};
use crate::conversation::{Outcome, Target};
use crate::id::{ButtonId, ListId, ModuleId};
use crate::language::{Place, Places, SourceFile};

/// A bot while its graph is read.
pub(super) struct Reading<'b> {
    pub(super) bot: &'b Bot,
    pub(super) places: &'b Places,
    files: &'b [SourceFile],
    /// Buttons under messages, by owner, in the order of the files.
    buttons: HashMap<&'b ModuleId, Vec<&'b ButtonId>>,
    /// The lists of each owner, in the order of the files.
    lists: HashMap<&'b ModuleId, Vec<&'b ListId>>,
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

    fn actions(&self, list: &ListId) -> &'b [Action] {
        self.bot.lists.get(list).map(|list| list.actions.as_slice()).unwrap_or_default()
    }

    fn node(&self, module: &Module) -> Node {
        let actions = self.actions(&module.list());
        let speech = actions.iter().find_map(Action::speech);
        let handover = actions.iter().find_map(Action::as_handover);
        let said = handover.and_then(|handover| handover.say.as_ref());
        let says = speech.or(said).map(first_text).unwrap_or_default();
        let mut does: Vec<String> = Vec::new();
        for (at, action) in actions.iter().enumerate() {
            let told = action.as_handover().is_some() || action.leads_to().is_some();
            let first = |_: &_| actions[..at].iter().all(|before| before.speech().is_none());
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
            says,
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
    fn to_module(&self, id: &ModuleId) -> Option<usize> {
        let known = self.bot.modules.get_index_of(id);
        known.or_else(|| self.bot.modules.get_index_of(self.bot.moved.module(id)?))
    }

    /// Everything that leads on from a module.
    fn ways(&self, at: usize, module: &Module, found: &mut Vec<Way>) {
        let before = found.len();
        self.led(module.id.as_str(), self.lists.get(&module.id), found);
        for id in self.buttons.get(&module.id).into_iter().flatten() {
            found.extend(self.button(&module.id, id, WayKind::Button));
        }
        found.extend(module.choices.iter().map(|choice| self.choice(module, choice)));
        let mut place = 0;
        while place < module.connections.len() {
            let of = module.connections[place].place;
            let same: Vec<&Connection> =
                module.connections[place..].iter().take_while(|one| one.place == of).collect();
            found.push(self.connection(module, place, &same));
            place += same.len();
        }
        found[before..].iter_mut().for_each(|way| way.from = Some(at));
    }

    /// Calls and reminders in lists.
    fn led(&self, owner: &str, lists: Option<&Vec<&'b ListId>>, found: &mut Vec<Way>) {
        for list in lists.into_iter().flatten() {
            for (at, action) in self.actions(list).iter().enumerate() {
                let (kind, words) = match action {
                    Action::Call(_) => (WayKind::Call, "runs and comes back".to_owned()),
                    Action::Remind(remind) => (WayKind::Reminder, due(remind)),
                    Action::Say(_) | Action::Ask(_) | Action::Set(_) | Action::Compute(_) => {
                        continue;
                    }
                    Action::Unset(_) | Action::Tag(_) | Action::Untag(_) | Action::Http(_) => {
                        continue;
                    }
                    Action::Handover(_) | Action::TakeBack(_) | Action::Wait(_) => continue,
                    Action::ForgetReminder(_) | Action::Language(_) | Action::Emit(_) => continue,
                    Action::Return(_) => continue,
                };
                let to = action.leads_to().and_then(|id| self.to_module(id));
                let part = list.as_str().strip_prefix(owner).unwrap_or(list.as_str());
                let id = format!("w-{owner}-{}{}.{at}", kind.word(), part.replace(['#', '@'], "."));
                let mut way = self.way(&id, kind, words, &Leads::default());
                way.to = to.map_or(To::End, To::Module);
                way.place = self.place(self.places.lists.get(*list).and_then(|all| all.get(at)));
                if let Action::Remind(remind) = action {
                    way.taken = Some((format!("reminder.{}", remind.id), 0));
                }
                found.push(way);
            }
        }
    }

    /// Calls and reminders in lists that belong to no module.
    fn bot_lists(&self, found: &mut Vec<Way>) {
        let wide = |list: &&ListId| self.bot.lists.get(*list).is_some_and(|of| of.module.is_none());
        let lists: Vec<&ListId> = self.places.lists.keys().filter(wide).collect();
        self.led("bot", Some(&lists), found);
    }

    /// Buttons of texts that belong to the whole bot: the fallback's, a keyword's, a handover's.
    pub(super) fn bot_buttons(&self) -> Vec<Way> {
        let of_page = [crate::bot::owner::MENU, crate::bot::owner::ICE_BREAKERS];
        let wide = self.places.presses.keys().filter(|(owner, _)| {
            owner.as_str().starts_with('@') && !of_page.contains(&owner.as_str())
        });
        wide.filter_map(|(owner, id)| self.button(owner, id, WayKind::BotButton)).collect()
    }

    fn button(&self, owner: &ModuleId, id: &ButtonId, kind: WayKind) -> Option<Way> {
        let key = (owner.clone(), id.clone());
        let press: &Press = self.bot.presses.get(&key)?;
        let words = format!("“{}”", label(&press.label));
        let name = format!("w-{}-button.{id}", owner.as_str().trim_start_matches('@'));
        let mut way = self.way(&name, kind, words, &press.leads);
        way.taken = Some((format!("{owner}.{id}"), 0));
        way.place = self.place(self.places.presses.get(&key));
        Some(way)
    }

    fn choice(&self, module: &Module, choice: &Choice) -> Way {
        let made = module.each.as_ref().map(|each| format!(" for each of {}", each.list.source()));
        let words = format!("“{}”{}", label(&choice.label), made.unwrap_or_default());
        let id = format!("w-{}-choice.{}", module.id, choice.id);
        let mut way = self.way(&id, WayKind::Choice, words, &choice.leads);
        if choice.leads.to.is_none() {
            way.to = To::On;
        }
        way.taken = Some((format!("{}.{}", module.id, choice.id), 0));
        let key = (module.id.clone(), choice.id.clone());
        way.place = self.place(self.places.presses.get(&key));
        way
    }

    /// Connections of one place, which begin at `at` among those of the module.
    fn connection(&self, module: &Module, at: usize, same: &[&Connection]) -> Way {
        let first = &module.connections[at];
        let kind = match first.class {
            Class::Named => WayKind::Word,
            Class::Open => WayKind::Open,
            Class::Event => WayKind::Event,
            Class::Silence => WayKind::Silence,
            Class::Outcome if words::asks_outcome(first) == Some(true) => WayKind::Good,
            Class::Outcome => WayKind::Bad,
            Class::State if first.given.is_some() => WayKind::Given,
            Class::State if first.short && self.good_end(module).is_some() => WayKind::Good,
            Class::State => WayKind::Then,
        };
        let words = words::when(same, &self.otherwise(module, first));
        let id = match first.short {
            true => format!("w-{}-to", module.id),
            false => format!("w-{}-connection.{}", module.id, first.place),
        };
        let mut way = self.way(&id, kind, words, &first.leads);
        way.taken = Some((module.id.to_string(), first.place));
        let places = self.places.modules.get(&module.id).map(|(_, places)| places);
        way.place = self.place(places.and_then(|places| places.get(at)));
        way
    }

    /// What a connection without a condition is called.
    fn otherwise(&self, module: &Module, connection: &Connection) -> String {
        let good = self.good_end(module).filter(|_| connection.short);
        let others = module.connections.len() > 1 || !module.choices.is_empty();
        match good {
            Some(outcome) => words::outcome(outcome),
            None if others || module.waits => "otherwise".to_owned(),
            None => "then".to_owned(),
        }
    }

    /// The good outcome that the short `to` of a module takes.
    fn good_end(&self, module: &Module) -> Option<Outcome> {
        let last = self.actions(&module.list()).iter().rev().find(|one| one.source().is_some())?;
        Some(if last.as_question().is_some() {
            Outcome::Answered
        } else if last.as_http().is_some() {
            Outcome::Ok
        } else {
            Outcome::Returned
        })
    }
}
