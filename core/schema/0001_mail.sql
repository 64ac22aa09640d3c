-- Mail: the server that takes it, what waits for it, who agreed to it; and how long things are kept.
-- All private: a notice is also a document, and the log says how many it reached.

-- private. Where mail is handed over. No row: no mail leaves.
CREATE TABLE mail_server (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    url      TEXT    NOT NULL CHECK (url LIKE 'smtp://%' OR url LIKE 'smtps://%'),
    sender   TEXT    NOT NULL CHECK (sender <> ''), -- the address in From
    user     TEXT    NOT NULL, -- empty: it asks for none
    password TEXT    NOT NULL,
    starttls INTEGER NOT NULL CHECK (starttls IN (0, 1)), -- 1: nothing is sent before the line is encrypted
    failures INTEGER NOT NULL CHECK (failures >= 0), -- in a row, to speak with it at all
    next_us  INTEGER NOT NULL, -- not asked before
    error    TEXT    NOT NULL, -- of the last failure; empty when all is well
    version  INTEGER NOT NULL CHECK (version > 0)
) STRICT;

-- private. Letters of one kind about one thing: the notice of an assembly, a round of reminders.
CREATE TABLE mailing (
    id          INTEGER PRIMARY KEY,
    uuid        BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16),
    kind        TEXT    NOT NULL CHECK (kind IN ('notice', 'reminder')),
    assembly_id INTEGER NOT NULL REFERENCES assembly (id),
    poll_id     INTEGER REFERENCES poll (id),
    hash        BLOB    REFERENCES document (hash), -- of the notice
    made_us     INTEGER NOT NULL,
    ended_us    INTEGER,
    entry       INTEGER CHECK (entry >= 0), -- that says how it went
    CHECK ((kind = 'notice') = (hash IS NOT NULL)),
    CHECK ((kind = 'reminder') = (poll_id IS NOT NULL)),
    CHECK (entry IS NULL OR ended_us IS NOT NULL)
) STRICT;
CREATE INDEX mailing_by_assembly ON mailing (assembly_id, kind, id);
CREATE INDEX mailing_by_poll ON mailing (poll_id) WHERE poll_id IS NOT NULL;
CREATE INDEX mailing_under_way ON mailing (id) WHERE ended_us IS NULL;

-- private. One letter to one person. Its words are made when it is sent, so that no link that signs
-- somebody in lies here.
CREATE TABLE mail (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB    NOT NULL UNIQUE CHECK (length(uuid) = 16), -- of its Message-ID
    kind       TEXT    NOT NULL CHECK (kind IN ('notice', 'reminder', 'sign_in', 'confirm', 'moved', 'refusal')),
    mailing_id INTEGER REFERENCES mailing (id),
    member_id  INTEGER REFERENCES member (id), -- in whose name it is sent
    person_id  INTEGER REFERENCES person (id), -- who reads it; NULL when nobody acts for the member
    code       TEXT    NOT NULL, -- of a sign-in or a new address, while it waits; else empty
    address    TEXT    NOT NULL, -- to which it was sent last; empty before, but where it is about that address
    state      TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    sender     BLOB    CHECK (length(sender) = 16), -- the run of the server that is sending it
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    next_us    INTEGER NOT NULL,
    until_us   INTEGER NOT NULL, -- given up then
    error      TEXT    NOT NULL, -- of the last try; empty when there is none
    made_us    INTEGER NOT NULL,
    ended_us   INTEGER,
    CHECK ((kind IN ('notice', 'reminder')) = (mailing_id IS NOT NULL)),
    CHECK ((state = 'sending') = (sender IS NOT NULL)),
    CHECK ((state IN ('sent', 'failed')) = (ended_us IS NOT NULL)),
    CHECK (state <> 'failed' OR error <> '')
) STRICT;
CREATE INDEX mail_due ON mail (next_us) WHERE state = 'queued';
CREATE INDEX mail_being_sent ON mail (id) WHERE state = 'sending';
CREATE INDEX mail_by_mailing ON mail (mailing_id, state);
CREATE INDEX mail_by_person ON mail (person_id);
CREATE INDEX mail_by_member ON mail (member_id);
CREATE INDEX mail_ended ON mail (ended_us) WHERE ended_us IS NOT NULL;

-- private. The leaves of the proof of sending of a notice, in their order. What opens the one of a member needs no
-- address here, and goes with them or in its time; the leaf itself stays as long as others can be opened.
CREATE TABLE sending_leaf (
    mailing_id INTEGER NOT NULL REFERENCES mailing (id),
    place      INTEGER NOT NULL CHECK (place >= 0),
    leaf       BLOB    NOT NULL CHECK (length(leaf) = 32),
    member_id  INTEGER REFERENCES member (id), -- NULL: erased
    mail       BLOB    CHECK (length(mail) = 16), -- of its Message-ID
    is_sent    INTEGER CHECK (is_sent IN (0, 1)),
    at_us      INTEGER,
    PRIMARY KEY (mailing_id, place),
    CHECK ((member_id IS NULL) = (mail IS NULL)),
    CHECK ((member_id IS NULL) = (is_sent IS NULL)),
    CHECK ((member_id IS NULL) = (at_us IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX sending_leaf_by_member ON sending_leaf (member_id);

-- private. Somebody asked for mail to sign in with; whether anybody has that address is seen later,
-- out of their sight. The code alone opens nothing: the browser that asked holds the ticket.
CREATE TABLE sign_in_request (
    id         INTEGER PRIMARY KEY,
    email      BLOB    NOT NULL CHECK (length(email) = 32), -- hash of the address
    ticket     BLOB    NOT NULL UNIQUE CHECK (length(ticket) = 32), -- hash
    asked      TEXT    NOT NULL, -- the address, until it was looked up; then empty
    code       TEXT    NOT NULL, -- until it was put into a letter; then empty
    proof      BLOB    NOT NULL CHECK (length(proof) = 32), -- hash of ticket and code
    person_id  INTEGER REFERENCES person (id), -- whom the code signs in
    source     BLOB    NOT NULL CHECK (length(source) = 32), -- whence, under a key that ends with the server
    tries      INTEGER NOT NULL CHECK (tries >= 0), -- left
    wrong      INTEGER NOT NULL CHECK (wrong >= 0), -- codes that were tried
    made_us    INTEGER NOT NULL,
    expires_us INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_by_email ON sign_in_request (email, made_us);
CREATE INDEX sign_in_by_source ON sign_in_request (source, made_us);
CREATE INDEX sign_in_to_look_up ON sign_in_request (id) WHERE asked <> '';

-- private. A bound of signing in by mail that was passed, of late: the office is told. About nobody.
CREATE TABLE sign_in_alarm (
    bound    TEXT    NOT NULL PRIMARY KEY CHECK (bound IN ('society', 'source', 'address', 'codes')),
    since_us INTEGER NOT NULL,
    last_us  INTEGER NOT NULL,
    times    INTEGER NOT NULL CHECK (times > 0), -- since then
    CHECK (since_us <= last_us)
) STRICT, WITHOUT ROWID;

-- private. What a person agreed to, or took back: every change, the last one holds.
CREATE TABLE consent (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind      TEXT    NOT NULL CHECK (kind IN ('mail', 'name')),
    given     INTEGER NOT NULL CHECK (given IN (0, 1)),
    source    TEXT    NOT NULL CHECK (source IN ('person', 'secretary')), -- who said so
    at_us     INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_by_person ON consent (person_id, kind, id);

-- private. For how many days each kind of personal data is kept after it has served.
CREATE TABLE retention (
    kind TEXT    NOT NULL PRIMARY KEY CHECK (kind IN ('mail', 'proofs', 'sign_ins', 'contacts', 'consents', 'tokens',
                                                      'opinions', 'attendance', 'proxies', 'papers', 'erasures')),
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 36525)
) STRICT, WITHOUT ROWID;

-- Whose contacts serve no more: everybody for whom they act has left, on that day at the latest.
CREATE VIEW person_gone AS
SELECT acts_for.person_id AS person_id, max(coalesce(standing.until_on, 2932896)) AS left_on
FROM acts_for JOIN standing ON standing.member_id = acts_for.member_id
GROUP BY acts_for.person_id
HAVING sum(standing.state <> 'left') = 0;

-- How many members there are to sign in.
CREATE VIEW admitted_total AS
SELECT coalesce(sum(members), 0) AS members FROM standing_count WHERE state = 'admitted';

-- Who agrees to get mail.
CREATE VIEW mail_consent AS
SELECT person_id FROM consent AS c
WHERE kind = 'mail' AND given = 1
  AND NOT EXISTS (SELECT 1 FROM consent AS later
                  WHERE later.person_id = c.person_id AND later.kind = 'mail' AND later.id > c.id);

-- What mailings ask of their letters.
CREATE VIEW mail_line AS
SELECT id AS mail_id, mailing_id, member_id, state, error FROM mail;

-- The letters that went out with a code for a new address.
CREATE VIEW mail_to_confirm AS
SELECT person_id, made_us FROM mail WHERE kind = 'confirm';

-- The mailings whose letters have all ended.
CREATE VIEW mailing_ended AS
SELECT id AS mailing_id, ended_us FROM mailing WHERE ended_us IS NOT NULL;

-- The resolutions of assemblies that have ended.
CREATE VIEW resolution_over AS
SELECT resolution.id AS resolution_id, assembly.ended_us AS ended_us
FROM resolution JOIN assembly ON assembly.id = resolution.assembly_id WHERE assembly.ended_us IS NOT NULL;

-- The assemblies whose sheet has served, since when; and whether the minutes name those who stand on it.
CREATE VIEW sheet_over AS
SELECT assembly_id, published_us AS over_us, names_members FROM minutes WHERE published_us IS NOT NULL
UNION ALL
SELECT id, meets_us, 0 FROM assembly WHERE state = 'cancelled';

CREATE VIEW proxy_over AS
SELECT proxy.id AS proxy_id, sheet_over.over_us AS over_us
FROM proxy JOIN sheet_over ON sheet_over.assembly_id = proxy.assembly_id;

-- The polls in which no paper is entered any more, since when it may be asked how it was.
CREATE VIEW poll_over AS
SELECT id AS poll_id, coalesce(published_us, closed_us, closes_us) AS over_us FROM poll
WHERE state IN ('published', 'void');

-- Who holds, or held, an office, until when.
CREATE VIEW office_term AS
SELECT person_id, until_us FROM office;
