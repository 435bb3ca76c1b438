-- What a consumer asked for beside what every session has; null or nothing where it did not.
alter table sessions add column label_name varchar;
-- Names and values, form-encoded.
alter table sessions add column label_tags varchar default '' not null;
alter table sessions add column max_price_per_hour numeric(18, 6);
alter table sessions add column max_total_cost numeric(18, 6);
alter table sessions add column retries integer default 0 not null;
alter table sessions add column retry_scope varchar default 'same_gpu' not null;
alter table sessions add column keep_seconds bigint;
