-- Who works. The identity is that of the sign-in (auth_user.id): a person of the staff has exactly one.
CREATE TABLE staff_team (
    id         BIGINT PRIMARY KEY,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_team_code ON staff_team (code);

CREATE TABLE staff (
    id            BIGINT PRIMARY KEY,
    code          TEXT NOT NULL,
    name          TEXT NOT NULL,
    team_id       BIGINT NOT NULL,
    language      TEXT NOT NULL,
    capacity      BIGINT NOT NULL,
    all_creditors BIGINT NOT NULL,
    active        BIGINT NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_code ON staff (code);
CREATE INDEX staff_by_team ON staff (team_id);

-- The creditors whose debts a person of the staff may see, when not all.
CREATE TABLE staff_creditor (
    staff_id    BIGINT NOT NULL,
    creditor_id BIGINT NOT NULL,
    PRIMARY KEY (staff_id, creditor_id)
);
CREATE INDEX staff_creditor_creditor ON staff_creditor (creditor_id);
