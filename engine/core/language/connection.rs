//! Connections of modules, and keywords, which are the bot's.

use super::conditions;
use super::definition::{CONDITION, CONNECTION, KEYWORD};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::list;
use super::loading::{Claim, Loading, Role, Site};
use super::source::Spot;
use super::tree::{Kind, Node};
use crate::bot::{Leads, owner};
use crate::condition::{Class, Connection};
use crate::conversation::Target;
use crate::id::{ListId, ModuleId};
use crate::limit;

/// The connections of a module, with their places; `any` is expanded.
pub(super) fn connections(node: &Node, site: &Site<'_>, id: &ModuleId) -> Vec<(Connection, Spot)> {
    let items = items(node, site, "`connections`");
    let mut found = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let Some(mut fields) = Fields::of(site, item, &CONNECTION) else { continue };
        let list = ListId::new(format!("{id}#c{place}"));
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        let spot = fields.first_line();
        found.extend(
            one(&mut fields, &list, place).into_iter().map(|connection| (connection, spot)),
        );
        fields.finish();
    }
    found
}

/// One connection as several, each with the same `do` and place. Empty when it cannot be read.
fn one(fields: &mut Fields<'_, '_>, list: &ListId, place: u16) -> Vec<Connection> {
    let site = fields.site.clone();
    let when = fields.take("when");
    let read = when.map(|node| conditions::load(node, &site));
    let given = fields.take("if").map(|node| site.expression(node, "`if`", Role::If));
    let (run, to) = (fields.take("do"), fields.take("to"));
    let leads = list::leads(&site, run, to, list);
    note_stay(&site, to, &leads);
    // A key that nobody knows may be meant for one of the two.
    let inside = when.is_some_and(|when| when.has("to") || when.has("do"));
    if run.is_none() && to.is_none() && !fields.has_left() && !inside {
        site.report(
            Diagnostic::error(
                "missing-key",
                fields.first_line(),
                "the connection does nothing and leads nowhere",
            )
            .help("add `to: somewhere`, a `do` with actions, or `to: stay`"),
        );
    }
    // A condition that stands beside `when` is told, and what it is meant for is not known.
    if when.is_none() && fields.has_left_of(&CONDITION) {
        site.lost();
        return Vec::new();
    }
    let given = match given {
        Some(None) => {
            site.lost();
            return Vec::new();
        }
        Some(given) => given,
        None => None,
    };
    let conditions = match read {
        Some(None) => {
            site.lost();
            return Vec::new();
        }
        Some(Some(condition)) => conditions::expanded(condition).into_iter().map(Some).collect(),
        None => vec![None],
    };
    let connection = |when: Option<crate::condition::Condition>| Connection {
        class: when.as_ref().map_or(Class::State, conditions::class),
        when,
        given: given.clone(),
        leads: leads.clone(),
        short: false,
        place,
    };
    conditions.into_iter().map(connection).collect()
}

/// Notes a `to` that needs a module that waits.
fn note_stay(site: &Site<'_>, to: Option<&Node>, leads: &Leads) {
    let (Some(module), Some(node)) = (site.module.clone(), to) else { return };
    if let Some(Target::Stay | Target::Back | Target::Again) = leads.to {
        site.loading.uses(|uses| uses.stays.push((module, node.spot)));
    }
}

/// The short `to` beside the actions: the last connection.
pub(super) fn short(node: &Node, site: &Site<'_>, place: usize) -> Option<(Connection, Spot)> {
    let leads = Leads { to: Some(list::target(site, node)?), ..Leads::default() };
    note_stay(site, Some(node), &leads);
    let connection = Connection {
        when: None,
        given: None,
        leads,
        class: Class::State,
        short: true,
        place: u16::try_from(place).unwrap_or(u16::MAX),
    };
    Some((connection, node.spot))
}

/// The keywords of one file, counted on from `place`.
pub(super) fn keywords<'a>(
    node: &Node,
    loading: &'a Loading<'a>,
    place: usize,
    ids: &mut Vec<(String, Spot)>,
) -> Vec<(Connection, Spot)> {
    let site = Site::bot_wide(loading, None);
    let items = items(node, &site, "`keywords`");
    let mut found = Vec::new();
    for (offset, item) in items.iter().enumerate() {
        let place = place + offset;
        let Some(mut fields) = Fields::of(&site, item, &KEYWORD) else { continue };
        let id = fields.take("id").and_then(|node| {
            let words = site.words(node, "`id`")?;
            let id = site.name(&words, "an id")?;
            if let Some((_, first)) = ids.iter().find(|(other, _)| *other == id) {
                site.report(
                    Diagnostic::error(
                        "duplicate-id",
                        words.spot,
                        format!("there are two keywords with the id `{id}`"),
                    )
                    .help("give this one another id")
                    .also(*first, "the first one"),
                );
            }
            ids.push((id.clone(), words.spot));
            Some(id)
        });
        let owner = id.map(|id| ModuleId::new(format!("{}_{id}", owner::KEYWORDS)));
        fields.site = Site { owner, ..site.clone() };
        let list = ListId::new(format!("{}#{place}", owner::KEYWORDS));
        let spot = fields.first_line();
        claims(&fields, item, place);
        if !fields.has("when") && !fields.has_left_of(&CONDITION) {
            site.report(
                Diagnostic::error("missing-key", spot, "a keyword needs `when`")
                    .help("add what the person says: `when: [menu, start over]`"),
            );
        }
        let number = u16::try_from(place).unwrap_or(u16::MAX);
        found.extend(
            one(&mut fields, &list, number).into_iter().map(|connection| (connection, spot)),
        );
        fields.finish();
    }
    found
}

/// Notes what a keyword claims by `says`, to find the same text claimed twice.
fn claims(fields: &Fields<'_, '_>, item: &Node, keyword: usize) {
    let Kind::Map { entries, .. } = &item.kind else { return };
    let get = |entries: &'_ [(super::tree::Key, Node)], key: &str| {
        entries.iter().position(|(found, _)| found.text == key)
    };
    let Some(at) = get(entries, "when") else { return };
    let conditional = get(entries, "if").is_some();
    let when = &entries[at].1;
    let says = match &when.kind {
        Kind::Map { entries, .. } => match entries.as_slice() {
            [(key, value)] if key.text == "says" => value,
            [] | [_, ..] => return,
        },
        Kind::Text { .. } | Kind::List { .. } => when,
        Kind::Nothing | Kind::Broken => return,
    };
    let texts = match &says.kind {
        Kind::List { items, .. } => items.as_slice(),
        Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } | Kind::Broken => {
            std::slice::from_ref(says)
        }
    };
    let loading = fields.site.loading;
    let translated = loading.translated(says.spot);
    for text in texts.iter().chain(translated.iter().flat_map(|(_, node)| node.items())) {
        let Some(words) = text.as_text() else { continue };
        let claim = Claim { text: words.to_owned(), spot: text.spot, conditional, keyword };
        loading.uses(|uses| uses.claims.push(claim));
    }
}

fn items<'n>(node: &'n Node, site: &Site<'_>, what: &str) -> &'n [Node] {
    match &node.kind {
        Kind::List { items, .. } => {
            if items.len() > usize::from(u16::MAX) {
                let message = format!("{what} has {} entries; that cannot be meant", items.len());
                site.report(Diagnostic::error("too-large", node.spot, message));
                return &items[..limit::MODULES as usize];
            }
            items
        }
        Kind::Map { .. } => {
            site.no_list(node, what, "write a list, each with a dash: `- when: [menu]`");
            &[]
        }
        Kind::Text { .. } => {
            site.no_list(node, what, "write a list, each with a dash: `- when: [menu]`");
            &[]
        }
        Kind::Nothing | Kind::Broken => &[],
    }
}
