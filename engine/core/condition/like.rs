//! Whether two texts differ by small typing errors only: each word on its own, none in short words.

use super::text::{is_core, needs_no_border};

/// Letters of the shortest word in which an error is forgiven: in shorter ones it makes another word.
const ONE_ERROR: usize = 5;
/// Letters from which on two are.
const TWO_ERRORS: usize = 9;
/// Letters of the longest word that is looked at: comparing costs the product of the lengths.
const LONGEST: usize = 32;

/// Whether a folded message is a folded phrase, with small typing errors: a letter too many, too few,
/// another one, or two exchanged.
pub(super) fn near(said: &str, phrase: &str) -> bool {
    let mut said = words(said);
    let mut written = words(phrase);
    loop {
        match (said.next(), written.next()) {
            (None, None) => return true,
            (Some(said), Some(written)) if near_word(said, written) => {}
            (Some(_), _) | (None, Some(_)) => return false,
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_core(c)).filter(|word| !word.is_empty())
}

fn near_word(said: &str, written: &str) -> bool {
    if said == written {
        return true;
    }
    // A figure more or less is another number, and in scripts without spaces a sign is a word.
    let exact = |c: char| c.is_numeric() || needs_no_border(c);
    if said.contains(exact) || written.contains(exact) {
        return false;
    }
    let (said_long, long) = (said.chars().count(), written.chars().count());
    let allowed = match long {
        ..ONE_ERROR => return false,
        ONE_ERROR..TWO_ERRORS => 1,
        TWO_ERRORS..=LONGEST => 2,
        _ => return false,
    };
    said_long.abs_diff(long) <= allowed && strsim::osa_distance(said, written) <= allowed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::near;

    #[test]
    fn small_errors_are_forgiven_in_long_words_only() {
        for (said, written) in [
            ("refnd", "refund"),
            ("refudn", "refund"),
            ("refunds", "refund"),
            ("refumd", "refund"),
            ("talk to a persn", "talk to a person"),
            ("oppening huors", "opening hours"),
            ("apointmnet", "appointment"),
        ] {
            assert!(near(said, written), "{said}");
        }
        for (said, written) in [
            ("manu", "menu"),
            ("rfnd", "refund"),
            ("talk to the person", "talk to a person"),
            ("person", "a person"),
            ("refund now", "refund"),
            ("order 12345", "order 12346"),
            ("退款退款退货", "退款退款退款"),
        ] {
            assert!(!near(said, written), "{said}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_near_itself_and_nearness_needs_as_many_words(
            text in "[a-z]{1,12}( [a-z]{1,12}){0,3}",
            more in "[a-z]{1,12}",
        ) {
            prop_assert!(near(&text, &text));
            let longer = format!("{text} {more}");
            prop_assert!(!near(&longer, &text));
        }
    }
}
