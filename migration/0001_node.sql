-- Each process that opens the database takes the next number: it keeps their identities apart.
CREATE TABLE node (
    one   BIGINT PRIMARY KEY,
    taken BIGINT NOT NULL
);
