//! The other languages of a bot: `languages`, and the files `lang/<code>.yaml` with the same tree in
//! texts only.
//!
//! Invariant: a translation is known by the place of the text it translates, so that whatever reads
//! that text reads it in every language.

mod gather;
mod lay;
mod outline;
mod own_texts;
mod realign;
mod remembered;
mod sync;
mod write;

use std::collections::HashMap;

use super::diagnostic::Diagnostic;
use super::loading::{Loading, Site};
use super::source::{SourceFile, Spot};
use super::tree::{Kind, Node};
use crate::default_text::DefaultText;
use crate::tongue::Tongue;

use lay::{Found, State};

pub(super) use gather::of_bot as outline;
pub(super) use outline::{Outline, Shape as OutlineShape};

pub(super) use own_texts::{default_fallback, texts};
pub use sync::{CannotSync, Synced, sync};

/// The folder of the files.
const FOLDER: &str = "lang";
/// Missing texts that are named; of the others their number is said.
const NAMED: usize = 3;

/// How far the texts of a language are translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The language, as the bot declares it.
    pub language: String,
    /// Texts of the bot with words in them.
    pub texts: usize,
    /// Those of them that are translated, or are to stay as they are.
    pub translated: usize,
    /// Translations of a text that has changed since.
    pub stale: usize,
}

/// A language besides the main one.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    /// As the author writes it.
    pub(super) tag: String,
    /// The language.
    pub(super) tongue: Tongue,
    /// Where it is declared.
    spot: Spot,
}

/// What is said in other languages.
#[derive(Debug, Default)]
pub(crate) struct Translations {
    /// By the place of the text in the bot.
    by_spot: HashMap<Spot, Vec<(Tongue, Node)>>,
    /// Wordings of the engine's own texts that stand in the file of a language alone.
    own: Vec<(DefaultText, Tongue, Node)>,
}

impl Translations {
    /// What a text of the bot is in other languages.
    pub(crate) fn of(&self, spot: Spot) -> Vec<(Tongue, Node)> {
        if self.by_spot.is_empty() {
            return Vec::new();
        }
        self.by_spot.get(&spot).cloned().unwrap_or_default()
    }
}

/// The language a file is for; `None` for a file of the bot itself.
pub(super) fn language_of(path: &str) -> Option<&str> {
    let (folder, name) = path.split_once(['/', '\\'])?;
    let code = name.strip_suffix(".yaml")?;
    (folder == FOLDER && !code.contains(['/', '\\'])).then_some(code)
}

/// Reads `languages`: the codes of all but the main one.
pub(super) fn declared(node: &Node, main: &str, site: &Site<'_>) -> Vec<Declared> {
    let mut found: Vec<Declared> = Vec::new();
    for words in site.several(node, "`languages`") {
        let Some(tongue) = Tongue::of(&words.text) else {
            let message = format!("`{}` is no language", words.text);
            let found = Diagnostic::error("unknown-value", words.spot, message);
            site.report(found.help("write its code: da, de, pt-BR"));
            continue;
        };
        if Some(tongue) == Tongue::of(main) || found.iter().any(|known| known.tongue == tongue) {
            let message = format!("`{}` is one of the bot's languages already", words.text);
            let found = Diagnostic::error("duplicate-id", words.spot, message);
            site.report(
                found.help("`languages` lists the others, each once; `language` is the main one"),
            );
            continue;
        }
        found.push(Declared { tag: words.text, tongue, spot: words.spot });
    }
    found
}

/// A file of a language that was read.
pub(super) struct LanguageFile<'n> {
    /// Its number.
    pub(super) number: usize,
    /// What stands in it; `None` for an empty one.
    pub(super) tree: Option<&'n Node>,
}

/// Finds what translates what, and tells what is missing, stale or fits nothing.
pub(super) fn read(
    loading: &Loading<'_>,
    main: &[&Node],
    files: &[LanguageFile<'_>],
    languages: &[Declared],
) -> (Translations, Vec<Completeness>) {
    let mut translations = Translations::default();
    let mut completeness = Vec::new();
    if languages.is_empty() && files.is_empty() {
        return (translations, completeness);
    }
    let bot = gather::of_bot(main.iter().copied());
    let main_language = gather::main_language(main.iter().copied());
    for file in files {
        undeclared(loading, file, languages);
    }
    for language in languages {
        let is_for = |file: &&LanguageFile<'_>| tongue_of(loading, file) == Some(language.tongue);
        let file = files.iter().find(is_for);
        let refines = refines(language, languages, main_language);
        let counted = one(loading, &bot, language, refines, file, &mut translations);
        completeness.push(counted);
    }
    (translations, completeness)
}

fn tongue_of(loading: &Loading<'_>, file: &LanguageFile<'_>) -> Option<Tongue> {
    language_of(&loading.files.get(file.number)?.path).and_then(Tongue::of)
}

/// Whether a language is a region of another one of the bot: it has only what it says otherwise.
fn refines(language: &Declared, languages: &[Declared], main: Option<Tongue>) -> bool {
    let base = language.tongue.base();
    let is_base = |other: &Declared| other.tongue == base;
    base != language.tongue && (languages.iter().any(is_base) || main == Some(base))
}

/// One language: its texts go to the translations, its count comes back.
fn one(
    loading: &Loading<'_>,
    bot: &outline::Outline,
    language: &Declared,
    refines: bool,
    file: Option<&LanguageFile<'_>>,
    translations: &mut Translations,
) -> Completeness {
    let tree = file.and_then(|file| file.tree);
    let own = tree.map(own_texts::of_file).unwrap_or_default();
    let bare = tree.map(|tree| own_texts::without(tree, bot));
    let source = file.and_then(|file| loading.files.get(file.number));
    let mut problems = Vec::new();
    let found = lay::lay(bot, source.zip(bare.as_ref()), &mut problems);
    problems.into_iter().for_each(|problem| loading.report(problem));
    for (id, key, node) in own {
        match DefaultText::ALL.iter().find(|(known, _)| *known == id) {
            Some((_, which)) => translations.own.push((*which, language.tongue, node)),
            None => loading.report(own_texts::unknown(&id, key)),
        }
    }
    let mut count =
        Completeness { language: language.tag.clone(), texts: 0, translated: 0, stale: 0 };
    let mut missing = Vec::new();
    for found in &found {
        match &found.state {
            State::Missing if found.said.needed && !refines => {
                missing.push(found.path.as_str());
            }
            State::Missing => {}
            State::Same => count.translated += usize::from(found.said.needed),
            State::Translated { node, at } => {
                count.translated += usize::from(found.said.needed);
                let all = translations.by_spot.entry(found.main).or_default();
                all.push((language.tongue, node.clone()));
                if let Some(before) = source.and_then(|file| lay::stale_since(found, file)) {
                    count.stale += 1;
                    loading.report(stale(found, *at, &before));
                }
            }
        }
    }
    count.texts = count.translated + missing.len();
    let at = tree.map_or(language.spot, |tree| first_key(tree).unwrap_or(tree.spot));
    if !missing.is_empty() {
        loading.report(lacking(language, file.is_some(), &missing, count.texts, at));
    }
    count
}

fn lacking(
    language: &Declared,
    has_file: bool,
    missing: &[&str],
    all: usize,
    at: Spot,
) -> Diagnostic {
    let tag = &language.tag;
    let name = format!("{FOLDER}/{tag}.yaml");
    if !has_file {
        let message = format!("nothing is said in `{tag}`: the bot has no file {name}");
        return Diagnostic::warning("missing-translation", at, message).help(format!(
            "`baton lang sync --language {tag}` writes it into the bot's folder (name the folder, not a \
             single file)"
        ));
    }
    let mut named = missing[..missing.len().min(NAMED)].join(", ");
    if missing.len() > NAMED {
        named.push_str(&format!(" and {} more", missing.len() - NAMED));
    }
    let message = format!("{} of {all} texts are not translated: {named}", missing.len());
    Diagnostic::warning("missing-translation", at, message).help(format!(
        "they are said in the main language. `baton lang sync --language {tag}` adds them to {name}; \
         `~` keeps a text as it is in the bot"
    ))
}

fn stale(found: &Found<'_>, at: Spot, before: &str) -> Diagnostic {
    let message = format!("`{}` has changed since this was translated", found.path);
    Diagnostic::warning("stale-translation", at, message).help(format!(
        "it was \"{before}\", and is \"{}\"; when the translation is right again, delete the line \
         `# was: …` above it, and let `# from:` have the text of today (`baton lang sync` writes it)",
        found.said.source
    ))
}

fn undeclared(loading: &Loading<'_>, file: &LanguageFile<'_>, languages: &[Declared]) {
    let tongue = tongue_of(loading, file);
    if tongue.is_some_and(|tongue| languages.iter().any(|known| known.tongue == tongue)) {
        return;
    }
    let name = loading.files.get(file.number).and_then(|file| language_of(&file.path));
    let name = name.unwrap_or_default();
    let at = file.tree.and_then(first_key);
    let at = at.unwrap_or(Spot { file: file.number, ..Spot::default() });
    let message =
        format!("nobody is spoken to in `{name}`: the bot does not declare this language");
    let found = Diagnostic::warning("undeclared-language", at, message);
    loading.report(match tongue {
        Some(_) => found.help(format!("add it to `languages` of the bot: `languages: [{name}]`")),
        None => found.help("the name of the file is the code of its language: da.yaml, pt-BR.yaml"),
    });
}

fn first_key(tree: &Node) -> Option<Spot> {
    match &tree.kind {
        Kind::Map { entries, .. } => entries.first().map(|(key, _)| key.spot),
        Kind::Nothing | Kind::Text { .. } | Kind::List { .. } | Kind::Broken => None,
    }
}

/// The file of a path among files, for what works on files alone.
pub(super) fn file_of(files: &[SourceFile], tongue: Tongue) -> Option<&SourceFile> {
    files.iter().find(|file| language_of(&file.path).and_then(Tongue::of) == Some(tongue))
}
