-- What an account that moved had owed before. With it the moves of one account on one day can be told as one: a late
-- cut that is taken back and published again has moved nobody.
ALTER TABLE bucket_move ADD COLUMN was BIGINT NOT NULL DEFAULT 0;
