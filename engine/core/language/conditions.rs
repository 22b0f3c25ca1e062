//! What must have happened: `when` of a connection.

use super::definition::{CONDITION, EVENTS, OUTCOMES, READS, SENDS, SENTIMENTS};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::loading::{Site, Words};
use super::tree::{Kind, Node};
use crate::condition::{Class, Condition, Facet, Is, Phrase, Sends, Understands};
use crate::conversation::Outcome;
use crate::id::ButtonId;

/// The word authors write for an outcome.
pub(crate) fn outcome_word(outcome: Outcome) -> &'static str {
    OUTCOMES.iter().find(|(_, known)| *known == outcome).map_or("", |(word, _)| word.word)
}

/// Reads a `when`: a text or texts are `says`, several keys must all hold.
pub(super) fn load(node: &Node, site: &Site<'_>) -> Option<Condition> {
    match &node.kind {
        Kind::Text { .. } => says(node, site),
        Kind::List { items, .. } => {
            if items.is_empty() {
                site.wrong_shape(node, "`when`", "write at least one text, or leave `when` out");
                return None;
            }
            says(node, site)
        }
        Kind::Map { .. } => keys(node, site),
        Kind::Nothing => {
            site.wrong_shape(node, "`when`", "write what the person says: `when: [yes, sure]`");
            None
        }
        Kind::Broken => None,
    }
}

fn keys(node: &Node, site: &Site<'_>) -> Option<Condition> {
    let mut fields = Fields::of(site, node, &CONDITION)?;
    let mut all = Vec::new();
    let mut whole = true;
    let mut add = |condition: Option<Option<Condition>>| match condition {
        Some(Some(condition)) => all.push(condition),
        Some(None) => whole = false,
        None => {}
    };
    add(fields.take("says").map(|node| says(node, site)));
    add(fields
        .take("contains")
        .map(|node| phrases(node, "`contains`", site).map(Condition::Contains)));
    let starts = fields.take("starts_with");
    add(starts.map(|node| phrases(node, "`starts_with`", site).map(Condition::StartsWith)));
    add(fields.take("like").map(|node| phrases(node, "`like`", site).map(Condition::Like)));
    for found in understood(&mut fields) {
        add(Some(found));
    }
    let matches = fields.take("matches");
    add(matches.map(|node| site.pattern(node, "`matches`", false).map(Condition::Matches)));
    add(fields.take("is").map(|node| is(node, site).map(Condition::Is)));
    add(fields.take("sends").map(|node| {
        let words = site.words(node, "`sends`")?;
        site.one_of(&words, "`sends`", &SENDS).map(Condition::Sends)
    }));
    add(fields.take("pressed").map(|node| pressed(node, site)));
    add(fields.take("event").map(|node| {
        let words = site.words(node, "`event`")?;
        site.one_of(&words, "`event`", &EVENTS).map(Condition::Event)
    }));
    add(fields.take("outcome").map(|node| {
        let words = site.words(node, "`outcome`")?;
        let outcome =
            OUTCOMES.iter().find(|(word, _)| word.word == words.text).map(|found| found.1);
        let used = outcome.map(|outcome| (site.module.clone(), outcome, words.spot));
        site.loading.uses(|uses| uses.outcomes.extend(used));
        site.one_of(&words, "`outcome`", &OUTCOMES).map(Condition::Outcome)
    }));
    let silence = fields.take("no_reply");
    add(silence.map(|node| {
        if site.module.is_none() {
            site.report(
                Diagnostic::error(
                    "wrong-shape",
                    node.spot,
                    "`no_reply` is about a conversation that waits at a module",
                )
                .help("put it into the `connections` of the modules it is meant for"),
            );
        }
        site.pause(node, "`no_reply`").map(Condition::NoReply)
    }));
    add(fields.take("any").map(|node| several(node, "`any`", site).map(Condition::Any)));
    add(fields.take("all").map(|node| several(node, "`all`", site).map(Condition::All)));
    add(fields.take("not").map(|node| load(node, site).map(|not| Condition::Not(Box::new(not)))));
    if fields.is_empty() {
        site.wrong_shape(node, "`when`", "write what must have happened, or leave `when` out");
        whole = false;
    }
    whole &= !fields.has_left();
    fields.finish();
    if !whole {
        return None;
    }
    match all.len() {
        0 => None,
        1 => all.pop(),
        _ => Some(Condition::All(all)),
    }
}

/// `intent`, `entity` and `sentiment` with their common `confidence`; `None` for what cannot be read.
fn understood(fields: &mut Fields<'_, '_>) -> Vec<Option<Condition>> {
    let site = fields.site.clone();
    let confidence = fields.take_with_key("confidence");
    let wanted = confidence.map_or(Some(Understands::CONFIDENCE), |(_, node)| {
        let number = site.number(node, "`confidence`")?;
        if !(0.0..=1.0).contains(&number) {
            site.expected(node, "bad-number", "`confidence`", "a number from 0 to 1, like 0.8");
            return None;
        }
        Some(number)
    });
    let mut found = Vec::new();
    for (key, facet) in [("intent", Facet::Intent), ("entity", Facet::Entity)] {
        let Some(node) = fields.take(key) else { continue };
        let names: Vec<String> =
            site.several(node, &format!("`{key}`")).into_iter().map(|words| words.text).collect();
        let of = |confidence| Understands { facet, names, confidence };
        found.push(wanted.map(of).filter(|of| !of.names.is_empty()).map(Condition::Understands));
    }
    if let Some(node) = fields.take("sentiment") {
        let words = site.several(node, "`sentiment`");
        let known = |words: &Words| site.one_of(words, "`sentiment`", &SENTIMENTS);
        let names: Option<Vec<String>> =
            words.iter().map(|words| known(words).map(str::to_owned)).collect();
        let names = names.filter(|names| !names.is_empty());
        let facet = Facet::Sentiment;
        let both = wanted.zip(names);
        let of = both.map(|(confidence, names)| Understands { facet, names, confidence });
        found.push(of.map(Condition::Understands));
    }
    if let (Some((key, _)), true) = (confidence, found.is_empty()) {
        let message = "`confidence` is about what the platform understood";
        let finding = Diagnostic::error("missing-key", key.spot, message);
        site.report(
            finding.help("add `intent`, `entity` or `sentiment` beside it, or leave it out"),
        );
    }
    found
}

fn says(node: &Node, site: &Site<'_>) -> Option<Condition> {
    phrases(node, "`says`", site).map(Condition::Says)
}

/// `menu, start over` without brackets is one text, where words of people are listed.
pub(crate) fn comma_in_one(node: &Node, site: &Site<'_>) {
    let Kind::Text { text, quoted: false } = &node.kind else { return };
    if !text.contains(", ") {
        return;
    }
    let several = format!("[{text}]");
    let list = site.loading.rewritten(node.spot, &several);
    let one = site.loading.rewritten(node.spot, &super::lines::quoted(text));
    let found = Diagnostic::error(
        "comma-in-says",
        node.spot,
        "this is one text with a comma in it, not two texts",
    )
    .help(format!("for several texts write {list}; if the comma is meant, {one}"));
    // Keywords are short; a sentence may have a comma in it.
    let short = |part: &str| part.split_whitespace().count() <= 2;
    site.report(match text.split(',').all(short) {
        true => found.try_mend(node.spot, several),
        false => found.propose(node.spot, several),
    });
}

/// What nobody types: the name of an outcome, or a sign that other programs take for anything.
fn no_words(words: &Words, site: &Site<'_>) {
    let spot = words.spot;
    let outcome = words.text.contains('_')
        && site.module.is_some()
        && OUTCOMES.iter().any(|(word, _)| word.word == words.text);
    let (message, written) = if outcome {
        let message = format!("`{}` is how something ended, and no words of a person", words.text);
        (message, format!("{{ outcome: {} }}", words.text))
    } else if matches!(words.text.as_str(), "*" | ".*" | "any" | "anything")
        && is_alone(words, site)
    {
        let message = format!("`{}` fits only who writes just this", words.text);
        (message, "{ sends: anything }".to_owned())
    } else {
        return;
    };
    let fixed = format!("`when: {written}`");
    let found = Diagnostic::warning("never-fits", spot, message).help(match outcome {
        true => format!("write {fixed}"),
        false => format!("for whatever people write: {fixed}; or leave `when` out"),
    });
    site.report(match outcome && is_alone(words, site) {
        true => found.propose(spot, written),
        false => found,
    });
}

/// Whether a text stands right behind its `when`.
fn is_alone(words: &Words, site: &Site<'_>) -> bool {
    site.loading.key_before(words.spot, "when").is_some()
}

fn phrases(node: &Node, what: &str, site: &Site<'_>) -> Option<Vec<Phrase>> {
    comma_in_one(node, site);
    let mut words = site.several(node, what);
    // What people type is understood in every language of the bot.
    for (_, node) in site.loading.translated(node.spot) {
        words.extend(site.several(&node, what));
    }
    if let Some(words) = words.iter().find(|words| words.text.contains("{{")) {
        site.report(
            Diagnostic::error(
                "wrong-shape",
                words.spot,
                format!("{what} takes fixed texts; nothing is inserted"),
            )
            .help("compare with a variable in `if`: `if: same(input.text, name)`"),
        );
        return None;
    }
    if what == "`says`" {
        words.iter().for_each(|words| no_words(words, site));
    }
    let phrases: Vec<Phrase> = words.iter().map(|words| Phrase::new(&words.text)).collect();
    for (words, phrase) in words.iter().zip(&phrases) {
        if phrase.is_empty() {
            let message =
                format!("nothing of `{}` is left to compare: signs do not count", words.text);
            let found = Diagnostic::warning("never-fits", words.spot, message);
            site.report(found.help("use words; for signs alone there is `matches`"));
        }
    }
    (!phrases.is_empty()).then_some(phrases)
}

fn is(node: &Node, site: &Site<'_>) -> Option<Is> {
    let words = site.words(node, "`is`")?;
    site.one_of(&words, "`is`", &READS)
}

fn pressed(node: &Node, site: &Site<'_>) -> Option<Condition> {
    let words = site.words(node, "`pressed`")?;
    let used = (site.module.clone(), words.text.clone(), words.spot);
    site.loading.uses(|uses| uses.pressed.push(used));
    Some(Condition::Pressed(ButtonId::new(words.text)))
}

fn several(node: &Node, what: &str, site: &Site<'_>) -> Option<Vec<Condition>> {
    let Kind::List { items, .. } = &node.kind else {
        site.no_list(
            node,
            what,
            "write a list of conditions: `[ { contains: refund }, { is: email } ]`",
        );
        return None;
    };
    if items.is_empty() {
        site.wrong_shape(node, what, "write at least one condition");
        return None;
    }
    let read: Vec<Option<Condition>> = items.iter().map(|item| load(item, site)).collect();
    read.into_iter().collect()
}

/// Takes an `any` at the top apart: each of them becomes a connection of its own.
pub(super) fn expanded(condition: Condition) -> Vec<Condition> {
    match condition {
        Condition::Any(any) => any.into_iter().flat_map(expanded).collect(),
        Condition::Says(_)
        | Condition::Contains(_)
        | Condition::StartsWith(_)
        | Condition::Like(_)
        | Condition::Understands(_)
        | Condition::Matches(_)
        | Condition::Is(_)
        | Condition::Sends(_)
        | Condition::Pressed(_)
        | Condition::Event(_)
        | Condition::Outcome(_)
        | Condition::NoReply(_)
        | Condition::All(_)
        | Condition::Not(_) => vec![condition],
    }
}

/// Where a connection stands among those tried. Of several, the first of silence, outcome, event,
/// named, open.
pub(super) fn class(condition: &Condition) -> Class {
    match condition {
        Condition::Says(_)
        | Condition::Contains(_)
        | Condition::StartsWith(_)
        | Condition::Like(_)
        | Condition::Understands(_)
        | Condition::Matches(_)
        | Condition::Is(_)
        | Condition::Pressed(_) => Class::Named,
        Condition::Sends(Sends::Anything | Sends::Text) => Class::Open,
        Condition::Sends(
            Sends::Image
            | Sends::Video
            | Sends::Audio
            | Sends::File
            | Sends::Sticker
            | Sends::Location
            | Sends::Contact,
        ) => Class::Named,
        Condition::Event(_) => Class::Event,
        Condition::Outcome(_) => Class::Outcome,
        Condition::NoReply(_) => Class::Silence,
        Condition::Any(of) | Condition::All(of) => {
            of.iter().map(class).min_by_key(|class| order(*class)).unwrap_or(Class::State)
        }
        Condition::Not(not) => match class(not) {
            Class::Named | Class::Open => Class::Open,
            other @ (Class::Event | Class::Silence | Class::Outcome | Class::State) => other,
        },
    }
}

fn order(class: Class) -> u8 {
    match class {
        Class::Silence => 0,
        Class::Outcome => 1,
        Class::Event => 2,
        Class::Named => 3,
        Class::Open => 4,
        Class::State => 5,
    }
}
