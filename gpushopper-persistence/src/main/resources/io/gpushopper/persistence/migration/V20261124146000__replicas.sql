-- What processes on one database share: the pace of each account, rounds that one of them does for all, and the highest time seen.
create table pace_slots (
    budget varchar(120) not null,
    next_full timestamp(6) with time zone not null,
    primary key (budget)
);

-- Who waits for a slot, how urgent he is (0 goes first), and how long to believe it.
create table pace_claims (
    budget varchar(120) not null,
    process varchar(50) not null,
    urgency integer not null,
    valid_until timestamp(6) with time zone not null,
    primary key (budget, process)
);

create table rounds (
    name varchar(120) not null,
    taken_at timestamp(6) with time zone not null,
    primary key (name)
);

create table clock_mark (
    id integer not null,
    highest timestamp(6) with time zone not null,
    primary key (id)
);
