-- The bytes that are stored, each content once. Whoever writes or removes them locks the row.
CREATE TABLE content (
  hash CHAR(64) PRIMARY KEY
);

CREATE TABLE image (
  id VARCHAR(30) PRIMARY KEY,
  account VARCHAR(100) NOT NULL,
  stage VARCHAR(4) NOT NULL,
  name VARCHAR(120) NOT NULL,
  format VARCHAR(4) NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  size BIGINT NOT NULL,
  content_hash CHAR(64) NOT NULL REFERENCES content (hash),
  created TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Ids sort by age: an owner's newest images come out of the index in order.
CREATE INDEX image_by_owner ON image (account, stage, id);
CREATE INDEX image_by_content ON image (content_hash);
