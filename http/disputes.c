/* disputes.c - the ballots that are to be opened again before whoever holds their receipt, in memory alone. */
#include "disputes.h"

#include "base/limits.h"
#include "base/mem.h"
#include "core/disputes.h"

struct dispute {
    struct dispute *next; /* asked for before this one */
    int64_t poll;
    struct pal_hash ballot;
    bool is_shown;
    struct pal_urn_proof proof;
};

struct pal_disputes {
    struct dispute *last;
    size_t count;
};

struct pal_disputes *pal_disputes_new(void)
{
    return pal_mem_new(1, sizeof(struct pal_disputes));
}

void pal_disputes_free(struct pal_disputes *disputes)
{
    while (disputes != NULL && disputes->last != NULL) {
        struct dispute *next = disputes->last->next;
        pal_mem_free(disputes->last);
        disputes->last = next;
    }
    pal_mem_free(disputes);
}

/* Makes room where there is none: the one that was shown longest ago is forgotten. */
static bool make_room(struct pal_disputes *disputes)
{
    struct dispute **oldest = NULL;
    if (disputes->count < PAL_LIMIT_DISPUTES) {
        return true;
    }
    for (struct dispute **at = &disputes->last; *at != NULL; at = &(*at)->next) {
        oldest = (*at)->is_shown ? at : oldest;
    }
    if (oldest == NULL) {
        return false;
    }
    struct dispute *gone = *oldest;
    *oldest = gone->next;
    pal_mem_free(gone);
    disputes->count--;
    return true;
}

enum pal_err pal_disputes_ask(struct pal_disputes *disputes, struct pal_poll_id poll,
                              const struct pal_hash *ballot, bool *out_is_shown,
                              struct pal_urn_proof *out_proof)
{
    const struct dispute *asked = disputes->last;
    while (asked != NULL &&
           (asked->poll != poll.value || !pal_hash_equal(&asked->ballot, ballot))) {
        asked = asked->next;
    }
    *out_is_shown = asked != NULL && asked->is_shown;
    if (asked != NULL) {
        *out_proof = asked->proof;
        return PAL_OK;
    }
    if (!make_room(disputes)) {
        return PAL_ERR_LIMIT_RATE;
    }
    struct dispute *added = pal_mem_new(1, sizeof *added);
    *added = (struct dispute){.next = disputes->last, .poll = poll.value, .ballot = *ballot};
    disputes->last = added;
    disputes->count++;
    return PAL_OK;
}

size_t pal_disputes_waiting(const struct pal_disputes *disputes, struct pal_poll_id poll)
{
    size_t count = 0;
    for (const struct dispute *at = disputes->last; at != NULL; at = at->next) {
        count += at->poll == poll.value && !at->is_shown;
    }
    return count;
}

/* RULE docs/rules/secret.md
 * > Two keepers give their shares once more: every ballot that was asked for is opened, the shares are
 * > wiped, and the log says how many ballots there were, not which.
 */
enum pal_err pal_disputes_show(struct pal_disputes *disputes, struct pal_store *store,
                               const struct pal_poll *poll, const struct pal_scalar *secret)
{
    size_t count = pal_disputes_waiting(disputes, poll->id);
    if (count == 0) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_sealed_shown(store, poll, count));
    for (struct dispute *at = disputes->last; at != NULL; at = at->next) {
        if (at->poll == poll->id.value && !at->is_shown) {
            PAL_TRY(pal_sealed_prove(store, poll, &at->ballot, secret, &at->proof));
            at->is_shown = true;
        }
    }
    return PAL_OK;
}
