-- Polls: the question, the roll, the box.

-- view. One question put to one electorate. Each state has the dates it must have, and no others.
-- States only advance: draft, called, open, closed, counted, published; or void before counted.
CREATE TABLE poll (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id   INTEGER NOT NULL REFERENCES assembly (id),
    resolution_id INTEGER REFERENCES resolution (id),
    amendment_id  INTEGER REFERENCES amendment (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('resolution', 'amendment', 'election', 'choice')),
    title         TEXT    NOT NULL CHECK (title <> ''),
    class         TEXT    NOT NULL CHECK (class <> ''),
    method        TEXT    NOT NULL CHECK (method <> ''),
    electorate    TEXT,                      -- a college; NULL is the whole assembly
    secrecy       TEXT    NOT NULL CHECK (secrecy IN ('open', 'secret')),
    trackers      INTEGER NOT NULL CHECK (trackers IN (0, 1)),  -- are published beside the opened ballots
    kept_days     INTEGER NOT NULL CHECK (kept_days >= 0),      -- sealed ballots are, after the announced end
    waived        INTEGER NOT NULL DEFAULT 0 CHECK (waived IN (0, 1)), -- the least size of a college
    question      BLOB    NOT NULL REFERENCES document (hash), -- title, options, seats, parameters
    constitution  BLOB    CHECK (length(constitution) = 16), -- the version that it was called under
    text_hash     BLOB    CHECK (length(text_hash) = 32), -- of the version voted, frozen at the call
    state         TEXT    NOT NULL CHECK (state IN ('draft', 'called', 'open', 'closed', 'counted', 'published', 'void')),
    opens_us      INTEGER NOT NULL,          -- announced
    closes_us     INTEGER NOT NULL,          -- announced: nothing is received from then on
    called_us     INTEGER,
    opened_us     INTEGER,
    closed_us     INTEGER,
    counted_us    INTEGER,
    published_us  INTEGER,
    void_reason   TEXT,
    voters        INTEGER,                   -- on the roll
    manifest      BLOB    REFERENCES document (hash),
    box           BLOB    REFERENCES document (hash),
    outcome       BLOB    REFERENCES document (hash),
    opened        BLOB    REFERENCES document (hash), -- the list of the opened ballots
    destroyed_us  INTEGER,                   -- sealed ballots and shares
    verdict       TEXT,
    entry         INTEGER NOT NULL CHECK (entry >= 0),
    CHECK (opens_us < closes_us),
    CHECK ((secrecy = 'secret') = (kept_days > 0)),
    CHECK (secrecy = 'secret' OR (trackers = 0 AND waived = 0 AND opened IS NULL AND destroyed_us IS NULL)),
    CHECK (kind <> 'resolution' OR resolution_id IS NOT NULL),
    CHECK (resolution_id IS NULL OR kind IN ('resolution', 'election')),
    CHECK ((kind = 'amendment') = (amendment_id IS NOT NULL)),
    CHECK ((state = 'void') = (void_reason IS NOT NULL)),
    CHECK (state NOT IN ('called', 'open', 'closed', 'counted', 'published')
           OR (called_us IS NOT NULL AND constitution IS NOT NULL)),
    CHECK (state NOT IN ('open', 'closed', 'counted', 'published') OR (opened_us IS NOT NULL AND manifest IS NOT NULL AND voters IS NOT NULL)),
    CHECK (state NOT IN ('closed', 'counted', 'published') OR (closed_us IS NOT NULL AND box IS NOT NULL)),
    CHECK (state NOT IN ('counted', 'published') OR (counted_us IS NOT NULL AND outcome IS NOT NULL)),
    CHECK (state <> 'published' OR published_us IS NOT NULL),
    CHECK (state NOT IN ('draft', 'called') OR opened_us IS NULL),
    CHECK (state NOT IN ('draft', 'called', 'open') OR closed_us IS NULL),
    CHECK (state NOT IN ('draft', 'called', 'open', 'closed', 'void') OR counted_us IS NULL)
) STRICT;
CREATE INDEX poll_by_assembly ON poll (assembly_id, id);
CREATE INDEX poll_by_amendment ON poll (amendment_id) WHERE amendment_id IS NOT NULL;
CREATE INDEX poll_by_state ON poll (state, closes_us);

CREATE TRIGGER poll_only_advances BEFORE UPDATE OF state ON poll
WHEN NEW.state <> OLD.state AND NOT (
       (OLD.state = 'draft' AND NEW.state IN ('called', 'void'))
    OR (OLD.state = 'called' AND NEW.state IN ('open', 'void'))
    OR (OLD.state = 'open' AND NEW.state IN ('closed', 'void'))
    OR (OLD.state = 'closed' AND NEW.state IN ('counted', 'void'))
    OR (OLD.state = 'counted' AND NEW.state = 'published'))
BEGIN SELECT raise(ABORT, 'a poll only advances'); END;

-- private until the manifest publishes it: the seed of a poll's lot, committed in the entry that called
-- the poll.
CREATE TABLE poll_seed (
    poll_id INTEGER PRIMARY KEY REFERENCES poll (id),
    seed    BLOB    NOT NULL CHECK (length(seed) = 32)
) STRICT;

-- record, and private: who may vote in this poll, in which college, and who has.
CREATE TABLE roll (
    poll_id   INTEGER NOT NULL REFERENCES poll (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    college   TEXT    NOT NULL, -- '' where nobody weighs votes
    rank      INTEGER NOT NULL CHECK (rank > 0), -- place in the published order of the roll
    used      INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
    PRIMARY KEY (poll_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX roll_by_rank ON roll (poll_id, rank);

CREATE TRIGGER roll_is_frozen BEFORE UPDATE OF poll_id, member_id, college, rank ON roll
BEGIN SELECT raise(ABORT, 'the roll is frozen at the opening'); END;
CREATE TRIGGER right_is_used_once BEFORE UPDATE OF used ON roll WHEN OLD.used = 1
BEGIN SELECT raise(ABORT, 'a right is used once'); END;

-- record. An open ballot: who is bound to it is known, as the level says; its opening is published
-- after the close. Its id is the entry that committed to it, so ids are in the order of casting.
CREATE TABLE ballot (
    id        INTEGER PRIMARY KEY,
    poll_id   INTEGER NOT NULL REFERENCES poll (id),
    member_id INTEGER NOT NULL REFERENCES member (id), -- whose right it is
    college   TEXT    NOT NULL,
    channel   TEXT    NOT NULL CHECK (channel IN ('remote', 'in_person', 'postal', 'proxy')),
    holder_id INTEGER REFERENCES member (id),          -- who used it, when by proxy
    marks     TEXT    NOT NULL,                        -- the ballot as JSON, one spelling for one ballot
    salt      BLOB    NOT NULL CHECK (length(salt) = 32),
    void      TEXT    CHECK (void <> ''),              -- the reason, where a paper does not count
    commitment BLOB   NOT NULL CHECK (length(commitment) = 32), -- as the log has it
    CHECK ((channel = 'proxy') = (holder_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX ballot_one_per_right ON ballot (poll_id, member_id) WHERE void IS NULL;
CREATE INDEX ballot_by_poll ON ballot (poll_id, id);

CREATE TRIGGER ballot_is_never_changed BEFORE UPDATE ON ballot
BEGIN SELECT raise(ABORT, 'a ballot is never changed'); END;
CREATE TRIGGER ballot_is_never_removed BEFORE DELETE ON ballot
BEGIN SELECT raise(ABORT, 'a ballot is never removed'); END;
CREATE TRIGGER ballot_is_cast_in_an_open_poll BEFORE INSERT ON ballot
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) <> 'open'
BEGIN SELECT raise(ABORT, 'the poll is not open'); END;

-- What the roll shows beside a right that was used.
CREATE VIEW cast_vote AS
SELECT poll_id, member_id, holder_id, channel FROM ballot WHERE void IS NULL
UNION ALL
SELECT poll_id, member_id, holder_id, channel FROM mark;

-- The rights of a poll, for who looks at them with its ballots.
CREATE VIEW voting_right AS
SELECT poll_id, member_id, college, used FROM roll;

-- private. A paper vote, entered by one teller and then by another; cast when they agree. Agreed on
-- before the opening, it waits for it.
CREATE TABLE paper (
    id          INTEGER PRIMARY KEY,
    uuid        BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    poll_id     INTEGER NOT NULL REFERENCES poll (id),
    member_id   INTEGER NOT NULL REFERENCES member (id),
    channel     TEXT    NOT NULL CHECK (channel IN ('in_person', 'postal', 'proxy')),
    holder_id   INTEGER REFERENCES member (id),
    received_us INTEGER NOT NULL,
    first_by    INTEGER NOT NULL REFERENCES person (id),
    first       TEXT    NOT NULL,
    second_by   INTEGER REFERENCES person (id),
    second      TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('entered', 'disagreed', 'agreed', 'cast', 'void', 'withdrawn')),
    void        TEXT,
    version     INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    CHECK (first_by <> second_by),
    CHECK ((channel = 'proxy') = (holder_id IS NOT NULL)),
    CHECK ((second_by IS NULL) = (second IS NULL)),
    CHECK (state <> 'entered' OR second IS NULL),
    CHECK (state NOT IN ('disagreed', 'agreed', 'cast', 'void') OR second IS NOT NULL),
    CHECK (state NOT IN ('agreed', 'cast', 'void') OR first = second),
    CHECK (state <> 'disagreed' OR first <> second),
    CHECK ((state = 'void') = (void IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX paper_one_at_work ON paper (poll_id, member_id) WHERE state IN ('entered', 'disagreed', 'agreed');
CREATE INDEX paper_by_poll ON paper (poll_id, id);

-- What polls show of the resolution that they are on.
CREATE VIEW resolution_line AS
SELECT id AS resolution_id, uuid, state FROM resolution;

-- What rolls show of their poll.
CREATE VIEW poll_line AS
SELECT id AS poll_id, uuid FROM poll;

-- The keys of commitments and pseudonyms.
CREATE VIEW member_key AS
SELECT id AS member_id, uuid, name, key FROM member;

-- Which resolutions exist, and which of them an assembly adopted: what a new constitution rests on.
CREATE VIEW adoption AS
SELECT resolution.id AS resolution_id, resolution.uuid AS resolution_uuid,
       EXISTS (SELECT 1 FROM poll WHERE poll.resolution_id = resolution.id
               AND poll.state IN ('counted', 'published') AND poll.verdict = 'adopted') AS is_adopted
FROM resolution;
-- What assemblies and resolutions ask about polls that can still decide something.
CREATE VIEW live_poll AS
SELECT id, assembly_id, resolution_id, state FROM poll WHERE state IN ('draft', 'called', 'open', 'closed');

-- In which polls a proxy was used; of what it said, nothing. Of a secret poll only once it is closed.
CREATE VIEW proxy_use AS
SELECT poll.id AS poll_id, poll.uuid AS poll_uuid, poll.assembly_id AS assembly_id,
       cast_vote.member_id AS principal_id, cast_vote.holder_id AS holder_id
FROM cast_vote JOIN poll ON poll.id = cast_vote.poll_id
WHERE cast_vote.channel = 'proxy' AND (poll.secrecy = 'open' OR poll.state NOT IN ('open'));

-- What amendments show of the poll that decides them: of several, the one that was not annulled.
CREATE VIEW amendment_poll AS
SELECT amendment_id, id AS poll_id, uuid AS poll_uuid, state FROM poll
WHERE amendment_id IS NOT NULL AND state <> 'void';
