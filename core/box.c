/*
 * box.c - casts a ballot live: judges the right and the ballot, and puts it in, or does nothing.
 */
#include "core/box.h"

#include "base/limits.h"
#include "core/store.h"

#include "ballots.h"
#include "casting.h"
#include "polling.h"
#include "proxying.h"

enum pal_err pal_box_cast(struct pal_store *store, const struct pal_cast *cast,
                          struct pal_where *out_where, struct pal_cast_receipt *out)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_casting casting;
    PAL_TRY(pal_casting_begin(store, cast, out_where, &casting));
    if (casting.manifest->is_secret) {
        return PAL_ERR_BALLOT_LEVEL;
    }
    PAL_BUF(marks);
    enum pal_err err = pal_ballot_spell(casting.manifest, cast->ballot, false, &marks, out_where);
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/ballot");
        return err;
    }

    /* RULE docs/rules/polls.md
     * > The first use of a right wins, live: a later one is refused. A principal who is in the room
     * > suspends their proxy.
     */
    char college[PAL_LIMIT_NAME + 1];
    PAL_TRY(pal_roll_use(store, cast->poll, cast->member, college));
    PAL_TRY(pal_casting_check_proxy(store, cast, pal_text_of(college), &casting));
    if (casting.channel == PAL_CHANNEL_PROXY) {
        pal_where_set(out_where, "/ballot");
        PAL_TRY(pal_instruction_obey(store, cast, casting.manifest, pal_buf_text(&marks)));
    }
    struct pal_ballot_slip slip = {
        .poll = cast->poll,
        .member = cast->member,
        .holder = casting.holder,
        .college = pal_text_of(college),
        .channel = casting.channel,
        .marks = pal_buf_text(&marks),
    };
    struct pal_cast_receipt receipt;
    PAL_TRY(pal_ballot_put(store, casting.manifest, &slip, &receipt));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out = receipt;
    return PAL_OK;
}
