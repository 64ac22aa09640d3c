/* voting.c - polls of the scene's society. */
#include "voting.h"

#include <stdio.h>
#include <string.h>

#include "core/tally.h"

#include "expect.h"

struct pal_person_id pal_voting_person(struct pal_scene *scene, struct pal_member_id member)
{
    struct pal_person_id person;
    EXPECT_ERR(pal_member_person(scene->store, member, &person), PAL_OK);
    return person;
}

static enum pal_err take_first(void *context, const struct pal_resolution *item)
{
    struct pal_resolution_id *first = context;
    if (first->value == 0) {
        *first = item->id;
    }
    return PAL_OK;
}

struct pal_poll_id pal_voting_draft(struct pal_scene *scene, struct pal_assembly_id assembly)
{
    struct pal_resolution_id resolution = {0};
    EXPECT_ERR(pal_agenda_walk(scene->store, assembly, take_first, &resolution), PAL_OK);
    struct pal_poll_spec spec = {
        .assembly = assembly,
        .resolution = resolution,
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of("motion"),
        .opens_us = scene->now_us,
        .closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    EXPECT_ERR(pal_poll_create(scene->store, &spec, NULL, &poll), PAL_OK);
    return poll;
}

struct pal_poll_id pal_voting_called(struct pal_scene *scene, struct pal_assembly_id assembly)
{
    struct pal_poll_id poll = pal_voting_draft(scene, assembly);
    EXPECT_ERR(pal_poll_call(scene->store, poll, NULL), PAL_OK);
    return poll;
}

struct pal_poll_id pal_voting_open(struct pal_scene *scene, struct pal_assembly_id assembly)
{
    struct pal_poll_id poll = pal_voting_called(scene, assembly);
    EXPECT_ERR(pal_poll_open(scene->store, poll), PAL_OK);
    return poll;
}

struct pal_poll_id pal_voting_election(struct pal_scene *scene, struct pal_assembly_id assembly,
                                       const char *method, int64_t seats)
{
    const struct pal_poll_option options[] = {
        {.label = pal_text_of("Ada Colonna"), .member = scene->members[PAL_ADA]},
        {.label = pal_text_of("Chiara Rossi"),
         .member = scene->members[PAL_CHIARA],
         .is_by_board = true},
        {.label = pal_text_of("Gaïa Luciani"),
         .member = scene->members[PAL_GAIA],
         .is_by_board = true},
    };
    struct pal_poll_spec spec = {
        .assembly = assembly,
        .kind = PAL_POLL_ELECTION,
        .title = pal_text_of("Board"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of(method),
        .seats = seats,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .opens_us = scene->now_us,
        .closes_us = scene->now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id poll;
    EXPECT_ERR(pal_poll_create(scene->store, &spec, NULL, &poll), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene->store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene->store, poll), PAL_OK);
    return poll;
}

struct pal_json *pal_voting_ballot_new(const char *text)
{
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), 1 << 16, &json, NULL), PAL_OK);
    return json;
}

enum pal_err pal_voting_cast_as(struct pal_scene *scene, const struct pal_cast *cast,
                                const char *ballot)
{
    PAL_JSON(says);
    says = pal_voting_ballot_new(ballot);
    PAL_POLL(poll);
    EXPECT_ERR(pal_poll_read(scene->store, cast->poll, &poll), PAL_OK);
    struct pal_cast whole = *cast;
    whole.ballot = says;
    whole.text = poll.has_text ? &poll.text : NULL;
    struct pal_cast_receipt receipt;
    return pal_box_cast(scene->store, &whole, NULL, &receipt);
}

enum pal_err pal_voting_cast(struct pal_scene *scene, struct pal_poll_id poll,
                             struct pal_member_id member, const char *ballot)
{
    return pal_voting_cast_as(scene,
                              &(struct pal_cast){.poll = poll,
                                                 .member = member,
                                                 .person = pal_voting_person(scene, member)},
                              ballot);
}

struct pal_json *pal_voting_count_new(struct pal_scene *scene, struct pal_poll_id poll)
{
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene->store, poll, &row), PAL_OK);
    scene->now_us = row.closes_us;
    EXPECT_ERR(pal_poll_close(scene->store, poll, pal_text_of("")), PAL_OK);
    struct pal_tally_made tally = {0};
    EXPECT_ERR(pal_tally_compute(scene->store, poll, &tally), PAL_OK);
    EXPECT_ERR(pal_tally_record(scene->store, &tally), PAL_OK);
    pal_tally_done(&tally);
    PAL_JSON(outcome);
    struct pal_json *decision = NULL;
    EXPECT_ERR(pal_tally_outcome(scene->store, poll, &outcome, &decision), PAL_OK);
    return decision;
}

const char *pal_voting_figure(const struct pal_json *decision, const char *path)
{
    static char text[256];
    struct pal_text rest = pal_text_of(path);
    struct pal_text name;
    const struct pal_json *at = decision;
    bool is_last = false;
    while (!is_last && at != NULL) {
        char member[64];
        is_last = !pal_text_cut(&rest, '/', &name);
        (void)snprintf(member, sizeof member, "%.*s", (int)name.size, name.bytes);
        at = pal_json_get(at, member);
    }
    if (at == NULL) {
        return "absent";
    }
    PAL_BUF(written);
    if (pal_json_kind(at) == PAL_JSON_TEXT) {
        pal_buf_add_text(&written, pal_json_as_text(at));
    } else {
        pal_json_write(at, &written);
    }
    (void)snprintf(text, sizeof text, "%s", written.bytes);
    return text;
}
