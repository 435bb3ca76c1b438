-- A correction is exact in the unit of the sums: millionths of a dollar an hour, times microseconds. None has been booked yet.
alter table ledger_corrections drop column difference;
alter table ledger_corrections add column difference numeric(38, 0) not null;
