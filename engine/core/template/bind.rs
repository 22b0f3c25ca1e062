//! Binds the names of a template that Handlebars has read: which are the scope's, which a loop's.
//!
//! A name that does not belong to the item of a loop is rewritten to `@root.[the.path]`; a plain
//! insertion becomes the helper `print`.

use std::ops::Range;

use handlebars::Path;
use handlebars::template::{BlockParam, HelperTemplate, Parameter, TemplateElement};

use super::LOOPS;
use super::compile::named;
use super::helper::{HELPERS, PRINT, example, takes};
use super::tag::Tag;
use super::want::{self, Want};
use crate::each::ITEM;
use crate::expression::NameUse;
use crate::problem::{Problem, ProblemKind};

/// Goes through a template once, in the order of its source.
pub(super) struct Binder<'s> {
    source: &'s str,
    tags: Vec<Tag>,
    /// How far names were found in the source.
    at: usize,
    /// The loops around this place.
    scopes: Vec<Opened>,
    /// How deep loops are nested at most.
    pub(super) loops: usize,
    pub(super) names: Vec<NameUse>,
    /// What is needed of some names, by their place among the names.
    pub(super) wants: Vec<(usize, &'static str, Want)>,
    pub(super) problems: Vec<Problem>,
}

/// An `{{#each}}` or `{{#with}}` that is open.
struct Opened {
    /// The names it binds.
    bound: Vec<String>,
    /// Whether it goes through a list, so that `item` is its item.
    each: bool,
}

impl<'s> Binder<'s> {
    pub(super) fn new(source: &'s str, tags: Vec<Tag>) -> Self {
        Binder {
            source,
            tags,
            at: 0,
            scopes: Vec::new(),
            loops: 0,
            names: Vec::new(),
            wants: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn template(&mut self, template: &mut handlebars::Template) {
        for element in &mut template.elements {
            match element {
                TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call) => {
                    self.insertion(call)
                }
                TemplateElement::HelperBlock(call) => self.block(call),
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => (),
                _ => {
                    let message = "texts from elsewhere cannot be put in here";
                    self.problems.push(Problem::new(ProblemKind::Syntax, 0..0, message));
                }
            }
        }
    }

    /// `{{name}}`, `{{upper name}}`, `{{(upper name)}}`
    fn insertion(&mut self, call: &mut HelperTemplate) {
        if !call.params.is_empty() || !call.hash.is_empty() {
            return self.helper(call);
        }
        if let Parameter::Path(Path::Relative((_, raw))) | Parameter::Name(raw) = &call.name
            && takes(raw).is_some()
        {
            let raw = raw.clone();
            let span = self.locate(&raw);
            let problem = Problem::new(
                ProblemKind::TypeMismatch,
                span,
                format!("`{raw}` is a helper and needs a value"),
            );
            self.problems.push(problem.with_help(format!(
                "write {{{{{raw} name}}}}; a variable cannot be called `{raw}`"
            )));
            return;
        }
        let name = std::mem::replace(&mut call.name, Parameter::Name(PRINT.to_owned()));
        call.params.push(name);
        self.values(call, "");
    }

    /// A helper with its values.
    fn helper(&mut self, call: &mut HelperTemplate) {
        let Some((name, span)) = self.helper_name(call) else {
            return;
        };
        let Some(counts) = takes(&name) else {
            let problem = Problem::new(
                ProblemKind::UnknownHelper,
                span,
                format!("there is no helper `{name}`"),
            );
            self.problems.push(match name.as_str() {
                "if" | "unless" | "each" | "with" => {
                    problem.with_help(format!("write {{{{#{name} …}}}} … {{{{/{name}}}}}"))
                }
                _ => match crate::suggest::guess(&name, HELPERS.iter().copied()) {
                    Some(near) => problem.with_guess(near),
                    None => problem.with_help(format!(
                        "a name has no spaces; the helpers are {}",
                        HELPERS.join(", ")
                    )),
                },
            });
            return;
        };
        if !counts.contains(&call.params.len()) || !call.hash.is_empty() {
            let message = format!("`{name}` does not take {} values", call.params.len());
            let problem = Problem::new(ProblemKind::TypeMismatch, span, message);
            self.problems.push(problem.with_help(format!("write it like {}", example(&name))));
            return;
        }
        self.literals(call, &name, &span);
        self.values(call, &name);
    }

    /// What is written out among the values of a helper.
    fn literals(&mut self, call: &HelperTemplate, name: &str, span: &Range<usize>) {
        for (place, value) in call.params.iter().enumerate() {
            if let Parameter::Literal(value) = value
                && let Some((message, help)) = want::literal(name, place, value)
            {
                let problem = Problem::new(ProblemKind::TypeMismatch, span.clone(), message);
                self.problems.push(problem.with_help(help));
            }
        }
    }

    /// `{{#if x}}`, `{{#unless x}}`, `{{#each x}}`, `{{#with x}}`
    fn block(&mut self, call: &mut HelperTemplate) {
        let Some((name, span)) = self.helper_name(call) else {
            return;
        };
        let opens = matches!(name.as_str(), "each" | "with");
        if !opens && !matches!(name.as_str(), "if" | "unless") {
            let problem = Problem::new(
                ProblemKind::UnknownHelper,
                span,
                format!("there is no block `{name}`"),
            );
            self.problems
                .push(problem.with_help("there are {{#if}}, {{#unless}}, {{#each}} and {{#with}}"));
            return;
        }
        if call.params.len() != 1 || !call.hash.is_empty() {
            let message = format!("`{name}` takes exactly one name");
            let problem = Problem::new(ProblemKind::TypeMismatch, span, message);
            let help = "calculate it before, for example `compute: { large: total > 100 }`, \
                        and ask {{#if large}}";
            self.problems.push(problem.with_help(help));
            return;
        }
        self.values(call, &name);
        if opens {
            let bound = bound(call.block_param.as_ref());
            self.scopes.push(Opened { bound, each: name == "each" });
            self.loops = self.loops.max(self.scopes.len());
            if self.scopes.len() > LOOPS {
                let message = format!("loops are nested deeper than {LOOPS}");
                self.problems.push(Problem::new(ProblemKind::TooLarge, span, message));
            }
        }
        if let Some(inner) = &mut call.template {
            self.template(inner);
        }
        if opens {
            self.scopes.pop();
        }
        if let Some(inner) = &mut call.inverse {
            self.template(inner);
        }
    }

    fn helper_name(&mut self, call: &HelperTemplate) -> Option<(String, Range<usize>)> {
        let raw = match &call.name {
            Parameter::Name(name) | Parameter::Path(Path::Relative((_, name))) => name.clone(),
            _ => {
                let problem = Problem::new(
                    ProblemKind::Syntax,
                    self.at..self.at,
                    "a helper needs its name here",
                );
                self.problems.push(problem.with_help("write it like {{upper name}}"));
                return None;
            }
        };
        let span = self.locate(&raw);
        Some((raw, span))
    }

    /// Binds every value of a call; `helper` is empty for a plain insertion.
    fn values(&mut self, call: &mut HelperTemplate, helper: &str) {
        for (place, value) in call.params.iter_mut().enumerate() {
            let before = self.names.len();
            match value {
                Parameter::Path(path) => match self.path(path) {
                    Some(Bound::Root(absolute)) => *value = absolute,
                    // In a loop the item's own member comes first, then what the name means
                    // outside.
                    Some(Bound::Either(absolute)) => {
                        call.hash.insert(place.to_string(), absolute);
                    }
                    Some(Bound::Local) | None => (),
                },
                Parameter::Subexpression(inner) => {
                    if let TemplateElement::Expression(call) = inner.element.as_mut() {
                        self.insertion(call);
                    }
                }
                _ => (),
            }
            if self.names.len() > before
                && let Some((helper, want)) = want::wanted(helper, place)
            {
                self.wants.push((before, helper, want));
            }
        }
    }

    /// What a path means in this place; none if nothing.
    fn path(&mut self, path: &Path) -> Option<Bound> {
        let depth = self.scopes.len();
        let (steps, raw) = match path {
            Path::Local((_, _, raw)) => {
                self.locate(&raw.clone());
                return self.local(depth, &raw.clone());
            }
            Path::Relative((steps, raw)) => (steps, raw.clone()),
        };
        let span = self.locate(&raw);
        let names: Vec<String> = steps.iter().filter_map(named).collect();
        let up = raw.matches("../").count();
        let of_item =
            raw == "this" || raw.starts_with("this.") || raw.starts_with("./") || names.is_empty();
        let bound = names.first().is_some_and(|first| {
            self.scopes.iter().flat_map(|open| &open.bound).any(|name| name == first)
        });
        if up == 0 && !bound && names.first().is_some_and(|first| first == ITEM) {
            let item = self.item(&names[1..]);
            if item.is_some() {
                return item;
            }
        }
        if of_item || (up > 0 && depth == 0) {
            return if depth > 0 { Some(Bound::Local) } else { self.nowhere(&raw) };
        }
        if (bound && up == 0) || names.iter().any(|name| name.contains(']')) {
            return Some(Bound::Local);
        }
        let absolute = Parameter::parse(&format!("@root.[{}]", names.join(".")));
        let Ok(absolute) = absolute else {
            return self.nowhere(&raw);
        };
        let certain = depth == 0 || raw.starts_with("@root") || up >= depth;
        self.names.push(NameUse { path: names, span, certain });
        Some(if certain { Bound::Root(absolute) } else { Bound::Either(absolute) })
    }

    /// `@index` and its like.
    fn local(&mut self, depth: usize, raw: &str) -> Option<Bound> {
        const LOCALS: [&str; 5] = ["@index", "@first", "@last", "@key", "@root"];
        if depth == 0 {
            return self.nowhere(raw);
        }
        let known = LOCALS.iter().any(|local| raw == *local || raw.starts_with("@../"));
        if !known {
            let span = self.at.saturating_sub(raw.len())..self.at;
            let problem =
                Problem::new(ProblemKind::UnknownName, span, format!("there is no `{raw}`"));
            self.problems.push(problem.with_suggestion(raw, LOCALS));
        }
        Some(Bound::Local)
    }

    /// A part of the item of the loop around this place, by the name that cards and choices use too.
    fn item(&self, members: &[String]) -> Option<Bound> {
        let between = self.scopes.iter().rev().position(|open| open.each)?;
        let path = match (between, members) {
            (0, []) => "this".to_owned(),
            (0, members) => format!("this.{}", members.join(".")),
            (_, []) => return None,
            (_, members) => format!("{}{}", "../".repeat(between), members.join(".")),
        };
        Parameter::parse(&path).ok().map(Bound::Root)
    }

    fn nowhere(&mut self, raw: &str) -> Option<Bound> {
        let span = self.at - raw.len().min(self.at)..self.at;
        let problem = Problem::new(
            ProblemKind::NotHere,
            span,
            format!("`{raw}` means nothing outside of {{{{#each}}}}"),
        );
        self.problems.push(problem.with_help("write the name of a variable"));
        None
    }

    /// Where a word stands: its next place inside a tag.
    fn locate(&mut self, word: &str) -> Range<usize> {
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '/' | '-');
        for tag in self.tags.iter().filter(|tag| tag.end > self.at) {
            let from = tag.start.max(self.at);
            for (found, _) in self.source[from..tag.end].match_indices(word) {
                let span = from + found..from + found + word.len();
                let alone = !self.source[..span.start].ends_with(part)
                    && !self.source[span.end..].starts_with(part);
                if alone {
                    self.at = span.end;
                    return span;
                }
            }
        }
        self.at..self.at
    }
}

/// What a path is bound to.
enum Bound {
    /// A name of the scope.
    Root(Parameter),
    /// A member of the item, else this name of the scope.
    Either(Parameter),
    /// The item or something a loop names.
    Local,
}

fn bound(names: Option<&BlockParam>) -> Vec<String> {
    let text = |name: &Parameter| match name {
        Parameter::Name(name) => Some(name.clone()),
        Parameter::Path(Path::Relative((_, raw))) => Some(raw.clone()),
        _ => None,
    };
    match names {
        Some(BlockParam::Single(name)) => text(name).into_iter().collect(),
        Some(BlockParam::Pair((a, b))) => [text(a), text(b)].into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}
