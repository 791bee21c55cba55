-- Which accounts a merge of two persons moved, so that it can be taken back.
CREATE TABLE account_move (
    account_id  BIGINT NOT NULL,
    from_person BIGINT NOT NULL,
    into_person BIGINT NOT NULL
);
CREATE INDEX account_move_into ON account_move (into_person);
