-- A file's name is used once: a removal that takes effect late cannot hit bytes that were stored anew.
ALTER TABLE content ADD COLUMN file VARCHAR(128);
UPDATE content SET file = hash;
ALTER TABLE content ALTER COLUMN file SET NOT NULL;
