/*
 * What the files of a society say of a secret poll to whoever takes them (attacks 29 and 30).
 *
 * Before the opening: no choice, and no secret that would open one. After the close, and after the ballots
 * were destroyed: neither choice nor order. The second is shown twice. The file is the same, byte for byte, whoever cast which ballot, in
 * which order and when: nothing that anybody computes from it can then depend on that. And who guesses
 * the order from where rows lie scores as chance does: 0.5.
 *
 * All chance comes from one seed here, so that two runs can be compared, and so that a score is the same
 * each time.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/secret_poll.h"

enum { FEW = 30, MANY = PAL_SECRET_VOTERS_MAX, COLLEGES = 3, PERCENT_MAX = 55 };

/* --- chance ------------------------------------------------------------------------------------- */

static uint64_t drawn; /* how often; the seed of the next draw */

static const char *chance_name(void)
{
    return "one seed";
}

static void draw(void *const out_bytes, const size_t size)
{
    unsigned char seed[randombytes_SEEDBYTES] = {0};
    drawn++;
    memcpy(seed, &drawn, sizeof drawn);
    randombytes_buf_deterministic(out_bytes, size, seed);
}

static uint32_t draw_number(void)
{
    uint32_t number;
    draw(&number, sizeof number);
    return number;
}

static randombytes_implementation chance = {.implementation_name = chance_name,
                                            .random = draw_number,
                                            .buf = draw};

static void shuffle(size_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        numbers[i] = i;
    }
    for (size_t i = count; i > 1; i--) {
        size_t j = randombytes_uniform((uint32_t)i);
        size_t kept = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = kept;
    }
}

/* --- files -------------------------------------------------------------------------------------- */

/* Where these bytes begin in the files, or -1. */
static int64_t find(const struct pal_buf *files, const void *bytes, size_t size)
{
    const char *at = files->bytes;
    size_t left = files->size;
    while (left >= size) {
        const char *first = memchr(at, ((const uint8_t *)bytes)[0], left - size + 1);
        if (first == NULL) {
            return -1;
        }
        if (memcmp(first, bytes, size) == 0) {
            return first - files->bytes;
        }
        left -= (size_t)(first - at) + 1;
        at = first + 1;
    }
    return -1;
}

/* --- an election ------------------------------------------------------------------------------- */

/* What was said and sealed; ballot i can be cast by every voter of its college, i % COLLEGES. */
struct said {
    struct pal_tracker tracker;
    size_t choice; /* 0 or 1 */
    struct pal_buf sealed;
    struct pal_hash hash;
};
static struct said said[MANY];
static struct pal_secret_poll made;

static void copy(const char *from, const char *to)
{
    const char *const ends[] = {"", ".anchor"};
    for (size_t i = 0; i < 2; i++) {
        PAL_BUF(name);
        PAL_STRING(source);
        PAL_STRING(target);
        pal_buf_add_format(&name, "%s%s", from, ends[i]);
        source = pal_folder_file_new(&made.folder, name.bytes);
        pal_buf_clear(&name);
        pal_buf_add_format(&name, "%s%s", to, ends[i]);
        target = pal_folder_file_new(&made.folder, name.bytes);
        pal_folder_copy(source, target);
    }
}

/* As many say one thing as the other in each college, so that half of all guesses are right by chance. */
static void choose(void)
{
    size_t places[MANY] = {0};
    for (size_t college = 0; college < COLLEGES; college++) {
        shuffle(places, made.voters / COLLEGES);
        for (size_t i = college; i < made.voters; i += COLLEGES) {
            said[i].choice = places[i / COLLEGES] % 2;
        }
    }
}

/* Opens the poll of the society in the file "called", and leaves it in the file "open" with a ballot
 * sealed for each voter. */
static void open_poll(void)
{
    int64_t now_us = made.now_us;
    pal_secret_poll_copy(&made);
    choose();
    {
        PAL_STORE(store);
        store = pal_secret_poll_open_new(&made, &now_us);
        EXPECT_ERR(pal_poll_open(store, made.poll), PAL_OK);
        EXPECT_ERR(pal_turn_commit(store), PAL_OK);
        for (size_t i = 0; i < made.voters; i++) {
            static const char *const marks[] = {"{\"choice\":0}", "{\"choice\":1}"};
            draw(said[i].tracker.bytes, sizeof said[i].tracker.bytes);
            said[i].tracker.pin = (uint16_t)randombytes_uniform(PAL_PIN_MAX + 1);
            const struct pal_urn_ballot ballot = {.tracker = said[i].tracker,
                                                  .marks = pal_text_of(marks[said[i].choice])};
            pal_buf_clear(&said[i].sealed);
            pal_secret_poll_seal(&made, store, i, &ballot, &said[i].sealed);
        }
    }
    copy("copy", "open");
}

/* Who casts when, and which ballot. */
struct casting {
    size_t order[MANY];        /* voters, as they come */
    size_t ballots[MANY];      /* of each voter */
    int64_t pause_us;          /* between two of them */
    struct pal_buf *snapshots; /* gets the files after each cast, or NULL */
};

static void cast_all(struct pal_store *store, const struct casting *casting, int64_t *now_us)
{
    for (size_t i = 0; i < made.voters; i++) {
        size_t voter = casting->order[i];
        struct said *ballot = &said[casting->ballots[voter]];
        PAL_SEALED_RECEIPT(receipt);
        *now_us += casting->pause_us;
        EXPECT_ERR(pal_secret_poll_cast(&made, store, voter, pal_buf_text(&ballot->sealed),
                                        &receipt),
                   PAL_OK);
        ballot->hash = receipt.hash;
        EXPECT_ERR(pal_turn_commit(store), PAL_OK);
        if (casting->snapshots != NULL) {
            pal_folder_read(&made.folder, "copy", casting->snapshots);
        }
    }
}

enum pal_phase { CLOSED, COUNTED, DESTROYED };

/* Plays it from the file "open" on, and appends what the files are in the end. */
static void play(const struct casting *casting, enum pal_phase until, struct pal_buf *out_files)
{
    int64_t now_us = made.now_us;
    copy("open", "copy");
    {
        PAL_STORE(store);
        store = pal_secret_poll_open_new(&made, &now_us);
        cast_all(store, casting, &now_us);
        now_us = made.now_us + PAL_SECRET_POLL_HOUR_US;
        drawn = 1 << 30; /* identifiers of what follows are the same in every run */
        EXPECT_ERR(pal_poll_close(store, made.poll, pal_text_of("")), PAL_OK);
        EXPECT_ERR(pal_turn_commit(store), PAL_OK);
        EXPECT_ERR(pal_secret_poll_rewrite(store), PAL_OK);
        if (until != CLOSED) {
            EXPECT_ERR(pal_secret_poll_count(&made, store), PAL_OK);
            EXPECT_ERR(pal_turn_commit(store), PAL_OK);
            EXPECT_ERR(pal_secret_poll_rewrite(store), PAL_OK);
        }
        if (until == DESTROYED) {
            now_us += 25 * PAL_SECRET_POLL_HOUR_US; /* ballots are kept for a day */
            EXPECT_ERR(pal_sealed_destroy(store, made.poll), PAL_OK);
            EXPECT_ERR(pal_turn_commit(store), PAL_OK);
            EXPECT_ERR(pal_secret_poll_rewrite(store), PAL_OK);
        }
    }
    pal_folder_read(&made.folder, "copy", out_files);
}

/* --- the same file ----------------------------------------------------------------------------- */

static void begin(size_t voters)
{
    drawn = voters;
    pal_secret_poll_make(&made, voters);
    open_poll();
}

/* Each voter casts the ballot of the one who stands so many places further in their college. */
static void assign(struct casting *casting, size_t places)
{
    for (size_t i = 0; i < made.voters; i++) {
        casting->order[i] = i;
        casting->ballots[i] = (i + COLLEGES * places) % made.voters;
    }
}

static void the_file_is_the_same(size_t voters, enum pal_phase until)
{
    begin(voters);
    struct casting casting = {.pause_us = 1000000};
    PAL_BUF(first);
    PAL_BUF(other);
    assign(&casting, 0);
    play(&casting, until, &first);
    assert_true(find(&first, said[0].hash.bytes, PAL_HASH_SIZE) >= 0); /* it is the right file */

    assign(&casting, 1); /* the same ballots by other voters, in another order, at other times */
    shuffle(casting.order, voters);
    casting.pause_us = 7000003;
    play(&casting, until, &other);
    assert_int_equal(first.size, other.size);
    assert_memory_equal(first.bytes, other.bytes, first.size);
    bool is_kept = find(&first, said[0].sealed.bytes, said[0].sealed.size) >= 0;
    assert_int_equal(is_kept, until != DESTROYED);
    pal_secret_poll_done(&made);
}

static void attack_29_the_file_after_the_close_is_the_same_whoever_cast_what_and_when(void **state)
{
    (void)state;
    the_file_is_the_same(FEW, CLOSED);
    the_file_is_the_same(MANY, CLOSED);
}

static void attack_29_so_is_the_file_after_the_count_and_after_the_destruction(void **state)
{
    (void)state;
    the_file_is_the_same(FEW, COUNTED);
    the_file_is_the_same(MANY, DESTROYED);
}

/* --- scores ------------------------------------------------------------------------------------ */

/* Pairs that were guessed right, of all. */
struct score {
    uint64_t right, all;
};

/* In hundredths, of whoever may also guess the other way round, rounded up. */
static uint64_t percent(const struct score *score)
{
    uint64_t right = score->right * 2 < score->all ? score->all - score->right : score->right;
    return (100 * right + score->all - 1) / score->all;
}

static void say(const char *what, size_t voters, const struct score *score)
{
    print_message("# %zu votes: %s scores 0.%02" PRIu64 " over %" PRIu64 " guesses\n", voters, what,
                  percent(score), score->all);
    assert_true(score->all > 0);
    assert_true(percent(score) <= PERCENT_MAX);
}

/* Guesses that what lies first came first. places are those of what came first, second, …; the few that
 * an end of a page cuts in two are not guessed. */
static void score_order(const int64_t *places, size_t count, struct score *score)
{
    size_t absent = 0;
    for (size_t i = 0; i < count; i++) {
        absent += places[i] < 0;
        for (size_t j = i + 1; j < count; j++) {
            if (places[i] >= 0 && places[j] >= 0) {
                score->right += places[i] < places[j];
                score->all++;
            }
        }
    }
    assert_true(absent * 10 < count);
}

/* Where the mark of a member lies. */
static int64_t find_mark(const struct pal_buf *files, struct pal_member_id member)
{
    PAL_BUF(row);
    pal_secret_poll_mark_row(made.poll, member, &row);
    return find(files, row.bytes, row.size);
}

struct scores {
    struct score hashes, marks, opened, choices;
};

/* Puts the k-th mark and the k-th opened ballot of a college together, and guesses the choice by that. */
static void score_choices(const struct casting *casting, const int64_t *marks,
                          const int64_t *opened, struct score *score)
{
    for (size_t i = 0; i < made.voters; i++) {
        size_t voter = casting->order[i];
        size_t place = 0; /* of this mark among those of the college */
        for (size_t j = 0; j < made.voters; j++) {
            place += casting->order[j] % COLLEGES == voter % COLLEGES && marks[j] < marks[i];
        }
        for (size_t j = 0; j < made.voters; j++) {
            size_t other = casting->order[j];
            size_t before = 0; /* opened ballots of the college that lie before this one */
            for (size_t k = 0; k < made.voters; k++) {
                before += casting->order[k] % COLLEGES == voter % COLLEGES && opened[k] < opened[j];
            }
            if (other % COLLEGES == voter % COLLEGES && before == place) {
                score->right +=
                    said[casting->ballots[voter]].choice == said[casting->ballots[other]].choice;
                score->all++;
            }
        }
    }
}

static void score_files(const struct casting *casting, const struct pal_buf *files,
                        struct scores *scores)
{
    int64_t hashes[MANY] = {0};
    int64_t marks[MANY] = {0};
    int64_t opened[MANY] = {0};
    for (size_t i = 0; i < made.voters; i++) {
        size_t voter = casting->order[i];
        const struct said *ballot = &said[casting->ballots[voter]];
        char tracker[PAL_TRACKER_SIZE + 1];
        pal_tracker_write(&ballot->tracker, tracker);
        hashes[i] = find(files, ballot->hash.bytes, PAL_HASH_SIZE);
        marks[i] = find_mark(files, made.members[voter]);
        opened[i] = find(files, tracker, PAL_TRACKER_SIZE);
    }
    score_order(hashes, made.voters, &scores->hashes);
    score_order(marks, made.voters, &scores->marks);
    score_order(opened, made.voters, &scores->opened);
    score_choices(casting, marks, opened, &scores->choices);
}

static void score(size_t voters, size_t runs)
{
    struct scores scores = {.hashes = {0, 0}};
    begin(voters);
    for (size_t run = 0; run < runs; run++) {
        struct casting casting = {.pause_us = 1000000};
        PAL_BUF(files);
        drawn = 1000 * run + voters;
        open_poll(); /* another key, other ballots, other choices */
        assign(&casting, 0);
        shuffle(casting.order, voters);
        play(&casting, DESTROYED, &files);
        score_files(&casting, &files, &scores);
    }
    pal_secret_poll_done(&made);
    say("the order by hashes", voters, &scores.hashes);
    say("the order by marks", voters, &scores.marks);
    say("the order by opened ballots", voters, &scores.opened);
    say("the choice by places", voters, &scores.choices);
}

static void attack_29_the_order_and_the_choices_of_thirty_votes_are_guessed_by_chance(void **state)
{
    (void)state;
    score(FEW, 40);
}

static void attack_29_the_order_and_the_choices_of_many_votes_are_guessed_by_chance(void **state)
{
    (void)state;
    score(MANY, 4);
}

/* --- before the opening ------------------------------------------------------------------------- */

static void expect_absent(const struct pal_buf *files, const void *bytes, size_t size)
{
    assert_int_equal(find(files, bytes, size), -1);
}

/* What opens the ballots is not there, what they say neither: in no file, after none of the casts. */
static void attack_29_no_choice_is_in_any_file_between_any_two_votes(void **state)
{
    (void)state;
    begin(FEW);
    PAL_BUF(snapshots);
    PAL_BUF(files);
    struct casting casting = {.pause_us = 1000000, .snapshots = &snapshots};
    assign(&casting, 0);
    play(&casting, CLOSED, &files);
    assert_true(find(&snapshots, said[0].hash.bytes, PAL_HASH_SIZE) >= 0);
    assert_true(find(&snapshots, said[0].sealed.bytes, said[0].sealed.size) >= 0);

    expect_absent(&snapshots, "PALABRE1", 8);
    expect_absent(&snapshots, "{\"choice\":", 10);
    for (size_t i = 0; i < FEW; i++) {
        char tracker[PAL_TRACKER_SIZE + 1];
        pal_tracker_write(&said[i].tracker, tracker);
        expect_absent(&snapshots, tracker, PAL_CODE_SIZE);
        expect_absent(&snapshots, said[i].tracker.bytes, PAL_CODE_BYTES);
    }
    PAL_SCALAR(secret);
    int64_t now_us = made.now_us + PAL_SECRET_POLL_HOUR_US;
    PAL_STORE(store);
    store = pal_secret_poll_open_new(&made, &now_us);
    EXPECT_ERR(pal_secret_poll_combine(&made, store, 0, 1, &secret), PAL_OK);
    expect_absent(&snapshots, secret.bytes, sizeof secret.bytes);
    expect_absent(&files, secret.bytes, sizeof secret.bytes);
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        expect_absent(&snapshots, made.keepers[i].secret, PAL_LETTER_KEY_SIZE);
    }
    pal_secret_poll_done(&made);
}

/* Guesses that a ballot says what the one says whose sealed bytes are the most alike. */
static void score_likeness(struct score *alike)
{
    for (size_t i = 0; i < MANY; i++) {
        size_t nearest = i;
        size_t least = SIZE_MAX;
        for (size_t j = 0; j < MANY; j++) {
            size_t distance = 0;
            for (size_t at = 0; at < said[i].sealed.size; at++) {
                uint8_t differs =
                    (uint8_t)said[i].sealed.bytes[at] ^ (uint8_t)said[j].sealed.bytes[at];
                distance += (size_t)__builtin_popcount(differs);
            }
            if (j != i && distance < least) {
                least = distance;
                nearest = j;
            }
        }
        assert_int_equal(said[i].sealed.size, said[0].sealed.size);
        alike->right += said[i].choice == said[nearest].choice;
        alike->all++;
    }
}

static void attack_30_sealed_ballots_that_say_the_same_are_not_alike(void **state)
{
    enum { RUNS = 8 }; /* of fewer guesses chance alone has more than 0.55 now and then */
    (void)state;
    struct score alike = {0};
    begin(MANY);
    for (size_t run = 0; run < RUNS; run++) {
        drawn = 1000 * run + MANY;
        open_poll();
        score_likeness(&alike);
    }
    pal_secret_poll_done(&made);
    say("the choice by likeness", MANY, &alike);
}

int main(void)
{
    PAL_CHECK(randombytes_set_implementation(&chance) == 0);
    TESTS(tests, 8);
    TEST(tests, attack_29_the_file_after_the_close_is_the_same_whoever_cast_what_and_when);
    TEST(tests, attack_29_so_is_the_file_after_the_count_and_after_the_destruction);
    TEST(tests, attack_29_the_order_and_the_choices_of_thirty_votes_are_guessed_by_chance);
    TEST(tests, attack_29_the_order_and_the_choices_of_many_votes_are_guessed_by_chance);
    TEST(tests, attack_29_no_choice_is_in_any_file_between_any_two_votes);
    TEST(tests, attack_30_sealed_ballots_that_say_the_same_are_not_alike);
    int failed = RUN(tests);
    for (size_t i = 0; i < MANY; i++) {
        pal_buf_done(&said[i].sealed);
    }
    return failed;
}
