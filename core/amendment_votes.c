/*
 * amendment_votes.c - amendments before the vote and after: their order, and what a poll makes of them.
 */
#include "ballots/rules.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/amendments.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "amending.h"
#include "apply.h"
#include "documents.h"
#include "input.h"

static const struct pal_input text_input = {"/text", PAL_LIMIT_TEXT, false, true};

/* --- the order -------------------------------------------------------------------------------- */

/* The undecided of a list, as ballots/rules/amendments.c puts them in order. */
struct ranking {
    struct pal_ranked_amendment *ranked;
    mpq_t *distances;
    char (*ids)[PAL_UUID_TEXT_SIZE + 1];
    size_t *places, *order; /* in the list; in the vote */
    size_t count, room;
};

static void ranking_done(struct ranking *ranking)
{
    pal_mem_free(ranking->ranked);
    pal_ratio_array_free(ranking->distances, ranking->room);
    pal_mem_free(ranking->ids);
    pal_mem_free(ranking->places);
    pal_mem_free(ranking->order);
}

/* RULE docs/rules/amendments.md
 * > Amendments are put to the vote before the text, the furthest from the original first; those equally
 * > far in the order of their identifiers.
 */
static void rank(const struct pal_amendment_list *list, struct ranking *out)
{
    size_t room = list->count + 1;
    *out = (struct ranking){
        .ranked = pal_mem_new(room, sizeof *out->ranked),
        .distances = pal_ratio_array_new(room),
        .ids = pal_mem_new(room, sizeof *out->ids),
        .places = pal_mem_new(room, sizeof *out->places),
        .order = pal_mem_new(room, sizeof *out->order),
        .room = room,
    };
    for (size_t i = 0; i < list->count; i++) {
        const struct pal_amendment *item = &list->items[i];
        if (!pal_amendment_is_undecided(item)) {
            continue;
        }
        size_t at = out->count++;
        pal_ratio_set(out->distances[at], item->distance, 1);
        pal_uuid_write(&item->uuid, out->ids[at]);
        out->ranked[at] = (struct pal_ranked_amendment){out->ids[at], out->distances[at]};
        out->places[at] = i;
    }
    PAL_RATIO(original);
    pal_amendments_order(original, out->ranked, out->count, out->order);
}

enum pal_err pal_amendments_queue(struct pal_store *store, struct pal_resolution_id resolution,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_amendment *amendment),
                                  void *context)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_AMENDMENT_LIST(list);
    struct ranking ranking PAL_CLEANUP(ranking_done) = {0};
    PAL_TRY(
        pal_amendments_beside(store, resolution, now.version, (struct pal_amendment_id){0}, &list));
    rank(&list, &ranking);
    for (size_t i = 0; i < ranking.count; i++) {
        const struct pal_amendment *amendment = &list.items[ranking.places[ranking.order[i]]];
        PAL_AMENDMENT_LIST(children);
        struct ranking inner PAL_CLEANUP(ranking_done) = {0};
        PAL_TRY(pal_amendments_beside(store, resolution, now.version, amendment->id, &children));
        rank(&children, &inner);
        for (size_t j = 0; j < inner.count; j++) {
            PAL_TRY(visit(context, &children.items[inner.places[inner.order[j]]]));
        }
        PAL_TRY(visit(context, amendment));
    }
    return PAL_OK;
}

/* --- before the vote -------------------------------------------------------------------------- */

/* RULE docs/rules/amendments.md
 * > An amendment is put to the vote once those on it are decided, and once those that contradict it are
 * > decided that come before it or are in a vote. Those that do not contradict it need not wait.
 */
static bool comes_before(const struct pal_amendment *amendment, const struct pal_amendment *other)
{
    if (other->state == PAL_AMENDMENT_VOTING) {
        return true;
    }
    if (other->state != PAL_AMENDMENT_PROPOSED) {
        return false;
    }
    struct pal_amendment both[] = {*amendment, *other};
    const struct pal_amendment_list pair = {both, 2, 2};
    struct ranking ranking PAL_CLEANUP(ranking_done) = {0};
    rank(&pair, &ranking);
    return ranking.order[0] == 1;
}

enum pal_err pal_amendment_may_be_called(struct pal_store *store,
                                         const struct pal_amendment *amendment)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, amendment->resolution, &resolution));
    if (resolution.state != PAL_RESOLUTION_DRAFT || amendment->state != PAL_AMENDMENT_PROPOSED) {
        return PAL_ERR_STATE;
    }
    PAL_AMENDMENT_LIST(children);
    if (amendment->parent.value == 0) {
        PAL_TRY(pal_amendments_beside(store, amendment->resolution, amendment->version,
                                      amendment->id, &children));
    }
    for (size_t i = 0; i < children.count; i++) {
        if (pal_amendment_is_undecided(&children.items[i])) {
            return PAL_ERR_AMENDMENT_ORDER;
        }
    }
    PAL_AMENDMENT_LIST(beside);
    PAL_AMENDMENT_LIST(first);
    const struct pal_amendment_rivals rivals = {amendment, comes_before};
    PAL_TRY(pal_amendments_beside(store, amendment->resolution, amendment->version,
                                  amendment->parent, &beside));
    PAL_TRY(pal_amendment_find_contrary(store, &rivals, &beside, &first));
    return first.count > 0 ? PAL_ERR_AMENDMENT_ORDER : PAL_OK;
}

/* RULE docs/rules/amendments.md
 * > The text itself is put to the vote when no amendment of it is undecided, and when it has the words of all
 * > that were adopted or taken in.
 */
enum pal_err pal_amendments_allow_call(struct pal_store *store, struct pal_resolution_id resolution)
{
    int64_t undecided;
    PAL_TRY(pal_amendments_undecided(store, resolution, &undecided));
    if (undecided > 0) {
        return PAL_ERR_AMENDMENT_UNDECIDED;
    }
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_AMENDMENT_LIST(list);
    PAL_TRY(
        pal_amendments_beside(store, resolution, now.version, (struct pal_amendment_id){0}, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (pal_amendment_is_pending(&list.items[i])) {
            return PAL_ERR_AMENDMENT_PENDING;
        }
    }
    return PAL_OK;
}

/* --- after the vote --------------------------------------------------------------------------- */

static enum pal_err log_fate(struct pal_store *store, const struct pal_amendment *amendment,
                             enum pal_fate fate, const struct pal_uuid *poll)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "amendment", &amendment->uuid);
    pal_json_set_string(d, "fate", pal_fate_word(fate));
    pal_json_set_uuid(d, "poll", poll);
    return pal_change_make(store, &(struct pal_log_entry){"amendment.fate", pal_uuid_random(), d},
                           NULL);
}

static bool may_lapse(const struct pal_amendment *amendment, const struct pal_amendment *other)
{
    (void)amendment;
    return pal_amendment_is_undecided(other) ||
           (other->state == PAL_AMENDMENT_ACCEPTED && !other->is_settled);
}

/* RULE docs/rules/amendments.md
 * > When one is adopted, those that contradict it lapse, also those that the board had taken in.
 */
static enum pal_err lapse_contrary(struct pal_store *store, const struct pal_amendment *adopted,
                                   const struct pal_uuid *poll)
{
    PAL_AMENDMENT_LIST(beside);
    PAL_AMENDMENT_LIST(contrary);
    const struct pal_amendment_rivals rivals = {adopted, may_lapse};
    PAL_TRY(pal_amendments_beside(store, adopted->resolution, adopted->version, adopted->parent,
                                  &beside));
    PAL_TRY(pal_amendment_find_contrary(store, &rivals, &beside, &contrary));
    for (size_t i = 0; i < contrary.count; i++) {
        PAL_TRY(log_fate(store, &contrary.items[i], PAL_FATE_LAPSED, poll));
    }
    return PAL_OK;
}

/* RULE docs/rules/amendments.md
 * > An amendment of which one was adopted is put to the vote with the changes of all of those that were.
 */
static enum pal_err amend_parent(struct pal_store *store, const struct pal_amendment *adopted)
{
    struct pal_amendment parent;
    PAL_TRY(pal_amendment_read(store, adopted->parent, &parent));
    PAL_AMENDMENT_LIST(children);
    PAL_TRY(pal_amendments_beside(store, parent.resolution, parent.version, parent.id, &children));
    PAL_BUF(assembled);
    PAL_BUF(text);
    PAL_BUF(base);
    PAL_TRY(pal_amendments_assemble(store, &parent.proposed, &children, &assembled));
    PAL_TRY(pal_input_read(&text_input, pal_buf_text(&assembled), &text, NULL));
    PAL_TRY(pal_amended_text(store, &parent.base, &base));
    PAL_DIFF(diff);
    PAL_TRY(pal_diff_make(pal_buf_text(&base), pal_buf_text(&text), &diff));
    PAL_JSON(document);
    PAL_TRY(pal_document_get_json(store, &parent.proposed, &document));
    pal_json_set_text(document, "text", pal_buf_text(&text));
    struct pal_hash hash;
    PAL_TRY(pal_document_put_words(store, PAL_DOCUMENT_AMENDMENT, document, &hash, NULL));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "amendment", &parent.uuid);
    pal_json_set_int(d, "distance", (int64_t)diff.distance);
    pal_json_set_hash(d, "hash", &hash);
    return pal_change_make(store, &(struct pal_log_entry){"amendment.amend", pal_uuid_random(), d},
                           NULL);
}

/* RULE docs/rules/amendments.md
 * > It is adopted when its poll adopts it. A tie, and a poll without a quorum, reject it.
 */
enum pal_err pal_amendment_settle(struct pal_store *store, const struct pal_poll *poll,
                                  struct pal_text verdict)
{
    if (poll->amendment.value == 0) {
        return PAL_OK;
    }
    struct pal_amendment amendment;
    PAL_TRY(pal_amendment_read(store, poll->amendment, &amendment));
    if (amendment.state != PAL_AMENDMENT_VOTING) {
        return PAL_OK; /* it lapsed meanwhile */
    }
    if (!pal_text_is(verdict, "adopted")) {
        return log_fate(store, &amendment, PAL_FATE_REJECTED, &poll->uuid);
    }
    PAL_TRY(log_fate(store, &amendment, PAL_FATE_ADOPTED, &poll->uuid));
    PAL_TRY(lapse_contrary(store, &amendment, &poll->uuid));
    return amendment.parent.value == 0 ? PAL_OK : amend_parent(store, &amendment);
}
