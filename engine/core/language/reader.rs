//! Reads a file of YAML 1.2 into a tree, with everything refused that would surprise an author.
//!
//! Uses the event parser beneath serde-saphyr, since it alone tells quotes, comments, tags and
//! anchors. Invariant: never fails without a finding, and takes time and memory in proportion to
//! the file.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Options, Parser, Placement, ScalarStyle, ScanError};
use granit_parser::{Span, StructureStyle};

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::hidden;
use super::source::{SourceFile, Spot};
use super::splice::Edit;
use super::tree::{Key, Kind, Node};

/// Bytes of one file.
pub(crate) const FILE: usize = 1024 * 1024;
/// Lists and maps within each other: deeper is no flow but an attack on the reader.
pub(crate) const DEPTH: usize = 64;

/// Reads a text once; `None` when it is empty. In a text that was painted over, what begins at one
/// of the places is broken, and so is what seems to be nothing.
pub(super) fn parse(
    number: usize,
    file: &SourceFile,
    painted: Option<&[Spot]>,
    found: &mut Vec<Diagnostic>,
) -> Result<Option<Node>, Stopped> {
    let mut reader = Reader::new(number, file, painted, found);
    let node = reader.document()?;
    let (plain, comments) = (reader.plain, reader.comments);
    hidden::cut_by_hash(number, file, &plain, &comments, found);
    Ok(node)
}

/// What is refused before anything is read.
pub(super) fn refuse(file: usize, source: &SourceFile) -> Option<Diagnostic> {
    let text = &source.text;
    let at = |start: usize| {
        let length = text[start..].chars().next().map_or(0, char::len_utf8);
        Spot { file, start, end: start + length }
    };
    if text.len() > FILE {
        let message = format!("the file has {} bytes; 1 MiB is the most", text.len());
        return Some(
            Diagnostic::error("too-large", at(0), message)
                .help("divide it into several files in the same folder; together they are the bot"),
        );
    }
    if text.contains('\0') {
        return Some(
            Diagnostic::error("not-utf-8", at(0), "the file is not UTF-8 text (perhaps UTF-16)")
                .help("save it as UTF-8: in the editor, choose `Save as` and the encoding UTF-8"),
        );
    }
    let strange = text.find('\u{fffd}')?;
    Some(
        Diagnostic::error("not-utf-8", at(strange), "here stands a byte that is no UTF-8")
            .help("save the file as UTF-8: in the editor, choose `Save as` and the encoding UTF-8"),
    )
}

pub(super) fn byte_of(error: &ScanError, file: &SourceFile) -> usize {
    let marker = error.marker();
    let from_characters =
        || file.text.char_indices().nth(marker.index()).map_or(file.text.len(), |(byte, _)| byte);
    let byte = marker.byte_offset().unwrap_or_else(from_characters).min(file.text.len());
    (0..=byte).rev().find(|byte| file.text.is_char_boundary(*byte)).unwrap_or(0)
}

/// Why reading ended early.
pub(super) enum Stopped {
    /// The parser gave up.
    Parser(ScanError),
    /// A finding says why.
    Reported,
}

struct Reader<'a, 'f> {
    file: usize,
    source: &'a SourceFile,
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    painted: Option<&'f [Spot]>,
    found: &'f mut Vec<Diagnostic>,
    /// Plain scalars, to tell a comment that cuts a text.
    plain: Vec<Spot>,
    /// Comments behind something.
    comments: Vec<Spot>,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(
        file: usize,
        source: &'a SourceFile,
        painted: Option<&'f [Spot]>,
        found: &'f mut Vec<Diagnostic>,
    ) -> Self {
        let mut options = Options::default();
        options.disallow_directives = true;
        options.emit_unresolved_aliases = true;
        options.emit_anchor_events = true;
        options.flow_nesting_limit = DEPTH;
        options.block_nesting_limit = DEPTH;
        options.max_buffered_comment_events = FILE;
        let parser = Parser::new_from_str_with_options(&source.text, options);
        Self { file, source, parser, painted, found, plain: Vec::new(), comments: Vec::new() }
    }

    fn spot(&self, span: Span) -> Spot {
        let range = span.byte_range().unwrap_or(0..0);
        let end = range.end.min(self.source.text.len());
        Spot { file: self.file, start: range.start.min(end), end }
    }

    /// The next event that is no comment and no anchor; both are dealt with on the way.
    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, Stopped> {
        loop {
            let Some(next) = self.parser.next_event() else { return Ok(None) };
            let (event, span) = next.map_err(Stopped::Parser)?;
            match event {
                Event::Comment(_, Placement::Right) => {
                    let spot = self.spot(span);
                    self.comments.push(spot);
                }
                Event::Comment(_, Placement::Above | Placement::Free | Placement::Last) => {}
                Event::Anchor(_, _) => {
                    let spot = self.spot(span);
                    self.found.push(hidden::anchor(self.source, spot));
                }
                event => return Ok(Some((event, span))),
            }
        }
    }

    fn document(&mut self) -> Result<Option<Node>, Stopped> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::StreamEnd => break,
                Event::DocumentStart(_, _) if root.is_some() => {
                    let spot = self.spot(span);
                    self.found.push(
                        Diagnostic::error(
                            "several-documents",
                            spot,
                            "a second document begins here",
                        )
                        .help("one file is one document: remove the line `---`, or make two files"),
                    );
                    return Err(Stopped::Reported);
                }
                Event::DocumentStart(_, _) => {}
                event => root = Some(self.node(event, span, 0)?),
            }
        }
        Ok(root.filter(|node| node.kind != Kind::Nothing))
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Stopped> {
        let spot = self.spot(span);
        if depth > DEPTH {
            self.found.push(hidden::too_deep(spot));
            return Err(Stopped::Reported);
        }
        if event.tag().is_some() {
            let tag = span.tag_span().map_or(spot, |tag| self.spot(tag));
            self.found.push(hidden::tag(self.source, tag));
            if event.scalar().is_some() {
                return Ok(Node { spot, kind: Kind::Broken });
            }
        }
        match event {
            Event::Scalar(text, style, _, _) => Ok(self.scalar(text.into_owned(), style, spot)),
            Event::SequenceStart(style, _, _) => self.list(style, spot, depth),
            Event::MappingStart(style, _, _) => self.map(style, spot, depth),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let name = self.source.text[spot.range()].trim_start_matches('*');
                let copies = |found: &Diagnostic| {
                    let anchor = &self.source.text[found.span.clone()];
                    found.code == "anchor" && anchor.strip_prefix('&') == Some(name)
                };
                // Told at the anchor, with what to do here.
                if !self.found.iter().any(copies) {
                    self.found.push(hidden::alias(self.source, spot));
                }
                Ok(Node { spot, kind: Kind::Broken })
            }
            // Nothing else is a node, and the parser gives nothing else in the place of one.
            _ => Ok(Node { spot, kind: Kind::Broken }),
        }
    }

    fn is_painted(&self, spot: Spot) -> bool {
        let nothing = spot.start == spot.end;
        let at = |painted: &[Spot]| painted.iter().any(|painted| painted.start == spot.start);
        self.painted.is_some_and(|painted| nothing || at(painted))
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, spot: Spot) -> Node {
        let kind = match style {
            ScalarStyle::Plain if self.is_painted(spot) => Kind::Broken,
            ScalarStyle::Plain if spot.start == spot.end => Kind::Nothing,
            ScalarStyle::Plain => {
                self.plain.push(spot);
                Kind::Text { text, quoted: false }
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Kind::Text { text, quoted: true }
            }
            // A block ends with a line break that nobody means.
            ScalarStyle::Literal | ScalarStyle::Folded => {
                Kind::Text { text: text.trim_end_matches('\n').to_owned(), quoted: true }
            }
        };
        Node { spot, kind }
    }

    fn list(&mut self, style: StructureStyle, spot: Spot, depth: usize) -> Result<Node, Stopped> {
        let mut items: Vec<Node> = Vec::new();
        let mut end = spot.end;
        while let Some((event, span)) = self.next()? {
            if matches!(event, Event::SequenceEnd) {
                end = end.max(self.spot(span).end);
                break;
            }
            items.push(self.node(event, span, depth + 1)?);
        }
        let flow = style == StructureStyle::Flow;
        let spot = whole(spot, items.first(), items.last(), flow.then_some(end));
        Ok(Node { spot, kind: Kind::List { items, flow } })
    }

    fn map(&mut self, style: StructureStyle, spot: Spot, depth: usize) -> Result<Node, Stopped> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let mut seen = Seen::default();
        let mut end = spot.end;
        let mut broken = false;
        let told = self.found.len();
        let mut again: Vec<Spot> = Vec::new();
        while let Some((event, span)) = self.next()? {
            if matches!(event, Event::MappingEnd) {
                end = end.max(self.spot(span).end);
                break;
            }
            let key = self.node(event, span, depth + 1)?;
            let Some((event, span)) = self.next()? else { break };
            let value = self.node(event, span, depth + 1)?;
            let Kind::Text { text, .. } = key.kind else {
                if !broken && key.kind != Kind::Broken {
                    self.found.push(hidden::complex_key(self.source, spot, key.spot));
                }
                broken = true;
                continue;
            };
            if let Some(first) = seen.first(&entries, &text) {
                let same =
                    entries.iter().any(|(kept, node)| kept.text == text && node.says(&value));
                let told = twice(&text, key.spot, first, same);
                let said = value.as_text().filter(|_| {
                    entries
                        .iter()
                        .any(|(kept, node)| kept.text == text && node.as_text() == value.as_text())
                });
                let line = said.and_then(|_| own_line(self.source, key.spot, value.spot));
                let edits = line.map(|line| Edit::replace(line, "")).into_iter().collect();
                self.found.push(told.fixed(Trust::Tried, edits));
                again.push(key.spot);
                continue;
            }
            entries.push((Key { spot: key.spot, text }, value));
            seen.note(&entries);
        }
        let flow = style == StructureStyle::Flow;
        if let (Some((first, _)), false) = (entries.first(), flow) {
            self.dash_left_out(first, &again, told);
        }
        if broken {
            return Ok(Node { spot: Spot { end, ..spot }, kind: Kind::Broken });
        }
        let last = entries.last().map(|(key, value)| match value.kind {
            Kind::Nothing => key.spot.end,
            Kind::Text { .. } | Kind::List { .. } | Kind::Map { .. } | Kind::Broken => {
                value.spot.end
            }
        });
        let start = entries.first().map_or(spot.start, |(key, _)| spot.start.min(key.spot.start));
        let end = if flow { end } else { last.unwrap_or(end) };
        let spot = Spot { start, end: end.max(start), ..spot };
        Ok(Node { spot, kind: Kind::Map { entries, flow } })
    }
}

impl Reader<'_, '_> {
    /// The keys of a thing of a list begin anew: the dash of the next thing is missing. One finding
    /// takes the place of those for each key.
    fn dash_left_out(&mut self, first: &Key, again: &[Spot], told: usize) {
        let (Some(next), true) = (again.first(), again.len() > 1) else { return };
        let text = &self.source.text;
        let indent = |at: usize| &text[self.source.line_at(at).start..at];
        let item = indent(first.spot.start).trim_start().starts_with("- ");
        let same = text.get(next.range()).is_some_and(|word| word == first.text);
        let alone = indent(next.start).trim().is_empty() && indent(next.start).len() > 1;
        let own = self.found[told..].iter().all(|found| found.code == "duplicate-key");
        if !item || !same || !alone || !own {
            return;
        }
        let line = self.source.line_at(next.start);
        let written = text[next.start..line.end].trim_end();
        let help = format!("put a dash before it: `- {written}`");
        let dash = Edit::replace(next.start - 2..next.start, "- ");
        let message = "here begins a second thing, and each thing of a list needs a dash";
        let found = Diagnostic::error("missing-dash", *next, message).help(help);
        self.found.truncate(told);
        self.found.push(found.fixed(Trust::Tried, vec![dash]));
    }
}

/// Most maps have few keys, which are found fastest by looking; an index is kept for larger ones.
#[derive(Default)]
struct Seen {
    index: HashMap<String, Spot>,
}

impl Seen {
    /// Keys from which on an index is kept.
    const MANY: usize = 16;

    /// Where a key stands that stood before.
    fn first(&self, entries: &[(Key, Node)], text: &str) -> Option<Spot> {
        if entries.len() < Self::MANY {
            return entries.iter().find(|(key, _)| key.text == text).map(|(key, _)| key.spot);
        }
        self.index.get(text).copied()
    }

    /// Takes note of the last key.
    fn note(&mut self, entries: &[(Key, Node)]) {
        let new = match entries.len() {
            ..Self::MANY => return,
            Self::MANY => entries,
            _ => &entries[entries.len() - 1..],
        };
        self.index.extend(new.iter().map(|(key, _)| (key.text.clone(), key.spot)));
    }
}

/// The place of a list: in flow style with its brackets, else from its first to its last item.
fn whole(spot: Spot, first: Option<&Node>, last: Option<&Node>, end: Option<usize>) -> Spot {
    let start = first.map_or(spot.start, |first| spot.start.min(first.spot.start));
    let end = end.or(last.map(|last| last.spot.end)).unwrap_or(spot.end);
    Spot { start, end: end.max(start), ..spot }
}

/// The whole line of a key and its value, where nothing else stands in it.
fn own_line(source: &SourceFile, key: Spot, value: Spot) -> Option<Range<usize>> {
    let line = source.line_at(key.start);
    let before = source.text[line.start..key.start].trim();
    let behind = source.text.get(value.end..line.end)?.trim();
    let next = source.text[line.end..].find('\n').map_or(source.text.len(), |at| line.end + at + 1);
    (before.is_empty() && behind.is_empty()).then_some(line.start..next)
}

fn twice(key: &str, spot: Spot, first: Spot, same: bool) -> Diagnostic {
    let help = match same {
        true => format!("both say the same: remove one `{key}` with all that belongs to it"),
        false => format!(
            "keep one `{key}`: put together what belongs together, and give another name to what is \
             something else"
        ),
    };
    Diagnostic::error("duplicate-key", spot, format!("`{key}` stands here a second time"))
        .help(help)
        .also(first, "the first one")
}
