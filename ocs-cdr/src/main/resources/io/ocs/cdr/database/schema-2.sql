-- Fields of version 2 of docs/CDR_FORMAT.md. Rows of before have no value there.
ALTER TABLE cdr
    ADD COLUMN direction text,
    ADD COLUMN qos_class bigint,
    ADD COLUMN catalog_version integer;
