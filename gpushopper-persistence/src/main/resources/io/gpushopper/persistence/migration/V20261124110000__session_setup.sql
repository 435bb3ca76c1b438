-- How an instance is set up where its consumer chose.
alter table sessions add column setup_image varchar;
-- Port numbers with spaces between.
alter table sessions add column setup_ports varchar default '' not null;
-- The command at the start and the environment, encrypted; null once the session is over.
alter table sessions add column setup_secret bytea;
-- SHA-256 of the token that the session's agent shows.
alter table sessions add column token_hash varchar;
-- When its agent last said that it is in use. Beside the rest of the row: no decision writes it.
alter table sessions add column last_used_at timestamp(6) with time zone;
-- Where ports are reached: inside and public port and host of each, in the form of addresses.
alter table instances add column ports varchar default '' not null;
alter table instances add column keys_placed integer default 0 not null;
update instances set keys_placed = 1 where verified_at is not null;
