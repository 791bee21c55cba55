-- What a move took out of the bucket that it left: the balance before it. With it, the figures of two days and the
-- movements between them add up in money too. A row whose two buckets are the same holds what changed without a move;
-- it counts no account.
ALTER TABLE movement_figure ADD COLUMN was BIGINT NOT NULL DEFAULT 0;
