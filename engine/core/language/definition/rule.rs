//! What must hold among the keys of a map, beyond what each of them can be.

use super::Key;

/// What must hold among the keys of a map.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// One of these keys, and no two.
    One(&'static [&'static str]),
    /// No two of these keys.
    NotTwo(&'static [&'static str]),
    /// One of these keys or several.
    Some(&'static [&'static str]),
    /// The key needs one of the others beside it.
    Needs(&'static str, &'static [&'static str]),
    /// At least one key.
    Filled,
}

impl Rule {
    /// What it says, as a sentence without a full stop.
    pub fn words(&self) -> String {
        match self {
            Self::One(keys) => format!("it has one of {}", listed(keys, "and")),
            Self::NotTwo([one, other]) => format!("`{one}` and `{other}` exclude each other"),
            Self::NotTwo(keys) => format!("it has one of {} at the most", listed(keys, "and")),
            Self::Some([one]) => format!("it needs `{one}`"),
            Self::Some(keys) => format!("it needs {}", listed(keys, "or")),
            Self::Needs(key, others) => format!("`{key}` needs {}", listed(others, "or")),
            Self::Filled => "it needs at least one key".to_owned(),
        }
    }
}

fn listed(keys: &[&str], last: &str) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, others)) => format!("{} {last} {end}", others.join(", ")),
        None => String::new(),
    }
}

/// The names of some keys, one of them replaced by another name.
pub(crate) const fn names_but<const N: usize>(
    keys: &[Key; N],
    but: &str,
    other: &'static str,
) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = if is(keys[at].name, but) { other } else { keys[at].name };
        at += 1;
    }
    names
}

const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::{Rule, names_but};
    use crate::action::Action;

    #[test]
    fn a_rule_is_a_sentence() {
        assert_eq!(Rule::One(&["a", "b", "c"]).words(), "it has one of `a`, `b` and `c`");
        assert_eq!(Rule::NotTwo(&["a", "b"]).words(), "`a` and `b` exclude each other");
        assert_eq!(Rule::Some(&["do", "to"]).words(), "it needs `do` or `to`");
        assert_eq!(Rule::Needs("a", &["b"]).words(), "`a` needs `b`");
    }

    #[test]
    fn one_name_is_replaced_and_no_other() {
        let names = names_but(&Action::KEYS, "say", "actions");
        assert!(names.contains(&"actions") && !names.contains(&"say"));
        assert_eq!(
            names.iter().filter(|name| Action::NAMES.contains(name)).count(),
            names.len() - 1
        );
    }
}
