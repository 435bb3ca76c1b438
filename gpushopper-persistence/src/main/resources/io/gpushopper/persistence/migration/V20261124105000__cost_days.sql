-- What each line of the books is counted under, fixed when it was booked, and why it ended (empty while it runs).
alter table ledger_intervals add column consumer varchar;
alter table ledger_intervals add column gpu_model varchar;
alter table ledger_intervals add column tag varchar;
alter table ledger_intervals add column reason varchar;
update ledger_intervals set
    consumer = (select s.consumer from sessions s where s.id = ledger_intervals.session_id),
    gpu_model = (select s.gpu_model from sessions s where s.id = ledger_intervals.session_id),
    tag = (select i.tag from instances i
        where i.provider = ledger_intervals.provider and i.id = ledger_intervals.instance_id),
    reason = case when to_at is null then '' else
        (select coalesce(s.failure_type, s.end_reason, 'charge ended') from sessions s
            where s.id = ledger_intervals.session_id) end;
alter table ledger_intervals alter column consumer set not null;
alter table ledger_intervals alter column gpu_model set not null;
alter table ledger_intervals alter column tag set not null;
alter table ledger_intervals alter column reason set not null;
create index ledger_intervals_by_end on ledger_intervals (to_at, session_id);

-- Corrections of the books. Append-only.
create table ledger_corrections (
    line bigint generated always as identity primary key,
    session_id varchar not null references sessions (id),
    provider varchar not null,
    instance_id varchar not null,
    kind varchar not null,
    at_time timestamp(6) with time zone not null,
    difference numeric(32, 14) not null,
    reason varchar not null,
    booked_at timestamp(6) with time zone not null,
    consumer varchar not null,
    gpu_model varchar not null,
    tag varchar not null
);
create index ledger_corrections_by_session on ledger_corrections (session_id, at_time);

-- The closed books of each session by day in UTC, made of its lines in the transaction that closes or corrects them, so that a
-- report adds up days instead of lines. A session of which a line runs has none.
-- Amounts are millionths of a dollar an hour, times microseconds.
create table cost_days (
    session_id varchar not null references sessions (id),
    -- Days since 1970-01-01.
    epoch_day integer not null,
    consumer varchar not null,
    provider varchar not null,
    gpu_model varchar not null,
    compute numeric(38, 0) not null,
    storage numeric(38, 0) not null,
    used_micros bigint not null,
    primary key (session_id, epoch_day, provider, gpu_model)
);
create index cost_days_by_day on cost_days (epoch_day, consumer);
create index cost_days_by_consumer on cost_days (consumer, epoch_day);
