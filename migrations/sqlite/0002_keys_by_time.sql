-- Event keys stand in the order of their events' own time, so that a busy hour writes to the end of the table, and old
-- keys go from its beginning without a walk through the rest.
create table event_key_by_time (
    at           integer not null,     -- the event's own timestamp, 0 without one: a redelivery has the same
    conversation integer not null,
    key          blob    not null,     -- 16 bytes
    stamp        integer not null,     -- the batch that took it
    primary key (at, conversation, key)
) without rowid;
drop table event_key;
alter table event_key_by_time rename to event_key;

-- Nothing walks through a table any more.
drop table chore;

alter table parked rename column day to at;   -- of its event key; null: it has no event key
update parked set at = at * 86400000;
