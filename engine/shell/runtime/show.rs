//! A conversation as operators see it, and what they may ask of it. Read from what is committed,
//! never from memory.

use baton_core::bot::Bots;
use baton_core::conversation::{Conversation, Hand, Handover};
use baton_core::event::Operator;
use baton_core::id::{AppId, ModuleId, Timestamp};

use super::{OperateProblem, Shown};

/// The word for who may speak.
pub(super) fn hand_word(hand: &Hand) -> &'static str {
    match hand {
        Hand::Bot { .. } => "bot",
        Hand::Opening { .. } => "opening",
        Hand::People { .. } => "people",
        Hand::Taking { .. } => "taking",
    }
}

/// A conversation for people. `own`: our app on its page.
pub(super) fn shown(conversation: &Conversation, own: &AppId, unsettled: usize) -> Shown {
    let handover = conversation.handover();
    let (since, owner) = match &conversation.hand {
        Hand::Bot { since, .. } => (*since, Some(own.clone())),
        Hand::Opening { h, .. } | Hand::People { h } | Hand::Taking { h, .. } => {
            (h.passed_at.unwrap_or(h.opened_at), h.owner.clone())
        }
    };
    let plain = |variables| {
        serde_json::to_value(variables).expect("variables are plain data with text keys")
    };
    Shown {
        hand: hand_word(&conversation.hand),
        owner,
        since,
        why: handover.map(|h| format!("{:?}", h.cause).to_lowercase()),
        metadata: handover.map(|h| h.metadata.clone()),
        deadlines: handover.map(deadlines).unwrap_or_default(),
        next_due: conversation.next_due(),
        window_until: conversation.person.window_until,
        held: conversation.is_held(),
        module: conversation.module().map(ModuleId::new),
        reminders: conversation.reminders.iter().map(|one| (one.id.clone(), one.due)).collect(),
        unsettled,
        variables: plain(&conversation.variables),
        session: plain(&conversation.session),
        tags: conversation.tags.iter().cloned().collect(),
    }
}

fn deadlines(h: &Handover) -> Vec<(&'static str, Timestamp)> {
    let all = [
        ("timeout", h.timeout_at),
        ("idle", h.idle_at),
        ("pickup", h.pickup_at),
        ("check", h.check_at),
        ("retry", h.retry.as_ref().map(|(at, _)| *at)),
    ];
    let mut due: Vec<_> = all.into_iter().filter_map(|(name, at)| Some((name, at?))).collect();
    due.sort_by_key(|(_, at)| *at);
    due
}

/// Whether a conversation can do what an operator asks, as the handover table says (interpreter 2).
pub(super) fn allowed(
    conversation: &Conversation,
    ask: &Operator,
    bots: &Bots,
) -> Result<(), OperateProblem> {
    let refuse = |code: &str, message: &str| {
        Err(OperateProblem { code: code.into(), message: message.into() })
    };
    match (ask, &conversation.hand) {
        (Operator::Return, Hand::Bot { .. }) => {
            refuse("not_handed_over", "the conversation is with the bot already")
        }
        (
            Operator::Open { .. },
            Hand::Opening { .. } | Hand::People { .. } | Hand::Taking { .. },
        ) => refuse("already_open", "the conversation is handed over already"),
        (Operator::Goto(_), Hand::Opening { .. } | Hand::People { .. } | Hand::Taking { .. }) => {
            refuse("handed_over", "people have the conversation; bring it back first")
        }
        (Operator::Goto(module), Hand::Bot { .. }) if !bots.newest.modules.contains_key(module) => {
            refuse("unknown_module", "the bot has no module of that name")
        }
        (Operator::Return, Hand::Opening { .. } | Hand::People { .. } | Hand::Taking { .. })
        | (Operator::Open { .. } | Operator::Goto(_), Hand::Bot { .. }) => Ok(()),
    }
}
