//! "Did you mean": the nearest of the names that would have been right.

/// A name that was probably meant by a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What was written.
    pub word: String,
    /// What was meant.
    pub name: String,
    /// No other name is near, and the two do not differ in a digit: `order_2` may be a module that
    /// is still to be written.
    pub sure: bool,
}

impl Guess {
    /// The name of something that has another word elsewhere.
    pub fn known(word: &str, name: &str) -> Self {
        Self { word: word.to_owned(), name: name.to_owned(), sure: true }
    }
}

/// As [`nearest`], and whether it can be anything else.
pub fn guess<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Guess> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let name = nearest(word, candidates.iter().copied())?;
    let wanted = plain(word);
    let best = strsim::damerau_levenshtein(&wanted, &plain(name));
    // The more slips there would be, the less may another name be about as near.
    let near = (2 * best).max(1) - 1;
    let rival = |other: &&str| *other != name && slips(&wanted, other, near).is_some();
    let sure = !candidates.iter().any(rival) && !is_another(word, name);
    Some(Guess { word: word.to_owned(), name: name.to_owned(), sure })
}

/// Whether two names are of a row, like `order_1` and `order_2`, or `page_a` and `page_b`.
fn is_another(word: &str, name: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let of_row = |(one, two): ((&str, &str), (&str, &str))| {
        one.0 == two.0 && one.1 != two.1 && one.1.len().max(two.1.len()) <= 2
    };
    digits(word) != digits(name)
        || word.rsplit_once('_').zip(name.rsplit_once('_')).is_some_and(of_row)
}

/// The candidate an author most probably meant by `word`, or none that is near enough.
///
/// Upper and lower case, `-` and `_` count as equal. One slip is forgiven in words of up to four
/// letters, two up to eight, three beyond: more would propose nonsense. The first candidate wins a
/// tie.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    let allowed = match wanted.chars().count() {
        0 => return None,
        1..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Only what is nearer than the best so far counts.
        let most = best.map_or(Some(allowed), |(nearest, _)| nearest.checked_sub(1));
        let Some(most) = most else { break };
        if let Some(slips) = slips(&wanted, candidate, most) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many slips a name is away from a plain word; `None`: more than these. Bots have thousands of names, so what is
/// longer or shorter by more letters is not looked at any closer.
fn slips(wanted: &str, candidate: &str, most: usize) -> Option<usize> {
    if wanted.is_ascii() && candidate.is_ascii() {
        let letters = candidate.bytes().filter(|b| !matches!(b, b'-' | b'_')).count();
        if candidate.len() <= LONGEST && letters.abs_diff(wanted.len()) > most {
            return None;
        }
    }
    let slips = strsim::damerau_levenshtein(wanted, &plain(candidate));
    (slips <= most).then_some(slips)
}

/// Longest name that is looked at: comparing costs the product of the lengths.
const LONGEST: usize = 64;

fn plain(word: &str) -> String {
    word.chars()
        .take(LONGEST)
        .filter(|c| !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{guess, nearest};

    #[test]
    fn a_guess_is_sure_where_nothing_else_can_be_meant() {
        assert!(guess("conections", ["actions", "connections"]).unwrap().sure);
        assert!(guess("frist_name", ["first_name", "last_name"]).unwrap().sure);
        assert!(!guess("ordes", ["order", "orders"]).unwrap().sure);
        assert!(!guess("page_a", ["page_b"]).unwrap().sure);
        assert!(!guess("order_2", ["order_1"]).unwrap().sure, "it may be still to be written");
        assert_eq!(guess("colour", ["size"]), None);
    }

    #[test]
    fn the_nearest_name_is_proposed() {
        assert_eq!(nearest("conections", ["actions", "connections"]), Some("connections"));
        assert_eq!(nearest("first-name", ["first_name", "last_name"]), Some("first_name"));
        assert_eq!(nearest("mneu", ["menu", "mode"]), Some("menu"));
        assert_eq!(nearest("Order", ["order"]), Some("order"));
    }

    #[test]
    fn a_far_name_is_not_proposed() {
        assert_eq!(nearest("colour", ["size", "price"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest("ab", ["xy"]), None);
    }
}
