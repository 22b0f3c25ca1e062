//! From parts of a file to texts, numbers, lengths of time, templates, expressions and values.
//!
//! Every function reports what is wrong and gives `None`; the caller goes on with the rest.

use indexmap::IndexMap;

use super::diagnostic::Diagnostic;
use super::lines::{is_smart_quote, quoted};
use super::loading::{ExpressionUse, Role, Site, TemplateUse, Words};
use super::tree::{Kind, Node};
use crate::bot::{Label, Tree};
use crate::condition::{Pattern, Phrase};
use crate::duration::Duration;
use crate::expression::Expression;
use crate::limit;
use crate::problem::{Problem, ProblemKind};
use crate::template::Template;
use crate::value::Value;

/// Bytes a compiled regular expression may take; more is no pattern for a chat message.
const PATTERN_BYTES: usize = 1024 * 1024;

impl<'a> Site<'a> {
    /// A text. `what` names it in findings: "`say`".
    pub(crate) fn words(&self, node: &Node, what: &str) -> Option<Words> {
        match &node.kind {
            Kind::Text { text, quoted } => {
                let words = Words { text: text.clone(), spot: node.spot, quoted: *quoted };
                self.smart_quotes(&words);
                Some(words)
            }
            Kind::Nothing => {
                let message = format!("{what} has no text");
                self.report(
                    Diagnostic::error("missing-text", node.spot, message)
                        .help("write the text behind the colon; an empty text is \"\""),
                );
                None
            }
            Kind::Map { entries, flow: false } if entries.len() == 1 && self.colon(node) => None,
            Kind::List { .. } | Kind::Map { .. } => {
                self.wrong_shape(node, what, &format!("write one text for {what}"));
                None
            }
            Kind::Broken => None,
        }
    }

    /// A single `Note: text` where a text should be; reports it.
    pub(crate) fn colon(&self, node: &Node) -> bool {
        let Kind::Map { entries, flow: false } = &node.kind else { return false };
        let [(key, value)] = entries.as_slice() else { return false };
        let Some(text) = value.as_text() else { return false };
        let spot = super::source::Spot { end: value.spot.end, ..key.spot };
        let source = self.loading.source(spot);
        if source.contains('\n') {
            return false;
        }
        let fixed = self.loading.rewritten(spot, &quoted(&format!("{}: {text}", key.text)));
        let at = super::source::Spot { start: key.spot.end, end: key.spot.end + 1, ..spot };
        self.report(
            Diagnostic::error(
                "colon-in-text",
                at,
                "a colon and a space inside a text make YAML look for a key",
            )
            .help(format!("put the whole text into quotes: {fixed}")),
        );
        true
    }

    fn smart_quotes(&self, words: &Words) {
        let text = &words.text;
        let surrounded = text.chars().count() > 2
            && text.starts_with(is_smart_quote)
            && text.ends_with(is_smart_quote);
        if words.quoted || !surrounded {
            return;
        }
        let straight = quoted(text.trim_matches(is_smart_quote));
        let fixed = self.loading.rewritten(words.spot, &straight);
        self.report(
            Diagnostic::warning(
                "smart-quotes",
                words.spot,
                "these are typographic quotes; they become a part of the text",
            )
            .help(format!("use straight quotes: {fixed}; if they are meant, put the text with them into straight quotes")),
        );
    }

    /// One text or a list of texts.
    pub(crate) fn several(&self, node: &Node, what: &str) -> Vec<Words> {
        match &node.kind {
            Kind::List { items, .. } => {
                items.iter().filter_map(|item| self.words(item, what)).collect()
            }
            Kind::Nothing | Kind::Text { .. } | Kind::Map { .. } | Kind::Broken => {
                self.words(node, what).into_iter().collect()
            }
        }
    }

    /// `yes no true false`.
    pub(crate) fn yes_no(&self, node: &Node, what: &str) -> Option<bool> {
        match node.as_text() {
            Some("yes" | "true") => Some(true),
            Some("no" | "false") => Some(false),
            Some(_) | None => {
                self.expected(node, "wrong-shape", what, "yes or no");
                None
            }
        }
    }

    /// A number.
    pub(crate) fn number(&self, node: &Node, what: &str) -> Option<f64> {
        let number = node.as_text().and_then(crate::value::read_number);
        if number.is_none() {
            self.expected(node, "bad-number", what, "a number like 3 or 0.5");
        }
        number
    }

    /// A whole number between two bounds, both included.
    pub(crate) fn count(&self, node: &Node, what: &str, from: u8, to: u8) -> Option<u8> {
        let number = node.as_text().and_then(|text| text.parse::<u8>().ok());
        let number = number.filter(|number| (from..=to).contains(number));
        if number.is_none() {
            let range = format!("a whole number from {from} to {to}");
            self.expected(node, "bad-number", what, &range);
        }
        number
    }

    /// A length of time.
    pub(crate) fn duration(&self, node: &Node, what: &str) -> Option<Duration> {
        let Some(text) = node.as_text() else {
            self.expected(node, "bad-duration", what, "a length of time like 30s, 10m, 2h or 1d");
            return None;
        };
        match Duration::parse(text) {
            Ok(duration) => Some(duration),
            Err(bad) => {
                self.report(
                    Diagnostic::error("bad-duration", node.spot, format!("{what}: {bad}"))
                        .help("write for example 30s, 10m, 2h, 1d, 1h30m or 30 minutes"),
                );
                None
            }
        }
    }

    /// Reports that something else was expected.
    pub(crate) fn expected(&self, node: &Node, code: &'static str, what: &str, wanted: &str) {
        if node.kind == Kind::Broken {
            return;
        }
        let is = match node.as_text() {
            Some(text) => format!("`{text}`"),
            None => node.described().to_owned(),
        };
        let message = format!("{what} must be {wanted}, not {is}");
        let help = format!("write {wanted}");
        self.report(Diagnostic::error(code, node.spot, message).help(help));
    }

    /// A name of our own: small letters, digits and `_`.
    pub(crate) fn name(&self, words: &Words, what: &str) -> Option<String> {
        if is_name(&words.text) {
            return Some(words.text.clone());
        }
        let message = format!("`{}` cannot be {what}", words.text);
        let proposal = as_name(&words.text);
        let instead = if proposal.is_empty() { String::new() } else { format!(": `{proposal}`") };
        self.report(Diagnostic::error("bad-name", words.spot, message).help(format!(
            "a name has small letters, digits and _, and begins with a letter{instead}"
        )));
        None
    }

    /// A text with insertions.
    pub(crate) fn template(&self, node: &Node, what: &str) -> Option<Template> {
        self.template_of(&self.words(node, what)?, false)
    }

    /// As [`Site::template`]; `metadata` leaves the bot.
    pub(crate) fn template_of(&self, words: &Words, metadata: bool) -> Option<Template> {
        match Template::compile(&words.text) {
            Ok(template) => {
                let used =
                    TemplateUse { template: template.clone(), source: words.clone(), metadata };
                self.loading.uses(|uses| uses.templates.push(used));
                Some(template)
            }
            Err(problems) => {
                self.problems(words, problems, "bad-template");
                None
            }
        }
    }

    /// A label of so many characters at most.
    pub(crate) fn label(&self, node: &Node, what: &str, most: usize) -> Option<Label> {
        let words = self.words(node, what)?;
        let text = self.template_of(&words, false)?;
        self.at_most(&words, what, most);
        let phrase = text.as_plain().map(Phrase::new);
        Some(Label { text, phrase })
    }

    /// Reports a text that is longer than the platform shows, whatever is inserted.
    pub(crate) fn at_most(&self, words: &Words, what: &str, most: usize) {
        let length = fixed_length(&words.text);
        if length <= most {
            return;
        }
        let message = format!("{what} has {length} characters; the platform shows {most} at most");
        let short: String = words.text.chars().take(most).collect();
        let help = match most {
            0..limit::CARD_TEXT => format!("shorten it, for example to \"{}\"", short.trim_end()),
            _ => "shorten it, or make two messages of it".to_owned(),
        };
        self.report(Diagnostic::error("channel-limit", words.spot, message).help(help));
    }

    /// Reports a list longer than the platform shows, at the first item beyond.
    pub(crate) fn no_more_than(&self, items: &[Node], most: usize, what: &str) {
        let Some(beyond) = items.get(most) else { return };
        let message = format!("here are {} {what}; the platform shows {most} at most", items.len());
        let help =
            format!("keep {most}, and put the others behind one that leads to a second module");
        self.report(Diagnostic::error("channel-limit", beyond.spot, message).help(help));
    }

    /// Typographic quotes in an expression; reports the first.
    fn smart_in_expression(&self, words: &Words) -> bool {
        let double = |c: char| matches!(c, '“' | '”' | '„' | '‟');
        let Some((at, quote)) = words.text.char_indices().find(|(_, c)| double(*c)) else {
            return false;
        };
        let spot = words.part(self.loading.files, at..at + quote.len_utf8());
        let straight: String =
            words.text.chars().map(|c| if double(c) { '"' } else { c }).collect();
        let straight = if words.quoted { format!("'{straight}'") } else { straight };
        let fixed = self.loading.rewritten(words.spot, &straight);
        self.report(
            Diagnostic::error(
                "smart-quotes",
                spot,
                "these are typographic quotes, which mean nothing here",
            )
            .help(format!("use straight quotes: {fixed}")),
        );
        true
    }

    /// A calculation or condition.
    pub(crate) fn expression(&self, node: &Node, what: &str, role: Role) -> Option<Expression> {
        let words = self.words(node, what)?;
        if self.smart_in_expression(&words) {
            return None;
        }
        match Expression::parse(&words.text) {
            Ok(expression) => {
                let used = ExpressionUse { expression: expression.clone(), source: words, role };
                self.loading.uses(|uses| uses.expressions.push(used));
                Some(expression)
            }
            Err(problems) => {
                self.problems(&words, problems, "bad-expression");
                None
            }
        }
    }

    /// Reports problems of a template or expression at their places.
    pub(crate) fn problems(&self, words: &Words, problems: Vec<Problem>, syntax: &'static str) {
        let template = syntax == "bad-template";
        let calculates = |problem: &Problem| {
            template && problem.help.as_ref().is_some_and(|help| help.starts_with("calculate it"))
        };
        // A comparison breaks what stands around it, which is nothing to mend of its own.
        let compares = problems.iter().any(&calculates);
        for problem in problems.into_iter().filter(|found| !compares || calculates(found)) {
            let mut help = problem.help.unwrap_or_default();
            let secret = words.text.get(problem.span.start..).unwrap_or("").starts_with("secret");
            let code = match problem.kind {
                ProblemKind::Syntax if compares => "comparison-in-template",
                ProblemKind::Syntax | ProblemKind::TooLarge => syntax,
                ProblemKind::UnknownName => "unknown-variable",
                ProblemKind::NotHere if secret => {
                    help = "a person or another app would read it: name it in the `auth` of a service alone".into();
                    "secret-outside-service"
                }
                ProblemKind::NotHere => "not-here",
                ProblemKind::UnknownFunction => "unknown-function",
                ProblemKind::UnknownHelper => "unknown-helper",
                ProblemKind::UnknownHours => "unknown-hours",
                ProblemKind::TypeMismatch => "type-mismatch",
            };
            if self.loading.incomplete.get() && matches!(code, "unknown-variable" | "unknown-hours")
            {
                continue;
            }
            // In a text the braces are what an author looks for.
            let before = words.text.get(..problem.span.start).unwrap_or("");
            let start = match before.rfind("{{").filter(|_| template) {
                Some(braces) => braces,
                None => problem.span.start,
            };
            let end = problem.span.end.max(start);
            let spot = words.part(self.loading.files, start..end);
            self.report(Diagnostic::error(code, spot, problem.message).help(help));
        }
    }

    /// A regular expression; `whole`: it must fit all of a text.
    pub(crate) fn pattern(&self, node: &Node, what: &str, whole: bool) -> Option<Pattern> {
        let words = self.words(node, what)?;
        let source = if whole { format!(r"\A(?:{})\z", words.text) } else { words.text.clone() };
        // Read as written first, so that a stray `)` cannot close the group put around it.
        let written = regex::RegexBuilder::new(&words.text).size_limit(PATTERN_BYTES).build();
        let built = regex::RegexBuilder::new(&source).size_limit(PATTERN_BYTES).build();
        match written.and(built) {
            Ok(regex) => {
                let groups = regex.capture_names().flatten().map(str::to_owned);
                self.loading.uses(|uses| uses.groups.extend(groups));
                Some(Pattern { source: words.text, regex })
            }
            Err(error) => {
                let text = error.to_string();
                let why = text.lines().last().unwrap_or("").trim_start_matches("error: ");
                let message = format!("{what} is no regular expression: {why}");
                self.report(Diagnostic::error("bad-regex", words.spot, message).help(
                    "for fixed words use `says` or `contains`; a sign that means itself gets a \\ before it",
                ));
                None
            }
        }
    }

    /// A value: a plain scalar follows JSON, anything else is text; templates keep types.
    pub(crate) fn tree(&self, node: &Node) -> Option<Tree> {
        match &node.kind {
            Kind::Broken => None,
            Kind::Nothing => Some(Tree::Value(Value::Missing)),
            Kind::Text { text, quoted } => {
                let words = Words { text: text.clone(), spot: node.spot, quoted: *quoted };
                self.scalar(&words)
            }
            Kind::List { items, .. } => {
                let items = items.iter().map(|item| self.tree(item));
                Some(Tree::List(items.collect::<Option<_>>()?))
            }
            Kind::Map { entries, .. } => {
                let mut map = IndexMap::new();
                for (key, value) in entries {
                    map.insert(key.text.clone(), self.tree(value)?);
                }
                Some(Tree::Map(map))
            }
        }
    }

    fn scalar(&self, words: &Words) -> Option<Tree> {
        if !words.quoted {
            let json = match words.text.as_str() {
                "true" => Some(Value::YesNo(true)),
                "false" => Some(Value::YesNo(false)),
                "null" | "~" => Some(Value::Missing),
                text => json_number(text).map(Value::Number),
            };
            if let Some(value) = json {
                return Some(Tree::Value(value));
            }
        }
        let template = self.template_of(words, false)?;
        Some(match template.as_plain() {
            Some(text) => Tree::Value(Value::text(text)),
            None => Tree::Text(template),
        })
    }
}

/// A number exactly as JSON writes one: no `007`, no `+1`, no `.5`. Ids too long to stay exact are text.
fn json_number(text: &str) -> Option<f64> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    let number = number.as_f64()?;
    let exact = number.fract() != 0.0 || number.abs() <= 9_007_199_254_740_992.0;
    (exact && number.is_finite()).then_some(number)
}

/// Characters of a text without what is inserted.
fn fixed_length(text: &str) -> usize {
    let mut length = 0;
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        length += rest[..open].chars().count();
        rest = rest[open..].find("}}").map_or("", |close| &rest[open + close + 2..]);
    }
    length + rest.chars().count()
}

/// Whether a word can be a name: `[a-z][a-z0-9_]*`.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The nearest name to a text; empty where nothing is left of it.
pub(crate) fn as_name(text: &str) -> String {
    let slug = super::button::slug(text);
    let plain: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let plain = plain.trim_matches('_');
    match plain.chars().next() {
        None => String::new(),
        Some(c) if c.is_ascii_digit() => format!("m_{plain}"),
        Some(_) => plain.to_owned(),
    }
}
