//! The script of what goes wrong: on the way to our webhook, and in Graph calls.
//!
//! A fault names what it picks, from which pick on it acts, and how often. Faults are tried in
//! the order in which they were given; the first that acts wins.

use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::event::{Channel, EventKind};
use crate::ledger::Call;

/// A fault between the platform and our webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WebhookFault {
    /// Kinds it picks; empty = every kind.
    pub kinds: Vec<EventKind>,
    /// Only events of this contact.
    pub contact: Option<String>,
    /// Only events of this channel.
    pub channel: Option<Channel>,
    /// When, and how often, it acts.
    pub when: When,
    /// What happens.
    pub act: WebhookAct,
}

impl WebhookFault {
    /// Acts on every event of these kinds.
    pub fn on(kinds: &[EventKind], act: WebhookAct) -> Self {
        Self { kinds: kinds.to_vec(), contact: None, channel: None, when: When::ALWAYS, act }
    }
}

/// A fault of a Graph call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GraphFault {
    /// Kinds of call it picks; empty = every call.
    pub calls: Vec<Call>,
    /// Only calls about this contact.
    pub contact: Option<String>,
    /// When, and how often, it acts.
    pub when: When,
    /// What happens.
    pub act: GraphAct,
}

impl GraphFault {
    /// Acts on every call of these kinds.
    pub fn on(calls: &[Call], act: GraphAct) -> Self {
        Self { calls: calls.to_vec(), contact: None, when: When::ALWAYS, act }
    }
}

/// Which of the picked ones a fault acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The first pick it acts on, counted from 1.
    pub from: u32,
    /// How many picks in a row, counted from there; `u32::MAX` = for ever.
    pub times: u32,
    /// Acts only with this chance per thousand.
    pub per_mille: u16,
}

impl When {
    /// On every pick.
    pub const ALWAYS: Self = Self { from: 1, times: u32::MAX, per_mille: 1000 };

    /// On the nth pick alone, counted from 1.
    pub const fn nth(n: u32) -> Self {
        Self { from: n, times: 1, per_mille: 1000 }
    }

    /// On the first `times` picks.
    pub const fn first(times: u32) -> Self {
        Self { from: 1, times, per_mille: 1000 }
    }

    /// On any pick, with this chance per thousand.
    pub const fn chance(per_mille: u16) -> Self {
        Self { from: 1, times: u32::MAX, per_mille }
    }
}

/// What happens to a webhook event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookAct {
    /// It is never delivered.
    Drop,
    /// It comes so many ms late.
    Delay(i64),
    /// It comes so many times in all, the copies beside each other.
    Times(u32),
    /// It comes so many times in all, the copies each this many ms after the one before.
    Again {
        /// Deliveries in all.
        times: u32,
        /// Pause between them in ms.
        every: i64,
    },
    /// So many later events of the same contact overtake it; at most 5 s.
    Behind(u32),
    /// It is gathered with others of its kind into one POST: until `size` are there, or `within`
    /// ms after the first.
    Batch {
        /// Items in the POST.
        size: u32,
        /// Longest wait in ms.
        within: i64,
        /// All items in one entry (else one entry each).
        one_entry: bool,
    },
}

/// What happens to a Graph call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GraphAct {
    /// The call is not made; this error envelope is the answer.
    Refuse {
        /// HTTP status, mostly 400.
        status: u16,
        /// `error.code`.
        code: i64,
        /// `error.error_subcode`.
        subcode: Option<i64>,
        /// `error.is_transient`, left out when `None`.
        transient: Option<bool>,
        /// Minutes for `estimated_time_to_regain_access` in `X-Business-Use-Case-Usage`.
        regain_minutes: Option<u32>,
    },
    /// The call is not made; an HTML page with this status is the answer.
    Html(u16),
    /// The call is made; an HTML page with this status is the answer all the same.
    MadeThenHtml(u16),
    /// The connection dies before the call is made.
    DieBefore,
    /// The call is made, then the connection dies before a byte of the answer.
    DieAfter,
    /// The call is made at once, the answer comes so many ms later.
    Slow(i64),
}

impl GraphAct {
    /// A plain error with status 400.
    pub const fn refuse(code: i64, subcode: Option<i64>) -> Self {
        Self::Refuse { status: 400, code, subcode, transient: None, regain_minutes: None }
    }
}

/// Counts one fault's picks and decides whether it acts on the present one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Picks(u32);

impl Picks {
    pub(crate) fn acts(&mut self, when: When, chance: &mut Chance) -> bool {
        self.0 = self.0.saturating_add(1);
        let past = self.0.checked_sub(when.from.max(1));
        let Some(index) = past else { return false };
        if index >= when.times {
            return false;
        }
        when.per_mille >= 1000 || chance.below(1000) < u64::from(when.per_mille)
    }
}

/// The faults that are in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    webhook: Vec<(WebhookFault, Picks)>,
    graph: Vec<(GraphFault, Picks)>,
}

impl Faults {
    pub(crate) fn new(webhook: Vec<WebhookFault>, graph: Vec<GraphFault>) -> Self {
        let mut faults = Self::default();
        webhook.into_iter().for_each(|fault| faults.add_webhook(fault));
        graph.into_iter().for_each(|fault| faults.add_graph(fault));
        faults
    }

    pub(crate) fn add_webhook(&mut self, fault: WebhookFault) {
        self.webhook.push((fault, Picks::default()));
    }

    pub(crate) fn add_graph(&mut self, fault: GraphFault) {
        self.graph.push((fault, Picks::default()));
    }

    pub(crate) fn clear(&mut self) {
        self.webhook.clear();
        self.graph.clear();
    }

    pub(crate) fn webhook(
        &mut self,
        kind: EventKind,
        channel: Channel,
        contact: &str,
        chance: &mut Chance,
    ) -> Option<WebhookAct> {
        let picked = |fault: &WebhookFault| {
            (fault.kinds.is_empty() || fault.kinds.contains(&kind))
                && fault.contact.as_deref().is_none_or(|only| only == contact)
                && fault.channel.is_none_or(|only| only == channel)
        };
        self.webhook
            .iter_mut()
            .filter(|(fault, _)| picked(fault))
            .find_map(|(fault, picks)| picks.acts(fault.when, chance).then(|| fault.act.clone()))
    }

    pub(crate) fn graph(
        &mut self,
        call: Call,
        contact: Option<&str>,
        chance: &mut Chance,
    ) -> Option<GraphAct> {
        let picked = |fault: &GraphFault| {
            (fault.calls.is_empty() || fault.calls.contains(&call))
                && (fault.contact.is_none() || fault.contact.as_deref() == contact)
        };
        self.graph
            .iter_mut()
            .filter(|(fault, _)| picked(fault))
            .find_map(|(fault, picks)| picks.acts(fault.when, chance).then(|| fault.act.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_acts_from_its_pick_on_and_as_often_as_it_says() {
        let mut chance = Chance::new(1);
        let mut picks = Picks::default();
        let when = When { from: 2, times: 2, per_mille: 1000 };
        let acted: Vec<bool> = (0..5).map(|_| picks.acts(when, &mut chance)).collect();
        assert_eq!(acted, [false, true, true, false, false]);
    }

    #[test]
    fn a_fault_of_another_contact_does_not_count_this_one() {
        let mut chance = Chance::new(1);
        let mut fault = GraphFault::on(&[Call::Message], GraphAct::DieBefore);
        fault.contact = Some("7".into());
        fault.when = When::nth(1);
        let mut faults = Faults::new(Vec::new(), vec![fault]);
        assert_eq!(faults.graph(Call::Message, Some("8"), &mut chance), None);
        assert_eq!(faults.graph(Call::Pass, Some("7"), &mut chance), None);
        assert_eq!(faults.graph(Call::Message, Some("7"), &mut chance), Some(GraphAct::DieBefore));
    }

    #[test]
    fn a_chance_in_the_same_seed_falls_the_same_way() {
        let run = |seed| {
            let mut chance = Chance::new(seed);
            let mut picks = Picks::default();
            (0..64).map(|_| picks.acts(When::chance(500), &mut chance)).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
    }
}
