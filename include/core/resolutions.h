/*
 * resolutions.h - texts on an agenda, and their versions, from draft to decided.
 *
 * Every version is a document, named by its hash; the version that is voted is frozen when its poll
 * is called, and every ballot carries its hash.
 */
#ifndef PAL_CORE_RESOLUTIONS_H
#define PAL_CORE_RESOLUTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/text_versions.h"

struct pal_store;

struct pal_resolution_id {
    int64_t value; /* 0: none */
};

/* clang-format off */
#define PAL_RESOLUTION_STATES(X) \
    X(DRAFT, "draft") X(FROZEN, "frozen") X(DECIDED, "decided") X(WITHDRAWN, "withdrawn")
#define PAL_OPINIONS(X) \
    X(NONE, "none") X(APPROVED, "approved") X(NOT_APPROVED, "not_approved")
#define PAL_PROCEDURES(X) \
    X(RESOLUTION, "resolution") X(CONSENT, "consent") \
    X(ELECTION, "election_without_candidates") X(CONTRACT, "contract_change")
/* clang-format on */
enum pal_resolution_state {
#define PAL_RESOLUTION_STATE_ENUMERATOR(name, word) PAL_RESOLUTION_##name,
    PAL_RESOLUTION_STATES(PAL_RESOLUTION_STATE_ENUMERATOR)
#undef PAL_RESOLUTION_STATE_ENUMERATOR
};
/* What the board says of it: it decides how blank proxies vote. */
enum pal_opinion {
#define PAL_OPINION_ENUMERATOR(name, word) PAL_OPINION_##name,
    PAL_OPINIONS(PAL_OPINION_ENUMERATOR)
#undef PAL_OPINION_ENUMERATOR
};
/* How it is decided: procedures.h. */
enum pal_procedure {
#define PAL_PROCEDURE_ENUMERATOR(name, word) PAL_PROCEDURE_##name,
    PAL_PROCEDURES(PAL_PROCEDURE_ENUMERATOR)
#undef PAL_PROCEDURE_ENUMERATOR
};
const char *pal_procedure_word(enum pal_procedure procedure);
bool pal_procedure_read(struct pal_text word, enum pal_procedure *out_procedure);
const char *pal_resolution_state_word(enum pal_resolution_state state);
const char *pal_opinion_word(enum pal_opinion opinion);
bool pal_opinion_read(struct pal_text word, enum pal_opinion *out_opinion);

struct pal_resolution {
    struct pal_resolution_id id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_uuid assembly_uuid;
    int64_t position; /* on the agenda, from 1 */
    struct pal_text decision_class;
    enum pal_resolution_state state;
    bool is_from_members; /* requested by members rather than tabled by the board */
    enum pal_opinion opinion;
    enum pal_procedure procedure;
    int64_t version;                    /* the current one */
    int64_t debate_closed_us;           /* 0: it may be debated */
    struct pal_resolution_id continues; /* that of the first call which it takes up; 0: none */
    struct pal_uuid continues_uuid;
    bool is_continued; /* a second call has taken it up */
    struct pal_uuid continued_by;
    struct pal_text title;
    struct pal_hash hash; /* of the current version's document */
    int64_t entry;        /* its ETag */
    char *owned;
};
#define PAL_RESOLUTION(name) struct pal_resolution name PAL_CLEANUP(pal_resolution_done) = {0}
void pal_resolution_done(struct pal_resolution *resolution);

struct pal_resolution_spec {
    struct pal_assembly_id assembly;
    struct pal_text decision_class;
    bool is_from_members;
    int64_t position; /* 0: last; the others move down */
    struct pal_text title, text, reasons;
    const struct pal_hash *kept; /* an initiative's document, with those texts; NULL: here */
};
/* Tables a resolution on the agenda of a draft.
 * PAL_ERR_ASSEMBLY_AGENDA once convened, and on a second call, which has the agenda of the first;
 * PAL_ERR_ASSEMBLY_REQUEST (requested by members later than
 * the constitution admits), PAL_ERR_RESOLUTION_CLASS (not a decision class of the constitution, or
 * not one that this kind of assembly decides), PAL_ERR_TEXT_*, PAL_ERR_LIMIT_*, with the place */
PAL_MUST_USE enum pal_err pal_resolution_table(struct pal_store *store,
                                               const struct pal_resolution_spec *spec,
                                               struct pal_where *out_where,
                                               struct pal_resolution_id *out_resolution);
/* A new version, or another place on the agenda. NULL leaves as it is. Nothing different changes
 * nothing. PAL_ERR_RESOLUTION_FROZEN, PAL_ERR_ASSEMBLY_AGENDA, PAL_ERR_STATE (withdrawn, decided) */
struct pal_resolution_change {
    const struct pal_text *title, *text, *reasons;
    const int64_t *position;
};
PAL_MUST_USE enum pal_err pal_resolution_change(struct pal_store *store,
                                                struct pal_resolution_id resolution,
                                                const struct pal_resolution_change *change,
                                                struct pal_where *out_where);
/* PAL_ERR_RESOLUTION_FROZEN once a poll is called on it. */
PAL_MUST_USE enum pal_err pal_resolution_opine(struct pal_store *store,
                                               struct pal_resolution_id resolution,
                                               enum pal_opinion opinion);
/* PAL_ERR_RESOLUTION_FROZEN, PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_resolution_withdraw(struct pal_store *store,
                                                  struct pal_resolution_id resolution);

/* For the view of the poll on it, when its entry is applied: called, annulled, decided. Nothing is
 * logged here. PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_resolution_freeze(struct pal_store *store,
                                                struct pal_resolution_id resolution, int64_t entry);
PAL_MUST_USE enum pal_err pal_resolution_reclass(struct pal_store *store,
                                                 struct pal_resolution_id resolution,
                                                 struct pal_text decision_class, int64_t entry);
PAL_MUST_USE enum pal_err pal_resolution_release(struct pal_store *store,
                                                 struct pal_resolution_id resolution,
                                                 int64_t entry);
PAL_MUST_USE enum pal_err pal_resolution_decide(struct pal_store *store,
                                                struct pal_resolution_id resolution, int64_t entry);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_resolution_find(struct pal_store *store, const struct pal_uuid *uuid,
                                              struct pal_resolution_id *out_resolution);
PAL_MUST_USE enum pal_err pal_resolution_read(struct pal_store *store,
                                              struct pal_resolution_id resolution,
                                              struct pal_resolution *out);
/* The agenda: every resolution of an assembly, in order. */
PAL_MUST_USE enum pal_err pal_agenda_walk(struct pal_store *store, struct pal_assembly_id assembly,
                                          enum pal_err (*visit)(void *context,
                                                                const struct pal_resolution *item),
                                          void *context);

/* A version: its document is {"reasons", "text", "title"}. */
PAL_MUST_USE enum pal_err pal_resolution_versions_walk(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context);
/* The document of one version, owned by the caller. PAL_ERR_NOT_FOUND */
/* Of a version whose text was removed, `removed` is true and the words are empty. */
PAL_MUST_USE enum pal_err pal_resolution_version_read(struct pal_store *store,
                                                      struct pal_resolution_id resolution,
                                                      int64_t number, struct pal_json **out_json);

#endif
