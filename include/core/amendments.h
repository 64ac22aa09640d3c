/*
 * amendments.h - changes proposed to a version of a text, and their fate.
 *
 * An amendment is the whole text as it would become, on one numbered version of a resolution; with a
 * parent it is on the text of another amendment. Its words, what contradicts it and its distance follow
 * from base/diff.h. Names are not here but for who may know them: everywhere else its author is a
 * pseudonym of the resolution.
 */
#ifndef PAL_CORE_AMENDMENTS_H
#define PAL_CORE_AMENDMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/diff.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

struct pal_amendment_id {
    int64_t value; /* 0: none */
};

/* clang-format off */
#define PAL_AMENDMENT_STATES(X) \
    X(PROPOSED, "proposed") X(ACCEPTED, "accepted") X(VOTING, "voting") X(ADOPTED, "adopted") \
    X(REJECTED, "rejected") X(LAPSED, "lapsed") X(WITHDRAWN, "withdrawn")
/* clang-format on */
enum pal_amendment_state {
#define PAL_AMENDMENT_STATE_ENUMERATOR(name, word) PAL_AMENDMENT_##name,
    PAL_AMENDMENT_STATES(PAL_AMENDMENT_STATE_ENUMERATOR)
#undef PAL_AMENDMENT_STATE_ENUMERATOR
};
const char *pal_amendment_state_word(enum pal_amendment_state state);

struct pal_amendment {
    struct pal_amendment_id id;
    struct pal_uuid uuid;
    struct pal_resolution_id resolution;
    struct pal_uuid resolution_uuid;
    int64_t version;                /* of the resolution's text */
    struct pal_amendment_id parent; /* 0: it amends the resolution */
    struct pal_uuid parent_uuid;
    char author[PAL_PSEUDONYM_SIZE + 1];
    struct pal_hash base;     /* the document that it amends */
    struct pal_hash hash;     /* its own, as it would be put to the vote now */
    struct pal_hash proposed; /* its own, as it was proposed: what its amendments are on */
    int64_t distance;         /* words between the two */
    enum pal_amendment_state state;
    bool is_settled; /* a version of the resolution has its words */
    int64_t supporters;
    bool has_poll; /* one that was not annulled */
    struct pal_uuid poll;
    int64_t at_us;
    int64_t entry; /* its ETag */
};

struct pal_amendment_spec {
    struct pal_resolution_id resolution;
    int64_t version;                /* of the text, as its author read it */
    struct pal_amendment_id parent; /* 0: none */
    struct pal_member_id author;
    struct pal_text text, reasons;
};
/* Proposes it.
 * PAL_ERR_AMENDMENT_OUTDATED (the resolution has another version), PAL_ERR_AMENDMENT_SAME (no word
 * changes), PAL_ERR_AMENDMENT_CIRCULAR (it brings back a text that its parent amends),
 * PAL_ERR_AMENDMENT_DEPTH (on the amendment of an amendment), PAL_ERR_AMENDMENT_CONTRARY (to one that
 * was adopted or taken in), PAL_ERR_STATE (the assembly is over, its debate closed, the resolution or the parent
 * decided or in a vote), PAL_ERR_RESOLUTION_FROZEN, PAL_ERR_MEMBER_NOT_ADMITTED, PAL_ERR_DOCUMENT_REMOVED (what it
 * is on), PAL_ERR_LIMIT_QUOTA (of one member in a day), PAL_ERR_LIMIT_COUNT (on one version),
 * PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT */
PAL_MUST_USE enum pal_err pal_amendment_propose(struct pal_store *store,
                                                const struct pal_amendment_spec *spec,
                                                struct pal_where *out_where,
                                                struct pal_amendment_id *out_amendment);
/* Supports it, or no longer; what is so already changes nothing. PAL_ERR_STATE (no longer proposed),
 * PAL_ERR_MEMBER_NOT_ADMITTED */
PAL_MUST_USE enum pal_err pal_amendment_support(struct pal_store *store,
                                                struct pal_amendment_id amendment,
                                                struct pal_member_id member, bool supports);
/* Does this member? */
PAL_MUST_USE enum pal_err pal_amendment_is_supported(struct pal_store *store,
                                                     struct pal_amendment_id amendment,
                                                     struct pal_member_id member, bool *out_is);
/* By its author. Its own amendments lapse. PAL_ERR_AMENDMENT_OTHER (of somebody else), PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_amendment_withdraw(struct pal_store *store,
                                                 struct pal_amendment_id amendment,
                                                 struct pal_member_id author);
/* By the board: it is taken in without a vote. PAL_ERR_AMENDMENT_DEPTH (it amends an amendment),
 * PAL_ERR_AMENDMENT_ORDER (its own amendments are not decided), PAL_ERR_AMENDMENT_CONTRARY (to one that
 * was adopted or taken in), PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_amendment_accept(struct pal_store *store,
                                               struct pal_amendment_id amendment);

/* The next version of the text: with the words of every amendment that was adopted or taken in.
 * PAL_ERR_AMENDMENT_UNDECIDED (one is proposed or in a vote), PAL_ERR_AMENDMENT_NONE (none is to be put
 * in), PAL_ERR_RESOLUTION_FROZEN, PAL_ERR_STATE, PAL_ERR_DOCUMENT_REMOVED, PAL_ERR_LIMIT_TEXT */
PAL_MUST_USE enum pal_err pal_amendments_consolidate(struct pal_store *store,
                                                     struct pal_resolution_id resolution);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_amendment_find(struct pal_store *store, const struct pal_uuid *uuid,
                                             struct pal_amendment_id *out_amendment);
PAL_MUST_USE enum pal_err pal_amendment_read(struct pal_store *store,
                                             struct pal_amendment_id amendment,
                                             struct pal_amendment *out);
/* Its document, {"format", "reasons", "text"}, owned by the caller; of one whose text was removed,
 * `removed` is true and the words are empty. */
PAL_MUST_USE enum pal_err pal_amendment_document(struct pal_store *store,
                                                 const struct pal_hash *hash,
                                                 struct pal_json **out_json);
/* Every amendment of a resolution, in the order in which they were proposed, from the one after. */
struct pal_amendments_query {
    struct pal_resolution_id resolution;
    int64_t after_id; /* 0: from the first */
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_amendments_walk(
    struct pal_store *store, const struct pal_amendments_query *query,
    enum pal_err (*visit)(void *context, const struct pal_amendment *amendment), void *context);
/* Those that are still to be decided, in the order in which they are put to the vote: each after its own
 * amendments, the furthest from the original first. */
PAL_MUST_USE enum pal_err pal_amendments_queue(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_amendment *amendment), void *context);
/* Those that are proposed or in a vote. */
PAL_MUST_USE enum pal_err pal_amendments_undecided(struct pal_store *store,
                                                   struct pal_resolution_id resolution,
                                                   int64_t *out_count);

#endif
