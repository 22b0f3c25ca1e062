//! What became of a part of a bot, from two meanings.

use super::list::{align, name};
use super::meaning::Meaning;
use super::{Became, Change};

/// Goes through two meanings at once and writes down where they differ.
pub(super) struct Comparison<'a> {
    /// Of which module; none: of the bot.
    pub(super) module: Option<&'a str>,
    /// In which language, where it is a translation.
    pub(super) language: Option<&'a str>,
    /// Where it is, from outside to inside.
    pub(super) path: Vec<String>,
    /// What was found.
    pub(super) found: &'a mut Vec<Change>,
}

impl Comparison<'_> {
    pub(super) fn compare(&mut self, old: &Meaning, new: &Meaning) {
        if old == new {
            return;
        }
        match (old, new) {
            (Meaning::Map { .. }, Meaning::Map { .. }) => self.maps(old, new),
            (Meaning::List(old), Meaning::List(new)) => self.lists(old, new),
            _ => self.tell(Became::Changed, Some(old), Some(new)),
        }
    }

    fn maps(&mut self, old: &Meaning, new: &Meaning) {
        let mut same_keys = true;
        for (key, value) in old.entries() {
            match new.get(key) {
                Some(now) => self.at(step(key), |inside| inside.compare(value, now)),
                None => {
                    same_keys = false;
                    self.at(Some(key.clone()), |inside| {
                        inside.tell(Became::Removed, Some(value), None)
                    });
                }
            }
        }
        for (key, value) in new.entries() {
            if old.get(key).is_none() {
                same_keys = false;
                self.at(Some(key.clone()), |inside| inside.tell(Became::Added, None, Some(value)));
            }
        }
        let order =
            |of: &Meaning| of.entries().iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        if let (Meaning::Map { ordered: true, .. }, true) =
            (new, same_keys && order(old) != order(new))
        {
            let how = format!("in another order: {}", order(new).join(", "));
            self.push(Became::Moved(how), None, None);
        }
    }

    fn lists(&mut self, old: &[Meaning], new: &[Meaning]) {
        let aligned = align(old, new);
        let one = old.len().max(new.len()) == 1;
        let of = self.path.pop();
        let list = of.clone().unwrap_or_default();
        let label = |at: usize, item: &Meaning| label(&list, at, item, one);
        for (before, now) in &aligned.both {
            self.at(label(*now, &new[*now]), |inside| inside.compare(&old[*before], &new[*now]));
        }
        for before in &aligned.gone {
            let item = &old[*before];
            self.at(label(*before, item), |inside| inside.tell(Became::Removed, Some(item), None));
        }
        for now in &aligned.new {
            let item = &new[*now];
            self.at(label(*now, item), |inside| inside.tell(Became::Added, None, Some(item)));
        }
        for (_, now) in &aligned.moved {
            let stays = |at: &usize| {
                aligned.both.iter().any(|(_, there)| there == at)
                    && aligned.moved.iter().all(|(_, there)| there != at)
            };
            let next = (now + 1..new.len()).find(stays);
            let last = (0..*now).rev().find(stays);
            let (word, other) = match (next, last) {
                (Some(next), _) => ("before", next),
                (None, Some(last)) => ("after", last),
                (None, None) => continue,
            };
            let other = label(other, &new[other]).unwrap_or_default();
            let tried = matches!(list.as_str(), "connections" | "keywords");
            let verb = if tried { "is now tried" } else { "now stands" };
            let how = format!("{verb} {word} {other}");
            self.at(label(*now, &new[*now]), |inside| inside.push(Became::Moved(how), None, None));
        }
        self.path.extend(of);
    }

    /// Goes on inside of something.
    fn at(&mut self, step: Option<String>, inside: impl FnOnce(&mut Self)) {
        let deeper = step.is_some();
        self.path.extend(step);
        inside(self);
        if deeper {
            self.path.pop();
        }
    }

    fn tell(&mut self, became: Became, old: Option<&Meaning>, new: Option<&Meaning>) {
        self.push(became, old, new);
    }

    fn push(&mut self, became: Became, old: Option<&Meaning>, new: Option<&Meaning>) {
        self.found.push(Change {
            module: self.module.map(str::to_owned),
            language: self.language.map(str::to_owned),
            path: self.path.clone(),
            became,
            old: old.map(super::Part::of),
            new: new.map(super::Part::of),
        });
    }
}

/// A key as a step of a path; the words of a message need none.
fn step(key: &str) -> Option<String> {
    (key != "text").then(|| key.to_owned())
}

/// What an item of a list is called in a path; none where its list says enough.
fn label(list: &str, at: usize, item: &Meaning, alone: bool) -> Option<String> {
    let noun = match list {
        "connections" => "connection",
        "keywords" => "keyword",
        "choices" => "choice",
        "buttons" => "button",
        "menu" => "menu entry",
        "ice_breakers" => "ice breaker",
        "cards" => "card",
        "actions" | "do" => "action",
        _ => "",
    };
    let number = at + 1;
    match (noun, name(item)) {
        ("action", _) if alone => (list == "do").then(|| "do".to_owned()),
        ("action", _) => Some(if list == "do" {
            format!("do, action {number}")
        } else {
            format!("action {number}")
        }),
        ("", None) | ("", Some(_)) if alone => {
            Some(list.to_owned()).filter(|list| !list.is_empty())
        }
        ("", Some(name)) => Some(format!("{list}, {name}")),
        ("", None) => Some(format!("{list} {number}")),
        (noun, Some(name)) => Some(format!("{noun} {name}")),
        (noun, None) => Some(format!("{noun} {number}")),
    }
}
