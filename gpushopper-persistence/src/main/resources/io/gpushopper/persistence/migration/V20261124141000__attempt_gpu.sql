-- The GPU model that a purchase was for: a session that moves to another one takes no line of an earlier instance along.
alter table launch_attempts add column gpu_model varchar;
update launch_attempts set gpu_model = coalesce(
    (select min(l.gpu_model) from ledger_intervals l
        where l.session_id = launch_attempts.session_id and l.tag = launch_attempts.tag),
    (select s.gpu_model from sessions s where s.id = launch_attempts.session_id));
alter table launch_attempts alter column gpu_model set not null;
