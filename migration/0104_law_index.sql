-- The places that count against a person's limits are few among all that was ever asked.
DROP INDEX permit_open;
CREATE INDEX permit_taken ON permit (person_id) WHERE state IN ('open', 'lapsed', 'released');

-- All that the gate asks of earlier contacts stands in the index: of one who was called a thousand times it
-- reads a few pages.
DROP INDEX contact_gate;
CREATE INDEX contact_gate ON contact (person_id, at, creditor_id, channel, kind, reached, inbound);
