//! What the editor can do, and what it is told of us.

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, InitializeParams, InitializeResult, OneOf, RenameOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};
use serde_json::Value;

use super::position::Units;

/// What an editor can do of what matters here.
#[derive(Debug)]
pub(super) struct Client {
    /// In what columns are counted.
    pub(super) units: Units,
    /// It takes proposals with places to fill in.
    pub(super) snippets: bool,
    /// It takes parts of files with parts of their own.
    pub(super) nested: bool,
    /// It can be asked to tell of files that change on the disk.
    pub(super) watches: bool,
}

impl Client {
    /// One that has said nothing of itself.
    pub(super) const PLAIN: Self =
        Self { units: Units::Utf16, snippets: false, nested: false, watches: false };

    /// What the editor says of itself.
    pub(super) fn read(params: InitializeParams) -> Self {
        let capabilities = params.capabilities;
        let general = capabilities.general.unwrap_or_default();
        let document = capabilities.text_document.unwrap_or_default();
        let completion = document.completion.and_then(|completion| completion.completion_item);
        let symbols = document.document_symbol;
        let watched = capabilities.workspace.and_then(|space| space.did_change_watched_files);
        Self {
            units: Units::chosen(&general.position_encodings.unwrap_or_default()),
            snippets: completion.and_then(|item| item.snippet_support).unwrap_or(false),
            nested: symbols
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or(false),
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
        }
    }

    /// What it is told of us.
    pub(super) fn answer(&self) -> Value {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        };
        let signs = [" ", ":", "-", "{", "\"", "(", "."].map(str::to_owned);
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
            ..CodeActionOptions::default()
        };
        let rename = RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        };
        let capabilities = ServerCapabilities {
            position_encoding: Some(self.units.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(signs.to_vec()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            document_formatting_provider: Some(OneOf::Left(true)),
            rename_provider: Some(OneOf::Right(rename)),
            code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
            ..ServerCapabilities::default()
        };
        let info = ServerInfo {
            name: "baton".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        };
        let result = InitializeResult { capabilities, server_info: Some(info) };
        serde_json::to_value(result).expect("the protocol's types are JSON")
    }
}
