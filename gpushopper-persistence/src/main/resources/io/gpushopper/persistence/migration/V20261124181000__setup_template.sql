-- The provider's template that an instance is set up with.
alter table sessions add column setup_template varchar;
