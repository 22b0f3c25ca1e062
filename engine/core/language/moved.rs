//! `moved`: which module or button took the place of one that is no longer in the bot.
//!
//! Invariant: every successor that comes out is in the bot.

use indexmap::IndexMap;

use super::definition::MOVED;
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::loading::{Loading, Site, Words};
use super::source::Spot;
use super::tree::Node;
use crate::bot::Module;
use crate::id::{ButtonId, ModuleId};
use crate::moved::Moved;
use crate::suggest::{self, Guess};

/// A module, or a button with the module it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    Module(ModuleId),
    Button(ModuleId, ButtonId),
}

impl Place {
    /// `module`, or `module.button`.
    fn read(text: &str) -> Self {
        match text.split_once('.') {
            Some((module, button)) => Self::Button(ModuleId::new(module), ButtonId::new(button)),
            None => Self::Module(ModuleId::new(text)),
        }
    }
}

/// What moved where, with the words that say so.
type Moves = IndexMap<Place, (Place, Words)>;

/// What is known when `moved` is read.
struct Known<'a> {
    site: Site<'a>,
    modules: &'a IndexMap<ModuleId, Module>,
}

impl Known<'_> {
    fn has(&self, place: &Place) -> bool {
        match place {
            Place::Module(id) => self.modules.contains_key(id),
            Place::Button(owner, id) => {
                let presses = self.site.loading.presses.borrow();
                presses.contains_key(&(owner.clone(), id.clone()))
            }
        }
    }
}

/// `moved`.
pub(super) fn load<'a>(
    node: &Node,
    loading: &'a Loading<'a>,
    modules: &'a IndexMap<ModuleId, Module>,
) -> Moved {
    let known = Known { site: Site::bot_wide(loading, None), modules };
    let mut moves = Moves::new();
    let fields = Fields::of(&known.site, node, &MOVED);
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let Some(to) = known.site.words(value, "where it moved") else { continue };
        let (from, target) = (Place::read(&key.text), Place::read(&to.text));
        if is_sound(&known, &key.text, key.spot, &from, &target, &to) {
            moves.insert(from, (target, to));
        }
    }
    let mut moved = Moved::default();
    if loading.incomplete.get() {
        return moved;
    }
    for (from, (_, words)) in &moves {
        match (from, last(&known, &moves, from, words)) {
            (Place::Module(from), Some(Place::Module(to))) => {
                moved.modules.insert(from.clone(), to);
            }
            (Place::Button(owner, id), Some(Place::Button(to_owner, to))) => {
                moved.buttons.insert((owner.clone(), id.clone()), (to_owner, to));
            }
            (Place::Module(_) | Place::Button(..), Some(_) | None) => {}
        }
    }
    moved
}

/// Whether the two are of one kind, and what moved is really gone.
fn is_sound(
    known: &Known<'_>,
    name: &str,
    spot: Spot,
    from: &Place,
    to: &Place,
    words: &Words,
) -> bool {
    let help = match (from, to) {
        (Place::Module(_), Place::Module(_)) | (Place::Button(..), Place::Button(..)) => {
            if known.has(from) {
                let message = format!("`{name}` is still in the bot, so nothing has moved");
                known.site.report(
                    Diagnostic::warning("moved-still-there", spot, message)
                        .help("remove the old one, or leave this line out"),
                );
                return false;
            }
            return true;
        }
        (Place::Module(_), Place::Button(..)) => "write the id of a module, without a dot",
        (Place::Button(..), Place::Module(_)) => {
            "write the module and the button: \"module.button\""
        }
    };
    let message = "a module moves to a module, and a button to a button";
    known.site.report(Diagnostic::error("wrong-shape", words.spot, message).help(help));
    false
}

/// The last successor, where it is in the bot.
fn last(known: &Known<'_>, moves: &Moves, from: &Place, words: &Words) -> Option<Place> {
    let mut at = from;
    for _ in 0..=moves.len() {
        let Some((next, _)) = moves.get(at) else {
            let found = known.has(at);
            if !found {
                unknown(known, at, words_of(moves, at).unwrap_or(words));
            }
            return found.then(|| at.clone());
        };
        if next == from {
            tell_circle(known, moves, from, words);
            return None;
        }
        at = next;
    }
    None
}

/// What comes back to itself is told once, at the first of the circle.
fn tell_circle(known: &Known<'_>, moves: &Moves, from: &Place, words: &Words) {
    let place = |place: &Place| moves.get_index_of(place);
    let mut at = from;
    while let Some((next, _)) = moves.get(at).filter(|(next, _)| next != from) {
        if place(next) < place(from) {
            return;
        }
        at = next;
    }
    let message = format!("`{}` comes back to where it began", words.text);
    known.site.report(
        Diagnostic::error("moved-in-a-circle", words.spot, message)
            .help("let the last of them lead to something that is in the bot"),
    );
}

/// Where something is named as a successor.
fn words_of<'m>(moves: &'m Moves, to: &Place) -> Option<&'m Words> {
    moves.values().find(|(target, _)| target == to).map(|(_, words)| words)
}

fn unknown(known: &Known<'_>, place: &Place, words: &Words) {
    let name = &words.text;
    let (code, message, near) = match place {
        Place::Module(_) => {
            let ids = known.modules.keys().map(ModuleId::as_str);
            let near = suggest::guess(name, ids);
            ("unknown-module", format!("there is no module `{name}`"), near)
        }
        Place::Button(owner, id) => {
            let presses = known.site.loading.presses.borrow();
            let ids = presses.keys().filter(|(of, _)| of == owner).map(|(_, id)| id.as_str());
            let near = suggest::guess(id.as_str(), ids).map(|near| Guess {
                word: name.clone(),
                name: format!("{owner}.{}", near.name),
                sure: near.sure,
            });
            let message = format!("the module `{owner}` has no button or choice `{id}`");
            ("unknown-button", message, near)
        }
    };
    let found = Diagnostic::error(code, words.spot, message);
    known.site.report(match near {
        Some(near) => found.meant(&near, words.spot),
        None => found.help("write what took its place; without one leave the line out"),
    });
}
