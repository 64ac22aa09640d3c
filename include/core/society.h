/*
 * society.h - the cooperative, the versions of its constitution, and the documents that its log
 * names by hash.
 *
 * One database is one society. A document never changes; a constitution is one, and a version says
 * from which day it holds. The version in force on a day is the adopted one of the latest effective
 * day that has come, and of two with the same day the later.
 */
#ifndef PAL_CORE_SOCIETY_H
#define PAL_CORE_SOCIETY_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

/* Today, by the store's clock, in the zone of the process. */
struct pal_date pal_society_today(const struct pal_store *store);

/* --- documents ------------------------------------------------------------------------------ */

#define PAL_DOCUMENT_KINDS(X)       \
    X(SOCIETY, "society")           \
    X(CONSTITUTION, "constitution") \
    X(RESOLUTION, "resolution")     \
    X(CONTRIBUTION, "contribution") \
    X(QUESTION, "question")         \
    X(MANIFEST, "manifest")         \
    X(BOX, "box")                   \
    X(OPENED, "opened")             \
    X(NOTICE, "notice")             \
    X(OUTCOME, "outcome")           \
    X(AMENDMENT, "amendment")       \
    X(ATTACHMENT, "attachment")     \
    X(MINUTES, "minutes")           \
    X(DECISION, "decision")
enum pal_document_kind {
#define PAL_DOCUMENT_ENUMERATOR(name, word) PAL_DOCUMENT_##name,
    PAL_DOCUMENT_KINDS(PAL_DOCUMENT_ENUMERATOR)
#undef PAL_DOCUMENT_ENUMERATOR
};

/* Keeps the bytes under their SHA-256; the same bytes are kept once. In a transaction. */
PAL_MUST_USE enum pal_err pal_document_put(struct pal_store *store, enum pal_document_kind kind,
                                           struct pal_text bytes, struct pal_hash *out_hash);
/* The same for the canonical bytes of a value. PAL_ERR_CANON_* */
PAL_MUST_USE enum pal_err pal_document_put_json(struct pal_store *store,
                                                enum pal_document_kind kind,
                                                const struct pal_json *json,
                                                struct pal_hash *out_hash,
                                                struct pal_where *out_where);
/* Appends the bytes. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_document_get(struct pal_store *store, const struct pal_hash *hash,
                                           struct pal_buf *buf);
/* Visits the bytes of what may be large in pieces, one after the other; each is lent until visit returns.
 * PAL_ERR_NOT_FOUND. Meanwhile no other document is visited. */
PAL_MUST_USE enum pal_err pal_document_stream(struct pal_store *store, const struct pal_hash *hash,
                                              enum pal_err (*visit)(void *context,
                                                                    struct pal_text piece),
                                              void *context);
/* The hashes of the documents of a kind, in no order. */
PAL_MUST_USE enum pal_err pal_documents_walk(struct pal_store *store, enum pal_document_kind kind,
                                             enum pal_err (*visit)(void *context,
                                                                   const struct pal_hash *hash),
                                             void *context);
/* For the checks of the start: is each document what its hash says? */
PAL_MUST_USE enum pal_err pal_documents_examine(struct pal_store *store, bool *out_is_right);
/* Reads a document of ours as JSON; the caller owns *out_json. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_document_get_json(struct pal_store *store,
                                                const struct pal_hash *hash,
                                                struct pal_json **out_json);

/* --- the society ---------------------------------------------------------------------------- */

/* What a society says of itself. Texts are borrowed in a spec, owned in a read society. */
struct pal_society_spec {
    struct pal_text name;
    struct pal_text time_zone;   /* IANA, for ever: deadlines count in it */
    struct pal_text language;    /* "fr" or "en" */
    struct pal_text licence;     /* of what it publishes */
    struct pal_text contact;     /* may be empty */
    struct pal_text data_notice; /* what, why, how long; may be empty */
};

struct pal_society {
    struct pal_uuid uuid;
    struct pal_society_spec says;
    int64_t entry; /* the last that touched it: its ETag */
    char *owned;   /* where the texts of `says` lie */
};
#define PAL_SOCIETY(name) struct pal_society name PAL_CLEANUP(pal_society_done) = {0}
void pal_society_done(struct pal_society *society);
/* PAL_ERR_NOT_FOUND before it is founded. */
PAL_MUST_USE enum pal_err pal_society_read(struct pal_store *store, struct pal_society *out);

struct pal_founding {
    struct pal_text log_name; /* HOST/log, for ever */
    struct pal_society_spec society;
    const struct pal_json *constitution;     /* the document, in force from today; NULL: none yet */
    struct pal_text admin_name, admin_email; /* the first administrator; the email may be empty */
};
/* Founds everything in an empty store: log, society, first constitution, first administrator.
 * Without a constitution the administrator enters it later, and until then nobody is a member.
 * out_where and findings say what is wrong with the constitution; findings may be NULL.
 * PAL_ERR_STATE (founded already), PAL_ERR_NOTE_NAME, PAL_ERR_CLOCK_ZONE,
 * PAL_ERR_CONSTITUTION_INVALID, what pal_constitution_parse and pal_society_change return */
PAL_MUST_USE enum pal_err pal_society_found(struct pal_store *store,
                                            const struct pal_founding *founding,
                                            struct pal_findings *findings,
                                            struct pal_where *out_where,
                                            struct pal_person_id *out_administrator);

/* Replaces what the society says of itself; the time zone must be the one that it has.
 * PAL_ERR_JSON_VALUE (language, time zone), PAL_ERR_TEXT_EMPTY, PAL_ERR_TEXT_UTF8,
 * PAL_ERR_TEXT_CONTROL, PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_society_change(struct pal_store *store,
                                             const struct pal_society_spec *spec,
                                             struct pal_where *out_where);

/* --- versions of the constitution ----------------------------------------------------------- */

enum pal_version_state { PAL_VERSION_PROPOSED, PAL_VERSION_ADOPTED, PAL_VERSION_WITHDRAWN };
/* "proposed", "adopted", "withdrawn". */
const char *pal_version_state_word(enum pal_version_state state);

struct pal_version {
    int64_t id;
    struct pal_uuid uuid;
    int64_t number; /* 1, 2, … */
    struct pal_hash hash;
    bool has_parent;
    struct pal_uuid parent;
    enum pal_version_state state;
    bool has_effective_on;
    struct pal_date effective_on;
    bool has_adopted_by;
    struct pal_uuid adopted_by; /* the resolution that adopted it */
    int64_t entry;              /* its ETag */
};

struct pal_version_spec {
    const struct pal_json *document;
    struct pal_date effective_on;
    const struct pal_uuid *adopted_by; /* the resolution that adopted it, or NULL: the founders */
};
/* Enters a version, adopted, in force from its day on; its parent is the one in force that day.
 * findings may be NULL.
 * PAL_ERR_CONSTITUTION_INVALID (see findings), what pal_constitution_parse returns,
 * PAL_ERR_VERSION_DATE (a day that is past), PAL_ERR_NOT_FOUND (the resolution),
 * PAL_ERR_STATE (it has not been adopted) */
PAL_MUST_USE enum pal_err pal_version_enter(struct pal_store *store,
                                            const struct pal_version_spec *spec,
                                            struct pal_findings *findings,
                                            struct pal_where *out_where,
                                            struct pal_version *out_version);
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_version_find(struct pal_store *store, const struct pal_uuid *uuid,
                                           struct pal_version *out_version);
/* The one in force on a day. PAL_ERR_NOT_FOUND when there is none yet. */
PAL_MUST_USE enum pal_err pal_version_in_force(struct pal_store *store, struct pal_date day,
                                               struct pal_version *out_version);
/* The version after that number, to walk through all from 0 on. PAL_ERR_NOT_FOUND at the end. */
PAL_MUST_USE enum pal_err pal_version_next(struct pal_store *store, int64_t number,
                                           struct pal_version *out_version);
/* Reads the document of a version into a zeroed constitution. */
PAL_MUST_USE enum pal_err pal_version_read(struct pal_store *store,
                                           const struct pal_version *version,
                                           struct pal_constitution *out);
/* Both at once, for today: what most commands need. out_version may be NULL.
 * PAL_ERR_CONSTITUTION_NONE when none is in force */
PAL_MUST_USE enum pal_err pal_society_constitution(struct pal_store *store,
                                                   struct pal_constitution *out,
                                                   struct pal_version *out_version);

#endif
