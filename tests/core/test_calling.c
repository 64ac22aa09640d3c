/* Calling polls: what an assembly may decide, and who may stand. */
#include "core/polls.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/voting.h"

/* --- what may be asked --------------------------------------------------------------------------- */

static enum pal_err ask(struct pal_scene *scene, enum pal_assembly_kind kind,
                        const char *decision_class)
{
    struct pal_assembly_id assembly = pal_meeting_draft(scene, kind);
    const struct pal_poll_spec spec = {
        .assembly = assembly,
        .kind = PAL_POLL_CHOICE,
        .title = pal_text_of("Shall we?"),
        .decision_class = pal_text_of(decision_class),
        .method = pal_text_of("motion"),
        .opens_us = scene->now_us,
        .closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    return pal_poll_create(scene->store, &spec, NULL, &poll);
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_assembly_kind kind;
    const char *decision_class;
    enum pal_err err;
} classes[] = {
    {"an ordinary assembly decides what is ordinary",
        PAL_ASSEMBLY_ORDINARY, "ordinary", PAL_OK},
    {"an ordinary assembly decides nothing extraordinary, by whatever poll",
        PAL_ASSEMBLY_ORDINARY, "extraordinary", PAL_ERR_RESOLUTION_CLASS},
    {"an extraordinary assembly decides nothing ordinary, by whatever poll",
        PAL_ASSEMBLY_EXTRAORDINARY, "ordinary", PAL_ERR_RESOLUTION_CLASS},
    {"a combined assembly decides both",
        PAL_ASSEMBLY_COMBINED, "extraordinary", PAL_OK},
};
/* clang-format on */

static void decides_by_kind(void **state)
{
    const __typeof__(classes[0]) *row = *state;
    PAL_SCENE(scene);
    EXPECT_ERR(ask(&scene, row->kind, row->decision_class), row->err);
}

/* --- who stands ------------------------------------------------------------------------------------ */

static enum pal_err stand(struct pal_scene *scene, const struct pal_poll_option *options,
                          size_t count, struct pal_where *out_where)
{
    const struct pal_poll_spec spec = {
        .assembly = pal_meeting_draft(scene, PAL_ASSEMBLY_ORDINARY),
        .kind = PAL_POLL_ELECTION,
        .title = pal_text_of("Board"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("approval"),
        .seats = 2,
        .options = options,
        .option_count = count,
        .opens_us = scene->now_us,
        .closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    return pal_poll_create(scene->store, &spec, out_where, &poll);
}

static void a_member_stands_once(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_where where = {0};
    const struct pal_poll_option options[] = {
        {.label = pal_text_of("Ada"), .member = scene.members[PAL_ADA]},
        {.label = pal_text_of("Bruno"), .member = scene.members[PAL_BRUNO]},
        {.label = pal_text_of("Ada Colonna"), .member = scene.members[PAL_ADA]},
    };
    EXPECT_ERR(stand(&scene, options, 2, &where), PAL_OK);
    EXPECT_ERR_AT(stand(&scene, options, 3, &where), PAL_ERR_QUESTION_OPTION_NAMES, where,
                  "/options/2/member");
}

int main(void)
{
    TESTS(tests, 5);
    TABLE(tests, classes, decides_by_kind);
    TEST(tests, a_member_stands_once);
    return RUN(tests);
}
