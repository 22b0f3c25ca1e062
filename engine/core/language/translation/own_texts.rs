//! The engine's own texts in the words of the author: `texts`, in the bot and in the files of its
//! languages.

use super::super::definition::TEXTS;
use super::super::diagnostic::Diagnostic;
use super::super::fields::Fields;
use super::super::loading::{Loading, Site};
use super::super::source::Spot;
use super::super::tree::{Kind, Node};
use super::outline::Outline;
use super::{Declared, refines};
use crate::default_text::{DefaultText, default_text};
use crate::suggest;
use crate::template::Template;
use crate::tongue::Tongue;

/// The engine's own texts as the bot words them, in every language of the bot.
///
/// A language whose file does not word a text says the engine's own in that language, unless the
/// author words it in the main language: then that is what is meant.
pub(in super::super) fn texts(
    node: Option<&Node>,
    loading: &Loading<'_>,
    main: &str,
    languages: &[Declared],
) -> Vec<(DefaultText, Template)> {
    let site = Site::bot_wide(loading, None);
    let mut fields = node.and_then(|node| Fields::of(&site, node, &TEXTS));
    let own = std::mem::take(&mut loading.translations.borrow_mut().own);
    let mut texts = Vec::new();
    for (id, which) in DefaultText::ALL {
        let written = fields.as_mut().and_then(|fields| fields.take(id));
        let said = match written {
            Some(node) => site.template(node, &format!("`{id}`")),
            None => {
                let engine = |tag: &str| Template::plain(default_text(tag, which));
                let mut said: Vec<(Tongue, Template)> = Vec::new();
                for language in languages {
                    let own = own.iter().find(|(of, t, _)| *of == which && *t == language.tongue);
                    let own = own.map(|(_, _, node)| site.template(node, &format!("`{id}`")));
                    // A region without its own wording says what its language says.
                    let engine = || {
                        (!refines(language, languages, Tongue::of(main)))
                            .then(|| engine(&language.tag))
                    };
                    let text = own.flatten().or_else(engine);
                    said.extend(text.map(|text| (language.tongue, text)));
                }
                let worded = own.iter().any(|(of, _, _)| *of == which);
                worded.then(|| engine(main).with_others(said))
            }
        };
        texts.extend(said.map(|said| (which, said)));
    }
    if let Some(fields) = fields {
        fields.finish();
    }
    texts
}

/// The fallback's text where the author wrote none, in every language.
pub(in super::super) fn default_fallback(
    texts: &[(DefaultText, Template)],
    main: &str,
    languages: &[Declared],
) -> Template {
    let which = DefaultText::Fallback;
    if let Some((_, own)) = texts.iter().find(|(of, _)| *of == which) {
        return own.clone();
    }
    let engine = |tag: &str| Template::plain(default_text(tag, which));
    let others = languages.iter().map(|language| (language.tongue, engine(&language.tag)));
    engine(main).with_others(others.collect())
}

/// The entries of `texts` in the file of a language.
pub(super) fn of_file(tree: &Node) -> Vec<(String, Spot, Node)> {
    let Kind::Map { entries, .. } = &tree.kind else { return Vec::new() };
    let texts = entries.iter().find(|(key, _)| key.text == "texts").map(|(_, node)| &node.kind);
    let Some(Kind::Map { entries, .. }) = texts else { return Vec::new() };
    let said = entries.iter().filter(|(_, node)| node.as_text().is_some_and(|text| text != "~"));
    said.map(|(key, node)| (key.text.clone(), key.spot, node.clone())).collect()
}

/// The file without `texts`, where the bot has none of its own to lay them upon; else without those
/// the bot does not have.
pub(super) fn without(tree: &Node, bot: &Outline) -> Node {
    let mut tree = tree.clone();
    let Kind::Map { entries, .. } = &mut tree.kind else { return tree };
    let of_bot = bot.part("texts");
    entries.retain_mut(|(key, node)| {
        if key.text != "texts" {
            return true;
        }
        let Some(of_bot) = of_bot else { return false };
        if let Kind::Map { entries, .. } = &mut node.kind {
            entries.retain(|(key, _)| of_bot.part(&key.text).is_some());
        }
        true
    });
    tree
}

pub(super) fn unknown(id: &str, at: Spot) -> Diagnostic {
    let known: Vec<&str> = DefaultText::ALL.iter().map(|(id, _)| *id).collect();
    let found =
        Diagnostic::error("unknown-key", at, format!("there is no text `{id}` of the engine"));
    match suggest::guess(id, known.iter().copied()) {
        Some(near) => found.meant(&near, at),
        None => found.help(format!("there are: {}", known.join(", "))),
    }
}
