/*
 * evidence.h - the ballots of a closed poll as they are counted, each held against the log.
 */
#ifndef PAL_CORE_EVIDENCE_H
#define PAL_CORE_EVIDENCE_H

#include "audit/recount.h"
#include "base/attr.h"
#include "base/err.h"
#include "core/polls.h"

struct pal_store;

/* Reads every ballot of a closed poll and every entry from its creation to its close, and adds the
 * ballots to the recount. Each ballot has its entry, each entry its ballot, and the opening and the
 * close name this manifest and this box. PAL_ERR_LOG_BROKEN when not. */
PAL_MUST_USE enum pal_err pal_evidence_read(struct pal_store *store, const struct pal_poll *poll,
                                            struct pal_recount *recount);

#endif
