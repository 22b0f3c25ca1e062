//! `entries`: where people come in, and where each way leads.

use super::definition::{ENTRIES, ENTRY, REFS};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::list;
use super::loading::{Loading, Site};
use super::source::Spot;
use super::tree::{Key, Node};
use crate::bot::{Leads, owner};
use crate::entry::{Entries, RefForm};
use crate::id::ListId;

/// `entries`.
pub(super) fn load(node: &Node, loading: &Loading<'_>) -> Entries {
    let site = Site::bot_wide(loading, None);
    let Some(mut fields) = Fields::of(&site, node, &ENTRIES) else { return Entries::default() };
    let get_started =
        fields.take("get_started").and_then(|node| entry(node, "get_started", loading));
    let passed = fields.take("passed").and_then(|node| entry(node, "passed", loading));
    let mut entries = Entries { get_started, passed, ..Entries::default() };
    if let Some(named) = fields.take("ref").and_then(|node| Fields::of(&site, node, &REFS)) {
        refs(named, &mut entries, loading);
    }
    fields.finish();
    entries
}

fn refs(mut named: Fields<'_, '_>, entries: &mut Entries, loading: &Loading<'_>) {
    let mut forms: Vec<(RefForm, Spot)> = Vec::new();
    for (key, value) in named.rest() {
        if !can_be_ref(key, loading) {
            continue;
        }
        let form = RefForm::read(&key.text);
        if let Some((_, first)) =
            forms.iter().find(|(earlier, _)| form.is_some() && earlier.fits(&key.text))
        {
            let message =
                format!("`{}` can never be taken: one above takes all of these", key.text);
            loading.report(
                Diagnostic::warning("never-fits", key.spot, message)
                    .help("put it above that one")
                    .also(*first, "takes them"),
            );
        }
        // A list is named after it, and the star would be the only sign in such a name.
        let name = format!("ref.{}", key.text.replace('*', "~"));
        let Some(leads) = entry(value, &name, loading) else { continue };
        match form {
            Some(form) => {
                forms.push((form.clone(), key.spot));
                entries.forms.push((form, leads));
            }
            None => {
                entries.refs.insert(key.text.clone(), leads);
            }
        }
    }
}

/// The platform leaves only letters, digits, `-`, `_` and `=` of a `ref` (messenger-platform 6.4).
fn can_be_ref(key: &Key, loading: &Loading<'_>) -> bool {
    let arrives = |c: char| c.is_ascii_alphanumeric() || "-_=".contains(c);
    let Some(lost) = key.text.chars().find(|c| !arrives(*c) && *c != '*') else { return true };
    let left: String = key.text.chars().filter(|c| arrives(*c) || *c == '*').collect();
    let message = format!("no `ref` has a `{lost}` in it when it arrives");
    loading.report(Diagnostic::error("bad-ref", key.spot, message).help(format!(
        "Facebook keeps letters, digits, `-`, `_` and `=`: make the link and this key \"{left}\""
    )));
    false
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
