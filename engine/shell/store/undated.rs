//! Retention of event keys whose events told no usable time. Their time is 0, so that a redelivery finds them; when they
//! came is not written with them, so their age is counted from when retention saw them first.

use baton_core::id::Timestamp;
use rusqlite::params;

use super::{Problem, Writer};

/// As for dated keys: the platform redelivers for 8 days; and one more, since retention sees them late but never early.
const AGE_MS: i64 = 9 * 86_400_000;
/// Keys looked at in one turn, so that no batch waits for long.
const TURN: i64 = 1_000;

const SEE: &str = "insert into undated_key (conversation, key, seen_at)
    select conversation, key, ?1 from event_key where at = 0 and not exists
        (select 1 from undated_key as seen
            where seen.conversation = event_key.conversation and seen.key = event_key.key)
    limit ?2";
const DELETE: &str = "delete from event_key where at = 0 and (conversation, key) in
    (select conversation, key from undated_key where seen_at < ?1 limit ?2)";
const DELETE_SEEN: &str = "delete from undated_key where seen_at < ?1 and not exists
    (select 1 from event_key as still where still.at = 0
        and still.conversation = undated_key.conversation and still.key = undated_key.key)";

impl Writer {
    /// The old ones go, new ones are remembered. Returns how many went.
    pub(super) fn forget_undated(&mut self, now: Timestamp) -> Result<usize, Problem> {
        let old = now.0.saturating_sub(AGE_MS);
        self.connection.execute(SEE, params![now.0, TURN])?;
        let gone = self.connection.execute(DELETE, params![old, TURN])?;
        self.connection.execute(DELETE_SEEN, [old])?;
        Ok(gone)
    }
}
