/*
 * secrecy.c - what a secret poll asks for before it is called and opened.
 */
#include "audit/manifest.h"
#include "audit/urn.h"
#include "base/check.h"
#include "base/fields.h"
#include "core/colleges.h"
#include "core/keepers.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "input.h"
#include "polling.h"

enum { KEPT_DAYS = 30, KEPT_DAYS_MAX = 3650 };

/* --- drafting --------------------------------------------------------------------------------- */

static enum pal_err read_secrecy(const struct pal_poll_spec *spec,
                                 const struct pal_constitution *constitution, bool *out_is_secret)
{
    if (spec->secrecy.size == 0 &&
        pal_constitution_require(constitution, PAL_FIELD_SECRECY, NULL) == PAL_OK) {
        *out_is_secret = constitution->secrecy == PAL_SECRECY_SECRET;
        return constitution->secrecy == PAL_SECRECY_VERIFIABLE ? PAL_ERR_POLL_SECRECY : PAL_OK;
    }
    *out_is_secret = pal_text_is(spec->secrecy, "secret");
    bool is_known = *out_is_secret || pal_text_is(spec->secrecy, "open");
    return is_known ? PAL_OK : PAL_ERR_POLL_SECRECY;
}

enum pal_err pal_secrecy_set(const struct pal_poll_spec *spec,
                             const struct pal_constitution *constitution, struct pal_json *d,
                             struct pal_where *out_where)
{
    bool is_secret = false;
    pal_where_set(out_where, "/secrecy");
    PAL_TRY(read_secrecy(spec, constitution, &is_secret));
    pal_json_set_string(d, "secrecy", is_secret ? "secret" : "open");
    if (!is_secret) {
        pal_where_set(out_where, spec->hides_trackers ? "/trackers" : "/kept_days");
        return spec->hides_trackers || spec->kept_days != 0 ? PAL_ERR_JSON_VALUE : PAL_OK;
    }
    pal_where_set(out_where, "/kept_days");
    if (spec->kept_days < 0 || spec->kept_days > KEPT_DAYS_MAX) {
        return PAL_ERR_JSON_VALUE;
    }
    pal_json_set_bool(d, "trackers", !spec->hides_trackers);
    pal_json_set_int(d, "kept_days", spec->kept_days != 0 ? spec->kept_days : KEPT_DAYS);
    return PAL_OK;
}

/* --- the size of colleges --------------------------------------------------------------------- */

/* RULE docs/rules/secret.md
 * > A college that has electors, and fewer than the constitution's k_min, has no secret poll: what its
 * > few electors did would be read off the result.
 */
static enum pal_err visit_small(struct pal_store *store,
                                const struct pal_constitution *constitution,
                                struct pal_text electorate,
                                void (*visit)(void *context, const char *college), void *context)
{
    PAL_CENSUS(census);
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_K_MIN, NULL));
    PAL_TRY(pal_census_take(store, constitution, pal_society_today(store), &census));
    for (size_t i = 0; i < census.college_count; i++) {
        const char *id = constitution->college_count == 0 ? "all" : constitution->colleges[i].id;
        bool votes = electorate.size == 0 || pal_text_is(electorate, id);
        if (votes && census.colleges[i] > 0 && census.colleges[i] < constitution->k_min) {
            visit(context, id);
        }
    }
    return PAL_OK;
}

static void note(void *context, const char *college)
{
    bool *is_small = context;
    (void)college;
    *is_small = true;
}

/* Are there ballots, and does the longest one fit into a sealed one? */
static enum pal_err check_size(struct pal_store *store, const struct pal_poll *poll)
{
    size_t size;
    const struct pal_method *method = pal_method_find(poll->method);
    PAL_CHECK(method != NULL); /* it was when the poll was made, and methods stay */
    PAL_JSON(document);
    PAL_TRY(pal_poll_question(store, poll->id, &document));
    PAL_QUESTION(question);
    PAL_TRY(pal_question_read(document, method, &question, NULL));
    enum pal_ballot_kind kind = pal_method_kind(method, &question);
    return kind == PAL_BALLOT_NONE ? PAL_ERR_POLL_SECRECY
                                   : pal_urn_size_for(&question, kind, &size);
}

enum pal_err pal_secrecy_check(struct pal_store *store, const struct pal_poll *poll,
                               const struct pal_constitution *constitution,
                               struct pal_where *out_where)
{
    if (poll->secrecy == PAL_SECRECY_OPEN) {
        return PAL_OK;
    }
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_K_MIN, out_where));
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    PAL_TRY(pal_keepers_read(store, poll->id, keepers, &count));
    if (count != PAL_KEEPERS) {
        return PAL_ERR_POLL_KEEPERS;
    }
    PAL_TRY(check_size(store, poll));
    bool is_small = false;
    PAL_TRY(visit_small(store, constitution, poll->electorate, note, &is_small));
    return is_small && !poll->is_waived ? PAL_ERR_POLL_K_MIN : PAL_OK;
}

/* The constitution that a poll was called under, or will be. */
static enum pal_err read_constitution(struct pal_store *store, const struct pal_poll *poll,
                                      struct pal_constitution *out)
{
    struct pal_hash hash;
    int64_t number;
    return poll->state == PAL_POLL_DRAFT
               ? pal_society_constitution(store, out, NULL)
               : pal_poll_constitution(store, &poll->constitution, out, &hash, &number);
}

enum pal_err pal_poll_small_colleges(struct pal_store *store, struct pal_poll_id poll,
                                     void (*visit)(void *context, const char *college),
                                     void *context)
{
    PAL_POLL(now);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_poll_read(store, poll, &now));
    PAL_TRY(read_constitution(store, &now, &constitution));
    return visit_small(store, &constitution, now.electorate, visit, context);
}

enum pal_err pal_poll_waive(struct pal_store *store, struct pal_poll_id poll,
                            struct pal_text reason)
{
    PAL_POLL(now);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_poll_read(store, poll, &now));
    bool is_before = now.state == PAL_POLL_DRAFT || now.state == PAL_POLL_CALLED;
    if (now.secrecy != PAL_SECRECY_SECRET || !is_before || now.is_waived) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(read_constitution(store, &now, &constitution));
    PAL_TRY(pal_constitution_require(&constitution, PAL_FIELD_K_MIN, NULL));
    PAL_BUF(kept);
    PAL_TRY(pal_input_read(&pal_input_reason, reason, &kept, NULL));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &now.uuid);
    pal_json_set_text(d, "reason", pal_buf_text(&kept));
    pal_json_set_int(d, "k_min", (int64_t)constitution.k_min);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"poll.waive", pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}
