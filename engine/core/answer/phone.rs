//! Phone numbers.

/// The digits of a phone number, `+` in front where it was typed or `00` stood for it.
///
/// Seven to fifteen digits (ITU-T E.164); spaces, dots, dashes, slashes and brackets do not count.
pub(super) fn read(text: &str) -> Option<String> {
    let text = super::plain_digits(text);
    let text = text.strip_prefix("tel:").unwrap_or(&text);
    let mut digits = String::new();
    let mut plus = false;
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !plus => plus = true,
            ' ' | '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2013}' | '\u{2212}' => (),
            _ => return None,
        }
    }
    if let Some(rest) = digits.strip_prefix("00").filter(|_| !plus) {
        digits = rest.to_owned();
        plus = true;
    }
    if !(7..=15).contains(&digits.len()) {
        return None;
    }
    Some(if plus { format!("+{digits}") } else { digits })
}
