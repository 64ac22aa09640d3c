/*
 * What the literature says of the methods that rank by pairs and by points, on every profile of up to
 * three options and five ballots and of four options and three ballots: what they have holds in all,
 * and what they lack fails in some, but for what only larger profiles show.
 */
#include <string.h>

#include "naive.h"
#include "properties.h"

enum { PROPERTIES = 7 };

/* clang-format off */
static const struct {
    const char *name;
    const char *method;
    const char *settings[3];
    /* In the order of pal_properties: '+' it has it, '-' it lacks it and these profiles show
     * it, '~' it lacks it and only larger ones show it. */
    const char *has;
} rows[] = {
    /*                                                                      maj mlo con clo smi rev mon */
    {"Schulze by winning votes",      "schulze",      {NULL},                      "+++++++"},
    {"Schulze by margins",            "schulze",      {"strength", "margins"},     "+++++++"},
    {"ranked pairs by winning votes", "ranked-pairs", {NULL},                      "+++++++"},
    {"ranked pairs by margins",       "ranked-pairs", {"strength", "margins"},     "+++++++"},
    {"minimax by winning votes",      "minimax",      {NULL},                      "+-+--~+"},
    {"minimax by margins",            "minimax",      {"strength", "margins"},     "+-+--~+"},
    {"Copeland",                      "copeland",     {NULL},                      "+++++++"},
    {"Borda",                         "borda",        {NULL},                      "-+-+-++"},
};
/* clang-format on */

static void try(const struct pal_trial *trial, bool *holds)
{
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
    for (size_t p = 0; p < PROPERTIES; p++) {
        holds[p] = holds[p] && pal_properties[p].holds(trial, &outcome);
    }
}

static void try_world(const char *method, const char *const *settings, size_t option_count,
                      bool *holds)
{
    static const char *const names[] = {"A", "B", "C", "D"};
    struct pal_trial_ranking rankings[TRIAL_RANKINGS];
    int counts[TRIAL_RANKINGS] = {0};
    int weights[TRIAL_RANKINGS];
    for (size_t i = 0; i < TRIAL_RANKINGS; i++) {
        weights[i] = 7;
    }
    struct pal_trial trial = {.method = method,
                              .names = names,
                              .option_count = option_count,
                              .seats = 1,
                              .settings = settings,
                              .rankings = rankings,
                              .counts = counts,
                              .weights = weights};
    trial.type_count = pal_trial_rankings(option_count, false, false, rankings);
    while (pal_trial_next_within(counts, trial.type_count, option_count == 4 ? 3 : 5)) {
        try(&trial, holds);
    }
}

static void has_what_it_has(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    bool holds[PROPERTIES] = {true, true, true, true, true, true, true};
    const char *const *settings = row->settings[0] != NULL ? row->settings : NULL;
    for (size_t option_count = 1; option_count <= 4; option_count++) {
        try_world(row->method, settings, option_count, holds);
    }
    for (size_t p = 0; p < PROPERTIES; p++) {
        if (holds[p] != (row->has[p] != '-')) {
            print_error("%s: %s %s\n", row->name, pal_properties[p].name,
                        holds[p] ? "holds" : "fails");
        }
    }
    for (size_t p = 0; p < PROPERTIES; p++) {
        assert_int_equal(holds[p], row->has[p] != '-');
    }
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, has_what_it_has);
    return RUN(tests);
}
