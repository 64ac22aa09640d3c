/*
 * manifest.h - what a poll was opened with, read from its document; the question that it asks.
 *
 * docs/rules/polls.md says what stands there. Whoever counts reads it here, the society and whoever
 * checks it: what is refused here is refused by both. Nothing here knows a database.
 */
#ifndef PAL_AUDIT_MANIFEST_H
#define PAL_AUDIT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/board.h"
#include "ballots/constitution.h"
#include "ballots/decide.h"
#include "ballots/method.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

#define PAL_MANIFEST_FORMAT "palabre-manifest/1"
#define PAL_QUESTION_FORMAT "palabre-question/1"
/* What the option that is nobody is named. */
#define PAL_QUESTION_NOBODY "none of these"

/* Who keeps a share of the key of a box, and two of whom open it. */
enum { PAL_URN_KEEPERS = 3, PAL_URN_THRESHOLD = 2, PAL_URN_KEY_SIZE = 32 };

/* What a secret poll states besides. */
struct pal_manifest_keeper {
    uint8_t key[PAL_URN_KEY_SIZE];   /* X25519, to which the share was sealed */
    uint8_t share[PAL_URN_KEY_SIZE]; /* times the base point, so that the share can be checked */
};
struct pal_manifest_urn {
    uint8_t key[PAL_URN_KEY_SIZE]; /* ballots are sealed to it */
    size_t size;                   /* of what is sealed, before it is */
    bool has_trackers, is_waived;
    uint64_t k_min;
    struct pal_manifest_keeper keepers[PAL_URN_KEEPERS];
    struct pal_text receipt; /* the verification key of receipts */
    int64_t kept_until_us;   /* sealed ballots are destroyed after that */
};

struct pal_manifest {
    struct pal_hash hash;
    struct pal_json *document; /* where the texts lie */
    struct pal_uuid poll;
    struct pal_question question;
    struct pal_board board;
    const struct pal_method *method;
    enum pal_ballot_kind kind;
    struct pal_text decision_class, electorate; /* electorate empty: the whole assembly */
    enum pal_call call;
    bool has_text;
    struct pal_hash text;
    bool is_approved; /* by the board */
    bool calls_names; /* the openings have names */
    bool is_secret;
    struct pal_manifest_urn urn; /* of a secret poll */
    int64_t opens_us, closes_us;
    struct pal_uuid constitution;
    struct pal_hash constitution_hash;
    int64_t constitution_number;
    struct pal_hash roll_root;
    uint64_t voters;
    uint64_t *colleges; /* voters per college of the constitution, one in all without any */
    size_t college_count;
};
#define PAL_MANIFEST(name) struct pal_manifest name PAL_CLEANUP(pal_manifest_done) = {0}
void pal_manifest_done(struct pal_manifest *manifest);

/* Reads the bytes of a manifest into a zeroed one, which has their hash.
 * PAL_ERR_CANON_*, PAL_ERR_JSON_*…   it does not have the form of one
 * PAL_ERR_METHOD_UNKNOWN             counted by a version of the method that this program lacks */
PAL_MUST_USE enum pal_err pal_manifest_parse(struct pal_text bytes, struct pal_manifest *out);
/* Has it the colleges of that constitution, and its electorate among them? */
bool pal_manifest_suits(const struct pal_manifest *manifest,
                        const struct pal_constitution *constitution);
/* What the document of a question says: question, method and kind alone. Takes the document, which
 * is released with the manifest, or at once on error. */
PAL_MUST_USE enum pal_err pal_manifest_parse_question(struct pal_json *document,
                                                      struct pal_manifest *out);

/* Reads all that a method is told into an initialised question, and settles it.
 * PAL_ERR_QUESTION_*, PAL_ERR_METHOD_*, PAL_ERR_JSON_*, PAL_ERR_TEXT_* */
PAL_MUST_USE enum pal_err pal_question_read(const struct pal_json *document,
                                            const struct pal_method *method,
                                            struct pal_question *question,
                                            struct pal_where *out_where);
/* The form of what is asked by a method, as far as a question and a manifest share it; that of a question as a whole.
 * PAL_ERR_* where it has another */
PAL_MUST_USE enum pal_err pal_asked_check(const struct pal_json *document, struct pal_text method);
PAL_MUST_USE enum pal_err pal_question_check(const struct pal_json *document);
/* The index of a college, PAL_ELECTORATE_ASSEMBLY for the empty text; SIZE_MAX is checked. */
int64_t pal_electorate_of(const struct pal_constitution *constitution, struct pal_text college);

#endif
