//! What a Page shows of a bot before anybody writes: the menu, the greeting, the ice breakers
//! (messenger-platform 6.1, 6.2).

use super::button;
use super::definition::ICE_BREAKER;
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::loading::{Loading, Site, Words};
use super::tree::{Kind, Node};
use crate::bot::{Button, Carried, Does, Label, owner};
use crate::channel::{self, Piece};
use crate::entry::Greeting;

/// What a greeting can insert, as authors write it and as the platform does.
const INSERTED: [(&str, &str); 2] =
    [("user.first_name", "user_first_name"), ("user.last_name", "user_last_name")];

/// `menu`: the persistent menu.
pub(super) fn menu(node: &Node, loading: &Loading<'_>) -> Vec<Button> {
    let site = Site::bot_wide(loading, Some(owner::MENU));
    button::up_to(&site, node, channel::MENU)
}

/// `ice_breakers`: questions a person can tap before the first word.
pub(super) fn ice_breakers(node: &Node, loading: &Loading<'_>) -> Vec<Button> {
    let site = Site::bot_wide(loading, Some(owner::ICE_BREAKERS));
    let Kind::List { items, .. } = &node.kind else {
        site.wrong_shape(
            node,
            "`ice_breakers`",
            "write a list: `- { label: \"Where is my order?\", to: order }`",
        );
        return Vec::new();
    };
    site.no_more_than(items, channel::ICE_BREAKERS, "ice breakers");
    items.iter().filter_map(|item| ice_breaker(&site, item)).collect()
}

fn ice_breaker(site: &Site<'_>, node: &Node) -> Option<Button> {
    let mut fields = Fields::of(site, node, &ICE_BREAKER)?;
    let label = fields
        .need("label", "\"Where is my order?\"")
        .and_then(|node| site.template(node, "the label"))
        .map(Label::new);
    if !fields.has("to") && !fields.has("do") {
        site.report(
            Diagnostic::error("missing-key", fields.first_line(), "the ice breaker leads nowhere")
                .help("add `to: order`"),
        );
    }
    let found = button::pressed(site, &mut fields, label, None, node.spot);
    fields.finish();
    let (owner, id, label) = found?;
    Some(Button { owner, id, label, does: Does::Press, carries: Carried::Nothing })
}

/// `greeting`, in every language it was written in.
pub(super) fn greeting(node: &Node, loading: &Loading<'_>) -> Option<Greeting> {
    let site = Site::bot_wide(loading, None);
    let words = site.words(node, "`greeting`")?;
    let others = loading.translated(words.spot).into_iter().filter_map(|(tongue, node)| {
        let words = site.words(&node, "`greeting`")?;
        Some((tongue, with_names_of_the_platform(&site, &words)?))
    });
    let others = others.collect();
    Some(Greeting { text: with_names_of_the_platform(&site, &words)?, others })
}

fn with_names_of_the_platform(site: &Site<'_>, words: &Words) -> Option<String> {
    site.fits(words, Piece::Greeting);
    let mut out = String::new();
    let mut rest = words.text.as_str();
    while let Some((before, inside)) = rest.split_once("{{") {
        let Some((name, behind)) = inside.split_once("}}") else { break };
        out.push_str(before);
        let known = INSERTED.iter().find(|(ours, _)| *ours == name.trim());
        let Some((_, theirs)) = known else {
            not_here(site, words, words.text.len() - inside.len() - 2, name);
            return None;
        };
        out.push_str(&format!("{{{{{theirs}}}}}"));
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

fn not_here(site: &Site<'_>, words: &Words, at: usize, name: &str) {
    let spot = words.part(site.loading.files, at..at + name.len() + 4);
    let message = format!("a greeting is shown before the bot knows anything, also `{name}`");
    site.report(
        Diagnostic::error("not-here", spot, message)
            .help("it can insert {{user.first_name}} and {{user.last_name}}; leave the other out"),
    );
}
