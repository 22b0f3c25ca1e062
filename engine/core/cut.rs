//! Makes texts fit: long ones become several, labels are shortened so that one sees it.
//!
//! Invariant: no piece is longer than its room, none is empty, and nothing but white space is lost
//! between them; a letter is never torn from its marks.

use unicode_segmentation::UnicodeSegmentation;

use crate::channel::Room;

/// Pieces within the room: cut at paragraphs, lines and ends of sentences, else between words, else
/// between letters.
pub(crate) fn split(text: &str, room: Room) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !room.fits(rest) {
        let end = end_within(rest, room);
        let cut = best_cut(rest, end, without_scrap(rest, room, end));
        let piece = rest[..cut].trim_end();
        if !piece.is_empty() {
            pieces.push(piece.to_owned());
        }
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// A text cut to its room with `…` behind; `None` where it fits as it is.
pub(crate) fn shortened(text: &str, room: Room) -> Option<String> {
    if room.fits(text) {
        return None;
    }
    let kept = &text[..end_within(text, room.less(room.length("…")))];
    Some(format!("{}…", kept.trim_end()))
}

/// The last place within the room that is not inside a letter.
fn end_within(text: &str, room: Room) -> usize {
    let mut used = 0;
    let mut end = 0;
    for (at, letter) in text.grapheme_indices(true) {
        used += room.length(letter);
        if used > room.most {
            break;
        }
        end = at + letter.len();
    }
    // A single letter longer than the room is no letter anybody reads; it is cut like any text.
    if end > 0 { end } else { end_of_first_signs(text, room) }
}

fn end_of_first_signs(text: &str, room: Room) -> usize {
    let mut used = 0;
    let fits = |(at, sign): (usize, char)| {
        used += room.length(sign.encode_utf8(&mut [0; 4]));
        (used <= room.most).then_some(at + sign.len_utf8())
    };
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.char_indices().map_while(fits).last().unwrap_or(first)
}

/// Where to cut between words or letters: earlier than must be, where only a few letters would be left behind.
fn without_scrap(text: &str, room: Room, end: usize) -> usize {
    let quarter = room.most / 4;
    let is_scrap = room.length(text[end..].trim()) < quarter;
    if is_scrap { end_within(text, room.less(quarter)) } else { end }
}

/// Where to cut a text of which so much fits; between words or letters not behind `weak_end`.
fn best_cut(text: &str, end: usize, weak_end: usize) -> usize {
    let head = &text[..end];
    let ends = |pattern: &str| head.rfind(pattern).map(|at| at + pattern.len());
    // Looked for in a little more than fits, so that the end itself can be one.
    let seen = text[end..].chars().next().map_or(end, |next| end + next.len_utf8());
    let last =
        |starts: &mut dyn Iterator<Item = usize>, end: usize| starts.filter(|at| *at <= end).last();
    let sentence = || last(&mut text[..seen].split_sentence_bound_indices().map(|(at, _)| at), end);
    let space = || text[..weak_end].rfind(char::is_whitespace);
    let word = || last(&mut text[..seen].split_word_bound_indices().map(|(at, _)| at), weak_end);
    // A cut in the first quarter would leave a scrap; rather cut at the next weaker place.
    let good = |at: &usize| *at > end / 4;
    let mut found = ends("\n\n").filter(good);
    found = found.or_else(|| ends("\n").filter(good));
    found = found.or_else(|| sentence().filter(good));
    found = found.or_else(|| space().filter(good));
    found.or_else(|| word().filter(good)).unwrap_or(weak_end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::channel::{INSTAGRAM, Piece};

    fn label() -> Room {
        Piece::Label.room()
    }

    #[test]
    fn a_text_is_cut_where_a_sentence_ends() {
        assert_eq!(split("One two. Three four. Five", label()), ["One two.", "Three four. Five"]);
        assert_eq!(
            split("Wirklich? Ja, wirklich gut!", label()),
            ["Wirklich?", "Ja, wirklich gut!"]
        );
        assert_eq!(
            split("今日は晴れです。明日は雨が降るでしょう、たぶん。", label())[0],
            "今日は晴れです。"
        );
        assert_eq!(split("First line\nsecond line here", label())[0], "First line");
    }

    #[test]
    fn without_sentences_words_stay_whole_and_without_words_letters() {
        assert_eq!(
            split("one two three four five six", label()),
            ["one two three four", "five six"]
        );
        assert_eq!(
            split(&"a".repeat(45), label()).iter().map(String::len).collect::<Vec<_>>(),
            [20, 20, 5]
        );
        // Without spaces a piece of one letter would be left behind; both are read more easily.
        assert_eq!(split("สวัสดีครับนี่คือยาวมาก", label()), ["สวัสดีครับนี่คื", "อยาวมาก"]);
        let family = "👨‍👩‍👧‍👦".repeat(3);
        assert_eq!(split(&family, label()), ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]);
    }

    #[test]
    fn a_label_is_shortened_so_that_one_sees_it() {
        assert_eq!(shortened("Talk to a person", label()), None);
        assert_eq!(shortened("Talk to a person please", label()).unwrap(), "Talk to a person pl…");
        assert_eq!(
            shortened("Talk to a colleague at once", label()).unwrap(),
            "Talk to a colleague…"
        );
        assert_eq!(shortened(&"e\u{301}".repeat(12), label()).unwrap(), "e\u{301}".repeat(9) + "…");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_everything_fits(text in "(\\PC|[a-z .!?\n]){0,200}", instagram: bool) {
            let room = if instagram { Piece::Text.room_on(INSTAGRAM) } else { label() };
            let pieces = split(&text, room);
            for piece in &pieces {
                prop_assert!(room.fits(piece) && !piece.is_empty());
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&pieces.concat()), bare(&text));
            if let Some(short) = shortened(&text, room) {
                prop_assert!(room.fits(&short) && short.ends_with('…'));
            }
        }
    }
}
