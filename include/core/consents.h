/*
 * consents.h - what people agreed to, and took back: every change with its instant; the last one holds.
 *
 * Asked are two things: to be written to by mail (docs/rules/mail.md), and to be shown by name to who is not
 * signed in (docs/rules/deliberation.md). Who said nothing has not agreed. Private.
 */
#ifndef PAL_CORE_CONSENTS_H
#define PAL_CORE_CONSENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

enum pal_consent_kind {
    PAL_CONSENT_MAIL,
    PAL_CONSENT_NAME,
    PAL_CONSENT_COUNT,
};
const char *pal_consent_word(enum pal_consent_kind kind);

enum pal_consent_source {
    PAL_CONSENT_PERSON,    /* they said so themselves */
    PAL_CONSENT_SECRETARY, /* who has it in writing */
};

struct pal_consent {
    enum pal_consent_kind kind;
    bool is_given;
    enum pal_consent_source source;
    int64_t at_us;
};
const char *pal_consent_source_word(enum pal_consent_source source);

/* Says whether a person agrees; what they said already is not said twice.
 * PAL_ERR_NOT_FOUND */
struct pal_consent_said {
    enum pal_consent_kind kind;
    bool is_given;
    enum pal_consent_source source;
};
PAL_MUST_USE enum pal_err pal_consent_set(struct pal_store *store, struct pal_person_id person,
                                          const struct pal_consent_said *said);
PAL_MUST_USE enum pal_err pal_consent_has(struct pal_store *store, struct pal_person_id person,
                                          enum pal_consent_kind kind, bool *out_has);
/* May a member be shown by name to who is not signed in? Who acts for them today has agreed to it. */
PAL_MUST_USE enum pal_err pal_consent_names_member(struct pal_store *store,
                                                   struct pal_member_id member, bool *out_names);
/* Every change of either kind, the first first. */
PAL_MUST_USE enum pal_err pal_consents_walk(
    struct pal_store *store, struct pal_person_id person,
    enum pal_err (*visit)(void *context, const struct pal_consent *consent), void *context);
/* Removes changes that a later one replaced before that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_consents_expire(struct pal_store *store, int64_t until_us,
                                              int64_t *out_count);
/* For the erasure of a person. */
PAL_MUST_USE enum pal_err pal_consents_forget_person(struct pal_store *store,
                                                     struct pal_person_id person);

#endif
