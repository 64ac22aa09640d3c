/*
 * retention.h - for how many days personal data is kept after it has served, and its removal.
 *
 * Letters, from the day on which they were taken or given up; contacts, from the day on which the last
 * member for whom the person acts has left. The log says how many lines were removed.
 */
#ifndef PAL_CORE_RETENTION_H
#define PAL_CORE_RETENTION_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"

struct pal_store;

#define PAL_RETENTION_KINDS(X) X(MAIL, "mail") X(CONTACTS, "contacts")
enum pal_retention_kind {
#define PAL_RETENTION_ENUMERATOR(name, word) PAL_RETENTION_##name,
    PAL_RETENTION_KINDS(PAL_RETENTION_ENUMERATOR)
#undef PAL_RETENTION_ENUMERATOR
        PAL_RETENTION_COUNT
};
const char *pal_retention_word(enum pal_retention_kind kind);

enum { PAL_RETENTION_DAYS_MAX = 36525 };

/* How many days; a year for contacts, and three for letters, the time to contest a notice, unless set. */
PAL_MUST_USE enum pal_err pal_retention_read(struct pal_store *store, enum pal_retention_kind kind,
                                             int64_t *out_days);
/* PAL_ERR_JSON_VALUE unless from 1 to PAL_RETENTION_DAYS_MAX */
PAL_MUST_USE enum pal_err pal_retention_set(struct pal_store *store, enum pal_retention_kind kind,
                                            int64_t days);
/* Removes what has had its time; for the loop's tick. */
PAL_MUST_USE enum pal_err pal_retention_apply(struct pal_store *store);

#endif
