//! Our answers as the protocol has them.

use baton_core::language::assist::{Changes, Outlined, Part, Proposal, What};
use baton_core::language::splice::Edit;
use baton_core::language::{Diagnostic, Place, Severity};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, DiagnosticRelatedInformation,
    DiagnosticSeverity, DocumentSymbol, Documentation, InsertTextFormat, InsertTextMode, Location,
    MarkupContent, MarkupKind, NumberOrString, SymbolKind, TextEdit, Uri,
};
use serde_json::{Map, Value, json};

use super::client::Client;
use super::tell::Here;

/// A finding with its help, its code and its second place.
pub(super) fn finding(found: &Diagnostic, here: &Here<'_>) -> lsp_types::Diagnostic {
    let units = here.client.units;
    let severity = match found.severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
    };
    let message = match found.help.as_str() {
        "" => found.message.clone(),
        help => format!("{}\n{help}", found.message),
    };
    let related = found.also.as_ref().and_then(|(file, span, what)| {
        let location =
            Location { uri: here.uri(*file)?, range: units.span(here.text(*file), span) };
        Some(vec![DiagnosticRelatedInformation { location, message: what.clone() }])
    });
    lsp_types::Diagnostic {
        range: units.span(here.text(found.file), &found.span),
        severity: Some(severity),
        code: Some(NumberOrString::String(found.code.to_owned())),
        source: Some("baton".to_owned()),
        message,
        related_information: related,
        ..lsp_types::Diagnostic::default()
    }
}

/// A proposal as an item of a list, at its place in the order.
pub(super) fn proposal(
    proposal: &Proposal,
    place: usize,
    text: &str,
    client: &Client,
) -> CompletionItem {
    let kind = match proposal.what {
        What::Key => CompletionItemKind::PROPERTY,
        What::Word => CompletionItemKind::ENUM_MEMBER,
        What::Module => CompletionItemKind::MODULE,
        What::Variable => CompletionItemKind::VARIABLE,
        What::Function => CompletionItemKind::FUNCTION,
        What::Name => CompletionItemKind::REFERENCE,
        What::Text => CompletionItemKind::TEXT,
    };
    let snippet = client.snippets && proposal.hole.is_some();
    let format = if snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
    let new_text = match snippet {
        true => as_snippet(proposal),
        false => without_hole(proposal),
    };
    let range = client.units.span(text, &proposal.replaces);
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let doc =
        |value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    CompletionItem {
        label: proposal.label.clone(),
        kind: Some(kind),
        detail: some(&proposal.detail),
        documentation: some(&proposal.doc).map(doc),
        sort_text: Some(format!("{place:05}")),
        insert_text_format: Some(format),
        insert_text_mode: Some(InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        ..CompletionItem::default()
    }
}

/// What is written where nothing can be filled in: without the example.
fn without_hole(proposal: &Proposal) -> String {
    let mut text = proposal.text.clone();
    if let Some(hole) = &proposal.hole {
        text.replace_range(hole.clone(), "");
    }
    text
}

fn as_snippet(proposal: &Proposal) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let Some(hole) = &proposal.hole else { return escaped(&proposal.text) };
    let text = &proposal.text;
    let inside = match hole.is_empty() {
        true => "$0".to_owned(),
        false => format!("${{0:{}}}", escaped(&text[hole.clone()])),
    };
    format!("{}{inside}{}", escaped(&text[..hole.start]), escaped(&text[hole.end..]))
}

/// Places as the editor opens them.
pub(super) fn places(places: &[Place], here: &Here<'_>) -> Vec<Location> {
    let location = |place: &Place| {
        let range = here.client.units.span(here.text(place.file), &place.span);
        Some(Location { uri: here.uri(place.file)?, range })
    };
    places.iter().filter_map(location).collect()
}

/// Changes of files as an editor makes them.
pub(super) fn changes(changes: &Changes, here: &Here<'_>) -> Value {
    let mut by_file = Map::new();
    for (file, edits) in changes {
        let Some(uri) = here.uri(*file) else { continue };
        let edits = edits.iter().map(|edit| self::edit(edit, here.text(*file), here.client));
        by_file.insert(uri.as_str().to_owned(), Value::Array(edits.collect()));
    }
    json!({ "changes": by_file })
}

/// One change.
pub(super) fn edit(edit: &Edit, text: &str, client: &Client) -> Value {
    json!({ "range": client.units.span(text, &edit.span), "newText": edit.text })
}

fn kind(part: Part) -> SymbolKind {
    match part {
        Part::Section => SymbolKind::NAMESPACE,
        Part::Module => SymbolKind::MODULE,
        Part::Test => SymbolKind::METHOD,
        Part::Entry => SymbolKind::FIELD,
    }
}

/// A part of a file with its parts.
#[allow(deprecated, reason = "the protocol's type asks for a field that it calls deprecated")]
pub(super) fn outlined(part: &Outlined, here: &Here<'_>) -> DocumentSymbol {
    let units = here.client.units;
    let within = part.within.iter().map(|part| outlined(part, here)).collect();
    DocumentSymbol {
        name: part.name.clone(),
        detail: Some(part.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: kind(part.part),
        tags: None,
        deprecated: None,
        range: units.span(here.source(), &part.whole),
        selection_range: units.span(here.source(), &part.own),
        children: Some(within).filter(|within: &Vec<_>| !within.is_empty()),
    }
}

/// Parts of a file and their parts in one list, for editors that take no others.
pub(super) fn flat(parts: &[Outlined], uri: &Uri, here: &Here<'_>) -> Value {
    let one = |part: &Outlined, within: &str| {
        let range = here.client.units.span(here.source(), &part.own);
        let location = json!({ "uri": uri, "range": range });
        json!({
            "name": part.name,
            "kind": kind(part.part),
            "location": location,
            "containerName": within,
        })
    };
    let with_its_own = |part: &Outlined| {
        let own = part.within.iter().map(|inner| one(inner, &part.name));
        std::iter::once(one(part, "")).chain(own).collect::<Vec<Value>>()
    };
    Value::Array(parts.iter().flat_map(with_its_own).collect())
}
