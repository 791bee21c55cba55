CREATE TABLE payment (
    id          BIGINT PRIMARY KEY,
    cut_id      BIGINT NOT NULL, -- the import that brought it
    creditor_id BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    account_id  BIGINT NOT NULL, -- none: nobody of ours was found for it
    key         BIGINT NOT NULL, -- hash of what makes it the same payment: reference, or account, day, amount, way, position
    same        TEXT NOT NULL,   -- that text itself
    paid_on     BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    way         TEXT NOT NULL,
    reference   TEXT NOT NULL,
    item        TEXT NOT NULL,
    note        TEXT NOT NULL,
    applied     BIGINT NOT NULL, -- of the amount; the rest is unapplied
    state       TEXT NOT NULL,   -- applied | partly | unmatched | undone
    received_at BIGINT NOT NULL
);
CREATE INDEX payment_key ON payment (key);
CREATE INDEX payment_person ON payment (person_id, paid_on);
CREATE INDEX payment_cut ON payment (cut_id);

CREATE TABLE payment_split (
    payment_id BIGINT NOT NULL,
    item_id    BIGINT NOT NULL,
    principal  BIGINT NOT NULL,
    interest   BIGINT NOT NULL,
    moratory   BIGINT NOT NULL,
    fees       BIGINT NOT NULL
);
CREATE INDEX payment_split_payment ON payment_split (payment_id);
