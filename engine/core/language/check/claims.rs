//! Texts that two claim: keywords of the bot, and return keywords that are everyday words or
//! labels.

use std::collections::HashMap;

use super::{Checked, Claim, Diagnostic};
use crate::condition::Phrase;
use crate::condition::text::Tier;

/// What people say to anybody, so that it must not take a conversation away from a colleague.
const EVERYDAY: &[&str] = &[
    "yes",
    "no",
    "ok",
    "okay",
    "thanks",
    "thank you",
    "hi",
    "hello",
    "hey",
    "bye",
    "please",
    "sure",
    "help",
    "what",
    "back",
    "end",
    "ja",
    "nej",
    "nein",
    "tak",
    "danke",
    "hej",
    "hallo",
    "si",
    "sí",
    "oui",
    "non",
    "merci",
    "bonjour",
    "gracias",
    "hola",
    "grazie",
    "ciao",
    "bedankt",
    "nee",
    "tack",
    "takk",
    "kiitos",
    "kyllä",
    "ei",
    "obrigado",
    "sim",
    "não",
    "tak tak",
    "dziękuję",
    "nie",
];

pub(super) fn check(checked: &Checked<'_>) {
    keywords(checked);
    return_keywords(checked);
}

fn keywords(checked: &Checked<'_>) {
    let mut first: HashMap<String, &Claim> = HashMap::new();
    for claim in &checked.uses.claims {
        // Compared as the engine compares: by the prepared text.
        let key = Phrase::new(&claim.text).text(Tier::Exact).to_owned();
        let Some(earlier) = first.get(&key) else {
            if !claim.conditional {
                first.insert(key, claim);
            }
            continue;
        };
        if earlier.keyword == claim.keyword {
            continue;
        }
        checked.report(
            Diagnostic::error(
                "duplicate-keyword",
                claim.spot,
                format!("`{}` is claimed by an earlier keyword, which always wins", claim.text),
            )
            .help("keep it in one of the two, or give the first an `if`")
            .also(earlier.spot, "claimed here first"),
        );
    }
}

fn return_keywords(checked: &Checked<'_>) {
    let everyday: Vec<Phrase> = EVERYDAY.iter().map(|word| Phrase::new(word)).collect();
    let presses = checked.loading.presses.borrow();
    let labels: Vec<&Phrase> = presses
        .values()
        .filter(|(press, _)| !press.takes_back)
        .flat_map(|(press, _)| &press.label.phrases)
        .collect();
    for (text, spot) in &checked.uses.return_keywords {
        let phrase = Phrase::new(text);
        let why = if everyday.contains(&phrase) {
            format!("`{text}` is an everyday word: people say it to a colleague too")
        } else if labels.contains(&&phrase) {
            format!("`{text}` is written on a button as well")
        } else {
            continue;
        };
        checked.report(Diagnostic::warning("everyday-return-keyword", *spot, why).help(
            "each time the bot would take the conversation away; use a word like `bot` or `menu`",
        ));
    }
}
