//! How wide a text is, without a font: by classes of letters, as in the sans-serif faces of all systems.
//!
//! The SVG tells the width it was measured with (`textLength`), so that no other font makes it wider.

use unicode_segmentation::UnicodeSegmentation;

/// The width of a text of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(letter).sum::<f64>() * size
}

/// The width of a letter of size 1.
fn letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' | '’' | '·' => 0.27,
        'f' | 't' | 'r' | 'I' | '[' | ']' | '(' | ')' | '/' | '\\' | '-' | ' ' | '“' | '”' => {
            0.34
        }
        's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.51,
        'm' | 'M' | '+' | '=' | '<' | '>' | '~' => 0.83,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.73,
        'G' | 'O' | 'Q' => 0.79,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 0.67,
        'W' | '@' | '%' | '…' | '—' => 0.97,
        'a'..='z' | '0'..='9' | 'F' | 'L' | 'T' | 'Z' | '_' | '?' | '"' | '–' => 0.57,
        _ if is_mark(c) => 0.0,
        _ if is_wide(c) => 1.05,
        _ => 0.64,
    }
}

/// Marks upon the letter before, and signs nobody sees.
fn is_mark(c: char) -> bool {
    let variation = ('\u{fe00}'..='\u{fe0f}').contains(&c);
    variation || c == '\u{200d}' || unicode_normalization::char::is_combining_mark(c)
}

/// Letters as wide as high: of East Asia, and pictures.
fn is_wide(c: char) -> bool {
    let c = u32::from(c);
    (0x1100..=0x115f).contains(&c)
        || (0x2e80..=0xa4cf).contains(&c)
        || (0xac00..=0xd7a3).contains(&c)
        || (0xf900..=0xfaff).contains(&c)
        || (0xfe30..=0xfe6f).contains(&c)
        || (0xff00..=0xff60).contains(&c)
        || (0x1f000..=0x3fffd).contains(&c)
}

/// A text no wider than this, with `…` where something is left out.
pub(super) fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let most = most - width("…", size);
    let mut used = 0.0;
    let mut kept = String::new();
    for cluster in text.graphemes(true) {
        used += width(cluster, size);
        if used > most {
            break;
        }
        kept.push_str(cluster);
    }
    format!("{}…", kept.trim_end())
}

/// A text in at most so many lines, broken between words; what does not fit is cut.
pub(super) fn wrap(text: &str, size: f64, most: f64, lines: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut rest = text.split_whitespace();
    while let Some(word) = rest.next() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size) <= most {
            line = longer;
            continue;
        }
        if found.len() + 1 >= lines || line.is_empty() {
            // The last line takes what is left, cut.
            let left: Vec<&str> = std::iter::once(longer.as_str()).chain(rest.by_ref()).collect();
            found.push(cut(&left.join(" "), size, most));
            return found;
        }
        found.push(std::mem::replace(&mut line, word.to_owned()));
    }
    if !line.is_empty() {
        found.push(cut(&line, size, most));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{cut, width, wrap};

    #[test]
    fn a_cut_text_is_no_wider_than_asked_and_breaks_no_letter() {
        for text in ["Where is my order, please?", "👩‍👩‍👧 family 👩‍👩‍👧 and 👩‍👩‍👧", "注文はどこですか教えて"]
        {
            let short = cut(text, 12.0, 80.0);
            assert!(short.ends_with('…') && width(&short, 12.0) <= 80.0, "{short}");
            assert!(text.starts_with(short.trim_end_matches('…')), "{short}");
            assert!(!short.contains("\u{200d}…"), "{short}");
        }
        assert_eq!(cut("short", 12.0, 80.0), "short");
    }

    #[test]
    fn lines_break_between_words_and_the_last_is_cut() {
        let lines = wrap("one two three four five six seven eight nine", 10.0, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(lines.iter().all(|line| width(line, 10.0) <= 60.0), "{lines:?}");
        assert_eq!(wrap("one two", 10.0, 60.0, 3), ["one two"]);
        assert_eq!(wrap("", 10.0, 60.0, 3), Vec::<String>::new());
        let long = wrap("Donaudampfschifffahrtsgesellschaft", 10.0, 60.0, 3);
        assert_eq!(long.len(), 1, "{long:?}");
    }
}
