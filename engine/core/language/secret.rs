//! Secrets: named in `auth` of services as `{{secret.NAME}}`, and nowhere else; their values never
//! in a file.
//!
//! Invariant: a finding about a secret never shows its value.

use super::diagnostic::{Diagnostic, SECRET};
use super::loading::Site;
use super::source::Spot;
use super::tree::{Kind, Node};
use crate::effect::{SecretPart, SecretText};

/// A text with secrets by name, as `auth` holds it; `secret`: it must have one.
pub(crate) fn text(site: &Site<'_>, node: &Node, what: &str, secret: bool) -> Option<SecretText> {
    let words = site.words(node, what)?;
    let mut parts = Vec::new();
    let mut rest = words.text.as_str();
    while let Some(open) = rest.find("{{") {
        let Some(length) = rest[open..].find("}}") else { break };
        let name = rest[open + 2..open + length].trim();
        let Some(name) = name.strip_prefix("secret.").filter(|name| is_secret_name(name)) else {
            let message = format!("{what} can only have {{{{secret.NAME}}}} in it");
            site.report(Diagnostic::error("bad-template", words.spot, message).help(
                "name it in capitals, like {{secret.SHOP_KEY}}; BATON_SECRET_SHOP_KEY \
                          holds the value",
            ));
            return None;
        };
        if open > 0 {
            parts.push(SecretPart::Text(rest[..open].to_owned()));
        }
        parts.push(SecretPart::Secret(name.to_owned()));
        rest = &rest[open + length + 2..];
    }
    if !rest.is_empty() {
        parts.push(SecretPart::Text(rest.to_owned()));
    }
    let named = parts.iter().any(|part| matches!(part, SecretPart::Secret(_)));
    if secret && !named {
        site.report(inline(words.spot));
        return None;
    }
    Some(SecretText(parts))
}

fn is_secret_name(name: &str) -> bool {
    let known = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    !name.is_empty() && name.bytes().all(known)
}

fn inline(spot: Spot) -> Diagnostic {
    Diagnostic::error(
        SECRET,
        spot,
        "a secret stands in the file; everybody who reads \
        the flow can use it",
    )
    .help(
        "write {{secret.NAME}} in the `auth` of a service, keep the value in \
              BATON_SECRET_NAME, and renew the secret",
    )
}

/// Looks at every text of a file for what looks like a secret.
pub(crate) fn look(node: &Node, report: &mut dyn FnMut(Diagnostic)) {
    match &node.kind {
        Kind::Text { text, .. } => {
            if looks_secret(text) {
                report(inline(node.spot));
            }
        }
        Kind::List { items, .. } => items.iter().for_each(|item| look(item, report)),
        Kind::Map { entries, .. } => entries.iter().for_each(|(_, value)| look(value, report)),
        Kind::Nothing | Kind::Broken => {}
    }
}

/// Length of the shortest token that says what it is.
const SHORTEST: usize = 13;

/// Shortest run of letters and digits that can be a token of a platform we do not know.
const LONG: usize = 32;

fn looks_secret(text: &str) -> bool {
    if text.len() < SHORTEST {
        return false;
    }
    let words = text.split(|c: char| c.is_whitespace() || "\"'<>(),;{}".contains(c));
    words.into_iter().filter(|word| word.len() >= SHORTEST).any(|word| {
        let word = word.rsplit_once(['=', ':']).map_or(word, |(_, value)| value);
        is_known_token(word) || is_random(word)
    })
}

/// Tokens that say what they are: Graph API, Stripe and its kin, JSON web tokens, GitHub, Slack.
fn is_known_token(word: &str) -> bool {
    let letters = |text: &str, least: usize| {
        text.len() >= least && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
    };
    let behind = |prefix: &str, least: usize| {
        word.strip_prefix(prefix).is_some_and(|rest| letters(rest, least))
    };
    let web_token = word.starts_with("eyJ") && word.split('.').count() == 3 && word.len() > 40;
    let graph = behind("EAA", 17) && word.bytes().any(|b| b.is_ascii_digit());
    let known =
        [("sk_", 10), ("sk-", 16), ("rk_live_", 10), ("ghp_", 20), ("xoxb-", 10), ("xoxp-", 10)];
    web_token || graph || known.iter().any(|(prefix, least)| behind(prefix, *least))
}

/// A long run without any sense: small and capital letters and digits mixed, or long hexadecimal.
fn is_random(word: &str) -> bool {
    if word.len() < LONG
        || !word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-+/=".contains(&b))
        || word.matches('/').count() > 2
    {
        return false;
    }
    let has = |kind: fn(&u8) -> bool| word.bytes().filter(kind).count();
    let digits = has(u8::is_ascii_digit);
    let hexadecimal =
        word.bytes().all(|b| b.is_ascii_hexdigit()) && digits >= 6 && digits < word.len();
    let mixed = digits >= 3 && has(u8::is_ascii_uppercase) >= 3 && has(u8::is_ascii_lowercase) >= 3;
    hexadecimal || (mixed && entropy(word) > 4.0)
}

/// Bits a character (Shannon).
fn entropy(word: &str) -> f64 {
    let mut counts = [0_u32; 128];
    for b in word.bytes() {
        counts[usize::from(b & 127)] += 1;
    }
    let all = f64::from(u32::try_from(word.len()).unwrap_or(u32::MAX));
    let parts = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / all);
    -parts.map(|part| part * part.log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::looks_secret;

    #[test]
    fn tokens_are_seen() {
        for token in [
            "EAAGm0PX4ZCpsBAKZCZBZA1234567890abcdef",
            "Bearer sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "q7Gd82hKs0PzLmN4vYtR6wXc1BeJfA9u",
            "5f4dcc3b5aa765d61d8327deb882cf99",
        ] {
            assert!(looks_secret(token), "{token}");
        }
    }

    #[test]
    fn ordinary_texts_are_no_secrets() {
        for text in [
            "https://cdn.example.com/pictures/2026/summer-sale-banner-large-version.png",
            "1234567890",
            "From the bot, wants to talk to a person",
            "donaudampfschifffahrtsgesellschaftskapitaen",
            "Bearer {{secret.SHOP_KEY}}",
            "EAAsy",
        ] {
            assert!(!looks_secret(text), "{text}");
        }
    }
}
