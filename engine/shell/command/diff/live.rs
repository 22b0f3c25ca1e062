//! The conversations of a database, and which of them a new version would strand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Context;
use baton_core::bot::Bot;
use baton_core::session::AfterEnd;
use baton_core::stranding::{Fate, Hangs, Stranded, stranded};
use serde_json::{Value, json};

use crate::runtime::{Clock, Versions};
use crate::store::Readers;

/// Conversations read at once.
const AT_ONCE: i64 = 500;

/// The live conversations, counted.
#[derive(Debug, Default)]
pub(super) struct Live {
    /// How many there are.
    pub(super) all: usize,
    /// How many of them hang on something that is gone.
    pub(super) stranded: usize,
    /// By what they hang on, with how many do.
    pub(super) by_place: BTreeMap<Stranded, usize>,
    /// States this program cannot read: another version of it wrote them.
    pub(super) unreadable: usize,
}

/// Looks at every conversation of a database as the new version would meet it now.
pub(super) async fn live(address: &str, new: Arc<Bot>) -> anyhow::Result<Live> {
    let readers = Readers::look(address).await.context("the database does not open")?;
    let now = Clock::new().now();
    let mut versions = Versions::new(new);
    let mut live = Live::default();
    let mut after = None;
    loop {
        let some = readers.conversations(after, AT_ONCE).await.context("the database")?;
        let Some(last) = some.last() else { break };
        after = Some(last.id);
        for stored in some {
            let Ok(conversation) = stored.conversation else {
                live.unreadable += 1;
                continue;
            };
            let needed: Vec<_> = conversation.bots().cloned().collect();
            for hash in needed.iter() {
                if versions.lacks(hash) {
                    versions.fetch(hash, &readers).await.context("the database")?;
                }
            }
            live.all += 1;
            let found: BTreeSet<_> =
                stranded(&versions.bots(), &conversation, now).into_iter().collect();
            live.stranded += usize::from(!found.is_empty());
            for one in found {
                *live.by_place.entry(one).or_default() += 1;
            }
        }
    }
    readers.close().await;
    Ok(live)
}

impl Live {
    /// Whether anybody is stranded.
    pub(super) fn strands(&self) -> bool {
        self.stranded > 0
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let row = |(one, count): (&Stranded, &usize)| {
            let types = match one.what {
                Hangs::Variable(was, is) => json!({ "was": was.word(), "is": is.word() }),
                Hangs::Waits | Hangs::Runs | Hangs::Handover | Hangs::Reminder | Hangs::Button => {
                    Value::Null
                }
            };
            json!({
                "at": one.at, "what": what_word(one.what), "type": types, "fate": fate_word(one.fate),
                "conversations": count,
            })
        };
        json!({
            "conversations": self.all,
            "stranded": self.stranded,
            "unreadable": self.unreadable,
            "by_place": self.by_place.iter().map(row).collect::<Vec<_>>(),
        })
    }
}

fn what_word(what: Hangs) -> &'static str {
    match what {
        Hangs::Waits => "waits",
        Hangs::Runs => "runs",
        Hangs::Handover => "handover",
        Hangs::Reminder => "reminder",
        Hangs::Button => "button",
        Hangs::Variable(..) => "variable",
    }
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Ends(AfterEnd::Fallback) => "fallback",
        Fate::Ends(AfterEnd::Start) => "start",
        Fate::Ends(AfterEnd::Silent) => "silence",
        Fate::Finishes => "finishes",
        Fate::GivesUp => "gives_up",
        Fate::Unfired => "does_not_fire",
        Fate::Typed => "typed_text",
        Fate::Stays => "stays",
    }
}

/// What hangs there, for people.
pub(super) fn what_shown(one: &Stranded) -> String {
    match one.what {
        Hangs::Waits => "waits there".to_owned(),
        Hangs::Runs => "is in the middle of it".to_owned(),
        Hangs::Handover => "is with people from there".to_owned(),
        Hangs::Reminder => "has a reminder that leads there".to_owned(),
        Hangs::Button => "sees a button that is gone".to_owned(),
        Hangs::Variable(was, is) => {
            format!("holds {} where {} is declared now", was.phrase(), is.phrase())
        }
    }
}

/// What becomes of it, for people.
pub(super) fn fate_shown(fate: Fate) -> &'static str {
    match fate {
        Fate::Ends(AfterEnd::Fallback) => "the next message gets a keyword or the fallback",
        Fate::Ends(AfterEnd::Start) => {
            "the next message gets a keyword or begins anew at the start"
        }
        Fate::Ends(AfterEnd::Silent) => "the next message gets a keyword or no answer",
        Fate::Finishes => "goes on to its end as it began",
        Fate::GivesUp => {
            "stops with the fallback: the version it began with is not in the database"
        }
        Fate::Unfired => "the reminder is not sent",
        Fate::Typed => "a tap is read as typed text",
        Fate::Stays => "the value stays until it is saved anew; calculations with it are faults",
    }
}
