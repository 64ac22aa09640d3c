/* fuzz_sortition.c - whatever the seed, as many are drawn as there are seats, nobody twice. */
#include <string.h>

#include "fuzz.h"
#include "poll.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *sortition = pal_method_find(pal_text_of("sortition"));
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    uint8_t head = pal_next_byte(&rest);
    enum pal_err err = pal_question_set_seats(&question, 1 + head % 16);
    PAL_CHECK(err == PAL_OK);
    err = pal_question_set_parameter(&question, pal_text_of("algorithm"),
                                     pal_text_of(head >= 128 ? "rfc3797" : "sha256"));
    PAL_CHECK(err == PAL_OK);
    struct pal_text seed = {(const char *)rest.at, rest.size};
    if (rest.size == 0 || memchr(rest.at, 0, rest.size) != NULL ||
        pal_question_set_parameter(&question, pal_text_of("seed"), seed) != PAL_OK ||
        pal_method_settle(sortition, &question, NULL) != PAL_OK ||
        pal_method_accepts(sortition, &question) != PAL_OK) {
        return 0;
    }
    PAL_PROFILE(profile, PAL_BALLOT_NONE, question.option_count);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(sortition, &question, &profile, &outcome);
    size_t pool = question.option_count;
    PAL_CHECK(outcome.elected.count == (question.seat_count < pool ? question.seat_count : pool));
    for (size_t i = 0; i < outcome.elected.count; i++) {
        for (size_t j = 0; j < i; j++) {
            PAL_CHECK(outcome.elected.at[i] != outcome.elected.at[j]);
        }
    }
    pal_check_count(sortition, &question, &profile, &outcome);
    return 0;
}
