//! The bot-wide keys that are small: receivers, hours, session, fallback.

use indexmap::IndexMap;

use super::definition::{AFTER_END, FALLBACK, HOURS, OPENING, PERSONAS, RECEIVERS, SESSION};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::lines::quoted;
use super::list;
use super::loading::{Loading, Site};
use super::tree::Node;
use crate::action::{Part, Say};
use crate::bot::{Fallback, owner};
use crate::duration::Duration;
use crate::hours::{self, Hours};
use crate::id::AppId;
use crate::limit;
use crate::session::{AfterEnd, Session};
use crate::template::Template;

/// Misses in a row until the fallback leads elsewhere.
const GIVE_UP_AFTER: u8 = 3;
/// `receivers`: names for app ids.
pub(super) fn receivers(node: Option<&Node>, loading: &Loading<'_>) {
    let site = Site::bot_wide(loading, None);
    let mut found = IndexMap::new();
    found.insert("page_inbox".to_owned(), (AppId::new(AppId::PAGE_INBOX), None));
    found.insert("instagram_inbox".to_owned(), (AppId::new(AppId::INSTAGRAM_INBOX), None));
    let fields = node.and_then(|node| Fields::of(&site, node, &RECEIVERS));
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let words = super::loading::Words { text: key.text.clone(), spot: key.spot, quoted: false };
        if found.contains_key(&key.text) {
            site.report(
                Diagnostic::error(
                    "reserved-name",
                    key.spot,
                    format!("the receiver `{}` always exists", key.text),
                )
                .help("leave it out; it is the inbox of Meta with its fixed id"),
            );
            continue;
        }
        let Some(name) = site.name(&words, "a receiver") else { continue };
        // With an id that is none the name is declared all the same, and told once.
        let app = site.app_id(value).unwrap_or_else(|| AppId::new(name.as_str()));
        found.insert(name, (app, Some(key.spot)));
    }
    *loading.receivers.borrow_mut() = found;
}

/// `personas`: names for the ids of personas.
pub(super) fn personas(node: Option<&Node>, loading: &Loading<'_>) {
    let site = Site::bot_wide(loading, None);
    let fields = node.and_then(|node| Fields::of(&site, node, &PERSONAS));
    let mut found = IndexMap::new();
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        let words = super::loading::Words { text: key.text.clone(), spot: key.spot, quoted: false };
        let (Some(name), Some(id)) = (site.name(&words, "a persona"), persona(value, &site)) else {
            continue;
        };
        found.insert(name, id);
    }
    *loading.personas.borrow_mut() = found;
}

fn persona(node: &Node, site: &Site<'_>) -> Option<String> {
    let words = site.words(node, "a persona")?;
    let digits = words.text.len() <= 20 && words.text.bytes().all(|b| b.is_ascii_digit());
    if digits && !words.text.is_empty() {
        return Some(words.text);
    }
    site.report(
        Diagnostic::error("bad-persona", words.spot, format!("`{}` is no persona", words.text))
            .help("the id of a persona is digits, like \"1234567890\"; Meta gives it when the persona is made"),
    );
    None
}

/// `hours`: opening hours by name.
pub(super) fn hours(node: &Node, loading: &Loading<'_>) -> IndexMap<String, Hours> {
    let site = Site::bot_wide(loading, None);
    let mut found = IndexMap::new();
    let fields = Fields::of(&site, node, &HOURS);
    for (key, value) in fields.map(|mut fields| fields.rest()).unwrap_or_default() {
        loading.hours_names.borrow_mut().push(key.text.clone());
        if let Some(hours) = opening(value, &site) {
            found.insert(key.text.clone(), hours);
        }
    }
    found
}

/// `9-17` and `9.00 - 17.30` as they are written here.
fn full_span(source: &str) -> Option<String> {
    let bare = source.trim_matches(['"', '\'']).replace([' ', '–'], "-").replace('.', ":");
    let mut moments = bare.split('-').filter(|part| !part.is_empty());
    let (from, to) = (moments.next()?, moments.next()?);
    let full = |moment: &str| {
        let digits = moment.bytes().all(|byte| byte.is_ascii_digit()) && moment.len() <= 2;
        if digits { format!("{moment}:00") } else { moment.to_owned() }
    };
    moments.next().is_none().then(|| format!("{}-{}", full(from), full(to)))
}

fn opening(node: &Node, site: &Site<'_>) -> Option<Hours> {
    let mut fields = Fields::of(site, node, &OPENING)?;
    let zone_node = fields.need("zone", "Europe/Copenhagen");
    let zone = zone_node.and_then(|node| site.words(node, "`zone`"));
    let closed_node = fields.take("closed");
    let closed = closed_node.map(|node| site.several(node, "`closed`")).unwrap_or_default();
    let mut days = Vec::new();
    let mut spots = Vec::new();
    for (key, value) in fields.rest() {
        let spans = site.several(value, "the hours");
        spots.push((key.spot, spans.iter().map(|words| words.spot).collect::<Vec<_>>()));
        days.push((key.text.clone(), spans.into_iter().map(|words| words.text).collect()));
    }
    let zone = zone?;
    let dates: Vec<String> = closed.iter().map(|words| words.text.clone()).collect();
    match Hours::new(&zone.text, &days, &dates) {
        Ok(hours) => Some(hours),
        Err(problems) => {
            for (part, message) in problems {
                let spot = match part {
                    hours::Part::Zone => zone.spot,
                    hours::Part::Days(entry) => spots.get(entry).map_or(node.spot, |(key, _)| *key),
                    hours::Part::Span(entry, span) => {
                        let spans = spots.get(entry).and_then(|(_, spans)| spans.get(span));
                        spans.copied().unwrap_or(node.spot)
                    }
                    hours::Part::Closed(date) => {
                        closed.get(date).map_or(node.spot, |words| words.spot)
                    }
                };
                let found = Diagnostic::error("bad-hours", spot, message).help(
                    "opening hours look like `mon-fri: [\"9:00-17:00\"]` and `closed: \
                              [2026-12-24]`",
                );
                let span = match part {
                    hours::Part::Span(..) => full_span(site.loading.source(spot)),
                    hours::Part::Zone | hours::Part::Days(_) | hours::Part::Closed(_) => None,
                };
                site.report(match span {
                    Some(span) => found.try_mend(spot, quoted(&span)),
                    None => found,
                });
            }
            None
        }
    }
}

/// When a session is over, and what holds within and behind it.
pub(super) fn session(node: Option<&Node>, loading: &Loading<'_>) -> Session {
    let site = Site::bot_wide(loading, None);
    let mut session = Session {
        expires_after: Some(limit::SESSION),
        after_end: AfterEnd::Fallback,
        gather: Duration::ZERO,
    };
    let fields = node.and_then(|node| Fields::of(&site, node, &SESSION));
    let Some(mut fields) = fields else { return session };
    if let Some(node) = fields.take("expires_after") {
        session.expires_after = match node.as_text() {
            Some("nothing") => None,
            Some(_) | None => site.duration(node, "`expires_after`"),
        };
    }
    let after = fields.take("after_end").and_then(|node| {
        let words = site.words(node, "`after_end`")?;
        site.one_of(&words, "`after_end`", &AFTER_END)
    });
    session.after_end = after.unwrap_or(session.after_end);
    if let Some(node) = fields.take("gather") {
        session.gather = gather(node, &site).unwrap_or(session.gather);
    }
    fields.finish();
    session
}

/// A person waits for every answer as long.
fn gather(node: &Node, site: &Site<'_>) -> Option<Duration> {
    let gather = site.duration(node, "`gather`")?;
    if gather <= limit::GATHER {
        return Some(gather);
    }
    let message = "every answer of the bot comes so much later: at most 10s";
    site.report(
        Diagnostic::error("bad-duration", node.spot, message)
            .help("write for example `gather: 2s`"),
    );
    None
}

/// `fallback`; the default text where none is written.
pub(super) fn fallback(node: Option<&Node>, loading: &Loading<'_>, default: Template) -> Fallback {
    let site = Site::bot_wide(loading, Some(owner::FALLBACK));
    let mut fallback = Fallback {
        say: Say { parts: vec![Part::Text { text: default, buttons: Vec::new() }] },
        give_up_after: GIVE_UP_AFTER,
        to: None,
    };
    let Some(mut fields) = node.and_then(|node| Fields::of(&site, node, &FALLBACK)) else {
        return fallback;
    };
    if let Some(say) = fields.take("say").and_then(|node| Say::load(node, &site)) {
        fallback.say = say;
    }
    let give_up = fields.take("give_up_after");
    if let Some(count) = give_up.and_then(|node| site.count(node, "`give_up_after`", 1, 20)) {
        fallback.give_up_after = count;
    }
    fallback.to = fields.take("to").and_then(|node| list::target(&site, node));
    if fallback.to.is_none()
        && let Some(node) = give_up
    {
        site.report(
            Diagnostic::error(
                "missing-key",
                node.spot,
                "`give_up_after` needs `to`: where does it lead then?",
            )
            .help("add `to: person`, or leave `give_up_after` out"),
        );
    }
    fields.finish();
    fallback
}
