/*
 * minutes.h - the minutes of an assembly: what the log says of a sitting, as a document.
 *
 * Figures, texts and results are drawn; the secretary writes the summary of the debates. A version is
 * a document named by its hash, approved by every officer of the sitting, then published for ever.
 * docs/rules/minutes.md says what stands in it.
 */
#ifndef PAL_CORE_MINUTES_H
#define PAL_CORE_MINUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/text_versions.h"

struct pal_store;

#define PAL_MINUTES_FORMAT "palabre-minutes/1"

struct pal_minutes_id {
    int64_t value; /* 0: none */
};

struct pal_minutes {
    struct pal_minutes_id id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_uuid assembly_uuid;
    int64_t version;
    struct pal_hash hash;
    int64_t drawn_us, published_us; /* published 0: not yet */
    int64_t entry;                  /* its ETag */
};

/* Draws the first version.
 * PAL_ERR_MINUTES_EARLY   the assembly has not ended, or a poll of it is neither published nor void
 * PAL_ERR_MINUTES_EXIST   they are drawn
 * PAL_ERR_MINUTES_BUREAU  nobody holds the office of chair, or of secretary
 * PAL_ERR_NOT_FOUND       no constitution was in force that day */
PAL_MUST_USE enum pal_err pal_minutes_draw(struct pal_store *store, struct pal_assembly_id assembly,
                                           struct pal_minutes_id *out_minutes);

/* What the secretary writes; NULL leaves as it is. Of `documents`, an array of texts; of `items`, an
 * array of {"resolution", "summary"}. */
struct pal_minutes_words {
    const struct pal_text *mode, *summary, *remarks;
    const struct pal_json *documents, *items;
};
/* Draws another version with those words. What changes nothing draws none.
 * PAL_ERR_MINUTES_PUBLISHED, PAL_ERR_NOT_FOUND (a resolution that is not on the agenda), PAL_ERR_TEXT_*,
 * PAL_ERR_LIMIT_*, PAL_ERR_JSON_*, with the place */
PAL_MUST_USE enum pal_err pal_minutes_edit(struct pal_store *store, struct pal_minutes_id minutes,
                                           const struct pal_minutes_words *words,
                                           struct pal_where *out_where);

/* An officer approves the version of that hash; the last one publishes it. Twice is once.
 * PAL_ERR_MINUTES_PUBLISHED, PAL_ERR_MINUTES_OFFICER, PAL_ERR_MINUTES_OTHER (not the current version) */
PAL_MUST_USE enum pal_err pal_minutes_approve(struct pal_store *store,
                                              struct pal_minutes_id minutes,
                                              struct pal_person_id person,
                                              const struct pal_hash *hash);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_minutes_find(struct pal_store *store, const struct pal_uuid *uuid,
                                           struct pal_minutes *out);
PAL_MUST_USE enum pal_err pal_minutes_read(struct pal_store *store, struct pal_minutes_id minutes,
                                           struct pal_minutes *out);
PAL_MUST_USE enum pal_err pal_minutes_of(struct pal_store *store, struct pal_assembly_id assembly,
                                         struct pal_minutes *out);
/* The published ones, by the entry that drew them. */
PAL_MUST_USE enum pal_err pal_minutes_walk(struct pal_store *store,
                                           enum pal_err (*visit)(void *context,
                                                                 const struct pal_minutes *minutes),
                                           void *context);

/* The document of a version, the caller's. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_minutes_document(struct pal_store *store,
                                               struct pal_minutes_id minutes, int64_t version,
                                               struct pal_json **out_json);

PAL_MUST_USE enum pal_err pal_minutes_versions_walk(
    struct pal_store *store, struct pal_minutes_id minutes,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context);

/* Who signs, by role; the texts are lent until visit returns. */
struct pal_minutes_officer {
    struct pal_text role, name;
    struct pal_person_id person;
    int64_t approved_us; /* the current version; 0: not yet */
};
PAL_MUST_USE enum pal_err pal_minutes_officers_walk(
    struct pal_store *store, struct pal_minutes_id minutes,
    enum pal_err (*visit)(void *context, const struct pal_minutes_officer *officer), void *context);

#endif
