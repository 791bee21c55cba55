-- What the company set over the packs of law, change by change: what is set now, and what was at any version, is what the
-- changes up to there make of it, so that nothing is ever written over.
CREATE TABLE law_change (
    id      BIGINT PRIMARY KEY,
    country TEXT NOT NULL,
    version BIGINT NOT NULL, -- 1, 2, 3 … in each country
    rule    TEXT NOT NULL,   -- the key of a rule, or the name of a question on which sources disagree
    setting TEXT NOT NULL,   -- what was set; empty: from that day on it is as the pack has it
    from_on BIGINT NOT NULL,
    to_on   BIGINT NOT NULL, -- 0: without end
    why     TEXT NOT NULL,
    by_user BIGINT NOT NULL, -- 0: the program itself
    at      BIGINT NOT NULL
);
CREATE UNIQUE INDEX law_change_version ON law_change (country, version);

-- The figures that authorities publish: UF, IBC, SBU. One that was put right or taken back stays, with the load that did it.
CREATE TABLE law_figure (
    id       BIGINT PRIMARY KEY,
    country  TEXT NOT NULL,
    name     TEXT NOT NULL,
    segment  TEXT NOT NULL,   -- of which kind of credit it is; empty: of all
    from_on  BIGINT NOT NULL,
    to_on    BIGINT NOT NULL, -- as it was given; 0: not said
    until_on BIGINT NOT NULL, -- its last day: the one given, or as long as such a figure lasts
    value    TEXT NOT NULL,   -- with a point and no separators
    source   TEXT NOT NULL,
    load_id  BIGINT NOT NULL,
    gone_by  BIGINT NOT NULL  -- the load that replaced it or was taken back; 0: it is in force
);
CREATE UNIQUE INDEX law_figure_live ON law_figure (country, name, segment, from_on) WHERE gone_by = 0;
CREATE INDEX law_figure_load_rows ON law_figure (load_id);
CREATE INDEX law_figure_gone ON law_figure (gone_by) WHERE gone_by > 0;

CREATE TABLE law_figure_load (
    id        BIGINT PRIMARY KEY,
    file_name TEXT NOT NULL,
    state     TEXT NOT NULL, -- live, undone
    new       BIGINT NOT NULL,
    changed   BIGINT NOT NULL,
    by_user   BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    undone_by BIGINT NOT NULL,
    undone_at BIGINT NOT NULL
);
