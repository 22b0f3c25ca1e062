//! Puts the bot together from the trees of its files: bot-wide keys once, keywords and modules from
//! all.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::bot_keys;
use super::check::{self, Parts};
use super::connection;
use super::definition::{
    AGENT_WRITES, BOT, BOT_HANDOVER, MODULES as MODULES_MAP, WHEN_REQUESTED, Word,
};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::loading::{Loading, Site};
use super::module::{self, ModuleSpots};
use super::moved;
use super::page_profile;
use super::places::{self, Places};
use super::services;
use super::source::Spot;
use super::translation::{self, Completeness, Declared, LanguageFile};
use super::tree::{Key, Kind, Node};
use super::variables;
use super::ways_in;
use crate::action::Handover;
use crate::bot::{Bot, Doors, Module, Press, Service};
use crate::condition::{Connection, Keywords, Phrase};
use crate::id::{BotHash, ButtonId, ModuleId};

/// Modules of one bot.
const MODULES: usize = 10_000;

/// Keys that hold for the whole bot and stand once.
const ONCE: &[&str] = &[
    "bot",
    "name",
    "description",
    "language",
    "languages",
    "texts",
    "start",
    "variables",
    "fallback",
    "entries",
    "receivers",
    "personas",
    "handover",
    "services",
    "hours",
    "menu",
    "greeting",
    "ice_breakers",
    "session",
    "moved",
];

/// The bot-wide keys, wherever they stand.
type Once<'n> = IndexMap<&'static str, (&'n Key, &'n Node)>;

/// Puts everything together and checks it. Where there are errors it is no valid bot.
pub(super) fn load(
    loading: &Loading<'_>,
    trees: &[(usize, Node)],
    of_languages: &[(usize, Option<Node>)],
    hash: BotHash,
    completeness: &mut Vec<Completeness>,
) -> (Bot, Places) {
    let (once, keywords, modules) = gather(loading, trees);
    let node = |key: &str| once.get(key).map(|(_, node)| *node);
    let site = Site::bot_wide(loading, None);
    let text = |key: &str| node(key).and_then(|node| site.words(node, &format!("`{key}`")));
    let id = text("bot").and_then(|words| site.name(&words, "the id of a bot"));
    let id = id.unwrap_or_else(|| "bot".to_owned());
    let language = text("language").and_then(|words| site.language(&words));
    let language = language.unwrap_or_else(|| "en".to_owned());
    let others = node("languages").map(|node| translation::declared(node, &language, &site));
    let others = others.unwrap_or_default();
    *completeness = translate(loading, trees, of_languages, &others);
    let texts = translation::texts(node("texts"), loading, &language, &others);
    bot_keys::receivers(node("receivers"), loading);
    bot_keys::personas(node("personas"), loading);
    let callable = callable(node("services"), loading);
    let hours = node("hours").map(|node| bot_keys::hours(node, loading)).unwrap_or_default();
    let declared = node("variables").map(|node| variables::declared(node, loading));
    let declared = declared.unwrap_or_default();
    let doors = doors(node("handover"), loading);
    loading.base.borrow_mut().clone_from(&doors.base);
    let (keywords, keyword_spots) = all_keywords(&keywords, loading);
    let entries = node("entries").map(|node| ways_in::load(node, loading)).unwrap_or_default();
    let default = translation::default_fallback(&texts, &language, &others);
    let fallback = bot_keys::fallback(node("fallback"), loading, default);
    let menu = node("menu").map(|node| page_profile::menu(node, loading)).unwrap_or_default();
    let greeting = node("greeting").and_then(|node| page_profile::greeting(node, loading));
    let ice_breakers = node("ice_breakers").map(|node| page_profile::ice_breakers(node, loading));
    let session = bot_keys::session(node("session"), loading);
    let (modules, module_spots) = all_modules(&modules, loading);
    let moved = node("moved").map(|node| moved::load(node, loading, &modules));
    let start = start(loading, &once, &modules, trees.len());
    let bot = Bot {
        hash,
        name: text("name").map_or_else(|| id.clone(), |words| words.text),
        id,
        description: text("description").map(|words| words.text).unwrap_or_default(),
        languages: spoken(&language, &others),
        language,
        tongues: others.iter().map(|other| other.tongue).collect(),
        texts,
        // Without one there are errors, and this bot only goes through the checks.
        start: start.unwrap_or_else(|| ModuleId::new("")),
        variables: IndexMap::new(),
        keywords: Keywords::new(keywords),
        fallback,
        entries,
        menu,
        greeting,
        ice_breakers: ice_breakers.unwrap_or_default(),
        receivers: receivers(loading),
        handover: doors,
        services: callable,
        hours,
        session,
        moved: moved.unwrap_or_default(),
        modules,
        lists: loading.lists.take(),
        presses: presses(loading),
        uses_profile: false,
    };
    let parts = Parts {
        modules: module_spots,
        keywords: keyword_spots,
        bot: once.get("bot").map_or(Spot::default(), |(key, _)| key.spot),
        has_fallback: once.contains_key("fallback"),
        declared,
    };
    let places = places::gather(loading, &parts, node("entries"));
    (check::finish(bot, parts, loading), places)
}

/// Finds what is said in the other languages, before anything is read.
fn translate(
    loading: &Loading<'_>,
    trees: &[(usize, Node)],
    of_languages: &[(usize, Option<Node>)],
    languages: &[Declared],
) -> Vec<Completeness> {
    let main: Vec<&Node> = trees.iter().map(|(_, tree)| tree).collect();
    let files: Vec<LanguageFile<'_>> = of_languages
        .iter()
        .map(|(number, tree)| LanguageFile { number: *number, tree: tree.as_ref() })
        .collect();
    let (translations, completeness) = translation::read(loading, &main, &files, languages);
    *loading.translations.borrow_mut() = translations;
    completeness
}

/// Keywords and modules of all files, in their order, and the bot-wide keys.
type Gathered<'n> = (Once<'n>, Vec<&'n Node>, Vec<&'n Node>);

fn gather<'n>(loading: &Loading<'_>, trees: &'n [(usize, Node)]) -> Gathered<'n> {
    let mut once = Once::new();
    let (mut keywords, mut modules) = (Vec::new(), Vec::new());
    for (_, tree) in trees {
        let site = Site::bot_wide(loading, None);
        let Some(mut fields) = Fields::of(&site, tree, &BOT) else { continue };
        for key in ONCE {
            let Some(found) = fields.take_with_key(key) else { continue };
            if let Some((first, _)) = once.get(key) {
                let message =
                    format!("`{key}` holds for the whole bot and stands in another file already");
                loading.report(
                    Diagnostic::error("duplicate-key", found.0.spot, message)
                        .help(format!("keep one `{key}`, by habit in bot.yaml"))
                        .also(first.spot, "the first one"),
                );
                continue;
            }
            once.insert(key, found);
        }
        keywords.extend(fields.take("keywords"));
        modules.extend(fields.take("modules"));
        if let Some(flow) = fields.take("flow") {
            site.words(flow, "`flow`");
        }
        fields.finish();
    }
    (once, keywords, modules)
}

/// The main language and those the texts are translated into.
fn spoken(language: &String, others: &[Declared]) -> Vec<String> {
    std::iter::once(language).chain(others.iter().map(|other| &other.tag)).cloned().collect()
}

/// The services that can be called, noted for the actions that call them.
fn callable(node: Option<&Node>, loading: &Loading<'_>) -> IndexMap<String, Service> {
    let callable = node.map(|node| services::load(node, loading)).unwrap_or_default();
    loading.services.borrow_mut().clone_from(&callable);
    callable
}

fn presses(loading: &Loading<'_>) -> HashMap<(ModuleId, ButtonId), Press> {
    let presses = loading.presses.borrow();
    presses.iter().map(|(key, (press, _))| (key.clone(), press.clone())).collect()
}

fn receivers(loading: &Loading<'_>) -> IndexMap<String, crate::id::AppId> {
    let receivers = loading.receivers.borrow();
    receivers.iter().map(|(name, (app, _))| (name.clone(), app.clone())).collect()
}

fn doors(node: Option<&Node>, loading: &Loading<'_>) -> Doors {
    let site = Site::bot_wide(loading, None);
    let mut doors = Doors {
        base: Handover::default(),
        grant: true,
        pause: true,
        not_agents: Vec::new(),
        after: None,
    };
    let Some(mut fields) = node.and_then(|node| Fields::of(&site, node, &BOT_HANDOVER)) else {
        return doors;
    };
    doors.base = Handover::load_bot_wide(&mut fields);
    let mut either = |key: &'static str, options: &[(Word, bool)]| {
        let words = fields.take(key).and_then(|node| site.words(node, &format!("`{key}`")))?;
        site.one_of(&words, &format!("`{key}`"), options)
    };
    doors.grant = either("when_requested", &WHEN_REQUESTED).unwrap_or(true);
    doors.pause = either("when_agent_writes", &AGENT_WRITES).unwrap_or(true);
    if let Some(node) = fields.take("not_agents") {
        let mut words = site.several(node, "`not_agents`");
        for (_, node) in loading.translated(node.spot) {
            words.extend(site.several(&node, "`not_agents`"));
        }
        doors.not_agents = words.iter().map(|words| Phrase::new(&words.text)).collect();
    }
    doors.after = fields.take("after").and_then(|node| {
        let words = site.words(node, "`after`")?;
        loading.uses(|uses| uses.modules.push((words.text.clone(), words.spot)));
        Some(ModuleId::new(words.text))
    });
    fields.finish();
    doors
}

fn all_keywords(nodes: &[&Node], loading: &Loading<'_>) -> (Vec<Connection>, Vec<Spot>) {
    let mut ids = Vec::new();
    let mut place = 0;
    let mut all = Vec::new();
    for node in nodes {
        let found = connection::keywords(node, loading, place, &mut ids);
        place += match &node.kind {
            Kind::List { items, .. } => items.len(),
            Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } | Kind::Broken => 0,
        };
        all.extend(found);
    }
    all.into_iter().unzip()
}

type Modules = (IndexMap<ModuleId, Module>, IndexMap<ModuleId, ModuleSpots>);

fn all_modules(nodes: &[&Node], loading: &Loading<'_>) -> Modules {
    let (mut modules, mut spots) = Modules::default();
    let site = Site::bot_wide(loading, None);
    for node in nodes {
        if let Kind::List { .. } = node.kind {
            let help = "write each module as its id and a colon, without a dash: `welcome:`";
            site.wrong_shape(node, "`modules`", help);
            continue;
        }
        let Some(mut fields) = Fields::of(&site, node, &MODULES_MAP) else { continue };
        for (key, value) in fields.rest() {
            let id = ModuleId::new(&key.text);
            if let Some(first) = spots.get(&id).map(|spots: &ModuleSpots| spots.key) {
                loading.report(
                    Diagnostic::error(
                        "duplicate-module",
                        key.spot,
                        format!("there are two modules called `{id}`"),
                    )
                    .help("give this one another id; ids are unique in all files of a bot")
                    .also(first, "the first one"),
                );
                continue;
            }
            if modules.len() >= MODULES {
                let message = format!("a bot has {MODULES} modules at most");
                loading.report(Diagnostic::error("too-large", key.spot, message));
                return (modules, spots);
            }
            // Known even where it cannot be read, so that what leads here is not unknown.
            spots.insert(id.clone(), ModuleSpots { key: key.spot, connections: Vec::new() });
            if let Some((module, of_module)) = module::load(loading, key, value) {
                spots.insert(id.clone(), of_module);
                modules.insert(id, module);
            }
        }
    }
    (modules, spots)
}

fn start(
    loading: &Loading<'_>,
    once: &Once<'_>,
    modules: &IndexMap<ModuleId, Module>,
    files: usize,
) -> Option<ModuleId> {
    let at = once.get("bot").or(once.values().next()).map_or(Spot::default(), |(key, _)| key.spot);
    let Some(first) = modules.keys().next() else {
        if !loading.has_errors() {
            loading.report(
                Diagnostic::error("no-modules", at, "the bot has no modules")
                    .help("begin with one: `modules: { welcome: { say: Hello! } }`"),
            );
        }
        return None;
    };
    if let Some((_, node)) = once.get("start") {
        let words = Site::bot_wide(loading, None).words(node, "`start`")?;
        loading.uses(|uses| uses.modules.push((words.text.clone(), words.spot)));
        return Some(ModuleId::new(words.text));
    }
    if files > 1 && !loading.incomplete.get() {
        loading.report(
            Diagnostic::error("missing-start", at, "a bot of several files needs `start`")
                .help(format!("say where a new conversation begins: `start: {first}`")),
        );
    }
    Some(first.clone())
}
