/* resolution.c - cases of resolutions: from tallies by college, or from a roll of ballots. */
#include <string.h>

#include "ballots/decide.h"
#include "base/mem.h"

#include "scic.h"

static const char *const choices[] = {"for", "against", "abstain"};
enum { CHOICE_COUNT = 3 };

/* What a case holds, ready to be decided. */
struct pal_scene {
    const struct pal_case *scic;
    size_t college_count;
    uint64_t *members;
    struct pal_tally *tallies;
    struct pal_tally *second_round;
    struct pal_vote *votes;
    struct pal_box_ballot *ballots;
    size_t vote_count, ballot_count;
    struct pal_decide_spec spec;
};

static void scene_done(struct pal_scene *scene)
{
    pal_mem_free(scene->members);
    pal_mem_free(scene->tallies);
    pal_mem_free(scene->second_round);
    pal_mem_free(scene->votes);
    pal_mem_free(scene->ballots);
}

static const char *college_id(const struct pal_scene *scene, size_t i)
{
    const struct pal_constitution *constitution = scene->scic->constitution;
    return constitution->college_count == 0 ? "all" : constitution->colleges[i].id;
}

/* Adds a tally to that one. Blank and void papers are abstentions, where a case tells them apart. */
static enum pal_err read_tally(const struct pal_json *json, struct pal_tally *out,
                               struct pal_where *where)
{
    static const char *const papers[] = {"abstain", "blank", "void", "spoilt"};
    struct pal_tally tally = {0};
    PAL_TRY(pal_case_count(json, "members", &tally.members, where));
    PAL_TRY(pal_case_count(json, "for", &tally.favour, where));
    PAL_TRY(pal_case_count(json, "against", &tally.against, where));
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        uint64_t count;
        PAL_TRY(pal_case_count(json, papers[i], &count, where));
        tally.abstain += count;
    }
    tally.present = tally.favour + tally.against + tally.abstain;
    if (pal_json_get(json, "present") != NULL) {
        PAL_TRY(pal_case_count(json, "present", &tally.present, where));
    }
    out->members += tally.members;
    out->present += tally.present;
    out->favour += tally.favour;
    out->against += tally.against;
    out->abstain += tally.abstain;
    return PAL_OK;
}

/* Without colleges the tally is that of "all", or whatever tallies there are, together. */
static enum pal_err read_heads(struct pal_scene *scene, const struct pal_json *tallies)
{
    for (size_t i = 0; i < pal_json_count(tallies); i++) {
        const char *name;
        const struct pal_json *tally = pal_json_member(tallies, i, &name);
        PAL_TRY(read_tally(tally, &scene->tallies[0], scene->scic->where));
    }
    return PAL_OK;
}

static enum pal_err read_tallies(struct pal_scene *scene)
{
    const struct pal_json *tallies;
    PAL_TRY(pal_json_object(scene->scic->input, "tallies", &tallies, scene->scic->where));
    const struct pal_json *second = pal_json_get(scene->scic->input, "second_round");
    scene->tallies = pal_mem_new(scene->college_count, sizeof *scene->tallies);
    scene->second_round = pal_mem_new(scene->college_count, sizeof *scene->second_round);
    bool is_heads = scene->scic->constitution->college_count == 0 || pal_json_has(tallies, "all");
    if (is_heads) {
        PAL_TRY(read_heads(scene, tallies));
    }
    for (size_t i = 0; i < scene->college_count; i++) {
        const struct pal_json *tally = pal_json_get(tallies, college_id(scene, i));
        if (!is_heads && tally != NULL) {
            PAL_TRY(read_tally(tally, &scene->tallies[i], scene->scic->where));
        }
        const struct pal_json *again =
            second == NULL ? NULL : pal_json_get(second, college_id(scene, i));
        if (again != NULL) {
            PAL_TRY(read_tally(again, &scene->second_round[i], scene->scic->where));
        }
        scene->members[i] = scene->tallies[i].members;
    }
    scene->spec.tallies = scene->tallies;
    scene->spec.second_round = scene->second_round;
    return PAL_OK;
}

/* --- the roll ----------------------------------------------------------------------------------------- */

/* The place of a member in the list, which is their key; SIZE_MAX for a stranger. */
static size_t member_at(const struct pal_json *members, struct pal_text id)
{
    for (size_t i = 0; i < pal_json_count(members); i++) {
        struct pal_text other = pal_case_text(pal_json_at(members, i), "id");
        if (other.size > 0 && pal_text_equal(other, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static enum pal_err college_of(const struct pal_scene *scene, const struct pal_json *member,
                               size_t *out_college)
{
    *out_college = 0;
    if (scene->scic->constitution->college_count == 0) {
        return PAL_OK;
    }
    struct pal_text id;
    PAL_TRY(pal_json_text(member, "college", &id, scene->scic->where));
    *out_college = pal_constitution_college(scene->scic->constitution, id);
    return *out_college == SIZE_MAX ? PAL_ERR_MEMBER_COLLEGE : PAL_OK;
}

/* The text under the first of those names that is there, or an empty one. */
static struct pal_text first_text(const struct pal_json *json, const char *const *names)
{
    struct pal_text text = {0};
    for (size_t i = 0; names[i] != NULL && text.size == 0; i++) {
        text = pal_case_text(json, names[i]);
    }
    return text;
}

/* Is one instant written as in RFC 3339 after another? A limit that is a date lasts that day. */
static bool is_after(struct pal_text instant, struct pal_text limit)
{
    size_t size = instant.size < limit.size ? instant.size : limit.size;
    return memcmp(instant.bytes, limit.bytes, size) > 0;
}

/* A postal form is late when the case says so, or came after the limit that it states, or too few
 * days before the meeting. */
static enum pal_err read_late(const struct pal_scene *scene, const struct pal_json *json,
                              bool *out_late)
{
    static const char *const words[] = {"late", "is_late", "received_late"};
    static const char *const received_names[] = {"received", "received_at", "received_on", NULL};
    static const char *const limit_names[] = {"postal_deadline", "deadline", NULL};
    struct pal_where *where = scene->scic->where;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        PAL_TRY(pal_json_optional_bool(json, words[i], out_late, where));
    }
    struct pal_text received = first_text(json, received_names);
    if (received.size == 0) {
        return PAL_OK;
    }
    struct pal_text limit = first_text(scene->scic->input, limit_names);
    if (limit.size > 0) {
        *out_late = is_after(received, limit);
        return PAL_OK;
    }
    struct pal_date day;
    struct pal_date meeting;
    received.size =
        received.size < sizeof "2026-06-20" - 1 ? received.size : sizeof "2026-06-20" - 1;
    PAL_TRY(pal_date_parse(received, &day));
    PAL_TRY(pal_case_date(scene->scic->input, "meeting", &meeting, where));
    *out_late = !pal_deadlines_postal(scene->scic->constitution, day, meeting);
    return PAL_OK;
}

/* What is neither for nor against is an abstention: blank and void papers are. */
static void read_choice(struct pal_scene *scene, const struct pal_json *json)
{
    static const int32_t marks[CHOICE_COUNT][CHOICE_COUNT] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    struct pal_text choice = pal_case_text(json, "choice");
    size_t at = CHOICE_COUNT - 1;
    for (size_t i = 0; i < CHOICE_COUNT; i++) {
        at = pal_text_is(choice, choices[i]) ? i : at;
    }
    scene->ballots[scene->ballot_count++] = (struct pal_box_ballot){
        .vote = scene->vote_count,
        .ballot = {.state = PAL_BALLOT_COUNTED, .marks = marks[at], .mark_count = CHOICE_COUNT}};
}

static enum pal_err read_vote(struct pal_scene *scene, const struct pal_json *members,
                              const struct pal_json *json)
{
    struct pal_where *where = scene->scic->where;
    struct pal_vote *vote = &scene->votes[scene->vote_count];
    struct pal_text text;
    PAL_TRY(pal_json_text(json, "channel", &text, where));
    if (!pal_channel_read(text, &vote->channel)) {
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_text(json, "member", &text, where));
    vote->member = member_at(members, text);
    if (vote->member == SIZE_MAX) {
        return PAL_ERR_ROLL_ABSENT;
    }
    PAL_TRY(college_of(scene, pal_json_at(members, vote->member), &vote->college));
    text = (struct pal_text){0};
    PAL_TRY(pal_json_optional_text(json, "holder", &text, where));
    vote->holder = member_at(members, text);
    PAL_TRY(read_late(scene, json, &vote->is_late));
    if (vote->channel != PAL_CHANNEL_BLANK_PROXY) {
        read_choice(scene, json);
    }
    scene->vote_count++;
    return PAL_OK;
}

static enum pal_err read_roll(struct pal_scene *scene)
{
    const struct pal_json *members;
    const struct pal_json *ballots;
    PAL_TRY(pal_json_array(scene->scic->input, "members", &members, scene->scic->where));
    PAL_TRY(pal_json_array(scene->scic->input, "ballots", &ballots, scene->scic->where));
    for (size_t i = 0; i < pal_json_count(members); i++) {
        size_t college;
        PAL_TRY(college_of(scene, pal_json_at(members, i), &college));
        scene->members[college]++;
    }
    scene->votes = pal_mem_new(pal_json_count(ballots), sizeof *scene->votes);
    scene->ballots = pal_mem_new(pal_json_count(ballots), sizeof *scene->ballots);
    for (size_t i = 0; i < pal_json_count(ballots); i++) {
        PAL_TRY(read_vote(scene, members, pal_json_at(ballots, i)));
    }
    scene->spec.votes = scene->votes;
    scene->spec.vote_count = scene->vote_count;
    scene->spec.ballots = scene->ballots;
    scene->spec.ballot_count = scene->ballot_count;
    return pal_json_optional_bool(scene->scic->input, "board_approved", &scene->spec.board_approved,
                                  scene->scic->where);
}

/* --- the answer ------------------------------------------------------------------------------------------ */

static void copy(const struct pal_json *from, const char *name, struct pal_json *to)
{
    if (pal_json_has(from, name)) {
        pal_json_set(to, name, pal_json_copy(pal_json_get(from, name)));
    }
}

/* The members of the answer that a case speaks of; a ratio that does not exist is null. */
static void answer(const struct pal_json *result, struct pal_json *out)
{
    static const char *const names[] = {"quorum",         "weighting_suspended",
                                        "colleges",       "heads",
                                        "for_weight",     "ratio",
                                        "against_weight", "tie",
                                        "reason",         "outcome"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        copy(result, names[i], out);
    }
    if (pal_json_has(result, "reason") && !pal_json_has(result, "ratio")) {
        pal_json_set_null(out, "ratio");
    }
}

static void answer_roll(const struct pal_case *scic, const struct pal_result *result,
                        const struct pal_json *written)
{
    copy(written, "tallies", scic->out);
    const struct pal_json *ballots = pal_json_get(scic->input, "ballots");
    struct pal_json *voids = pal_json_array_new();
    for (size_t i = 0; i < result->void_count; i++) {
        const struct pal_json *ballot = pal_json_at(ballots, result->voids[i].vote);
        struct pal_json *row = pal_json_object_new();
        copy(ballot, "member", row);
        pal_json_set_string(row, "reason", pal_void_word(result->voids[i].reason));
        pal_json_append(voids, row);
    }
    pal_json_set(scic->out, "void", voids);
}

static enum pal_err decide(struct pal_scene *scene, bool is_roll)
{
    const struct pal_case *scic = scene->scic;
    PAL_QUESTION(question);
    for (size_t i = 0; i < CHOICE_COUNT; i++) {
        PAL_TRY(pal_question_add_option(&question, pal_text_of(choices[i])));
    }
    scene->spec.method = pal_text_of("motion");
    PAL_TRY(pal_method_settle(pal_method_find(scene->spec.method), &question, scic->where));
    scene->spec.question = &question;
    scene->spec.electorate = PAL_ELECTORATE_ASSEMBLY;
    scene->spec.members = scene->members;
    scene->spec.decision_class = pal_text_of("ordinary");
    PAL_TRY(
        pal_json_optional_text(scic->input, "decision", &scene->spec.decision_class, scic->where));
    PAL_TRY(pal_case_call(scic, &scene->spec.call));
    PAL_RESULT(result);
    PAL_TRY(pal_decide(scic->constitution, &scene->spec, &result, scic->where));
    PAL_JSON(written);
    written = pal_result_write(&result, scic->constitution, &scene->spec);
    answer(written, scic->out);
    if (is_roll) {
        answer_roll(scic, &result, written);
    }
    return PAL_OK;
}

static enum pal_err run(const struct pal_case *scic, bool is_roll)
{
    size_t colleges = scic->constitution->college_count;
    struct pal_scene scene = {.scic = scic, .college_count = colleges == 0 ? 1 : colleges};
    scene.members = pal_mem_new(scene.college_count, sizeof *scene.members);
    enum pal_err err = is_roll ? read_roll(&scene) : read_tallies(&scene);
    if (err == PAL_OK) {
        err = decide(&scene, is_roll);
    }
    scene_done(&scene);
    return err;
}

enum pal_err pal_case_resolution(const struct pal_case *scic)
{
    return run(scic, false);
}

enum pal_err pal_case_roll(const struct pal_case *scic)
{
    return run(scic, true);
}
