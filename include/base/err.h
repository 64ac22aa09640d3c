/*
 * err.h - every way in which the world can be wrong: an enumerator, a slug, a sentence.
 *
 * Slugs are for ever: they are the URIs of problem details and the words of reports. A sentence
 * says what is wrong and, where one can do something, what to do. What we get wrong ourselves is
 * check.h.
 */
#ifndef PAL_BASE_ERR_H
#define PAL_BASE_ERR_H

#include "base/attr.h"

/* clang-format off */
#define PAL_ERRORS(X) \
    /* base */ \
    X(TEXT_UTF8,             "not-utf8",               "The text is not valid UTF-8.") \
    X(TEXT_HEX,              "not-hexadecimal",        "A hexadecimal value of the right length is expected.") \
    X(TEXT_BASE64,           "not-base64",             "A base64 value is expected.") \
    X(TEXT_NUMBER,           "not-a-number",           "A decimal integer is expected.") \
    X(TEXT_UUID,             "not-an-identifier",      "An identifier (UUID) is expected.") \
    X(TEXT_CONTROL,          "control-characters",     "The text has control characters or characters that turn the direction of writing; remove them.") \
    X(TEXT_MARKS,            "too-many-marks",         "The text has more than 30 combining marks in a row; remove some.") \
    X(TEXT_NEW,              "characters-too-new",     "The text has a character that is too new for this server, beside another or beside an accent; remove it.") \
    X(TEXT_EMPTY,            "empty-text",             "The text may not be empty.") \
    X(RATIO_SYNTAX,          "not-a-ratio",            "A fraction such as \"38/100\" is expected.") \
    X(RATIO_ZERO_DENOMINATOR,"zero-denominator",       "The denominator of a fraction may not be zero.") \
    X(JSON_SYNTAX,           "json-syntax",            "The document is not well-formed JSON.") \
    X(JSON_DUPLICATE_KEY,    "json-duplicate-key",     "A member stands twice in the same JSON object.") \
    X(JSON_NUMBER,           "json-number",            "Only integers between -2^53 and 2^53 are accepted; write fractions as \"n/d\".") \
    X(JSON_ESCAPE,           "json-escape",            "An escape in the JSON text stands for no character: \\u0000, or half of a surrogate pair; remove it.") \
    X(JSON_MISSING,          "json-missing",           "A required member is missing.") \
    X(JSON_TYPE,             "json-type",              "The value has the wrong type.") \
    X(JSON_UNKNOWN,          "json-unknown-member",    "This member is not known here.") \
    X(JSON_VALUE,            "json-value",             "The value is not among those accepted here.") \
    X(CANON_NAME,            "canon-name",             "A record's names are made of a-z, 0-9 and _.") \
    X(CANON_NULL,            "canon-null",             "A record has no null.") \
    X(CANON_TEXT,            "canon-text",             "A record's texts are in normal form C, without control characters.") \
    X(CANON_NUMBER,          "canon-number",           "A record's numbers are integers below 2^53.") \
    X(CANON_BYTES,           "canon-bytes",            "The bytes of the record are not in canonical form.") \
    X(CLOCK_ZONE,            "time-zone",              "The time zone is not known on this machine; use a name such as Europe/Paris.") \
    X(CLOCK_INSTANT,         "not-an-instant",         "An instant such as 2026-06-20T18:00:00Z is expected.") \
    X(CLOCK_DATE,            "not-a-date",             "A date such as 2026-06-20 is expected.") \
    X(CRYPTO_START,          "no-randomness",          "The machine gives no random bytes; nothing can start without them.") \
    X(CRYPTO_KEY,            "public-key",             "Nothing can be sealed to this public key; make another pair of keys.") \
    X(CRYPTO_PASSPHRASE,     "passphrase",             "The passphrase has less than 12 bytes or more than 1024, or what makes a key of it is out of bounds.") \
    X(CRYPTO_OPEN,           "does-not-open",          "What is sealed does not open with this key: it was changed, or it was sealed for somebody else.") \
    X(GROUP_SCALAR,          "not-a-scalar",           "A number below the order of ristretto255 is expected, in its one spelling of 32 bytes.") \
    X(GROUP_POINT,           "not-a-point",            "A point of ristretto255 other than the neutral one is expected, in its one spelling of 32 bytes.") \
    X(DIFF_CONTRARY,         "texts-contradict",       "The texts change the same words in different ways.") \
    X(FILE_OPEN,             "file-open",              "The file cannot be opened.") \
    X(FILE_READ,             "file-read",              "The file cannot be read.") \
    X(FILE_WRITE,            "file-write",             "The file cannot be written.") \
    X(FILE_EXISTS,           "file-exists",            "The file exists already; choose another name.") \
    /* limits */ \
    X(LIMIT_JSON_SIZE,       "too-large",              "The document is larger than what is accepted here.") \
    X(LIMIT_JSON_DEPTH,      "too-deep",               "The document is nested too deeply.") \
    X(LIMIT_RATIO,           "ratio-too-long",         "The fraction has too many digits.") \
    X(LIMIT_WEIGHTS,         "weights-too-fine",       "The weights of the ballots have no common denominator of at most 65 536 bits, some 19 700 digits, or one that so many different ballots cannot bear: 256 MiB for all of them; write them with smaller ones.") \
    X(LIMIT_COSTS,           "costs-too-fine",         "The budget and the costs have no common denominator of at most 4096 digits; write them with smaller ones.") \
    X(LIMIT_TEXT,            "text-too-long",          "The text is too long.") \
    X(LIMIT_COUNT,           "too-many",               "There are too many of these.") \
    X(LIMIT_POWER,           "power-too-many-sums",    "The weights have too many different sums for the power of each college to be counted exactly; write them with smaller denominators.") \
    X(LIMIT_RATE,            "too-often",              "Too much was asked in a short time; wait a minute and try again.") \
    X(LIMIT_QUOTA,           "daily-quota",            "You have said as much as one member may in a day; you can go on tomorrow.") \
    X(LIMIT_NESTING,         "too-nested",             "Lists, quotations and emphasis lie too deep in one another; make the text flatter.") \
    /* ballots: questions, ballots, rules */ \
    X(METHOD_UNKNOWN,        "method-unknown",         "There is no counting method of that name; `palabre methods` lists them.") \
    X(METHOD_PARAMETER,      "method-parameter",       "The counting method has no such parameter, does not take that value of it, or cannot do without it.") \
    X(METHOD_TRANSFER,       "method-transfer",        "By the constitution each college gives its whole weight to the one option that it puts first (majority): put one seat to the vote and keep none for a group, by a method that elects one; or ask one college alone.") \
    X(METHOD_WEIGHTS,        "method-weights",         "This method counts whole votes, and weights make fractions of them; choose another method, or a poll where heads are counted.") \
    X(METHOD_DIGITS,         "method-digits",          "With every seat or purchase the exact figures of this method grow, by as many digits as the weights of all ballots take together or more: too many for this question. Ask for fewer options or seats, write weights and amounts with smaller denominators, or choose another method.") \
    X(METHOD_RESERVED,       "method-reserved",        "This method gives no order in which seats kept for groups could be filled; hold one poll for each group, or choose a method that ranks candidates.") \
    X(METHOD_ABSOLUTE,       "method-absolute-majority", "An absolute majority is asked of methods that count votes for candidates: plurality and approval.") \
    X(METHOD_NOBODY,         "method-none-of-these",   "None of these is an option of elections in which people vote; this method has none.") \
    X(QUESTION_OPTIONS,      "question-options",       "The number of options does not suit the counting method.") \
    X(QUESTION_OWN_OPTIONS,  "question-own-options",   "This method has its own options, in this order: for, against, abstain for a motion; consent, reserve, object, abstain for consent.") \
    X(QUESTION_OPTION_NAMES, "question-option-names",  "Two options have the same name, or are the same member.") \
    X(QUESTION_SEATS,        "question-seats",         "The number of seats does not suit the counting method.") \
    X(QUESTION_THRESHOLD,    "question-threshold",     "A threshold, a share or a weight lies between 0 and 1.") \
    X(QUESTION_TIE_ORDER,    "question-tie-order",     "The order of ties names every option once; name each of them, best first.") \
    X(QUESTION_BUDGET,       "question-budget",        "Budget and costs are not negative, and there is one cost per option.") \
    X(QUESTION_SCALE,        "question-scale",         "The scale of scores is a whole number of at least 1; scores go from 0 to it.") \
    X(QUESTION_LENGTH,       "question-length",        "A ballot may name from one option to all of them; state a number between.") \
    X(FORMAT_UNKNOWN,        "format-unknown",         "The file's name does not end as that of a ballot file that is read here (.json .blt .abif .soc .soi .toc .toi .pb).") \
    X(FORMAT_SIZE,           "format-size",            "The file of ballots is larger than what is read here: split it, or merge its identical ballots.") \
    X(FORMAT_END,            "format-end",             "The file ends before all its parts are there: its end was cut off, or a 0 is missing.") \
    X(FORMAT_NUMBER,         "format-number",          "A whole number is expected here.") \
    X(FORMAT_WORD,           "format-word",            "What stands here means nothing in this format; docs/formats.md says what may.") \
    X(FORMAT_WEIGHT,         "format-weight",          "The weight of a ballot is a number that is not negative, such as 12, 2.5 or 3/10.") \
    X(FORMAT_AFTER,          "format-after-ballot",    "A ballot ends at its 0: begin the next on a line of its own, and write - for a rank that is skipped.") \
    X(FORMAT_OPEN,           "format-open",            "A quotation mark, a bracket or a comment is not closed.") \
    X(FORMAT_NAMES,          "format-names",           "The file does not name each of its options once.") \
    X(FORMAT_COLUMN,         "format-column",          "A column that is needed is missing from the heading: project_id and cost, or vote, and points for cumulative votes.") \
    X(FORMAT_COLUMN_TWICE,   "format-column-twice",    "A column that is read stands twice in the heading.") \
    X(FORMAT_FIELDS,         "format-fields",          "The row has more or fewer fields than the heading of its table.") \
    X(FORMAT_VOTE_TYPE,      "format-vote-type",       "The vote_type is approval, choose-1, cumulative or ordinal, and stands before the votes.") \
    X(FORMAT_POINTS,         "format-points",          "There are not as many points as projects in the vote.") \
    X(FORMAT_VOTERS,         "format-voters",          "The ballots are not as many as the voters in the head of the file: some are missing, or a number is wrong.") \
    X(FORMAT_METADATA,       "format-metadata",        "This line of metadata cannot be read: write JSON on one line, such as {\"seats\": 2}.") \
    X(FORMAT_HOLDS_KIND,     "format-holds-kind",      "The format cannot hold ballots of this kind; json can.") \
    X(FORMAT_HOLDS_STATE,    "format-holds-state",     "The format cannot hold spoilt ballots nor declared abstentions; json can.") \
    X(FORMAT_HOLDS_BUDGET,   "format-holds-budget",    "The format cannot hold a budget nor costs; json can.") \
    X(FORMAT_HOLDS_SKIPPED,  "format-holds-skipped",   "The format cannot hold skipped ranks; blt and json can.") \
    X(FORMAT_HOLDS_NAME,     "format-holds-name",      "The format cannot hold the name of an option that has a ] or ends a line; json can.") \
    X(QUESTION_RESERVED,     "question-reserved",      "No more seats are kept than there are, each group stands once, and its least is not above its most.") \
    X(QUESTION_STATUTES,     "question-statutes",      "The constitution says of elections how many options a ballot may approve, whether none of these is offered, and what becomes of a seat without a candidate: follow it.") \
    X(QUESTION_GROUP,        "question-group",         "The candidate is of another group: by college and by category the register says of which, and only where seats are kept.") \
    X(QUESTION_NO_GROUP,     "question-no-group",      "The poll keeps seats for no such group: correct it, or name it among the groups of the poll, if need be with no seat kept for it.") \
    X(QUESTION_NO_ELECTION,  "question-no-election",   "Only an election keeps seats or has terms, and only an election or a vote on a surplus offers none of these, asks for an absolute majority or has a second round: make it a poll of kind election, or leave this out.") \
    X(QUESTION_TERMS,        "question-terms",         "Terms are for those whom an election seats: state as many seats as there are, each with its last day.") \
    X(QUESTION_SURPLUS,      "question-surplus",       "A surplus is put to the vote in a SCIC, by a method that elects one option and with something to share: state its figures, none below zero, and how each option splits it.") \
    X(QUESTION_ALLOCATION,   "question-allocation",    "An option splits the surplus as the law forbids; see the list of findings, and correct it.") \
    X(BALLOT_KIND,           "ballot-kind",            "This ballot is not of the kind that the counting method reads.") \
    X(BALLOT_LENGTH,         "ballot-length",          "A ballot of this kind has one mark per option, no more and no fewer.") \
    X(BALLOT_SAYS,           "ballot-says",            "A ballot says one thing: a choice, approvals, scores, points, ranks, or that it is blank.") \
    X(BALLOT_MARK,           "ballot-mark",            "A mark on the ballot is not one that the counting method accepts.") \
    X(BALLOT_OPTION,         "ballot-option",          "The ballot names an option that does not exist.") \
    X(BALLOT_TOO_MANY,       "ballot-too-many",        "The ballot marks more options than it may.") \
    X(BALLOT_EQUAL,          "ballot-equal",           "The ballot ranks options equal where the counting method needs one alone, or more of them than it can divide; give them different ranks.") \
    X(ROLL_COUNTS,           "roll-counts",            "The counts contradict each other: more votes than members, or more choices than people present.") \
    X(CONSTITUTION_INVALID,  "constitution-invalid",   "The constitution breaks a rule of its regime; see the list of findings.") \
    X(CONSTITUTION_NONE,     "constitution-none",      "No constitution is in force yet; enter one first.") \
    X(CONSTITUTION_UNKNOWN,  "constitution-unknown",   "The constitution leaves unknown what this needs; complete it first.") \
    X(POWER_COLLEGES,        "power-colleges",         "The constitution has no colleges: each member has the power of any other.") \
    /* audit */ \
    X(ENTRY_GRAMMAR,         "entry-grammar",          "An entry of the log does not have the form of its type.") \
    X(NOTE_SYNTAX,           "note-syntax",            "The signed note is not well formed.") \
    X(NOTE_SIGNATURE,        "note-signature",         "No signature of the expected key holds on the note.") \
    X(NOTE_ORIGIN,           "note-origin",            "The note belongs to another log.") \
    X(NOTE_NAME,             "log-name",               "A log's name is HOST/log: no scheme, no spaces, no plus sign.") \
    X(KEY_LIFE,              "key-life",               "A key is announced, changed or revoked against the rules of docs/rules/witness.md.") \
    X(POLICY_SYNTAX,         "policy-syntax",          "A line of the policy is not one of log, witness, group and quorum, or lacks its words; docs/rules/witness.md says what may stand there.") \
    X(POLICY_NAME,           "policy-name",            "A name of the policy is unknown above the line that uses it, or is given twice.") \
    X(POLICY_KEY,            "policy-key",             "A key of the policy is not of the kind that its line needs, or stands twice; a society's own policy names witnesses, and no log.") \
    X(POLICY_QUORUM,         "policy-quorum",          "A policy has exactly one quorum line; write `quorum none` where no witness is asked for.") \
    X(PROOF_SYNTAX,          "proof-syntax",           "The proof is not well formed.") \
    X(PROOF_INVALID,         "proof-invalid",          "The proof does not lead to the root of the checkpoint.") \
    X(URN_SIZE,              "sealed-size",            "A sealed ballot of this poll has another size; load the page of the poll again, and vote there.") \
    X(URN_LONGEST,           "urn-longest",            "The longest ballot of this question does not fit into a sealed ballot; put fewer options to the vote.") \
    X(URN_PROOF,             "opening-proof",          "The proof does not show that this sealed ballot was opened with the key of the urn.") \
    X(TRACKER,               "tracker",                "A tracker has four groups of four letters and digits, and a number of four digits: WEWR-MKD3-3897-TJYY-0420.") \
    X(RECEIPT_SYNTAX,        "receipt",                "This is not a receipt of a ballot, or a part of it was lost: paste it whole.") \
    X(RECEIPT_ELSEWHERE,     "receipt-elsewhere",      "This receipt is genuine and of another poll: bring it to the poll that it names.") \
    X(SHARE_WRONG,           "share-wrong",            "This is not that keeper's share of the key of the urn.") \
    X(SHARES_APART,          "shares-apart",           "The keys of the keepers and the key of the urn do not belong together.") \
    X(POLL_DOCUMENT,         "poll-document",          "A document of the poll does not have its form, or contradicts another.") \
    X(TAR_SYNTAX,            "tar-syntax",             "The tar is not written as a record is: take the file again where it was published.") \
    X(TAR_NAME,              "tar-name",               "The tar holds a file of a name that no record has; it is not unpacked.") \
    X(TAR_ORDER,             "tar-order",              "The files of the tar are not in the order of their names, each once.") \
    X(MINISIGN_SYNTAX,       "minisign-syntax",        "The file is no signature or key of minisign for files that are hashed first.") \
    X(MINISIGN_KEY,          "minisign-key",           "The signature was made by another key than the one expected.") \
    X(MINISIGN_SIGNATURE,    "minisign-signature",     "The signature does not hold: the file or its comment is not what was signed.") \
    X(TILE_PATH,             "tile-path",              "There is no such tile.") \
    /* store */ \
    X(STORE_OPEN,            "store-open",             "The database cannot be opened.") \
    X(STORE_FOREIGN,         "store-foreign",          "This file is not a Palabre database.") \
    X(STORE_LATER,           "store-later",            "The database was written by a later version; install that version or a newer one.") \
    X(STORE_EARLIER,         "store-earlier",          "The database was written by an earlier version; run `palabre migrate`.") \
    X(STORE_LOCKED,          "store-locked",           "Another program holds the database; stop it first.") \
    X(STORE_FULL,            "store-full",             "The disk is full; nothing was changed. Make room and try again.") \
    X(STORE_IO,              "store-io",               "The disk refused to read or write; nothing was changed.") \
    X(STORE_CORRUPT,         "store-corrupt",          "The database is damaged; restore a backup.") \
    X(STORE_SCHEMA,          "store-schema",           "The tables of the database are not those of its version: a build that was never released wrote it, or it is damaged. Restore a backup, or open it with the build that wrote it.") \
    X(STORE_CONSTRAINT,      "store-constraint",       "The change contradicts what the database holds.") \
    X(STORE_READ_ONLY,       "read-only",              "The log's state forbids writing: see /healthz for what happened and what to do.") \
    X(STORE_BUSY,            "busy",                   "The server could not commit this change; try again.") \
    X(STORE_UNKNOWN,         "commit-unknown",         "The disk failed while a change was committed; the server stops, and says at its next start what holds.") \
    X(LOG_KEY,               "log-key",                "The log's key file is missing, unreadable, or not the key of this log.") \
    X(LOG_STATE,             "log-state",              "The log and its anchor disagree, or the clock went back; the society is read-only.") \
    X(LOG_ANCHOR,            "log-anchor",             "The change is kept, but the log's anchor could not be written; make room where the anchor is and look before trying again.") \
    X(LOG_SOUND,             "log-sound",              "No checkpoint shows that this copy of the log lacks anything: it goes on under its own name.") \
    X(LOG_BROKEN,            "log-broken",             "The entries of the log do not give the root that was signed.") \
    /* requests */ \
    X(REQUEST_METHOD,        "method-not-allowed",     "This address does not accept that method.") \
    X(REQUEST_MEDIA_TYPE,    "media-type",             "The body's media type is not the one expected here.") \
    X(REQUEST_TARGET,        "bad-address",            "The address is not well formed: write it in UTF-8, percent-encoded, without empty or dotted parts.") \
    X(REQUEST_PARAMETER,     "parameter",              "A parameter of the address is wrong.") \
    X(REQUEST_ORIGIN,        "foreign-origin",         "The request comes from a page of another site.") \
    X(REQUEST_UNAUTHENTICATED,"unauthenticated",       "Sign in first: your session or token is missing, ended or revoked.") \
    X(REQUEST_FORBIDDEN,     "forbidden",              "Your offices do not give you the right to do this.") \
    X(REQUEST_STALE,         "stale",                  "The object has changed since you read it; read it again.") \
    X(REQUEST_MATCH_MISSING, "match-required",         "Send If-Match with the ETag of the object that you read.") \
    X(REQUEST_KEY_REUSED,    "idempotency-key-reused", "This Idempotency-Key was used for another request.") \
    X(REQUEST_KEY_SYNTAX,    "idempotency-key",        "An Idempotency-Key has 8 to 64 letters, digits, - or _.") \
    X(SERVER_ADDRESS,        "listen-address",         "The address to listen on has the form ADDR:PORT, such as 127.0.0.1:8080 or [::1]:8080.") \
    X(SERVER_LISTEN,         "listen",                 "The address cannot be listened on: another program has it, or it is not of this machine.") \
    X(SERVER_URL,            "url",                    "A web address is http:// or https://, a host and perhaps a port, and no path.") \
    X(SERVER_PLAIN,          "plain-http",             "Without https, only this machine may be served: give --url https://… and put a TLS proxy in front.") \
    X(SERVER_LOOP,           "server-loop",            "The machine refuses to wait for connections.") \
    X(SERVER_LIBCURL,        "libcurl",                "The library libcurl.so.4, by which the server asks others, cannot be loaded; on Debian it is in the package libcurl4.") \
    X(SERVER_BUSY,           "server-busy",            "More requests wait than the server can hold; try again in some seconds.") \
    X(NOT_FOUND,             "not-found",              "There is no such thing here.") \
    X(LINK_SPENT,            "link-spent",             "This link has been used, has expired or was replaced; ask the secretary for another.") \
    X(STATE,                 "wrong-state",            "The object is not in a state in which this can be done.") \
    /* society */ \
    X(VERSION_DATE,          "version-date",           "A constitution takes effect today or on a day to come.") \
    X(PERSON_EMAIL,          "email",                  "An email address has the form name@domain.") \
    X(MEMBER_TWO_COLLEGES,   "member-in-two-colleges", "A member is in one college at a time.") \
    X(MEMBER_COLLEGE,        "unknown-college",        "The constitution has no such college.") \
    X(MEMBER_CATEGORY,       "unknown-category",       "The constitution has no such category.") \
    X(MEMBER_OUTSIDE_COLLEGE,"category-outside-college","The college does not take members of this category.") \
    X(MEMBER_NUMBER_TAKEN,   "member-number-taken",    "Another member has this number.") \
    X(MEMBER_NOT_ADMITTED,   "member-not-admitted",    "The member is not admitted, or is suspended or gone.") \
    X(MEMBER_KIND,           "member-kind",            "That suits the other kind of member: natural persons act for themselves, legal persons through a representative.") \
    X(MEMBER_NOBODY,         "nobody-acts",            "Nobody acts for this member today: name a representative first.") \
    X(ERASURE_POLL,          "erasure-poll",           "The member had a part in a poll that is not over; publish it first, and destroy the urn of a secret one.") \
    X(ERASURE_ACTS,          "erasure-acts",           "The person holds an office or acts for another member; end that first.") \
    X(MEMBER_DATE,           "member-date",            "A day of the register is not in the future, and not before the one that it follows.") \
    X(IMPORT_LINE,           "import-line",            "A line of the file is refused; nothing was imported.") \
    X(CSV_QUOTE,             "csv-quote",              "A quotation mark is not closed, or stands alone; double it inside a quoted field.") \
    X(CSV_FIELDS,            "csv-fields",             "The line does not have as many fields as the first line has columns.") \
    X(CSV_COLUMN,            "csv-column",             "The first line names a column that is not known, or twice, or lacks the name or the category.") \
    X(OFFICE_LAST_ADMIN,     "last-administrator",     "The last administrator cannot leave office; name another first.") \
    X(OFFICE_HELD,           "office-held",            "This person holds that office already.") \
    X(OFFICE_DATES,          "office-dates",           "An office begins now or later, and ends after it began.") \
    X(ASSEMBLY_NOTICE,       "notice-too-short",       "The notice is shorter than the constitution requires.") \
    X(ASSEMBLY_AGENDA,       "agenda-closed",          "The agenda is fixed once the notice is sent, and a second call has that of the first.") \
    X(ASSEMBLY_DATE,         "assembly-date",          "An assembly meets in the future.") \
    X(ASSEMBLY_TOO_EARLY,    "assembly-too-early",     "The sitting opens at the instant that the notice announced, not before.") \
    X(ASSEMBLY_EMPTY,        "assembly-empty",         "The agenda is empty; table a resolution first.") \
    X(ASSEMBLY_REQUEST,      "request-too-late",       "Members' resolutions are requested earlier than this before the assembly.") \
    X(ASSEMBLY_POLLS,        "polls-open",             "A poll of this assembly is open; close it first.") \
    X(ASSEMBLY_UNCOUNTED,    "polls-uncounted",        "A poll of the first call is not counted yet: have it counted, or annul it, before a second call.") \
    X(ASSEMBLY_SECOND,       "second-call-exists",     "This assembly has a second call already; cancel that one before you prepare another.") \
    X(DOCUMENT_KEPT,         "document-kept",          "Only the text of a resolution, of an amendment or of a contribution, and a file attached to a resolution, can be removed: everything else is needed to check polls, or is the society's own word.") \
    X(DOCUMENT_REMOVED,      "document-removed",       "This very text was removed, and the log says why; write another one.") \
    X(CONTRIBUTION_PARENT,   "contribution-parent",    "A reply names what it answers, which is visible and under the same resolution; what is not a reply answers nothing.") \
    X(CONTRIBUTION_HIDDEN,   "contribution-hidden",    "A moderator hid this contribution, and said why; it cannot be changed, answered or endorsed until it is restored.") \
    X(CONTRIBUTION_OWN,      "own-contribution",       "Nobody endorses, hides or restores what they said themselves; let another do it.") \
    X(CONTRIBUTION_OFFICIAL, "official-answer",        "The official word of the board is a reply, by an administrator, the secretary or the chair.") \
    X(CONCERN_KIND,          "not-a-concern",          "Only a concern is settled; this is a contribution of another kind.") \
    X(ATTENDANCE_ABSENT,     "not-in-the-room",        "The member is not in the room: note that they enter first.") \
    X(SITTING_BUREAU,        "bureau",                 "The chair and the two scrutineers are three different members who are in the room: note that they enter, and name others where two are the same.") \
    X(SITTING_SUSPENDED,     "sitting-suspended",      "The sitting is suspended; resume it first.") \
    X(INITIATIVE_NONE,       "no-initiatives",         "The constitution does not say how many sponsors put a text on the agenda; its section `deliberation` does.") \
    X(INITIATIVE_OTHER,      "initiative-other",       "Only its author withdraws an initiative.") \
    X(EXTENSION_NONE,        "no-extension",           "The constitution does not say that a debate is extended, or by which share; its section `deliberation` does.") \
    X(EXTENSION_LATE,        "extension-too-late",     "The days of this debate have run; it is no longer extended.") \
    X(DEBATE_RUNS,           "debate-runs",            "The constitution gives this debate more days; open the vote when they have run.") \
    X(CONTRACT_NOTICE,       "contract-notice",        "A change of contract has a period of notice, and it has not run; open the vote when it has.") \
    X(PROCEDURE_NONE,        "no-such-procedure",      "The constitution states no notice of a change of contract; its section `deliberation` does.") \
    X(PROCEDURE_OTHER,       "other-procedure",        "The resolution is decided in another way: nobody is nominated here.") \
    X(PROCEDURE_POLL,        "procedure-poll",         "How the resolution is decided asks for another poll: by the method consent where it is by consent, an election among those nominated where nobody stands.") \
    X(PROCEDURE_CONCERNS,    "concerns-open",          "A concern is open under this resolution: it is met or maintained first, by who wrote it.") \
    X(MOTION_NONE,           "no-such-motion",         "The constitution does not state which share carries such a motion; the section `deliberation` says it.") \
    X(POLL_SECRET_ASKED,     "secret-ballot-asked",    "A motion asked for a secret ballot here: prepare the poll as a secret one.") \
    X(SPEECH_ASKED,          "floor-asked",            "This member is on the speaking list already.") \
    X(SPEECH_FLOOR,          "floor-taken",            "Somebody has the floor; take it back first.") \
    X(ATTACHMENT_NAME,       "attachment-name",        "The name of a file has no slash, no hidden character, and does not begin with a full stop; give it another name.") \
    X(ATTACHMENT_EMPTY,      "attachment-empty",       "The file is empty.") \
    X(ATTACHMENT_TYPE,       "attachment-type",        "The file is of none of the kinds that are taken, or not of the one that its name ends with: .pdf, .odt, .ods, .odp, .docx, .xlsx, .pptx, .png, .jpg, .jpeg, and text in UTF-8: .txt, .csv, .md.") \
    X(ATTACHMENT_COUNT,      "attachments-full",       "A resolution has at most 20 files attached to it, and the society 1 GiB of them in all; take another off, or attach a smaller one.") \
    X(RESOLUTION_CLASS,      "decision-class",         "The constitution has no such decision class, or this kind of assembly does not decide it.") \
    X(RESOLUTION_FROZEN,     "text-frozen",            "The text is frozen: a poll on it, or on the amendment that it is, has been called; wait for its end, or annul it.") \
    X(AMENDMENT_OUTDATED,    "amendment-outdated",     "The text has another version since; read it, and propose the amendment on that one.") \
    X(AMENDMENT_SAME,        "amendment-same",         "The amendment changes nothing in the text.") \
    X(AMENDMENT_CIRCULAR,    "amendment-circular",     "This brings back the text that the amendment starts from; vote against the amendment instead.") \
    X(AMENDMENT_DEPTH,       "amendment-depth",        "Only an amendment of the resolution itself can be amended or taken in.") \
    X(AMENDMENT_CONTRARY,    "amendment-contrary",     "The amendment contradicts one that was adopted or taken in.") \
    X(AMENDMENT_ORDER,       "amendment-order",        "Others come first: its own amendments, then contrary ones that are further from the text.") \
    X(AMENDMENT_UNDECIDED,   "amendment-undecided",    "An amendment is not decided yet: put it to the vote, take it in, or have it withdrawn.") \
    X(AMENDMENT_PENDING,     "amendment-pending",      "Amendments were adopted that the text does not have yet; consolidate it first.") \
    X(AMENDMENT_NONE,        "amendment-none",         "No amendment was adopted or taken in that the text does not have already.") \
    X(AMENDMENT_OTHER,       "amendment-other",        "Only its author withdraws an amendment.") \
    X(PROXY_SELF,            "proxy-self",             "A member cannot be their own proxy.") \
    X(PROXY_CHAIN,           "proxy-chain",            "A vote received by proxy cannot be given further.") \
    X(PROXY_CAP,             "proxy-cap",              "The holder has as many proxies as the constitution allows.") \
    X(PROXY_COLLEGE,         "proxy-other-college",    "The constitution allows proxies only inside a college.") \
    X(PROXY_TAKEN,           "proxy-taken",            "This member has given a proxy for this assembly already; revoke it first.") \
    X(PROXY_USED,            "proxy-used",             "The proxy has been used to vote.") \
    X(PROXY_INSTRUCTION,     "proxy-instruction",      "The principal asked for another vote on this resolution; vote as they ask.") \
    X(PROXY_BLANK,           "proxy-blank",            "A blank proxy follows the board; name a holder to give instructions.") \
    X(PROXY_SUSPENDED,       "proxy-suspended",        "The principal is present: the proxy sleeps.") \
    X(PROXY_NOT_ALLOWED,     "proxy-not-allowed",      "The constitution does not allow this kind of proxy.") \
    X(POLL_DATES,            "poll-dates",             "A poll opens before it closes, and closes in the future.") \
    X(POLL_NOT_OPEN,         "poll-not-open",          "The poll is not open.") \
    X(POLL_CLOSED,           "poll-closed",            "The poll is closed.") \
    X(POLL_NOT_COUNTED,      "poll-not-counted",       "The poll has not been counted yet.") \
    X(POLL_TOO_EARLY,        "poll-too-early",         "The poll's time has not come.") \
    X(POLL_FIRST_ROUND,      "first-round",            "A second round follows a published poll that asked for an absolute majority and left a seat vacant; its options and its seats are those that this left.") \
    X(POLL_NOBODY_PASSES,    "nobody-passes",          "Nobody passes to a second round: of those who stood, nobody who was not elected had a vote. Hold a new election for the seats that are left.") \
    X(POLL_SECRECY,          "secrecy",                "This version holds polls that are open or secret, not verifiable ones, and only open ones where lots are drawn: state one of these.") \
    X(POLL_KEEPERS,          "keepers-missing",        "The urn of a secret poll has three keepers, different persons who have each made a keeper's key: name them first.") \
    X(POLL_K_MIN,            "college-too-small",      "A college has fewer electors than the constitution asks of a secret poll: hold an open poll, or waive this with a reason that is logged.") \
    X(POLL_NO_PAPER,         "paper-in-secret-poll",   "A secret poll takes no paper that names its voter: let the member vote in secret on a device of the room, or hold an open poll.") \
    X(KEEPER_BUSY,           "keeper-key-in-use",      "This key keeps the urn of a poll that is not counted yet; replace it afterwards.") \
    X(ROLL_ABSENT,           "not-on-roll",            "The member is not on the roll of this poll.") \
    X(ROLL_VOTED,            "already-voted",          "This right has been used.") \
    X(ROLL_NOT_HELD,         "right-not-held",         "You do not hold this right to vote.") \
    X(ROLL_RECUSED,          "recused",                "The member is recused from this resolution.") \
    X(ROLL_EMPTY,            "roll-empty",             "Nobody could vote in this poll.") \
    X(ROLL_ELSEWHERE,        "members-without-college", "Some members stand in a college that the constitution in force does not have; place them in one of its colleges first.") \
    X(BALLOT_TEXT,           "other-text",             "The text that is voted is another version than the one that you read; read it again.") \
    X(BALLOT_LEVEL,          "other-secrecy",          "A secret poll takes sealed ballots, and an open one ballots that can be read; load the page of the poll again.") \
    X(BALLOT_COLLEGE,        "ballot-college",         "The right to vote is of another college than the one that the ballot was sealed for; load the page of the poll again.") \
    X(BALLOT_COPIED,         "ballot-copied",          "This sealed ballot is in the urn already; let the booth make another.") \
    X(BALLOT_KEY,            "secret-without-key",     "A secret ballot bears no Idempotency-Key, which would be kept beside your name: to try again, send the same sealed ballot.") \
    X(URN_KEPT,              "urn-kept",               "The appeal period is not over: the sealed ballots are kept until then.") \
    X(URN_WITNESS,           "not-witnessed",          "The witnesses of the log have not cosigned the close yet; give the share once they have.") \
    X(MAIL_NONE,             "mail-none",              "No mail server is set: an administrator enters one in the settings of the society.") \
    X(MAIL_URL,              "mail-url",               "The address of a mail server is smtp://HOST:PORT or smtps://HOST:PORT, and nothing after it.") \
    X(MAIL_CLEAR,            "mail-password-in-clear", "The password would be sent over a line that is not encrypted: ask for STARTTLS, or use smtps.") \
    X(MAIL_UNDER_WAY,        "mail-under-way",         "Letters of this kind are being sent already; wait until the last is taken or given up.") \
    X(MAIL_NOBODY,           "mail-nobody",            "There is nobody left to write to: every member who can be reached by mail was.") \
    X(CONTACT_CODE,          "contact-code",           "This code is not the one that was sent, or its time is over; ask for another.") \
    X(MAIL_TOO_SOON,         "mail-too-soon",          "A reminder went out less than a day ago; wait until a day has passed.") \
    X(PAPER_AT_WORK,         "paper-at-work",          "A paper of this member is being entered already; confirm or withdraw it.") \
    X(PAPER_WAITS,           "paper-waits",            "Papers wait for a second teller: enter them again or withdraw them, then close the poll.") \
    X(PAPER_SAME_TELLER,     "same-teller",            "The second entry must be made by another teller.") \
    X(MINUTES_EARLY,         "minutes-too-early",      "The minutes are drawn once the assembly has ended and each of its polls is published or void.") \
    X(MINUTES_EXIST,         "minutes-exist",          "The minutes of this assembly are drawn already; change those.") \
    X(MINUTES_PUBLISHED,     "minutes-published",      "These minutes are published: nothing of them is changed any more.") \
    X(MINUTES_BUREAU,        "minutes-bureau",         "Nobody could sign these minutes: name the chair and the secretary of the sitting, or grant these offices, first.") \
    X(MINUTES_OFFICER,       "minutes-officer",        "Only the officers of the sitting approve its minutes.") \
    X(REVIEW_YEARS,          "review-years",           "Years are written 2026 or 2022-2026, the first no later than the last.") \
    X(MINUTES_OTHER,         "minutes-other",          "The minutes are not those that you read: read the current version before you approve it.") \
    X(PRINTER_ABSENT,        "printer-absent",         "The program palabre-print is not beside this one, or cannot be run: install it, or take the page as HTML or Markdown.") \
    X(PRINTER_FAILED,        "printer-failed",         "The document could not be set as PDF: take the page as HTML or Markdown.") \
    X(PAPER_DISAGREE,        "tellers-disagree",       "The two tellers entered different marks; both entries are kept until they agree.")
/* clang-format on */

enum pal_err {
    PAL_OK,
#define PAL_ERR_ENUMERATOR(name, slug, sentence) PAL_ERR_##name,
    PAL_ERRORS(PAL_ERR_ENUMERATOR)
#undef PAL_ERR_ENUMERATOR
        PAL_ERR_COUNT
};

/* The stable name, "poll-closed"; "ok" for PAL_OK. */
const char *pal_err_slug(enum pal_err err);
/* The sentence in English. */
const char *pal_err_sentence(enum pal_err err);

/* Returns from the function when the call did not succeed: the only macro that returns. No braces
 * within, so that the lint counts one level of nesting for it and not two. */
#define PAL_TRY(call)                       \
    do {                                    \
        enum pal_err pal_try_err_ = (call); \
        if (pal_try_err_ != PAL_OK)         \
            return pal_try_err_;            \
    } while (0)

#endif
