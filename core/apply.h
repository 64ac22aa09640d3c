/*
 * apply.h - from an entry of the log to the views: the same code for a command and for a rebuild.
 *
 * A command that changes a view validates, builds what the entry says, and calls pal_change_make:
 * the entry is appended, read back, and applied. `palabre rebuild` empties the views and applies the
 * whole log, so that what a view holds is what the log, the documents and the private tables say.
 */
#ifndef PAL_CORE_APPLY_H
#define PAL_CORE_APPLY_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/log.h"

struct pal_store;

/* An entry as views see it. */
struct pal_change {
    uint64_t index; /* the id of what it creates */
    struct pal_uuid id;
    int64_t at_us; /* its second, in microseconds: the only clock that a view knows */
    const struct pal_json *d;
};

/* Appends the entry and applies it. In a PAL_TRANSACTION. out_index may be NULL. */
PAL_MUST_USE enum pal_err pal_change_make(struct pal_store *store,
                                          const struct pal_log_entry *entry, uint64_t *out_index);

/* Each writes what its type of entry means; the rows of the table in rebuild.c. */
enum pal_err pal_apply_society_found(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_society_change(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_constitution_enter(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_assembly_create(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_assembly_change(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_assembly_convene(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_assembly_open(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_assembly_end(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_assembly_cancel(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_redact(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_table(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_amend(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_move(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_opinion(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_withdraw(struct pal_store *store,
                                           const struct pal_change *change);
enum pal_err pal_apply_resolution_attach(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_detach(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_contribution_post(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_contribution_edit(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_contribution_endorse(struct pal_store *store,
                                            const struct pal_change *change);
enum pal_err pal_apply_contribution_withdraw(struct pal_store *store,
                                             const struct pal_change *change);
enum pal_err pal_apply_contribution_conceal(struct pal_store *store,
                                            const struct pal_change *change);
enum pal_err pal_apply_contribution_restore(struct pal_store *store,
                                            const struct pal_change *change);
enum pal_err pal_apply_concern_settle(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_consolidate(struct pal_store *store,
                                              const struct pal_change *change);
enum pal_err pal_apply_amendment_propose(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_amendment_amend(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_amendment_support(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_amendment_withdraw(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_amendment_accept(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_amendment_fate(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_sitting_suspend(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_sitting_resume(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_sitting_discuss(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_motion_make(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_motion_carry(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_debate_close(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_debate_open(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_debate_ask(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_debate_extend(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_resolution_procedure(struct pal_store *store,
                                            const struct pal_change *change);
enum pal_err pal_apply_initiative_propose(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_initiative_sponsor(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_initiative_withdraw(struct pal_store *store,
                                           const struct pal_change *change);
enum pal_err pal_apply_initiative_table(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_nomination_make(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_nomination_withdraw(struct pal_store *store,
                                           const struct pal_change *change);
enum pal_err pal_apply_nomination_refuse(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_temperature_show(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_create(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_call(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_waive(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_open(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_close(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_count(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_publish(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_poll_void(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_minutes_draw(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_minutes_approve(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_minutes_publish(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_decision_step(struct pal_store *store, const struct pal_change *change);
enum pal_err pal_apply_urn_destroy(struct pal_store *store, const struct pal_change *change);

/* Each empties the views of its file; the rows of the other table in rebuild.c. */
enum pal_err pal_forget_amendments(struct pal_store *store);
enum pal_err pal_forget_attachments(struct pal_store *store);
enum pal_err pal_forget_assemblies(struct pal_store *store);
enum pal_err pal_forget_decisions(struct pal_store *store);
enum pal_err pal_forget_discussions(struct pal_store *store);
enum pal_err pal_forget_minutes(struct pal_store *store);
enum pal_err pal_forget_contributions(struct pal_store *store);
enum pal_err pal_forget_polls(struct pal_store *store);
enum pal_err pal_forget_resolutions(struct pal_store *store);
enum pal_err pal_forget_initiatives(struct pal_store *store);
enum pal_err pal_forget_nominations(struct pal_store *store);
enum pal_err pal_forget_procedures(struct pal_store *store);
enum pal_err pal_forget_temperature(struct pal_store *store);
enum pal_err pal_forget_motions(struct pal_store *store);
enum pal_err pal_forget_sitting(struct pal_store *store);
enum pal_err pal_forget_society(struct pal_store *store);
enum pal_err pal_forget_versions(struct pal_store *store);

#endif
