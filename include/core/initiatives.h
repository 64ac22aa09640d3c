/*
 * initiatives.h - texts that members would have on an agenda, and who sponsors them.
 *
 * An initiative is for an assembly that is being prepared. Once enough members sponsor it, before the
 * last day of requests, it is a resolution of the agenda. Author and sponsors stand in the log under
 * pseudonyms of the assembly. docs/rules/procedures.md has the rules.
 */
#ifndef PAL_CORE_INITIATIVES_H
#define PAL_CORE_INITIATIVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

struct pal_initiative_id {
    int64_t value; /* 0: none */
};

/* clang-format off */
#define PAL_INITIATIVE_STATES(X) \
    X(OPEN, "open") X(TABLED, "tabled") X(WITHDRAWN, "withdrawn")
/* clang-format on */
enum pal_initiative_state {
#define PAL_INITIATIVE_ENUMERATOR(name, word) PAL_INITIATIVE_##name,
    PAL_INITIATIVE_STATES(PAL_INITIATIVE_ENUMERATOR)
#undef PAL_INITIATIVE_ENUMERATOR
};
const char *pal_initiative_state_word(enum pal_initiative_state state);

struct pal_initiative {
    struct pal_initiative_id id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_uuid assembly_uuid;
    struct pal_text decision_class;
    char author[PAL_PSEUDONYM_SIZE + 1];
    struct pal_hash hash; /* of a document of a resolution */
    enum pal_initiative_state state;
    struct pal_uuid resolution; /* of one that is on the agenda */
    int64_t sponsors;           /* all who ever said so and did not take it back */
    int64_t at_us;
    int64_t entry; /* its ETag: sponsors leave it */
    char *owned;   /* where the text lies; NULL when lent */
};
#define PAL_INITIATIVE(name) struct pal_initiative name PAL_CLEANUP(pal_initiative_done) = {0}
void pal_initiative_done(struct pal_initiative *initiative);

struct pal_initiative_spec {
    struct pal_assembly_id assembly;
    struct pal_member_id author;
    struct pal_text decision_class;
    struct pal_text title, text, reasons;
};
/* Proposes a text, which its author sponsors: it may be on the agenda at once.
 * PAL_ERR_INITIATIVE_NONE (the constitution states no share), PAL_ERR_ASSEMBLY_AGENDA (convened, or a
 * second call), PAL_ERR_ASSEMBLY_REQUEST (its last day has passed), PAL_ERR_RESOLUTION_CLASS,
 * PAL_ERR_MEMBER_NOT_ADMITTED, PAL_ERR_MEMBER_COLLEGE (an assembly of another college),
 * PAL_ERR_LIMIT_QUOTA, PAL_ERR_TEXT_*, PAL_ERR_LIMIT_*, with the place */
PAL_MUST_USE enum pal_err pal_initiative_propose(struct pal_store *store,
                                                 const struct pal_initiative_spec *spec,
                                                 struct pal_where *out_where,
                                                 struct pal_initiative_id *out_initiative);
/* Sponsors it, or no longer. The same twice changes nothing. PAL_ERR_STATE once it is on the agenda or
 * withdrawn, and as above. */
PAL_MUST_USE enum pal_err pal_initiative_sponsor(struct pal_store *store,
                                                 struct pal_initiative_id initiative,
                                                 struct pal_member_id member, bool value);
/* For its author. PAL_ERR_INITIATIVE_OTHER, PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_initiative_withdraw(struct pal_store *store,
                                                  struct pal_initiative_id initiative,
                                                  struct pal_member_id member);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_initiative_find(struct pal_store *store, const struct pal_uuid *uuid,
                                              struct pal_initiative_id *out_initiative);
PAL_MUST_USE enum pal_err pal_initiative_read(struct pal_store *store,
                                              struct pal_initiative_id initiative,
                                              struct pal_initiative *out);
/* The document of an initiative: title, text and reasons, or, once they were removed, `removed` and
 * empty words. The caller's. */
PAL_MUST_USE enum pal_err pal_initiative_document(struct pal_store *store,
                                                  const struct pal_hash *hash,
                                                  struct pal_json **out_json);
/* All of an assembly, the first first, above an id. */
PAL_MUST_USE enum pal_err pal_initiatives_walk(
    struct pal_store *store, const struct pal_happenings_query *query,
    enum pal_err (*visit)(void *context, const struct pal_initiative *initiative), void *context);
PAL_MUST_USE enum pal_err pal_initiative_is_sponsored(struct pal_store *store,
                                                      struct pal_initiative_id initiative,
                                                      struct pal_member_id member, bool *out_is);

/* How many members sponsor it, of how many: all (college is empty), or those of a college. */
PAL_MUST_USE enum pal_err pal_initiative_count(struct pal_store *store,
                                               const struct pal_initiative *initiative,
                                               struct pal_text college, uint64_t *out_sponsors,
                                               uint64_t *out_base);

/* May members propose for that assembly today: PAL_OK, or PAL_ERR_INITIATIVE_NONE,
 * PAL_ERR_ASSEMBLY_AGENDA, PAL_ERR_ASSEMBLY_REQUEST, PAL_ERR_CONSTITUTION_UNKNOWN. The last day, where
 * the constitution says one, is written in any case. */
PAL_MUST_USE enum pal_err pal_initiatives_allow(struct pal_store *store,
                                                const struct pal_assembly *assembly,
                                                struct pal_day *out_until);

#endif
