//! Two lists beside each other: what stands in both, what is new or gone, and what stands at another place.

use super::meaning::Meaning;

/// What an old list became.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    /// What stands in both: its places before and now, in the present order.
    pub(super) both: Vec<(usize, usize)>,
    /// What is gone, by its place before.
    pub(super) gone: Vec<usize>,
    /// What is new, by its place now.
    pub(super) new: Vec<usize>,
    /// What stands at another place among the others: its places before and now.
    pub(super) moved: Vec<(usize, usize)>,
}

/// Lays two lists beside each other: first what is equal, then what goes by the same name, then what does the same.
pub(super) fn align(old: &[Meaning], new: &[Meaning]) -> Aligned {
    let mut pairs = Pairs { of_new: vec![None; new.len()], taken: vec![false; old.len()] };
    pairs.pair(old, new, |one, other| one == other);
    pairs.pair(old, new, |one, other| name(one).is_some() && name(one) == name(other));
    pairs.pair(old, new, does_the_same);
    pairs.pair(old, new, |one, other| kind(one).is_some() && kind(one) == kind(other));
    let leaf = |one: &Meaning| one.text().is_some();
    pairs.pair(old, new, |one, other| leaf(one) && leaf(other));
    let both: Vec<(usize, usize)> = pairs
        .of_new
        .iter()
        .enumerate()
        .filter_map(|(now, before)| Some(((*before)?, now)))
        .collect();
    let stays = rising(&both);
    Aligned {
        gone: (0..old.len()).filter(|at| !pairs.taken[*at]).collect(),
        new: (0..new.len()).filter(|at| pairs.of_new[*at].is_none()).collect(),
        moved: both.iter().copied().filter(|pair| !stays.contains(pair)).collect(),
        both,
    }
}

struct Pairs {
    of_new: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairs {
    fn pair(
        &mut self,
        old: &[Meaning],
        new: &[Meaning],
        fits: impl Fn(&Meaning, &Meaning) -> bool,
    ) {
        let mut first = 0;
        for (now, one) in new
            .iter()
            .enumerate()
            .filter(|(now, _)| self.of_new[*now].is_none())
            .collect::<Vec<_>>()
        {
            while self.taken.get(first) == Some(&true) {
                first += 1;
            }
            let free = (first..old.len()).filter(|at| !self.taken[*at]);
            if let Some(at) = free.into_iter().find(|at| fits(&old[*at], one)) {
                self.of_new[now] = Some(at);
                self.taken[at] = true;
            }
        }
    }
}

/// What something in a list goes by: its id, else its label, else when it is taken. What is nothing of it has no name.
pub(super) fn name(one: &Meaning) -> Option<String> {
    if let Some(name) = one.get("id").or(one.get("label")) {
        return name.text().map(str::to_owned);
    }
    let when = one.get("when").map(condition);
    let given = one.get("if").map(|given| format!("if {}", given.shown()));
    match (when, given) {
        (Some(when), Some(given)) => Some(format!("{when} {given}")),
        (when, given) => when.or(given).or_else(|| {
            let otherwise = one.get("to").is_some() || one.get("do").is_some();
            otherwise.then(|| "otherwise".to_owned())
        }),
    }
}

/// A condition as a name: what it asks for, without the signs around it.
fn condition(when: &Meaning) -> String {
    let asks = |(key, value): &(String, Meaning)| format!("{key} {}", value.shown());
    match when.entries() {
        [] => when.shown(),
        several => several.iter().map(asks).collect::<Vec<_>>().join(" and "),
    }
}

/// Whether two with other names lead to the same: one got another condition or label.
fn does_the_same(one: &Meaning, other: &Meaning) -> bool {
    let leads =
        |one: &Meaning| (one.get("to").cloned(), one.get("do").cloned(), one.get("url").cloned());
    name(one).is_some()
        && name(other).is_some()
        && leads(one) == leads(other)
        && leads(one) != (None, None, None)
}

/// What a thing without a name is: the action, or the kind of message.
fn kind(one: &Meaning) -> Option<&str> {
    if name(one).is_some() {
        return None;
    }
    one.entries().first().map(|(key, _)| key.as_str())
}

/// The longest run of pairs whose places rise on both sides: what did not move.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The best end of a run of each length, and what stands before each pair in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (place, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].0 < *place);
        before[at] = length.checked_sub(1).map(|last| ends[last]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = before[at];
    }
    run
}
