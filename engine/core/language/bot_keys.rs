//! The bot-wide keys that are small: receivers, hours, session, entries, fallback, menu.

use indexmap::IndexMap;

use super::button;
use super::definition::{ENTRIES, ENTRY, FALLBACK, HOURS, OPENING, RECEIVERS, REFS, SESSION};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::list;
use super::loading::{Loading, Site};
use super::tree::Node;
use crate::action::{Part, Say};
use crate::bot::{Button, Entries, Fallback, Leads, owner};
use crate::duration::Duration;
use crate::hours::{self, Hours};
use crate::id::{AppId, ListId};
use crate::limit;
use crate::template::Template;

/// Misses in a row until the fallback leads elsewhere.
const GIVE_UP_AFTER: u8 = 3;
/// Entries of the persistent menu at the top (messenger-platform 4.2).
const MENU: usize = 20;
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
        let (Some(name), Some(app)) = (site.name(&words, "a receiver"), site.app_id(value)) else {
            continue;
        };
        found.insert(name, (app, Some(key.spot)));
    }
    *loading.receivers.borrow_mut() = found;
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
                site.report(Diagnostic::error("bad-hours", spot, message).help(
                    "opening hours look like `mon-fri: [\"9:00-17:00\"]` and `closed: \
                              [2026-12-24]`",
                ));
            }
            None
        }
    }
}

/// How long a silence ends a session: a day where nothing else is written, `nothing` for never.
pub(super) fn session(node: Option<&Node>, loading: &Loading<'_>) -> Option<Duration> {
    let site = Site::bot_wide(loading, None);
    let fields = node.and_then(|node| Fields::of(&site, node, &SESSION));
    let Some(mut fields) = fields else { return Some(limit::SESSION) };
    let written = fields.take("expires_after");
    fields.finish();
    match written {
        None => Some(limit::SESSION),
        Some(node) if node.as_text() == Some("nothing") => None,
        Some(node) => site.duration(node, "`expires_after`"),
    }
}

/// `entries`: where people come in.
pub(super) fn entries(node: &Node, loading: &Loading<'_>) -> Entries {
    let site = Site::bot_wide(loading, None);
    let Some(mut fields) = Fields::of(&site, node, &ENTRIES) else { return Entries::default() };
    let get_started =
        fields.take("get_started").and_then(|node| entry(node, "get_started", loading));
    let passed = fields.take("passed").and_then(|node| entry(node, "passed", loading));
    let mut refs = IndexMap::new();
    let named = fields.take("ref").and_then(|node| Fields::of(&site, node, &REFS));
    for (key, value) in named.map(|mut fields| fields.rest()).unwrap_or_default() {
        if key.text.contains('*') {
            site.report(
                Diagnostic::error("not-built-yet", key.spot, "a `ref` with `*` is not built yet")
                    .help("write each `ref` out; patterns belong to a later version"),
            );
            continue;
        }
        if let Some(leads) = entry(value, &format!("ref.{}", key.text), loading) {
            refs.insert(key.text.clone(), leads);
        }
    }
    fields.finish();
    Entries { get_started, refs, passed }
}

fn entry(node: &Node, name: &str, loading: &Loading<'_>) -> Option<Leads> {
    // A payload is cut at its dots, so the owner has none.
    let owner: String = name.chars().map(|c| if c == '.' { '_' } else { c }).collect();
    let site = Site::bot_wide(loading, Some(&format!("{}_{owner}", owner::ENTRIES)));
    let mut fields = Fields::of(&site, node, &ENTRY)?;
    let (run, to) = (fields.take("do"), fields.take("to"));
    let leads = list::leads(&site, run, to, &ListId::new(format!("{}#{name}", owner::ENTRIES)));
    if run.is_none() && to.is_none() {
        site.report(
            Diagnostic::error("missing-key", fields.first_line(), "the entry leads nowhere")
                .help("add `to: welcome`"),
        );
    }
    fields.finish();
    Some(leads)
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

/// `menu`: the persistent menu.
pub(super) fn menu(node: &Node, loading: &Loading<'_>) -> Vec<Button> {
    let site = Site::bot_wide(loading, Some(owner::MENU));
    button::buttons(&site, node, MENU)
}
