//! Writes the rows of a batch into the open transaction, one kind after the other. Invariant: a
//! conversation that is not as we know it refuses the whole batch.

use baton_core::conversation::FORMAT;
use baton_core::id::Timestamp;
use rusqlite::{Connection, Error, params};

use super::batch::{Changes, Key, NewEffect, OutboxChange, Written};
use super::row::{kind_of, lane_number};
use super::{aside, statement};

/// Everything a batch writes.
pub(super) fn all(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    if changes.has_asides() {
        aside::write(connection, changes)?;
    }
    keys(connection, changes)?;
    conversations(connection, changes)?;
    outbox(connection, changes)?;
    timers(connection, changes)?;
    history(connection, changes)
}

fn keys(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    if changes.keys.is_empty() {
        return Ok(());
    }
    let mut keep = connection.prepare_cached(statement::KEEP_KEY)?;
    for Key { conversation, key, at } in changes.keys {
        keep.execute(params![at, conversation.0, key, changes.stamp])?;
    }
    Ok(())
}

fn conversations(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    let mut bear = connection.prepare_cached(statement::BEAR)?;
    let mut grow = connection.prepare_cached(statement::GROW)?;
    for Written { conversation, state, was, history } in &changes.conversations {
        let (id, stamp) = (conversation.id.0, changes.stamp);
        let (epoch, sequence) = (conversation.epoch, signed(conversation.counters.effect));
        let window = ms(conversation.person.window_until);
        let Some(was) = was else {
            let page = &conversation.page;
            let (channel, page) = (&page.channel, page.id.as_str());
            let contact = conversation.person.id.as_str();
            bear.execute(params![
                id, stamp, FORMAT, epoch, sequence, window, history, state, channel, page, contact
            ])?;
            continue;
        };
        let changed =
            grow.execute(params![id, stamp, FORMAT, epoch, sequence, window, history, state, was])?;
        if changed != 1 {
            // It changed behind our back: a bug of ours.
            return Err(Error::StatementChangedRows(changed));
        }
    }
    Ok(())
}

fn outbox(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    let mut settle = connection.prepare_cached(statement::SETTLE)?;
    for (conversation, sequence, stamp) in &changes.settled {
        settle.execute(params![conversation.0, signed(*sequence), stamp])?;
    }
    let mut ask = connection.prepare_cached(statement::ASK)?;
    let mut payload = Vec::with_capacity(512);
    for new in &changes.effects {
        let NewEffect { conversation, effect, state, deadline, not_before } = new;
        let Some(id) = effect.id() else { continue };
        payload.clear();
        serde_json::to_writer(&mut payload, effect)
            .expect("an effect is plain data with text keys");
        ask.execute(params![
            conversation.0,
            signed(id.0),
            changes.stamp,
            lane_number(effect.lane()),
            kind_of(effect),
            effect.epoch(),
            state.word(),
            payload,
            ms(*deadline),
            ms(*not_before),
        ])?;
    }
    if changes.changed.is_empty() {
        return Ok(());
    }
    let mut go_on = connection.prepare_cached(statement::GO_ON)?;
    for change in &changes.changed {
        let OutboxChange { conversation, sequence, stamp, state, claim, tries, .. } = change;
        go_on.execute(params![
            conversation.0,
            signed(*sequence),
            stamp,
            state.word(),
            claim,
            ms(change.deadline),
            ms(change.not_before),
            tries,
            ms(change.sent_at),
        ])?;
    }
    Ok(())
}

fn timers(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    for (conversation, due) in changes.timers {
        let mut set = connection.prepare_cached(statement::SET_TIMER)?;
        set.execute(params![conversation.0, due.0])?;
    }
    for conversation in changes.timers_over {
        connection.prepare_cached(statement::END_TIMER)?.execute([conversation.0])?;
    }
    Ok(())
}

fn history(connection: &Connection, changes: &Changes<'_>) -> rusqlite::Result<()> {
    if changes.history.is_empty() {
        return Ok(());
    }
    let mut tell = connection.prepare_cached(statement::TELL)?;
    for line in changes.history {
        tell.execute(params![line.id, line.conversation.0, line.at.0, line.previous, line.what])?;
    }
    Ok(())
}

fn ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).expect("an effect's number is far below 2^63")
}
