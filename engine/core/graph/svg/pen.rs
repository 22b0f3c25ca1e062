//! Writes elements and texts. Invariant: what an author wrote comes in through [`escaped`] alone.

use super::super::layout::short;
use super::super::measure::width;

/// The SVG so far.
#[derive(Debug, Default)]
pub(super) struct Pen {
    pub(super) text: String,
}

/// A line of letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters<'t> {
    /// What it says.
    pub(super) text: &'t str,
    /// Its class.
    pub(super) class: &'t str,
    /// How large its letters are.
    pub(super) size: f64,
    /// How much room there is.
    pub(super) room: f64,
}

impl Pen {
    /// A line as it stands.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An element around a text.
    pub(super) fn tag(&mut self, name: &str, attributes: &str, text: &str) {
        let space = if attributes.is_empty() { "" } else { " " };
        self.line(&format!("<{name}{space}{attributes}>{}</{name}>", escaped(text)));
    }

    /// Letters that begin at a place. No font makes them wider than they were measured.
    pub(super) fn letters(&mut self, x: f64, y: f64, letters: Letters<'_>) {
        let Letters { text, class, size, room } = letters;
        if text.is_empty() {
            return;
        }
        let wide = width(text, size);
        let mut attributes = format!("class=\"{class}\" x=\"{}\" y=\"{}\"", short(x), short(y));
        if text.chars().nth(3).is_some() {
            attributes += &format!(
                " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"",
                short(wide.min(room))
            );
        }
        self.tag("text", &attributes, text);
    }

    /// A rectangle with round corners: x, y, width, height.
    pub(super) fn rect(&mut self, class: &str, [x, y, width, height]: [f64; 4], round: f64) {
        self.line(&format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            short(x),
            short(y),
            short(width),
            short(height),
            short(round)
        ));
    }
}

/// A text as it may stand in an element or an attribute. Signs that XML has no place for become `U+FFFD`.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_an_author_writes_is_markup() {
        assert_eq!(escaped("<script>\"x\" & 'y'"), "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;");
        assert_eq!(escaped("a\u{0}b\u{1b}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(escaped("Ærø 👍"), "Ærø 👍");
    }
}
