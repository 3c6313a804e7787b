-- The version of the catalogue by which usage was charged; null in rows from before there were versions.
ALTER TABLE cdr ADD COLUMN catalog_version bigint;
