-- The audit: chains of entries, one chain a lane. The id is the lane and the number within it, so that one walk over
-- the primary key reads every chain in order. See platform/audit.
CREATE TABLE audit_lane (
    lane BIGINT PRIMARY KEY,
    seq  BIGINT NOT NULL,
    hash BLOB NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE audit_entry (
    id      BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    by_user BIGINT NOT NULL,
    what    TEXT NOT NULL,
    on_kind TEXT NOT NULL,
    on_id   BIGINT NOT NULL,
    person  BIGINT NOT NULL,
    why     TEXT NOT NULL,
    key     TEXT NOT NULL,
    detail  TEXT NOT NULL,
    hash    BLOB NOT NULL
);
CREATE INDEX audit_entry_at ON audit_entry (at, id);
CREATE INDEX audit_entry_user ON audit_entry (by_user, at, id);
CREATE INDEX audit_entry_on ON audit_entry (on_id, at, id) WHERE on_id <> 0;
CREATE INDEX audit_entry_person ON audit_entry (person, at, id) WHERE person <> 0;
CREATE UNIQUE INDEX audit_entry_key ON audit_entry (by_user, key) WHERE key <> '';

-- Events that wait for a subscriber: a row for each subscriber, gone when delivered. See platform/event.
CREATE TABLE outbox (
    id         BIGINT PRIMARY KEY,
    name       TEXT NOT NULL,
    subscriber TEXT NOT NULL,
    key        BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    body       TEXT NOT NULL,
    due_at     BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    dead       BIGINT NOT NULL,
    error      TEXT NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE dead = 0;
CREATE INDEX outbox_order ON outbox (subscriber, key, id) WHERE dead = 0;
CREATE INDEX outbox_dead ON outbox (id) WHERE dead = 1;

-- Work to be done apart from a request. due_at of a running job is the end of its lease. See platform/job.
CREATE TABLE job (
    id             BIGINT PRIMARY KEY,
    kind           TEXT NOT NULL,
    key            TEXT NOT NULL,
    args           TEXT NOT NULL,
    state          TEXT NOT NULL,
    open           BIGINT NOT NULL,
    priority       BIGINT NOT NULL,
    due_at         BIGINT NOT NULL,
    attempts       BIGINT NOT NULL,
    max_attempts   BIGINT NOT NULL,
    cancel         BIGINT NOT NULL,
    worker         TEXT NOT NULL,
    progress_done  BIGINT NOT NULL,
    progress_total BIGINT NOT NULL,
    progress_note  TEXT NOT NULL,
    error          TEXT NOT NULL,
    result         TEXT NOT NULL,
    by_user        BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    started_at     BIGINT NOT NULL,
    ended_at       BIGINT NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX job_next ON job (priority, due_at, id) WHERE open = 1;
CREATE UNIQUE INDEX job_once ON job (kind, key) WHERE open = 1 AND key <> '';
CREATE INDEX job_ended ON job (ended_at) WHERE open = 0;

CREATE TABLE job_schedule (
    name    TEXT PRIMARY KEY,
    timing  TEXT NOT NULL,
    next_at BIGINT NOT NULL
);

-- What is said to the screens of other processes; kept for a minute. See platform/live.
CREATE TABLE live_message (
    id     BIGINT PRIMARY KEY,
    origin BIGINT NOT NULL,
    topic  TEXT NOT NULL,
    name   TEXT NOT NULL,
    body   TEXT NOT NULL
);

-- Files, in compressed chunks, so that every process sees them. See platform/blob.
CREATE TABLE blob (
    id         BIGINT PRIMARY KEY,
    name       TEXT NOT NULL,
    media      TEXT NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT NOT NULL,
    ready      BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE blob_chunk (
    blob_id BIGINT NOT NULL,
    n       BIGINT NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (blob_id, n)
);

-- Who may sign in. See platform/auth. The name is kept in small letters.
CREATE TABLE auth_user (
    id              BIGINT PRIMARY KEY,
    name            TEXT NOT NULL,
    password        TEXT NOT NULL,
    role            TEXT NOT NULL,
    active          BIGINT NOT NULL,
    must_change     BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    changed_at      BIGINT NOT NULL,
    last_sign_in_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX auth_user_name ON auth_user (name);

-- The token itself is nowhere: only its SHA-256, in hexadecimal.
CREATE TABLE auth_session (
    hash       TEXT PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    address    TEXT NOT NULL,
    agent      TEXT NOT NULL
);
CREATE INDEX auth_session_user ON auth_session (user_id);
CREATE INDEX auth_session_end ON auth_session (ends_at);

-- Failed sign-ins by name ("name:ana", whether there is such a person or not) and by address ("from:192.0.2.1").
CREATE TABLE auth_failure (
    subject      TEXT PRIMARY KEY,
    count        BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    last_at      BIGINT NOT NULL
);
CREATE INDEX auth_failure_last ON auth_failure (last_at);
