-- What came in, and how each payment was split over the items owed.
CREATE TABLE payment (
    id          BIGINT PRIMARY KEY,
    cut_id      BIGINT NOT NULL, -- the import that brought it
    seen_cut_id BIGINT NOT NULL, -- the last import whose file had it: a cumulative file says it again and again
    creditor_id BIGINT NOT NULL,
    person_id   BIGINT NOT NULL, -- none: nobody of ours was found for it
    account_id  BIGINT NOT NULL, -- the account it is for; for one that is spread, the first that it went to
    spread      BIGINT NOT NULL, -- 1: it names the person alone and goes over all their accounts with the creditor
    key         BIGINT NOT NULL, -- hash of what makes it the same payment, without its position
    same        TEXT NOT NULL,   -- that text itself
    position    BIGINT NOT NULL, -- 1, 2, 3 … among payments of the same text
    paid_on     BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    account     TEXT NOT NULL,   -- what the file names it by
    account_key BIGINT NOT NULL,
    id_type     TEXT NOT NULL,
    id_number   TEXT NOT NULL,
    way         TEXT NOT NULL,
    reference   TEXT NOT NULL,
    item        TEXT NOT NULL,
    note        TEXT NOT NULL,
    applied     BIGINT NOT NULL, -- of the amount, deducted from items
    counted     BIGINT NOT NULL, -- of the amount, what the creditor's own figures held already; the rest is unapplied
    state       TEXT NOT NULL,   -- applied | partly | unmatched | undone
    received_at BIGINT NOT NULL
);
-- Two imports at once cannot bring the same payment twice.
CREATE UNIQUE INDEX payment_same ON payment (key, same, position) WHERE state <> 'undone';
CREATE INDEX payment_person ON payment (person_id, paid_on);
CREATE INDEX payment_cut ON payment (cut_id, state);
CREATE INDEX payment_unmatched ON payment (creditor_id, id) WHERE state = 'unmatched';

CREATE TABLE payment_split (
    payment_id  BIGINT NOT NULL,
    item_id     BIGINT NOT NULL,
    principal   BIGINT NOT NULL,
    interest    BIGINT NOT NULL,
    moratory    BIGINT NOT NULL,
    fees        BIGINT NOT NULL,
    cut_id      BIGINT NOT NULL, -- the cut that had last changed the item when the payment was applied
    was         TEXT NOT NULL    -- the state of the account before
);
CREATE INDEX payment_split_payment ON payment_split (payment_id);
CREATE INDEX payment_split_item ON payment_split (item_id);
