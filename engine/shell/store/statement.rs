//! Every statement of the hot path, named. Rows come in as JSON arrays, bytes as one run of bytes
//! cut by `substr`, so a text does not depend on how many there are and is prepared once. `$n`
//! counts the parameters of the whole text it stands in.

macro_rules! open_keys {
    () => {
        "begin immediate;
insert into event_key (conversation, key, day, stamp)
    select e.value ->> 0, substr($2, 1 + e.key * 16, 16), e.value ->> 1, $3
        from json_each($1) as e where true
    on conflict do nothing returning conversation, key"
    };
}

/// Starts a batch: takes the write lock, draws in the event keys (the new ones come back), reads
/// conversations.
/// `$1` keys `[[conversation, day]]`, `$2` their bytes, 16 each, `$3` stamp, `$4` conversations to
/// read `[id]`.
pub(super) const OPEN: &str = concat!(
    open_keys!(),
    ";
select c.id, c.stamp, c.channel, c.page, c.contact, c.format, c.history, c.state, t.due_at
    from json_each($4) as w join conversation as c on c.id = w.value
    left join timer as t on t.conversation = c.id"
);

/// The same without reading a conversation.
pub(super) const OPEN_KEYS: &str = open_keys!();

/// Takes the write lock for a batch that reads nothing.
pub(super) const BEGIN: &str = "begin immediate";

/// Gives a batch up.
pub(super) const ROLL_BACK: &str = "rollback";

/// What a batch writes, a statement for each kind of row.
/// `$1` stamp, `$2` bytes, `$3` format,
/// `$4` new conversations `[[id, channel, page, contact, epoch, sequence, window, history, from,
/// length]]`,
/// `$5` changed ones `[[id, old stamp, epoch, sequence, window, history, from, length]]`, `$6` how
/// many,
/// `$7` settled effects `[[conversation, sequence, stamp]]`,
/// `$8` new effects `[[conversation, sequence, lane, kind, epoch, state, claim, deadline, not
/// before, from, length]]`,
/// `$9` changed effects `[[conversation, sequence, stamp, state, claim, deadline, not before,
/// tries, sent at]]`,
/// `$10` timers `[[conversation, due]]`, `$11` timers that are over `[conversation]`,
/// `$12` history `[[id, conversation, at, previous, from, length]]`,
/// `$13` event keys that nobody asked about before, `[[conversation, day]]`, `$14` their bytes, 16
/// each.
///
/// A key that is there already fails the text, and so the batch. A changed conversation whose stamp
/// is not the old one is a bug of ours: asking for JSON where there is none fails the text right
/// there, before its `commit`.
const PARTS: [&str; 9] = [
    "insert into event_key (conversation, key, day, stamp)
    select e.value ->> 0, substr($14, 1 + e.key * 16, 16), e.value ->> 1, $1
    from json_each($13) as e;\n",
    "insert into conversation (id, stamp, channel, page, contact, format,
        epoch, sequence, window_until, history, state)
    select e.value ->> 0, $1, e.value ->> 1, e.value ->> 2, e.value ->> 3, $3,
        e.value ->> 4, e.value ->> 5, e.value ->> 6, e.value ->> 7,
        substr($2, e.value ->> 8, e.value ->> 9)
    from json_each($4) as e;\n",
    "update conversation set stamp = $1, format = $3,
        epoch = u.value ->> 2, sequence = u.value ->> 3, window_until = u.value ->> 4,
        history = u.value ->> 5, state = substr($2, u.value ->> 6, u.value ->> 7)
    from json_each($5) as u
    where conversation.id = u.value ->> 0 and conversation.stamp = u.value ->> 1;
select json('a conversation changed behind our back') where changes() <> $6;\n",
    "delete from outbox where (conversation, sequence, stamp) in
    (select e.value ->> 0, e.value ->> 1, e.value ->> 2 from json_each($7) as e);\n",
    "insert into outbox (conversation, sequence, stamp, lane, kind, epoch,
        state, payload, claim, deadline, not_before, tries)
    select e.value ->> 0, e.value ->> 1, $1, e.value ->> 2, e.value ->> 3, e.value ->> 4,
        e.value ->> 5, substr($2, e.value ->> 9, e.value ->> 10), e.value ->> 6, e.value ->> 7,
        e.value ->> 8, 0
    from json_each($8) as e;\n",
    "update outbox set state = u.value ->> 3, claim = u.value ->> 4, deadline = u.value ->> 5,
        not_before = u.value ->> 6, tries = u.value ->> 7, sent_at = u.value ->> 8
    from json_each($9) as u
    where outbox.conversation = u.value ->> 0 and outbox.sequence = u.value ->> 1
        and outbox.stamp = u.value ->> 2;\n",
    "insert into timer (conversation, due_at)
    select e.value ->> 0, e.value ->> 1 from json_each($10) as e where true
    on conflict (conversation) do update set due_at = excluded.due_at;\n",
    "delete from timer where conversation in (select e.value from json_each($11) as e);\n",
    "insert into history (id, conversation, at, previous, what)
    select e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3,
        substr($2, e.value ->> 4, e.value ->> 5)
    from json_each($12) as e;\n",
];

/// Which parts of a batch have rows, in the order of their statements: event keys, new
/// conversations, changed ones, settled effects, new effects, changed ones, timers, timers that are
/// over, history.
pub(super) type Wanted = [bool; PARTS.len()];

/// The text that writes these parts of a batch and ends it; `alone`: it has to begin it, too.
///
/// A statement without rows is left out, since each one that ends wakes whoever waits for all. In
/// practice a dozen of the possible texts occur, so they stay prepared.
pub(super) fn write(alone: bool, wanted: Wanted) -> String {
    let mut text = String::with_capacity(2_048);
    if alone {
        text.push_str("begin immediate;\n");
    }
    for (part, _) in PARTS.iter().zip(wanted).filter(|(_, wanted)| *wanted) {
        text.push_str(part);
    }
    text.push_str("commit");
    text
}

/// Whether a batch whose outcome is in doubt was written: any row of its conversations carries its
/// stamp.
/// `$1` conversations `[id]`, `$2` stamp.
pub(super) const IS_COMMITTED: &str = "select
    exists (select 1 from json_each($1) as w join conversation as c on c.id = w.value
        where c.stamp = $2)
    or exists (select 1 from json_each($1) as w
        join event_key as k on k.conversation = w.value where k.stamp = $2)
    or exists (select 1 from json_each($1) as w join outbox as o on o.conversation = w.value
        where o.stamp = $2)";
