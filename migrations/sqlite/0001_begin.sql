-- What Baton keeps on SQLite. Times are Unix milliseconds; what a person, an agent or a service wrote is bytes.
-- No foreign keys and no triggers: every row belongs to one conversation, and its writer keeps them together.

-- One contact on one page. A row comes with the contact's first event and stays until the contact is forgotten.
create table conversation (
    id           integer primary key,  -- hash of channel, page and contact, so that neither needs an index
    stamp        integer not null,     -- the batch that wrote the row last; the guard of the next write
    channel      text    not null,     -- messenger or instagram
    page         text    not null,
    contact      text    not null,
    format       integer not null,     -- of the state; a binary reads its own and the one before
    epoch        integer not null,     -- who may speak: older sends are stale
    sequence     integer not null,     -- the last effect's number
    window_until integer,              -- until when we may write
    history      integer,              -- the newest line of its history
    state        blob    not null      -- what the core remembers
);

-- An event that was taken in, so that its redelivery is dropped. Goes after 8 days: what is older is not run any more.
create table event_key (
    conversation integer not null,
    key          blob    not null,     -- 16 bytes
    day          integer not null,     -- of the event's own timestamp, 0 without one: a redelivery has the same
    stamp        integer not null,     -- the batch that took it
    primary key (conversation, key, day)
) without rowid;

-- What has been asked of the world and is not settled yet. A row goes when its outcome is known.
-- No index besides the key: one process serves a SQLite file and knows the open lanes by heart.
create table outbox (
    conversation integer not null,
    sequence     integer not null,
    stamp        integer not null,     -- of the batch that asked; with the two above the effect's name
    lane         integer not null,     -- 0 speak, 1 call
    kind         text    not null,     -- send, pass, take, http, ask_owner, ask_profile
    epoch        integer,              -- who may speak for it to be performed
    state        text    not null,     -- queued, claimed, unknown, again
    payload      blob    not null,     -- the effect
    claim        integer not null,     -- rises with every claim; a late result of an older one does not count
    deadline     integer,              -- when a claim is over
    not_before   integer,
    tries        integer not null,
    sent_at      integer,              -- when it was written to the wire last, as far as we know
    primary key (conversation, sequence, stamp)
) without rowid;

-- When to look at a conversation again: at or before its earliest deadline, never after it. Goes when it fires.
create table timer (
    conversation integer primary key,
    due_at       integer not null
);
create index timer_by_due on timer (due_at);

-- Events that could not be run when they came. The only durable inbox: for exceptions. Goes when run or quarantined.
create table parked (
    conversation integer not null,
    key          blob    not null,     -- its event key, or one drawn for an event that has none
    day          integer,              -- null: it has no event key
    arrived      integer not null,     -- order within the conversation
    channel      text    not null,
    page         text    not null,
    contact      text    not null,
    raw          blob    not null,     -- the event
    reason       blob    not null,
    tries        integer not null,
    not_before   integer not null,
    primary key (conversation, key)
) without rowid;

-- The journal of handovers: one row each, for lists and numbers. What holds now is in the conversation's state.
create table handover (
    conversation        integer not null,
    number              integer not null,
    opened_at           integer,
    receiver            text,
    metadata            blob,
    cause               text,
    passed              integer,
    first_agent_word_at integer,
    returned_at         integer,
    returned_by         text,
    failed              blob,
    primary key (conversation, number)
) without rowid;

-- What was said and why: one line a step. Lines of one conversation are a chain from its newest one backwards, so
-- that new lines always go to the end of the table and no index is touched. Goes by age, oldest first.
create table history (
    id           integer primary key,
    conversation integer not null,
    at           integer not null,
    previous     integer,              -- the line before it of the same conversation
    what         blob    not null
);

-- A version of a bot, named by its content. Stays: old conversations finish on the version they began.
create table bot_version (
    hash       text primary key,
    name       blob    not null,
    sources    blob    not null,       -- the files it was read from
    created_at integer not null
) without rowid;

-- Which version was made the newest, and when. The highest number holds.
create table publication (
    number       integer primary key,
    hash         text    not null,
    published_at integer not null
);

-- What we learned of a page.
create table page (
    id             text primary key,
    routing        text,               -- we_are_default, another_is_default, shared; null: nothing learned
    routing_at     integer,
    gap_from       integer,            -- the last time we did not take webhooks: from …
    gap_until      integer,            -- … to
    take_refused_at integer,
    token_dead_at  integer
) without rowid;

-- Effects sent again after an unknown outcome: the only ones the platform may show twice. Goes after 8 days.
create table resent (
    conversation integer not null,
    sequence     integer not null,
    stamp        integer not null,
    at           integer not null,
    first_mid    text,
    second_mid   text,
    primary key (conversation, sequence, stamp)
) without rowid;

-- What was not run and never will be: poison, and what came too late. For people to look at; goes after 8 days.
create table quarantine (
    id           integer primary key,
    conversation integer,
    page         text,
    at           integer not null,
    reason       blob    not null,
    raw          blob    not null
);

-- What people at the controls did. Stays.
create table audit (
    id           integer primary key,
    at           integer not null,
    conversation integer,
    what         blob    not null
);

-- Where a chore that walks through a table stopped.
create table chore (
    name         text primary key,
    conversation integer not null,
    key          blob    not null,
    day          integer not null
) without rowid;
