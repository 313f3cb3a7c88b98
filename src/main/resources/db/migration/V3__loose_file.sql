-- Files that no content names: they are being written, or are to be removed. What a crash or a
-- broken store leaves is found here, without a look through all files.
CREATE TABLE loose_file (
  file VARCHAR(128) PRIMARY KEY,
  since TIMESTAMP WITH TIME ZONE NOT NULL
);

INSERT INTO loose_file
  SELECT file, CURRENT_TIMESTAMP FROM content
  WHERE NOT EXISTS (SELECT 1 FROM image WHERE content_hash = hash);
DELETE FROM content WHERE NOT EXISTS (SELECT 1 FROM image WHERE content_hash = hash);
