//! Connections of a module whose words another one above them, or a choice, takes already.

use super::{Checked, Diagnostic, Spot};
use crate::bot::Module;
use crate::condition::text::{Heard, Tier};
use crate::condition::{Condition, Connection, Phrase};

/// What a phrase is compared with in a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Beginning,
    Anywhere,
}

pub(super) fn check(checked: &Checked<'_>) {
    for module in checked.bot.modules.values() {
        let Some(spots) = checked.parts.modules.get(&module.id) else { continue };
        in_order(checked, &module.connections, &spots.connections);
        below_choices(checked, module, &spots.connections);
    }
}

/// Choices stand before all connections, so what waits for nothing but their labels is never taken.
fn below_choices(checked: &Checked<'_>, module: &Module, spots: &[Spot]) {
    let labels = || module.choices.iter().flat_map(|choice| &choice.label.phrases);
    if module.each.is_some() {
        return;
    }
    let mut parts = module.connections.iter().zip(spots).peekable();
    while let Some((connection, spot)) = parts.next() {
        // The parts of one `any` are one connection to its author.
        let alone = parts.peek().is_none_or(|(next, _)| next.place != connection.place);
        let Some(Condition::Says(phrases)) = connection.when.as_ref().filter(|_| alone) else {
            while parts.next_if(|(next, _)| next.place == connection.place).is_some() {}
            continue;
        };
        if !phrases.is_empty() && phrases.iter().all(|phrase| labels().any(|label| label == phrase))
        {
            let message = "this can never be taken: it is a choice, and those are tried first";
            let help =
                "leave it out, or let the choice itself lead there: `to` and `do` stand in it";
            checked.report(Diagnostic::warning("never-fits", *spot, message).help(help));
        }
    }
}

fn in_order(checked: &Checked<'_>, connections: &[Connection], spots: &[Spot]) {
    let mut last = None;
    for (at, connection) in connections.iter().enumerate() {
        // The parts of one `any` are one connection to its author.
        if last == Some(connection.place) {
            continue;
        }
        last = Some(connection.place);
        let parts = connections[at..].iter().take_while(|part| part.place == connection.place);
        let above: Option<Vec<usize>> =
            parts.map(|part| taken_by(&connections[..at], part)).collect();
        let first = above.and_then(|above| above.into_iter().min());
        if let (Some(first), Some(spot)) = (first, spots.get(at)) {
            let found = Diagnostic::warning(
                "never-fits",
                *spot,
                "this can never be taken: what it waits for is taken above",
            );
            let found = found.help("put it above that one, or leave it out");
            checked.report(match spots.get(first) {
                Some(first) => found.also(*first, "takes it"),
                None => found,
            });
        }
    }
}

/// The first connection that takes a part of what this one waits for, if nothing of it is left.
fn taken_by(above: &[Connection], connection: &Connection) -> Option<usize> {
    let Some((part, phrases)) = words(connection) else {
        return above.iter().position(|above| above.given.is_none() && is_same(above, connection));
    };
    let taken = |phrase: &Phrase| above.iter().position(|above| takes(above, part, phrase));
    let all: Option<Vec<usize>> = phrases.iter().map(taken).collect();
    all?.into_iter().min()
}

/// Whether both wait for the same thing that is no word.
fn is_same(above: &Connection, connection: &Connection) -> bool {
    match (&above.when, &connection.when) {
        (Some(Condition::Sends(one)), Some(Condition::Sends(other))) => one == other,
        (Some(Condition::Is(one)), Some(Condition::Is(other))) => one == other,
        (Some(Condition::Pressed(one)), Some(Condition::Pressed(other))) => one == other,
        (Some(Condition::Outcome(one)), Some(Condition::Outcome(other))) => one == other,
        (Some(_) | None, _) => false,
    }
}

/// Whether a connection takes every message that such a phrase fits.
fn takes(above: &Connection, part: Part, phrase: &Phrase) -> bool {
    if above.given.is_some() || phrase.is_empty() {
        return false;
    }
    let said = Heard::new(phrase.text(Tier::Exact));
    let Some((wider, phrases)) = words(above) else { return false };
    phrases.iter().any(|of| match wider {
        Part::Whole => part == Part::Whole && said.says(of, Tier::Exact),
        Part::Beginning => part != Part::Anywhere && said.starts_with(of, Tier::Exact),
        Part::Anywhere => said.contains(of, Tier::Exact),
    })
}

/// The phrases a connection waits for, where it waits for nothing but words.
fn words(connection: &Connection) -> Option<(Part, &[Phrase])> {
    match connection.when.as_ref()? {
        Condition::Says(phrases) => Some((Part::Whole, phrases)),
        Condition::StartsWith(phrases) => Some((Part::Beginning, phrases)),
        Condition::Contains(phrases) => Some((Part::Anywhere, phrases)),
        Condition::Like(_)
        | Condition::Understands(_)
        | Condition::Matches(_)
        | Condition::Is(_)
        | Condition::Sends(_)
        | Condition::Pressed(_)
        | Condition::Event(_)
        | Condition::Outcome(_)
        | Condition::NoReply(_)
        | Condition::Any(_)
        | Condition::All(_)
        | Condition::Not(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::language::{SourceFile, load};

    /// Which of the connections can never be taken, counted from 1.
    fn never(connections: &[&str]) -> Vec<usize> {
        let lines: String =
            connections.iter().map(|one| format!("      - {{ {one}, to: end }}\n")).collect();
        let text = format!(
            "bot: b\nfallback: {{ say: Pardon? }}\nmodules:\n  a:\n    ask: Well?\n    connections:\n{lines}    to: end\n"
        );
        let loaded = load(vec![SourceFile { path: "a".into(), text }]);
        let found = loaded.diagnostics.iter().filter(|found| found.code == "never-fits");
        found.map(|found| found.position(&loaded.files).0 - 6).collect()
    }

    #[test]
    fn words_that_are_taken_above_are_told() {
        assert_eq!(never(&["when: [yes, sure]", "when: [No]", "when: \"Yes!\""]), [3]);
        assert_eq!(never(&["when: { contains: order }", "when: [my order]"]), [2]);
        assert_eq!(
            never(&["when: { contains: order }", "when: { starts_with: order status }"]),
            [2]
        );
        assert_eq!(never(&["when: { starts_with: hi }", "when: [hi there]"]), [2]);
    }

    #[test]
    fn the_same_condition_twice_is_told() {
        assert_eq!(never(&["when: { sends: image }", "when: { sends: image }"]), [2]);
        assert_eq!(never(&["when: { is: email }", "when: [x]", "when: { is: email }"]), [3]);
        assert_eq!(never(&["when: { is: yes }", "when: { is: no }"]), [0; 0]);
        assert_eq!(
            never(&["when: { sends: image }, if: known(user.id)", "when: { sends: image }"]),
            [0; 0]
        );
    }

    #[test]
    fn what_a_choice_takes_is_told() {
        let told = |when: &str| {
            let text = format!(
                "bot: b\nfallback: {{ say: Pardon? }}\nmodules:\n  a:\n    say: Well?\n    choices: \
                 [{{ label: Yes, to: end }}, {{ label: 'No!', to: end }}]\n    connections:\n      \
                 - {{ when: {when}, to: end }}\n"
            );
            let loaded = load(vec![SourceFile { path: "a".into(), text }]);
            loaded.diagnostics.iter().filter(|found| found.code == "never-fits").count()
        };
        assert_eq!(told("[yes]"), 1);
        assert_eq!(told("[yes, no]"), 1);
        assert_eq!(told("[yes, sure]"), 0);
        assert_eq!(told("{ contains: yes }"), 0);
        assert_eq!(told("{ any: [ { says: no }, { is: email } ] }"), 0);
    }

    #[test]
    fn what_is_left_of_a_connection_can_still_be_taken() {
        assert_eq!(never(&["when: [yes]", "when: [yes, sure]"]), [0; 0]);
        assert_eq!(never(&["when: [order]", "when: { contains: order }"]), [0; 0]);
        assert_eq!(never(&["when: [yes], if: known(user.id)", "when: [yes]"]), [0; 0]);
        assert_eq!(never(&["when: { contains: order }", "when: [reorder]"]), [0; 0]);
        assert_eq!(never(&["when: { starts_with: my }", "when: { contains: my order }"]), [0; 0]);
    }
}
