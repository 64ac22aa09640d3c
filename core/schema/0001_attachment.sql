-- Files that belong to resolutions.

-- record. The bytes of a file, in pieces, beside the document that names it.
CREATE TABLE attachment_piece (
    hash   BLOB    NOT NULL REFERENCES document (hash),
    number INTEGER NOT NULL CHECK (number >= 0),
    bytes  BLOB    NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65536),
    PRIMARY KEY (hash, number)
) STRICT;

CREATE TRIGGER attachment_piece_is_never_changed BEFORE UPDATE ON attachment_piece
BEGIN SELECT raise(ABORT, 'a file is named by its hash'); END;
CREATE TRIGGER attachment_piece_goes_with_its_document BEFORE DELETE ON attachment_piece
WHEN (SELECT bytes FROM document WHERE hash = OLD.hash) IS NOT NULL
BEGIN SELECT raise(ABORT, 'a file is removed with its document'); END;

-- view. A file attached to a resolution, and what its document says: nothing once that was removed.
CREATE TABLE attachment (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    hash          BLOB    NOT NULL REFERENCES document (hash),
    name          TEXT    CHECK (name <> ''),
    media_type    TEXT    CHECK (media_type <> ''),
    size          INTEGER CHECK (size > 0),
    sha256        BLOB    CHECK (length(sha256) = 32),
    at_us         INTEGER NOT NULL,
    detached_us   INTEGER,
    reason        TEXT    CHECK (reason <> ''),
    entry         INTEGER NOT NULL CHECK (entry >= 0),
    CHECK ((name IS NULL) = (media_type IS NULL)),
    CHECK ((name IS NULL) = (size IS NULL)),
    CHECK ((name IS NULL) = (sha256 IS NULL)),
    CHECK ((detached_us IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX attachment_by_resolution ON attachment (resolution_id, id);
CREATE INDEX attachment_by_hash ON attachment (hash);

-- What resolutions show of their files.
CREATE VIEW attachment_line AS
SELECT resolution_id, entry FROM attachment;
