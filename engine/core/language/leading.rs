//! Texts that begin with a sign YAML keeps for itself, and what else may be meant by such a sign.

use super::diagnostic::Diagnostic;
use super::lines::{Line, is_block_header, is_expression};

impl Line<'_> {
    /// A text that begins with a sign that YAML keeps for itself.
    pub(super) fn first_sign(&self) -> Option<Diagnostic> {
        let value = self.value;
        let first = value.chars().next()?;
        let next = value[first.len_utf8()..].chars().next();
        let word = next.is_some_and(char::is_alphanumeric);
        // A text over several lines goes on with any sign.
        let begins = self.item || !self.key.is_empty();
        let taken = match first {
            '{' => next == Some('{') || self.goes_on_behind_its_brace(),
            '@' | '%' | '`' => true,
            '*' | '&' => word || (begins && next.is_none_or(|next| next == ' ')),
            '?' => next == Some(' ') && !self.key.is_empty(),
            ',' => begins,
            '!' => word && !is_expression(self.key),
            '>' | '|' => !is_block_header(value),
            '-' => next == Some(' ') && !self.key.is_empty(),
            '[' => closes_early(value, '[', ']'),
            _ => false,
        };
        if !taken {
            return None;
        }
        let sign = if value.starts_with("{{") { "{{".to_owned() } else { first.to_string() };
        let code = match first {
            '{' if sign == "{{" => "unquoted-braces",
            '*' | '&' if word => "anchor",
            '!' => "yaml-tag",
            _ => "needs-quotes",
        };
        let message = match first {
            '`' => "a text cannot begin with a backtick without quotes".to_owned(),
            _ => format!("a text cannot begin with `{sign}` without quotes"),
        };
        let fixed = self.fixed();
        let other = self.meant_by(first);
        let help = match other {
            Some(other) => {
                format!("{other}; if the sign is meant, put the whole text into quotes: {fixed}")
            }
            None => format!("put the whole text into quotes: {fixed}"),
        };
        let found = Diagnostic::error(code, self.spot(0, sign.len()), message).help(help);
        let found = self.in_quotes(found);
        if other.is_some() {
            return Some(found.only_proposed());
        }
        // Where both signs of an anchor and its alias stand in a file, a part is used twice.
        let twin = match first {
            '&' => Some('*'),
            '*' => Some('&'),
            _ => None,
        };
        let name: String = value[1..].chars().take_while(|c| c.is_alphanumeric()).collect();
        let used = twin.is_some_and(|twin| self.source.text.contains(&format!("{twin}{name}")));
        Some(if used { found.only_proposed() } else { found })
    }

    /// What else than a text may be meant by a sign in front of one.
    fn meant_by(&self, sign: char) -> Option<&'static str> {
        let number =
            self.value[sign.len_utf8()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        match sign {
            '-' => Some("in a list each thing stands on a line of its own below the key"),
            '|' => Some("a text over several lines begins in the line below its `|`"),
            '>' if !number => Some("a text over several lines begins in the line below its `>`"),
            '*' if self.item && self.value.starts_with("* ") => {
                Some("each thing of a list begins with one sign, the dash")
            }
            ',' => Some("a comma at the beginning belongs to nothing"),
            _ => None,
        }
    }

    /// `{name}, hello`: a brace, and a sentence behind it.
    fn goes_on_behind_its_brace(&self) -> bool {
        let Some(close) = self.value.find('}') else { return false };
        let (name, behind) = (&self.value[1..close], self.value[close + 1..].trim_start());
        let rest = behind.strip_prefix(',').map_or(behind, str::trim_start);
        let text = rest.starts_with(char::is_alphanumeric) || behind.starts_with(['!', '.', '?']);
        !self.key.is_empty() && !name.contains(':') && !rest.contains(": ") && text
    }
}

/// `[Urgent] please`: text goes on behind the bracket that closes the first.
fn closes_early(value: &str, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    for (at, c) in value.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let behind = value[at + 1..].trim_start();
                return !(behind.is_empty() || behind.starts_with(['#', ',', ']', '}']));
            }
        }
    }
    false
}
