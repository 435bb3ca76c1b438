-- How the consumer comes by his key, and by when it must have been given out.
alter table sessions add column delivery varchar default 'begun' not null;
alter table sessions add column delivery_due_by timestamp(6) with time zone;

-- One row per request that may be repeated, written with its session, and deleted when it is a day old or was refused.
create table kept_replies (
    caller varchar not null,
    idempotency_key varchar not null,
    session_id varchar not null references sessions (id),
    content varchar not null,
    -- The consumer's private key, encrypted; null when he brought his own.
    consumer_secret bytea,
    recorded_at timestamp(6) with time zone not null,
    primary key (caller, idempotency_key)
);
create index kept_replies_by_age on kept_replies (recorded_at);
