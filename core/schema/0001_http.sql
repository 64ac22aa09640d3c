-- What the server remembers of requests. Private, not logged, not rebuilt.

-- private. The reply to a request that created something, for whoever asks the same again.
CREATE TABLE remembered_reply (
    person_id INTEGER NOT NULL REFERENCES person (id),
    key       TEXT    NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
    request   BLOB    NOT NULL CHECK (length(request) = 32), -- method, address and body, hashed
    status    INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    location  TEXT    NOT NULL,
    tag       TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    at_us     INTEGER NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_reply_by_age ON remembered_reply (at_us);
