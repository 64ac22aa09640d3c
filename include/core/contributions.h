/*
 * contributions.h - what is said under a resolution: questions, arguments, concerns, answers.
 *
 * A contribution has versions, which are documents, named by their hash in the log; its author and
 * those who endorse it stand there under pseudonyms of the resolution (aliases.h). What a moderator
 * hid keeps its place and its reason. Nothing here knows who asks: whoever shows a text looks at the
 * state first.
 */
#ifndef PAL_CORE_CONTRIBUTIONS_H
#define PAL_CORE_CONTRIBUTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/aliases.h"
#include "core/assemblies.h"
#include "core/offices.h"
#include "core/resolutions.h"
#include "core/text_versions.h"

struct pal_store;

struct pal_contribution_id {
    int64_t value; /* 0: none */
};

/* clang-format off */
#define PAL_CONTRIBUTION_KINDS(X) \
    X(QUESTION, "question") X(FOR, "for") X(AGAINST, "against") X(CONCERN, "concern") \
    X(INFORMATION, "information") X(REPLY, "reply")
#define PAL_CONTRIBUTION_STATES(X) \
    X(VISIBLE, "visible") X(HIDDEN, "hidden") X(WITHDRAWN, "withdrawn")
#define PAL_CONCERNS(X) \
    X(OPEN, "open") X(MET, "met") X(MAINTAINED, "maintained")
/* clang-format on */
enum pal_contribution_kind {
#define PAL_CONTRIBUTION_KIND_ENUMERATOR(name, word) PAL_CONTRIBUTION_##name,
    PAL_CONTRIBUTION_KINDS(PAL_CONTRIBUTION_KIND_ENUMERATOR)
#undef PAL_CONTRIBUTION_KIND_ENUMERATOR
        PAL_CONTRIBUTION_KIND_COUNT
};
enum pal_contribution_state {
#define PAL_CONTRIBUTION_STATE_ENUMERATOR(name, word) PAL_CONTRIBUTION_##name,
    PAL_CONTRIBUTION_STATES(PAL_CONTRIBUTION_STATE_ENUMERATOR)
#undef PAL_CONTRIBUTION_STATE_ENUMERATOR
};
enum pal_concern {
#define PAL_CONCERN_ENUMERATOR(name, word) PAL_CONCERN_##name,
    PAL_CONCERNS(PAL_CONCERN_ENUMERATOR)
#undef PAL_CONCERN_ENUMERATOR
};
const char *pal_contribution_kind_word(enum pal_contribution_kind kind);
const char *pal_contribution_state_word(enum pal_contribution_state state);
const char *pal_concern_word(enum pal_concern concern);
bool pal_contribution_kind_read(struct pal_text word, enum pal_contribution_kind *out_kind);
bool pal_contribution_state_read(struct pal_text word, enum pal_contribution_state *out_state);
bool pal_concern_read(struct pal_text word, enum pal_concern *out_concern);

struct pal_contribution {
    struct pal_contribution_id id;
    struct pal_uuid uuid;
    struct pal_resolution_id resolution;
    struct pal_uuid resolution_uuid;
    struct pal_contribution_id parent; /* 0: it answers nothing */
    struct pal_uuid parent_uuid;
    enum pal_contribution_kind kind;
    enum pal_contribution_state state;
    char author[PAL_PSEUDONYM_SIZE + 1];
    struct pal_text college;    /* of its author, that day; empty where there is none */
    bool is_official;           /* the board's answer */
    struct pal_text reason;     /* why it is hidden; empty when it is not */
    enum pal_concern concern;   /* of a concern */
    bool has_settled_by;        /* it was met by a contribution or an amendment */
    struct pal_uuid settled_by; /* that one */
    bool has_note;              /* and its author wrote why */
    struct pal_hash note;
    int64_t version; /* the current one */
    struct pal_hash hash;
    int64_t at_us;     /* when the first version was written */
    int64_t edited_us; /* when the current one was */
    int64_t endorsers; /* how many */
    int64_t replies;   /* visible ones */
    bool is_answered;  /* officially */
    int64_t entry;     /* its ETag: endorsements leave it */
    char *owned;
};
#define PAL_CONTRIBUTION(name) struct pal_contribution name PAL_CLEANUP(pal_contribution_done) = {0}
void pal_contribution_done(struct pal_contribution *contribution);

/* --- reading -------------------------------------------------------------------------------- */

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_contribution_find(struct pal_store *store,
                                                const struct pal_uuid *uuid,
                                                struct pal_contribution_id *out_contribution);
PAL_MUST_USE enum pal_err pal_contribution_read(struct pal_store *store,
                                                struct pal_contribution_id contribution,
                                                struct pal_contribution *out);

/* In the order in which they were first written. One of resolution and assembly is said. */
struct pal_contributions_query {
    struct pal_resolution_id resolution;
    struct pal_assembly_id assembly;          /* every resolution of its agenda */
    const enum pal_contribution_kind *kind;   /* NULL: all */
    const enum pal_contribution_state *state; /* NULL: all */
    int64_t after_id;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_contributions_walk(
    struct pal_store *store, const struct pal_contributions_query *query,
    enum pal_err (*visit)(void *context, const struct pal_contribution *item), void *context);

/* How many concerns under a resolution are visible and not met: open, and maintained. */
struct pal_concerns {
    int64_t open, maintained, met;
};
PAL_MUST_USE enum pal_err pal_concerns_count(struct pal_store *store,
                                             struct pal_resolution_id resolution,
                                             struct pal_concerns *out_concerns);
/* The first of them: concerns of which nobody has said how they ended. */
PAL_MUST_USE enum pal_err pal_concerns_open(struct pal_store *store,
                                            struct pal_resolution_id resolution,
                                            int64_t *out_count);

PAL_MUST_USE enum pal_err pal_contribution_versions_walk(
    struct pal_store *store, struct pal_contribution_id contribution,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context);
/* The Markdown of a document of that kind, appended. Of one that was removed nothing is appended and
 * *out_is_removed is true. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_contribution_text(struct pal_store *store,
                                                const struct pal_hash *hash,
                                                struct pal_buf *out_text, bool *out_is_removed);
/* Does that pseudonym endorse it? */
PAL_MUST_USE enum pal_err pal_contribution_endorses(struct pal_store *store,
                                                    struct pal_contribution_id contribution,
                                                    struct pal_text pseudonym, bool *out_endorses);

/* --- commands of members -------------------------------------------------------------------------- */

struct pal_contribution_spec {
    struct pal_resolution_id resolution;
    struct pal_speaker author; /* a member; or a person, where it is official */
    enum pal_contribution_kind kind;
    struct pal_contribution_id parent; /* 0: none */
    bool is_official;
    struct pal_text text;
};
/* PAL_ERR_STATE (the resolution is decided or withdrawn), PAL_ERR_MEMBER_NOT_ADMITTED,
 * PAL_ERR_CONTRIBUTION_OFFICIAL (no reply, or the person has no such office),
 * PAL_ERR_CONTRIBUTION_PARENT, PAL_ERR_CONTRIBUTION_HIDDEN (the parent is), PAL_ERR_LIMIT_QUOTA,
 * PAL_ERR_LIMIT_NESTING, PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_contribution_post(struct pal_store *store,
                                                const struct pal_contribution_spec *spec,
                                                struct pal_where *out_where,
                                                struct pal_contribution_id *out_contribution);

/* What follows is for its author, who was found to be so. Each returns PAL_ERR_STATE when it is
 * withdrawn or the resolution is no longer debated, PAL_ERR_CONTRIBUTION_HIDDEN,
 * PAL_ERR_MEMBER_NOT_ADMITTED, and for what is written what pal_contribution_post returns. */
PAL_MUST_USE enum pal_err pal_contribution_edit(struct pal_store *store,
                                                struct pal_contribution_id contribution,
                                                struct pal_text text, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_contribution_withdraw(struct pal_store *store,
                                                    struct pal_contribution_id contribution);
struct pal_settlement {
    enum pal_concern how;      /* met or maintained */
    const struct pal_uuid *by; /* NULL: nothing in particular */
    struct pal_text note;      /* Markdown; empty: none */
};
/* PAL_ERR_CONCERN_KIND, PAL_ERR_JSON_VALUE (open; or `by`, which is neither a contribution nor an
 * amendment of the resolution, or maintained by something) */
PAL_MUST_USE enum pal_err pal_concern_settle(struct pal_store *store,
                                             struct pal_contribution_id contribution,
                                             const struct pal_settlement *settlement,
                                             struct pal_where *out_where);

/* For another member. PAL_ERR_CONTRIBUTION_OWN, PAL_ERR_CONTRIBUTION_HIDDEN, PAL_ERR_STATE,
 * PAL_ERR_MEMBER_NOT_ADMITTED, PAL_ERR_LIMIT_QUOTA. What is so already changes nothing. */
PAL_MUST_USE enum pal_err pal_contribution_endorse(struct pal_store *store,
                                                   struct pal_contribution_id contribution,
                                                   struct pal_member_id member, bool endorses);

/* --- moderation ----------------------------------------------------------------------------- */

/* Who hides or restores: a person, by an office. Both return PAL_ERR_CONTRIBUTION_OWN (the person
 * wrote it, or acts for whoever did), PAL_ERR_STATE (it is not visible, or not hidden),
 * PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT at /reason. */
struct pal_moderation {
    struct pal_person_id moderator;
    struct pal_text reason;
};
PAL_MUST_USE enum pal_err pal_contribution_conceal(struct pal_store *store,
                                                   struct pal_contribution_id contribution,
                                                   const struct pal_moderation *moderation,
                                                   struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_contribution_restore(struct pal_store *store,
                                                   struct pal_contribution_id contribution,
                                                   const struct pal_moderation *moderation,
                                                   struct pal_where *out_where);
/* Did the person write it, for a member or by an office? Not once that one was erased. */
PAL_MUST_USE enum pal_err pal_contribution_is_of(struct pal_store *store,
                                                 const struct pal_contribution *contribution,
                                                 struct pal_person_id person, bool *out_is);

#endif
