-- The ledger. One line changes the four parts of an item's balance; the lines of an item stand together and in order.
CREATE TABLE entry (
    item_id   BIGINT NOT NULL,
    n         BIGINT NOT NULL, -- 1, 2, 3 … within the item
    on_day    BIGINT NOT NULL,
    kind      TEXT NOT NULL,   -- opening | cut | accrual | payment | reversal | gone | returned | undo
    principal BIGINT NOT NULL,
    interest  BIGINT NOT NULL,
    moratory  BIGINT NOT NULL,
    fees      BIGINT NOT NULL,
    cause_id  BIGINT NOT NULL, -- the cut, payment or close that caused it
    at        BIGINT NOT NULL,
    PRIMARY KEY (item_id, n)
) WITHOUT ROWID;
