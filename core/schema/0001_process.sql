-- How a text comes to its vote: initiatives of members, extensions of a debate, procedures, nominations,
-- and what members think of it before.

-- view. A text that members would have on the agenda of an assembly that is being prepared.
CREATE TABLE initiative (
    id            INTEGER PRIMARY KEY, -- the entry that proposed it
    uuid          BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    assembly_id   INTEGER NOT NULL REFERENCES assembly (id),
    class         TEXT    NOT NULL CHECK (class <> ''),
    author        TEXT    NOT NULL CHECK (length(author) = 16),
    hash          BLOB    NOT NULL REFERENCES document (hash),
    state         TEXT    NOT NULL CHECK (state IN ('open', 'tabled', 'withdrawn')),
    resolution_id INTEGER REFERENCES resolution (id),
    at_us         INTEGER NOT NULL,
    entry         INTEGER NOT NULL CHECK (entry >= 0),
    CHECK ((state = 'tabled') = (resolution_id IS NOT NULL))
) STRICT;
CREATE INDEX initiative_by_assembly ON initiative (assembly_id, id);

-- view. Who sponsors an initiative, by pseudonym.
CREATE TABLE sponsorship (
    initiative_id INTEGER NOT NULL REFERENCES initiative (id),
    sponsor       TEXT    NOT NULL CHECK (length(sponsor) = 16),
    PRIMARY KEY (initiative_id, sponsor)
) STRICT, WITHOUT ROWID;

-- Which members they are.
CREATE VIEW sponsor_line AS
SELECT sponsorship.initiative_id AS initiative_id, alias.member_id AS member_id
FROM sponsorship JOIN initiative ON initiative.id = sponsorship.initiative_id
JOIN assembly ON assembly.id = initiative.assembly_id
JOIN alias ON alias.scope = assembly.uuid AND alias.pseudonym = sponsorship.sponsor
WHERE alias.member_id IS NOT NULL;

-- view. How a resolution is decided, where that is not by a motion.
CREATE TABLE chosen_procedure (
    resolution_id INTEGER PRIMARY KEY REFERENCES resolution (id),
    procedure     TEXT    NOT NULL CHECK (procedure IN ('resolution', 'consent', 'election_without_candidates', 'contract_change')),
    entry         INTEGER NOT NULL CHECK (entry >= 0)
) STRICT;

-- What resolutions show of it.
CREATE VIEW procedure_line AS
SELECT resolution_id, procedure, entry FROM chosen_procedure;

-- view. Who asks that a debate last longer, by pseudonym.
CREATE TABLE extension_request (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    asker         TEXT    NOT NULL CHECK (length(asker) = 16),
    PRIMARY KEY (resolution_id, asker)
) STRICT, WITHOUT ROWID;

-- Which members they are.
CREATE VIEW extension_asker AS
SELECT extension_request.resolution_id AS resolution_id, alias.member_id AS member_id
FROM extension_request JOIN resolution ON resolution.id = extension_request.resolution_id
JOIN alias ON alias.scope = resolution.uuid AND alias.pseudonym = extension_request.asker
WHERE alias.member_id IS NOT NULL;

-- view. A debate that was made longer, once.
CREATE TABLE debate_extension (
    resolution_id INTEGER PRIMARY KEY REFERENCES resolution (id),
    days          INTEGER NOT NULL CHECK (days > 0),
    support       INTEGER NOT NULL CHECK (support >= 0),
    base          INTEGER NOT NULL CHECK (base >= support),
    required      TEXT    NOT NULL,
    at_us         INTEGER NOT NULL
) STRICT;

-- view. Whom a member names in an election without candidates, both by pseudonym.
CREATE TABLE nomination (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    nominator     TEXT    NOT NULL CHECK (length(nominator) = 16),
    nominee       TEXT    NOT NULL CHECK (length(nominee) = 16),
    PRIMARY KEY (resolution_id, nominator)
) STRICT, WITHOUT ROWID;

-- view. Who would not be elected.
CREATE TABLE nomination_refusal (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    nominee       TEXT    NOT NULL CHECK (length(nominee) = 16),
    PRIMARY KEY (resolution_id, nominee)
) STRICT, WITHOUT ROWID;

-- Who was named, how often, and whether they refused.
CREATE VIEW nominee_line AS
SELECT nomination.resolution_id AS resolution_id, nomination.nominee AS nominee,
       alias.member_id AS member_id, count(*) AS named,
       EXISTS (SELECT 1 FROM nomination_refusal AS r WHERE r.resolution_id = nomination.resolution_id
               AND r.nominee = nomination.nominee) AS is_refused
FROM nomination JOIN resolution ON resolution.id = nomination.resolution_id
LEFT JOIN alias ON alias.scope = resolution.uuid AND alias.pseudonym = nomination.nominee
GROUP BY nomination.resolution_id, nomination.nominee, alias.member_id;

-- private. What a member thinks of a resolution before its vote; `says` is NULL once they took it back.
-- `shown` is what the figures that were published last count of them.
CREATE TABLE temperature_opinion (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    member_id     INTEGER NOT NULL REFERENCES member (id),
    college       TEXT    NOT NULL, -- '' where there are none
    says          TEXT    CHECK (says IN ('support', 'reserve', 'oppose', 'none')),
    shown         TEXT    CHECK (shown IN ('support', 'reserve', 'oppose', 'none')),
    PRIMARY KEY (resolution_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX temperature_opinion_by_member ON temperature_opinion (member_id);

-- view. The figures of a college as they were published last.
CREATE TABLE temperature (
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    college       TEXT    NOT NULL, -- '' where there are none
    version       INTEGER NOT NULL CHECK (version > 0), -- of the text, that day
    support       INTEGER NOT NULL CHECK (support >= 0),
    reserve       INTEGER NOT NULL CHECK (reserve >= 0),
    oppose        INTEGER NOT NULL CHECK (oppose >= 0),
    none          INTEGER NOT NULL CHECK (none >= 0),
    at_us         INTEGER NOT NULL,
    PRIMARY KEY (resolution_id, college)
) STRICT, WITHOUT ROWID;

-- On which resolutions a vote has begun.
CREATE VIEW voted_resolution AS
SELECT resolution_id FROM poll
WHERE resolution_id IS NOT NULL AND state IN ('open', 'closed', 'counted', 'published');
