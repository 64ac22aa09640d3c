-- The society, its constitution, and the documents that the log names by hash.
--
-- Every table says what it is:
--   record   what proofs rest on; never rebuilt
--   private  people and secrets; may be erased, never published
--   view     what the log, the documents and the private tables imply; `palabre rebuild` makes it again
--
-- An object that the log creates has for its id the index of the entry that created it, so that a
-- rebuilt view has the same ids. `entry` is the last entry that touched the object: its ETag.

-- record. A document that an entry names: constitution, text of a resolution, manifest, outcome.
CREATE TABLE document (
    hash  BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    kind  TEXT NOT NULL CHECK (kind IN ('society', 'constitution', 'resolution', 'question', 'manifest', 'box', 'outcome', 'opened',
        'contribution', 'amendment', 'attachment', 'minutes', 'decision', 'notice')),
    bytes BLOB,              -- NULL once removed: the hash stays
    removed_by INTEGER REFERENCES log_entry (idx), -- the entry that says so
    CHECK ((bytes IS NULL) = (removed_by IS NOT NULL)),
    CHECK (bytes IS NOT NULL OR kind IN ('resolution', 'contribution', 'amendment', 'attachment'))
) STRICT; -- with rowids: a large one is read in pieces

CREATE TRIGGER document_is_never_changed BEFORE UPDATE ON document
WHEN NEW.bytes IS NOT NULL OR OLD.bytes IS NULL OR NEW.hash <> OLD.hash OR NEW.kind <> OLD.kind
BEGIN SELECT raise(ABORT, 'a document is named by its hash'); END;

-- view. The cooperative; one database file is one society.
CREATE TABLE society (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    uuid        BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    name        TEXT    NOT NULL CHECK (name <> ''),
    time_zone   TEXT    NOT NULL CHECK (time_zone <> ''),
    language    TEXT    NOT NULL CHECK (language IN ('fr', 'en')),
    licence     TEXT    NOT NULL CHECK (licence <> ''),
    contact     TEXT    NOT NULL,
    data_notice TEXT    NOT NULL,
    hash        BLOB    NOT NULL REFERENCES document (hash),
    entry       INTEGER NOT NULL CHECK (entry >= 0)
) STRICT;

-- view. A version of the constitution: proposed, then adopted with the day it takes effect.
CREATE TABLE constitution (
    id           INTEGER PRIMARY KEY,
    uuid         BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    number       INTEGER NOT NULL UNIQUE CHECK (number > 0),
    hash         BLOB    NOT NULL REFERENCES document (hash),
    parent       INTEGER REFERENCES constitution (id),
    state        TEXT    NOT NULL CHECK (state IN ('proposed', 'adopted', 'withdrawn')),
    adopted_by   INTEGER REFERENCES resolution (id),
    effective_on INTEGER,
    entry        INTEGER NOT NULL CHECK (entry >= 0),
    CHECK ((state = 'adopted') = (effective_on IS NOT NULL)),
    CHECK (adopted_by IS NULL OR state = 'adopted')
) STRICT;
