/*
 * debate_close.c - the commands that close the debate on a resolution, and reopen it.
 */
#include "base/fields.h"
#include "core/log.h"
#include "core/sitting.h"
#include "core/store.h"

#include "apply.h"

static enum pal_err say(struct pal_store *store, const char *type,
                        const struct pal_resolution *resolution, const struct pal_uuid *motion)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "resolution", &resolution->uuid);
    if (motion != NULL) {
        pal_json_set_uuid(d, "motion", motion);
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_debate_close(struct pal_store *store, struct pal_resolution_id resolution,
                              const struct pal_uuid *motion)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    bool is_live = now.state == PAL_RESOLUTION_DRAFT || now.state == PAL_RESOLUTION_FROZEN;
    return is_live && now.debate_closed_us == 0 ? say(store, "debate.close", &now, motion)
                                                : PAL_ERR_STATE;
}

/* RULE docs/rules/sitting.md
 * > The chair may reopen it as long as
 * > no poll on it is called.
 */
enum pal_err pal_debate_open(struct pal_store *store, struct pal_resolution_id resolution)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    bool may_open = now.state == PAL_RESOLUTION_DRAFT && now.debate_closed_us != 0;
    return may_open ? say(store, "debate.open", &now, NULL) : PAL_ERR_STATE;
}
