/* disputes.c - the ballots that are to be opened again before whoever holds their receipt, in memory alone. */
#include "disputes.h"

#include "base/limits.h"
#include "base/mem.h"
#include "core/disputes.h"

struct dispute {
    struct dispute *next; /* asked for before this one */
    int64_t poll;
    struct pal_hash ballot;
    bool has_proof; /* which is shown while the log has the entry that says so */
    struct pal_showing showing;
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

/* RULE docs/rules/secret.md
 * > Nobody is shown a ballot while that entry is not in the log: what was opened in a change that was lost
 * > is opened again.
 *
 * Ballots that were opened together stand together, and the log is asked once for them. */
static void settle(struct pal_disputes *disputes, struct pal_store *store)
{
    const struct pal_showing *asked = NULL;
    bool is_shown = false;
    for (struct dispute *at = disputes->last; at != NULL; at = at->next) {
        if (!at->has_proof) {
            continue;
        }
        if (asked == NULL || !pal_uuid_equal(&asked->id, &at->showing.id)) {
            asked = &at->showing;
            is_shown = pal_sealed_is_shown(store, asked);
        }
        if (!is_shown) {
            pal_crypto_wipe(&at->proof, sizeof at->proof);
            at->has_proof = false;
        }
    }
}

/* Makes room where there is none: the one that was shown longest ago is forgotten. */
static bool make_room(struct pal_disputes *disputes)
{
    struct dispute **oldest = NULL;
    if (disputes->count < PAL_LIMIT_DISPUTES) {
        return true;
    }
    for (struct dispute **at = &disputes->last; *at != NULL; at = &(*at)->next) {
        oldest = (*at)->has_proof ? at : oldest;
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

enum pal_err pal_disputes_ask(struct pal_disputes *disputes, struct pal_store *store,
                              const struct pal_poll *poll, const struct pal_hash *ballot,
                              struct pal_dispute_answer *out_answer)
{
    settle(disputes, store);
    const struct dispute *asked = disputes->last;
    while (asked != NULL &&
           (asked->poll != poll->id.value || !pal_hash_equal(&asked->ballot, ballot))) {
        asked = asked->next;
    }
    *out_answer = (struct pal_dispute_answer){.is_shown = asked != NULL && asked->has_proof};
    if (asked != NULL) {
        out_answer->proof = asked->proof;
        return PAL_OK;
    }
    if (!make_room(disputes)) {
        return PAL_ERR_LIMIT_RATE;
    }
    struct dispute *added = pal_mem_new(1, sizeof *added);
    *added = (struct dispute){.next = disputes->last, .poll = poll->id.value, .ballot = *ballot};
    disputes->last = added;
    disputes->count++;
    return PAL_OK;
}

size_t pal_disputes_waiting(struct pal_disputes *disputes, struct pal_store *store,
                            struct pal_poll_id poll)
{
    size_t count = 0;
    settle(disputes, store);
    for (const struct dispute *at = disputes->last; at != NULL; at = at->next) {
        count += at->poll == poll.value && !at->has_proof;
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
    struct pal_showing showing;
    size_t count = pal_disputes_waiting(disputes, store, poll->id);
    if (count == 0) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_sealed_show(store, poll, count, &showing));
    for (struct dispute *at = disputes->last; at != NULL; at = at->next) {
        if (at->poll == poll->id.value && !at->has_proof) {
            PAL_TRY(pal_sealed_prove(store, poll, &at->ballot, secret, &at->proof));
            at->showing = showing;
            at->has_proof = true;
        }
    }
    return PAL_OK;
}
