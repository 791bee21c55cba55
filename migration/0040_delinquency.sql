-- Where each account stands. Days overdue are not kept, since they change daily: they are the day minus oldest_due_on.
CREATE TABLE standing (
    account_id       BIGINT PRIMARY KEY,
    person_id        BIGINT NOT NULL,
    creditor_id      BIGINT NOT NULL,
    portfolio_id     BIGINT NOT NULL,
    currency         TEXT NOT NULL,
    bucket           TEXT NOT NULL,
    stage            TEXT NOT NULL,
    oldest_due_on    BIGINT NOT NULL, -- the oldest due day not paid; it may lie ahead
    past_due         BIGINT NOT NULL,
    balance          BIGINT NOT NULL,
    since_on         BIGINT NOT NULL  -- in this bucket since
) WITH (fillfactor=85);
CREATE INDEX standing_person ON standing (person_id);

-- The history of moves between buckets, with entry and exit; the first placing has no bucket before.
CREATE TABLE bucket_move (
    account_id  BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    creditor_id BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    on_day      BIGINT NOT NULL,
    from_bucket TEXT NOT NULL,
    to_bucket   TEXT NOT NULL,
    from_on     BIGINT NOT NULL, -- when it had entered the bucket that it leaves
    past_due    BIGINT NOT NULL,
    balance     BIGINT NOT NULL
);
CREATE INDEX bucket_move_account ON bucket_move (account_id);

CREATE TABLE aging_figure (
    on_day       BIGINT NOT NULL,
    creditor_id  BIGINT NOT NULL,
    portfolio_id BIGINT NOT NULL,
    currency     TEXT NOT NULL,
    bucket       TEXT NOT NULL,
    accounts     BIGINT NOT NULL,
    persons      BIGINT NOT NULL,
    past_due     BIGINT NOT NULL,
    balance      BIGINT NOT NULL
);
CREATE INDEX aging_figure_day ON aging_figure (on_day);

CREATE TABLE movement_figure (
    on_day      BIGINT NOT NULL,
    creditor_id BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    from_bucket TEXT NOT NULL,
    to_bucket   TEXT NOT NULL,
    accounts    BIGINT NOT NULL,
    balance     BIGINT NOT NULL
);
CREATE INDEX movement_figure_day ON movement_figure (on_day);
