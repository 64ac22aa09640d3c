/*
 * evidence.h - the ballots of a closed poll as they are counted, each held against the log.
 */
#ifndef PAL_CORE_EVIDENCE_H
#define PAL_CORE_EVIDENCE_H

#include "audit/recount.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/group.h"
#include "core/polls.h"

struct pal_store;

/* Reads every ballot of a closed poll and every entry from its creation to its close, and adds the
 * ballots to the recount. Each ballot has its entry, each entry its ballot, and the opening and the
 * close name this manifest and this box. PAL_ERR_LOG_BROKEN when not. */
PAL_MUST_USE enum pal_err pal_evidence_read(struct pal_store *store, const struct pal_poll *poll,
                                            struct pal_recount *recount);

/* tally_opened.c. Opens every sealed ballot of a closed poll, adds it to the recount, and writes the
 * sorted list. PAL_ERR_STATE once they are destroyed. */
PAL_MUST_USE enum pal_err pal_opened_read(struct pal_store *store, struct pal_poll_id poll,
                                          const struct pal_scalar *secret,
                                          struct pal_recount *recount, struct pal_buf *out_list);

#endif
