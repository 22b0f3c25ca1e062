//! Comparing texts: both tiers, scripts without spaces, typing errors.

use proptest::prelude::*;

use super::*;

fn says(heard: &str, phrase: &str, tier: Tier) -> bool {
    Heard::new(heard).says(&Phrase::new(phrase), tier)
}

fn contains(heard: &str, phrase: &str) -> bool {
    Heard::new(heard).contains(&Phrase::new(phrase), Tier::Exact)
}

#[test]
fn case_space_punctuation_and_emoji_do_not_count() {
    for heard in [
        "Talk to a person",
        "  TALK  to a\nperson!!! 👋",
        "¿talk to a person?",
        "ｔａｌｋ to a person",
    ] {
        assert!(says(heard, "Talk to a Person.", Tier::Exact), "{heard}");
    }
    assert!(!says("talk to the person", "talk to a person", Tier::Exact));
    assert!(says("STRASSE", "Straße", Tier::Exact));
    assert!(says("don’t", "Don't", Tier::Exact));
}

#[test]
fn a_text_of_signs_alone_is_compared_as_it_is() {
    assert!(says("👍", "👍", Tier::Exact));
    assert!(says("👍\u{fe0f}", "👍", Tier::Exact));
    assert!(!says("👍", "👎", Tier::Exact));
    assert!(says("?", "?", Tier::Exact));
    assert!(says("1\u{fe0f}\u{20e3}", "1", Tier::Exact));
}

#[test]
fn signs_that_mean_something_stay() {
    assert!(!says("+1", "-1", Tier::Exact));
    assert!(!says("c++", "c", Tier::Exact));
    assert!(!says("$5", "5", Tier::Exact));
    assert!(says("hi =)", "hi", Tier::Exact));
    assert!(says("- 5", "5", Tier::Exact));
}

#[test]
fn an_empty_phrase_fits_nothing() {
    assert!(!says("", "", Tier::Exact));
    assert!(!contains("hello", ""));
    assert!(!Heard::new("hello").starts_with(&Phrase::new(" "), Tier::Exact));
}

#[test]
fn accents_count_in_the_first_tier_only() {
    for (typed, written) in [
        ("gronsaker", "grønsaker"),
        ("lodz", "Łódź"),
        ("aereskinn", "æreskinn"),
        ("ısparta", "isparta"),
        ("İstanbul", "istanbul"),
        ("καλημερα", "καλημέρα"),
        ("елка", "ёлка"),
        ("ΟΔΟΣ", "οδός"),
    ] {
        assert!(!says(typed, written, Tier::Exact), "{typed}");
        assert!(says(typed, written, Tier::Folded), "{typed}");
    }
}

#[test]
fn marks_that_make_letters_always_count() {
    for (a, b) in [("कि", "का"), ("ที่", "ที"), ("שָׁלוֹם", "שלום"), ("عَلِم", "علم"), ("が", "か")]
    {
        assert!(!says(a, b, Tier::Folded), "{a} {b}");
        assert!(says(a, a, Tier::Folded), "{a}");
    }
    assert!(says("الروبوت", "الروبوت", Tier::Exact));
}

#[test]
fn contains_means_whole_words() {
    assert!(contains("I want a refund, please", "refund"));
    assert!(!contains("unrefundable", "refund"));
    assert!(contains("give me my money back now", "money back"));
    assert!(contains("l’addition svp", "addition"));
    assert!(contains("pay (refund)", "refund"));
    assert!(!contains("can't", "ca"));
    assert!(contains("refunds and refund", "refund"), "the second place counts");
}

#[test]
fn scripts_without_spaces_are_searched_in_parts() {
    assert!(contains("我要退款谢谢", "退款"));
    assert!(contains("ฉันต้องการคืนเงินครับ", "คืนเงิน"));
    assert!(contains("주문이 안 왔어요", "주문"));
    assert!(contains("返品したいです", "返品"));
}

#[test]
fn starts_with_means_whole_words() {
    let heard = Heard::new("Order 17 is late");
    assert!(heard.starts_with(&Phrase::new("order"), Tier::Exact));
    assert!(!heard.starts_with(&Phrase::new("ord"), Tier::Exact));
    assert!(!heard.starts_with(&Phrase::new("17"), Tier::Exact));
}

#[test]
fn same_tries_both_tiers() {
    assert!(same("Öl ", "ol"));
    assert!(same("YES!", "yes"));
    assert!(!same("yes", "no"));
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,24}") {
        let once = exact(&text);
        prop_assert_eq!(exact(&once), once.clone());
        let folded_once = fold(&once);
        prop_assert_eq!(fold(&folded_once), folded_once);
        let cased = case_folded(&text);
        prop_assert_eq!(case_folded(&cased), cased);
    }

    #[test]
    fn what_is_said_is_contained(text in "\\PC{1,12}", before in "[a-z]{0,5} ", after in " [a-z]{0,5}") {
        let phrase = Phrase::new(&text);
        let heard = Heard::new(&text);
        prop_assert!(phrase.is_empty() || heard.says(&phrase, Tier::Exact));
        prop_assert!(phrase.is_empty() || heard.contains(&phrase, Tier::Exact));
        // Nothing panics, whatever stands around it.
        Heard::new(&format!("{before}{text}{after}")).contains(&phrase, Tier::Folded);
    }
}
