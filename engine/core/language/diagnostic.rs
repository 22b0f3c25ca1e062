//! What an author must know about a file: what is wrong, where, and what to write instead.
//!
//! Invariant: codes are kebab-case and stable; a code once published keeps its meaning.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::source::{SourceFile, Spot};

/// Shown in one run; the rest is only counted, since nobody reads more before mending some.
pub const SHOWN: usize = 200;

/// Longest line that is shown, in bytes; of a longer one only the place is said.
const LINE: usize = 2_000;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The bot does not run.
    Error,
    /// It runs, perhaps not as meant.
    Warning,
}

/// One finding in an author's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Names the kind of finding, like `unknown-module`; stable.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Which file, by its number in [`super::Loaded::files`].
    pub file: usize,
    /// Which bytes of the file.
    pub span: Range<usize>,
    /// What is wrong, one plain sentence.
    pub message: String,
    /// What to write instead; empty where there is nothing to add.
    pub help: String,
    /// A second place that belongs to it: file and bytes, and what stands there.
    pub also: Option<(usize, Range<usize>, String)>,
}

impl Diagnostic {
    /// An error.
    pub(crate) fn error(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            file: spot.file,
            span: spot.range(),
            message: message.into(),
            help: String::new(),
            also: None,
        }
    }

    /// A warning.
    pub(crate) fn warning(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, spot, message) }
    }

    /// The same, with advice.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, with another way out behind the first.
    pub(crate) fn or_help(mut self, help: &str) -> Self {
        self.help.push_str("; ");
        self.help.push_str(help);
        self
    }

    /// The same, with a second place.
    pub(crate) fn also(mut self, spot: Spot, what: impl Into<String>) -> Self {
        self.also = Some((spot.file, spot.range(), what.into()));
        self
    }

    /// Moves its places to borders of characters inside of the files, where a parser has counted
    /// otherwise.
    pub(super) fn keep_inside(&mut self, files: &[SourceFile]) {
        let inside = |file: usize, span: &Range<usize>| {
            let text = files.get(file).map_or("", |file| file.text.as_str());
            let start = text.floor_char_boundary(span.start);
            start..text.ceil_char_boundary(span.end.clamp(start, text.len()))
        };
        self.span = inside(self.file, &self.span);
        if let Some((file, span, _)) = &mut self.also {
            *span = inside(*file, span);
        }
    }

    /// Line and column, both from 1 and counted in characters.
    pub fn position(&self, files: &[SourceFile]) -> (usize, usize) {
        files.get(self.file).map_or((1, 1), |file| file.position(self.span.start))
    }

    /// As a compiler shows it: the line with a caret, the code and the help.
    pub fn render(&self, files: &[SourceFile], colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(&self.message).id(self.code));
        let first = excerpt(files, self.file, &self.span);
        let second =
            self.also.as_ref().map(|(file, span, what)| (excerpt(files, *file, span), what));
        match &first {
            Some(part) if part.text.len() <= LINE => {
                let mark = AnnotationKind::Primary.span(part.mark.clone());
                group = group.element(part.snippet().annotation(mark));
            }
            Some(part) => group = group.element(part.origin()),
            None => {}
        }
        if let Some((Some(part), what)) = &second
            && part.text.len() <= LINE
        {
            let mark = AnnotationKind::Context.span(part.mark.clone()).label(what.as_str());
            group = group.element(part.snippet().annotation(mark));
        }
        if !self.help.is_empty() {
            group = group.element(Level::HELP.message(&self.help));
        }
        renderer.render(&[group])
    }
}

/// A place with a sentence above it and one beside its caret: what is no finding but what a test met.
pub(crate) fn pointed(
    files: &[SourceFile],
    spot: Spot,
    title: &str,
    beside: &str,
    colour: bool,
) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let part = excerpt(files, spot.file, &spot.range());
    let mut group = Group::with_title(Level::ERROR.primary_title(title));
    match &part {
        Some(part) if part.text.len() <= LINE => {
            let mark = AnnotationKind::Primary.span(part.mark.clone()).label(beside);
            group = group.element(part.snippet().annotation(mark));
        }
        Some(part) => group = group.element(part.origin()),
        None => {}
    }
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// A few lines of a file around a place, so that a large file costs no more than a small one.
struct Excerpt<'a> {
    text: &'a str,
    path: &'a str,
    line: usize,
    mark: Range<usize>,
}

impl<'a> Excerpt<'a> {
    fn origin(&'a self) -> Origin<'a> {
        let column = self.text[..self.mark.start].chars().count() + 1;
        Origin::path(self.path).line(self.line).char_column(column)
    }

    fn snippet(&'a self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text).path(self.path).line_start(self.line)
    }
}

/// The first line of the place; a place over several lines is marked to the end of its first.
fn excerpt<'a>(files: &'a [SourceFile], file: usize, span: &Range<usize>) -> Option<Excerpt<'a>> {
    let file = files.get(file)?;
    let line = file.line_at(span.start);
    let start = span.start.clamp(line.start, line.end);
    let end = span.end.clamp(start, line.end);
    let text = file.text.get(line.clone())?;
    let (number, _) = file.position(start);
    Some(Excerpt {
        text,
        path: &file.path,
        line: number,
        mark: start - line.start..end - line.start,
    })
}

/// All findings, the first [`SHOWN`] in full, and how many there are.
pub(super) fn render_all(diagnostics: &[Diagnostic], files: &[SourceFile], colour: bool) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(SHOWN) {
        out.push_str(&diagnostic.render(files, colour));
        out.push_str("\n\n");
    }
    if diagnostics.len() > SHOWN {
        let more = diagnostics.len() - SHOWN;
        out.push_str(&format!("… and {more} more; mend these first.\n\n"));
    }
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings > 0 {
        out.push_str(&format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")));
    }
    out
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, SourceFile, Spot, render_all};

    #[test]
    fn a_finding_shows_place_caret_code_and_help() {
        let files = [SourceFile { path: "bot.yaml".into(), text: "a: 1\nto: wlcome\n".into() }];
        let spot = Spot { file: 0, start: 9, end: 15 };
        let found = Diagnostic::error("unknown-module", spot, "there is no module `wlcome`")
            .help("did you mean `welcome`?");
        let text = render_all(&[found], &files, false);
        assert!(text.contains("bot.yaml:2:5"), "{text}");
        assert!(text.contains("error[unknown-module]: there is no module `wlcome`"), "{text}");
        assert!(text.contains("2 | to: wlcome"), "{text}");
        assert!(text.contains("^^^^^^"), "{text}");
        assert!(text.contains("help: did you mean `welcome`?"), "{text}");
        assert!(text.contains("1 error, 0 warnings"), "{text}");
    }

    #[test]
    fn no_more_are_shown_than_anybody_reads() {
        let files = [SourceFile { path: "b".into(), text: "x\n".into() }];
        let spot = Spot { file: 0, start: 0, end: 1 };
        let many = vec![Diagnostic::error("tag", spot, "m"); 450];
        let text = render_all(&many, &files, false);
        assert_eq!(text.matches("error[tag]").count(), 200);
        assert!(text.contains("250 more"), "{text}");
    }
}
