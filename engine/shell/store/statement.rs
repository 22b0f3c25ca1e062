//! Every statement of the hot path, named: one row each, prepared once for a connection and run for
//! every row of a batch. Nothing waits between them, so one text a row costs less than packing the
//! rows of a batch into one.

/// Takes the write lock: from here on nobody else writes.
pub(super) const BEGIN: &str = "begin immediate";

/// Makes the batch durable: on return it is on the disk.
pub(super) const COMMIT: &str = "commit";

/// Gives a batch up.
pub(super) const ROLL_BACK: &str = "rollback";

/// Draws an event key in, if nobody has: one row was changed, or none.
pub(super) const DRAW_KEY: &str = "insert into event_key (at, conversation, key, stamp)
    values (?1, ?2, ?3, ?4) on conflict do nothing";

/// Keeps an event key that nobody asked about before: one that is there already refuses the batch.
pub(super) const KEEP_KEY: &str =
    "insert into event_key (at, conversation, key, stamp) values (?1, ?2, ?3, ?4)";

/// A conversation with its timer.
pub(super) const LOAD: &str =
    "select c.id, c.stamp, c.channel, c.page, c.contact, c.format, c.history, c.state, t.due_at
    from conversation as c left join timer as t on t.conversation = c.id where c.id = ?1";

/// Conversations behind one, in the order of their numbers, with their timers.
pub(super) const LOAD_SOME: &str =
    "select c.id, c.stamp, c.channel, c.page, c.contact, c.format, c.history, c.state, t.due_at
    from conversation as c left join timer as t on t.conversation = c.id
    where c.id > ?1 order by c.id limit ?2";

/// A conversation nobody has had yet.
pub(super) const BEAR: &str = "insert into conversation (id, stamp, format, epoch, sequence,
    window_until, history, state, channel, page, contact)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

/// A conversation that changed. Unless it has the stamp we know it by, no row is changed, and that
/// is a bug of ours.
pub(super) const GROW: &str = "update conversation set stamp = ?2, format = ?3, epoch = ?4,
    sequence = ?5, window_until = ?6, history = ?7, state = ?8 where id = ?1 and stamp = ?9";

/// A settled effect goes.
pub(super) const SETTLE: &str =
    "delete from outbox where conversation = ?1 and sequence = ?2 and stamp = ?3";

/// A new effect.
pub(super) const ASK: &str = "insert into outbox (conversation, sequence, stamp, lane, kind, epoch,
    state, payload, claim, deadline, not_before, tries)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, 0)";

/// An effect that goes on.
pub(super) const GO_ON: &str = "update outbox set state = ?4, claim = ?5, deadline = ?6,
    not_before = ?7, tries = ?8, sent_at = ?9
    where conversation = ?1 and sequence = ?2 and stamp = ?3";

/// When to look at a conversation again.
pub(super) const SET_TIMER: &str = "insert into timer (conversation, due_at) values (?1, ?2)
    on conflict (conversation) do update set due_at = excluded.due_at";

/// A timer that is over.
pub(super) const END_TIMER: &str = "delete from timer where conversation = ?1";

/// A line of history.
pub(super) const TELL: &str =
    "insert into history (id, conversation, at, previous, what) values (?1, ?2, ?3, ?4, ?5)";

/// Whether the row of a conversation or of one of its effects carries the stamp of a batch.
pub(super) const BEARS_STAMP: &str = "select
    exists (select 1 from conversation where id = ?1 and stamp = ?2)
    or exists (select 1 from outbox where conversation = ?1 and stamp = ?2)";

/// Whether an event key was drawn in by a batch.
pub(super) const DREW_KEY: &str = "select 1 from event_key
    where at = ?1 and conversation = ?2 and key = ?3 and stamp = ?4";
