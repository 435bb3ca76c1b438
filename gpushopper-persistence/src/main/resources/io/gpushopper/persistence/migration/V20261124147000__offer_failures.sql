-- Why the offer of a purchase was no good, and when that was decided: what inventories believe of offers follows from the last hour.
alter table launch_attempts add column failed_at timestamp(6) with time zone;
alter table launch_attempts add column failure varchar(40);
create index launch_attempts_by_failure on launch_attempts (failed_at);
