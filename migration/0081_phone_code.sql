-- A telephone is found by its last seven digits, so that it does not matter with which prefix it is typed: they come
-- first in its code. See pointCode in domain/party.
UPDATE contact_point SET code = -(4611686018427387904 + CAST(substr(value, 2) AS BIGINT) % 10000000 * 134217728
    + CAST(substr(value, 2) AS BIGINT) / 10000000)
WHERE kind = 'phone' AND code <> 0 AND substr(value, 1, 1) = '+' AND length(value) BETWEEN 8 AND 16;

DELETE FROM person_find WHERE code < 0;

INSERT INTO person_find (code, person_id)
SELECT c.code, c.person_id FROM contact_point c
WHERE c.code <> 0 AND NOT EXISTS (SELECT 1 FROM person_fresh f WHERE f.person_id = c.person_id);
