//! What an author must know about a file: what is wrong, where, and what to write instead.
//!
//! Invariant: codes are kebab-case and stable; a code once published keeps its meaning.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::fix::{Fix, Trust};
use super::source::{SourceFile, Spot};
use super::splice::Edit;
use crate::suggest::Guess;

/// Shown in one run; the rest is only counted, since nobody reads more before mending some.
pub const SHOWN: usize = 200;

/// The code of a secret that stands in a file.
pub(super) const SECRET: &str = "inline-secret";

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
    /// What mends it, where that is known.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error.
    pub(crate) fn error(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, spot, message.into())
    }

    fn new(code: &'static str, severity: Severity, spot: Spot, message: String) -> Self {
        debug_assert!(
            super::code::find(code).is_some_and(|known| known.severity <= severity),
            "`{code}` has no page as {severity:?}"
        );
        Self {
            code,
            severity,
            file: spot.file,
            span: spot.range(),
            message,
            help: String::new(),
            also: None,
            fix: None,
        }
    }

    /// A warning.
    pub(crate) fn warning(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, spot, message.into())
    }

    /// The same, with advice.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, asking whether a near name is meant.
    pub(crate) fn meant(mut self, guess: &Guess, spot: Spot) -> Self {
        let trust = if guess.sure { Trust::Sure } else { Trust::Proposed };
        self.fix = Some(Fix::word(trust, spot.range(), &guess.word, &guess.name));
        self.help(format!("did you mean `{}`?", guess.name))
    }

    /// The same, where a word of the place is another for certain.
    pub(crate) fn meant_word(mut self, spot: Spot, word: &str, becomes: &str) -> Self {
        self.fix = Some(Fix::word(Trust::Sure, spot.range(), word, becomes));
        self
    }

    /// The same, mended for certain by writing this there.
    pub(crate) fn mend(self, spot: Spot, text: impl Into<String>) -> Self {
        self.fixed(Trust::Sure, vec![Edit::replace(spot.range(), text)])
    }

    /// The same, mended by writing this there, where nothing speaks against it.
    pub(crate) fn try_mend(self, spot: Spot, text: impl Into<String>) -> Self {
        self.fixed(Trust::Tried, vec![Edit::replace(spot.range(), text)])
    }

    /// The same, perhaps mended by writing this there.
    pub(crate) fn propose(self, spot: Spot, text: impl Into<String>) -> Self {
        self.fixed(Trust::Proposed, vec![Edit::replace(spot.range(), text)])
    }

    /// The same with a fix; no edits are none.
    pub(crate) fn fixed(mut self, trust: Trust, edits: Vec<Edit>) -> Self {
        self.fix = (!edits.is_empty()).then(|| Fix::new(trust, edits));
        self
    }

    /// The same, where the fix is no more than one of several ways.
    pub(crate) fn only_proposed(mut self) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.trust = Trust::Proposed;
        }
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
        let file = files.get(self.file);
        self.fix = self.fix.take().zip(file).and_then(|(fix, file)| fix.settled(file));
    }

    /// Line and column, both from 1 and counted in characters.
    pub fn position(&self, files: &[SourceFile]) -> (usize, usize) {
        files.get(self.file).map_or((1, 1), |file| file.position(self.span.start))
    }

    /// Line and column behind its last character, as [`Diagnostic::position`] counts them.
    pub fn end(&self, files: &[SourceFile]) -> (usize, usize) {
        files.get(self.file).map_or((1, 1), |file| file.position(self.span.end))
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
            // A line of a file in another encoding shows nothing that its author has seen.
            Some(part) if part.text.len() <= LINE && !part.text.contains('\0') => {
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
    let files = &*without_secrets(diagnostics, files);
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

/// The files with stars in the place of every secret found in them, so that no finding of the same line shows it:
/// what `check` prints ends up in logs and screenshots. The places stay where they are.
fn without_secrets<'f>(
    diagnostics: &[Diagnostic],
    files: &'f [SourceFile],
) -> Cow<'f, [SourceFile]> {
    let mut files = Cow::Borrowed(files);
    for found in diagnostics.iter().filter(|found| found.code == SECRET) {
        let Some(text) = files.get(found.file).and_then(|file| file.text.get(found.span.clone()))
        else {
            continue;
        };
        let star = |letter: char| match letter {
            '\n' | '\r' | '"' | '\'' => letter.to_string(),
            other => "*".repeat(other.len_utf8()),
        };
        let stars: String = text.chars().map(star).collect();
        files.to_mut()[found.file].text.replace_range(found.span.clone(), &stars);
    }
    files
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
    fn a_secret_is_shown_by_no_finding_of_its_line() {
        let text = "auth: { baerer: \"EAAæ1\" }\n";
        let files = [SourceFile { path: "bot.yaml".into(), text: text.into() }];
        let key = Spot { file: 0, start: 8, end: 14 };
        let secret = Spot { file: 0, start: 16, end: 24 };
        let found = [
            Diagnostic::error("unknown-key", key, "`auth` has no key `baerer`"),
            Diagnostic::error(super::SECRET, secret, "a secret stands in the file"),
        ];
        let text = render_all(&found, &files, false);
        assert_eq!(text.matches("baerer: \"******\" }").count(), 2, "{text}");
        assert!(text.contains("bot.yaml:1:17"), "{text}");
    }

    #[test]
    fn no_more_are_shown_than_anybody_reads() {
        let files = [SourceFile { path: "b".into(), text: "x\n".into() }];
        let spot = Spot { file: 0, start: 0, end: 1 };
        let many = vec![Diagnostic::error("tab", spot, "m"); 450];
        let text = render_all(&many, &files, false);
        assert_eq!(text.matches("error[tab]").count(), 200);
        assert!(text.contains("250 more"), "{text}");
    }
}
