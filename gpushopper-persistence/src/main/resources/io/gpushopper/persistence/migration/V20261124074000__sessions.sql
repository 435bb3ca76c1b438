-- One row per session: what was agreed, where it stands, and when it must be looked at next.
create table sessions (
    id varchar primary key,
    consumer varchar not null,
    provider varchar not null,
    offer varchar not null,
    gpu_model varchar not null,
    gpu_provider_name varchar not null,
    gpu_count integer not null,
    vram_gb integer not null,
    price_per_hour numeric(18, 6) not null,
    disk_gb integer not null,
    workload varchar not null,
    reservation_seconds bigint not null,
    idle_threshold_minutes integer not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    hard_limit_at timestamp(6) with time zone not null,
    boot_timeout_ms bigint not null,
    ssh_timeout_ms bigint not null,
    consumer_key varchar not null,
    engine_key varchar not null,
    -- The engine's private key, encrypted; null once the session is over.
    engine_secret bytea,
    state varchar not null,
    status varchar not null,
    bound_provider varchar,
    bound_instance varchar,
    state_since timestamp(6) with time zone,
    end_reason varchar,
    failure_type varchar,
    failure_message varchar,
    -- Consumer and offer while the session is not over: one of a pair at most. Null afterwards.
    active_key varchar,
    version bigint not null,
    epoch bigint not null,
    next_act_at timestamp(6) with time zone,
    constraint sessions_active_key unique (active_key)
);
create index sessions_by_age on sessions (created_at, id);
create index sessions_by_consumer on sessions (consumer, created_at);
create index sessions_by_next_act on sessions (next_act_at);

-- One row per purchase, written before it is sent and never deleted: its tag is ours for ever.
create table launch_attempts (
    tag varchar primary key,
    session_id varchar not null references sessions (id),
    position integer not null,
    offer varchar not null,
    launch_terms varchar not null,
    account_provider varchar not null,
    account_url varchar not null,
    account_id varchar not null,
    agreed_compute numeric(18, 6) not null,
    agreed_storage numeric(18, 6) not null,
    written_at timestamp(6) with time zone not null,
    sent_at timestamp(6) with time zone,
    send_by timestamp(6) with time zone,
    answer varchar,
    answer_kind varchar,
    answer_message varchar,
    answer_provider varchar,
    answer_instance varchar,
    settlement varchar,
    looks integer not null,
    last_look_at timestamp(6) with time zone,
    empty_since timestamp(6) with time zone
);
create index launch_attempts_by_session on launch_attempts (session_id, position);

-- One row per instance that a purchase brought, never deleted.
create table instances (
    provider varchar not null,
    id varchar not null,
    session_id varchar not null references sessions (id),
    position integer not null,
    tag varchar not null,
    learnt_at timestamp(6) with time zone not null,
    seen_condition varchar not null,
    endpoints varchar not null,
    detail varchar not null,
    first_seen_at timestamp(6) with time zone,
    last_seen_at timestamp(6) with time zone,
    asked_at timestamp(6) with time zone,
    reachable_since timestamp(6) with time zone,
    idle_since timestamp(6) with time zone,
    keys_asked_at timestamp(6) with time zone,
    keys_attached boolean not null,
    probed_at timestamp(6) with time zone,
    trouble varchar not null,
    login_endpoint varchar,
    host_key varchar,
    verified_at timestamp(6) with time zone,
    destroy_asked_at timestamp(6) with time zone,
    destroy_accepted_at timestamp(6) with time zone,
    refusals integer not null,
    absent_first_at timestamp(6) with time zone,
    absent_listing_at timestamp(6) with time zone,
    absent_last_at timestamp(6) with time zone,
    absent_answers integer not null,
    gone_at timestamp(6) with time zone,
    compute_from timestamp(6) with time zone,
    compute_rate numeric(18, 6),
    compute_estimated boolean,
    storage_from timestamp(6) with time zone,
    storage_rate numeric(18, 6),
    storage_estimated boolean,
    primary key (provider, id)
);
create index instances_by_session on instances (session_id, position);

-- The books. Append-only: an open line gets its end once, and nothing else ever changes.
create table ledger_intervals (
    line bigint generated always as identity primary key,
    session_id varchar not null references sessions (id),
    provider varchar not null,
    instance_id varchar not null,
    kind varchar not null,
    from_at timestamp(6) with time zone not null,
    to_at timestamp(6) with time zone,
    rate_per_hour numeric(18, 6) not null,
    estimated boolean not null
);
create index ledger_intervals_by_session on ledger_intervals (session_id, from_at);

-- The audit trail. Append-only.
create table session_events (
    line bigint generated always as identity primary key,
    session_id varchar not null references sessions (id),
    happened_at timestamp(6) with time zone not null,
    from_status varchar not null,
    to_status varchar not null,
    reason varchar not null
);
create index session_events_by_session on session_events (session_id, line);

-- Every deployment id that this store ever had. One is current. It is confirmed once everything beside the store is written.
create table deployment_ids (
    id varchar primary key,
    since timestamp(6) with time zone not null,
    is_current boolean not null,
    confirmed boolean not null
);
