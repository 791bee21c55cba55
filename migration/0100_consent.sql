-- A creditor's file may bring the consents of its customers: the cut that brought one can be taken back with it.
ALTER TABLE person_mark ADD COLUMN cut_id BIGINT NOT NULL DEFAULT 0; -- none: somebody heard it
CREATE INDEX person_mark_cut ON person_mark (cut_id) WHERE cut_id <> 0;
