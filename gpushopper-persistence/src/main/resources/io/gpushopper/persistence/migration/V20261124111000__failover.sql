-- The physical machine that an attempt was to rent, as far as the provider told: another offer of it is not tried again.
alter table launch_attempts add column machine varchar;
