/*
 * rebuild.c - which type of entry changes which view, for commands and for rebuilding.
 */
#include "core/rebuild.h"

#include "audit/entry.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/store.h"

#include "apply.h"
#include "sql.h"

/* A type that is not here changes no view. */
static const struct {
    const char *type;
    enum pal_err (*apply)(struct pal_store *store, const struct pal_change *change);
} appliers[] = {
    {"society.found", pal_apply_society_found},
    {"society.change", pal_apply_society_change},
    {"constitution.enter", pal_apply_constitution_enter},
    {"assembly.create", pal_apply_assembly_create},
    {"assembly.change", pal_apply_assembly_change},
    {"assembly.convene", pal_apply_assembly_convene},
    {"assembly.open", pal_apply_assembly_open},
    {"assembly.end", pal_apply_assembly_end},
    {"assembly.cancel", pal_apply_assembly_cancel},
    {"redact", pal_apply_redact},
    {"resolution.table", pal_apply_resolution_table},
    {"resolution.amend", pal_apply_resolution_amend},
    {"resolution.move", pal_apply_resolution_move},
    {"resolution.opinion", pal_apply_resolution_opinion},
    {"resolution.withdraw", pal_apply_resolution_withdraw},
    {"resolution.attach", pal_apply_resolution_attach},
    {"resolution.detach", pal_apply_resolution_detach},
    {"contribution.post", pal_apply_contribution_post},
    {"contribution.edit", pal_apply_contribution_edit},
    {"contribution.endorse", pal_apply_contribution_endorse},
    {"contribution.withdraw", pal_apply_contribution_withdraw},
    {"contribution.conceal", pal_apply_contribution_conceal},
    {"contribution.restore", pal_apply_contribution_restore},
    {"concern.settle", pal_apply_concern_settle},
    {"resolution.consolidate", pal_apply_resolution_consolidate},
    {"amendment.propose", pal_apply_amendment_propose},
    {"amendment.amend", pal_apply_amendment_amend},
    {"amendment.support", pal_apply_amendment_support},
    {"amendment.withdraw", pal_apply_amendment_withdraw},
    {"amendment.accept", pal_apply_amendment_accept},
    {"amendment.fate", pal_apply_amendment_fate},
    {"sitting.suspend", pal_apply_sitting_suspend},
    {"sitting.resume", pal_apply_sitting_resume},
    {"sitting.discuss", pal_apply_sitting_discuss},
    {"motion.make", pal_apply_motion_make},
    {"motion.carry", pal_apply_motion_carry},
    {"debate.close", pal_apply_debate_close},
    {"debate.open", pal_apply_debate_open},
    {"debate.ask", pal_apply_debate_ask},
    {"debate.extend", pal_apply_debate_extend},
    {"resolution.procedure", pal_apply_resolution_procedure},
    {"initiative.propose", pal_apply_initiative_propose},
    {"initiative.sponsor", pal_apply_initiative_sponsor},
    {"initiative.withdraw", pal_apply_initiative_withdraw},
    {"initiative.table", pal_apply_initiative_table},
    {"nomination.make", pal_apply_nomination_make},
    {"nomination.withdraw", pal_apply_nomination_withdraw},
    {"nomination.refuse", pal_apply_nomination_refuse},
    {"temperature.show", pal_apply_temperature_show},
    {"poll.create", pal_apply_poll_create},
    {"poll.call", pal_apply_poll_call},
    {"poll.waive", pal_apply_poll_waive},
    {"poll.open", pal_apply_poll_open},
    {"poll.close", pal_apply_poll_close},
    {"poll.count", pal_apply_poll_count},
    {"poll.publish", pal_apply_poll_publish},
    {"poll.void", pal_apply_poll_void},
    {"minutes.draw", pal_apply_minutes_draw},
    {"minutes.approve", pal_apply_minutes_approve},
    {"minutes.publish", pal_apply_minutes_publish},
    {"decision.step", pal_apply_decision_step},
    {"urn.destroy", pal_apply_urn_destroy},
};

static enum pal_err (*const forgetters[])(struct pal_store *store) = {
    pal_forget_initiatives, pal_forget_nominations,   pal_forget_procedures,
    pal_forget_temperature, pal_forget_motions,       pal_forget_sitting,
    pal_forget_discussions, pal_forget_contributions, pal_forget_decisions,
    pal_forget_minutes,     pal_forget_polls,         pal_forget_amendments,
    pal_forget_attachments, pal_forget_resolutions,   pal_forget_assemblies,
    pal_forget_versions,    pal_forget_society,
};

static enum pal_err apply(struct pal_store *store, uint64_t index, struct pal_text bytes)
{
    PAL_ENTRY(entry);
    PAL_TRY(pal_entry_parse(bytes, &entry, NULL));
    struct pal_change change = {
        .index = index,
        .id = entry.id,
        .at_us = entry.made_at * 1000000,
        .d = entry.d,
    };
    for (size_t i = 0; i < sizeof appliers / sizeof appliers[0]; i++) {
        if (pal_text_is(entry.type, appliers[i].type)) {
            return appliers[i].apply(store, &change);
        }
    }
    return PAL_OK;
}

enum pal_err pal_change_make(struct pal_store *store, const struct pal_log_entry *entry,
                             uint64_t *out_index)
{
    uint64_t index;
    PAL_TRY(pal_log_append(store, entry, &index));
    PAL_BUF(bytes);
    PAL_TRY(pal_log_read(store, index, &bytes));
    PAL_TRY(apply(store, index, pal_buf_text(&bytes)));
    if (out_index != NULL) {
        *out_index = index;
    }
    return PAL_OK;
}

static enum pal_err forget(struct pal_store *store)
{
    /* Private rows point into the views: they do again when the log has been applied. */
    PAL_TRY(pal_references_defer(store));
    for (size_t i = 0; i < sizeof forgetters / sizeof forgetters[0]; i++) {
        PAL_TRY(forgetters[i](store));
    }
    return PAL_OK;
}

static enum pal_err apply_page(struct pal_store *store, uint64_t first, uint64_t *out_next)
{
    PAL_LOG_PAGE(page);
    PAL_TRY(pal_log_page(store, first, PAL_LIMIT_PAGE, &page));
    for (size_t i = 0; i < page.line_count; i++) {
        PAL_TRY(apply(store, page.lines[i].index, pal_log_page_entry(&page, i)));
    }
    *out_next = first + page.line_count;
    return PAL_OK;
}

enum pal_err pal_rebuild(struct pal_store *store,
                         void (*progress)(void *context, uint64_t done, uint64_t total),
                         void *context)
{
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(forget(store));
    uint64_t total = pal_log_head(store).size;
    uint64_t done = 0;
    while (done < total) {
        uint64_t next;
        PAL_TRY(apply_page(store, done, &next));
        if (next == done) {
            return PAL_ERR_LOG_BROKEN;
        }
        done = next;
        if (progress != NULL) {
            progress(context, done, total);
        }
    }
    return pal_transaction_commit(&transaction);
}
