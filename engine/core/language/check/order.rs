//! Connections that stand below one that takes everything.

use super::{Checked, Diagnostic};
use crate::bot::Module;
use crate::condition::{Class, Condition, Connection, Sends};

/// What a connection takes for certain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Whatever happened: it waits for nothing and asks nothing.
    Always,
    /// Every message.
    Everything,
    /// Every text.
    Texts,
    /// Every outcome.
    Outcomes,
}

pub(super) fn check(checked: &Checked<'_>) {
    for module in checked.bot.modules.values() {
        let spots = checked.parts.modules.get(&module.id).map(|spots| spots.connections.as_slice());
        in_module(checked, module, spots.unwrap_or_default());
    }
    let keywords = &checked.bot.keywords;
    for (at, connection) in keywords.iter().enumerate() {
        let above = keywords[..at].iter().position(|above| {
            above.place != connection.place && hides(takes(above, false, false), connection)
        });
        if let (Some(above), Some(spot)) = (above, checked.parts.keywords.get(at)) {
            report(checked, *spot, checked.parts.keywords[above]);
        }
    }
}

fn in_module(checked: &Checked<'_>, module: &Module, spots: &[super::Spot]) {
    let list = checked.bot.lists.get(&module.list());
    let actions = list.map(|list| list.actions.as_slice()).unwrap_or_default();
    let outcomes = actions.iter().any(|action| action.source().is_some());
    // A connection whose condition could not be read looks like one that waits for nothing.
    let sure = !checked.loading.has_errors();
    let mut last = None;
    for (at, connection) in module.connections.iter().enumerate() {
        let above = module.connections[..at].iter().position(|above| {
            above.place != connection.place && hides(takes(above, outcomes, sure), connection)
        });
        // The parts of one `any` are one connection to its author.
        if let (Some(above), Some(spot), Some(first)) =
            (above, spots.get(at), above.and_then(|above| spots.get(above)))
            && last != Some(connection.place)
            && above < at
        {
            last = Some(connection.place);
            report(checked, *spot, *first);
        }
    }
}

fn takes(connection: &Connection, outcomes: bool, sure: bool) -> Option<Takes> {
    if connection.given.is_some() || connection.short {
        return None;
    }
    match &connection.when {
        None if outcomes => Some(Takes::Outcomes),
        None if sure => Some(Takes::Always),
        None | Some(Condition::Sends(Sends::Anything)) => Some(Takes::Everything),
        Some(Condition::Sends(Sends::Text)) => Some(Takes::Texts),
        Some(
            Condition::Says(_)
            | Condition::Contains(_)
            | Condition::StartsWith(_)
            | Condition::Like(_)
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
            | Condition::Not(_),
        ) => None,
    }
}

fn hides(takes: Option<Takes>, below: &Connection) -> bool {
    let words = matches!(below.class, Class::Named | Class::Open);
    match takes {
        None => false,
        Some(Takes::Always) => words || (below.class == Class::State && !below.short),
        Some(Takes::Everything) => words,
        Some(Takes::Texts) => matches!(
            below.when,
            Some(
                Condition::Says(_)
                    | Condition::Contains(_)
                    | Condition::StartsWith(_)
                    | Condition::Like(_)
                    | Condition::Matches(_)
                    | Condition::Is(_)
                    | Condition::Sends(Sends::Text)
            )
        ),
        Some(Takes::Outcomes) => {
            below.class == Class::Outcome || (below.class == Class::State && !below.short)
        }
    }
}

fn report(checked: &Checked<'_>, spot: super::Spot, above: super::Spot) {
    checked.report(
        Diagnostic::warning(
            "never-fits",
            spot,
            "this can never be taken: one above takes everything",
        )
        .help("put it above that one")
        .also(above, "takes everything"),
    );
}

#[cfg(test)]
mod tests {
    use crate::language::{SourceFile, load};

    /// How many connections of a module that goes on at once can never be taken.
    fn never(connections: &str) -> usize {
        let text = format!(
            "bot: b\nfallback: {{ say: Pardon? }}\nmodules:\n  a:\n    say: Hi\n    connections:\n{connections}"
        );
        let loaded = load(vec![SourceFile { path: "a".into(), text }]);
        loaded.diagnostics.iter().filter(|found| found.code == "never-fits").count()
    }

    #[test]
    fn nothing_is_asked_of_what_stands_below_an_otherwise() {
        let otherwise = "      - { do: [ say: Else ], to: end }\n";
        let asks = "      - { if: 'tagged(\"vip\")', to: end }\n";
        assert_eq!(never(&[otherwise, asks].concat()), 1);
        assert_eq!(never(&[otherwise, otherwise].concat()), 1);
        assert_eq!(never(&[asks, otherwise].concat()), 0);
    }
}
