/*
 * witnesses.h - who watches this log: the policy, what the witnesses have cosigned, whom to ask next.
 *
 * Nothing here speaks with anybody: http/ asks, and tells what came of it.
 */
#ifndef PAL_CORE_WITNESSES_H
#define PAL_CORE_WITNESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/cosign.h"
#include "audit/policy.h"
#include "audit/tree.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_store;

/* The policy in force, empty where there is none; lives until the next command. */
struct pal_text pal_log_policy(const struct pal_store *store);
/* Sets another one: the entry log.policy. PAL_ERR_POLICY_* and PAL_ERR_LIMIT_* with the line,
 * PAL_ERR_POLICY_KEY where it has a log, PAL_ERR_CANON_*, what pal_log_append returns. */
PAL_MUST_USE enum pal_err pal_log_policy_set(struct pal_store *store, struct pal_text policy,
                                             struct pal_where *out_where);

/* Have as many witnesses as the policy asks for cosigned the log at that size or a larger one? Yes
 * where there is no policy, or one without a quorum. Ask where secrecy depends on it: of what is not
 * witnessed, another version could be shown to somebody else. */
PAL_MUST_USE enum pal_err pal_log_is_witnessed(struct pal_store *store, uint64_t size,
                                               bool *out_is_witnessed);

/* Appends the cosignature lines that are kept for a checkpoint of that size, by name. */
PAL_MUST_USE enum pal_err pal_cosignatures_read(struct pal_store *store, uint64_t size,
                                                struct pal_buf *buf);
/* The largest size that a witness has cosigned, and when by its clock; 0 for none. */
PAL_MUST_USE enum pal_err pal_cosignature_last(struct pal_store *store, struct pal_text name,
                                               uint64_t *out_size, int64_t *out_seconds);

/* Which witness of the policy is to be asked now; false where none is, and *out_next_us when to look
 * again. One that has no address is never asked. */
PAL_MUST_USE enum pal_err pal_witness_due(struct pal_store *store, size_t *out_index,
                                          bool *out_is_due, int64_t *out_next_us);
/* It is being asked: not again before the answer, or a minute. In a transaction of its own. */
PAL_MUST_USE enum pal_err pal_witness_asked(struct pal_store *store, size_t index);

/* The request to a witness that is thought to have cosigned old_size last, on the last checkpoint.
 * PAL_ERR_NOT_FOUND: there is none, or old_size is beyond it. */
PAL_MUST_USE enum pal_err pal_witness_request(struct pal_store *store, uint64_t old_size,
                                              struct pal_buf *buf);

/* What a witness was found to say. */
enum pal_witness_said {
    PAL_WITNESS_NOTHING,  /* no answer, or none that can be understood */
    PAL_WITNESS_COSIGNED, /* the line that is given */
    PAL_WITNESS_LARGER,   /* it knows a larger log: this one is an old copy */
    PAL_WITNESS_OTHER,    /* it knows another log of this name */
};
/* Judges an answer of 200 to a request about the last checkpoint: PAL_WITNESS_COSIGNED with the line
 * and its second, or PAL_WITNESS_NOTHING. */
enum pal_witness_said pal_witness_judge_answer(struct pal_store *store, const struct pal_vkey *vkey,
                                               struct pal_text answer, struct pal_buf *line,
                                               int64_t *out_seconds);
/* Judges the checkpoint that a witness shows. COSIGNED here means that it is of this log. */
enum pal_witness_said pal_witness_judge_checkpoint(struct pal_store *store, struct pal_text note,
                                                   uint64_t *out_size);

/* Keeps what came of it, in a transaction of its own: size and line of a cosignature, or that there
 * was none. LARGER and OTHER make the log ROLLBACK and FORK, and nothing is written from then on. */
struct pal_witness_result {
    struct pal_text vkey; /* whose */
    enum pal_witness_said said;
    uint64_t size;
    struct pal_text line;
    int64_t seconds;
    struct pal_text
        note; /* of LARGER and OTHER: the checkpoint that shows it; empty where it only said so */
};
PAL_MUST_USE enum pal_err pal_witness_keep(struct pal_store *store,
                                           const struct pal_witness_result *result);
/* Forgets what they cosigned and when they were asked: of a log that got another name. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_witnesses_forget(struct pal_store *store);

#endif
