/* Papers: two tellers, what counts and why the rest does not, and forms that wait for the opening. */
#include "core/papers.h"
#include "core/proxies.h"
#include "core/roll.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/voting.h"

static const char in_favour[] = "{\"choice\":0}";

static struct pal_person_id teller(struct pal_scene *scene, enum pal_scene_member who)
{
    return pal_voting_person(scene, scene->members[who]);
}

static enum pal_err enter(struct pal_scene *scene, const struct pal_paper_spec *spec,
                          struct pal_uuid *out_paper)
{
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new(in_favour);
    struct pal_paper_spec whole = *spec;
    whole.ballot = ballot;
    whole.teller = teller(scene, PAL_DOMINIQUE);
    return pal_paper_enter(scene->store, &whole, NULL, out_paper);
}

static enum pal_err confirm(struct pal_scene *scene, const struct pal_uuid *paper,
                            enum pal_scene_member who, const char *says)
{
    PAL_JSON(ballot);
    ballot = pal_voting_ballot_new(says);
    struct pal_paper_entry entry = {.uuid = *paper, .teller = teller(scene, who), .ballot = ballot};
    enum pal_paper_state state;
    return pal_paper_confirm(scene->store, &entry, NULL, &state);
}

static void expect_state(struct pal_scene *scene, const struct pal_uuid *uuid,
                         enum pal_paper_state state, const char *reason)
{
    PAL_PAPER(paper);
    EXPECT_ERR(pal_paper_read(scene->store, uuid, &paper), PAL_OK);
    assert_string_equal(pal_paper_state_word(paper.state), pal_paper_state_word(state));
    EXPECT_TEXT(paper.void_reason, reason);
}

/* --- why a paper does not count ----------------------------------------------------------------------- */

enum pal_before {
    NOTHING,
    VOTED,          /* the member, between the two entries */
    IN_THE_ROOM,    /* the member */
    HOLDER_IN_ROOM, /* the holder */
    HOLDER_HAS_TWO, /* and holds as many as the cap */
};

/* clang-format off */
static const struct {
    const char *name;
    const char *statutes; /* what is changed in them: name of a member, or NULL */
    enum pal_channel channel;
    enum pal_scene_member member, holder;
    int days_ago; /* it came */
    enum pal_before before;
    const char *reason;
} reasons[] = {
    {"a paper in the room counts", NULL,
        PAL_CHANNEL_IN_PERSON, PAL_ADA, PAL_ADA, 0, NOTHING, ""},
    {"a member who voted meanwhile is already present", NULL,
        PAL_CHANNEL_IN_PERSON, PAL_ADA, PAL_ADA, 0, VOTED, "already_present"},
    {"a form three days before counts", NULL,
        PAL_CHANNEL_POSTAL, PAL_ADA, PAL_ADA, 3, NOTHING, ""},
    {"a form two days before is late", NULL,
        PAL_CHANNEL_POSTAL, PAL_ADA, PAL_ADA, 2, NOTHING, "postal_late"},
    {"a form of a member in the room does not count", NULL,
        PAL_CHANNEL_POSTAL, PAL_ADA, PAL_ADA, 5, IN_THE_ROOM, "principal_present"},
    {"a form where statutes want none", "postal",
        PAL_CHANNEL_POSTAL, PAL_ADA, PAL_ADA, 5, NOTHING, "postal_not_allowed"},
    {"a proxy whose holder is in the room counts", NULL,
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_CHIARA, 0, HOLDER_IN_ROOM, ""},
    {"a proxy whose holder is away does not", NULL,
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_CHIARA, 0, NOTHING, "holder_absent"},
    {"a proxy of a member in the room does not", NULL,
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_CHIARA, 0, IN_THE_ROOM, "principal_present"},
    {"a proxy where statutes want none", "proxy",
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_CHIARA, 0, HOLDER_IN_ROOM, "proxy_not_allowed"},
    {"a proxy held by another college", "scope",
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_CHIARA, 0, HOLDER_IN_ROOM, "other_college"},
    {"a proxy held in the same college", "scope",
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_BRUNO, 0, HOLDER_IN_ROOM, ""},
    {"a third proxy where two are the most", NULL,
        PAL_CHANNEL_PROXY, PAL_ADA, PAL_CHIARA, 0, HOLDER_HAS_TWO, "proxy_cap"},
};
/* clang-format on */

static void set_proxy_rule(struct pal_json *document, bool allowed, const char *scope)
{
    struct pal_json *rule = pal_json_object_new();
    pal_json_set_bool(rule, "allowed", allowed);
    pal_json_set_bool(rule, "blank_allowed", allowed);
    pal_json_set_int(rule, "max_per_holder", 2);
    pal_json_set_string(rule, "scope", scope);
    pal_json_set(document, "proxy", rule);
}

static void change_statutes(struct pal_scene *scene, const char *what)
{
    if (what == NULL) {
        return;
    }
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    if (what[0] == 's') {
        set_proxy_rule(document, true, "same_college");
    } else if (what[1] == 'r') {
        set_proxy_rule(document, false, "any");
    } else {
        struct pal_json *rule = pal_json_object_new();
        pal_json_set_bool(rule, "allowed", false);
        pal_json_set_int(rule, "days_before", 3);
        pal_json_set(document, "postal", rule);
    }
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

static void cast_proxy_paper(struct pal_scene *scene, struct pal_poll_id poll,
                             enum pal_scene_member member, struct pal_member_id holder)
{
    struct pal_uuid paper;
    struct pal_paper_spec spec = {.poll = poll,
                                  .member = scene->members[member],
                                  .channel = PAL_CHANNEL_PROXY,
                                  .holder = holder};
    EXPECT_ERR(enter(scene, &spec, &paper), PAL_OK);
    EXPECT_ERR(confirm(scene, &paper, PAL_ELSA, in_favour), PAL_OK);
    expect_state(scene, &paper, PAL_PAPER_CAST, "");
}

static void set_the_scene(struct pal_scene *scene, struct pal_assembly_id assembly,
                          const struct pal_paper_spec *spec, enum pal_before before)
{
    struct pal_store *store = scene->store;
    switch (before) {
    case NOTHING: break;
    case VOTED:
        EXPECT_ERR(pal_voting_cast(scene, spec->poll, spec->member, in_favour), PAL_OK);
        break;
    case IN_THE_ROOM:
        EXPECT_ERR(pal_attendance_mark(store, assembly, spec->member, true), PAL_OK);
        break;
    case HOLDER_HAS_TWO:
    case HOLDER_IN_ROOM:
        EXPECT_ERR(pal_attendance_mark(store, assembly, spec->holder, true), PAL_OK);
        if (before == HOLDER_HAS_TWO) {
            cast_proxy_paper(scene, spec->poll, PAL_GAIA, spec->holder);
            cast_proxy_paper(scene, spec->poll, PAL_CORTE, spec->holder);
        }
        break;
    }
}

static void counts_or_not(void **state)
{
    const __typeof__(reasons[0]) *row = *state;
    PAL_SCENE(scene);
    change_statutes(&scene, row->statutes);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    bool is_proxy = row->channel == PAL_CHANNEL_PROXY;
    struct pal_paper_spec spec = {
        .poll = pal_voting_open(&scene, assembly),
        .member = scene.members[row->member],
        .channel = row->channel,
        .holder = is_proxy ? scene.members[row->holder] : (struct pal_member_id){0},
        .received_us = scene.now_us - (int64_t)row->days_ago * PAL_SCENE_DAY * 1000000,
    };
    struct pal_uuid paper;
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_OK);
    set_the_scene(&scene, assembly, &spec, row->before);
    EXPECT_ERR(confirm(&scene, &paper, PAL_ELSA, in_favour), PAL_OK);
    bool counts = row->reason[0] == '\0';
    expect_state(&scene, &paper, counts ? PAL_PAPER_CAST : PAL_PAPER_VOID, row->reason);

    /* What the decision says of it is what the tellers were told. */
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, spec.poll);
    const struct pal_json *voids = pal_json_get(decision, "void");
    assert_int_equal(pal_json_count(voids), counts ? 0 : 1);
    if (!counts) {
        EXPECT_FIGURE(pal_json_at(voids, 0), "reason", row->reason);
    }
}

/* --- two tellers ------------------------------------------------------------------------------------------ */

static void two_tellers_agree_in_the_end(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_paper_spec spec = {.poll = poll,
                                  .member = scene.members[PAL_ADA],
                                  .channel = PAL_CHANNEL_IN_PERSON};
    struct pal_uuid paper;
    struct pal_uuid other;
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_OK);
    EXPECT_ERR(enter(&scene, &spec, &other), PAL_ERR_PAPER_AT_WORK);
    EXPECT_ERR(confirm(&scene, &paper, PAL_DOMINIQUE, in_favour), PAL_ERR_PAPER_SAME_TELLER);
    EXPECT_ERR(confirm(&scene, &paper, PAL_ELSA, "{\"choice\":1}"), PAL_OK);
    expect_state(&scene, &paper, PAL_PAPER_DISAGREED, "");
    /* The first teller looks again, and was wrong. */
    EXPECT_ERR(confirm(&scene, &paper, PAL_DOMINIQUE, "{\"choice\":1}"), PAL_OK);
    expect_state(&scene, &paper, PAL_PAPER_CAST, "");
    EXPECT_ERR(confirm(&scene, &paper, PAL_ELSA, in_favour), PAL_ERR_STATE);
    EXPECT_ERR(pal_paper_withdraw(scene.store, &paper), PAL_ERR_STATE);
    EXPECT_ERR(enter(&scene, &spec, &other), PAL_ERR_ROLL_VOTED);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], in_favour),
               PAL_ERR_ROLL_VOTED);
}

static void a_paper_that_is_withdrawn_makes_room_for_another(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_paper_spec spec = {.poll = poll,
                                  .member = scene.members[PAL_ADA],
                                  .channel = PAL_CHANNEL_IN_PERSON};
    struct pal_uuid paper;
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_OK);
    EXPECT_ERR(pal_paper_withdraw(scene.store, &paper), PAL_OK);
    EXPECT_ERR(confirm(&scene, &paper, PAL_ELSA, in_favour), PAL_ERR_STATE);
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_OK);
}

/* --- before the opening -------------------------------------------------------------------------------------- */

static void a_form_waits_for_the_opening(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_convened(&scene);
    struct pal_poll_id poll = pal_voting_called(&scene, assembly);
    struct pal_paper_spec spec = {.poll = poll,
                                  .member = scene.members[PAL_ADA],
                                  .channel = PAL_CHANNEL_IN_PERSON};
    struct pal_uuid paper;
    struct pal_uuid absent;
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_ERR_STATE);
    spec.channel = PAL_CHANNEL_POSTAL;
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_OK);
    EXPECT_ERR(confirm(&scene, &paper, PAL_ELSA, in_favour), PAL_OK);
    expect_state(&scene, &paper, PAL_PAPER_AGREED, "");
    /* Who leaves before the opening has no right that a form could use. */
    spec.member = scene.members[PAL_GAIA];
    EXPECT_ERR(enter(&scene, &spec, &absent), PAL_OK);
    EXPECT_ERR(confirm(&scene, &absent, PAL_ELSA, in_favour), PAL_OK);
    EXPECT_ERR(pal_member_enter_state(scene.store, spec.member, PAL_MEMBER_SUSPENDED,
                                      pal_society_today(scene.store)),
               PAL_OK);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_OK);
    expect_state(&scene, &paper, PAL_PAPER_CAST, "");
    expect_state(&scene, &absent, PAL_PAPER_WITHDRAWN, "");
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], in_favour),
               PAL_ERR_ROLL_VOTED);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_CHIARA], in_favour), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "tallies/workers/for", "1");
}

static void nothing_is_entered_after_the_end(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_open(&scene, pal_meeting_sitting(&scene));
    struct pal_paper_spec spec = {.poll = poll,
                                  .member = scene.members[PAL_ADA],
                                  .channel = PAL_CHANNEL_IN_PERSON};
    struct pal_uuid paper;
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_OK);
    pal_scene_wait(&scene, PAL_VOTING_HOUR);
    EXPECT_ERR(confirm(&scene, &paper, PAL_ELSA, in_favour), PAL_ERR_POLL_CLOSED);
    spec.member = scene.members[PAL_BRUNO];
    EXPECT_ERR(enter(&scene, &spec, &paper), PAL_ERR_POLL_CLOSED);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, reasons, counts_or_not);
    TEST(tests, two_tellers_agree_in_the_end);
    TEST(tests, a_paper_that_is_withdrawn_makes_room_for_another);
    TEST(tests, a_form_waits_for_the_opening);
    TEST(tests, nothing_is_entered_after_the_end);
    return RUN(tests);
}
