/*
 * amending.h - what the files that make amendments live ask of each other, for core/ alone.
 */
#ifndef PAL_CORE_AMENDING_H
#define PAL_CORE_AMENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/diff.h"
#include "base/err.h"
#include "base/text.h"
#include "core/amendments.h"
#include "core/polls.h"

/* --- amendments.c --------------------------------------------------------------------------------- */

/* Its statements, which amendment_views.c uses too. */
enum pal_amendment_statement {
    PAL_AMENDMENT_SQL_INSERT,
    PAL_AMENDMENT_SQL_AMEND,
    PAL_AMENDMENT_SQL_SET_STATE,
    PAL_AMENDMENT_SQL_LAPSE_CHILDREN,
    PAL_AMENDMENT_SQL_LAPSE_ALL,
    PAL_AMENDMENT_SQL_SETTLE,
    PAL_AMENDMENT_SQL_BY_UUID,
    PAL_AMENDMENT_SQL_BY_ID,
    PAL_AMENDMENT_SQL_LIST,
    PAL_AMENDMENT_SQL_BESIDE,
    PAL_AMENDMENT_SQL_UNDECIDED,
    PAL_AMENDMENT_SQL_AWAITING,
    PAL_AMENDMENT_SQL_IS_FROZEN,
    PAL_AMENDMENT_SQL_ON_VERSION,
    PAL_AMENDMENT_SQL_SUPPORT,
    PAL_AMENDMENT_SQL_UNSUPPORT,
    PAL_AMENDMENT_SQL_IS_SUPPORTED,
    PAL_AMENDMENT_SQL_FORGET_SUPPORT,
    PAL_AMENDMENT_SQL_FORGET,
    PAL_AMENDMENT_SQL_COUNT
};

/* Some amendments, read at once. */
struct pal_amendment_list {
    struct pal_amendment *items;
    size_t count, capacity;
};
#define PAL_AMENDMENT_LIST(name) \
    struct pal_amendment_list name PAL_CLEANUP(pal_amendment_list_done) = {0}
void pal_amendment_list_done(struct pal_amendment_list *list);

/* The amendments of one text, in the order in which they were proposed: those of a version of a
 * resolution, or, with a parent, those of that amendment. */
PAL_MUST_USE enum pal_err pal_amendments_beside(struct pal_store *store,
                                                struct pal_resolution_id resolution,
                                                int64_t version, struct pal_amendment_id parent,
                                                struct pal_amendment_list *out);
/* How many amendments of any kind a version has. */
PAL_MUST_USE enum pal_err pal_amendments_on_version(struct pal_store *store,
                                                    struct pal_resolution_id resolution,
                                                    int64_t version, int64_t *out_count);
/* Is it proposed, or in a vote? Was it adopted or taken in, and has no version of the text it yet? */
bool pal_amendment_is_undecided(const struct pal_amendment *amendment);
bool pal_amendment_is_pending(const struct pal_amendment *amendment);
/* Is it the words of an amendment that is put to the vote, or that are still to be put in the text? */
PAL_MUST_USE enum pal_err pal_amendment_text_is_frozen(struct pal_store *store,
                                                       const struct pal_hash *hash,
                                                       bool *out_is_frozen);

/* --- amendment_texts.c ---------------------------------------------------------------------------- */

/* Appends the text of a document of a resolution or of an amendment. PAL_ERR_DOCUMENT_REMOVED */
PAL_MUST_USE enum pal_err pal_amended_text(struct pal_store *store, const struct pal_hash *hash,
                                           struct pal_buf *out_text);
/* Does a text contradict, as a change of that base, an amendment of it? Not where its text was
 * removed. */
PAL_MUST_USE enum pal_err pal_amendment_contradicts(struct pal_store *store,
                                                    const struct pal_diff *diff,
                                                    const struct pal_amendment *other,
                                                    bool *out_contradicts);
/* Those of a list that a question is true of. */
struct pal_amendment_rivals {
    const struct pal_amendment *amendment; /* not among its own rivals */
    bool (*is_asked)(const struct pal_amendment *amendment, const struct pal_amendment *other);
};
/* The rivals in the list that contradict the amendment, in its order. */
PAL_MUST_USE enum pal_err pal_amendment_find_contrary(struct pal_store *store,
                                                      const struct pal_amendment_rivals *rivals,
                                                      const struct pal_amendment_list *list,
                                                      struct pal_amendment_list *out);
/* Appends the base with the changes of every amendment of the list that is to be put in it.
 * PAL_ERR_DOCUMENT_REMOVED, PAL_ERR_AMENDMENT_NONE */
PAL_MUST_USE enum pal_err pal_amendments_assemble(struct pal_store *store,
                                                  const struct pal_hash *base,
                                                  const struct pal_amendment_list *list,
                                                  struct pal_buf *out_text);

/* --- amendment_votes.c ---------------------------------------------------------------------------- */

/* May it be put to the vote now? PAL_ERR_AMENDMENT_ORDER, PAL_ERR_AMENDMENT_OUTDATED, PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_amendment_may_be_called(struct pal_store *store,
                                                      const struct pal_amendment *amendment);
/* May the text of a resolution itself be? PAL_ERR_AMENDMENT_UNDECIDED, PAL_ERR_AMENDMENT_PENDING */
PAL_MUST_USE enum pal_err pal_amendments_allow_call(struct pal_store *store,
                                                    struct pal_resolution_id resolution);
/* Part of the count: what a poll on an amendment made of it and of those that it lapses. */
PAL_MUST_USE enum pal_err pal_amendment_settle(struct pal_store *store, const struct pal_poll *poll,
                                               struct pal_text verdict);

/* --- amendment_views.c ---------------------------------------------------------------------------- */

/* For the view of the poll on it: called; annulled. Nothing is logged here. PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_amendment_hold(struct pal_store *store,
                                             struct pal_amendment_id amendment, int64_t entry);
PAL_MUST_USE enum pal_err pal_amendment_release(struct pal_store *store,
                                                struct pal_amendment_id amendment, int64_t entry);
/* For the view of a resolution that has another version, or is withdrawn: its amendments lapse. */
PAL_MUST_USE enum pal_err pal_amendments_lapse(struct pal_store *store,
                                               struct pal_resolution_id resolution, int64_t entry);

#endif
