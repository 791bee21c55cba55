-- Whose debt: the creditors, their portfolios, the mappings of their files, and the cuts that they send.
CREATE TABLE creditor (
    id         BIGINT PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    country    TEXT NOT NULL,
    currency   TEXT NOT NULL,
    timezone   TEXT NOT NULL,
    figures    TEXT NOT NULL,   -- creditor | ours: whose figures count between cuts
    gone       TEXT NOT NULL,   -- paid | recalled | asked: what an account missing from a cut is
    basis      BIGINT NOT NULL, -- days of a year for interest
    buckets    TEXT NOT NULL,   -- JSON, the creditor's own buckets or empty
    mapping    TEXT NOT NULL,   -- YAML, how this creditor's portfolio file reads, or empty
    payments   TEXT NOT NULL,   -- YAML, how this creditor's payments file reads, or empty
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE portfolio (
    id          BIGINT PRIMARY KEY,
    creditor_id BIGINT NOT NULL,
    code        TEXT NOT NULL,
    name        TEXT NOT NULL,
    figures     TEXT NOT NULL, -- empty: as the creditor
    gone        TEXT NOT NULL, -- empty: as the creditor
    created_at  BIGINT NOT NULL,
    UNIQUE (creditor_id, code)
);

CREATE TABLE cut (
    id            BIGINT PRIMARY KEY,
    kind          TEXT NOT NULL,   -- portfolio | payments | contacts
    creditor_id   BIGINT NOT NULL,
    as_of_on      BIGINT NOT NULL,
    version       BIGINT NOT NULL, -- 1 for the first of its creditor and day
    state         TEXT NOT NULL,   -- staged | previewed | publishing | published | replaced | undoing | undone | failed
    file_name     TEXT NOT NULL,
    file_digest   TEXT NOT NULL,
    blob_id       BIGINT NOT NULL,
    mapping       TEXT NOT NULL,
    scope         TEXT NOT NULL,   -- JSON: the portfolios that the file speaks of
    line          BIGINT NOT NULL, -- checkpoint: rows up to this line are in
    row_count     BIGINT NOT NULL,
    answer        TEXT NOT NULL,   -- JSON: counts, sums and the diff
    replaces_id   BIGINT NOT NULL, -- the published cut that this one stands on
    staged_at     BIGINT NOT NULL,
    staged_by     BIGINT NOT NULL,
    published_at  BIGINT NOT NULL,
    published_by  BIGINT NOT NULL,
    undone_at     BIGINT NOT NULL,
    undone_by     BIGINT NOT NULL,
    fault         TEXT NOT NULL
);
CREATE INDEX cut_creditor ON cut (creditor_id, as_of_on);

-- What a cut refused, row by row, so that it can be mended and loaded again.
CREATE TABLE cut_refusal (
    cut_id      BIGINT NOT NULL,
    line        BIGINT NOT NULL,
    grade       TEXT NOT NULL, -- refused | warned
    column_name TEXT NOT NULL,
    value       TEXT NOT NULL,
    reason      TEXT NOT NULL, -- JSON: key and arguments of the sentence
    row_text    TEXT NOT NULL
);
CREATE INDEX cut_refusal_cut ON cut_refusal (cut_id, line);
