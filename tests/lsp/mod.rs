//! `baton lsp` as an editor has it: the real binary, spoken to over its pipes. Nothing is waited for but answers.

mod editing;
mod editor;
mod protocol;
mod reading;
