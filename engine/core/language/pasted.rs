//! What comes into a file by pasting: spaces nobody sees, dashes and bullets of word processors, fences of chats
//! and web pages, and the marks of a merge that nobody finished.
//!
//! Looked for before anything is read, since YAML takes these signs for letters like any other. Invariant: told only
//! where no text for a person can stand; each kind is one slip of a file, told at its first place.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::mending::TEXTS;
use super::punctuation::KEYS;
use super::scan;
use super::source::{SourceFile, Spot};
use super::splice::Edit;

/// Spaces that look like the one of the keyboard and are others.
const SPACES: [char; 4] = ['\u{a0}', '\u{2007}', '\u{202f}', '\u{3000}'];

/// Signs without any width.
const NOTHINGS: [char; 5] = ['\u{200b}', '\u{200c}', '\u{2060}', '\u{feff}', '\u{ad}'];

/// Dashes and bullets that word processors put before the things of a list.
const BULLETS: [char; 8] = ['–', '—', '−', '•', '‣', '●', '▪', '·'];

/// Keys with an id or one of our words behind them.
const IDS: [&str; 9] =
    ["call", "event", "expect", "outcome", "pressed", "receiver", "save_as", "start", "to"];

/// What cannot be read where something was pasted.
#[derive(Default)]
pub(super) struct Pasted {
    /// Bytes that are no part of the flow.
    pub(super) parts: Vec<Range<usize>>,
    /// Where lines begin that cannot be read, with all that is indented below them.
    pub(super) lines: Vec<usize>,
}

/// Tells what was pasted, and where reading must go round it.
pub(super) fn look(file: usize, source: &SourceFile, found: &mut Vec<Diagnostic>) -> Pasted {
    let mut pasted = Pasted::default();
    let text = &source.text;
    if text.contains("<<<<<<<") {
        merge(file, source, found, &mut pasted);
    }
    if text.contains("```") {
        fences(file, source, found, &mut pasted);
    }
    if !text.is_ascii() {
        if text.contains(SPACES) || text.contains(NOTHINGS) {
            invisible(file, source, found, &mut pasted);
        }
        if text.contains(BULLETS) {
            bullets(file, source, found, &mut pasted);
        }
    }
    pasted
}

/// The lines of a file with their break, by where they begin.
fn lines(source: &SourceFile) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    source.text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// `<<<<<<<`, `=======` and `>>>>>>>`: the first of the two halves is read, the other left out.
fn merge(file: usize, source: &SourceFile, found: &mut Vec<Diagnostic>, pasted: &mut Pasted) {
    let mut second: Option<usize> = None;
    for line in lines(source) {
        let text = &source.text[line.clone()];
        if text.starts_with("<<<<<<<") {
            let end = line.start + text.trim_end().len();
            let message = "here two versions of the file were put together, and nobody has chosen";
            found.push(
                Diagnostic::error("merge-conflict", Spot { file, start: line.start, end }, message)
                    .help(
                        "keep one of the two halves around the line `=======`, and remove the lines that \
                         begin with <<<<<<<, ======= and >>>>>>>",
                    ),
            );
            pasted.parts.push(line);
        } else if text.trim_end() == "=======" {
            second = Some(line.start);
            pasted.parts.push(line);
        } else if text.starts_with(">>>>>>>") {
            pasted.parts.push(second.take().unwrap_or(line.start)..line.end);
        }
    }
}

/// Three backticks at the beginning of a line: the frame of a part that was copied out of a page.
fn fences(file: usize, source: &SourceFile, found: &mut Vec<Diagnostic>, pasted: &mut Pasted) {
    let is_fence = |line: &Range<usize>| {
        let word = source.text[line.clone()].trim_end().strip_prefix("```");
        word.is_some_and(|word| word.chars().all(char::is_alphanumeric))
    };
    let fences: Vec<_> = lines(source).filter(is_fence).collect();
    let Some(first) = fences.first() else { return };
    let end = first.start + source.text[first.clone()].trim_end().len();
    let edits = fences.iter().map(|line| Edit::replace(line.clone(), "")).collect();
    found.push(
        Diagnostic::error(
            "code-fence",
            Spot { file, start: first.start, end },
            "the frame of a copied part is no part of a flow",
        )
        .help("remove the lines that begin with ```")
        .fixed(Trust::Sure, edits),
    );
    pasted.parts.extend(fences);
}

/// Spaces and signs that nobody sees, before and in keys, and in ids.
fn invisible(file: usize, source: &SourceFile, found: &mut Vec<Diagnostic>, pasted: &mut Pasted) {
    let mut edits: Vec<Edit> = Vec::new();
    for line in scan::outside_blocks(source) {
        let before = edits.len();
        unseen(source, &line, &mut edits);
        if edits.len() > before {
            pasted.lines.push(line.start);
        }
    }
    let Some(first) = edits.first() else { return };
    let places = pasted.lines.len();
    let message = match places {
        1 => "a sign stands here that nobody sees: it was pasted, and is not the space of the keyboard"
            .to_owned(),
        _ => format!("a sign stands here that nobody sees, and so in {} more lines", places - 1),
    };
    let spot = Spot { file, start: first.span.start, end: first.span.end };
    found.push(
        Diagnostic::error("invisible-sign", spot, message)
            .help("delete it, and type the space anew where one belongs")
            .fixed(Trust::Sure, edits),
    );
}

fn is_unseen(c: char) -> bool {
    SPACES.contains(&c) || NOTHINGS.contains(&c)
}

/// What is to stand in place of the unseen signs of a line that are not in a text.
fn unseen(source: &SourceFile, line: &Range<usize>, edits: &mut Vec<Edit>) {
    let text = &source.text[line.clone()];
    let mut change = |part: Range<usize>, spaces: bool| {
        for (at, c) in text[part.clone()].char_indices().filter(|(_, c)| is_unseen(*c)) {
            let start = line.start + part.start + at;
            let becomes = if spaces && SPACES.contains(&c) { " " } else { "" };
            edits.push(Edit::replace(start..start + c.len_utf8(), becomes));
        }
    };
    let blank = |from: usize| {
        let rest = &text[from..];
        from + rest.len() - rest.trim_start_matches(|c| c == ' ' || is_unseen(c)).len()
    };
    let mut at = blank(0);
    change(0..at, true);
    while text[at..].starts_with('-') && blank(at + 1) > at + 1 {
        let next = blank(at + 1);
        change(at + 1..next, true);
        at = next;
    }
    let Some(colon) = text[at..].find(':').map(|colon| at + colon) else { return };
    let key: String = text[at..colon].chars().filter(|c| !is_unseen(*c)).collect();
    let key = key.trim();
    if !KEYS.contains(&key) && !IDS.contains(&key) {
        return;
    }
    change(at..colon, false);
    let value = blank(colon + 1);
    if text[colon + 1..].starts_with(is_unseen) {
        change(colon + 1..value, true);
    }
    let id = text[value..].trim_end_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let behind = value + id.len()..text.len();
    if IDS.contains(&key)
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || is_unseen(c))
    {
        change(value..value + id.len(), false);
        change(behind, false);
    }
}

/// `– label`, `• label`: no dash to YAML.
fn bullets(file: usize, source: &SourceFile, found: &mut Vec<Diagnostic>, pasted: &mut Pasted) {
    let all = scan::outside_blocks(source);
    let mut edits: Vec<Edit> = Vec::new();
    let mut first: Option<(Spot, String)> = None;
    // How deep the list is that such signs have begun.
    let mut open: Option<usize> = None;
    for (place, line) in all.iter().enumerate() {
        let text = source.text[line.clone()].trim_end();
        let thing = text.trim_start_matches(' ');
        let indent = text.len() - thing.len();
        let sign = thing.chars().next().filter(|c| BULLETS.contains(c));
        let behind = sign.map(|sign| &thing[sign.len_utf8()..]);
        let behind = behind.filter(|behind| behind.starts_with(|c| c == ' ' || is_unseen(c)));
        if open.is_some_and(|open| indent < open) {
            open = None;
        }
        let (Some(sign), Some(behind)) = (sign, behind) else { continue };
        let above = place.checked_sub(1).and_then(|above| all.get(above)).cloned();
        let again = all[place + 1..].iter().any(|below| {
            let below = source.text[below.clone()].trim_start_matches(' ');
            below.starts_with(sign)
        });
        let begins = above.is_some_and(|above| begins_list(&source.text[above], again));
        if open != Some(indent) && !begins {
            continue;
        }
        open = Some(indent);
        let start = line.start + indent;
        edits.push(Edit::replace(start..start + sign.len_utf8(), "-"));
        let spot = Spot { file, start, end: start + sign.len_utf8() };
        first.get_or_insert_with(|| (spot, format!("`- {}`", behind.trim_start())));
        pasted.lines.push(line.start);
    }
    let Some((spot, fixed)) = first else { return };
    let sign = &source.text[spot.range()];
    let message = format!("a list is made with the dash of the keyboard, and this is a `{sign}`");
    found.push(
        Diagnostic::error("missing-dash", spot, message)
            .help(format!("write {fixed}"))
            .fixed(Trust::Sure, edits),
    );
}

/// Whether things of a list can come below this line; `again`: there are several such signs.
fn begins_list(above: &str, again: bool) -> bool {
    let Some(key) = above.trim_end().strip_suffix(':') else { return false };
    again || !TEXTS.contains(&key.trim().trim_start_matches("- "))
}

#[cfg(test)]
mod tests {
    use super::look;
    use crate::language::source::SourceFile;
    use crate::language::splice;

    fn mended(text: &str) -> Option<(&'static str, String)> {
        let file = SourceFile { path: "a".into(), text: text.into() };
        let mut found = Vec::new();
        look(0, &file, &mut found);
        assert!(found.len() < 2, "{found:?}");
        let one = found.pop()?;
        let edits = one.fix.map(|fix| fix.edits).unwrap_or_default();
        Some((one.code, splice::apply(&file, &edits).unwrap().text))
    }

    #[test]
    fn what_was_pasted_becomes_what_the_keyboard_gives() {
        for (text, code, wanted) in [
            ("a:\n\u{a0}\u{a0}to: end\n", "invisible-sign", "a:\n  to: end\n"),
            ("say:\u{a0}Hi\u{a0}you\n", "invisible-sign", "say: Hi\u{a0}you\n"),
            ("-\u{a0}say\u{a0}: Hi\n", "invisible-sign", "- say: Hi\n"),
            ("to: th\u{200b}anks\u{a0}\n", "invisible-sign", "to: thanks\n"),
            (
                "choices:\n  • label: A\n  • label: B\n",
                "missing-dash",
                "choices:\n  - label: A\n  - label: B\n",
            ),
            ("```yaml\nbot: b\n```\n", "code-fence", "bot: b\n"),
        ] {
            assert_eq!(mended(text), Some((code, wanted.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn texts_for_people_are_theirs() {
        for text in [
            "say: Prix\u{a0}: 5\u{202f}€\n",
            "say:\n  – Hello\n",
            "say: |\n  • one\n  • two\n  ```\n\u{a0}\n",
            "say: Hello\n  – and welcome\n",
            "label: A – B\n",
        ] {
            assert_eq!(mended(text), None, "{text:?}");
        }
    }
}
