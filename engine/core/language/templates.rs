//! Templates, expressions and patterns: read, their problems told at their places, their uses noted.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::loading::{ExpressionUse, Role, Site, TemplateUse, Words};
use super::tree::Node;
use crate::condition::Pattern;
use crate::expression::Expression;
use crate::problem::{Problem, ProblemKind};
use crate::template::Template;
use crate::tongue::Tongue;

/// Bytes a compiled regular expression may take; more is no pattern for a chat message.
const PATTERN_BYTES: usize = 1024 * 1024;

/// A name in one pair of braces, with what other programs put around it: `{name}`, `${name}`, `{% name %}`.
fn single_braces(text: &str) -> Option<Range<usize>> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))
    };
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find('{').map(|at| from + at) {
        from = open + 1;
        let close = open + text[open..].find('}')?;
        let inner = text[open + 1..close].trim_matches('%').trim();
        let single = !text[..open].ends_with(['{', '\\']) && !text[close..].starts_with("}}");
        if single && is_name(inner) {
            let start = if text[..open].ends_with('$') { open - 1 } else { open };
            return Some(start..close + 1);
        }
    }
    None
}

/// A word that is compared with something, in the quotes it lacks to be a text: `topic == refund`.
fn compared_text(words: &Words, span: &Range<usize>, source: &str) -> Option<String> {
    let word = words.text.get(span.clone())?;
    let before = words.text[..span.start].trim_end();
    let behind = words.text[span.end..].trim_start();
    let compared = ["==", "!=", " in ["].iter().any(|sign| before.ends_with(sign));
    // A member or a call is no text; quotes within those of YAML are the other ones.
    if !compared || behind.starts_with(['.', '(', '[']) || word.contains('.') {
        return None;
    }
    let quote = if source.starts_with('"') { '\'' } else { '"' };
    Some(format!("{quote}{word}{quote}"))
}

impl Site<'_> {
    /// A text with insertions.
    pub(crate) fn template(&self, node: &Node, what: &str) -> Option<Template> {
        self.template_of(&self.words(node, what)?, false)
    }

    /// As [`Site::template`]; `metadata` leaves the bot. In every language it was written in.
    pub(crate) fn template_of(&self, words: &Words, metadata: bool) -> Option<Template> {
        let main = self.one_template(words, metadata);
        let others = self.loading.translated(words.spot);
        let read = |(tongue, node): (Tongue, Node)| {
            let words = self.words(&node, "the text")?;
            Some((tongue, self.one_template(&words, metadata)?))
        };
        let others = others.into_iter().filter_map(read).collect();
        main.map(|main| main.with_others(others))
    }

    /// As [`Site::template`]; what it inserts says when something is.
    pub(crate) fn moment(&self, words: &Words) -> Option<Template> {
        let template = self.one_template(words, false);
        self.loading.uses(|uses| {
            let last = uses.templates.last_mut().filter(|_| template.is_some());
            last.into_iter().for_each(|used| used.moment = true);
        });
        template
    }

    /// `Hi {first_name}`: said to the person as it stands; reports the first.
    fn single_braces(&self, words: &Words) {
        let Some(part) = single_braces(&words.text) else { return };
        let spot = words.part(self.loading.files, part.clone());
        let name = words.text[part.clone()].trim_matches(|c: char| "${%} ".contains(c));
        let message = format!("`{}` is said to the person as it stands", &words.text[part.clone()]);
        let found = Diagnostic::warning("single-braces", spot, message)
            .help(format!("to insert what is known write two braces: {{{{{name}}}}}"));
        let exact = self.loading.source(spot) == &words.text[part];
        self.report(if exact { found.try_mend(spot, format!("{{{{{name}}}}}")) } else { found });
    }

    fn one_template(&self, words: &Words, metadata: bool) -> Option<Template> {
        self.single_braces(words);
        match Template::compile(&words.text) {
            // A text that names nothing has nothing to be checked.
            Ok(template) if template.names().is_empty() => Some(template),
            Ok(template) => {
                let (read, source, in_each) = (template.clone(), words.clone(), self.each);
                let metadata = metadata || self.leaves;
                let used = TemplateUse { template: read, source, metadata, moment: false, in_each };
                self.loading.uses(|uses| uses.templates.push(used));
                Some(template)
            }
            Err(problems) => {
                self.problems(words, problems, "bad-template");
                None
            }
        }
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
            .help(format!("use straight quotes: {fixed}"))
            .mend(words.spot, straight),
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
                for sign in expression.signs() {
                    let spot = words.part(self.loading.files, sign.span);
                    let help = sign.help.unwrap_or_default();
                    let found = Diagnostic::warning("sign-for-word", spot, sign.message);
                    self.report(match sign.meant {
                        Some(word) => found.help(help).mend(spot, word.name),
                        None => found.help(help),
                    });
                }
                let (read, in_each) = (expression.clone(), self.each);
                let used = ExpressionUse { expression: read, source: words, role, in_each };
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
                    help = "a person or another app would read it: name it in the `auth` of a \
                           service alone"
                        .into();
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
            if help.is_empty() {
                help = self.help_of(code, words, &problem.span);
            }
            // In a text the braces are what an author looks for.
            let before = words.text.get(..problem.span.start).unwrap_or("");
            let at_braces =
                words.text.get(problem.span.start..).is_some_and(|at| at.starts_with("{{"));
            let start = match before.rfind("{{").filter(|_| template && !at_braces) {
                Some(braces) => braces,
                None => problem.span.start,
            };
            let end = problem.span.end.max(start);
            let spot = words.part(self.loading.files, start..end);
            let found = Diagnostic::error(code, spot, problem.message);
            let text = (code == "unknown-variable" && !template && problem.meant.is_none())
                .then(|| compared_text(words, &problem.span, self.loading.source(words.spot)))
                .flatten();
            self.report(match (problem.meant, text) {
                (Some(near), _) => found.meant(&near, spot).help(help),
                (None, Some(text)) => {
                    let fixed = self.loading.rewritten(spot, &text);
                    let help = format!(
                        "if it is a text, write it in quotes: {fixed}; a variable is declared under `variables`, or \
                         saved into with `save_as`, `set` or `save`"
                    );
                    found.help(help).propose(spot, text)
                }
                (None, None) => found.help(help),
            });
        }
    }

    /// A regular expression; `whole`: it must fit all of a text.
    pub(crate) fn pattern(&self, node: &Node, what: &str, whole: bool) -> Option<Pattern> {
        let words = self.words(node, what)?;
        let source = if whole { format!(r"\A(?:{})\z", words.text) } else { words.text.clone() };
        // Read as written first, so that a stray `)` cannot close the group put around it. What
        // cannot stand in a group (a comment of `(?x)`) is compared as a whole when it is used.
        let written = regex::RegexBuilder::new(&words.text).size_limit(PATTERN_BYTES).build();
        let built = regex::RegexBuilder::new(&source).size_limit(PATTERN_BYTES).build();
        match written.map(|written| built.unwrap_or(written)) {
            Ok(regex) => {
                let groups = regex.capture_names().flatten().map(str::to_owned);
                self.loading.uses(|uses| uses.groups.extend(groups));
                Some(Pattern { source: words.text, regex })
            }
            Err(error) => {
                let text = error.to_string();
                let why = text.lines().last().unwrap_or("").trim_start_matches("error: ");
                let why = in_plain_words(why);
                let message = format!("the pattern of {what} cannot be read: {why}");
                self.report(Diagnostic::error("bad-regex", words.spot, message).help(
                    "for fixed words use `says` or `contains`; a sign for itself gets a \\ before",
                ));
                None
            }
        }
    }
}

/// What is wrong with a pattern, as people say it who have never written one.
fn in_plain_words(why: &str) -> &str {
    const WHY: [(&str, &str); 10] = [
        ("unclosed character class", "a `[` is never closed"),
        ("unclosed group", "a `(` is never closed"),
        ("unopened group", "a `)` closes nothing"),
        ("repetition operator missing", "nothing stands before `*`, `+` or `?` to be repeated"),
        ("unrecognized escape", "behind a `\\` stands a sign that means nothing there"),
        ("incomplete escape", "a `\\` stands at the end"),
        ("look-around", "`(?=`, `(?!` and `(?<` are not known here"),
        ("backreferences", "`\\1` is not known here"),
        ("unclosed counted repetition", "a `{` is never closed"),
        (
            "invalid character class range",
            "in `[…]` stands a range whose end comes before its beginning",
        ),
    ];
    WHY.iter().find(|(begins, _)| why.starts_with(begins)).map_or(why, |(_, plain)| plain)
}

impl Site<'_> {
    /// What to do about a problem that proposes nothing itself, with the words of this place.
    fn help_of(&self, code: &str, words: &Words, span: &Range<usize>) -> String {
        let written = words.text.get(span.clone()).unwrap_or("").trim();
        let path: Vec<&str> = written.split('.').collect();
        if let ("unknown-variable", Some(known), 2..) =
            (code, crate::scope::reserved(path[0]), path.len())
        {
            let members: Vec<&str> = known.members.iter().map(|(name, _)| *name).collect();
            return format!("`{}` has: {}", path[0], members.join(", "));
        }
        let hours = self.loading.hours_names.borrow();
        if code == "unknown-variable" && hours.iter().any(|known| known == written) {
            return format!("the name of opening hours stands in quotes: open(\"{written}\")");
        }
        let currency = written.len() == 3 && written.chars().all(|c| c.is_ascii_uppercase());
        if code == "unknown-variable" && currency {
            return format!("a text stands in quotes here, a currency too: \"{written}\"");
        }
        general_help(code).to_owned()
    }
}

/// What to do where the problem itself proposes nothing.
fn general_help(code: &str) -> &'static str {
    match code {
        "unknown-variable" => {
            "declare it under `variables`, or save into it with `save_as`, `set`, `compute` or `save`"
        }
        "not-here" => {
            "elsewhere take the variable it is saved in, or `input.value` for what was said last"
        }
        "unknown-function" => {
            "there are known, size, same, round, lower, upper, contains, number, text, date, \
             days_until, open, tagged, chance, min, max"
        }
        "unknown-hours" => "declare them under `hours`",
        "type-mismatch" => "compare and calculate with values of one kind",
        _ => "write it anew from the examples of the reference",
    }
}
