-- What was asked of the gate within some days, for the report on contacts.
CREATE INDEX permit_time ON permit (from_at, id);
