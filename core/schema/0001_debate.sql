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
