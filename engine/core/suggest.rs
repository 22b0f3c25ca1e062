//! "Did you mean": the nearest of the names that would have been right.

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
        let distance = strsim::damerau_levenshtein(&wanted, &plain(candidate));
        if distance <= allowed && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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
    use super::nearest;

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
