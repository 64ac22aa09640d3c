/* Polls: what is frozen when, what falls due, what is given back, and the views made again. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/crypto.h"
#include "base/fields.h"
#include "base/lot.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/rebuild.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/voting.h"

static struct pal_json *manifest_new(struct pal_scene *scene, struct pal_poll_id poll)
{
    PAL_BUF(bytes);
    EXPECT_ERR(pal_poll_manifest(scene->store, poll, &bytes), PAL_OK);
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_buf_text(&bytes), bytes.size, &json, NULL), PAL_OK);
    return json;
}

/* --- calling ---------------------------------------------------------------------------------------- */

static void enter_statutes(struct pal_scene *scene, const char *name, struct pal_json *value)
{
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    pal_json_set(document, name, value);
    struct pal_version_spec spec = {.document = document,
                                    .effective_on = pal_society_today(scene->store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(scene->store, &spec, NULL, NULL, &version), PAL_OK);
}

static void a_poll_is_called_in_an_assembly_that_is_convened(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_draft(&scene, PAL_ASSEMBLY_ORDINARY);
    (void)pal_meeting_table(&scene, assembly, "ordinary", "Accounts");
    struct pal_poll_id poll = pal_voting_draft(&scene, assembly);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_assembly_convene(scene.store, assembly, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_ERR_STATE);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_ERR_STATE);
}

/* The constitution that a poll is called under is the one that counts it. */
static void what_is_called_under_a_version_stays_under_it(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_called(&scene, assembly);
    enter_statutes(&scene, "transfer_rule", pal_json_text_new(pal_text_of("none")));
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_OK);
    for (int i = 0; i < PAL_SCENE_MEMBERS; i++) {
        EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[i], "{\"choice\":0}"), PAL_OK);
    }
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "colleges/workers/weight", "2/5");
}

/* What a split of a surplus may be is asked of the constitution in force at the call. */
static void a_surplus_is_judged_again_when_it_is_called(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_JSON(surplus);
    PAL_JSON(allocation);
    surplus = pal_voting_ballot_new("{\"result\":100,\"reserves\":0,\"capital\":1}");
    allocation = pal_voting_ballot_new("{\"legal_reserve\":15,\"statutory_reserve\":85}");
    const struct pal_poll_option option = {.label = pal_text_of("All of it"),
                                           .allocation = allocation};
    const struct pal_poll_spec spec = {
        .assembly = pal_meeting_sitting(&scene),
        .kind = PAL_POLL_CHOICE,
        .title = pal_text_of("Surplus"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("approval"),
        .surplus = surplus,
        .options = &option,
        .option_count = 1,
        .opens_us = scene.now_us,
        .closes_us = scene.now_us + PAL_VOTING_HOUR * INT64_C(1000000),
    };
    struct pal_poll_id called;
    struct pal_poll_id late;
    EXPECT_ERR(pal_poll_create(scene.store, &spec, NULL, &called), PAL_OK);
    EXPECT_ERR(pal_poll_create(scene.store, &spec, NULL, &late), PAL_OK);
    EXPECT_ERR(pal_poll_call(scene.store, called, NULL), PAL_OK);
    enter_statutes(&scene, "regime", pal_json_text_new(pal_text_of("other")));
    struct pal_where where = {0};
    EXPECT_ERR_AT(pal_poll_call(scene.store, late, &where), PAL_ERR_QUESTION_SURPLUS, where,
                  "/surplus");
}

static void an_annulled_poll_gives_the_text_back(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    EXPECT_ERR(pal_poll_annul(scene.store, poll, pal_text_of("")), PAL_ERR_TEXT_EMPTY);
    EXPECT_ERR(pal_poll_annul(scene.store, poll, pal_text_of("Wrong text")), PAL_OK);
    EXPECT_ERR(pal_poll_annul(scene.store, poll, pal_text_of("Again")), PAL_ERR_STATE);
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("Done")), PAL_ERR_STATE);
    (void)pal_voting_open(&scene, assembly);
}

/* --- the order of ties -------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name, *rule, *order; /* of Ada, Chiara and Gaïa */
} ties[] = {
    {"the elder stands first",               "elder",     "[2,0,1]"},
    {"the longer member stands first",       "seniority", "[0,1,2]"},
    {"a lot among all of them",              "lot",       NULL},
};
/* clang-format on */

/* Ada was admitted first; the others on one day, and stand in the order of the lot. */
static void ties_are_settled(void **state)
{
    const __typeof__(ties[0]) *row = *state;
    PAL_SCENE(scene);
    enter_statutes(&scene, "tie_break", pal_json_text_new(pal_text_of(row->rule)));
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_election(&scene, assembly, "approval", 1);
    PAL_JSON(manifest);
    manifest = manifest_new(&scene, poll);
    EXPECT_FIGURE(manifest, "tie_order/rule", row->rule);
    if (strcmp(row->rule, "elder") == 0) {
        EXPECT_FIGURE(manifest, "tie_order/order", row->order);
        return;
    }
    /* All were admitted on one day: seniority leaves it to the lot too. */
    size_t order[3];
    char drawn[16];
    char seed[2 * PAL_HASH_SIZE + 1];
    (void)snprintf(seed, sizeof seed, "%s", pal_voting_figure(manifest, "tie_order/seed"));
    pal_lot_order(pal_text_of(seed), 3, order);
    (void)snprintf(drawn, sizeof drawn, "[%zu,%zu,%zu]", order[0], order[1], order[2]);
    EXPECT_FIGURE(manifest, "tie_order/order", drawn);
}

/* The entry that called the poll has the hash of the seed that the manifest shows. */
static void the_seed_of_a_lot_was_committed_when_the_poll_was_called(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_election(&scene, assembly, "approval", 1);
    PAL_JSON(manifest);
    manifest = manifest_new(&scene, poll);
    struct pal_hash seed;
    EXPECT_ERR(pal_hash_parse(pal_text_of(pal_voting_figure(manifest, "tie_order/seed")), &seed),
               PAL_OK);
    struct pal_hash expected = pal_hash_of(seed.bytes, sizeof seed.bytes);
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&expected, hex);
    bool is_there = false;
    for (uint64_t i = (uint64_t)poll.value; i < pal_log_head(scene.store).size; i++) {
        PAL_BUF(entry);
        EXPECT_ERR(pal_log_read(scene.store, i, &entry), PAL_OK);
        bool is_call = strstr(entry.bytes, "\"t\":\"poll.call\"") != NULL;
        is_there = is_there || (is_call && strstr(entry.bytes, hex) != NULL);
    }
    assert_true(is_there);
}

static void no_name_of_a_candidate_stands_in_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_election(&scene, assembly, "approval", 1);
    EXPECT_ERR(pal_voting_cast(&scene, poll, scene.members[PAL_ADA], "{\"approves\":[0]}"), PAL_OK);
    PAL_JSON(decision);
    decision = pal_voting_count_new(&scene, poll);
    EXPECT_FIGURE(decision, "outcome", "no_quorum");
    for (uint64_t i = 0; i < pal_log_head(scene.store).size; i++) {
        PAL_BUF(entry);
        EXPECT_ERR(pal_log_read(scene.store, i, &entry), PAL_OK);
        assert_null(strstr(entry.bytes, "Colonna"));
        assert_null(strstr(entry.bytes, "Rossi"));
    }
}

/* --- due ------------------------------------------------------------------------------------------------ */

struct due_seen {
    int opens, closes, counts;
};

static enum pal_err see_due(void *context, struct pal_poll_id poll, enum pal_poll_due due)
{
    struct due_seen *seen = context;
    (void)poll;
    seen->opens += due == PAL_POLL_DUE_OPEN;
    seen->closes += due == PAL_POLL_DUE_CLOSE;
    seen->counts += due == PAL_POLL_DUE_COUNT;
    return PAL_OK;
}

static void expect_due(struct pal_scene *scene, struct due_seen expected, int64_t next_us)
{
    struct due_seen seen = {0};
    int64_t next;
    EXPECT_ERR(pal_polls_due(scene->store, see_due, &seen, &next), PAL_OK);
    assert_int_equal(seen.opens, expected.opens);
    assert_int_equal(seen.closes, expected.closes);
    assert_int_equal(seen.counts, expected.counts);
    assert_int_equal(next, next_us);
}

static void a_poll_falls_due_by_its_dates(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_draft(&scene, assembly);
    PAL_POLL(row);
    EXPECT_ERR(pal_poll_read(scene.store, poll, &row), PAL_OK);
    expect_due(&scene, (struct due_seen){0}, 0);
    EXPECT_ERR(pal_poll_call(scene.store, poll, NULL), PAL_OK);
    expect_due(&scene, (struct due_seen){.opens = 1}, 0);
    scene.now_us -= 1000000;
    expect_due(&scene, (struct due_seen){0}, row.opens_us);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_ERR_POLL_TOO_EARLY);
    scene.now_us += 1000000;
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_OK);
    expect_due(&scene, (struct due_seen){0}, row.closes_us);
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("")), PAL_ERR_POLL_TOO_EARLY);
    scene.now_us = row.closes_us;
    expect_due(&scene, (struct due_seen){.closes = 1}, 0);
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("")), PAL_OK);
    expect_due(&scene, (struct due_seen){.counts = 1}, 0);
}

static void a_poll_whose_time_has_passed_does_not_open(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_poll_id poll = pal_voting_called(&scene, pal_meeting_sitting(&scene));
    pal_scene_wait(&scene, PAL_VOTING_HOUR);
    expect_due(&scene, (struct due_seen){0}, 0);
    EXPECT_ERR(pal_poll_open(scene.store, poll), PAL_ERR_POLL_CLOSED);
}

/* Outside the sitting nobody hears a reason. */
static void attack_15_a_poll_closes_early_only_in_the_sitting(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = pal_meeting_convened(&scene);
    pal_scene_wait(&scene, 30 * PAL_SCENE_DAY - 60);
    struct pal_poll_id poll = pal_voting_open(&scene, assembly);
    struct pal_text reason = pal_text_of("All have voted");
    EXPECT_ERR(pal_poll_close(scene.store, poll, reason), PAL_ERR_POLL_TOO_EARLY);
    pal_scene_wait(&scene, 60);
    EXPECT_ERR(pal_assembly_open(scene.store, assembly), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene.store, assembly), PAL_ERR_ASSEMBLY_POLLS);
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("")), PAL_ERR_POLL_TOO_EARLY);
    EXPECT_ERR(pal_poll_close(scene.store, poll, reason), PAL_OK);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_FIGURE(entry, "d/reason", "All have voted");
}

/* What the first call voted may be adopted by its count: a second one would decide it again. */
static void a_second_call_waits_for_the_polls_of_the_first(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id first = pal_meeting_sitting(&scene);
    struct pal_poll_id poll = pal_voting_open(&scene, first);
    EXPECT_ERR(pal_poll_close(scene.store, poll, pal_text_of("All have voted")), PAL_OK);
    EXPECT_ERR(pal_assembly_end(scene.store, first), PAL_OK);
    PAL_ASSEMBLY(ended);
    EXPECT_ERR(pal_assembly_read(scene.store, first, &ended), PAL_OK);
    const struct pal_assembly_spec spec = {
        .kind = ended.kind,
        .second_of = first,
        .title = pal_text_of("Second call"),
        .meets_us = scene.now_us + (int64_t)20 * PAL_SCENE_DAY * 1000000,
    };
    struct pal_assembly_id second;
    struct pal_where where = {0};
    EXPECT_ERR_AT(pal_assembly_create(scene.store, &spec, &where, &second),
                  PAL_ERR_ASSEMBLY_UNCOUNTED, where, "/second_of");
    EXPECT_ERR(pal_poll_annul(scene.store, poll, pal_text_of("A wrong text")), PAL_OK);
    EXPECT_ERR(pal_assembly_create(scene.store, &spec, NULL, &second), PAL_OK);
}

/* --- views ------------------------------------------------------------------------------------------------ */

static int dump_row(void *context, int count, char **values, char **names)
{
    (void)names;
    for (int i = 0; i < count; i++) {
        pal_buf_add_format(context, "%s|", values[i] != NULL ? values[i] : "NULL");
    }
    pal_buf_add_string(context, "\n");
    return 0;
}

/* Every view of the database, as text. */
static void dump_views(struct pal_scene *scene, const char *path, struct pal_buf *out)
{
    static const char *const dumps[] = {
        "SELECT id, hex(uuid), name, hex(hash), entry FROM society",
        "SELECT id, hex(uuid), number, hex(hash), parent, state, adopted_by, effective_on, entry"
        " FROM constitution ORDER BY id",
        "SELECT id, hex(uuid), kind, call, second_of, college, title, place, meets_us, state,"
        " noticed_us, opened_us, ended_us, entry FROM assembly ORDER BY id",
        "SELECT id, hex(uuid), assembly_id, position, class, state, origin, opinion, version, entry"
        " FROM resolution ORDER BY id",
        "SELECT resolution_id, number, title, hex(hash), at_us FROM resolution_version"
        " ORDER BY 1, 2",
        "SELECT id, hex(uuid), assembly_id, resolution_id, kind, title, class, method, electorate,"
        " secrecy, hex(question), hex(constitution), hex(text_hash), state, opens_us, closes_us,"
        " called_us, opened_us, closed_us, counted_us, published_us, void_reason, voters,"
        " hex(manifest), hex(box), hex(outcome), verdict, entry FROM poll ORDER BY id",
    };
    pal_scene_commit(scene);
    EXPECT_ERR(pal_store_backup(scene->store, path), PAL_OK);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof dumps / sizeof dumps[0]; i++) {
        assert_int_equal(sqlite3_exec(db, dumps[i], dump_row, out, NULL), SQLITE_OK);
    }
    (void)sqlite3_close(db);
}

static struct pal_assembly_id many_resolutions(struct pal_scene *scene, int count)
{
    struct pal_assembly_id assembly = pal_meeting_draft(scene, PAL_ASSEMBLY_ORDINARY);
    for (int i = 0; i < count; i++) {
        (void)pal_meeting_table(scene, assembly, "ordinary", "Accounts");
    }
    EXPECT_ERR(pal_assembly_convene(scene->store, assembly, NULL), PAL_OK);
    pal_scene_wait(scene, 30 * PAL_SCENE_DAY);
    EXPECT_ERR(pal_assembly_open(scene->store, assembly), PAL_OK);
    return assembly;
}

static void the_views_are_made_again_from_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_assembly_id assembly = many_resolutions(&scene, 1);
    PAL_JSON(nothing);
    PAL_JSON(decision);
    nothing = pal_voting_count_new(&scene, pal_voting_open(&scene, assembly));
    EXPECT_FIGURE(nothing, "outcome", "no_quorum");
    struct pal_poll_id published = pal_voting_election(&scene, assembly, "approval", 2);
    for (int i = 0; i < 3; i++) {
        EXPECT_ERR(pal_voting_cast(&scene, published, scene.members[i], "{\"approves\":[0]}"),
                   PAL_OK);
    }
    decision = pal_voting_count_new(&scene, published);
    EXPECT_FIGURE(decision, "outcome", "counted");
    struct pal_poll_id voided = pal_voting_election(&scene, assembly, "plurality", 0);
    EXPECT_ERR(pal_poll_annul(scene.store, voided, pal_text_of("Wrong text")), PAL_OK);
    struct pal_poll_id closed = pal_voting_election(&scene, assembly, "plurality", 0);
    EXPECT_ERR(pal_poll_close(scene.store, closed, pal_text_of("Done")), PAL_OK);
    struct pal_poll_id open = pal_voting_election(&scene, assembly, "plurality", 0);
    EXPECT_ERR(pal_voting_cast(&scene, open, scene.members[PAL_ADA], "{\"choice\":1}"), PAL_OK);
    (void)pal_voting_called(&scene, assembly);
    struct pal_assembly_id other = pal_meeting_convened(&scene);
    (void)pal_voting_draft(&scene, other);

    FOLDER(folder);
    PAL_BUF(before_path);
    PAL_BUF(after_path);
    PAL_BUF(before);
    PAL_BUF(after);
    pal_buf_add_format(&before_path, "%s/before", folder.path);
    pal_buf_add_format(&after_path, "%s/after", folder.path);
    dump_views(&scene, before_path.bytes, &before);
    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    dump_views(&scene, after_path.bytes, &after);
    assert_true(before.size > 1000);
    assert_string_equal(before.bytes, after.bytes);
    /* And what was open goes on. */
    EXPECT_ERR(pal_voting_cast(&scene, open, scene.members[PAL_BRUNO], "{\"choice\":1}"), PAL_OK);
}

int main(void)
{
    TESTS(tests, 33);
    TEST(tests, a_poll_is_called_in_an_assembly_that_is_convened);
    TEST(tests, what_is_called_under_a_version_stays_under_it);
    TEST(tests, a_surplus_is_judged_again_when_it_is_called);
    TEST(tests, an_annulled_poll_gives_the_text_back);
    TABLE(tests, ties, ties_are_settled);
    TEST(tests, the_seed_of_a_lot_was_committed_when_the_poll_was_called);
    TEST(tests, no_name_of_a_candidate_stands_in_the_log);
    TEST(tests, a_poll_falls_due_by_its_dates);
    TEST(tests, a_poll_whose_time_has_passed_does_not_open);
    TEST(tests, attack_15_a_poll_closes_early_only_in_the_sitting);
    TEST(tests, a_second_call_waits_for_the_polls_of_the_first);
    TEST(tests, the_views_are_made_again_from_the_log);
    return RUN(tests);
}
