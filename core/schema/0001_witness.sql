-- Witnesses: what they have cosigned, and when each was asked.

-- record. Which entries speak of keys and witnesses, so that the log need not be read whole for them.
CREATE TABLE log_key (
    idx INTEGER PRIMARY KEY REFERENCES log_entry (idx)
) STRICT;

-- record. What witnesses signed on our checkpoints; each line was verified before it was kept.
CREATE TABLE cosignature (
    size INTEGER NOT NULL REFERENCES checkpoint (size),
    name TEXT    NOT NULL CHECK (name <> ''), -- of the witness's key
    line TEXT    NOT NULL CHECK (line <> ''),
    made_at INTEGER NOT NULL CHECK (made_at >= 0), -- seconds, by the witness's clock
    PRIMARY KEY (size, name)
) STRICT, WITHOUT ROWID;

-- private. When a witness was asked last, and how often in a row that came to nothing.
CREATE TABLE witness_call (
    vkey        TEXT    NOT NULL PRIMARY KEY,
    asked_at_us INTEGER NOT NULL,
    next_at_us  INTEGER NOT NULL,
    failures    INTEGER NOT NULL CHECK (failures >= 0)
) STRICT, WITHOUT ROWID;
