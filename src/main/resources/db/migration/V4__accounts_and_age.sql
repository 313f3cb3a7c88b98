-- What an account has is counted, and what has expired is found, without a look at all images.
CREATE INDEX image_by_account ON image (account, size);
CREATE INDEX image_by_age ON image (stage, created);
