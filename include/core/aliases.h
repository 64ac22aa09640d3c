/*
 * aliases.h - the pseudonyms under which people speak, and who stands behind each.
 *
 * Whoever says something stands in the log under a pseudonym of one scope: the resolution, or the
 * assembly. Who it is stands in a private table, which members see through and whose rows go with
 * whoever is erased. Destroying the key then leaves a pseudonym that nobody can make again.
 */
#ifndef PAL_CORE_ALIASES_H
#define PAL_CORE_ALIASES_H

#include "audit/entry.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

/* Who speaks: a member, or, where there is none, a person by their office. */
struct pal_speaker {
    struct pal_member_id member;
    struct pal_person_id person; /* looked at when member is 0 */
};

/* Writes the speaker's pseudonym in that scope, and remembers whose it is. In a PAL_TRANSACTION.
 * PAL_ERR_NOT_FOUND: nobody, or their key is destroyed. */
PAL_MUST_USE enum pal_err pal_alias_take(struct pal_store *store, struct pal_speaker speaker,
                                         const struct pal_uuid *scope,
                                         char out_pseudonym[PAL_PSEUDONYM_SIZE + 1]);
/* Who stands behind it. PAL_ERR_NOT_FOUND: nobody has spoken so, or they were erased. */
PAL_MUST_USE enum pal_err pal_alias_find(struct pal_store *store, const struct pal_uuid *scope,
                                         struct pal_text pseudonym,
                                         struct pal_speaker *out_speaker);
/* Forgets every pseudonym of the speaker. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_aliases_forget(struct pal_store *store, struct pal_speaker speaker);

#endif
