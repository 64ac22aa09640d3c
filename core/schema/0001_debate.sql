-- What is said under resolutions, and by whom.

-- private. Whose pseudonym it is, in the scope of a resolution or of an assembly: a member's, or that
-- of a person who spoke by their office. The rows go with whoever is erased; what was said stays.
CREATE TABLE alias (
    scope     BLOB NOT NULL CHECK (length(scope) = 16),
    pseudonym TEXT NOT NULL CHECK (length(pseudonym) = 16),
    member_id INTEGER REFERENCES member (id),
    person_id INTEGER REFERENCES person (id),
    PRIMARY KEY (scope, pseudonym),
    CHECK ((member_id IS NULL) <> (person_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_member ON alias (member_id);
CREATE INDEX alias_by_person ON alias (person_id);

-- private. What a member has used of a quota on the last day on which they used any.
CREATE TABLE daily_use (
    member_id INTEGER NOT NULL REFERENCES member (id),
    what      TEXT    NOT NULL CHECK (what <> ''),
    day       INTEGER NOT NULL,
    uses      INTEGER NOT NULL CHECK (uses > 0),
    PRIMARY KEY (member_id, what)
) STRICT, WITHOUT ROWID;

-- view. What was said under a resolution.
CREATE TABLE contribution (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    parent_id     INTEGER REFERENCES contribution (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('question', 'for', 'against', 'concern', 'information', 'reply')),
    state         TEXT    NOT NULL CHECK (state IN ('visible', 'hidden', 'withdrawn')),
    author        TEXT    NOT NULL CHECK (length(author) = 16),
    college       TEXT,
    is_official   INTEGER NOT NULL CHECK (is_official IN (0, 1)),
    reason        TEXT,
    concern       TEXT    CHECK (concern IN ('open', 'met', 'maintained')),
    settled_by    BLOB    CHECK (length(settled_by) = 16),
    note          BLOB    REFERENCES document (hash),
    version       INTEGER NOT NULL CHECK (version > 0),
    at_us         INTEGER NOT NULL,
    entry         INTEGER NOT NULL CHECK (entry >= 0),
    CHECK ((kind = 'reply') = (parent_id IS NOT NULL)),
    CHECK (is_official = 0 OR kind = 'reply'),
    CHECK ((kind = 'concern') = (concern IS NOT NULL)),
    CHECK ((state = 'hidden') = (reason IS NOT NULL)),
    CHECK (settled_by IS NULL OR concern = 'met'),
    FOREIGN KEY (id, version) REFERENCES contribution_version (contribution_id, number) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX contribution_by_resolution ON contribution (resolution_id, id);
CREATE INDEX contribution_by_parent ON contribution (parent_id) WHERE parent_id IS NOT NULL;

-- view. One version of a contribution; its text is in the document.
CREATE TABLE contribution_version (
    contribution_id INTEGER NOT NULL REFERENCES contribution (id) DEFERRABLE INITIALLY DEFERRED,
    number          INTEGER NOT NULL CHECK (number > 0),
    hash            BLOB    NOT NULL REFERENCES document (hash),
    at_us           INTEGER NOT NULL,
    PRIMARY KEY (contribution_id, number)
) STRICT, WITHOUT ROWID;

-- view. Who endorses a contribution, by pseudonym.
CREATE TABLE endorsement (
    contribution_id INTEGER NOT NULL REFERENCES contribution (id),
    endorser        TEXT    NOT NULL CHECK (length(endorser) = 16),
    PRIMARY KEY (contribution_id, endorser)
) STRICT, WITHOUT ROWID;

-- What is asked of the resolution under which something was said.
CREATE VIEW agenda_line AS
SELECT id AS resolution_id, uuid, assembly_id FROM resolution;
