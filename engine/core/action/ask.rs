//! Asks a question and waits for a valid answer. Outcomes: `answered`, `too_many_tries`.

mod definition;

use std::cmp::Ordering;

use self::definition::{EXPECTED, SUGGESTED};
pub(crate) use self::definition::{KEY, SETTINGS};

use self::definition::QUESTION;
use super::Say;
use super::bound::{self, Bound};
use crate::answer::Kind;
use crate::condition::Pattern;
use crate::conversation::{FrameState, Outcome};
use crate::effect::Suggest;
use crate::expression::Expression;
use crate::language::{Diagnostic, Fields, Kind as Shape, Node, Role, Saved, SavedUse, Site};
use crate::question::{self, Said};
use crate::run::Progress;
use crate::scene::Scene;
use crate::value::{Type, Value};

/// Asks, waits, reads and keeps the answer.
///
/// ```yaml
/// - ask: { say: "How many?", expect: number, min: 1, save_as: count }
/// ```
#[derive(Debug, Clone)]
pub struct Ask {
    /// The question.
    pub say: Say,
    /// What the answer must be; `None` where `choices` alone are the answers.
    pub expect: Option<Kind>,
    /// Smallest number, first day, earliest time or fewest characters.
    pub min: Option<Bound>,
    /// Largest number, last day, latest time or most characters.
    pub max: Option<Bound>,
    /// Fits the whole answer.
    pub matches: Option<Pattern>,
    /// Must hold, over `answer`.
    pub valid_if: Option<Expression>,
    /// The variable that keeps the answer.
    pub save_as: Option<String>,
    /// Said in place of the question after an invalid answer.
    pub if_invalid: Option<Say>,
    /// The n-th invalid answer ends it.
    pub tries: Option<u8>,
    /// Not asked when the variable is known.
    pub skip_if_known: bool,
    /// A chip with what the platform knows of the person.
    pub suggest: Option<Suggest>,
}

impl Ask {
    /// `ask: { say: …, … }`, or a text alone.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        if let Some(settings) = Self::settings_of(node, site) {
            let mut fields = settings;
            let say = fields.need("say", "How many?").and_then(|node| Say::load(node, site));
            let ask = Self::settings(say, &mut fields);
            fields.finish();
            return ask.map(|ask| ask.in_list(site));
        }
        let say = Say::load(node, site)?;
        Some(Self::plain(say).in_list(site))
    }

    /// `ask: <text>` with its settings beside it.
    pub(crate) fn load_beside(node: &Node, fields: &mut Fields<'_, '_>) -> Option<Self> {
        let site = fields.site.clone();
        if Self::settings_of(node, &site).is_some() {
            return Self::load(node, &site);
        }
        let say = Say::load(node, &site);
        Self::settings(say, fields)
    }

    /// The long form is told from a message by its `say`, or by having settings and no `text`.
    fn settings_of<'a, 'n>(node: &'n Node, site: &Site<'a>) -> Option<Fields<'a, 'n>> {
        let Shape::Map { entries, .. } = &node.kind else { return None };
        let has = |key: &str| entries.iter().any(|(found, _)| found.text == key);
        let settings = has("say") || SETTINGS.iter().any(|key| has(key.name));
        if settings && !has("text") { Fields::of(site, node, &QUESTION) } else { None }
    }

    fn plain(say: Say) -> Self {
        Self {
            say,
            expect: None,
            min: None,
            max: None,
            matches: None,
            valid_if: None,
            save_as: None,
            if_invalid: None,
            tries: None,
            skip_if_known: false,
            suggest: None,
        }
    }

    /// In a `do` no choices can be the answers: a question without `expect` takes any text.
    fn in_list(mut self, site: &Site<'_>) -> Self {
        if site.in_do && self.expect.is_none() {
            self.expect = Some(Kind::Text);
        }
        self
    }

    fn settings(say: Option<Say>, fields: &mut Fields<'_, '_>) -> Option<Self> {
        let site = fields.site.clone();
        let expect = fields.take("expect").and_then(|node| expected(node, &site));
        let mut ask = Self::plain(say.clone().unwrap_or_default());
        ask.expect = expect;
        (ask.min, ask.max) = bound::load(&mut ask.expect, fields);
        ask.matches = matches(ask.expect, fields);
        let kind = ask.expect.map_or(Type::Any, answer_type);
        ask.valid_if = fields
            .take("valid_if")
            .and_then(|node| site.expression(node, "`valid_if`", Role::ValidIf(kind)));
        ask.if_invalid = fields.take("if_invalid").and_then(|node| Say::load(node, &site));
        ask.tries = fields.take_with_key("tries").and_then(|(key, node)| {
            let tries = site.count(node, "`tries`", 1, 20)?;
            if let Some(module) = site.module.clone().filter(|_| !site.in_do) {
                site.loading.uses(|uses| uses.tries.push((module, key.spot)));
            }
            Some(tries)
        });
        ask.skip_if_known = fields
            .take("skip_if_known")
            .and_then(|node| site.yes_no(node, "`skip_if_known`"))
            .unwrap_or(false);
        ask.suggest = suggest(ask.expect, fields);
        ask.save_as = save_as(&ask, fields);
        if ask.skip_if_known && ask.save_as.is_none() {
            site.report(
                Diagnostic::error(
                    "missing-key",
                    fields.first_line(),
                    "`skip_if_known` needs `save_as`",
                )
                .help("add `save_as: email`, the variable that may be known already"),
            );
        }
        say.map(|_| ask)
    }
}

/// `matches`, which is for what is typed.
fn matches(expect: Option<Kind>, fields: &mut Fields<'_, '_>) -> Option<Pattern> {
    let (key, node) = fields.take_with_key("matches")?;
    let pattern = fields.site.pattern(node, "`matches`", true);
    if expect.is_some_and(|kind| kind.attachment().is_some()) {
        fields.site.report(
            Diagnostic::error("type-mismatch", key.spot, "`matches` is for what is typed")
                .help("leave it out: an image, a file and a place have no text"),
        );
    }
    pattern
}

/// `suggest: profile`, for what the platform knows of a person.
fn suggest(expect: Option<Kind>, fields: &mut Fields<'_, '_>) -> Option<Suggest> {
    let (key, node) = fields.take_with_key("suggest")?;
    let site = fields.site.clone();
    let words = site.words(node, "`suggest`")?;
    site.one_of(&words, "`suggest`", &SUGGESTED)?;
    match expect {
        Some(Kind::Email) => Some(Suggest::Email),
        Some(Kind::Phone) => Some(Suggest::Phone),
        Some(_) | None => {
            site.report(
                Diagnostic::error(
                    "type-mismatch",
                    key.spot,
                    "`suggest: profile` offers an e-mail address or a phone number",
                )
                .help("write `expect: email` or `expect: phone` beside it, or leave it out"),
            );
            None
        }
    }
}

/// The variable that keeps the answer; noted with what it will hold.
fn save_as(ask: &Ask, fields: &mut Fields<'_, '_>) -> Option<String> {
    let site = fields.site.clone();
    let words = fields.take("save_as").and_then(|node| site.words(node, "`save_as`"))?;
    let module = site.module.clone().filter(|_| !site.in_do);
    let what = Saved::Answer(ask.expect.map(answer_type), module);
    let used = SavedUse { name: words.text.clone(), spot: words.spot, what };
    site.loading.uses(|uses| uses.saved.push(used));
    Some(words.text)
}

fn expected(node: &Node, site: &Site<'_>) -> Option<Kind> {
    let words = site.words(node, "`expect`")?;
    site.one_of(&words, "`expect`", &EXPECTED)
}

/// The type of the answers of a kind.
pub(crate) fn answer_type(kind: Kind) -> Type {
    match kind {
        Kind::Text | Kind::Email | Kind::Phone | Kind::Url => Type::Text,
        // The address of what was sent.
        Kind::Image | Kind::File => Type::Text,
        Kind::Location => Type::Any,
        Kind::Number => Type::Number,
        Kind::Date => Type::Date,
        Kind::Time => Type::Time,
        Kind::DateTime => Type::DateTime,
        Kind::YesNo => Type::YesNo,
    }
}

impl Ask {
    /// Whether an answer lies between `min` and `max`.
    pub(crate) fn is_within(&self, scene: &Scene, answer: &Value) -> bool {
        let passed = |bound: &Option<Bound>, beyond| {
            bound.as_ref().is_some_and(|bound| bound.is_passed(scene, answer, beyond))
        };
        !passed(&self.min, Ordering::Less) && !passed(&self.max, Ordering::Greater)
    }

    /// Asks and waits; asks nothing where the answer is known and need not be.
    pub(crate) fn run(&self, scene: &mut Scene) -> Progress {
        let known = self.save_as.as_ref().is_some_and(|name| scene.knows(name));
        if self.skip_if_known && known {
            return Progress::Ended(Outcome::Answered);
        }
        let unsaid = !self.say.may_go(scene);
        if unsaid && !scene.was_said_for_it() {
            return Progress::Hold;
        }
        if let Some(frame) = scene.top_mut() {
            frame.tries = 0;
        }
        if unsaid {
            return Progress::Suspend(FrameState::Asking);
        }
        match question::say(scene, &self.say, scene.place(), false) {
            Ok(Said::All) => Progress::Suspend(FrameState::Asking),
            Ok(empty @ (Said::Instead | Said::Nothing)) => Progress::Empty(empty),
            Err(why) => Progress::Fault(why),
        }
    }
}
