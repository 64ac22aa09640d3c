/*
 * fuzz_decide.c - a fragment of a constitution, a NUL, then votes of four bytes each: member, holder,
 * college and channel, choice. Whatever they say, a decision is refused or is the same twice, and its
 * figures hold together.
 */
#include <string.h>

#include "ballots/decide.h"
#include "base/check.h"
#include "base/limits.h"

#include "fuzz.h"

enum { VOTES_MAX = 64, CHOICES = 3 };

struct roll {
    struct pal_vote votes[VOTES_MAX];
    struct pal_box_ballot ballots[VOTES_MAX];
    int32_t marks[VOTES_MAX][CHOICES];
    size_t vote_count, ballot_count;
    uint64_t members[PAL_LIMIT_COLLEGES];
};

static void read_votes(const uint8_t *bytes, size_t size, struct roll *out)
{
    for (size_t at = 0; at + 4 <= size && out->vote_count < VOTES_MAX; at += 4) {
        const uint8_t *from = bytes + at;
        struct pal_vote *vote = &out->votes[out->vote_count];
        *vote = (struct pal_vote){.member = from[0],
                                  .holder = from[1],
                                  .college = from[2] >> 4,
                                  .channel = (enum pal_channel)(from[2] % PAL_CHANNEL_COUNT),
                                  .is_late = (from[3] & 128) != 0};
        if (vote->channel != PAL_CHANNEL_BLANK_PROXY) {
            int32_t *marks = out->marks[out->vote_count];
            marks[from[3] % CHOICES] = from[3] % 7;
            out->ballots[out->ballot_count++] = (struct pal_box_ballot){
                .vote = out->vote_count,
                .ballot = {.state = PAL_BALLOT_COUNTED, .marks = marks, .mark_count = CHOICES}};
        }
        out->vote_count++;
    }
    for (size_t i = 0; i < PAL_LIMIT_COLLEGES; i++) {
        out->members[i] = i % 5 == 4 ? 0 : 16 + i;
    }
}

static void check(const struct pal_result *result)
{
    uint64_t present = 0;
    for (size_t i = 0; i < result->college_count; i++) {
        const struct pal_tally *tally = &result->colleges[i].tally;
        PAL_CHECK(tally->present <= tally->members);
        present += tally->present;
    }
    PAL_CHECK(result->has_outcome || result->favour_heads + result->against_heads <= present);
    PAL_CHECK(!result->has_ratio || mpq_sgn(result->ratio) >= 0);
    PAL_CHECK(!result->has_ratio || mpq_cmp_ui(result->ratio, 1, 1) <= 0);
    PAL_CHECK(result->kind != PAL_RESULT_ADOPTED || result->has_ratio);
}

static void decide(const struct pal_constitution *constitution, const struct roll *roll,
                   const char *method, struct pal_buf *out)
{
    static const char *const choices[CHOICES] = {"for", "against", "abstain"};
    PAL_QUESTION(question);
    for (size_t i = 0; i < CHOICES; i++) {
        enum pal_err err = pal_question_add_option(&question, pal_text_of(choices[i]));
        PAL_CHECK(err == PAL_OK);
    }
    struct pal_decide_spec spec = {.method = pal_text_of(method),
                                   .question = &question,
                                   .decision_class = pal_text_of("ordinary"),
                                   .electorate = PAL_ELECTORATE_ASSEMBLY,
                                   .members = roll->members,
                                   .votes = roll->votes,
                                   .vote_count = roll->vote_count,
                                   .ballots = roll->ballots,
                                   .ballot_count = roll->ballot_count};
    enum pal_err err = pal_method_settle(pal_method_find(spec.method), &question, NULL);
    PAL_CHECK(err == PAL_OK);
    PAL_RESULT(result);
    if (pal_decide(constitution, &spec, &result, NULL) != PAL_OK) {
        return;
    }
    check(&result);
    PAL_JSON(json);
    json = pal_result_write(&result, constitution, &spec);
    pal_json_write(json, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *end = size == 0 ? NULL : memchr(bytes, 0, size);
    size_t head = end == NULL ? size : (size_t)(end - bytes);
    PAL_JSON(json);
    PAL_CONSTITUTION(constitution);
    if (pal_json_parse((struct pal_text){(const char *)bytes, head}, 1 << 14, &json, NULL) !=
            PAL_OK ||
        pal_constitution_parse(json, PAL_CONSTITUTION_FRAGMENT, &constitution, NULL) != PAL_OK) {
        return 0;
    }
    struct roll roll = {0};
    if (end != NULL) {
        read_votes(end + 1, size - head - 1, &roll);
    }
    static const char *const methods[] = {"motion", "plurality"};
    for (size_t i = 0; i < 2; i++) {
        PAL_BUF(once);
        PAL_BUF(twice);
        decide(&constitution, &roll, methods[i], &once);
        decide(&constitution, &roll, methods[i], &twice);
        PAL_CHECK(pal_text_equal(pal_buf_text(&once), pal_buf_text(&twice)));
    }
    return 0;
}
