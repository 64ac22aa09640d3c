/*
 * procedures.h - how a resolution is decided, and from when on: the debate, its extension, notices.
 *
 * Whatever asks for a vote asks here whether it may be. docs/rules/procedures.md has the rules.
 */
#ifndef PAL_CORE_PROCEDURES_H
#define PAL_CORE_PROCEDURES_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/text.h"
#include "core/members.h"
#include "core/polls.h"
#include "core/resolutions.h"

struct pal_store;

/* Sets how a draft is decided. The same again changes nothing. PAL_ERR_PROCEDURE_NONE (the
 * constitution has no notice of a change of contract), PAL_ERR_RESOLUTION_FROZEN,
 * PAL_ERR_ASSEMBLY_AGENDA (convened), PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_procedure_choose(struct pal_store *store,
                                               struct pal_resolution_id resolution,
                                               enum pal_procedure procedure);

/* The days of a resolution, from the notice of its assembly, or of the first call; those that are not
 * known depend on a notice that was not sent. */
struct pal_procedure_days {
    int64_t debate_days, extension_days, contract_days;
    struct pal_day noticed_on;
    bool is_extended;
    struct pal_day debate_until;   /* the first day on which the debate has run */
    struct pal_day contract_until; /* the same of a change of contract */
    struct pal_day opens_from;     /* and of both: a vote opens from then on */
};
PAL_MUST_USE enum pal_err pal_procedure_days(struct pal_store *store,
                                             const struct pal_resolution *resolution,
                                             struct pal_procedure_days *out);
/* The same under another version of the constitution than the one in force today. */
PAL_MUST_USE enum pal_err pal_procedure_days_under(struct pal_store *store,
                                                   const struct pal_resolution *resolution,
                                                   const struct pal_constitution *constitution,
                                                   struct pal_procedure_days *out);

/* May a poll of that method and kind be drafted on the resolution? PAL_ERR_PROCEDURE_POLL */
PAL_MUST_USE enum pal_err pal_procedure_allows_poll(const struct pal_resolution *resolution,
                                                    const struct pal_poll_spec *spec);
/* May its poll be called? PAL_ERR_PROCEDURE_CONCERNS, PAL_ERR_PROCEDURE_POLL (it was drafted before the procedure was
 * chosen), and as below. */
PAL_MUST_USE enum pal_err pal_procedure_allows_call(struct pal_store *store,
                                                    const struct pal_resolution *resolution,
                                                    const struct pal_poll *poll);
/* May its poll open at that instant? PAL_ERR_DEBATE_RUNS, PAL_ERR_CONTRACT_NOTICE */
PAL_MUST_USE enum pal_err pal_procedure_allows_opening(struct pal_store *store,
                                                       const struct pal_resolution *resolution,
                                                       int64_t opens_us);

/* --- extension ------------------------------------------------------------------------------------ */

struct pal_extension {
    uint64_t support, base;                /* who asks today, of how many */
    int64_t carried_us;                    /* 0: it is not extended */
    int64_t days;                          /* by how many it was */
    int64_t carried_support, carried_base; /* who asked that day, of how many */
};
PAL_MUST_USE enum pal_err pal_extension_read(struct pal_store *store,
                                             const struct pal_resolution *resolution,
                                             struct pal_extension *out);
/* The same of the debate that a resolution has: that of the first call, where it takes one up. */
PAL_MUST_USE enum pal_err pal_extension_of_debate(struct pal_store *store,
                                                  const struct pal_resolution *resolution,
                                                  struct pal_extension *out);
PAL_MUST_USE enum pal_err pal_extension_is_asked(struct pal_store *store,
                                                 const struct pal_resolution *resolution,
                                                 struct pal_member_id member, bool *out_is);
/* Can it be asked for today: PAL_OK, PAL_ERR_EXTENSION_NONE, PAL_ERR_EXTENSION_LATE, PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_extension_is_open(struct pal_store *store,
                                                const struct pal_resolution *resolution);
/* Asks that the debate last longer, or no longer does; reaching the share extends it, once.
 * PAL_ERR_EXTENSION_NONE (the constitution has none), PAL_ERR_EXTENSION_LATE (its days have run),
 * PAL_ERR_STATE (not convened, extended already, a second call, a poll is called),
 * PAL_ERR_MEMBER_NOT_ADMITTED, PAL_ERR_MEMBER_COLLEGE */
PAL_MUST_USE enum pal_err pal_extension_ask(struct pal_store *store,
                                            struct pal_resolution_id resolution,
                                            struct pal_member_id member, bool value);

#endif
