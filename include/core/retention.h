/*
 * retention.h - for how many days personal data is kept after it has served, and its removal.
 *
 * docs/rules/retention.md says which kinds there are, from when on each is counted, and why. The log says how
 * many lines were removed.
 */
#ifndef PAL_CORE_RETENTION_H
#define PAL_CORE_RETENTION_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"

struct pal_store;

enum pal_retention_kind {
    PAL_RETENTION_MAIL,       /* letters of notices and reminders */
    PAL_RETENTION_PROOFS,     /* what opens the commitment to a notice, without its address */
    PAL_RETENTION_SIGN_INS,   /* letters to sign in with */
    PAL_RETENTION_CONTACTS,   /* of who acts for nobody any more */
    PAL_RETENTION_CONSENTS,   /* changes that a later one replaced */
    PAL_RETENTION_TOKENS,     /* keys for programs that were revoked, or expired */
    PAL_RETENTION_OPINIONS,   /* what members thought before a vote */
    PAL_RETENTION_ATTENDANCE, /* who came into a sitting, and when they left */
    PAL_RETENTION_PROXIES,    /* who gave one to whom, and asked for what */
    PAL_RETENTION_PAPERS,     /* what two tellers entered */
    PAL_RETENTION_ERASURES,   /* on which ground somebody was erased */
    PAL_RETENTION_COUNT
};
const char *pal_retention_word(enum pal_retention_kind kind);

enum { PAL_RETENTION_DAYS_MAX = 36525 };

/* How many days: as they were set, or as the rule says. */
PAL_MUST_USE enum pal_err pal_retention_read(struct pal_store *store, enum pal_retention_kind kind,
                                             int64_t *out_days);
/* PAL_ERR_JSON_VALUE unless from 1 to PAL_RETENTION_DAYS_MAX */
PAL_MUST_USE enum pal_err pal_retention_set(struct pal_store *store, enum pal_retention_kind kind,
                                            int64_t days);
/* Removes what has had its time; for the loop's tick. */
PAL_MUST_USE enum pal_err pal_retention_apply(struct pal_store *store);

#endif
