-- Persons, the keys they are found by, their contact points with a history, and the pairs that may be one.
CREATE TABLE person (
    id         BIGINT PRIMARY KEY,
    kind       TEXT NOT NULL,   -- natural | legal
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,   -- capitals without accents, N~ for Ñ
    name_hash  BIGINT NOT NULL, -- of its words in any order: equal names have equal hashes
    country    TEXT NOT NULL,
    id_type    TEXT NOT NULL,
    id_number  TEXT NOT NULL,
    id_state   TEXT NOT NULL,   -- valid | doubtful | invalid | unchecked
    city       TEXT NOT NULL,
    region     TEXT NOT NULL,
    zone       TEXT NOT NULL,
    into_id    BIGINT NOT NULL, -- the person this one was merged into
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
) WITH (fillfactor=95);

-- What people are searched by: each word of a name as a number that keeps its order, so that whatever begins with MUN
-- is one range, and below zero each telephone and e-mail address. New persons wait in person_fresh and are taken over
-- a hundred thousand at a time in the order of the codes: row by row, every person of a load would touch five pages of
-- this index.
CREATE TABLE person_find (
    code      BIGINT NOT NULL,
    person_id BIGINT NOT NULL
);
CREATE INDEX person_find_code ON person_find (code, person_id);

CREATE TABLE person_fresh (
    person_id BIGINT PRIMARY KEY
);

-- What a person is found by: a document that names one person everywhere (creditor_id 0), or a creditor's own number.
-- The hash of the value is the key; where two values meet on one the later goes to the hash of that. So there is one
-- narrow index for all keys, and it keeps two loads from making the same person twice. Numbers that follow each other
-- have keys that lie beside each other.
CREATE TABLE person_key (
    hash        BIGINT PRIMARY KEY,
    person_id   BIGINT NOT NULL,
    merged_from BIGINT NOT NULL, -- whose key it was before a merge
    creditor_id BIGINT NOT NULL,
    value       TEXT NOT NULL,   -- EC:cedula:1714307103, or the creditor's own number
    digest      BIGINT NOT NULL  -- of what the creditor's file last said of the person
) WITH (fillfactor=90);
CREATE INDEX person_key_person ON person_key (person_id);

CREATE TABLE contact_point (
    id          BIGINT PRIMARY KEY,
    person_id   BIGINT NOT NULL,
    merged_from BIGINT NOT NULL, -- whose it was before a merge
    kind        TEXT NOT NULL,   -- phone | email | address
    value       TEXT NOT NULL,   -- normal form
    code        BIGINT NOT NULL, -- of person_find; 0 for what nobody searches by
    shown       TEXT NOT NULL,
    line        TEXT NOT NULL,   -- mobile | fixed | unknown | unreadable
    state       TEXT NOT NULL,   -- unverified | valid | wrong | third_party | unreachable | opted_out | replaced
    source      TEXT NOT NULL,   -- file | found
    creditor_id BIGINT NOT NULL, -- whose file brought it
    rank        BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL
) WITH (fillfactor=95);
CREATE INDEX contact_point_person ON contact_point (person_id);

CREATE TABLE contact_point_change (
    id               BIGINT PRIMARY KEY,
    contact_point_id BIGINT NOT NULL,
    person_id        BIGINT NOT NULL,
    at               BIGINT NOT NULL,
    by_user_id       BIGINT NOT NULL,
    from_state       TEXT NOT NULL,
    to_state         TEXT NOT NULL,
    reason           TEXT NOT NULL,
    contact_id       BIGINT NOT NULL
);
CREATE INDEX contact_point_change_person ON contact_point_change (person_id);

CREATE TABLE duplicate (
    id         BIGINT PRIMARY KEY,
    person_a   BIGINT NOT NULL, -- the older
    person_b   BIGINT NOT NULL,
    likeness   TEXT NOT NULL,   -- phone | email | number | birth | document | key
    state      TEXT NOT NULL,   -- open | same | different
    found_at   BIGINT NOT NULL,
    decided_by BIGINT NOT NULL,
    decided_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX duplicate_pair ON duplicate (person_a, person_b);
CREATE INDEX duplicate_state ON duplicate (state);
