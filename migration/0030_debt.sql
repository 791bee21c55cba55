-- Accounts, their items (instalments or invoices) and the ledger. A balance stands on the item and is the sum of the
-- item's entries, always; the ledger is only added to.
CREATE TABLE account (
    id              BIGINT PRIMARY KEY,
    person_id       BIGINT NOT NULL,
    creditor_id     BIGINT NOT NULL,
    portfolio_id    BIGINT NOT NULL,
    key             BIGINT NOT NULL, -- hash of creditor and number
    number          TEXT NOT NULL,
    product         TEXT NOT NULL,
    currency        TEXT NOT NULL,
    opened_on       BIGINT NOT NULL,
    rate            BIGINT NOT NULL, -- yearly, hundred-millionths
    moratory_rate   BIGINT NOT NULL,
    basis           BIGINT NOT NULL,
    state           TEXT NOT NULL,   -- open | paid | recalled | asked | undone
    disputed        BIGINT NOT NULL,
    guarantee_kind  TEXT NOT NULL,
    guarantee_value BIGINT NOT NULL,
    sector          TEXT NOT NULL,
    attributes      TEXT NOT NULL,   -- JSON of the columns we do not know
    cut_id          BIGINT NOT NULL  -- the cut that brought it
) WITH (fillfactor=90);
CREATE INDEX account_person ON account (person_id);
CREATE INDEX account_key ON account (creditor_id, key);

CREATE TABLE item (
    id             BIGINT PRIMARY KEY,
    person_id      BIGINT NOT NULL,
    account_id     BIGINT NOT NULL,
    creditor_id    BIGINT NOT NULL,
    portfolio_id   BIGINT NOT NULL,
    key            BIGINT NOT NULL, -- hash of creditor, account number and item number
    digest         BIGINT NOT NULL, -- hash of the row that last brought it
    number         TEXT NOT NULL,
    due_on         BIGINT NOT NULL,
    original       BIGINT NOT NULL,
    principal      BIGINT NOT NULL,
    interest       BIGINT NOT NULL,
    moratory       BIGINT NOT NULL,
    fees           BIGINT NOT NULL,
    state          TEXT NOT NULL,   -- open | paid | gone | undone
    figures        TEXT NOT NULL,   -- creditor | ours
    accrued_on     BIGINT NOT NULL, -- interest is posted through the end of this day
    interest_carry BIGINT NOT NULL,
    moratory_carry BIGINT NOT NULL,
    entry_count    BIGINT NOT NULL,
    cut_id         BIGINT NOT NULL, -- the cut that brought it
    latest_cut_id  BIGINT NOT NULL  -- the cut that last changed it
) WITH (fillfactor=85);
CREATE INDEX item_person ON item (person_id);
CREATE INDEX item_creditor ON item (creditor_id);

-- Who else answers for an account, or may be asked about it.
CREATE TABLE account_party (
    account_id BIGINT NOT NULL,
    person_id  BIGINT NOT NULL,
    role       TEXT NOT NULL,
    cut_id     BIGINT NOT NULL
);
CREATE INDEX account_party_account ON account_party (account_id);
CREATE INDEX account_party_person ON account_party (person_id);

-- The rates that an account had before the ones it has now.
CREATE TABLE rate_change (
    person_id     BIGINT NOT NULL,
    account_id    BIGINT NOT NULL,
    until_on      BIGINT NOT NULL, -- the last day on which these rates held
    rate          BIGINT NOT NULL,
    moratory_rate BIGINT NOT NULL,
    cut_id        BIGINT NOT NULL
);
CREATE INDEX rate_change_person ON rate_change (person_id);
CREATE INDEX rate_change_account ON rate_change (account_id);

-- What a cut changed or found gone, with the state before, so that it can be undone and its differences listed.
CREATE TABLE cut_change (
    cut_id    BIGINT NOT NULL,
    item_id   BIGINT NOT NULL,
    line      BIGINT NOT NULL, -- of the file; behind all lines for what is gone: a cut is undone backwards
    kind      TEXT NOT NULL,   -- changed | gone | returned | terms: of the account, by an item that is new
    before    TEXT NOT NULL,   -- JSON of item and account as they were
    expected  BIGINT NOT NULL, -- what we thought is owed, in all
    brought   BIGINT NOT NULL, -- what the cut says
    paid      BIGINT NOT NULL  -- of which payments that we knew and the creditor's last cut did not
);
CREATE INDEX cut_change_cut ON cut_change (cut_id, item_id);
