-- The gate of contact: every proposal that wanted a place with its answer, and what stands for or against contacting a
-- person. A permit is never deleted: a refusal and a place that was not used are evidence as much as a call is.
CREATE TABLE permit (
    id           BIGINT PRIMARY KEY,
    person_id    BIGINT NOT NULL,
    creditor_id  BIGINT NOT NULL,
    channel      TEXT NOT NULL,
    party        TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    point_id     BIGINT NOT NULL, -- the telephone or address, or none
    user_id      BIGINT NOT NULL, -- none: the program
    source       TEXT NOT NULL,   -- agent | dialer | message | visit
    asked_at     BIGINT NOT NULL,
    from_at      BIGINT NOT NULL, -- of the contact
    until_at     BIGINT NOT NULL,
    state        TEXT NOT NULL,   -- refused | open | spent | released | lapsed | cancelled | breach
    state_at     BIGINT NOT NULL,
    why          TEXT NOT NULL,   -- it was released, or cancelled
    contact_id   BIGINT NOT NULL, -- what became of it
    result       TEXT NOT NULL,   -- in the law's words: two_way, busy, …
    debts        TEXT NOT NULL,   -- JSON: the accounts that it was about; [] are all of them
    pack         TEXT NOT NULL,   -- countries: "EC" or "CL EC"
    pack_version TEXT NOT NULL,
    decision     TEXT NOT NULL    -- JSON of law.Decision
) WITH (fillfactor=90);
CREATE INDEX permit_person ON permit (person_id, from_at);
CREATE INDEX permit_open ON permit (person_id) WHERE state = 'open';
CREATE INDEX permit_contact ON permit (contact_id) WHERE contact_id <> 0;

CREATE TABLE person_mark (
    id         BIGINT PRIMARY KEY,
    person_id  BIGINT NOT NULL,
    account_id BIGINT NOT NULL, -- none: all debts
    kind       TEXT NOT NULL,   -- consent | opt_out | ceased | stop_order | attorney | lawsuit | insolvency | …
    channel    TEXT NOT NULL,   -- empty: every one
    from_at    BIGINT NOT NULL,
    until_at   BIGINT NOT NULL, -- none: until it is ended
    document   BIGINT NOT NULL, -- in an instrument of its own
    proof      TEXT NOT NULL,   -- where it can be read or heard
    contact_id BIGINT NOT NULL, -- the contact in which it was said
    set_at     BIGINT NOT NULL,
    by_user    BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    ended_by   BIGINT NOT NULL,
    ended_why  TEXT NOT NULL
) WITH (fillfactor=95);
CREATE INDEX person_mark_person ON person_mark (person_id);

ALTER TABLE contact ADD COLUMN inbound BIGINT NOT NULL DEFAULT 0; -- 1: the person began it
ALTER TABLE contact ADD COLUMN permit_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN breach BIGINT NOT NULL DEFAULT 0; -- 1: the gate would have refused it
CREATE INDEX contact_gate ON contact (person_id, at);
