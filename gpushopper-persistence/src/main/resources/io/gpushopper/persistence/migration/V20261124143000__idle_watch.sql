-- What is known of an instance's use: the last working sample, the last sign of use, since when it idles, and since when samples fail.
alter table instances add column look_at timestamp(6) with time zone;
alter table instances add column look_uptime_ms bigint;
alter table instances add column look_processor_ms bigint;
alter table instances add column look_network_bytes bigint;
alter table instances add column look_gpu_percent integer;
alter table instances add column look_gpu_memory_mib integer;
alter table instances add column look_logins integer;
alter table instances add column look_processor_percent numeric(18, 1);
alter table instances add column look_network_per_minute bigint;
alter table instances add column use_seen_at timestamp(6) with time zone;
alter table instances add column use_seen varchar;
alter table instances add column unused_since timestamp(6) with time zone;
alter table instances add column unused_uptime_ms bigint;
alter table instances add column idle_warned_at timestamp(6) with time zone;
alter table instances add column blind_since timestamp(6) with time zone;
alter table instances add column blind_last_at timestamp(6) with time zone;
alter table instances add column blind_why varchar;
alter table instances add column blind_barred boolean;
