//! Reads a template with Handlebars and decides how it will be rendered.
//!
//! The context of a rendering holds only the paths that are used, each value found by the rules of
//! the scope.

use std::sync::Arc;

use handlebars::template::{Parameter, TemplateElement};
use handlebars::{Path, PathSeg};

use super::bind::Binder;
use super::call::{Call, Given};
use super::helper::Word;
use super::tag::{Tag, scan};
use super::{Form, Piece, Read, Template, plain};
use crate::problem::{Problem, ProblemKind};

/// A template that Handlebars renders.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Blocks {
    pub(super) template: handlebars::Template,
    /// The paths its context needs.
    pub(super) paths: Vec<Vec<String>>,
    /// How deep its loops are nested.
    pub(super) loops: usize,
}

/// Reads a template.
///
/// # Errors
/// Every problem, in the order of the source.
pub(super) fn compile(source: &str) -> Result<Template, Vec<Problem>> {
    if let Some(plain::Plain { pieces, names, wants }) = plain::read(source) {
        let source = Arc::from(source);
        let form = form(&source, pieces);
        return Ok(Template::from(Read { source, form, names, wants }));
    }
    by_handlebars(source)
}

/// The same, for whatever a text can have in it.
pub(super) fn by_handlebars(source: &str) -> Result<Template, Vec<Problem>> {
    read_by_handlebars(source, simple)
}

/// The same, rendered by Handlebars whatever it is.
#[cfg(test)]
pub(super) fn in_blocks(source: &str) -> Result<Template, Vec<Problem>> {
    read_by_handlebars(source, |_| None)
}

fn read_by_handlebars(
    source: &str,
    simple: impl Fn(&handlebars::Template) -> Option<Vec<Piece>>,
) -> Result<Template, Vec<Problem>> {
    let tags = scan(source)?;
    let mut template = handlebars::Template::compile(source)
        .map_err(|error| vec![unreadable(source, &tags, &error)])?;
    let mut binder = Binder::new(source, tags);
    let simple = simple(&template);
    binder.template(&mut template);
    let Binder { names, wants, mut problems, loops, .. } = binder;
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.span.start);
        return Err(problems);
    }
    let source = Arc::from(source);
    let form = match simple {
        Some(pieces) => form(&source, pieces),
        None => {
            let mut paths: Vec<Vec<String>> = names.iter().map(|name| name.path.clone()).collect();
            paths.sort();
            paths.dedup();
            Form::Blocks(Box::new(Blocks { template, paths, loops }))
        }
    };
    Ok(Template::from(Read { source, form, names, wants }))
}

/// The form of a text without blocks and helpers.
fn form(source: &Arc<str>, pieces: Vec<Piece>) -> Form {
    let inserts = pieces.iter().any(|piece| !matches!(piece, Piece::Text(_)));
    match pieces.as_slice() {
        _ if inserts => Form::Pieces(pieces),
        [Piece::Text(text)] if **text == **source => Form::Plain(Arc::clone(source)),
        texts => {
            let texts = texts.iter().map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Insert(_) | Piece::Call(_) => "",
            });
            Form::Plain(texts.collect::<String>().into())
        }
    }
}

/// The pieces of a template that only inserts names and calls helpers; none for any other.
fn simple(template: &handlebars::Template) -> Option<Vec<Piece>> {
    let pieces =
        template.elements.iter().filter(|element| !matches!(element, TemplateElement::Comment(_)));
    let pieces = pieces.map(|element| match element {
        TemplateElement::RawString(text) => Some(Piece::Text(text.clone())),
        TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call) => {
            match &call.name {
                _ if !call.hash.is_empty() => None,
                Parameter::Path(path) if call.params.is_empty() => {
                    plain_path(path).map(Piece::Insert)
                }
                Parameter::Name(name) | Parameter::Path(Path::Relative((_, name))) => {
                    let word = Word::named(name)?;
                    let values = call.params.iter().map(given).collect::<Option<Vec<_>>>()?;
                    Some(Piece::Call(Call { word, values }))
                }
                _ => None,
            }
        }
        _ => None,
    });
    pieces.collect()
}

/// A value that needs nothing of Handlebars.
fn given(value: &Parameter) -> Option<Given> {
    match value {
        Parameter::Path(path) => plain_path(path).map(Given::Name),
        Parameter::Literal(written) => Some(Given::Written(written.clone())),
        _ => None,
    }
}

/// The names of a path without `this`, `../` and `@`.
fn plain_path(path: &Path) -> Option<Vec<String>> {
    let Path::Relative((steps, raw)) = path else {
        return None;
    };
    if raw.starts_with("this") || raw.starts_with("./") {
        return None;
    }
    steps.iter().map(named).collect::<Option<Vec<_>>>().filter(|names| !names.is_empty())
}

/// The name of a step, if it is one.
pub(super) fn named(step: &PathSeg) -> Option<String> {
    match step {
        PathSeg::Named(name) => Some(name.clone()),
        _ => None,
    }
}

fn unreadable(source: &str, tags: &[Tag], error: &handlebars::TemplateError) -> Problem {
    // Handlebars names the place up to which it could read: the tag there or the next one is meant.
    let place = error.pos().map_or(0, |(line, column)| offset(source, line, column));
    let tag = tags.iter().find(|tag| tag.end >= place).or(tags.last()).cloned().unwrap_or(0..0);
    let problem = Problem::new(ProblemKind::Syntax, tag.clone(), "this insertion cannot be read");
    let written = &source[tag];
    problem.with_help(match written.split_whitespace().count() {
        0 | 1 => "a name has letters, digits and _, its parts are joined by dots: {{order.total}}",
        _ => {
            "write a name {{order.total}}, or a helper and its values {{money order.total \"EUR\"}}"
        }
    })
}

/// Byte place of a line and column as Handlebars counts them, both from 1.
fn offset(source: &str, line: usize, column: usize) -> usize {
    let start: usize =
        source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let in_line =
        source[start..].char_indices().nth(column.saturating_sub(1)).map_or(0, |(place, _)| place);
    start + in_line
}
