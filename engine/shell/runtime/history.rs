//! Notes of a step, as they are kept: a line of the conversation's history, facts for the journal
//! of handovers, and alarms for operators. What a person wrote goes to the database only, never to
//! a log.

use baton_core::event::Event;
use baton_core::id::{AppId, PageId};
use baton_core::note::Note;

use super::board::{Board, count};
use crate::store::Journal;
use crate::telemetry::seldom;

/// The facts of a step for the journal of handovers: the handover's number and the fact.
pub(super) fn journal(notes: &[Note]) -> impl Iterator<Item = (u32, Journal)> {
    notes.iter().filter_map(|note| match note {
        Note::HandoverOpened { number, receiver, metadata, cause, at } => {
            let (receiver, metadata) = (receiver.clone(), metadata.clone());
            Some((*number, Journal::Opened { at: *at, receiver, metadata, cause: *cause }))
        }
        Note::HandoverPassed { number } => Some((*number, Journal::Passed)),
        Note::AgentAnswered { number, at } => Some((*number, Journal::Answered(*at))),
        Note::HandoverClosed { number, by, at } => Some((*number, Journal::Closed(*at, *by))),
        Note::HandoverFailed { number, why, at } => {
            Some((*number, Journal::Failed(*at, why.clone())))
        }
        Note::Came { .. }
        | Note::Heard { .. }
        | Note::Late { .. }
        | Note::Overheard { .. }
        | Note::Said { .. }
        | Note::Entered(_)
        | Note::Followed { .. }
        | Note::Ended { .. }
        | Note::Emitted { .. }
        | Note::Missed { .. }
        | Note::Declined { .. }
        | Note::Fault { .. }
        | Note::OwnerCorrected { .. }
        | Note::Refused { .. }
        | Note::Overtaken { .. }
        | Note::Held
        | Note::Alarm { .. }
        | Note::Remark(_) => None,
    })
}

/// Tells operators what they must look at, or tell the author: by page, module and action, never by contact.
pub(super) fn tell(page: &PageId, notes: &[Note], board: &Board) {
    for note in notes {
        match note {
            Note::Alarm { code, text } => {
                count(&board.counters.alarms);
                if let Some(times) = seldom(&format!("alarm {page} {code}")) {
                    tracing::warn!(%page, code, times, "{text}");
                }
            }
            Note::Fault { list, action, fault } => {
                count(&board.counters.faults);
                if let Some(times) = seldom(&format!("fault {page} {list} {action}")) {
                    tracing::warn!(%page, list, action, times, "fault in the flow: {fault}");
                }
            }
            Note::HandoverFailed { why, .. } => {
                if let Some(times) = seldom(&format!("handover {page} {why}")) {
                    tracing::warn!(%page, times, "a handover failed: {why}");
                }
            }
            Note::OwnerCorrected { owner } => {
                let app = owner.as_ref().map_or("unknown", AppId::as_str);
                if let Some(times) = seldom(&format!("owner {page} {app}")) {
                    tracing::info!(%page, app, times, "another app controls a thread, and no event told us");
                }
            }
            Note::Came { .. }
            | Note::Heard { .. }
            | Note::Late { .. }
            | Note::Emitted { .. }
            | Note::Overheard { .. }
            | Note::Said { .. }
            | Note::Entered(_)
            | Note::Followed { .. }
            | Note::Ended { .. }
            | Note::Missed { .. }
            | Note::HandoverOpened { .. }
            | Note::HandoverPassed { .. }
            | Note::AgentAnswered { .. }
            | Note::HandoverClosed { .. }
            | Note::Declined { .. }
            | Note::Refused { .. }
            | Note::Overtaken { .. }
            | Note::Held
            | Note::Remark(_) => {}
        }
    }
}

/// Bytes of a service's answer that are kept; a flow that reads more of one is rare, and history is kept for weeks.
const ANSWER: usize = 16 * 1024;

/// What a step is about to be of, so that the conversation can be played again.
pub(super) fn came(event: &Event, on_the_way: bool) -> Note {
    let body = match event {
        Event::Answer { answer, .. } => answer.body.as_ref().map(|body| body.to_string().len()),
        _ => None,
    };
    // Whoever plays it again finds a step without its event, and stops there.
    let kept = body.is_none_or(|bytes| bytes <= ANSWER);
    Note::Came { event: kept.then(|| Box::new(event.clone())), on_the_way }
}

/// A line of history.
pub(super) fn line(notes: &[Note]) -> Vec<u8> {
    serde_json::to_vec(notes).expect("notes are plain data with text keys")
}

#[cfg(test)]
mod tests {
    use baton_core::event::{Answer, Word};
    use baton_core::id::{EffectId, Timestamp};

    use super::*;

    #[test]
    fn a_plain_word_is_kept_in_few_bytes_and_read_again() {
        let word = Word { sent_at: Timestamp(1), text: "hi".to_owned(), ..Word::default() };
        let notes = [came(&Event::Word(word), false)];
        let line = line(&notes);
        let shown = String::from_utf8(line.clone()).unwrap();
        assert_eq!(shown, r#"[{"Came":{"event":{"Word":{"sent_at":1,"text":"hi"}}}}]"#);
        assert_eq!(serde_json::from_slice::<Vec<Note>>(&line).unwrap(), notes);
        let before = shown.replace("{\"sent_at\"", "{\"arrived\":\"Messaging\",\"sent_at\"");
        let before = before.replace("}}}}", "}},\"on_the_way\":false}}");
        assert_eq!(serde_json::from_str::<Vec<Note>>(&before).unwrap(), notes);
    }

    #[test]
    fn what_came_is_kept_unless_a_service_said_too_much() {
        let answer = |letters: usize| Event::Answer {
            effect: EffectId(1),
            answer: Answer {
                status: 200,
                headers: indexmap::IndexMap::new(),
                body: Some("x".repeat(letters).into()),
                error: None,
                ms: 1,
            },
        };
        let kept = |event: &Event| match came(event, true) {
            Note::Came { event, on_the_way: true } => event.is_some(),
            other => panic!("{other:?}"),
        };
        assert!(kept(&Event::Due) && kept(&answer(1_000)));
        assert!(!kept(&answer(ANSWER)));
    }
}
