/* Jobs: what is too slow for a turn is run once, beside it, until it is well done. */
#include <poll.h>

#include "base/limits.h"
#include "base/mem.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/scene.h"
#include "events.h"
#include "jobs.h"
#include "reply.h"

enum { PATIENCE_MS = 10000 };

/* What a job of these tests leaves behind when it is done, in the loop. */
static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    assert_non_null(snapshot);
    pal_job_progress(job, 7, 7);
    pal_job_keep(job, pal_mem_new(1, 1)); /* released by its kind, which a leak would tell */
    return PAL_OK;
}

static enum pal_err run_badly(struct pal_job *job, struct pal_store *snapshot)
{
    (void)job;
    (void)snapshot;
    return PAL_ERR_LOG_BROKEN;
}

static enum pal_err finish(struct pal_job *job, struct pal_store *store)
{
    (void)store;
    assert_non_null(pal_job_made(job));
    struct pal_json *result = pal_json_object_new();
    pal_json_set_string(result, "verdict", "adopted");
    pal_job_result(job, result);
    return PAL_OK;
}

static const struct pal_job_kind good = {.name = "good",
                                         .run = run,
                                         .finish = finish,
                                         .release = pal_mem_free};
static const struct pal_job_kind once = {
    .name = "once", .run = run, .finish = finish, .release = pal_mem_free, .is_tried_once = true};
static const struct pal_job_kind bad = {.name = "bad", .run = run_badly, .finish = finish};

struct office {
    struct pal_scene scene;
    struct pal_jobs *jobs;
    struct pal_events *events;
};

static void office_open(struct office *office)
{
    pal_scene_open(&office->scene);
    pal_scene_commit(&office->scene);
    office->jobs = pal_jobs_new(office->scene.store);
    office->events = pal_events_new(0);
}

static void office_done(struct office *office)
{
    pal_jobs_free(office->jobs);
    pal_events_free(office->events);
    pal_scene_done(&office->scene);
}
#define OFFICE(name)                                              \
    struct office name PAL_CLEANUP(office_done) = {.jobs = NULL}; \
    office_open(&(name))

static struct pal_uuid ask(struct office *office, const struct pal_job_kind *kind)
{
    struct pal_uuid id = pal_uuid_random();
    const struct pal_job_spec spec = {.kind = kind, .object = id, .finished_event = "job.ended"};
    pal_jobs_add(office->jobs, &id, &spec);
    return id;
}

/* One turn of the loop for one job, which ends with `committed`. */
static void turn(struct office *office, enum pal_err committed)
{
    pal_jobs_feed(office->jobs, office->scene.now_us);
    struct pollfd ready = {.fd = pal_jobs_fd(office->jobs), .events = POLLIN};
    assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
    struct pal_job *job = pal_jobs_finish(office->jobs);
    assert_non_null(job);
    pal_scene_commit(&office->scene);
    pal_jobs_settle(office->jobs, job, office->events, committed);
}

static void expect_state(const struct office *office, const struct pal_uuid *id,
                         const char *expected)
{
    PAL_JSON(job);
    struct pal_text state;
    EXPECT_ERR(pal_jobs_describe(office->jobs, id, PAL_ENGLISH, &job), PAL_OK);
    EXPECT_ERR(pal_json_text(job, "state", &state, NULL), PAL_OK);
    EXPECT_TEXT(state, expected);
}

/* clang-format off */
static const struct {
    const char *name;
    const struct pal_job_kind *kind;
    enum pal_err committed;
    const char *state;
    uint64_t told;     /* events */
    int64_t wait_ms;   /* until it is tried again; INT64_MAX: never */
} ends[] = {
    {"what was committed is done",                       &good, PAL_OK,              "done",    1, INT64_MAX},
    {"an anchor that could not be written undoes nothing", &good, PAL_ERR_LOG_ANCHOR, "done",    1, INT64_MAX},
    {"what found no room is tried again a little later",    &good, PAL_ERR_STORE_FULL,  "waiting", 0, 5001},
    {"what was held up is tried again a little later",      &good, PAL_ERR_STORE_BUSY,  "waiting", 0, 5001},
    {"what the disk refused is tried again a little later", &good, PAL_ERR_STORE_IO,    "waiting", 0, 5001},
    {"what somebody waits for is tried once",            &once, PAL_ERR_STORE_FULL,  "failed",  1, INT64_MAX},
    {"what is wrong stays wrong",                        &bad,  PAL_OK,              "failed",  1, INT64_MAX},
    {"what a constraint refuses has failed",             &good, PAL_ERR_STORE_CONSTRAINT, "failed", 1, INT64_MAX},
};
/* clang-format on */

static void ends_as_it_must(void **state)
{
    const __typeof__(ends[0]) *row = *state;
    OFFICE(office);
    struct pal_uuid id = ask(&office, row->kind);
    expect_state(&office, &id, "waiting");
    assert_int_equal(pal_jobs_wait_ms(office.jobs, office.scene.now_us), 0);

    turn(&office, row->committed);

    expect_state(&office, &id, row->state);
    assert_int_equal(pal_events_last(office.events), row->told);
    assert_int_equal(pal_jobs_wait_ms(office.jobs, office.scene.now_us), row->wait_ms);
}

static void what_is_tried_again_is_done_once(void **state)
{
    (void)state;
    OFFICE(office);
    struct pal_uuid id = ask(&office, &good);
    turn(&office, PAL_ERR_STORE_FULL);
    pal_jobs_feed(office.jobs, office.scene.now_us);
    expect_state(&office, &id, "waiting"); /* its time has not come */
    pal_scene_wait(&office.scene, 6);
    turn(&office, PAL_OK);
    expect_state(&office, &id, "done");
    assert_null(pal_jobs_finish(office.jobs));
    assert_int_equal(pal_events_last(office.events), 1);
}

/* Busy the first time that it is asked; a job of its own counts both. */
struct after_counts {
    int asked, ended;
};

static enum pal_err be_busy_once(struct pal_job *job, struct pal_store *store)
{
    struct after_counts *counts = pal_job_spec(job)->with;
    assert_false(pal_turn_is_pending(store));
    counts->asked++;
    return counts->asked == 1 ? PAL_ERR_STORE_BUSY : PAL_OK;
}

static void count_end(struct pal_job *job)
{
    struct after_counts *counts = pal_job_spec(job)->with;
    counts->ended++;
}

static void what_follows_the_commit_is_tried_until_it_holds(void **state)
{
    (void)state;
    static const struct pal_job_kind kind = {.name = "after",
                                             .run = run,
                                             .finish = finish,
                                             .release = pal_mem_free,
                                             .after = be_busy_once,
                                             .ended = count_end};
    OFFICE(office);
    struct after_counts counts = {0};
    struct pal_uuid id = pal_uuid_random();
    const struct pal_job_spec spec = {.kind = &kind, .object = id, .with = &counts};
    pal_jobs_add(office.jobs, &id, &spec);
    turn(&office, PAL_OK);
    expect_state(&office, &id, "waiting");
    assert_int_equal(counts.ended, 0);
    pal_scene_wait(&office.scene, 10);
    turn(&office, PAL_OK);
    expect_state(&office, &id, "done");
    assert_int_equal(counts.asked, 2);
    assert_int_equal(counts.ended, 1);
}

static enum pal_loan always(const struct pal_job_spec *spec, struct pal_store *store)
{
    return spec != NULL && store != NULL ? PAL_LOAN_FILE : PAL_LOAN_NONE;
}

static const struct pal_job_kind borrowing = {
    .name = "borrowing", .run = run, .finish = finish, .release = pal_mem_free, .borrows = always};

static enum pal_err try_to_write(struct office *office)
{
    PAL_TRANSACTION(transaction, office->scene.store);
    return pal_transaction_commit(&transaction);
}

static void while_a_worker_has_the_file_others_only_read(void **state)
{
    (void)state;
    OFFICE(office);
    struct pal_uuid id = ask(&office, &borrowing);
    EXPECT_ERR(try_to_write(&office), PAL_OK);
    pal_scene_commit(&office.scene);
    pal_jobs_feed(office.jobs, office.scene.now_us);
    EXPECT_ERR(try_to_write(&office), PAL_ERR_STORE_BUSY);
    PAL_SOCIETY(society);
    EXPECT_ERR(pal_society_read(office.scene.store, &society), PAL_OK);
    turn(&office, PAL_OK);
    expect_state(&office, &id, "done");
    EXPECT_ERR(try_to_write(&office), PAL_OK);
    pal_scene_commit(&office.scene);
}

static void count_drop(void *with)
{
    int *drops = with;
    (*drops)++;
}

static const struct pal_job_kind dropping = {
    .name = "dropping", .run = run, .finish = finish, .release = pal_mem_free, .drop = count_drop};

static void what_a_job_owns_is_released_once_whether_it_was_run_or_not(void **state)
{
    (void)state;
    int drops = 0;
    {
        OFFICE(office);
        struct pal_uuid id = pal_uuid_random();
        const struct pal_job_spec spec = {.kind = &dropping, .object = id, .with = &drops};
        pal_jobs_add(office.jobs, &id, &spec);
        turn(&office, PAL_OK);
        assert_int_equal(drops, 1);
        id = pal_uuid_random();
        pal_jobs_add(office.jobs, &id, &spec);
    }
    assert_int_equal(drops, 2);
    struct pal_reply reply = {0};
    pal_reply_job(&reply, &(struct pal_job_spec){.kind = &dropping, .with = &drops});
    pal_reply_done(&reply); /* of a turn that was lost */
    assert_int_equal(drops, 3);
}

static void who_asks_is_told_the_result_and_how_far_it_is(void **state)
{
    (void)state;
    OFFICE(office);
    struct pal_uuid id = ask(&office, &good);
    turn(&office, PAL_OK);
    PAL_JSON(job);
    const struct pal_json *part;
    struct pal_text verdict;
    int64_t done;
    EXPECT_ERR(pal_jobs_describe(office.jobs, &id, PAL_ENGLISH, &job), PAL_OK);
    EXPECT_ERR(pal_json_object(job, "result", &part, NULL), PAL_OK);
    EXPECT_ERR(pal_json_text(part, "verdict", &verdict, NULL), PAL_OK);
    EXPECT_TEXT(verdict, "adopted");
    EXPECT_ERR(pal_json_object(job, "progress", &part, NULL), PAL_OK);
    EXPECT_ERR(pal_json_int(part, "done", &done, NULL), PAL_OK);
    assert_int_equal(done, 7);
}

static void the_oldest_that_ended_is_forgotten_those_that_wait_are_not(void **state)
{
    (void)state;
    OFFICE(office);
    struct pal_uuid first = ask(&office, &good);
    turn(&office, PAL_OK);
    struct pal_uuid second = ask(&office, &good);
    for (size_t i = 2; i < PAL_LIMIT_JOBS; i++) {
        (void)ask(&office, &good);
    }
    expect_state(&office, &first, "done");
    struct pal_uuid last = ask(&office, &good);
    PAL_JSON(none);
    EXPECT_ERR(pal_jobs_describe(office.jobs, &first, PAL_ENGLISH, &none), PAL_ERR_NOT_FOUND);
    expect_state(&office, &second, "waiting");
    expect_state(&office, &last, "waiting");
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, ends, ends_as_it_must);
    TEST(tests, what_is_tried_again_is_done_once);
    TEST(tests, what_follows_the_commit_is_tried_until_it_holds);
    TEST(tests, while_a_worker_has_the_file_others_only_read);
    TEST(tests, what_a_job_owns_is_released_once_whether_it_was_run_or_not);
    TEST(tests, who_asks_is_told_the_result_and_how_far_it_is);
    TEST(tests, the_oldest_that_ended_is_forgotten_those_that_wait_are_not);
    return RUN(tests);
}
