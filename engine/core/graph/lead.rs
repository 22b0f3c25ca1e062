//! Where modules lead: calls and reminders, buttons, choices, connections; and the same of what belongs to no module.

use super::act::{due, label};
use super::read::Reading;
use super::{To, Way, WayKind, words};
use crate::action::Action;
use crate::bot::{Choice, Leads, Module, Press};
use crate::condition::{Class, Connection};
use crate::conversation::Outcome;
use crate::id::{ButtonId, ListId, ModuleId};

impl<'b> Reading<'b> {
    /// Everything that leads on from a module.
    pub(super) fn ways(&self, at: usize, module: &Module, found: &mut Vec<Way>) {
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
    pub(super) fn bot_lists(&self, found: &mut Vec<Way>) {
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
