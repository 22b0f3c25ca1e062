//! Texts that lack the quotes which would have kept them whole: cut at a colon, a comma or a `#`, or in quotes of a
//! word processor.

use super::diagnostic::Diagnostic;
use super::lines::{is_smart_quote, quoted};
use super::loading::{Site, Words};
use super::source::Spot;
use super::tree::{Kind, Node};

impl Site<'_> {
    /// A single `Note: text` where a text should be; reports it.
    pub(crate) fn colon(&self, node: &Node) -> bool {
        let Kind::Map { entries, flow: false } = &node.kind else { return false };
        let [(key, value)] = entries.as_slice() else { return false };
        let Some(text) = value.as_text() else { return false };
        let spot = Spot { end: value.spot.end, ..key.spot };
        let source = self.loading.source(spot);
        if source.contains('\n') {
            return false;
        }
        let fixed = self.loading.rewritten(spot, &quoted(&format!("{}: {text}", key.text)));
        let at = Spot { start: key.spot.end, end: key.spot.end + 1, ..spot };
        self.report(
            Diagnostic::error(
                "colon-in-text",
                at,
                "a colon and a space inside a text make YAML look for a key",
            )
            .help(format!("put the whole text into quotes: {fixed}"))
            .mend(spot, quoted(source)),
        );
        true
    }

    /// `say: #1 in Denmark`: the whole text is a comment.
    pub(super) fn all_cut(&self, node: &Node) -> bool {
        let Some(file) = self.loading.files.get(node.spot.file) else { return false };
        let line = file.line_at(node.spot.end);
        let rest = &file.text[node.spot.end..line.end];
        let text = rest.trim_start_matches([':', ' ']).trim_end();
        let begins = |word: &str| word.starts_with(char::is_alphanumeric) || word.starts_with("{{");
        if !text.strip_prefix('#').is_some_and(begins) {
            return false;
        }
        let start = line.end - rest.trim_start_matches([':', ' ']).len();
        let spot = Spot { start, end: start + text.len(), ..node.spot };
        let fixed = self.loading.rewritten(spot, &quoted(text));
        let message = "`#` begins a comment here, and the whole text is in it";
        let found = Diagnostic::error("hash-cuts-text", spot, message)
            .help(format!("put the text into quotes: {fixed}; a comment has a space after its #"))
            .try_mend(spot, quoted(text));
        // A single word may be a note on what is still to be written.
        self.report(if text.contains(' ') { found } else { found.only_proposed() });
        true
    }

    /// Typographic quotes around a text, which hold nothing together; reports them.
    pub(super) fn smart_quotes(&self, words: &Words) {
        let text = &words.text;
        let surrounded = text.chars().count() > 2
            && text.starts_with(is_smart_quote)
            && text.ends_with(is_smart_quote);
        if words.quoted {
            return;
        }
        self.half_quoted(words);
        if !surrounded {
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
            .help(format!(
                "use straight quotes: {fixed}; if they are meant, put the text with \
                          them into straight quotes"
            ))
            .propose(words.spot, straight),
        );
    }

    /// `[“yes, please”, sure]`: the text was split at its comma, since these quotes hold nothing.
    fn half_quoted(&self, words: &Words) {
        let Some(closing) = words.text.chars().next().and_then(closing_quote) else { return };
        let source = self.loading.files.get(words.spot.file).map_or("", |file| &file.text);
        let behind = source.get(words.spot.end..).unwrap_or_default();
        if words.text.contains(closing) || !behind.trim_start().starts_with(',') {
            return;
        }
        let line = behind.lines().next().unwrap_or_default();
        let Some(close) = line.find(closing) else { return };
        let end = words.spot.end + close + closing.len_utf8();
        let spot = Spot { end, ..words.spot };
        let whole = self.loading.source(spot);
        let straight = quoted(whole.trim_matches(is_smart_quote));
        let fixed = self.loading.rewritten(spot, &straight);
        self.report(
            Diagnostic::error(
                "smart-quotes",
                spot,
                "these are typographic quotes, so the text is split at its comma",
            )
            .help(format!("use straight quotes: {fixed}"))
            .try_mend(spot, straight),
        );
    }
}

/// The sign that closes what this typographic quote opens.
fn closing_quote(open: char) -> Option<char> {
    match open {
        '“' => Some('”'),
        '„' => Some('“'),
        '‘' => Some('’'),
        '«' => Some('»'),
        '»' => Some('«'),
        _ => None,
    }
}
