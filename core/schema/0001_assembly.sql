-- Assemblies, resolutions, proxies, attendance.

-- view. A meeting, or a written consultation.
CREATE TABLE assembly (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    kind       TEXT    NOT NULL CHECK (kind IN ('ordinary', 'extraordinary', 'combined', 'college', 'written')),
    call       TEXT    NOT NULL CHECK (call IN ('first', 'second')),
    second_of  INTEGER REFERENCES assembly (id),
    college    TEXT,
    title      TEXT    NOT NULL CHECK (title <> ''),
    place      TEXT    NOT NULL,
    meets_us   INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('draft', 'convened', 'sitting', 'ended', 'cancelled')),
    noticed_us INTEGER,
    opened_us  INTEGER,
    ended_us   INTEGER,
    cancelled_because TEXT,
    entry      INTEGER NOT NULL CHECK (entry >= 0),
    CHECK ((call = 'second') = (second_of IS NOT NULL)),
    CHECK ((kind = 'college') = (college IS NOT NULL)),
    CHECK (state NOT IN ('convened', 'sitting', 'ended') OR noticed_us IS NOT NULL),
    CHECK (state NOT IN ('sitting', 'ended') OR opened_us IS NOT NULL),
    CHECK ((state = 'ended') = (ended_us IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancelled_because IS NOT NULL))
) STRICT;

-- private. Who was in the room, from when to when.
CREATE TABLE attendance (
    id          INTEGER PRIMARY KEY,
    assembly_id INTEGER NOT NULL REFERENCES assembly (id),
    member_id   INTEGER NOT NULL REFERENCES member (id),
    entered_us  INTEGER NOT NULL,
    left_us     INTEGER,
    CHECK (left_us IS NULL OR entered_us <= left_us)
) STRICT;
CREATE UNIQUE INDEX attendance_now ON attendance (assembly_id, member_id) WHERE left_us IS NULL;
CREATE INDEX attendance_by_assembly ON attendance (assembly_id, entered_us);
CREATE INDEX attendance_by_member ON attendance (assembly_id, member_id);

CREATE VIEW present_member AS
SELECT assembly_id, member_id FROM attendance WHERE left_us IS NULL;

-- view. A text on an agenda. Its versions are documents; the one that is voted is frozen.
CREATE TABLE resolution (
    id          INTEGER PRIMARY KEY,
    uuid        BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id INTEGER NOT NULL REFERENCES assembly (id),
    position    INTEGER NOT NULL CHECK (position > 0),
    class       TEXT    NOT NULL CHECK (class <> ''),
    state       TEXT    NOT NULL CHECK (state IN ('draft', 'frozen', 'decided', 'withdrawn')),
    origin      TEXT    NOT NULL CHECK (origin IN ('board', 'members')),
    opinion     TEXT    NOT NULL CHECK (opinion IN ('none', 'approved', 'not_approved')),
    version     INTEGER NOT NULL CHECK (version > 0),
    debate_closed_us INTEGER, -- NULL while it may be debated
    continues_id INTEGER REFERENCES resolution (id), -- the one of the first call that it takes up
    entry       INTEGER NOT NULL CHECK (entry >= 0),
    FOREIGN KEY (id, version) REFERENCES resolution_version (resolution_id, number) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX resolution_by_assembly ON resolution (assembly_id, position);
CREATE INDEX resolution_by_continued ON resolution (continues_id) WHERE continues_id IS NOT NULL;

-- view. One version of a resolution: title, text and reasons are in the document.
CREATE TABLE resolution_version (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id) DEFERRABLE INITIALLY DEFERRED,
    number        INTEGER NOT NULL CHECK (number > 0),
    title         TEXT    NOT NULL CHECK (title <> ''),
    hash          BLOB    NOT NULL REFERENCES document (hash),
    at_us         INTEGER NOT NULL,
    PRIMARY KEY (resolution_id, number)
) STRICT, WITHOUT ROWID;

-- private. The ledger of proxies of an assembly. Without a holder it is blank: it goes to the chair.
CREATE TABLE proxy (
    id           INTEGER PRIMARY KEY, -- the entry that offered it
    uuid         BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id  INTEGER NOT NULL REFERENCES assembly (id),
    principal_id INTEGER NOT NULL REFERENCES member (id),
    holder_id    INTEGER REFERENCES member (id),
    state        TEXT    NOT NULL CHECK (state IN ('offered', 'accepted', 'refused', 'revoked')),
    offered_us   INTEGER NOT NULL,
    accepted_us  INTEGER,
    ended_us     INTEGER,
    entry        INTEGER NOT NULL CHECK (entry >= 0),
    CHECK (holder_id IS NULL OR holder_id <> principal_id),
    CHECK (holder_id IS NOT NULL OR state IN ('accepted', 'revoked')), -- nobody is asked to accept a blank proxy
    CHECK (state <> 'accepted' OR accepted_us IS NOT NULL),
    CHECK ((state IN ('refused', 'revoked')) = (ended_us IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX proxy_one_per_principal ON proxy (assembly_id, principal_id)
    WHERE state IN ('offered', 'accepted');
-- The one above serves no query: SQLite does not see that 'accepted' is one of the two.
CREATE INDEX proxy_by_principal ON proxy (assembly_id, principal_id, state);
CREATE INDEX proxy_by_holder ON proxy (assembly_id, holder_id);

-- What a principal asks of the holder, resolution by resolution, and on which text of it. Private: the log has
-- commitments.
CREATE TABLE proxy_instruction (
    proxy_id      INTEGER NOT NULL REFERENCES proxy (id),
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    choice        TEXT    NOT NULL CHECK (choice IN ('for', 'against', 'abstain')),
    text          BLOB    NOT NULL CHECK (length(text) = 32),
    PRIMARY KEY (proxy_id, resolution_id)
) STRICT, WITHOUT ROWID;

-- The text that each resolution of an agenda has now, and which resolution of a first call it takes up.
CREATE VIEW agenda_text AS
SELECT resolution.id AS resolution_id, resolution.uuid AS uuid, resolution.assembly_id AS assembly_id,
       resolution.continues_id AS continues_id, resolution_version.hash AS hash
FROM resolution JOIN resolution_version ON resolution_version.resolution_id = resolution.id
                                       AND resolution_version.number = resolution.version;

CREATE VIEW proxy_in_force AS
SELECT id, uuid, assembly_id, principal_id, holder_id, accepted_us FROM proxy WHERE state = 'accepted';

-- What resolutions, proxies and polls ask of their assembly.
CREATE VIEW assembly_line AS
SELECT id AS assembly_id, uuid, kind, call, college, state, meets_us FROM assembly;
