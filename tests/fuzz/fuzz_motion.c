/* fuzz_motion.c - a motion is adopted exactly when its votes for pass the threshold of the base. */
#include <string.h>

#include "fuzz.h"
#include "poll.h"

static const char *const names[] = {"for", "against", "abstain"};
static const char *const bases[] = {"expressed", "present", "members"};

static void set(struct pal_question *question, const char *name, const char *value)
{
    enum pal_err err = pal_question_set_parameter(question, pal_text_of(name), pal_text_of(value));
    PAL_CHECK(err == PAL_OK);
}

static void ask(struct pal_bytes *bytes, struct pal_question *question, mpq_t out_threshold)
{
    uint8_t head = pal_next_byte(bytes);
    int64_t den = 1 + pal_next_byte(bytes) % 16;
    pal_ratio_set(out_threshold, pal_next_byte(bytes) % (den + 1), den);
    for (size_t i = 0; i < 3; i++) {
        enum pal_err err = pal_question_add_option(question, pal_text_of(names[i]));
        PAL_CHECK(err == PAL_OK);
    }
    PAL_BUF(threshold);
    pal_ratio_write(out_threshold, &threshold);
    set(question, "threshold", threshold.bytes);
    set(question, "strict", head % 2 == 0 ? "true" : "false");
    set(question, "base", bases[head / 2 % 3]);
    set(question, "members", "1000");
}

/* The base written again, apart from the method. */
static void set_base(const struct pal_question *question, const struct pal_outcome *outcome,
                     mpq_t base)
{
    const char *said = pal_question_parameter(question, "base");
    if (strcmp(said, "members") == 0) {
        pal_ratio_set(base, 1000, 1);
        return;
    }
    mpq_add(base, outcome->totals.at[0].value, outcome->totals.at[1].value);
    if (strcmp(said, "present") == 0) {
        mpq_add(base, base, outcome->totals.at[2].value);
        mpq_add(base, base, outcome->blank);
        mpq_add(base, base, outcome->spoilt);
    }
}

static void check_verdict(const struct pal_question *question, const struct pal_outcome *outcome,
                          mpq_srcptr threshold)
{
    PAL_RATIO(needed);
    set_base(question, outcome, needed);
    mpq_mul(needed, needed, threshold);
    mpq_srcptr favour = outcome->totals.at[0].value;
    bool expressed = mpq_sgn(favour) > 0 || mpq_sgn(outcome->totals.at[1].value) > 0;
    bool strict = strcmp(pal_question_parameter(question, "strict"), "true") == 0;
    int margin = mpq_cmp(favour, needed);
    bool adopted = expressed && (strict ? margin > 0 : margin >= 0);
    PAL_CHECK(adopted == (outcome->verdict == PAL_VERDICT_ADOPTED));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    const struct pal_method *motion = pal_method_find(pal_text_of("motion"));
    PAL_QUESTION(question);
    PAL_RATIO(threshold);
    ask(&rest, &question, threshold);
    enum pal_err err = pal_method_settle(motion, &question, NULL);
    PAL_CHECK(err == PAL_OK);
    err = pal_method_accepts(motion, &question);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 3);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(motion, &question, &profile);
    PAL_OUTCOME(outcome, 3);
    pal_method_count(motion, &question, &profile, &outcome);
    check_verdict(&question, &outcome, threshold);
    pal_check_count(motion, &question, &profile, &outcome);
    PAL_DECISION(decision);
    pal_method_decides(motion, &question, &outcome, &decision);
    return 0;
}
