/* How many proxies a member may hold. */
#include "ballots/rules.h"

#include "statutes.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *fragment;
    uint64_t members, cap;
} rows[] = {
    {"nothing said, no cap",                "{}", 100, UINT64_MAX},
    {"the cap of the statutes",             "{'proxy':{'max_per_holder':2}}", 100, 2},
    {"none allowed to any holder",          "{'proxy':{'max_per_holder':0}}", 100, 0},
    {"by law, nineteen members",            "{'proxy':{'max_per_holder':'law'}}", 19, 1},
    {"by law, thirty-nine members",         "{'proxy':{'max_per_holder':'law'}}", 39, 1},
    {"by law, forty members",               "{'proxy':{'max_per_holder':'law'}}", 40, 2},
    {"a SCOP without a word",               "{'regime':'fr-scop'}", 100, 5},
    {"a SCOP with a smaller cap",           "{'regime':'fr-scop','proxy':{'max_per_holder':3}}", 100, 3},
    {"a SCOP with a larger cap",            "{'regime':'fr-scop','proxy':{'max_per_holder':9}}", 100, 5},
};
/* clang-format on */

static void caps(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    statutes(row->fragment, &constitution);
    assert_true(pal_proxies_cap(&constitution, row->members) == row->cap);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, caps);
    return RUN(tests);
}
