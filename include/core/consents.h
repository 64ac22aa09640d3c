/*
 * consents.h - what people agreed to, and took back: every change with its instant; the last one holds.
 *
 * To be written to by mail is the one thing that is asked (docs/rules/mail.md). Who said nothing has not
 * agreed. Private.
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

enum pal_consent_source {
    PAL_CONSENT_PERSON,    /* they said so themselves */
    PAL_CONSENT_SECRETARY, /* who has it in writing */
};

struct pal_consent {
    bool is_given;
    enum pal_consent_source source;
    int64_t at_us;
};
const char *pal_consent_source_word(enum pal_consent_source source);

/* Says whether a person agrees to get mail; what they said already is not said twice.
 * PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_consent_set(struct pal_store *store, struct pal_person_id person,
                                          bool is_given, enum pal_consent_source source);
PAL_MUST_USE enum pal_err pal_consent_has(struct pal_store *store, struct pal_person_id person,
                                          bool *out_has);
/* Every change, the first first. */
PAL_MUST_USE enum pal_err pal_consents_walk(
    struct pal_store *store, struct pal_person_id person,
    enum pal_err (*visit)(void *context, const struct pal_consent *consent), void *context);
/* For the erasure of a person. */
PAL_MUST_USE enum pal_err pal_consents_forget_person(struct pal_store *store,
                                                     struct pal_person_id person);

#endif
