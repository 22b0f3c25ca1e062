//! What an editor asks and tells, method by method.

use baton_core::language::assist::CannotRename;
use baton_core::language::layout::laid_out;
use baton_core::language::splice::Edit;
use lsp_types::{
    CodeActionKind, CodeActionParams, CompletionParams, CompletionResponse,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingParams, DocumentSymbolParams, GotoDefinitionParams, HoverParams,
    ReferenceParams, RenameParams, TextDocumentPositionParams,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::show;
use super::tell::{Desk, Here};
use super::{Refused, read, wire};

/// What is answered.
pub(super) fn answer(desk: &mut Desk, method: &str, params: Value) -> Result<Value, Refused> {
    match method {
        "textDocument/completion" => complete(desk, read(params)?),
        "textDocument/hover" => hover(desk, read(params)?),
        "textDocument/definition" => definition(desk, read(params)?),
        "textDocument/references" => references(desk, read(params)?),
        "textDocument/documentSymbol" => symbols(desk, read(params)?),
        "textDocument/prepareRename" => prepare_rename(desk, read(params)?),
        "textDocument/rename" => rename(desk, read(params)?),
        "textDocument/codeAction" => actions(desk, read(params)?),
        "textDocument/formatting" => format(desk, read(params)?),
        unknown => Err(Refused::unknown(unknown)),
    }
}

/// Takes what needs no answer; what comes back is to be sent.
pub(super) fn note(desk: &mut Desk, method: &str, params: Value) -> Result<Vec<Value>, Refused> {
    match method {
        "initialized" if desk.client.watches => return Ok(vec![watch()]),
        "textDocument/didOpen" => {
            let opened: DidOpenTextDocumentParams = read(params)?;
            let document = opened.text_document;
            desk.open(document.uri, document.text, document.version);
        }
        "textDocument/didChange" => {
            let changed: DidChangeTextDocumentParams = read(params)?;
            let (uri, version) = (changed.text_document.uri, changed.text_document.version);
            let changes = changed.content_changes;
            desk.change(&uri, |document, client| document.change(version, changes, client.units));
        }
        "textDocument/didClose" => {
            let closed: DidCloseTextDocumentParams = read(params)?;
            desk.close(&closed.text_document.uri);
        }
        "textDocument/didSave" | "workspace/didChangeWatchedFiles" => desk.disk_changed(),
        _ => {}
    }
    Ok(Vec::new())
}

/// Asks the editor to tell of flows that change on the disk.
fn watch() -> Value {
    let watchers = json!([{ "globPattern": "**/*.yaml" }]);
    let registration = json!({
        "id": "flows",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": watchers },
    });
    let params = json!({ "registrations": [registration] });
    let mut request = wire::notification("client/registerCapability", params);
    request["id"] = json!("watch");
    request
}

fn json_of(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("the protocol's types are JSON")
}

/// The place that is asked about, in its file as it is now.
fn byte(desk: &Desk, at: &TextDocumentPositionParams) -> Result<usize, Refused> {
    let text = desk.text(&at.text_document.uri);
    let text = text.ok_or_else(|| Refused::failed("the file is not open"))?;
    Ok(desk.client.units.byte(text, at.position))
}

/// Answers about a place of a file as it is now.
fn at<T>(
    desk: &mut Desk,
    place: &TextDocumentPositionParams,
    answer: impl FnOnce(&Here<'_>, usize) -> T,
) -> Result<T, Refused> {
    let byte = byte(desk, place)?;
    let here = desk.here(&place.text_document.uri)?;
    Ok(answer(&here, byte))
}

/// Proposals for the text as it is now, with the names of a moment ago: nobody waits for a large bot to be read
/// after each letter.
fn complete(desk: &mut Desk, params: CompletionParams) -> Result<Value, Refused> {
    let place = params.text_document_position;
    let uri = place.text_document.uri.clone();
    let byte = byte(desk, &place)?;
    if desk.is_stranger(&uri) {
        return Ok(Value::Null);
    }
    let here = desk.lately(&uri)?;
    let text = here.text_now();
    let path = &here.draft.files()[here.file].path;
    let proposals = here.draft.proposals(path, text, byte);
    let items = proposals.iter().enumerate();
    let items = items.map(|(place, one)| show::proposal(one, place, text, here.client));
    Ok(json_of(CompletionResponse::Array(items.collect())))
}

fn hover(desk: &mut Desk, params: HoverParams) -> Result<Value, Refused> {
    at(desk, &params.text_document_position_params, |here, byte| {
        let Some(told) = here.draft.told(here.file, byte) else { return Value::Null };
        let range = here.client.units.span(here.source(), &told.span);
        json!({ "contents": { "kind": "markdown", "value": told.text }, "range": range })
    })
}

fn definition(desk: &mut Desk, params: GotoDefinitionParams) -> Result<Value, Refused> {
    at(desk, &params.text_document_position_params, |here, byte| {
        json_of(show::places(&here.draft.declarations(here.file, byte), here))
    })
}

fn references(desk: &mut Desk, params: ReferenceParams) -> Result<Value, Refused> {
    let all = params.context.include_declaration;
    at(desk, &params.text_document_position, |here, byte| {
        json_of(show::places(&here.draft.uses(here.file, byte, all), here))
    })
}

fn symbols(desk: &mut Desk, params: DocumentSymbolParams) -> Result<Value, Refused> {
    let uri = params.text_document.uri;
    if desk.is_stranger(&uri) {
        return Ok(Value::Null);
    }
    let here = desk.here(&uri)?;
    let parts = here.draft.outline(here.file);
    Ok(match here.client.nested {
        true => parts.iter().map(|part| json_of(show::outlined(part, &here))).collect(),
        false => show::flat(&parts, &uri, &here),
    })
}

fn prepare_rename(desk: &mut Desk, place: TextDocumentPositionParams) -> Result<Value, Refused> {
    at(desk, &place, |here, byte| {
        let (place, name) = here.draft.renamable(here.file, byte).map_err(failed)?;
        let range = here.client.units.span(here.source(), &place.span);
        Ok(json!({ "range": range, "placeholder": name }))
    })?
}

fn rename(desk: &mut Desk, params: RenameParams) -> Result<Value, Refused> {
    at(desk, &params.text_document_position, |here, byte| {
        let name = params.new_name.trim();
        let changes = here.draft.renamed(here.file, byte, name).map_err(failed)?;
        Ok(show::changes(&changes, here))
    })?
}

fn failed(why: CannotRename) -> Refused {
    Refused::failed(why.to_string())
}

/// What mends the findings of a place; and where it is asked for, everything that can be mended for certain.
fn actions(desk: &mut Desk, params: CodeActionParams) -> Result<Value, Refused> {
    let only = params.context.only;
    let wanted = |kind: &CodeActionKind| {
        let begins = |asked: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.as_ref().is_none_or(|only| only.iter().any(begins))
    };
    let here = desk.here(&params.text_document.uri)?;
    let span = here.client.units.bytes(here.source(), params.range);
    let mut actions = Vec::new();
    let mendings = here.draft.mendings(here.file, &span);
    if wanted(&CodeActionKind::QUICKFIX) {
        for mending in &mendings {
            let changes = vec![(here.file, mending.edits.clone())];
            let mended = &here.draft.findings()[mending.finding];
            actions.push(json!({
                "title": mending.title,
                "kind": CodeActionKind::QUICKFIX,
                "isPreferred": mending.sure,
                "diagnostics": [show::finding(mended, &here)],
                "edit": show::changes(&changes, &here),
            }));
        }
    }
    // It reads the bot several times: only where somebody asks, or stands at something it mends.
    let asked = only.is_some() || mendings.iter().any(|mending| mending.sure);
    if asked
        && wanted(&CodeActionKind::SOURCE_FIX_ALL)
        && let Some(changes) = here.draft.mended()
    {
        actions.push(json!({
            "title": "Mend everything that can be mended for certain",
            "kind": CodeActionKind::SOURCE_FIX_ALL,
            "edit": show::changes(&changes, &here),
        }));
    }
    Ok(Value::Array(actions))
}

/// As `baton fmt` lays a file out.
fn format(desk: &mut Desk, params: DocumentFormattingParams) -> Result<Value, Refused> {
    let here = desk.here(&params.text_document.uri)?;
    let source = &here.draft.files()[here.file];
    let laid = laid_out(source).map_err(|why| Refused::failed(why.to_string()))?;
    if laid.text == source.text {
        return Ok(json!([]));
    }
    let all = Edit::replace(0..source.text.len(), laid.text);
    Ok(json!([show::edit(&all, &source.text, here.client)]))
}
