-- Every attempt and conversation with what came of it, and the trees of results.
CREATE TABLE contact (
    id               BIGINT PRIMARY KEY, -- time-ordered: a span of time is a span of ids
    person_id        BIGINT NOT NULL,
    creditor_id      BIGINT NOT NULL,
    user_id          BIGINT NOT NULL,
    channel          TEXT NOT NULL,
    contact_point_id BIGINT NOT NULL,
    party            TEXT NOT NULL,   -- debtor | guarantor | … whom it was meant for
    started_at       BIGINT NOT NULL, -- when the case was opened for it
    at               BIGINT NOT NULL,
    on_day           BIGINT NOT NULL, -- in the creditor's zone
    tree_id          BIGINT NOT NULL, -- the tree it was recorded under; none: the one in the program
    leaf             TEXT NOT NULL,   -- path in the tree: contact/result/reason
    kind             TEXT NOT NULL,   -- what the leaf means to us: promise, callback, paid, …
    reached          TEXT NOT NULL,   -- nobody | third | debtor
    note             TEXT NOT NULL,
    amount           BIGINT NOT NULL,
    currency         TEXT NOT NULL,
    promised_on      BIGINT NOT NULL,
    callback_at      BIGINT NOT NULL,
    again_at         BIGINT NOT NULL, -- not to be called before
    hold             TEXT NOT NULL,   -- why the case rests after this result, or empty
    hold_until_on    BIGINT NOT NULL, -- the last day on which it rests; none: until something happens
    idempotency_key  TEXT NOT NULL
) WITH (fillfactor=100);
CREATE INDEX contact_person ON contact (person_id, id);
CREATE INDEX contact_day ON contact (on_day, user_id);
CREATE UNIQUE INDEX contact_once ON contact (user_id, idempotency_key) WHERE idempotency_key <> '';

CREATE TABLE tree (
    id          BIGINT PRIMARY KEY,
    creditor_id BIGINT NOT NULL, -- none: for everybody
    version     BIGINT NOT NULL,
    body        TEXT NOT NULL,   -- YAML
    created_at  BIGINT NOT NULL,
    created_by  BIGINT NOT NULL
);
CREATE UNIQUE INDEX tree_version ON tree (creditor_id, version);

CREATE TABLE promise (
    id          BIGINT PRIMARY KEY,
    person_id   BIGINT NOT NULL,
    creditor_id BIGINT NOT NULL,
    contact_id  BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    amount      BIGINT NOT NULL,
    paid        BIGINT NOT NULL,
    made_on     BIGINT NOT NULL,
    due_on      BIGINT NOT NULL,
    state       TEXT NOT NULL,   -- open | kept | broken | withdrawn | replaced
    judged_on   BIGINT NOT NULL
);
CREATE INDEX promise_person ON promise (person_id, state);
CREATE INDEX promise_due ON promise (due_on) WHERE state = 'open';
