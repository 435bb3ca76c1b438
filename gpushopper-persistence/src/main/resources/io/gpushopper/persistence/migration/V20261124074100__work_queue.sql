-- The work queue's two lanes, in db-scheduler's form: sessions that live, and sessions that end. One row per session at most.
create table scheduled_sessions (
    task_name varchar not null,
    task_instance varchar not null,
    task_data bytea,
    execution_time timestamp(6) with time zone not null,
    picked boolean not null,
    picked_by varchar,
    last_success timestamp(6) with time zone,
    last_failure timestamp(6) with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp(6) with time zone,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
create index scheduled_sessions_by_time on scheduled_sessions (execution_time);
create index scheduled_sessions_by_heartbeat on scheduled_sessions (last_heartbeat);

create table scheduled_ends (
    task_name varchar not null,
    task_instance varchar not null,
    task_data bytea,
    execution_time timestamp(6) with time zone not null,
    picked boolean not null,
    picked_by varchar,
    last_success timestamp(6) with time zone,
    last_failure timestamp(6) with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp(6) with time zone,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
create index scheduled_ends_by_time on scheduled_ends (execution_time);
create index scheduled_ends_by_heartbeat on scheduled_ends (last_heartbeat);
