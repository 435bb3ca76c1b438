-- All that a report needs of a day lies side by side in the index, so that a month is read in one go.
drop index cost_days_by_day;
create index cost_days_by_day on cost_days
    (epoch_day, consumer, provider, gpu_model, session_id, compute, storage, used_micros);
