-- Who caused an event. What was written before is taken as the engine's, but for the ends that only consumers ask for.
alter table session_events add column actor varchar default 'engine' not null;
update session_events set actor = 'consumer' where reason in ('done', 'deleted');
alter table session_events alter column actor drop default;

-- Lists by any one condition come in their order from an index.
drop index sessions_by_consumer;
create index sessions_by_consumer on sessions (consumer, created_at, id);
create index sessions_by_provider on sessions (provider, created_at, id);
create index sessions_by_status on sessions (status, created_at, id);
