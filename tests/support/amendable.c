/* amendable.c - a resolution of the scene's society that is amended. */
#include "amendable.h"

#include "expect.h"

void pal_amendable_done(struct pal_amendable *debate)
{
    pal_scene_done(&debate->scene);
}

void pal_amendable_open(struct pal_amendable *debate, bool is_sitting)
{
    struct pal_scene *scene = &debate->scene;
    pal_scene_open(scene);
    debate->assembly = pal_meeting_draft(scene, PAL_ASSEMBLY_COMBINED);
    const struct pal_resolution_spec spec = {
        .assembly = debate->assembly,
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("The fund"),
        .text = pal_text_of(PAL_AMENDABLE_TEXT),
        .reasons = pal_text_of("It is needed."),
    };
    EXPECT_ERR(pal_resolution_table(scene->store, &spec, NULL, &debate->resolution), PAL_OK);
    if (is_sitting) {
        EXPECT_ERR(pal_assembly_convene(scene->store, debate->assembly, NULL), PAL_OK);
        pal_scene_wait(scene, 30 * PAL_SCENE_DAY);
        EXPECT_ERR(pal_assembly_open(scene->store, debate->assembly), PAL_OK);
    }
}

int64_t pal_amendable_version(struct pal_amendable *debate)
{
    PAL_RESOLUTION(now);
    EXPECT_ERR(pal_resolution_read(debate->scene.store, debate->resolution, &now), PAL_OK);
    return now.version;
}

enum pal_err pal_amendable_try_to_propose(struct pal_amendable *debate,
                                          enum pal_scene_member author,
                                          struct pal_amendment_id parent, const char *text,
                                          struct pal_amendment_id *out)
{
    const struct pal_amendment_spec spec = {
        .resolution = debate->resolution,
        .version = pal_amendable_version(debate),
        .parent = parent,
        .author = debate->scene.members[author],
        .text = pal_text_of(text),
        .reasons = pal_text_of("It is better."),
    };
    return pal_amendment_propose(debate->scene.store, &spec, NULL, out);
}

struct pal_amendment_id pal_amendable_propose_on(struct pal_amendable *debate,
                                                 struct pal_amendment_id parent, const char *text)
{
    struct pal_amendment_id made;
    EXPECT_ERR(pal_amendable_try_to_propose(debate, PAL_ADA, parent, text, &made), PAL_OK);
    return made;
}

struct pal_amendment_id pal_amendable_propose(struct pal_amendable *debate, const char *text)
{
    return pal_amendable_propose_on(debate, (struct pal_amendment_id){0}, text);
}

struct pal_amendment pal_amendable_read(struct pal_amendable *debate, struct pal_amendment_id id)
{
    struct pal_amendment row;
    EXPECT_ERR(pal_amendment_read(debate->scene.store, id, &row), PAL_OK);
    return row;
}

const char *pal_amendable_state(struct pal_amendable *debate, struct pal_amendment_id id)
{
    return pal_amendment_state_word(pal_amendable_read(debate, id).state);
}

enum pal_err pal_amendable_draft(struct pal_amendable *debate, struct pal_amendment_id id,
                                 struct pal_poll_id *out_poll)
{
    const struct pal_poll_spec spec = {
        .assembly = debate->assembly,
        .amendment = id,
        .kind = PAL_POLL_AMENDMENT,
        .method = pal_text_of("motion"),
        .opens_us = debate->scene.now_us,
        .closes_us = debate->scene.now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    return pal_poll_create(debate->scene.store, &spec, NULL, out_poll);
}

enum pal_err pal_amendable_call(struct pal_amendable *debate, struct pal_amendment_id id,
                                struct pal_poll_id *out_poll)
{
    EXPECT_ERR(pal_amendable_draft(debate, id, out_poll), PAL_OK);
    return pal_poll_call(debate->scene.store, *out_poll, NULL);
}

/* Puts it to the vote; the choice of each of the seven, in order: '0' in favour, '1' against. */
void pal_amendable_vote(struct pal_amendable *debate, struct pal_amendment_id id,
                        const char *choices)
{
    struct pal_scene *scene = &debate->scene;
    struct pal_poll_id poll;
    EXPECT_ERR(pal_amendable_call(debate, id, &poll), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene->store, poll), PAL_OK);
    for (size_t i = 0; choices[i] != '\0'; i++) {
        EXPECT_ERR(pal_voting_cast(scene, poll, scene->members[i],
                                   choices[i] == '0' ? "{\"choice\":0}" : "{\"choice\":1}"),
                   PAL_OK);
    }
    pal_json_free(pal_voting_count_new(scene, poll));
}

void pal_amendable_adopt(struct pal_amendable *debate, struct pal_amendment_id id)
{
    pal_amendable_vote(debate, id, "000000");
}

void pal_amendable_reject(struct pal_amendable *debate, struct pal_amendment_id id)
{
    pal_amendable_vote(debate, id, "111111");
}

void pal_amendable_expect(struct pal_amendable *debate, const char *expected)
{
    PAL_JSON(document);
    EXPECT_ERR(pal_resolution_version_read(debate->scene.store, debate->resolution,
                                           pal_amendable_version(debate), &document),
               PAL_OK);
    assert_true(pal_text_is(pal_json_as_text(pal_json_get(document, "text")), expected));
    assert_true(pal_text_is(pal_json_as_text(pal_json_get(document, "title")), "The fund"));
    assert_true(pal_text_is(pal_json_as_text(pal_json_get(document, "reasons")), "It is needed."));
}
