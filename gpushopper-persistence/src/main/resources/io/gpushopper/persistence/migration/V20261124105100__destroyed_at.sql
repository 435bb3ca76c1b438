-- When a destroy was accepted of an instance that was there, as against one that was gone already.
alter table instances add column destroyed_at timestamp(6) with time zone;
update instances set destroyed_at = destroy_accepted_at;
