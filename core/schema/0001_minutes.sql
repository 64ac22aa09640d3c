-- Minutes, and the follow-up of decisions.

-- view. The minutes of an assembly. Each version is a document.
CREATE TABLE minutes (
    id           INTEGER PRIMARY KEY,
    uuid         BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id  INTEGER NOT NULL UNIQUE REFERENCES assembly (id),
    version      INTEGER NOT NULL CHECK (version > 0),
    hash         BLOB    NOT NULL REFERENCES document (hash),
    drawn_us     INTEGER NOT NULL, -- the current version
    published_us INTEGER,
    names_members INTEGER NOT NULL DEFAULT 0 CHECK (names_members IN (0, 1)), -- those published, who took part
    entry        INTEGER NOT NULL CHECK (entry >= 0),
    CHECK (published_us IS NULL OR drawn_us <= published_us)
) STRICT;

-- view. One version.
CREATE TABLE minutes_version (
    minutes_id INTEGER NOT NULL REFERENCES minutes (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    hash       BLOB    NOT NULL REFERENCES document (hash),
    at_us      INTEGER NOT NULL,
    PRIMARY KEY (minutes_id, number)
) STRICT, WITHOUT ROWID;

-- view. An officer has approved a version.
CREATE TABLE minutes_approval (
    minutes_id INTEGER NOT NULL REFERENCES minutes (id),
    hash       BLOB    NOT NULL REFERENCES document (hash),
    role       TEXT    NOT NULL CHECK (role <> ''),
    at_us      INTEGER NOT NULL,
    PRIMARY KEY (minutes_id, hash, role)
) STRICT, WITHOUT ROWID;

-- private. Who signs the minutes, and under which name: kept with them, as the law keeps them.
CREATE TABLE minutes_officer (
    minutes_id INTEGER NOT NULL REFERENCES minutes (id),
    role       TEXT    NOT NULL CHECK (role <> ''),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    name       TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (minutes_id, role)
) STRICT, WITHOUT ROWID;

-- view. A step of the follow-up of a decision, as it is now; its words are a document.
CREATE TABLE decision_step (
    id      INTEGER PRIMARY KEY,
    uuid    BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    poll_id INTEGER NOT NULL REFERENCES poll (id),
    hash    BLOB    NOT NULL REFERENCES document (hash),
    state   TEXT    NOT NULL CHECK (state IN ('to_do', 'doing', 'done', 'dropped')),
    due_on  INTEGER,
    at_us   INTEGER NOT NULL,
    entry   INTEGER NOT NULL CHECK (entry >= 0)
) STRICT;
CREATE INDEX decision_step_by_poll ON decision_step (poll_id, id);
