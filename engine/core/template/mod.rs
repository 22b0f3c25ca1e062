//! Templates: texts with insertions, as authors write them in every text (`Hi
//! {{user.first_name}}!`).
//!
//! Handlebars reads them and renders those with blocks and with helpers in helpers; plain texts, simple
//! insertions and simple helpers take a direct way. Invariant: what a person or a service said is inserted as data and
//! never read as a template.

mod bind;
mod call;
mod compile;
mod helper;
mod plain;
mod render;
mod tag;
mod want;
mod words;

use std::sync::Arc;

use crate::expression::NameUse;
use crate::problem::{Problem, ProblemKind};
use crate::scope::{Names, Scope, Unknown, find, reserved, type_of};
use crate::tongue::Tongue;
use crate::value::{Type, Value};

pub use helper::HELPERS;
pub use words::HELPER_WORDS;

use render::Sink;
use want::Want;

/// Longest source in bytes. Two thousand characters is the longest message there is.
pub const SOURCE_BYTES: usize = 16_384;
/// Deepest nesting of blocks, and of brackets within an insertion; reading deeper ones takes too
/// much stack.
pub const DEPTH: usize = 16;
/// Deepest nesting of `{{#each}}` and `{{#with}}`.
pub const LOOPS: usize = 3;
/// Most rounds that nested loops may take; a loop that writes nothing is not stopped by the limit
/// of the text.
pub const ROUNDS: usize = 100_000;
/// Longest text a value made by a template may have, in bytes: 4,096 characters of at most four
/// bytes.
pub const VALUE_BYTES: usize = 4 * crate::value::VALUE_CHARACTERS;

/// A text with insertions, read and ready to render, in every language it was written in.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    read: Arc<Read>,
    /// The same in other languages; those have no others themselves.
    others: Box<[(Tongue, Template)]>,
}

/// One text as it was read.
#[derive(Debug, PartialEq)]
struct Read {
    source: Arc<str>,
    form: Form,
    names: Vec<NameUse>,
    /// What helpers and loops need of some names, by their place among the names.
    wants: Vec<(usize, &'static str, Want)>,
}

/// How a template is rendered.
#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// Nothing is inserted.
    Plain(Arc<str>),
    /// Texts, simple insertions and simple helpers in turn.
    Pieces(Vec<Piece>),
    /// Everything else, rendered by Handlebars.
    Blocks(Box<compile::Blocks>),
}

/// A piece of a simple template.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Insert(Vec<String>),
    Call(call::Call),
}

/// Why a template has no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// It became longer than the limit, in bytes.
    #[error("the text is longer than {0} bytes")]
    Overlong(usize),
    /// Its loops over long lists take too many rounds.
    #[error("the loops of the text take too many rounds")]
    TooCostly,
    /// An inserted value would climb up in the path of an address.
    #[error("an inserted value climbs up in the address")]
    PathClimbs,
    /// Handlebars could not render it, for the reason said.
    #[error("{0}")]
    Broken(String),
}

impl From<Read> for Template {
    fn from(read: Read) -> Template {
        Template { read: Arc::new(read), others: Box::default() }
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Every problem that was found, in the order of the source.
    pub fn compile(source: &str) -> Result<Template, Vec<Problem>> {
        compile::compile(source)
    }

    /// A text that is inserted nowhere and means only itself, whatever it contains.
    pub fn plain(text: &str) -> Template {
        let source: Arc<str> = text.into();
        let form = Form::Plain(Arc::clone(&source));
        Template::from(Read { source, form, names: Vec::new(), wants: Vec::new() })
    }

    /// The same text, said so in other languages.
    #[must_use]
    pub fn with_others(mut self, others: Vec<(Tongue, Template)>) -> Template {
        self.others = others.into();
        self
    }

    /// The text in every language, the main one first.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        std::iter::once(self).chain(self.others.iter().map(|(_, other)| other))
    }

    /// The text as it is said to whom the scope is about.
    fn said_to(&self, scope: &dyn Scope) -> &Template {
        if self.others.is_empty() {
            return self;
        }
        scope.tongues().pick(&self.others).unwrap_or(self)
    }

    /// The source as the author wrote it, in the main language.
    pub fn source(&self) -> &str {
        &self.read.source
    }

    /// The text in the main language, if nothing is inserted.
    pub fn as_plain(&self) -> Option<&str> {
        match &self.read.form {
            Form::Plain(text) => Some(text),
            Form::Pieces(_) | Form::Blocks(_) => None,
        }
    }

    /// Whether it is exactly one `{{name}}`, so that its value keeps its type.
    pub fn is_one_name(&self) -> bool {
        self.single().is_some()
    }

    /// The names it uses in the main language, in the order of the source.
    pub fn names(&self) -> &[NameUse] {
        &self.read.names
    }

    /// Whether all names exist and fit where they stand; the type of what
    /// [`Template::render_value`] gives. A name inside `{{#each}}` or `{{#with}}` that nothing else
    /// has may be a member of the item.
    ///
    /// # Errors
    /// Every problem, in the order of the source.
    pub fn check(&self, names: &dyn Names) -> Result<Type, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut kind = Type::Text;
        for (place, name) in self.read.names.iter().enumerate() {
            match type_of(names, &name.path) {
                Ok(found) => {
                    kind = found;
                    problems.extend(self.unfit(place, name, found));
                }
                Err(unknown) => problems.extend(unknown_name(name, &unknown)),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(if self.single().is_some() { kind } else { Type::Text })
    }

    /// What is wrong with a name where it stands; in a loop it may be another than the one known.
    fn unfit(&self, place: usize, name: &NameUse, kind: Type) -> Option<Problem> {
        let (_, helper, want) = self.read.wants.iter().find(|(of, _, _)| *of == place)?;
        if want.fits(kind) || !name.certain {
            return None;
        }
        let (needed, is) = (want.words(), kind.phrase());
        let message = format!("`{helper}` needs {needed}, and `{}` is {is}", name.path.join("."));
        Some(Problem::new(ProblemKind::TypeMismatch, name.span.clone(), message))
    }

    /// The text in the language of the contact, at most `limit` bytes.
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render(&self, scope: &dyn Scope, limit: usize) -> Result<String, TemplateFault> {
        self.said_to(scope).write(scope, Sink::new(limit), false)
    }

    /// As [`Template::render`], in the main language whoever it is for.
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render_main(&self, scope: &dyn Scope, limit: usize) -> Result<String, TemplateFault> {
        self.write(scope, Sink::new(limit), false)
    }

    /// As [`Template::render`], for the path and query of an address: every inserted value is
    /// percent-encoded, and none can lead the path upwards.
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render_url(&self, scope: &dyn Scope, limit: usize) -> Result<String, TemplateFault> {
        let address = self.said_to(scope).write(scope, Sink::new(limit), true)?;
        if render::climbs(&address) { Err(TemplateFault::PathClimbs) } else { Ok(address) }
    }

    /// The value: exactly one `{{name}}` keeps its type, anything else is a text of at most
    /// [`VALUE_BYTES`].
    ///
    /// # Errors
    /// See [`TemplateFault`].
    pub fn render_value(&self, scope: &dyn Scope) -> Result<Value, TemplateFault> {
        match self.single() {
            Some(path) => Ok(find(scope, path).into_owned()),
            None => self.render(scope, VALUE_BYTES).map(Value::Text),
        }
    }

    /// The path of the only insertion, where there is nothing else.
    fn single(&self) -> Option<&[String]> {
        match &self.read.form {
            Form::Pieces(pieces) => match pieces.as_slice() {
                [Piece::Insert(path)] => Some(path),
                _ => None,
            },
            Form::Plain(_) | Form::Blocks(_) => None,
        }
    }

    fn write(
        &self,
        scope: &dyn Scope,
        mut sink: Sink,
        address: bool,
    ) -> Result<String, TemplateFault> {
        match &self.read.form {
            Form::Plain(text) => sink.add(text)?,
            Form::Pieces(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => sink.add(text)?,
                        Piece::Insert(path) => sink.insert(&find(scope, path), scope, address)?,
                        Piece::Call(call) => call.write(scope, &mut sink, address)?,
                    }
                }
            }
            Form::Blocks(blocks) => blocks.write(scope, &mut sink, address)?,
        }
        Ok(sink.text)
    }
}

/// The problem of a name that means nothing. Inside a loop it may be a member of the item, unless it
/// begins like something that every bot has.
fn unknown_name(name: &NameUse, unknown: &Unknown) -> Option<Problem> {
    let root = name.path.first().filter(|root| reserved(root).is_some());
    let problem = unknown.problem(&name.path, name.span.clone());
    match (name.certain, root) {
        (true, _) => Some(problem),
        (false, None) => None,
        (false, Some(_)) if problem.help.is_some() => Some(problem),
        (false, Some(_)) => Some(problem.with_help(format!(
            "a member of the item is written {{{{item.{}}}}}",
            name.path.join(".")
        ))),
    }
}

#[cfg(test)]
mod checks;
#[cfg(test)]
mod tests;
