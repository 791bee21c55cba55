-- A person who owes several creditors has one case and one lock, and a row of the worklist for each creditor whose debts are
-- to be worked. Who owes one creditor, as nearly everybody does, has a row in neither of these tables.
ALTER TABLE casefile ADD COLUMN further BIGINT NOT NULL DEFAULT 0; -- creditors beside the one that leads
ALTER TABLE work ADD COLUMN further BIGINT NOT NULL DEFAULT 0; -- rows of this person in work_further

-- What of a case is one creditor's: the sums are in the currency of the creditor's own leading debt.
CREATE TABLE casefile_creditor (
    person_id     BIGINT NOT NULL,
    creditor_id   BIGINT NOT NULL,
    account_id    BIGINT NOT NULL, -- the debt that leads among this creditor's
    turn          BIGINT NOT NULL, -- 0: this creditor leads the case
    stage         TEXT NOT NULL,
    step          TEXT NOT NULL,
    bucket        TEXT NOT NULL,
    oldest_due_on BIGINT NOT NULL,
    currency      TEXT NOT NULL,
    past_due      BIGINT NOT NULL,
    balance       BIGINT NOT NULL,
    accounts      BIGINT NOT NULL,
    hold          TEXT NOT NULL,   -- why nobody is to call about this creditor's debts, or empty
    hold_until_on BIGINT NOT NULL,
    PRIMARY KEY (person_id, creditor_id)
);

-- The rows of the worklist beside the one in work, which is the lock: who writes here has written there before.
CREATE TABLE work_further (
    person_id   BIGINT NOT NULL,
    creditor_id BIGINT NOT NULL,
    agent_id    BIGINT NOT NULL, -- none: anybody's
    state       BIGINT NOT NULL, -- 0 ready, 1 waiting, 2 the person is locked
    priority    BIGINT NOT NULL,
    ready_at    BIGINT NOT NULL,
    step        TEXT NOT NULL,
    PRIMARY KEY (person_id, creditor_id)
);
CREATE INDEX work_further_next ON work_further (agent_id, creditor_id, priority DESC, person_id) WHERE state = 0;
CREATE INDEX work_further_waiting ON work_further (ready_at) WHERE state = 1;
