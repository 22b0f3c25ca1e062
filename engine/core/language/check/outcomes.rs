//! Outcomes: those that can never be, and those that lead nowhere.

use super::super::conditions::outcome_word;
use super::{Checked, Diagnostic};
use crate::action::{Ask, Handover, Http};
use crate::bot::Module;
use crate::condition::{Class, Condition, Joined};
use crate::conversation::Outcome;
use crate::id::ModuleId;

pub(super) fn check(checked: &Checked<'_>) {
    for (module, outcome, spot) in &checked.uses.outcomes {
        let Some(help) = impossible(checked, module.as_ref(), *outcome) else { continue };
        let word = outcome_word(*outcome);
        let message = format!("nothing here can end with `{word}`");
        checked.report(Diagnostic::error("impossible-outcome", *spot, message).help(help));
    }
    for (module, spot) in &checked.uses.tries {
        let Some(module) = checked.bot.modules.get(module) else { continue };
        if checked.is_whole(module) && !is_caught(module, Outcome::TooManyTries) {
            checked.report(
                Diagnostic::error(
                    "tries-without-way",
                    *spot,
                    "nothing says what comes after the last try",
                )
                .help("add a connection: `- when: { outcome: too_many_tries }`, below it `to: …`"),
            );
        }
    }
}

/// Calls after whose failure nothing is said to come.
pub(super) fn failures(checked: &Checked<'_>) {
    for module in checked.bot.modules.values() {
        let Some(list) = checked.bot.lists.get(&module.list()) else { continue };
        let http = list.actions.iter().position(|action| action.as_http().is_some());
        if let Some(place) = http
            && !is_caught(module, Outcome::Failed)
        {
            checked.report(
                Diagnostic::warning(
                    "http-without-failed",
                    checked.action(&module.list(), place),
                    "nothing says what comes when the service does not answer",
                )
                .help("add a connection: `- when: { outcome: failed }`, below it `to: …`"),
            );
        }
    }
}

/// What each kind of action can come to, and why this outcome is none of it; `None` when it can be.
fn impossible(
    checked: &Checked<'_>,
    module: Option<&ModuleId>,
    outcome: Outcome,
) -> Option<String> {
    let Some(id) = module else {
        return Some("only the actions of a module have outcomes: ask in its `connections`".into());
    };
    let module = checked.bot.modules.get(id).filter(|module| checked.is_whole(module))?;
    if outcome == Outcome::Empty {
        let made = module.each.is_some();
        let help = "only choices made from a list can come out empty: `choices: { each: … }`";
        return (!made).then(|| help.to_owned());
    }
    let list = checked.bot.lists.get(&module.list())?;
    let mut reasons = Vec::new();
    for action in &list.actions {
        let ask = action.as_question().map(|ask| of_ask(ask, outcome));
        let http = || action.as_http().map(|http| of_http(http, outcome));
        let handover = || action.as_handover().map(|own| of_handover(own, outcome));
        let Some(reason) = ask.or_else(http).or_else(handover) else { continue };
        reasons.push(reason?);
    }
    let first = reasons.into_iter().max_by_key(String::len);
    Some(
        first.unwrap_or_else(|| "the module has no ask, http or handover among its actions".into()),
    )
}

fn of_ask(ask: &Ask, outcome: Outcome) -> Option<String> {
    match outcome {
        Outcome::Answered => None,
        Outcome::TooManyTries if ask.tries.is_some() => None,
        Outcome::TooManyTries => {
            Some("it needs `tries`: add `tries: 3` to the question".to_owned())
        }
        Outcome::Ok
        | Outcome::NotFound
        | Outcome::Failed
        | Outcome::Returned
        | Outcome::TimedOut
        | Outcome::NobodyAnswered
        | Outcome::Closed
        | Outcome::Empty => Some("an ask ends with answered or too_many_tries".to_owned()),
    }
}

fn of_http(_http: &Http, outcome: Outcome) -> Option<String> {
    match outcome {
        Outcome::Ok | Outcome::NotFound | Outcome::Failed => None,
        Outcome::Answered
        | Outcome::TooManyTries
        | Outcome::Returned
        | Outcome::TimedOut
        | Outcome::NobodyAnswered
        | Outcome::Closed
        | Outcome::Empty => Some("http ends with ok, not_found or failed".to_owned()),
    }
}

fn of_handover(handover: &Handover, outcome: Outcome) -> Option<String> {
    let deadline = [handover.timeout, handover.idle, handover.pickup].iter().any(Option::is_some);
    match outcome {
        Outcome::Returned | Outcome::Failed => None,
        Outcome::TimedOut if deadline => None,
        Outcome::NobodyAnswered if handover.pickup.is_some() => None,
        Outcome::Closed if handover.hours.is_some() => None,
        Outcome::TimedOut => Some("it needs a time limit: add `idle_timeout: 30m`".to_owned()),
        Outcome::NobodyAnswered => {
            Some("it needs `pickup_timeout`: add `pickup_timeout: 5m` to the handover".to_owned())
        }
        Outcome::Closed => {
            Some("it needs `hours`: add `hours: support` to the handover".to_owned())
        }
        Outcome::Answered
        | Outcome::TooManyTries
        | Outcome::Ok
        | Outcome::NotFound
        | Outcome::Empty => Some(
            "a handover ends with returned, timed_out, nobody_answered, closed or failed"
                .to_owned(),
        ),
    }
}

/// Whether a connection takes a bad outcome: by its name, or one without any condition that is not
/// the short `to`.
pub(super) fn is_caught(module: &Module, outcome: Outcome) -> bool {
    module.connections.iter().any(|connection| {
        let named = connection.when.as_ref().is_some_and(|when| names(when, outcome));
        named || (connection.class == Class::State && !connection.short)
    })
}

fn names(condition: &Condition, outcome: Outcome) -> bool {
    match condition.joined() {
        Joined::One(Condition::Outcome(named)) => *named == outcome,
        Joined::Any(of) | Joined::All(of) => of.iter().any(|part| names(part, outcome)),
        Joined::Not(not) => !names(not, outcome),
        Joined::One(_) => false,
    }
}
