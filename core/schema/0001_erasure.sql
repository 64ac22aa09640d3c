-- What stays of members who were erased, and what members ask.

-- private. Who was erased, when, and on which ground.
CREATE TABLE erasure (
    member_id INTEGER PRIMARY KEY REFERENCES member (id),
    ground    TEXT    NOT NULL CHECK (ground <> ''),
    at_us     INTEGER NOT NULL
) STRICT;

-- private. Who asked to be erased: it waits, or was refused, with a reason. Gone with who is erased.
CREATE TABLE erasure_request (
    member_id  INTEGER PRIMARY KEY REFERENCES member (id),
    asked_us   INTEGER NOT NULL,
    answer_by  INTEGER NOT NULL, -- a civil date, as days since 1970
    refused_us INTEGER CHECK (refused_us >= asked_us),
    reason     TEXT    CHECK (reason <> ''),
    CHECK ((refused_us IS NULL) = (reason IS NULL))
) STRICT;

-- record, and private. What their key gave in the polls that they had a part in: with it their records
-- stay as they were published, and without the key nobody can make any other of it.
CREATE TABLE kept_right (
    poll_id   INTEGER NOT NULL REFERENCES poll (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    pseudonym TEXT    NOT NULL CHECK (length(pseudonym) = 16),
    leaf      BLOB    CHECK (length(leaf) = 32), -- of the roll; NULL where they held a proxy alone
    mark      BLOB    CHECK (length(mark) = 32), -- of the marked register
    PRIMARY KEY (poll_id, member_id),
    CHECK ((leaf IS NULL) = (mark IS NULL))
) STRICT, WITHOUT ROWID;

-- What rolls and ballots show instead of what a key gives.
CREATE VIEW kept_line AS
SELECT poll_id, member_id, pseudonym, leaf, mark FROM kept_right;

-- In which polls a member has a right, or used another's; whether the poll still needs who they are.
CREATE VIEW part_in_poll AS
SELECT roll.poll_id AS poll_id, roll.member_id AS member_id, roll.rank AS rank,
       roll.college AS college, roll.used AS used
FROM roll
UNION ALL
SELECT DISTINCT ballot.poll_id, ballot.holder_id, NULL, '', 0 FROM ballot
WHERE ballot.holder_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM roll WHERE roll.poll_id = ballot.poll_id
                  AND roll.member_id = ballot.holder_id);
CREATE VIEW poll_at_stake AS
SELECT id AS poll_id, uuid,
       state IN ('open', 'closed', 'counted')
       OR (state = 'published' AND secrecy = 'secret' AND destroyed_us IS NULL) AS is_at_stake
FROM poll;
