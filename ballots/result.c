/*
 * result.c - a decision with all its figures, as an object and as JSON.
 */
#include "base/check.h"
#include "base/mem.h"

#include "counting.h"

const char *pal_result_kind_word(enum pal_result_kind kind)
{
    switch (kind) {
    case PAL_RESULT_NO_QUORUM: return "no_quorum";
    case PAL_RESULT_ADOPTED: return "adopted";
    case PAL_RESULT_REJECTED: return "rejected";
    case PAL_RESULT_COUNTED: return "counted";
    }
    PAL_CHECK(false);
}

void pal_result_done(struct pal_result *result)
{
    if (result->steps == NULL) {
        return;
    }
    for (size_t i = 0; i < result->college_count; i++) {
        pal_mem_free(result->colleges[i].id);
        mpq_clear(result->colleges[i].weight);
        pal_carried_done(&result->colleges[i].carried);
    }
    pal_mem_free(result->colleges);
    pal_mem_free(result->voids);
    pal_quorum_done(&result->quorum);
    mpq_clears(result->favour_weight, result->against_weight, result->ratio, (mpq_ptr)NULL);
    pal_outcome_done(&result->outcome);
    pal_json_free(result->seats);
    pal_json_free(result->steps);
    *result = (struct pal_result){0};
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static bool takes_part(const struct pal_decide_spec *spec, size_t college)
{
    return spec->electorate == PAL_ELECTORATE_ASSEMBLY || (size_t)spec->electorate == college;
}

static struct pal_json *quorum_new(const struct pal_quorum *quorum)
{
    struct pal_json *json = pal_json_object_new();
    pal_counting_figure(json, "present", quorum->present);
    pal_counting_figure(json, "members", quorum->members);
    pal_json_set_ratio(json, "reached", quorum->reached);
    pal_json_set_ratio(json, "required", quorum->required);
    pal_json_set_bool(json, "met", quorum->met);
    return json;
}

static struct pal_json *tally_new(const struct pal_tally *tally, bool is_motion)
{
    struct pal_json *json = pal_json_object_new();
    pal_counting_figure(json, "members", tally->members);
    pal_counting_figure(json, "present", tally->present);
    if (is_motion) {
        pal_counting_figure(json, "for", tally->favour);
        pal_counting_figure(json, "against", tally->against);
        pal_counting_figure(json, "abstain", tally->abstain);
    }
    return json;
}

static struct pal_json *ballots_new(const struct pal_result_college *college)
{
    struct pal_json *json = pal_json_object_new();
    pal_counting_figure(json, "counted", college->counted);
    pal_counting_figure(json, "blank", college->blank);
    pal_counting_figure(json, "spoilt", college->spoilt);
    pal_counting_figure(json, "abstaining", college->abstaining);
    pal_counting_figure(json, "blank_proxies", college->blank_proxies);
    return json;
}

static struct pal_json *college_new(const struct pal_result_college *college, bool is_motion)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_ratio(json, "weight", college->weight);
    pal_json_set_string(json, "state", pal_college_state_word(college->carried.state));
    if (!is_motion) {
        return json;
    }
    pal_counting_figure(json, "expressed", college->carried.favour + college->carried.against);
    if (college->has_second_round) {
        struct pal_json *second = pal_json_object_new();
        pal_counting_figure(second, "for", college->second_round.favour);
        pal_counting_figure(second, "against", college->second_round.against);
        pal_json_set(json, "second_round", second);
    }
    pal_json_set_ratio(json, "for_weight", college->carried.favour_weight);
    pal_json_set_ratio(json, "against_weight", college->carried.against_weight);
    return json;
}

static void write_counts(const struct pal_result *result, const struct pal_decide_spec *spec,
                         bool is_motion, struct pal_json *json)
{
    struct pal_json *tallies = pal_json_object_new();
    struct pal_json *ballots = pal_json_object_new();
    for (size_t i = 0; i < result->college_count; i++) {
        const struct pal_result_college *college = &result->colleges[i];
        if (takes_part(spec, i)) {
            pal_json_set(tallies, college->id, tally_new(&college->tally, is_motion));
            pal_json_set(ballots, college->id, ballots_new(college));
        }
    }
    struct pal_json *voids = pal_json_array_new();
    for (size_t i = 0; i < result->void_count; i++) {
        struct pal_json *row = pal_json_object_new();
        pal_counting_figure(row, "vote", result->voids[i].vote);
        pal_json_set_string(row, "reason", pal_void_word(result->voids[i].reason));
        pal_json_append(voids, row);
    }
    pal_json_set(json, "tallies", tallies);
    pal_json_set(json, "ballots", ballots);
    pal_json_set(json, "void", voids);
}

static void write_colleges(const struct pal_result *result, bool is_motion, struct pal_json *json)
{
    struct pal_json *colleges = pal_json_object_new();
    for (size_t i = 0; i < result->college_count; i++) {
        const struct pal_result_college *college = &result->colleges[i];
        pal_json_set(colleges, college->id, college_new(college, is_motion));
    }
    pal_json_set(json, "colleges", colleges);
}

static void write_motion(const struct pal_result *result, struct pal_json *json)
{
    if (result->is_weighted) {
        pal_json_set_ratio(json, "for_weight", result->favour_weight);
        pal_json_set_ratio(json, "against_weight", result->against_weight);
    } else {
        struct pal_json *heads = pal_json_object_new();
        pal_counting_figure(heads, "for", result->favour_heads);
        pal_counting_figure(heads, "against", result->against_heads);
        pal_counting_figure(heads, "expressed", result->favour_heads + result->against_heads);
        pal_json_set(json, "heads", heads);
    }
    if (result->has_ratio) {
        pal_json_set_ratio(json, "ratio", result->ratio);
    }
    if (result->is_tie) {
        pal_json_set_bool(json, "tie", true);
    }
    if (result->reason != NULL) {
        pal_json_set_string(json, "reason", result->reason);
    }
}

static void write_poll(const struct pal_constitution *constitution,
                       const struct pal_decide_spec *spec, struct pal_json *json)
{
    const struct pal_method *method = pal_method_find(spec->method);
    PAL_CHECK(method != NULL);
    struct pal_json *named = pal_json_object_new();
    pal_json_set_string(named, "id", method->id);
    pal_json_set_int(named, "version", method->version);
    pal_json_set_string(named, "rule", method->rule);
    pal_json_set(json, "method", named);
    pal_json_set_text(json, "decision_class", spec->decision_class);
    pal_json_set_string(json, "call", spec->call == PAL_CALL_FIRST ? "first" : "second");
    pal_json_set_string(json, "electorate",
                        spec->electorate == PAL_ELECTORATE_ASSEMBLY
                            ? "assembly"
                            : constitution->colleges[spec->electorate].id);
    char hash[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&constitution->hash, hash);
    pal_json_set_string(json, "constitution", hash);
}

/* With as many seats as were counted. */
static struct pal_json *count_new(const struct pal_result *result,
                                  const struct pal_decide_spec *spec)
{
    const struct pal_method *method = pal_method_find(spec->method);
    struct pal_question counted = *spec->question; /* lent but for its seats */
    counted.seat_count = pal_board_seats(spec->board, method, spec->question);
    return pal_outcome_json_new(&result->outcome, method, &counted);
}

struct pal_json *pal_result_write(const struct pal_result *result,
                                  const struct pal_constitution *constitution,
                                  const struct pal_decide_spec *spec)
{
    struct pal_json *json = pal_json_object_new();
    bool is_motion = pal_text_is(spec->method, "motion");
    write_poll(constitution, spec, json);
    write_counts(result, spec, is_motion, json);
    if (result->quorum.applies) {
        pal_json_set(json, "quorum", quorum_new(&result->quorum));
    }
    if (result->is_suspended) {
        pal_json_set_bool(json, "weighting_suspended", true);
    }
    if (result->is_weighted) {
        write_colleges(result, is_motion, json);
    }
    if (is_motion && result->kind != PAL_RESULT_NO_QUORUM) {
        write_motion(result, json);
    }
    if (result->has_outcome) {
        pal_json_set(json, "count", count_new(result, spec));
    }
    if (result->seats != NULL) {
        pal_json_set(json, "seats", pal_json_copy(result->seats));
    }
    pal_json_set_string(json, "outcome", pal_result_kind_word(result->kind));
    pal_json_set(json, "explanation", pal_json_copy(result->steps));
    return json;
}
