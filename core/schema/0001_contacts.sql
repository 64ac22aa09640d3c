-- private. A new address that somebody gave for themselves, until they show that letters to it reach them.
CREATE TABLE contact_change (
    person_id  INTEGER PRIMARY KEY REFERENCES person (id),
    email      TEXT    NOT NULL CHECK (email <> ''),
    salt       BLOB    NOT NULL CHECK (length(salt) = 32),
    proof      BLOB    NOT NULL CHECK (length(proof) = 32), -- hash of salt and code
    tries      INTEGER NOT NULL CHECK (tries >= 0), -- left
    expires_us INTEGER NOT NULL
) STRICT;
