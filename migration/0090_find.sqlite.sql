-- New persons wait in spans of identities: one row for each chunk of a load, no longer one for each person. Before
-- this step a row was one person, and last_id none.
ALTER TABLE person_fresh ADD COLUMN last_id BIGINT NOT NULL DEFAULT 0;

-- The table that people are searched by is its own index: what is entered twice stands once.
CREATE TABLE person_found (
    code      BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (code, person_id) ON CONFLICT IGNORE
) WITHOUT ROWID;
INSERT INTO person_found (code, person_id) SELECT code, person_id FROM person_find ORDER BY code, person_id;
DROP TABLE person_find;
ALTER TABLE person_found RENAME TO person_find;
