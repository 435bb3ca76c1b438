-- Until when the storage of a session that is over is kept; its instance is the bound one.
alter table sessions add column kept_until timestamp(6) with time zone;

-- How far an instance has come to a stop by which its storage is kept.
alter table instances add column stop_asked_at timestamp(6) with time zone;
alter table instances add column stop_accepted_at timestamp(6) with time zone;
alter table instances add column stop_failures integer default 0 not null;
alter table instances add column stop_shown_since timestamp(6) with time zone;
