-- New persons wait in spans of identities: one row for each chunk of a load, no longer one for each person. Before
-- this step a row was one person, and last_id none.
ALTER TABLE person_fresh ADD COLUMN last_id BIGINT NOT NULL DEFAULT 0;
