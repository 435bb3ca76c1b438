-- Since when an instance is missed, and the breaker's hand on it: nothing is concluded while it is held.
alter table instances add column missing_since timestamp(6) with time zone;
alter table instances add column held_since timestamp(6) with time zone;
alter table instances add column held_listing_at timestamp(6) with time zone;
alter table instances add column believed_at timestamp(6) with time zone;

-- What reconciliation must remember beside the sessions.
-- When each provider's instances were last compared with the store.
create table reconcile_passes (
    provider varchar primary key,
    passed_at timestamp(6) with time zone not null
);

-- Instances under our id whose session the store has never heard of, from their first sight on.
create table strangers (
    provider varchar not null,
    id varchar not null,
    tag varchar not null,
    first_seen_at timestamp(6) with time zone not null,
    kept varchar,
    word varchar,
    primary key (provider, id)
);
create index instances_by_missing on instances (missing_since);
