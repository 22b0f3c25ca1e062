//! Times of day.

use jiff::civil::Time;

/// What people write before a time.
const BEFORE: [&str; 12] = [
    "at ", "kl. ", "kl ", "klokken ", "klockan ", "um ", "klo ", "om ", "à ", "a las ", "alle ",
    "às ",
];

/// The time a message is: `14:30`, `14.30`, `9`, `9am`, `2:30 pm`, `14h30`, `14 h`, `14 Uhr 30`, `kl. 14`.
pub(super) fn read(text: &str) -> Option<Time> {
    let text = super::plain_digits(text).to_lowercase();
    let text = text.trim().trim_end_matches(['!', '.']);
    let text = BEFORE.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let (text, half) = half_of_day(text);
    let text =
        text.strip_suffix("uhr").or_else(|| text.strip_suffix("o'clock")).unwrap_or(text).trim();
    let text = text.replacen("uhr", "h", 1);
    let (hour, minute) = match text.split_once([':', '.', 'h']) {
        Some((hour, minute)) => (hour.trim_end(), minute.trim_start()),
        None => (text.as_str(), ""),
    };
    let minute = if minute.is_empty() { "00" } else { minute };
    let (minute, second) = minute.split_once([':', '.']).unwrap_or((minute, "00"));
    if minute.len() != 2 || second.len() != 2 || hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let hour = match (figure(hour)?, half) {
        (hour, None) => hour,
        (12, Some(Half::Morning)) => 0,
        (hour @ 1..=12, Some(Half::Morning)) | (hour @ 12, Some(Half::Evening)) => hour,
        (hour @ 1..=11, Some(Half::Evening)) => hour + 12,
        (_, Some(Half::Morning | Half::Evening)) => return None,
    };
    Time::new(hour, figure(minute)?, figure(second)?, 0).ok()
}

enum Half {
    Morning,
    Evening,
}

fn half_of_day(text: &str) -> (&str, Option<Half>) {
    for (ending, half) in [
        ("a.m", Half::Morning),
        ("am", Half::Morning),
        ("p.m", Half::Evening),
        ("pm", Half::Evening),
    ] {
        if let Some(rest) = text.strip_suffix(ending) {
            return (rest.trim(), Some(half));
        }
    }
    (text, None)
}

fn figure(digits: &str) -> Option<i8> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
