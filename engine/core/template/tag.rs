//! Finds the insertions of a template and what cannot stand in them, before Handlebars reads it:
//! its own messages are for programmers, and it reads too deep a nesting until the stack ends.

use std::ops::Range;

use super::{DEPTH, SOURCE_BYTES};
use crate::problem::{Problem, ProblemKind};

/// What stands between `{{` and `}}`, without signs in front and spaces around.
pub(super) type Tag = Range<usize>;

/// All tags.
///
/// # Errors
/// Every problem, in the order of the source.
pub(super) fn scan(source: &str) -> Result<Vec<Tag>, Vec<Problem>> {
    if source.len() > SOURCE_BYTES {
        let message = format!("the text is longer than {SOURCE_BYTES} bytes");
        return Err(vec![
            Problem::new(ProblemKind::TooLarge, 0..0, message)
                .with_help("split it into several messages"),
        ]);
    }
    let mut scan = Scan { source, tags: Vec::new(), problems: Vec::new(), open: Vec::new() };
    let mut at = 0;
    while let Some(found) = source[at..].find("{{") {
        at = scan.tag(at + found);
    }
    for (start, name) in std::mem::take(&mut scan.open) {
        let problem = Problem::new(
            ProblemKind::Syntax,
            start..start + 2,
            format!("`{{{{#{name}}}}}` is never closed"),
        );
        scan.problems.push(problem.with_help(format!("write {{{{/{name}}}}} where it ends")));
    }
    scan.problems.sort_by_key(|problem| problem.span.start);
    if scan.problems.is_empty() { Ok(scan.tags) } else { Err(scan.problems) }
}

struct Scan<'s> {
    source: &'s str,
    tags: Vec<Tag>,
    problems: Vec<Problem>,
    /// Blocks that are not closed yet: where they begin and their names.
    open: Vec<(usize, &'s str)>,
}

impl<'s> Scan<'s> {
    /// Reads the tag that begins at `start`; gives the place behind it.
    fn tag(&mut self, start: usize) -> usize {
        let before = &self.source[..start];
        let slashes = before.len() - before.trim_end_matches('\\').len();
        if slashes == 1 {
            return start + 2;
        }
        let rest = &self.source[start..];
        if rest.starts_with("{{!") {
            let close = if rest.starts_with("{{!--") { "--}}" } else { "}}" };
            return self.end_of(start, rest.find(close).map(|end| end + close.len()));
        }
        let end = self.end_of(start, closing(rest));
        if end > start + 2 && rest[..end - start].ends_with("}}") {
            self.inside(start, end);
        }
        end
    }

    fn end_of(&mut self, start: usize, length: Option<usize>) -> usize {
        if let Some(length) = length {
            return start + length;
        }
        let problem = Problem::new(ProblemKind::Syntax, start..start + 2, "`{{` is never closed");
        self.problems.push(
            problem.with_help("write }} behind the name; for the signs themselves write \\{{"),
        );
        self.source.len()
    }

    fn inside(&mut self, start: usize, end: usize) {
        let whole = &self.source[start..end];
        let is_sign = |c: char| c.is_whitespace() || matches!(c, '{' | '~' | '&');
        let from = start + whole.len() - whole.trim_start_matches(is_sign).len();
        let inner = self.source[from..end]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '}' | '~'));
        let sign = inner.chars().next().filter(|c| matches!(c, '#' | '/' | '^' | '>' | '*'));
        let name = inner.trim_start_matches(['#', '/', '^', '>', '*', ' ']);
        let from = from + inner.len() - name.len();
        let tag = from..from + name.len();
        let refuse = |message: &str, help: &str| {
            Some(Problem::new(ProblemKind::Syntax, start..end, message).with_help(help))
        };
        let problem = if whole.starts_with("{{{{") {
            refuse("`{{{{` is not used here", "write two brackets on each side: {{name}}")
        } else if matches!(sign, Some('>' | '*'))
            || inner.starts_with("#>")
            || inner.starts_with("#*")
        {
            refuse(
                "texts from elsewhere cannot be put in here",
                "write the text itself, or insert a variable: {{name}}",
            )
        } else if name.is_empty() && sign.is_none() {
            refuse(
                "nothing is inserted here",
                "write a name between {{ and }}; for the signs themselves write \\{{",
            )
        } else {
            let otherwise = sign.is_none().then(|| self.otherwise(name, start, end)).flatten();
            otherwise.or_else(|| self.content(tag.clone(), name))
        };
        match problem {
            Some(problem) => self.problems.push(problem),
            None => self.block(sign, name, start, end),
        }
        self.tags.push(tag);
    }

    /// `{{elseif x}}` of other languages; and a name with `else` in front, which Handlebars takes for an
    /// `{{else}}` with something behind it where a block is open.
    fn otherwise(&self, name: &str, start: usize, end: usize) -> Option<Problem> {
        let word = first_word(name);
        let refuse = |message: String, help: &str| {
            let problem = Problem::new(ProblemKind::Syntax, start..end, message);
            Some(problem.with_help(help))
        };
        match word {
            "elseif" | "elsif" | "elif" => {
                let asked = name[word.len()..].trim();
                let message = format!("`{{{{{word}}}}}` is written in two words here");
                match asked.is_empty() {
                    true => refuse(message, "write {{else}}, or {{else if name}} to ask once more"),
                    false => refuse(message, &format!("write {{{{else if {asked}}}}}")),
                }
            }
            _ if word != "else" && word.starts_with("else") && !self.open.is_empty() => refuse(
                format!("inside a block `{{{{{word}}}}}` is read as `{{{{else}}}}`"),
                "give the variable a name that does not begin with `else`",
            ),
            _ => None,
        }
    }

    /// What cannot stand in a tag, whatever its kind.
    fn content(&self, tag: Tag, name: &str) -> Option<Problem> {
        let bare = without_texts(name);
        let at = |found: usize, length: usize| tag.start + found..tag.start + found + length;
        if let Some((found, quote)) =
            bare.char_indices().find(|(_, c)| matches!(c, '“' | '”' | '„' | '«' | '»' | '‘' | '’'))
        {
            let problem = Problem::new(
                ProblemKind::Syntax,
                at(found, quote.len_utf8()),
                format!("`{quote}` is not a plain quote"),
            );
            return Some(problem.with_help("write \" on both sides of the text"));
        }
        if let Some(found) = bare.find('[') {
            let problem = Problem::new(
                ProblemKind::Syntax,
                at(found, 1),
                "a place in a list is written with a dot here",
            );
            return Some(problem.with_help("write it like {{order.lines.0.name}}"));
        }
        let depth = bare.bytes().filter(|b| *b == b'(').count();
        if depth > DEPTH {
            let message = format!("there are more than {DEPTH} brackets");
            return Some(
                Problem::new(ProblemKind::TooLarge, tag, message)
                    .with_help("use fewer helpers at once"),
            );
        }
        if let Some((found, _)) = bare
            .match_indices('|')
            .next()
            .filter(|_| !bare.contains(" as ") && !bare.contains("||"))
        {
            let problem = Problem::new(ProblemKind::Syntax, at(found, 1), "`|` is not used here");
            return Some(problem.with_help("write the helper in front: {{upper name}}"));
        }
        let found = calculation(&bare)?;
        let problem = Problem::new(
            ProblemKind::Syntax,
            at(found.start, found.len()),
            "a text only inserts; it does not compare or calculate",
        );
        Some(problem.with_help(
            "calculate it before, for example `compute: { large: total > 100 }`, \
             and use {{large}} or {{#if large}}",
        ))
    }

    /// Keeps count of what is open.
    fn block(&mut self, sign: Option<char>, name: &'s str, start: usize, end: usize) {
        let word = first_word(name);
        match sign {
            Some('#') => {
                self.open.push((start, word));
                if self.open.len() == DEPTH + 1 {
                    let message = format!("blocks are nested deeper than {DEPTH}");
                    let problem = Problem::new(ProblemKind::TooLarge, start..end, message);
                    self.problems.push(problem.with_help("split it into several messages"));
                }
            }
            Some('/') => match self.open.pop() {
                Some((_, open)) if open == word => (),
                Some((_, open)) => {
                    // One message is enough: what else is open follows from this.
                    self.open.clear();
                    let problem = Problem::new(
                        ProblemKind::Syntax,
                        start..end,
                        format!("`{{{{#{open}}}}}` is still open here"),
                    );
                    self.problems.push(problem.with_help(format!("write {{{{/{open}}}}}")));
                }
                None => {
                    let problem = Problem::new(
                        ProblemKind::Syntax,
                        start..end,
                        "nothing is open here that could be closed",
                    );
                    self.problems.push(
                        problem
                            .with_help(format!("begin it with {{{{#{word} …}}}}, or remove this")),
                    );
                }
            },
            _ => {
                let otherwise = word == "else" || sign == Some('^');
                if otherwise && self.open.is_empty() {
                    let problem = Problem::new(
                        ProblemKind::Syntax,
                        start..end,
                        "`{{else}}` stands outside of a block",
                    );
                    self.problems
                        .push(problem.with_help("write {{#if name}} before it and {{/if}} behind"));
                }
            }
        }
    }
}

/// What a tag begins with.
fn first_word(name: &str) -> &str {
    name.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(name)
}

/// Length up to behind the `}}` that closes a tag; one inside a quoted text does not.
fn closing(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (place, c) in rest.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('}', None) if rest[place..].starts_with("}}") => {
                let more = rest[place..].len() - rest[place..].trim_start_matches('}').len();
                let opened = rest.len() - rest.trim_start_matches('{').len();
                return Some(place + more.min(opened).max(2));
            }
            ('\n', Some(_)) => break,
            _ => (),
        }
    }
    // An apostrophe that opens nothing must not hide the end.
    rest.find("}}").map(|end| end + 2)
}

/// The tag with every quoted text blanked out, byte for byte.
fn without_texts(tag: &str) -> String {
    let mut quote = None;
    let mut bare = String::with_capacity(tag.len());
    for c in tag.chars() {
        let outside = quote.is_none();
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => (),
        }
        let hidden = !outside || matches!(c, '"' | '\'');
        match hidden {
            true => bare.extend(std::iter::repeat_n('_', c.len_utf8())),
            false => bare.push(c),
        }
    }
    bare
}

/// Where something is compared or calculated.
fn calculation(bare: &str) -> Option<Range<usize>> {
    const SIGNS: [&str; 14] =
        ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "=", "+", "*", "%", "?", "!"];
    let mut at = 0;
    let asks =
        bare.split_whitespace().next().is_some_and(|word| matches!(word, "if" | "unless" | "else"));
    for word in bare.split(' ') {
        if let Some((found, sign)) = SIGNS
            .iter()
            .filter_map(|sign| Some((word.find(sign)?, sign)))
            .min_by_key(|(at, sign)| (*at, usize::MAX - sign.len()))
        {
            return Some(at + found..at + found + sign.len());
        }
        let joins = asks && matches!(word, "and" | "or" | "not" | "in" | "is");
        if matches!(word, "-" | "/") || joins {
            return Some(at..at + word.len());
        }
        at += word.len() + 1;
    }
    None
}
