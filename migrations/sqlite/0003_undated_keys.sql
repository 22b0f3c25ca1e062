-- When an event key without a day of its own was seen first by retention, so that it can go by its age: its event told
-- no usable time. A row goes with its key, 9 days later.
create table undated_key (
    conversation integer not null,
    key          blob    not null,
    seen_at      integer not null,
    primary key (conversation, key)
) without rowid;
