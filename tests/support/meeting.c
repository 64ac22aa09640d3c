/* meeting.c - an assembly of the scene's society. */
#include "meeting.h"

#include "core/society.h"

#include "expect.h"

enum { DAYS_AHEAD = 30, SECTION_MAX = 1000 };

void pal_meeting_deliberates(struct pal_scene *scene, const char *says)
{
    PAL_JSON(document);
    struct pal_json *section;
    document = pal_scene_constitution_new();
    EXPECT_ERR(pal_json_parse(pal_text_of(says), SECTION_MAX, &section, NULL), PAL_OK);
    pal_json_set(document, "deliberation", section);
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

struct pal_assembly_id pal_meeting_draft(struct pal_scene *scene, enum pal_assembly_kind kind)
{
    struct pal_assembly_spec spec = {
        .kind = kind,
        .title = pal_text_of("Annual meeting"),
        .place = pal_text_of("Under the tree"),
        .meets_us = scene->now_us + (int64_t)DAYS_AHEAD * PAL_SCENE_DAY * 1000000,
    };
    struct pal_assembly_id assembly;
    EXPECT_ERR(pal_assembly_create(scene->store, &spec, NULL, &assembly), PAL_OK);
    return assembly;
}

struct pal_resolution_id pal_meeting_table(struct pal_scene *scene, struct pal_assembly_id assembly,
                                           const char *decision_class, const char *title)
{
    struct pal_resolution_spec spec = {
        .assembly = assembly,
        .decision_class = pal_text_of(decision_class),
        .title = pal_text_of(title),
        .text = pal_text_of("The assembly approves."),
    };
    struct pal_resolution_id resolution;
    EXPECT_ERR(pal_resolution_table(scene->store, &spec, NULL, &resolution), PAL_OK);
    return resolution;
}

struct pal_assembly_id pal_meeting_convened(struct pal_scene *scene)
{
    struct pal_assembly_id assembly = pal_meeting_draft(scene, PAL_ASSEMBLY_ORDINARY);
    (void)pal_meeting_table(scene, assembly, "ordinary", "Accounts");
    EXPECT_ERR(pal_assembly_convene(scene->store, assembly, NULL), PAL_OK);
    return assembly;
}

struct pal_assembly_id pal_meeting_sitting(struct pal_scene *scene)
{
    struct pal_assembly_id assembly = pal_meeting_convened(scene);
    pal_scene_wait(scene, (int64_t)DAYS_AHEAD * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene->store, assembly), PAL_OK);
    return assembly;
}
