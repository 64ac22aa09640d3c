/*
 * policy.h - which witnesses must have cosigned a checkpoint before it is believed.
 *
 * RULE docs/rules/witness.md
 * > A policy names witnesses, groups of them, and one quorum: the witness or the group without which
 * > a checkpoint is not believed.
 *
 * The syntax is C2SP tlog-policy. A policy read borrows everything from its text. Pure.
 */
#ifndef PAL_AUDIT_POLICY_H
#define PAL_AUDIT_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/note.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

enum {
    PAL_POLICY_LOGS = 64,
    PAL_POLICY_WITNESSES = 32,
    PAL_POLICY_GROUPS = 32,
    PAL_POLICY_SIZE = 12000, /* bytes of one: it stands in an entry of the log */
};

struct pal_policy_log {
    struct pal_vkey vkey;
    struct pal_text url; /* empty where there is none */
};

struct pal_policy_witness {
    struct pal_text name; /* inside the policy; the cosigner's is vkey.name */
    struct pal_vkey vkey;
    struct pal_text url; /* before /add-checkpoint, without a slash at its end; or empty */
};

/* At least threshold of these members: bit k is witness k, bit PAL_POLICY_WITNESSES + k group k. */
struct pal_policy_group {
    struct pal_text name;
    uint64_t members;
    unsigned threshold;
};

struct pal_policy {
    struct pal_policy_log logs[PAL_POLICY_LOGS];
    struct pal_policy_witness witnesses[PAL_POLICY_WITNESSES];
    struct pal_policy_group groups[PAL_POLICY_GROUPS];
    size_t log_count, witness_count, group_count;
    uint64_t quorum; /* one bit, numbered as the members of a group; 0: none */
};

/* PAL_ERR_POLICY_SYNTAX, _NAME (unknown, or given twice), _KEY (not of its kind, or given twice),
 * _QUORUM (not exactly one), PAL_ERR_LIMIT_COUNT, PAL_ERR_LIMIT_TEXT; out_where, which may be NULL,
 * gets the line. */
PAL_MUST_USE enum pal_err pal_policy_parse(struct pal_text text, struct pal_policy *out_policy,
                                           struct pal_where *out_where);

/* Which witnesses have cosigned the note: bit k for witness k. A line of one of them that does not
 * hold refuses the note: PAL_ERR_NOTE_SIGNATURE. */
PAL_MUST_USE enum pal_err pal_policy_cosigned(const struct pal_policy *policy,
                                              const struct pal_note *note, uint64_t *out_witnesses);
/* Is the quorum reached by these witnesses? */
bool pal_policy_is_met(const struct pal_policy *policy, uint64_t witnesses);

#endif
