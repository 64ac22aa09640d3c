-- Secret polls: their keepers, their marks, their urn.

-- private. The key of a person who can keep an urn: its secret half is sealed under a passphrase that
-- was never here.
CREATE TABLE keeper_key (
    person_id  INTEGER PRIMARY KEY REFERENCES person (id),
    public_key BLOB    NOT NULL CHECK (length(public_key) = 32),
    salt       BLOB    NOT NULL CHECK (length(salt) = 16),
    ops        INTEGER NOT NULL CHECK (ops > 0),
    mem        INTEGER NOT NULL CHECK (mem > 0),  -- bytes
    nonce      BLOB    NOT NULL CHECK (length(nonce) = 24),
    box        BLOB    NOT NULL CHECK (length(box) = 48),
    version    INTEGER NOT NULL DEFAULT 1 CHECK (version > 0)
) STRICT;

-- record, and private: who keeps the urn of a poll. From the opening on the share of each is here, which
-- only their key opens, until it is destroyed.
CREATE TABLE keeper (
    poll_id   INTEGER NOT NULL REFERENCES poll (id),
    place     INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),
    person_id INTEGER NOT NULL REFERENCES person (id),
    public_key BLOB   CHECK (length(public_key) = 32), -- as it was at the opening
    sealed    BLOB    CHECK (length(sealed) = 80),
    PRIMARY KEY (poll_id, place),
    UNIQUE (poll_id, person_id)
) STRICT, WITHOUT ROWID;

-- Whose key an urn still needs.
CREATE VIEW keeper_at_work AS
SELECT keeper.person_id AS person_id FROM keeper JOIN poll ON poll.id = keeper.poll_id
WHERE poll.state IN ('open', 'closed');

-- record, and private: how a right was used in a secret poll, for the sheet and for what a holder may
-- still cast. It has neither a time nor a way to the urn; the order of its rows on the disk goes when the
-- file is written anew, at the close.
CREATE TABLE mark (
    poll_id   INTEGER NOT NULL REFERENCES poll (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    channel   TEXT    NOT NULL CHECK (channel IN ('remote', 'in_person', 'proxy')),
    holder_id INTEGER REFERENCES member (id),
    PRIMARY KEY (poll_id, member_id),
    CHECK ((channel = 'proxy') = (holder_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_by_holder ON mark (poll_id, holder_id) WHERE holder_id IS NOT NULL;

CREATE TRIGGER mark_is_never_changed BEFORE UPDATE ON mark
BEGIN SELECT raise(ABORT, 'a mark is never changed'); END;
CREATE TRIGGER mark_is_never_removed BEFORE DELETE ON mark
BEGIN SELECT raise(ABORT, 'a mark is never removed'); END;
CREATE TRIGGER mark_is_made_in_an_open_poll BEFORE INSERT ON mark
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) <> 'open'
BEGIN SELECT raise(ABORT, 'the poll is not open'); END;

-- record. The sealed ballots of a secret poll, keyed by their hash: no voter, no time, no order. What is
-- destroyed is the ballot; that there was one, and its hash, stay.
CREATE TABLE urn (
    poll_id INTEGER NOT NULL REFERENCES poll (id),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    college INTEGER NOT NULL CHECK (college >= 0), -- its place in the manifest
    sealed  BLOB,
    PRIMARY KEY (poll_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER urn_is_never_changed BEFORE UPDATE ON urn
WHEN NEW.poll_id <> OLD.poll_id OR NEW.hash <> OLD.hash OR NEW.college <> OLD.college
     OR NEW.sealed IS NOT NULL
BEGIN SELECT raise(ABORT, 'a sealed ballot is never changed'); END;
CREATE TRIGGER urn_is_never_emptied BEFORE DELETE ON urn
BEGIN SELECT raise(ABORT, 'a sealed ballot is never removed'); END;
CREATE TRIGGER urn_takes_ballots_of_an_open_poll BEFORE INSERT ON urn
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) <> 'open'
BEGIN SELECT raise(ABORT, 'the poll is not open'); END;

-- private. The secret poll after whose close, count or destruction the file is still to be written anew; NULL: it
-- was. Whoever starts the program after a crash looks here. It stays one row, so that it frees no page.
CREATE TABLE rewriting (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    poll_id INTEGER
) STRICT;
INSERT INTO rewriting (id, poll_id) VALUES (1, NULL);

CREATE TRIGGER rewriting_follows_a_secret_poll AFTER UPDATE ON poll
WHEN NEW.secrecy = 'secret' AND NEW.state IN ('closed', 'counted', 'published', 'void')
     AND (NEW.state <> OLD.state OR NEW.destroyed_us IS NOT OLD.destroyed_us)
BEGIN UPDATE rewriting SET poll_id = NEW.id; END;
