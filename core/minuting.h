/*
 * minuting.h - minutes in the making, for the files of core/ alone: minutes.c (their view),
 * minutes_write.c (their life), minutes_make.c (the document), minutes_attend.c (who was there), minutes_sitting.c
 * (what happened), minutes_debates.c (what was said), minutes_process.c (how it came to the vote), minutes_polls.c
 * (the results).
 */
#ifndef PAL_CORE_MINUTING_H
#define PAL_CORE_MINUTING_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/limits.h"
#include "core/assemblies.h"
#include "core/minutes.h"
#include "core/polls.h"
#include "core/society.h"

struct pal_store;

/* What the parts of a document are drawn from. */
struct pal_minuting {
    struct pal_store *store;
    struct pal_assembly assembly;
    struct pal_version version; /* in force on the day of the sitting */
    struct pal_constitution constitution;
    struct pal_date day; /* of the sitting */
};
void pal_minuting_done(struct pal_minuting *minuting);
/* PAL_ERR_MINUTES_EARLY, PAL_ERR_NOT_FOUND (no constitution was in force) */
PAL_MUST_USE enum pal_err pal_minuting_begin(struct pal_store *store,
                                             struct pal_assembly_id assembly,
                                             struct pal_minuting *out);

/* Where a member stands on the day of the sitting: the index of a college, or SIZE_MAX. */
PAL_MUST_USE enum pal_err pal_minuting_college(struct pal_minuting *minuting,
                                               struct pal_member_id member, size_t *out_college);

/* The whole document; the bureau is an array that is copied, and so are the secretary's words, an object
 * with `mode`, `summary`, `remarks`, `documents` and `items`. The caller owns *out_json. */
struct pal_minutes_spec {
    struct pal_uuid uuid;
    int64_t version;
    const struct pal_json *bureau, *words;
};
PAL_MUST_USE enum pal_err pal_minutes_make(struct pal_minuting *minuting,
                                           const struct pal_minutes_spec *spec,
                                           struct pal_json **out_json);

/* Sets `attendance`, and `quorum` as far as the polls, which stand in `document`, have not measured it. */
PAL_MUST_USE enum pal_err pal_minutes_attend(struct pal_minuting *minuting,
                                             struct pal_json *document);

/* Sets `suspensions`, `incidents`, `motions`, `speeches` on the order of business, and `sheet`. */
PAL_MUST_USE enum pal_err pal_minutes_sitting(struct pal_minuting *minuting,
                                              struct pal_json *document);
/* Sets `sendings` of the notice, the latest first. */
PAL_MUST_USE enum pal_err pal_minutes_sendings(struct pal_minuting *minuting,
                                               struct pal_json *notice);
/* Sets `speeches`: who spoke on a resolution; 0: on the order of business. */
PAL_MUST_USE enum pal_err pal_minutes_speeches(struct pal_minuting *minuting,
                                               struct pal_resolution_id resolution,
                                               struct pal_json *json);
/* Sets `debate`, `amendments`, `recusals` and `speeches` of an item. */
PAL_MUST_USE enum pal_err pal_minutes_debate(struct pal_minuting *minuting,
                                             const struct pal_resolution *item,
                                             struct pal_json *json);

/* minutes_process.c. Sets `procedure`, `temperatures` and, where there are such, `days`, `extension`, `rounds` and
 * `nominations` of an item. */
PAL_MUST_USE enum pal_err pal_minutes_process(struct pal_minuting *minuting,
                                              const struct pal_resolution *item,
                                              struct pal_json *json);

/* What polls are on: a resolution, an amendment, or neither. */
struct pal_minutes_subject {
    struct pal_resolution_id resolution;
    struct pal_amendment_id amendment;
};
/* Appends the polls on it that were called, the latest first: all are published or void. */
PAL_MUST_USE enum pal_err pal_minutes_polls(struct pal_minuting *minuting,
                                            const struct pal_minutes_subject *subject,
                                            struct pal_json *into);

/* Who signs, in the private table of minutes.c. In a transaction. */
PAL_MUST_USE enum pal_err pal_minutes_forget_officers(struct pal_store *store,
                                                      struct pal_minutes_id minutes);
PAL_MUST_USE enum pal_err pal_minutes_name_officer(struct pal_store *store,
                                                   struct pal_minutes_id minutes,
                                                   const struct pal_minutes_officer *officer);

#endif
