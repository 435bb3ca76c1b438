-- How its instance is used: one logs in, or its entrypoint serves.
alter table sessions add column launch_mode varchar default 'ssh' not null;
-- The model that is served, by what, and how it is quantised in that server's word; null for none.
alter table sessions add column model_server varchar;
alter table sessions add column model_id varchar;
alter table sessions add column model_quantization varchar;
