/* minutes_debates.c - the debate on one resolution, as minutes sum it up: what was said, amended, and who stayed out. */
#include "base/fields.h"
#include "core/contributions.h"
#include "core/recusals.h"

#include "minuting.h"

/* --- contributions ---------------------------------------------------------------------------- */

struct debate {
    int64_t kinds[PAL_CONTRIBUTION_KIND_COUNT]; /* visible ones */
    int64_t hidden, withdrawn, endorsements;
    struct pal_json *answers, *concerns;
};

static void add_answer(const struct debate *debate, const struct pal_contribution *item)
{
    struct pal_json *line = pal_json_object_new();
    pal_json_set_uuid(line, "contribution", &item->uuid);
    if (item->parent.value != 0) {
        pal_json_set_uuid(line, "question", &item->parent_uuid);
    }
    pal_json_set_instant(line, "at", item->at_us);
    pal_json_set_hash(line, "text", &item->hash);
    pal_json_append(debate->answers, line);
}

static void add_concern(const struct debate *debate, const struct pal_contribution *item)
{
    struct pal_json *line = pal_json_object_new();
    pal_json_set_uuid(line, "contribution", &item->uuid);
    pal_json_set_string(line, "author", item->author);
    if (item->college.size > 0) {
        pal_json_set_text(line, "college", item->college);
    }
    pal_json_set_instant(line, "at", item->at_us);
    pal_json_set_hash(line, "text", &item->hash);
    pal_json_set_string(line, "state", pal_concern_word(item->concern));
    if (item->has_settled_by) {
        pal_json_set_uuid(line, "by", &item->settled_by);
    }
    if (item->has_note) {
        pal_json_set_hash(line, "note", &item->note);
    }
    pal_json_append(debate->concerns, line);
}

/* RULE docs/rules/minutes.md
 * > What a moderator hid and what its author took back are counted apart, and their words are not summed up.
 */
static enum pal_err add_contribution(void *context, const struct pal_contribution *item)
{
    struct debate *debate = context;
    if (item->state != PAL_CONTRIBUTION_VISIBLE) {
        debate->hidden += item->state == PAL_CONTRIBUTION_HIDDEN;
        debate->withdrawn += item->state == PAL_CONTRIBUTION_WITHDRAWN;
        return PAL_OK;
    }
    debate->kinds[item->kind]++;
    debate->endorsements += item->endorsers;
    if (item->is_official) {
        add_answer(debate, item);
    }
    if (item->kind == PAL_CONTRIBUTION_CONCERN) {
        add_concern(debate, item);
    }
    return PAL_OK;
}

static enum pal_err set_debate(struct pal_minuting *minuting, const struct pal_resolution *item,
                               struct pal_json *json)
{
    const struct pal_contributions_query query = {.resolution = item->id, .limit = INT32_MAX};
    struct pal_json *said = pal_json_object_new();
    struct debate debate = {.answers = pal_json_array_new(), .concerns = pal_json_array_new()};
    pal_json_set(json, "debate", said);
    pal_json_set(said, "answers", debate.answers);
    pal_json_set(said, "concerns", debate.concerns);
    PAL_TRY(pal_contributions_walk(minuting->store, &query, add_contribution, &debate));
    if (item->continues.value != 0) {
        const struct pal_contributions_query before = {.resolution = item->continues,
                                                       .limit = INT32_MAX};
        PAL_TRY(pal_contributions_walk(minuting->store, &before, add_contribution, &debate));
    }
    struct pal_json *kinds = pal_json_object_new();
    pal_json_set(said, "contributions", kinds);
    for (size_t i = 0; i < PAL_CONTRIBUTION_KIND_COUNT; i++) {
        pal_json_set_int(kinds, pal_contribution_kind_word((enum pal_contribution_kind)i),
                         debate.kinds[i]);
    }
    pal_json_set_int(said, "hidden", debate.hidden);
    pal_json_set_int(said, "withdrawn", debate.withdrawn);
    pal_json_set_int(said, "endorsements", debate.endorsements);
    if (item->debate_closed_us != 0) {
        pal_json_set_instant(said, "closed_at", item->debate_closed_us);
    }
    return PAL_OK;
}

/* --- amendments ------------------------------------------------------------------------------- */

struct amending {
    struct pal_minuting *minuting;
    struct pal_json *list;
};

static enum pal_err add_amendment(void *context, const struct pal_amendment *amendment)
{
    const struct amending *amending = context;
    struct pal_json *line = pal_json_object_new();
    pal_json_append(amending->list, line);
    pal_json_set_uuid(line, "amendment", &amendment->uuid);
    pal_json_set_int(line, "version", amendment->version);
    if (amendment->parent.value != 0) {
        pal_json_set_uuid(line, "parent", &amendment->parent_uuid);
    }
    pal_json_set_string(line, "author", amendment->author);
    pal_json_set_instant(line, "at", amendment->at_us);
    pal_json_set_hash(line, "text", &amendment->hash);
    pal_json_set_int(line, "distance", amendment->distance);
    pal_json_set_int(line, "supporters", amendment->supporters);
    pal_json_set_string(line, "state", pal_amendment_state_word(amendment->state));
    pal_json_set_bool(line, "consolidated", amendment->is_settled);
    const struct pal_minutes_subject subject = {.amendment = amendment->id};
    struct pal_json *polls = pal_json_array_new();
    pal_json_set(line, "polls", polls);
    return pal_minutes_polls(amending->minuting, &subject, polls);
}

/* --- recusals --------------------------------------------------------------------------------- */

struct staying_out {
    struct pal_minuting *minuting;
    int64_t colleges[PAL_LIMIT_COLLEGES + 1]; /* the last: of no college */
};

static enum pal_err count_recusal(void *context, const struct pal_recusal *recusal)
{
    struct staying_out *out = context;
    size_t college;
    PAL_TRY(pal_minuting_college(out->minuting, recusal->member, &college));
    out->colleges[college < PAL_LIMIT_COLLEGES ? college : PAL_LIMIT_COLLEGES]++;
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > Recusals are counted by college; who is recused, and on which ground, is not said.
 */
static enum pal_err set_recusals(struct pal_minuting *minuting, const struct pal_resolution *item,
                                 struct pal_json *json)
{
    const struct pal_constitution *constitution = &minuting->constitution;
    struct staying_out out = {.minuting = minuting};
    struct pal_json *list = pal_json_array_new();
    pal_json_set(json, "recusals", list);
    PAL_TRY(pal_recusals_walk(minuting->store, item->id, count_recusal, &out));
    for (size_t i = 0; i <= PAL_LIMIT_COLLEGES; i++) {
        if (out.colleges[i] > 0) {
            struct pal_json *line = pal_json_object_new();
            bool has_college = i < constitution->college_count;
            pal_json_set_string(line, "college",
                                has_college ? constitution->colleges[i].id : "all");
            pal_json_set_int(line, "count", out.colleges[i]);
            pal_json_append(list, line);
        }
    }
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > What was written under the resolution of the first call, and proposed to amend it, belongs to the one of the second call that takes
 * > it up.
 */
enum pal_err pal_minutes_debate(struct pal_minuting *minuting, const struct pal_resolution *item,
                                struct pal_json *json)
{
    const struct pal_amendments_query query = {.resolution = item->id, .limit = INT32_MAX};
    struct amending amending = {minuting, pal_json_array_new()};
    pal_json_set(json, "amendments", amending.list);
    if (item->continues.value != 0) {
        const struct pal_amendments_query before = {.resolution = item->continues,
                                                    .limit = INT32_MAX};
        pal_json_set_uuid(json, "continues", &item->continues_uuid);
        PAL_TRY(pal_amendments_walk(minuting->store, &before, add_amendment, &amending));
    }
    PAL_TRY(pal_amendments_walk(minuting->store, &query, add_amendment, &amending));
    PAL_TRY(set_debate(minuting, item, json));
    PAL_TRY(set_recusals(minuting, item, json));
    return pal_minutes_speeches(minuting, item->id, json);
}
