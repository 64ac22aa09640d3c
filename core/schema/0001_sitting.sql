-- The sitting of an assembly: its officers, who speaks, what happens, motions, recusals.

-- private. The officers of a sitting: 1 the chair, 2 the secretary, 3 and 4 the scrutineers.
CREATE TABLE bureau (
    assembly_id INTEGER NOT NULL REFERENCES assembly (id),
    place       INTEGER NOT NULL CHECK (place BETWEEN 1 AND 4),
    member_id   INTEGER REFERENCES member (id),
    name        TEXT    CHECK (name <> ''), -- of a secretary who is no member
    PRIMARY KEY (assembly_id, place),
    CHECK ((member_id IS NULL) <> (name IS NULL)),
    CHECK (name IS NULL OR place = 2)
) STRICT, WITHOUT ROWID;

-- view. A sitting that was suspended, and resumed.
CREATE TABLE suspension (
    id           INTEGER PRIMARY KEY, -- the entry
    assembly_id  INTEGER NOT NULL REFERENCES assembly (id),
    suspended_us INTEGER NOT NULL,
    resumed_us   INTEGER,
    by_motion    INTEGER NOT NULL CHECK (by_motion IN (0, 1)),
    CHECK (resumed_us IS NULL OR suspended_us <= resumed_us)
) STRICT;
CREATE UNIQUE INDEX suspension_now ON suspension (assembly_id) WHERE resumed_us IS NULL;

-- view. Which text of the agenda a sitting took up, or that it was on none: the last one holds.
CREATE TABLE discussion (
    id            INTEGER PRIMARY KEY, -- the entry
    assembly_id   INTEGER NOT NULL REFERENCES assembly (id),
    resolution_id INTEGER REFERENCES resolution (id),
    from_us       INTEGER NOT NULL
) STRICT;
CREATE INDEX discussion_by_assembly ON discussion (assembly_id, id);

-- private. What went wrong in a sitting, in words that may name somebody; the log has a commitment.
CREATE TABLE incident (
    id          INTEGER PRIMARY KEY, -- the entry
    uuid        BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id INTEGER NOT NULL REFERENCES assembly (id),
    at_us       INTEGER NOT NULL,
    text        TEXT    NOT NULL CHECK (text <> ''),
    salt        BLOB    NOT NULL CHECK (length(salt) = 32)
) STRICT;
CREATE INDEX incident_by_assembly ON incident (assembly_id, id);

-- private. Who asks for the floor, and from when to when they had it.
CREATE TABLE speech (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id   INTEGER NOT NULL REFERENCES assembly (id),
    resolution_id INTEGER REFERENCES resolution (id),
    member_id     INTEGER NOT NULL REFERENCES member (id),
    asked_us      INTEGER NOT NULL,
    started_us    INTEGER,
    ended_us      INTEGER,
    withdrawn_us  INTEGER,
    CHECK (asked_us <= started_us),
    CHECK (ended_us IS NULL OR (started_us IS NOT NULL AND started_us <= ended_us)),
    CHECK (withdrawn_us IS NULL OR started_us IS NULL)
) STRICT;
CREATE UNIQUE INDEX speech_one_at_a_time ON speech (assembly_id)
    WHERE started_us IS NOT NULL AND ended_us IS NULL;
CREATE UNIQUE INDEX speech_one_asked ON speech (assembly_id, member_id)
    WHERE started_us IS NULL AND withdrawn_us IS NULL;
CREATE INDEX speech_by_assembly ON speech (assembly_id, id);

-- view. A procedural motion. What it asked for is done when it is carried.
CREATE TABLE motion (
    id            INTEGER PRIMARY KEY, -- the entry that made it
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id   INTEGER NOT NULL REFERENCES assembly (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('suspend', 'close_debate', 'secret_ballot', 'reclassify')),
    resolution_id INTEGER REFERENCES resolution (id),
    college       TEXT,
    made_us       INTEGER NOT NULL,
    carried_us    INTEGER,
    support       INTEGER,             -- when it was carried
    base          INTEGER,
    required      TEXT,
    entry         INTEGER NOT NULL CHECK (entry >= 0),
    CHECK ((kind = 'reclassify') = (college IS NOT NULL)),
    CHECK (kind NOT IN ('close_debate', 'reclassify') OR resolution_id IS NOT NULL),
    CHECK ((carried_us IS NULL) = (support IS NULL)),
    CHECK ((carried_us IS NULL) = (base IS NULL)),
    CHECK ((carried_us IS NULL) = (required IS NULL))
) STRICT;
CREATE INDEX motion_by_assembly ON motion (assembly_id, id);

-- private. Who supports a motion.
CREATE TABLE motion_support (
    motion_id INTEGER NOT NULL REFERENCES motion (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (motion_id, member_id)
) STRICT, WITHOUT ROWID;

-- private. Who stays out of the vote on a resolution, and why.
CREATE TABLE recusal (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    member_id     INTEGER NOT NULL REFERENCES member (id),
    ground        TEXT    NOT NULL CHECK (ground IN ('agreement', 'interest', 'kinship', 'office', 'other')),
    at_us         INTEGER NOT NULL,
    PRIMARY KEY (resolution_id, member_id)
) STRICT, WITHOUT ROWID;

-- Who is not on the roll of a poll on that resolution, or on an amendment of it.
CREATE VIEW recused_elector AS
SELECT poll.id AS poll_id, recusal.member_id AS member_id
FROM poll JOIN recusal ON recusal.resolution_id = poll.resolution_id
UNION
SELECT poll.id, recusal.member_id
FROM poll JOIN amendment ON amendment.id = poll.amendment_id
JOIN recusal ON recusal.resolution_id = amendment.resolution_id;

-- Who has voted from afar in a poll of an assembly. Of a secret poll, once it is closed.
CREATE VIEW distant_voter AS
SELECT poll.assembly_id AS assembly_id, cast_vote.member_id AS member_id, cast_vote.channel AS channel
FROM cast_vote JOIN poll ON poll.id = cast_vote.poll_id
WHERE cast_vote.channel IN ('postal', 'remote')
  AND (poll.secrecy = 'open' OR poll.state IN ('closed', 'counted', 'published'));
