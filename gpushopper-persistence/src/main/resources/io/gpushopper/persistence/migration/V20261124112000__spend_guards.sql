-- What an instance can have cost at most; null while that follows from its purchase alone. The amount is exact.
alter table instances add column at_most_spent numeric(38, 18);
alter table instances add column at_most_since timestamp(6) with time zone;
alter table instances add column at_most_rate numeric(18, 6);

-- For what lives or may come to.
create index instances_by_gone on instances (gone_at);
create index launch_attempts_by_settlement on launch_attempts (settlement);

-- One row, locked by whoever commits the deployment to spending more, so that each is judged with all before it.
create table spend_lock (
    id integer primary key
);
insert into spend_lock (id) values (1);

-- Which consumers were warned of which month's budget, as yyyy-mm.
create table budget_warnings (
    consumer varchar not null,
    budget_month varchar not null,
    primary key (consumer, budget_month)
);
