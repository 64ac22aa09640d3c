-- People: who they are, what they answer for, how they sign in. All private.

-- private. A human being who may sign in: for themselves, for an organisation, as an officer.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    name       TEXT    NOT NULL CHECK (name <> ''),
    email      TEXT,
    phone      TEXT,
    language   TEXT    CHECK (language IN ('fr', 'en')),
    born_on    INTEGER,
    key        BLOB    CHECK (length(key) = 32), -- of their commitments and pseudonyms; NULL once erased
    version    INTEGER NOT NULL DEFAULT 1 CHECK (version > 0)
) STRICT;
-- Who asks to sign in by mail says an address, in capitals or not.
CREATE INDEX person_by_email ON person (lower(email));

-- private. The register. A natural person is their own person; a legal person has a name of its own
-- and acts through representatives, and so does a minor.
CREATE TABLE member (
    id          INTEGER PRIMARY KEY,
    uuid        BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    number      TEXT    NOT NULL UNIQUE CHECK (number <> ''),
    kind        TEXT    NOT NULL CHECK (kind IN ('natural', 'legal')),
    person_id   INTEGER UNIQUE REFERENCES person (id),
    name        TEXT    NOT NULL CHECK (name <> ''), -- as it sorts and shows in the register
    state       TEXT    NOT NULL CHECK (state IN ('applied', 'admitted', 'suspended', 'left')),
    applied_on  INTEGER NOT NULL,
    admitted_on INTEGER,
    left_on     INTEGER,
    shares      INTEGER NOT NULL DEFAULT 0 CHECK (shares >= 0), -- capital: for the register, never for a count
    key         BLOB    CHECK (length(key) = 32),
    version     INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    CHECK ((kind = 'natural') = (person_id IS NOT NULL)),
    CHECK (state NOT IN ('admitted', 'suspended') OR admitted_on IS NOT NULL),
    CHECK ((state = 'left') = (left_on IS NOT NULL)),
    CHECK (left_on IS NULL OR admitted_on IS NULL OR admitted_on <= left_on)
) STRICT;
-- All that a search looks at, so that it reads no row but those that it finds.
CREATE INDEX member_by_name ON member (name, id, number, state);

-- private. In which category and college a member is, from one day to another (excluded).
CREATE TABLE membership (
    id        INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id),
    category  TEXT    NOT NULL,
    college   TEXT,             -- NULL where the constitution has no colleges
    from_on   INTEGER NOT NULL,
    until_on  INTEGER,          -- the same day for who left on the day of arrival
    CHECK (until_on IS NULL OR from_on <= until_on)
) STRICT;
CREATE UNIQUE INDEX membership_now ON membership (member_id) WHERE until_on IS NULL;
CREATE INDEX membership_to_begin ON membership (from_on) WHERE until_on IS NULL;
CREATE INDEX membership_to_end ON membership (until_on) WHERE until_on IS NOT NULL;
CREATE INDEX membership_by_member ON membership (member_id, from_on, until_on, category, college);

CREATE TRIGGER membership_is_one_at_a_time BEFORE INSERT ON membership
WHEN EXISTS (SELECT 1 FROM membership AS other
             WHERE other.member_id = NEW.member_id
               AND (NEW.until_on IS NULL OR other.from_on < NEW.until_on)
               AND (other.until_on IS NULL OR NEW.from_on < other.until_on))
BEGIN SELECT raise(ABORT, 'a member is in one college at a time'); END;

-- private. How many memberships without an end there are in each place: anyone may ask how many
-- members a college has, and counting them each time would keep the votes waiting. Kept by triggers.
CREATE TABLE standing_count (
    state    TEXT    NOT NULL,
    category TEXT    NOT NULL,
    college  TEXT    NOT NULL, -- '' where there are no colleges
    members  INTEGER NOT NULL CHECK (members >= 0),
    PRIMARY KEY (state, category, college)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER standing_begins AFTER INSERT ON membership WHEN NEW.until_on IS NULL
BEGIN
    INSERT INTO standing_count (state, category, college, members)
    SELECT member.state, NEW.category, coalesce(NEW.college, ''), 1 FROM member
    WHERE member.id = NEW.member_id
    ON CONFLICT DO UPDATE SET members = members + 1;
END;
CREATE TRIGGER standing_ends AFTER UPDATE OF until_on ON membership
WHEN OLD.until_on IS NULL AND NEW.until_on IS NOT NULL
BEGIN
    UPDATE standing_count SET members = members - 1
    WHERE state = (SELECT member.state FROM member WHERE member.id = OLD.member_id)
      AND category = OLD.category AND college = coalesce(OLD.college, '');
END;
CREATE TRIGGER standing_is_dropped AFTER DELETE ON membership WHEN OLD.until_on IS NULL
BEGIN
    UPDATE standing_count SET members = members - 1
    WHERE state = (SELECT member.state FROM member WHERE member.id = OLD.member_id)
      AND category = OLD.category AND college = coalesce(OLD.college, '');
END;
CREATE TRIGGER standing_changes_state AFTER UPDATE OF state ON member WHEN OLD.state <> NEW.state
BEGIN
    UPDATE standing_count SET members = members - 1
    FROM membership
    WHERE membership.member_id = NEW.id AND membership.until_on IS NULL
      AND standing_count.state = OLD.state AND standing_count.category = membership.category
      AND standing_count.college = coalesce(membership.college, '');
    INSERT INTO standing_count (state, category, college, members)
    SELECT NEW.state, membership.category, coalesce(membership.college, ''), 1 FROM membership
    WHERE membership.member_id = NEW.id AND membership.until_on IS NULL
    ON CONFLICT DO UPDATE SET members = members + 1;
END;
-- What a membership is does not change: another one begins.
CREATE TRIGGER membership_is_not_rewritten BEFORE UPDATE OF member_id, category, college ON membership
BEGIN SELECT raise(ABORT, 'a membership is ended, and another begins'); END;

-- private. Who acts for a legal person or a minor, by which authority, from one day to another.
CREATE TABLE representative (
    id        INTEGER PRIMARY KEY,
    uuid      BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    member_id INTEGER NOT NULL REFERENCES member (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    rank      TEXT    NOT NULL CHECK (rank IN ('full', 'substitute')),
    authority TEXT    NOT NULL, -- the act that names them
    from_on   INTEGER NOT NULL,
    until_on  INTEGER,
    CHECK (until_on IS NULL OR from_on <= until_on)
) STRICT;
CREATE UNIQUE INDEX representative_now ON representative (member_id, rank) WHERE until_on IS NULL;
CREATE INDEX representative_by_member ON representative (member_id, from_on);
CREATE INDEX representative_by_person ON representative (person_id);

-- private. A dated grant. Capabilities come from here and from nowhere else.
CREATE TABLE office (
    id         INTEGER PRIMARY KEY, -- the entry that granted it
    uuid       BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    role       TEXT    NOT NULL CHECK (role IN ('administrator', 'secretary', 'chair', 'teller', 'moderator', 'auditor')),
    from_us    INTEGER NOT NULL,
    until_us   INTEGER,
    entry      INTEGER NOT NULL CHECK (entry >= 0),
    CHECK (until_us IS NULL OR from_us <= until_us)
) STRICT;
CREATE INDEX office_by_person ON office (person_id, role);

-- What ends an administrator's office leaves another in force, without an end.
CREATE TRIGGER office_of_last_administrator BEFORE UPDATE OF until_us ON office
WHEN NEW.until_us IS NOT NULL AND OLD.until_us IS NULL AND NEW.role = 'administrator'
 AND NOT EXISTS (SELECT 1 FROM office AS other
                 WHERE other.role = 'administrator' AND other.id <> NEW.id
                   AND other.until_us IS NULL AND other.from_us <= NEW.until_us)
BEGIN SELECT raise(ABORT, 'the last administrator stays'); END;

-- private. A link that signs in once. Kept as a hash: who reads the file cannot use it.
CREATE TABLE link (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('sign-in')),
    expires_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_person ON link (person_id);

-- private. How many links were ever made: the log says it each time, so that a wave of them shows.
CREATE TABLE link_count (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    made INTEGER NOT NULL CHECK (made > 0)
) STRICT;

-- private. A signed-in browser.
CREATE TABLE session (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    expires_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_person ON session (person_id);

-- private. A program's key: what it may do is at most what its person may.
CREATE TABLE token (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    hash       BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    label      TEXT    NOT NULL,
    scopes     TEXT    NOT NULL, -- words separated by spaces: read vote register assembly polls papers admin
    created_us INTEGER NOT NULL,
    expires_us INTEGER,
    revoked_us INTEGER
) STRICT;
CREATE INDEX token_by_person ON token (person_id);

-- What several files ask of the register. The day and the instant are the asker's: bind :today.
CREATE VIEW admitted_member AS
SELECT member.id AS member_id, member.uuid AS uuid, member.number AS number, member.kind AS kind,
       member.name AS name, member.person_id AS person_id, member.admitted_on AS admitted_on,
       member.key AS key, person.born_on AS born_on,
       membership.category AS category, membership.college AS college,
       membership.from_on AS from_on, membership.until_on AS until_on
FROM member
JOIN membership ON membership.member_id = member.id
LEFT JOIN person ON person.id = member.person_id
WHERE member.state = 'admitted';

-- Who may act for a member: a natural person from their majority on (eighteen years, or always when
-- nobody knows their birth), and until then their representative; for a legal person, a representative.
-- In force on a day when from_on (if any) <= day and day < until_on (if any).
CREATE VIEW acts_for AS
SELECT member.id AS member_id, member.person_id AS person_id,
       CAST(strftime('%s', person.born_on * 86400, 'unixepoch', '+18 years') AS INTEGER) / 86400
           AS from_on,
       NULL AS until_on, 'self' AS how
FROM member JOIN person ON person.id = member.person_id
UNION ALL
SELECT representative.member_id, representative.person_id, representative.from_on,
       representative.until_on, representative.rank
FROM representative JOIN member ON member.id = representative.member_id AND member.kind = 'legal'
UNION ALL
SELECT representative.member_id, representative.person_id, representative.from_on,
       min(coalesce(representative.until_on, 2932896),
           CAST(strftime('%s', minor.born_on * 86400, 'unixepoch', '+18 years') AS INTEGER) / 86400),
       representative.rank
FROM representative JOIN member ON member.id = representative.member_id
JOIN person AS minor ON minor.id = member.person_id AND minor.born_on IS NOT NULL;

-- Where each member stands, and stood.
CREATE VIEW standing AS
SELECT member.id AS member_id, member.state AS state, membership.category AS category,
       membership.college AS college, membership.from_on AS from_on, membership.until_on AS until_on
FROM member JOIN membership ON membership.member_id = member.id;

-- The same for who has the member already.
CREATE VIEW belonging AS
SELECT member_id, category, college, from_on, until_on FROM membership;

-- What other files show of a person.
CREATE VIEW person_name AS
SELECT id AS person_id, uuid AS person_uuid, name, email FROM person;
-- The name under which a member stands in lists, whatever their state.
CREATE VIEW member_line AS
SELECT id AS member_id, uuid, number, name FROM member;
