/*
 * record.h - the files of a record: which there are, and the bytes of those that are derived.
 *
 * docs/rules/record.md gives the bytes. Whoever exports a record and whoever checks one make them
 * here; everything is pure, and a file of ballots is made line by line, since there may be a million
 * of them.
 */
#ifndef PAL_AUDIT_RECORD_H
#define PAL_AUDIT_RECORD_H

#include <stdbool.h>

#include "audit/tile.h"
#include "ballots/ballot.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

#define PAL_RECORD_FORMAT "palabre-record/1"

/* --- names ---------------------------------------------------------------------------------------- */

/* What may lie in the folder of a poll, in the order of the names. */
#define PAL_RECORD_POLL_FILES(X)      \
    X(ABIF, "ballots.abif")           \
    X(BLT, "ballots.blt")             \
    X(BOX, "box.json")                \
    X(MANIFEST, "manifest.json")      \
    X(MARKS, "marks.txt")             \
    X(OPENED, "opened.csv")           \
    X(OPENINGS, "openings.jsonl")     \
    X(OUTCOME, "outcome.json")        \
    X(QUESTION, "question.json")      \
    X(RESULT_FRENCH, "result-fr.csv") \
    X(RESULT_TABLE, "result.csv")     \
    X(RESULT, "result.json")          \
    X(ROLL, "roll.txt")               \
    X(URN, "urn.txt")
enum pal_record_poll_file {
#define PAL_RECORD_POLL_ENUMERATOR(name, word) PAL_RECORD_POLL_##name,
    PAL_RECORD_POLL_FILES(PAL_RECORD_POLL_ENUMERATOR)
#undef PAL_RECORD_POLL_ENUMERATOR
        PAL_RECORD_POLL_COUNT
};

/* Folders of documents that have their hash for a name, and of files that have that of their document. */
#define PAL_RECORD_FOLDERS(X)         \
    X(ATTACHMENT, "attachments/")     \
    X(CONSTITUTION, "constitutions/") \
    X(SOCIETY, "society/")            \
    X(TEXT, "texts/")

enum pal_record_kind {
    PAL_RECORD_FOR_PEOPLE, /* LICENSE and the README: they prove nothing */
    PAL_RECORD_HEAD,       /* RECORD.json */
    PAL_RECORD_KEYS,
    PAL_RECORD_MINISIGN,
    PAL_RECORD_CHECKPOINT,
    PAL_RECORD_TILE,
    PAL_RECORD_POLL,                                         /* with the poll and the file */
#define PAL_RECORD_ENUMERATOR(name, word) PAL_RECORD_##name, /* with the hash */
    PAL_RECORD_FOLDERS(PAL_RECORD_ENUMERATOR)
#undef PAL_RECORD_ENUMERATOR
        PAL_RECORD_TABLE, /* open data, with its README */
};

struct pal_record_name {
    enum pal_record_kind kind;
    struct pal_tile tile;
    struct pal_uuid poll;
    enum pal_record_poll_file file;
    struct pal_hash hash;
};

/* What is the file of that name? PAL_ERR_TAR_NAME: no file of a record. */
PAL_MUST_USE enum pal_err pal_record_name_parse(struct pal_text name,
                                                struct pal_record_name *out_name);
/* Appends the name of a file of a poll; of what is in one of the four folders. */
void pal_record_poll_name(const struct pal_uuid *poll, enum pal_record_poll_file file,
                          struct pal_buf *buf);
void pal_record_document_name(enum pal_record_kind folder, const struct pal_hash *hash,
                              struct pal_buf *buf);

/* --- results -------------------------------------------------------------------------------------- */

/* What results are made of: the two documents of a poll that was counted. */
struct pal_record_count {
    struct pal_json *manifest, *outcome, *decision; /* decision: the outcome's, read */
    struct pal_hash manifest_hash, outcome_hash;
};
#define PAL_RECORD_COUNT(name) struct pal_record_count name PAL_CLEANUP(pal_record_count_done) = {0}
void pal_record_count_done(struct pal_record_count *count);
/* Reads the bytes of both into a zeroed count, with the members that the functions below need.
 * PAL_ERR_JSON_*, PAL_ERR_CANON_* */
PAL_MUST_USE enum pal_err pal_record_count_read(struct pal_text manifest, struct pal_text outcome,
                                                struct pal_record_count *out_count);

/* Appends result.json. */
void pal_record_result(const struct pal_record_count *count, struct pal_buf *buf);
/* Appends result.csv, or result-fr.csv. */
void pal_record_table(const struct pal_record_count *count, bool is_french, struct pal_buf *buf);

/* --- tables ------------------------------------------------------------------------------------- */

/* How a table spells its fields. */
struct pal_record_csv {
    char separator;
    bool is_guarded; /* what spreadsheets would run stands after an apostrophe */
};
/* Appends one field, after a separator unless it is the first of its line; the end of a line. */
void pal_record_field(const struct pal_record_csv *csv, bool is_first, struct pal_text text,
                      struct pal_buf *buf);
void pal_record_line_end(struct pal_buf *buf);

/* --- ballots for other programs ------------------------------------------------------------------- */

enum pal_record_format { PAL_RECORD_FORMAT_ABIF, PAL_RECORD_FORMAT_BLT, PAL_RECORD_FORMAT_COUNT };

struct pal_record_ballots {
    enum pal_record_format format;
    enum pal_ballot_kind kind;
    const struct pal_question *question; /* lent */
};
/* Has a record such a file for ballots of this kind and this question? */
bool pal_record_ballots_apply(const struct pal_record_ballots *ballots);
/* And if this ballot is among them? */
bool pal_record_ballots_hold(const struct pal_record_ballots *ballots,
                             const struct pal_ballot *ballot);
/* The parts of the file, in their order: one beginning, the ballots, one end. Of a ballot that is
 * spoilt or abstains nothing is appended. */
void pal_record_ballots_begin(const struct pal_record_ballots *ballots, struct pal_buf *buf);
void pal_record_ballots_add(const struct pal_record_ballots *ballots,
                            const struct pal_ballot *ballot, struct pal_buf *buf);
void pal_record_ballots_end(const struct pal_record_ballots *ballots, struct pal_buf *buf);

#endif
