-- Hours and places at which a person does not want to be reached, or their employer forbids it.
ALTER TABLE person_mark ADD COLUMN hours TEXT NOT NULL DEFAULT '';          -- "mon-fri 09:00-17:00"; empty: whatever the hour
ALTER TABLE person_mark ADD COLUMN contact_point_id BIGINT NOT NULL DEFAULT 0; -- none: wherever
