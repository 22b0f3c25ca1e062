//! Retention of event keys whose events told no usable time. Their day is 0, so that a redelivery finds them; when they
//! came is not written with them, so their age is counted from when retention saw them first.

use baton_core::id::Timestamp;

use super::{Problem, Writer};

/// As for dated keys: the platform redelivers for 8 days; and one more, since retention sees them late but never early.
const AGE_MS: i64 = 9 * 86_400_000;

const SEE: &str = "insert into undated_key (conversation, key, seen_at)
    select conversation, key, $7 from event_key
    where (conversation, key, day) > ($1, $2, $3) and (conversation, key, day) <= ($4, $5, $6)
        and day = 0
    on conflict do nothing";
const DELETE: &str = "delete from event_key
    where (conversation, key, day) > ($1, $2, $3) and (conversation, key, day) <= ($4, $5, $6)
        and day = 0 and exists (select 1 from undated_key as seen
            where seen.conversation = event_key.conversation and seen.key = event_key.key
                and seen.seen_at < $7)";
const DELETE_SEEN: &str = "delete from undated_key where seen_at < $1
    and not exists (select 1 from event_key as still where still.conversation = undated_key.conversation
        and still.key = undated_key.key and still.day = 0)";

/// A place in the order of event keys: conversation, key, day.
pub(super) type Place = (i64, Vec<u8>, i64);

impl Writer {
    /// Looks at the undated keys after one place, up to another: the old ones go, new ones are remembered.
    pub(super) async fn forget_undated(
        &mut self,
        from: &Place,
        to: &Place,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let old = now.0.saturating_sub(AGE_MS);
        for (statement, at) in [(SEE, now.0), (DELETE, old)] {
            sqlx::query(statement)
                .bind(from.0)
                .bind(from.1.clone())
                .bind(from.2)
                .bind(to.0)
                .bind(to.1.clone())
                .bind(to.2)
                .bind(at)
                .execute(&mut self.connection)
                .await?;
        }
        sqlx::query(DELETE_SEEN).bind(old).execute(&mut self.connection).await?;
        Ok(())
    }
}
