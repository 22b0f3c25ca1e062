//! Cuts an expression into words, figures, texts and signs, and mends what people often write
//! instead.

use std::ops::Range;

use crate::problem::{Problem, ProblemKind};
use crate::suggest::Guess;
use crate::value::LARGEST_WHOLE;

/// A piece of the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

/// The kinds of pieces.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Number(f64),
    Text(String),
    Word(String),
    Sign(&'static str),
    End,
}

/// Signs as written, and what they are taken as; where the two differ a problem says so.
const SIGNS: &[(&str, &str)] = &[
    ("===", "=="),
    ("!==", "!="),
    ("==", "=="),
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("&&", "&&"),
    ("||", "||"),
    ("(", "("),
    (")", ")"),
    ("[", "["),
    ("]", "]"),
    (",", ","),
    (".", "."),
    ("?", "?"),
    (":", ":"),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("%", "%"),
    ("!", "!"),
    ("=", "=="),
    ("&", "&&"),
    ("|", "||"),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("×", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
];

/// The pieces of the source, an `End` last. Problems that could be mended are added to `problems`.
///
/// # Errors
/// Where nothing sensible can follow; the reason is in `problems`.
pub(super) fn tokens(source: &str, problems: &mut Vec<Problem>) -> Result<Vec<Token>, ()> {
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        let rest = &source[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else {
            tokens.push(Token { kind: TokenKind::End, span: source.len()..source.len() });
            return Ok(tokens);
        };
        let (kind, length) = match first {
            '0'..='9' => number(trimmed, at, problems)?,
            '.' if trimmed[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                number(trimmed, at, problems)?
            }
            '"' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' => {
                text(trimmed, at, problems)?
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = trimmed
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(trimmed.len());
                (TokenKind::Word(trimmed[..end].to_owned()), end)
            }
            _ => sign(trimmed, at, problems)?,
        };
        tokens.push(Token { kind, span: at..at + length });
        at += length;
    }
}

/// The signs of a source that was read which have a word: each as a problem with the word.
pub(super) fn signs(source: &str) -> Vec<Problem> {
    if !source.contains(['&', '|', '!']) {
        return Vec::new();
    }
    let found = tokens(source, &mut Vec::new()).unwrap_or_default();
    let told = found.into_iter().filter_map(|token| {
        let TokenKind::Sign(sign) = token.kind else { return None };
        let word = match sign {
            "&&" => "and",
            "||" => "or",
            "!" => "not",
            _ => return None,
        };
        let message = format!("`{sign}` is written `{word}` here");
        let problem = Problem::new(ProblemKind::Syntax, token.span, message);
        let spaced = if sign == "!" { "not " } else { word };
        Some(Problem {
            meant: Some(Guess::known(sign, spaced)),
            ..problem.with_help(format!("both are understood; write `{word}`"))
        })
    });
    told.collect()
}

fn sign(rest: &str, at: usize, problems: &mut Vec<Problem>) -> Result<(TokenKind, usize), ()> {
    let Some((written, meant)) = SIGNS.iter().find(|(written, _)| rest.starts_with(written)) else {
        let c = rest.chars().next().unwrap_or_default();
        let problem = if rest.starts_with("{{") {
            Problem::new(ProblemKind::Syntax, at..at + 2, "`{{` does not belong into an expression")
                .with_help("write the name alone, without {{ and }}")
        } else {
            Problem::new(
                ProblemKind::Syntax,
                at..at + c.len_utf8(),
                format!("`{c}` means nothing in an expression"),
            )
        };
        problems.push(problem);
        return Err(());
    };
    if written != meant {
        let message = match *written {
            "=" => "`=` does not compare".to_owned(),
            other => format!("`{other}` is not used here"),
        };
        let help = format!("write `{meant}`");
        problems.push(
            Problem::new(ProblemKind::Syntax, at..at + written.len(), message).with_help(help),
        );
    }
    Ok((TokenKind::Sign(meant), written.len()))
}

fn number(rest: &str, at: usize, problems: &mut Vec<Problem>) -> Result<(TokenKind, usize), ()> {
    let digits = |from: usize| from + rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if rest[end..].starts_with('.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let figures = end + 1 + usize::from(rest[end + 1..].starts_with(['+', '-']));
        if digits(figures) > figures {
            end = digits(figures);
        }
    }
    let letters =
        rest[end..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len() - end);
    if letters > 0 {
        let span = at..at + end + letters;
        let message = format!("`{}` is neither a number nor a name", &rest[..end + letters]);
        let help = "a name begins with a letter; a text stands in quotes";
        problems.push(Problem::new(ProblemKind::Syntax, span, message).with_help(help));
        return Err(());
    }
    match rest[..end].parse::<f64>() {
        Ok(number) if number <= LARGEST_WHOLE => Ok((TokenKind::Number(number), end)),
        Ok(_) | Err(_) => {
            let message = "this number is too large to be exact";
            let help = "the largest is 9007199254740991; write a long id as a text, in quotes";
            problems
                .push(Problem::new(ProblemKind::TooLarge, at..at + end, message).with_help(help));
            Err(())
        }
    }
}

fn text(rest: &str, at: usize, problems: &mut Vec<Problem>) -> Result<(TokenKind, usize), ()> {
    let open = rest.chars().next().unwrap_or_default();
    let plain = matches!(open, '"' | '\'');
    if !plain {
        let message = format!("`{open}` is not a plain quote");
        let help = "write \" on both sides of the text";
        problems.push(
            Problem::new(ProblemKind::Syntax, at..at + open.len_utf8(), message).with_help(help),
        );
    }
    let closes = |c: char| match open {
        '"' | '\'' => c == open,
        '‘' | '’' | '‚' => matches!(c, '‘' | '’' | '\''),
        _ => matches!(c, '“' | '”' | '«' | '»' | '"'),
    };
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((place, c)) = chars.next() {
        if closes(c) {
            return Ok((TokenKind::Text(text), place + c.len_utf8()));
        }
        if c != '\\' {
            text.push(c);
            continue;
        }
        let escaped = chars.next().map(|(_, c)| c);
        match escaped {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some(c @ ('"' | '\'' | '\\')) => text.push(c),
            Some(_) | None => {
                let end = place + 1 + escaped.map_or(0, char::len_utf8);
                let message = "a backslash stands only before a quote, a backslash, n or t";
                let problem = Problem::new(ProblemKind::Syntax, at + place..at + end, message);
                problems.push(problem.with_help("write two backslashes for one"));
                return Err(());
            }
        }
    }
    let message = "the text has no closing quote";
    let help = format!("write `{}` behind the text", if plain { open } else { '"' });
    problems.push(Problem::new(ProblemKind::Syntax, at..at + rest.len(), message).with_help(help));
    Err(())
}
