/*
 * moderation.c - hides what was said against the rules, and shows it again: with a reason, in the log.
 */
#include "base/fields.h"
#include "core/contributions.h"
#include "core/log.h"
#include "core/store.h"

#include "apply.h"
#include "input.h"

enum pal_err pal_contribution_is_of(struct pal_store *store,
                                    const struct pal_contribution *contribution,
                                    struct pal_person_id person, bool *out_is)
{
    struct pal_speaker author;
    enum pal_acts_as how;
    *out_is = false;
    enum pal_err err = pal_alias_find(store, &contribution->resolution_uuid,
                                      pal_text_of(contribution->author), &author);
    if (err == PAL_OK && author.member.value != 0) {
        err = pal_member_acts(store, author.member, person, &how);
        *out_is = err == PAL_OK;
    } else if (err == PAL_OK) {
        *out_is = author.person.value == person.value;
    }
    return err == PAL_ERR_NOT_FOUND || err == PAL_ERR_ROLL_NOT_HELD ? PAL_OK : err;
}

struct holding {
    int64_t now_us;
    enum pal_role role;
};

static enum pal_err read_office(void *context, const struct pal_office *office)
{
    struct holding *holding = context;
    if (office->role == PAL_ROLE_MODERATOR && office->from_us <= holding->now_us) {
        holding->role = PAL_ROLE_MODERATOR;
    }
    return PAL_OK;
}

/* Who may moderate and is no moderator is an administrator. */
static enum pal_err name_role(struct pal_store *store, struct pal_person_id person,
                              struct pal_json *d)
{
    struct holding holding = {pal_store_now_us(store), PAL_ROLE_ADMINISTRATOR};
    PAL_TRY(pal_offices_walk(store, person, read_office, &holding));
    pal_json_set_string(d, "role", pal_role_word(holding.role));
    return PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > Nobody moderates what they wrote, or what was written for a member for whom they act. */
static enum pal_err moderate(struct pal_store *store, const struct pal_contribution *now,
                             const struct pal_moderation *moderation, const char *type,
                             struct pal_where *out_where)
{
    bool is_own;
    PAL_BUF(reason);
    PAL_JSON(d);
    PAL_TRY(pal_input_read(&pal_input_reason, moderation->reason, &reason, out_where));
    PAL_TRY(pal_contribution_is_of(store, now, moderation->moderator, &is_own));
    if (is_own) {
        return PAL_ERR_CONTRIBUTION_OWN;
    }
    d = pal_json_object_new();
    pal_json_set_uuid(d, "contribution", &now->uuid);
    pal_json_set_text(d, "reason", pal_buf_text(&reason));
    PAL_TRY(name_role(store, moderation->moderator, d));
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL);
}

enum pal_err pal_contribution_conceal(struct pal_store *store,
                                      struct pal_contribution_id contribution,
                                      const struct pal_moderation *moderation,
                                      struct pal_where *out_where)
{
    PAL_CONTRIBUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_contribution_read(store, contribution, &now));
    if (now.state != PAL_CONTRIBUTION_VISIBLE) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(moderate(store, &now, moderation, "contribution.conceal", out_where));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_contribution_restore(struct pal_store *store,
                                      struct pal_contribution_id contribution,
                                      const struct pal_moderation *moderation,
                                      struct pal_where *out_where)
{
    PAL_CONTRIBUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_contribution_read(store, contribution, &now));
    if (now.state != PAL_CONTRIBUTION_HIDDEN) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(moderate(store, &now, moderation, "contribution.restore", out_where));
    return pal_transaction_commit(&transaction);
}
