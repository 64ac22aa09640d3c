-- Amendments of the text of a resolution, and who supports them.

-- view. A change proposed to one version of a text, or, with a parent, to the amendment of one. Its text is
-- in the document: the whole text as it would become. `base` is the document that it amends; `hash` is
-- another than the one proposed once its own amendments were adopted.
CREATE TABLE amendment (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    version       INTEGER NOT NULL CHECK (version > 0),
    parent_id     INTEGER REFERENCES amendment (id),
    author        TEXT    NOT NULL CHECK (length(author) = 16),
    base          BLOB    NOT NULL REFERENCES document (hash),
    proposed      BLOB    NOT NULL REFERENCES document (hash),
    hash          BLOB    NOT NULL REFERENCES document (hash),
    distance      INTEGER NOT NULL CHECK (distance >= 0), -- words between base and hash
    state         TEXT    NOT NULL CHECK (state IN ('proposed', 'accepted', 'voting', 'adopted', 'rejected', 'lapsed', 'withdrawn')),
    is_settled    INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)), -- its words are in the next version
    at_us         INTEGER NOT NULL,
    entry         INTEGER NOT NULL CHECK (entry >= 0),
    CHECK (is_settled = 0 OR state IN ('accepted', 'adopted'))
) STRICT;
CREATE INDEX amendment_by_resolution ON amendment (resolution_id, id);
CREATE INDEX amendment_by_parent ON amendment (parent_id) WHERE parent_id IS NOT NULL;

-- view. Who supports an amendment, by pseudonym.
CREATE TABLE amendment_support (
    amendment_id INTEGER NOT NULL REFERENCES amendment (id),
    supporter    TEXT    NOT NULL CHECK (length(supporter) = 16),
    PRIMARY KEY (amendment_id, supporter)
) STRICT, WITHOUT ROWID;

-- What polls show of the amendment that they are on.
CREATE VIEW amendment_line AS
SELECT id AS amendment_id, uuid FROM amendment;
