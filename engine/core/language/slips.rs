//! Slips that a parser meets late: the line where it gives up is right, and one above it or the way it is indented is not.

use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::fix::Trust;
use super::lines::{Line, rewritten};
use super::scan::{indent_of, indented, written_above};
use super::source::{SourceFile, Spot};
use super::splice::Edit;

/// What an error is about: the line of a byte, with the first line above it that says something.
fn lines(source: &SourceFile, byte: usize) -> (Range<usize>, Option<Range<usize>>) {
    let own = source.line_at(byte);
    let above = written_above(source, own.start);
    (own, above)
}

/// `say: |` with its text right below it, no deeper than the key.
pub(super) fn block_not_deeper(
    file: usize,
    source: &SourceFile,
    byte: usize,
) -> Option<Diagnostic> {
    let (mut own, mut above) = lines(source, byte);
    // Where the text looks like a key, the line below it is the first that cannot be read.
    let first = |above: &Option<Range<usize>>| {
        above.clone().and_then(|above| Line::read(file, source, above)).filter(Line::begins_block)
    };
    if first(&above).is_none() {
        own = above?;
        above = written_above(source, own.start);
    }
    let head = first(&above)?;
    let depth = indent_of(&source.text[above?]);
    if indent_of(&source.text[own.clone()]) > depth
        || !Line::read(file, source, own.clone())?.key.is_empty()
    {
        return None;
    }
    let rest = source.text[own.start..].split_inclusive('\n');
    let mut edits = Vec::new();
    let mut end = own.start;
    for line in rest {
        let range = source.line_at(end);
        let key = Line::read(file, source, range.clone()).is_some_and(|line| !line.key.is_empty());
        if key || indent_of(line) < depth {
            break;
        }
        if !line.trim().is_empty() {
            edits.push(Edit::replace(end..end, "  "));
        }
        end += line.len();
    }
    let end = source.text[..end].trim_end().len().max(own.end);
    let spot = Spot { file, start: own.start + indent_of(&source.text[own.clone()]), end };
    let message = format!("the text of `{}` must be indented further than its key", head.key);
    let line = source.text[own].trim();
    Some(
        Diagnostic::error("bad-indentation", spot, message)
            .help(format!("indent all its lines by two more: `{}{line}`", " ".repeat(depth + 2)))
            .fixed(Trust::Tried, edits),
    )
}

/// The second line of a text in quotes that is indented no further than its key.
pub(super) fn quote_not_deeper(
    file: usize,
    source: &SourceFile,
    byte: usize,
) -> Option<Diagnostic> {
    let (own, above) = lines(source, byte);
    let above = above?;
    let opening = Line::read(file, source, above.clone())?.unclosed()?.span;
    let text = &source.text[own.clone()];
    text.contains('"').then_some(())?;
    let (indent, depth) = (indent_of(text), indent_of(&source.text[above]));
    let spot = Spot { file, start: own.start + indent, end: own.end };
    let line = format!("{}{}", " ".repeat(depth + 2), text.trim());
    Some(
        Diagnostic::error(
            "bad-indentation",
            spot,
            "the text in quotes goes on here, and is indented too little",
        )
        .help(format!("indent its lines further than its key: `{line}`"))
        .also(Spot { file, start: opening.start, end: opening.end }, "the text begins here")
        .mend(Spot { file, start: own.start, end: own.start + indent }, " ".repeat(depth + 2)),
    )
}

/// A key that belongs to the thing above it, and stands below its dash in place of beside it.
pub(super) fn beside_its_dash(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let own = source.line_at(byte);
    let text = &source.text[own.clone()];
    let indent = indent_of(text);
    let key = Line::read(file, source, own.clone())?.key;
    if key.is_empty() || text.trim_start().starts_with("- ") {
        return None;
    }
    let mut above = written_above(source, own.start)?;
    while indent_of(&source.text[above.clone()]) > indent {
        above = written_above(source, above.start)?;
    }
    let thing = &source.text[above];
    let dash = indent_of(thing) == indent && thing.trim_start().starts_with("- ");
    let spot = Spot { file, start: own.start + indent, end: own.end };
    let to = thing.len() - thing.trim_start_matches([' ', '-']).len();
    let line = format!("{}{}", " ".repeat(to), text.trim());
    dash.then(|| {
        Diagnostic::error(
            "bad-indentation",
            spot,
            format!("`{key}` stands below the dash of the thing it belongs to"),
        )
        .help(format!("indent it like the first word behind the dash: `{line}`"))
        .fixed(Trust::Tried, indented(source, own.start, indent, to))
    })
}

/// `say: "Hi!",`: a comma at the end of a line, as other formats have it.
pub(super) fn comma_at_the_end(
    file: usize,
    source: &SourceFile,
    byte: usize,
) -> Option<Diagnostic> {
    let (own, above) = lines(source, byte);
    let all = [Some(own), above];
    all.into_iter().flatten().find_map(|range| {
        let item = source.text[range.clone()].trim_start().starts_with("- ");
        let line = Line::read(file, source, range)?;
        let quotes =
            line.value.strip_suffix(',').filter(|text| text.ends_with(['"', '\'', ']', '}']))?;
        let whole = line.value.starts_with(['"', '\'', '[', '{']);
        (whole && (item || !line.key.is_empty())).then_some(())?;
        let spot = line.spot(quotes.len(), 1);
        Some(
            Diagnostic::error("behind-quotes", spot, "no comma stands at the end of a line here")
                .help(format!("leave it out: {}", rewritten(source, spot, "")))
                .try_mend(spot, ""),
        )
    })
}

/// A backslash in double quotes that is to be read as one.
pub(super) fn backslash(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let line = Line::at(file, source, byte)?;
    let mut signs = line.value.char_indices();
    let mut at = None;
    while let Some((place, sign)) = signs.next() {
        if sign != '\\' {
            continue;
        }
        let (_, next) = signs.next()?;
        if !"0abtnvfre \"/\\N_LPxuU\t".contains(next) {
            at = Some(place);
            break;
        }
    }
    let spot = line.spot(at?, 1);
    let message =
        "in double quotes a backslash says that something special follows, and this is nothing";
    let found = Diagnostic::error("backslash", spot, message);
    let Some(inner) = line.value.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return Some(found.help("write two of them: `\\\\`"));
    };
    let single = format!("'{}'", inner.replace('\'', "''"));
    let plain = !inner.contains("\\\"") && !inner.contains("\\n");
    let fixed = rewritten(source, line.whole(), &single);
    let found =
        found.help(format!("write two of them, `\\\\`, or single quotes around the text: {fixed}"));
    Some(if plain { found.try_mend(line.whole(), single) } else { found })
}

/// A line among keys that is none: the rest of the text above it, or a name without its colon.
pub(super) fn no_key(file: usize, source: &SourceFile, byte: usize) -> Option<Diagnostic> {
    let (own, above) = lines(source, byte);
    let line = Line::read(file, source, own.clone())?;
    let text = &source.text[own.clone()];
    let plain = line.value.starts_with(char::is_alphabetic) && !line.value.contains(": ");
    if !line.key.is_empty() || !plain || text.trim_start().starts_with("- ") {
        return None;
    }
    let message = "each line here is a name, a colon and a value, and this one has no colon";
    let found = Diagnostic::error("missing-colon", line.whole(), message);
    let goes_on = above.filter(|above| {
        let text_above = Line::read(file, source, above.clone());
        indent_of(&source.text[above.clone()]) == indent_of(text)
            && text_above.is_some_and(|line| !line.key.is_empty() && !line.value.is_empty())
    });
    let sentence = line.value.contains(' ');
    Some(match goes_on {
        Some(_) if sentence => {
            let deeper = " ".repeat(indent_of(text) + 2);
            let edit = Edit::replace(own.start..own.start, "  ");
            found
                .help(format!(
                    "if the text above goes on here, indent it by two more: `{deeper}{}`",
                    line.value
                ))
                .fixed(Trust::Proposed, vec![edit])
        }
        Some(_) | None if sentence => {
            found.help("write a name and a colon before it, or remove the line")
        }
        Some(_) | None => found.help(format!(
            "write `{}:` and what belongs to it below, or remove the line",
            line.value
        )),
    })
}
