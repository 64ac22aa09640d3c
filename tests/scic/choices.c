/* choices.c - cases of elections and of amendments: what is put in order. */
#include "ballots/rules.h"
#include "base/limits.h"
#include "base/mem.h"

#include "scic.h"

/* --- elections --------------------------------------------------------------------------------------------- */

struct pal_ballots {
    uint64_t *votes; /* of each college, for each candidate */
    struct pal_seats_college *colleges;
    size_t college_count, candidate_count;
};

static const char *candidate_id(const struct pal_json *candidates, size_t i, char **keep)
{
    pal_mem_free(*keep);
    *keep = pal_text_copy(pal_case_text(pal_json_at(candidates, i), "id"));
    return *keep;
}

static enum pal_err read_college(const struct pal_case *scic, const struct pal_json *json,
                                 const struct pal_json *candidates, uint64_t *votes,
                                 uint64_t *out_ballots)
{
    PAL_STRING(id);
    if (json == NULL) {
        return PAL_OK;
    }
    const struct pal_json *counts;
    PAL_TRY(pal_case_count(json, "ballots", out_ballots, scic->where));
    PAL_TRY(pal_json_object(json, "votes", &counts, scic->where));
    for (size_t i = 0; i < pal_json_count(candidates); i++) {
        PAL_TRY(pal_case_count(counts, candidate_id(candidates, i, &id), &votes[i], scic->where));
    }
    return PAL_OK;
}

/* The college that elects, or an empty text for the assembly. A case names it, or has one only. */
static enum pal_err read_electorate(const struct pal_case *scic, bool *out_assembly,
                                    struct pal_text *out_college)
{
    struct pal_text electorate = pal_text_of("assembly");
    PAL_TRY(pal_json_optional_text(scic->input, "electorate", &electorate, scic->where));
    *out_assembly = pal_text_is(electorate, "assembly");
    *out_college = pal_case_text(scic->input, "college");
    if (!*out_assembly && !pal_text_is(electorate, "college")) {
        *out_college = electorate;
    }
    return PAL_OK;
}

/* In an assembly every college with its weight; else the one college, which weighs all. */
static enum pal_err read_ballots(const struct pal_case *scic, const struct pal_json *candidates,
                                 mpq_srcptr one, struct pal_ballots *out)
{
    const struct pal_constitution *constitution = scic->constitution;
    const struct pal_json *ballots;
    struct pal_text college;
    bool is_assembly;
    PAL_TRY(read_electorate(scic, &is_assembly, &college));
    PAL_TRY(pal_json_object(scic->input, "ballots", &ballots, scic->where));
    if (pal_json_has(ballots, "votes")) { /* of one college, without its name */
        out->college_count = 1;
        out->colleges[0] = (struct pal_seats_college){.weight = one, .votes = out->votes};
        return read_college(scic, ballots, candidates, out->votes, &out->colleges[0].ballots);
    }
    for (size_t i = 0; i < pal_json_count(ballots); i++) {
        const char *name;
        const struct pal_json *json = pal_json_member(ballots, i, &name);
        if (college.size > 0 && !pal_text_is(college, name)) {
            continue;
        }
        if (out->college_count == PAL_LIMIT_COLLEGES) {
            return PAL_ERR_LIMIT_COUNT;
        }
        size_t at = pal_constitution_college(constitution, pal_text_of(name));
        uint64_t *votes = &out->votes[out->college_count * out->candidate_count];
        struct pal_seats_college *to = &out->colleges[out->college_count++];
        *to = (struct pal_seats_college){.weight = is_assembly && at != SIZE_MAX
                                                       ? constitution->colleges[at].weight
                                                       : one,
                                         .votes = votes};
        PAL_TRY(read_college(scic, json, candidates, votes, &to->ballots));
    }
    return PAL_OK;
}

/* The elder first; of the same day, in the order of the list. */
static enum pal_err order_by_age(const struct pal_case *scic, const struct pal_json *candidates,
                                 size_t *out_order)
{
    size_t count = pal_json_count(candidates);
    struct pal_date *born PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *born);
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(pal_case_date(pal_json_at(candidates, i), "born", &born[i], scic->where));
        size_t at = i;
        while (at > 0 && born[i].days < born[out_order[at - 1]].days) {
            out_order[at] = out_order[at - 1];
            at--;
        }
        out_order[at] = i;
    }
    return PAL_OK;
}

static enum pal_err elect(const struct pal_case *scic, const struct pal_json *candidates,
                          const struct pal_ballots *ballots, mpq_t *scores)
{
    PAL_STRING(id);
    size_t count = ballots->candidate_count;
    size_t *ties PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *ties);
    size_t *order PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *order);
    int64_t seats = 1;
    PAL_TRY(pal_json_optional_int(scic->input, "seats", &seats, scic->where));
    if (seats < 1) {
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(order_by_age(scic, candidates, ties));
    pal_seats_score(ballots->colleges, ballots->college_count, count, scores);
    bool is_tied = pal_seats_fill(scores, ties, count, (size_t)seats, order);
    struct pal_json *written = pal_json_object_new();
    struct pal_json *elected = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        pal_json_set_ratio(written, candidate_id(candidates, i, &id), scores[i]);
    }
    for (size_t i = 0; i < count && i < (size_t)seats; i++) {
        pal_json_append_text(elected, pal_text_of(candidate_id(candidates, order[i], &id)));
    }
    pal_json_set(scic->out, "scores", written);
    pal_json_set(scic->out, "elected", elected);
    pal_json_set_bool(scic->out, "tie_broken_by_age", is_tied);
    return PAL_OK;
}

enum pal_err pal_case_election(const struct pal_case *scic)
{
    const struct pal_json *candidates;
    PAL_TRY(pal_json_array(scic->input, "candidates", &candidates, scic->where));
    size_t count = pal_json_count(candidates);
    struct pal_ballots ballots = {.candidate_count = count};
    ballots.votes = pal_mem_new(count * PAL_LIMIT_COLLEGES, sizeof *ballots.votes);
    ballots.colleges = pal_mem_new(PAL_LIMIT_COLLEGES, sizeof *ballots.colleges);
    mpq_t *scores = pal_ratio_array_new(count);
    PAL_RATIO(one);
    mpq_set_ui(one, 1, 1);
    enum pal_err err = read_ballots(scic, candidates, one, &ballots);
    if (err == PAL_OK) {
        err = elect(scic, candidates, &ballots, scores);
    }
    pal_ratio_array_free(scores, count);
    pal_mem_free(ballots.votes);
    pal_mem_free(ballots.colleges);
    return err;
}

/* --- amendments ---------------------------------------------------------------------------------------------- */

/* What a case holds of its amendments. */
struct pal_agenda {
    struct pal_ranked_amendment *items;
    char **ids;
    mpq_t *values;
    bool *adopted;
    size_t count;
};

static enum pal_err read_agenda(const struct pal_case *scic, const struct pal_json *array,
                                struct pal_agenda *out)
{
    const struct pal_json *results = pal_json_get(scic->input, "results");
    for (size_t i = 0; i < out->count; i++) {
        const struct pal_json *json = pal_json_at(array, i);
        struct pal_text text;
        PAL_TRY(pal_json_text(json, "id", &text, scic->where));
        PAL_TRY(pal_json_ratio(json, "value", out->values[i], scic->where));
        out->ids[i] = pal_text_copy(text);
        out->items[i] = (struct pal_ranked_amendment){.id = out->ids[i], .value = out->values[i]};
        out->adopted[i] =
            results != NULL && pal_text_is(pal_case_text(results, out->ids[i]), "adopted");
    }
    return PAL_OK;
}

static enum pal_err put_to_the_vote(const struct pal_case *scic, const struct pal_agenda *agenda)
{
    PAL_RATIO(original);
    PAL_TRY(pal_json_ratio(scic->input, "original", original, scic->where));
    size_t *order PAL_CLEANUP(pal_mem_done) = pal_mem_new(agenda->count, sizeof *order);
    enum pal_fate *fates PAL_CLEANUP(pal_mem_done) = pal_mem_new(agenda->count, sizeof *fates);
    pal_amendments_order(original, agenda->items, agenda->count, order);
    size_t winner = pal_amendments_fates(order, agenda->adopted, agenda->count, fates);
    struct pal_json *ids = pal_json_array_new();
    struct pal_json *states = pal_json_array_new();
    for (size_t i = 0; i < agenda->count; i++) {
        pal_json_append_text(ids, pal_text_of(agenda->ids[order[i]]));
        struct pal_json *row = pal_json_object_new();
        pal_json_set_string(row, "id", agenda->ids[order[i]]);
        pal_json_set_string(row, "state", pal_fate_word(fates[i]));
        pal_json_append(states, row);
    }
    pal_json_set(scic->out, "order", ids);
    pal_json_set(scic->out, "states", states);
    pal_json_set_ratio(scic->out, "text_put_to_final_vote",
                       winner == SIZE_MAX ? original : agenda->items[winner].value);
    return PAL_OK;
}

enum pal_err pal_case_amendments(const struct pal_case *scic)
{
    const struct pal_json *array;
    PAL_TRY(pal_json_array(scic->input, "amendments", &array, scic->where));
    size_t count = pal_json_count(array);
    struct pal_agenda agenda = {.count = count};
    agenda.items = pal_mem_new(count, sizeof *agenda.items);
    agenda.ids = pal_mem_new(count, sizeof *agenda.ids);
    agenda.adopted = pal_mem_new(count, sizeof *agenda.adopted);
    agenda.values = pal_ratio_array_new(count);
    enum pal_err err = read_agenda(scic, array, &agenda);
    if (err == PAL_OK) {
        err = put_to_the_vote(scic, &agenda);
    }
    for (size_t i = 0; i < count; i++) {
        pal_mem_free(agenda.ids[i]);
    }
    pal_mem_free(agenda.ids);
    pal_mem_free(agenda.items);
    pal_mem_free(agenda.adopted);
    pal_ratio_array_free(agenda.values, count);
    return err;
}
