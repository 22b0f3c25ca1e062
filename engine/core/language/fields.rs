//! A map being read: keys are taken one by one, and what is left in the end is unknown.

use super::definition::{CONDITION, Definition};
use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::hints;
use super::lines::{in_braces, quoted};
use super::loading::Site;
use super::punctuation::foreign_comment;
use super::source::Spot;
use super::splice::Edit;
use super::tree::{Key, Kind, Node};
use crate::action::Action;
use crate::suggest::{self, Guess};

/// Whether something has keys of a module.
fn is_module(value: &Node) -> bool {
    let says = ["say", "ask", "to", "actions", "choices", "connections"];
    says.iter().any(|key| value.has(key))
}

/// What YAML tools take for yes, no and nothing; no key is called so.
pub(super) const BOOLEANS: [&str; 9] =
    ["on", "off", "yes", "no", "y", "n", "null", "true", "false"];

/// Keys of most maps, so that the list of those asked for need not grow.
const TAKEN: usize = 16;

/// The keys of a map that nobody has read yet.
pub(crate) struct Fields<'a, 'n> {
    /// Where it stands.
    pub(crate) site: Site<'a>,
    /// What can stand in it.
    pub(crate) definition: &'static Definition,
    /// The whole map.
    pub(crate) spot: Spot,
    left: Vec<(&'n Key, &'n Node)>,
    flow: bool,
    taken: Vec<&'static str>,
    all: Vec<&'n Key>,
}

impl<'a, 'n> Fields<'a, 'n> {
    /// The keys of a map; anything else is reported, nothing at all counts as an empty map.
    pub(crate) fn of(
        site: &Site<'a>,
        node: &'n Node,
        definition: &'static Definition,
    ) -> Option<Self> {
        let (entries, flow): (&[(Key, Node)], bool) = match &node.kind {
            Kind::Map { entries, flow } => (entries, *flow),
            Kind::Nothing => (&[], false),
            Kind::Text { .. } if site.lacks_colon(node) => return None,
            Kind::Text { .. } | Kind::List { .. } => {
                let map = match &node.kind {
                    Kind::Text { text, .. } => hints::lone(definition, text),
                    _ => None,
                };
                match map {
                    Some(map) => {
                        let help = format!("write it with its name: `{map}`");
                        let edit = Edit::replace(node.spot.start..node.spot.end, map);
                        site.wrong_shape_or(node, definition.name, &help, Some(edit));
                    }
                    None => site.wrong_shape(node, definition.name, &hints::shape(definition)),
                }
                return None;
            }
            Kind::Broken => return None,
        };
        let left: Vec<_> = entries.iter().map(|(key, value)| (key, value)).collect();
        let all = left.iter().map(|(key, _)| *key).collect();
        let site = site.clone();
        let taken = Vec::with_capacity(TAKEN);
        Some(Self { site, definition, spot: node.spot, left, flow, taken, all })
    }

    /// Takes a key.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_with_key(key).map(|(_, node)| node)
    }

    /// Takes a key together with its place.
    pub(crate) fn take_with_key(&mut self, key: &'static str) -> Option<(&'n Key, &'n Node)> {
        debug_assert!(
            self.definition.key(key).is_some(),
            "`{key}` is read and not defined in `{}`",
            self.definition.id
        );
        self.taken.push(key);
        let at = self.left.iter().position(|(found, _)| found.text == key)?;
        Some(self.left.remove(at))
    }

    /// Takes a key that must be there.
    pub(crate) fn need(&mut self, key: &'static str, example: &str) -> Option<&'n Node> {
        let found = self.take(key);
        if found.is_none() && !self.paired(key) && !self.has_like(key) {
            let message = format!("{} needs `{key}`", self.definition.name);
            self.site.report(
                Diagnostic::error("missing-key", self.first_line(), message)
                    .help(format!("add it: `{key}: {example}`")),
            );
        }
        found
    }

    /// `- Yes: confirm`: a label and where it leads, without their names. It is told, and the pair is taken.
    fn paired(&mut self, key: &str) -> bool {
        let leads = key == "label" && self.definition.key("to").is_some();
        let ([(label, to)], 1) = (self.left.as_slice(), self.all.len()) else { return false };
        let (Kind::Text { text, .. }, true) = (&to.kind, leads) else { return false };
        // Keys are small words; what a person is to read begins with a capital.
        let key = label.text.starts_with(char::is_lowercase);
        let known = self.known();
        let slip = || suggest::guess(&label.text, known.iter().copied()).is_some();
        if hints::called(&label.text, &known).is_some() || (key && slip()) {
            return false;
        }
        let written = format!("{{ label: {}, to: {} }}", in_braces(&label.text), in_braces(text));
        let whole = match self.flow {
            true => self.spot,
            false => Spot { end: to.spot.end, ..label.spot },
        };
        let message = format!("{} needs `label`", self.definition.name);
        let found = Diagnostic::error("missing-key", whole, message)
            .help(format!("write what it says and where it leads with their names: `{written}`"));
        self.site.report(found.try_mend(whole, written));
        self.left.clear();
        true
    }

    /// Whether the key is there in other words or with a slip, which is told as such.
    fn has_like(&self, key: &str) -> bool {
        let like = |found: &str| {
            let close = found.strip_prefix(key);
            hints::called(found, &[key]).is_some()
                || suggest::nearest(found, [key]).is_some()
                || close.is_some_and(|rest| rest.starts_with([':', ' ', '"', '=']))
        };
        self.left.iter().any(|(found, _)| like(&found.text))
    }

    /// Whether a key is there and not taken.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.left.iter().any(|(found, _)| found.text == key)
    }

    /// Where a key stands that is not taken.
    pub(crate) fn place_of(&self, key: &str) -> Option<Spot> {
        self.left.iter().find(|(found, _)| found.text == key).map(|(found, _)| found.spot)
    }

    /// Whether the map has no keys at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether something is left that nobody knows.
    pub(crate) fn has_left(&self) -> bool {
        !self.left.is_empty()
    }

    /// Takes all that is left, for maps whose keys are the author's own.
    pub(crate) fn rest(&mut self) -> Vec<(&'n Key, &'n Node)> {
        debug_assert!(self.definition.own.is_some(), "`{}` has fixed keys", self.definition.id);
        std::mem::take(&mut self.left)
    }

    /// Reports what nobody took.
    pub(crate) fn finish(self) {
        debug_assert!(
            self.definition.keys().all(|key| self.taken.contains(&key.name)),
            "a key of `{}` is defined and not read; read are {:?}",
            self.definition.id,
            self.taken
        );
        // What is copied with `<<` is told where it is copied from.
        let copied = |key: &Key, value: &Node| key.text == "<<" && value.kind == Kind::Broken;
        for (key, value) in self.left.iter().filter(|(key, value)| !copied(key, value)) {
            if let Some(found) = self.marked(key, value).or_else(|| self.split(key, value)) {
                self.site.report(found);
                continue;
            }
            let found = self.unknown(key, value);
            self.forgive(key, value);
            self.site.report(found);
        }
    }

    /// `{ label "Bye", to:end }`: the colon or its space is missing, so that all of it is a key.
    fn marked(&self, key: &Key, value: &Node) -> Option<Diagnostic> {
        let source = self.site.loading.source(key.spot);
        if let Some(found) = foreign_comment(source, key.spot) {
            return Some(found);
        }
        let end = source.find(|c: char| !(c.is_ascii_lowercase() || c == '_'))?;
        let (word, behind) = source.split_at(end);
        let known = self.flow && self.known().contains(&word);
        if !known || value.kind != Kind::Nothing || !behind.starts_with([':', ' ', '"', '=']) {
            return None;
        }
        let said = behind.trim_start_matches([':', ' ', '=']);
        let written = format!("{word}: {said}");
        let message = match behind.starts_with(':') {
            true => format!("the space behind the colon of `{word}` is missing"),
            false => format!("the colon behind `{word}` is missing"),
        };
        let fixed = self.site.loading.rewritten(key.spot, &written);
        let spot = Spot { end: key.spot.start + word.len(), ..key.spot };
        let found = Diagnostic::error("missing-colon", spot, message);
        Some(found.help(format!("write {fixed}")).try_mend(key.spot, written))
    }

    /// Names that an unknown key would declare, were it written right, are not told as unknown, too.
    fn forgive(&self, key: &Key, value: &Node) {
        const DECLARING: [&str; 7] =
            ["save_as", "save", "variables", "modules", "services", "hours", "receivers"];
        let known = self.known();
        let ours = hints::called(&key.text, &known)
            .or_else(|| suggest::guess(&key.text, known.iter().copied()).map(|near| near.name));
        let module = self.definition.id == "bot" && is_module(value);
        if module || ours.is_some_and(|ours| DECLARING.contains(&ours.as_str())) {
            self.site.loading.incomplete.set(true);
        }
    }

    /// A condition that stands beside its `when`, or an action beside its `do`.
    fn too_far_out(&self, key: &Key, value: &Node) -> Option<(String, Edit)> {
        let name = key.text.as_str();
        let whole = Spot { end: value.spot.end.max(key.spot.end), ..key.spot };
        let source = self.site.loading.source(whole);
        if self.flow || source.contains('\n') {
            return None;
        }
        let condition = CONDITION.key(name).is_some() && self.definition.key("when").is_some();
        if condition && !self.stands("when") {
            let written = format!("when: {{ {source} }}");
            let help = format!("it stands inside `when`: `{written}`");
            return Some((help, Edit::replace(whole.range(), written)));
        }
        let action = Action::NAMES.contains(&name) && self.definition.key("do").is_some();
        if !action || self.stands("do") {
            return None;
        }
        let file = self.site.loading.files.get(key.spot.file)?;
        let depth = key.spot.start - file.line_at(key.spot.start).start;
        let written = format!("do:\n{}- {source}", " ".repeat(depth + 2));
        let help = format!("it is an action, and stands in `do`: `do: [ {{ {source} }} ]`");
        Some((help, Edit::replace(whole.range(), written)))
    }

    /// Whether a key is left that another thing has: one of these would have taken it.
    pub(crate) fn has_left_of(&self, other: &Definition) -> bool {
        self.left.iter().any(|(key, _)| other.key(&key.text).is_some())
    }

    fn unknown(&self, key: &Key, value: &Node) -> Diagnostic {
        let name = &key.text;
        if BOOLEANS.contains(&name.as_str()) {
            let message = format!("`{name}` is a value in YAML, and no key is called so");
            let found = Diagnostic::error("boolean-key", key.spot, message);
            if name == "on" && self.definition.key("when").is_some() && !self.stands("when") {
                return found.meant(&Guess::known("on", "when"), key.spot);
            }
            return found.help("write the key in other words");
        }
        let message = format!("{} has no key `{name}`", self.definition.name);
        let found = Diagnostic::error("unknown-key", key.spot, message);
        let known = self.known();
        if let Some((help, edit)) = self.too_far_out(key, value) {
            return found.help(help).fixed(Trust::Tried, vec![edit]);
        }
        let beside = ["to", "do", "if"].contains(&name.as_str());
        if self.definition.id == CONDITION.id && beside {
            return found.help(format!(
                "`{name}` is no part of what must have happened: it stands beside `when`, in a line of its own"
            ));
        }
        // A word of another builder is no slip of the pen, however near: `then` is `to`, not `when`.
        if let Some(ours) = hints::called(name, &known) {
            let found = found.help(hints::is_called(&ours));
            return if self.stands(&ours) { found } else { found.try_mend(key.spot, ours) };
        }
        if let Some(hint) = hints::of_another_program(self.definition.name, name) {
            return found.help(hint);
        }
        // Of the bot's own keys these can say and lead, too; whatever else does is a module that stands too far left.
        let module = self.definition.id == "bot" && is_module(value);
        // A key of ours in the wrong place is no slip of the pen either: `do` is not `to`.
        let elsewhere = hints::elsewhere(name, &known).filter(|_| !module);
        let near = suggest::guess(name, known.iter().copied()).filter(|_| elsewhere.is_none());
        let near = near.filter(|near| !module || ["fallback", "handover"].contains(&&*near.name));
        if let Some(near) = near {
            let taken = self.stands(&near.name);
            let found = found.meant(&near, key.spot);
            return if taken { found.only_proposed() } else { found };
        }
        if module {
            return found.help(format!(
                "a module stands below `modules`: indent `{name}` and all its lines by two more"
            ));
        }
        if let Some(hint) = hints::meant(self.definition.name, name, &known) {
            return found.help(hint);
        }
        found.help(format!("it can have: {}", known.join(", ")))
    }

    /// Whether the map has this key.
    fn stands(&self, key: &str) -> bool {
        self.all.iter().any(|found| found.text == key)
    }

    /// The keys that can stand here; settings of another key where that key has taken them.
    fn known(&self) -> Vec<&'static str> {
        let beside = self.definition.beside.iter().flat_map(|beside| beside.keys);
        let beside = beside.filter(|key| self.taken.contains(&key.name));
        self.definition.keys().chain(beside).map(|key| key.name).collect()
    }

    /// `{ label: Yes, please }`: the text was split at its comma, and `please` became a key.
    fn split(&self, key: &Key, value: &Node) -> Option<Diagnostic> {
        let place = self.all.iter().position(|found| std::ptr::eq(*found, key))?;
        if !self.flow || value.kind != Kind::Nothing || place == 0 {
            return None;
        }
        let before = self.all[place - 1];
        let between = Spot { start: before.spot.end, end: key.spot.end, ..key.spot };
        let text = self.site.loading.source(between).trim_start_matches(':').trim_start();
        if text.contains(['\n', '"', '\'']) {
            return None;
        }
        let spot = Spot { start: key.spot.end - text.len(), ..key.spot };
        let list = (before.text == "says").then(|| format!("[{text}]"));
        let instead = list.unwrap_or_else(|| quoted(text));
        let fixed = self.site.loading.rewritten(spot, &instead);
        let message = format!("the text of `{}` was split at its comma", before.text);
        Some(
            Diagnostic::error("split-at-comma", key.spot, message)
                .help(format!("put it into quotes or brackets: {fixed}"))
                .try_mend(spot, instead),
        )
    }

    /// The beginning of the map, for findings about what is missing.
    pub(crate) fn first_line(&self) -> Spot {
        let source = self.site.loading.source(self.spot);
        let length = source.find('\n').unwrap_or(source.len());
        Spot { end: self.spot.start + length, ..self.spot }
    }
}
