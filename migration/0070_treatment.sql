-- The case of each person over all their debts, the worklist, and the day's close.
CREATE TABLE casefile (
    person_id        BIGINT PRIMARY KEY,
    creditor_id      BIGINT NOT NULL, -- of the debt that leads
    account_id       BIGINT NOT NULL, -- the debt that leads: the longest overdue, then the largest
    stage            TEXT NOT NULL,   -- prevention | collection | recovery | extinction
    step             TEXT NOT NULL,   -- of the strategy
    bucket           TEXT NOT NULL,
    oldest_due_on    BIGINT NOT NULL, -- the oldest due day not paid; it may lie ahead
    currency         TEXT NOT NULL,
    past_due         BIGINT NOT NULL, -- in the currency of the debt that leads
    balance          BIGINT NOT NULL,
    accounts         BIGINT NOT NULL,
    hold             TEXT NOT NULL,   -- why nobody is to be called, or empty
    hold_until_on    BIGINT NOT NULL,
    assigned_id      BIGINT NOT NULL, -- the agent who keeps this case
    broken           BIGINT NOT NULL, -- promises broken so far
    version          BIGINT NOT NULL, -- goes up with every change to the person's debts or case
    decided_on       BIGINT NOT NULL
) WITH (fillfactor=85);
CREATE INDEX casefile_assigned ON casefile (assigned_id) WHERE assigned_id <> 0;

-- Narrow on purpose: agents write here all day. A row that is ready is in the index, one that waits or is locked is not.
CREATE TABLE work (
    person_id   BIGINT PRIMARY KEY,
    agent_id    BIGINT NOT NULL, -- none: anybody's
    creditor_id BIGINT NOT NULL,
    state       BIGINT NOT NULL, -- 0 ready, 1 waiting, 2 locked
    priority    BIGINT NOT NULL,
    ready_at    BIGINT NOT NULL,
    again_at    BIGINT NOT NULL, -- what the last result asked for: the close does not call sooner
    locked_by   BIGINT NOT NULL,
    locked_at   BIGINT NOT NULL, -- the agent's last sign of life
    step        TEXT NOT NULL
) WITH (fillfactor=70);
CREATE INDEX work_next ON work (agent_id, creditor_id, priority DESC, person_id) WHERE state = 0;
CREATE INDEX work_waiting ON work (ready_at) WHERE state = 1;
CREATE INDEX work_locked ON work (locked_by) WHERE state = 2;

CREATE TABLE close_day (
    on_day     BIGINT PRIMARY KEY,
    state      TEXT NOT NULL,   -- running | done
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    answer     TEXT NOT NULL    -- JSON
);

CREATE TABLE close_shard (
    on_day      BIGINT NOT NULL,
    n           BIGINT NOT NULL,
    from_person BIGINT NOT NULL,
    past_person BIGINT NOT NULL, -- the first person no longer in it
    state       TEXT NOT NULL,   -- open | taken | done
    taken_at    BIGINT NOT NULL,
    answer      TEXT NOT NULL,
    PRIMARY KEY (on_day, n)
);
