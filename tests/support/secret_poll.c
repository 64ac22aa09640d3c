/* secret_poll.c - makes a society with a secret poll, and does what its browsers do. */
#include "secret_poll.h"

#include <stdio.h>
#include <string.h>

#include "audit/manifest.h"
#include "audit/shares.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/log.h"
#include "core/resolutions.h"

#include "expect.h"
#include "record.h"
#include "scene.h"

enum { COLLEGES = 3 };
static const char *const categories[COLLEGES] = {"employees", "users", "friends"};
static const char *const colleges[COLLEGES] = {"workers", "users", "supporters"};

/* --- the society ------------------------------------------------------------------------------ */

static void enter(struct pal_secret_poll *made, struct pal_store *store, size_t voter)
{
    char name[32];
    (void)snprintf(name, sizeof name, "Voter %zu", voter);
    const struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of(name)},
        .category = pal_text_of(categories[voter % COLLEGES]),
        .state = PAL_MEMBER_ADMITTED,
        .shares = 1,
    };
    EXPECT_ERR(pal_member_add(store, &spec, NULL, &made->members[voter]), PAL_OK);
    EXPECT_ERR(pal_member_person(store, made->members[voter], &made->people[voter]), PAL_OK);
}

/* What a keeper's browser sends; the sealed half would take a passphrase, which no test here types. */
static void enrol(struct pal_secret_poll *made, struct pal_store *store, size_t keeper)
{
    struct pal_letter_key *key = &made->keepers[keeper];
    struct pal_keeper_key sent = {.ops = 3, .mem = 1 << 28};
    pal_letter_key_random(key);
    memcpy(sent.public_key, key->public_key, sizeof sent.public_key);
    pal_crypto_random(sent.box, sizeof sent.box);
    EXPECT_ERR(pal_keeper_enrol(store, made->people[keeper], &sent, NULL), PAL_OK);
}

static void call(struct pal_secret_poll *made, struct pal_store *store)
{
    struct pal_assembly_spec assembly = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = pal_text_of("Annual meeting"),
        .place = pal_text_of("Under the tree"),
        .meets_us = made->now_us + PAL_SECRET_POLL_HOUR_US,
    };
    struct pal_poll_spec poll = {
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of("motion"),
        .secrecy = pal_text_of("secret"),
        .kept_days = 1,
        .opens_us = made->now_us + PAL_SECRET_POLL_HOUR_US,
        .closes_us = made->now_us + 2 * PAL_SECRET_POLL_HOUR_US,
    };
    EXPECT_ERR(pal_assembly_create(store, &assembly, NULL, &poll.assembly), PAL_OK);
    const struct pal_resolution_spec resolution = {
        .assembly = poll.assembly,
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("Accounts"),
        .text = pal_text_of("The assembly approves."),
    };
    EXPECT_ERR(pal_resolution_table(store, &resolution, NULL, &poll.resolution), PAL_OK);
    EXPECT_ERR(pal_assembly_convene(store, poll.assembly, NULL), PAL_OK);
    EXPECT_ERR(pal_poll_create(store, &poll, NULL, &made->poll), PAL_OK);
    EXPECT_ERR(pal_keepers_name(store, made->poll, made->people, PAL_KEEPERS), PAL_OK);
    EXPECT_ERR(pal_poll_waive(store, made->poll, pal_text_of("This is a test.")), PAL_OK);
    EXPECT_ERR(pal_poll_call(store, made->poll, NULL), PAL_OK);
    PAL_POLL(called);
    EXPECT_ERR(pal_poll_read(store, made->poll, &called), PAL_OK);
    made->text = called.text;
}

void pal_secret_poll_make(struct pal_secret_poll *made, size_t voters)
{
    *made = (struct pal_secret_poll){.folder = pal_folder_make(), .voters = voters};
    PAL_STRING(path);
    path = pal_folder_file_new(&made->folder, "called");
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_CREATE, &made->now_us);
    PAL_STORE(store);
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    pal_scene_found_at_once(store, "secret.example.coop/log");
    for (size_t i = 0; i < voters; i++) {
        enter(made, store, i);
    }
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        enrol(made, store, i);
    }
    call(made, store);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
    made->now_us += PAL_SECRET_POLL_HOUR_US;
}

void pal_secret_poll_done(struct pal_secret_poll *made)
{
    pal_folder_done(&made->folder);
    pal_crypto_wipe(made->keepers, sizeof made->keepers);
}

void pal_secret_poll_copy(const struct pal_secret_poll *made)
{
    static const char *const files[] = {"called", "copy", "called.anchor", "copy.anchor"};
    for (size_t i = 0; i < 4; i += 2) {
        PAL_STRING(from);
        PAL_STRING(to);
        from = pal_folder_file_new(&made->folder, files[i]);
        to = pal_folder_file_new(&made->folder, files[i + 1]);
        pal_folder_copy(from, to);
    }
}

struct pal_store *pal_secret_poll_open_new(const struct pal_secret_poll *made, int64_t *now_us)
{
    PAL_STRING(path);
    path = pal_folder_file_new(&made->folder, "copy");
    int64_t start_us = *now_us;
    struct pal_store_spec spec = pal_record_spec(path, PAL_STORE_WRITE, now_us);
    *now_us = start_us;
    struct pal_store *store = NULL;
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    assert_int_equal(pal_log_status(store), PAL_LOG_OK);
    return store;
}

/* --- the browsers ------------------------------------------------------------------------------ */

void pal_secret_poll_seal(const struct pal_secret_poll *made, struct pal_store *store, size_t voter,
                          const struct pal_urn_ballot *says, struct pal_buf *out_sealed)
{
    PAL_BUF(bytes);
    PAL_MANIFEST(manifest);
    PAL_SCALAR(random);
    EXPECT_ERR(pal_poll_manifest(store, made->poll, &bytes), PAL_OK);
    EXPECT_ERR(pal_manifest_parse(pal_buf_text(&bytes), &manifest), PAL_OK);
    struct pal_urn urn = {.ctx = manifest.hash, .size = manifest.urn.size};
    struct pal_urn_ballot ballot = *says;
    ballot.college = (uint16_t)(voter % COLLEGES);
    EXPECT_ERR(pal_point_parse(manifest.urn.key, &urn.key), PAL_OK);
    pal_scalar_random(&random);
    pal_urn_seal(&urn, &ballot, &random, out_sealed);
}

enum pal_err pal_secret_poll_cast(const struct pal_secret_poll *made, struct pal_store *store,
                                  size_t voter, struct pal_text sealed,
                                  struct pal_sealed_receipt *out_receipt)
{
    const struct pal_sealed_cast cast = {
        .cast = {.poll = made->poll,
                 .member = made->members[voter],
                 .person = made->people[voter],
                 .text = &made->text},
        .college = pal_text_of(colleges[voter % COLLEGES]),
        .sealed = sealed,
    };
    return pal_sealed_cast(store, &cast, NULL, out_receipt);
}

/* One keeper opens their letter and sends what is in it. */
static enum pal_err give(const struct pal_secret_poll *made, struct pal_store *store, size_t keeper,
                         struct pal_share *out_share)
{
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    uint8_t bytes[PAL_SCALAR_SIZE];
    PAL_TRY(pal_keepers_read(store, made->poll, keepers, &count));
    assert_int_equal(count, PAL_KEEPERS);
    const struct pal_text letter = {(const char *)keepers[keeper].sealed, PAL_KEEPER_SEALED_SIZE};
    PAL_TRY(pal_letter_open(&made->keepers[keeper], letter, bytes));
    const struct pal_keeper_share given = {.poll = made->poll,
                                           .person = made->people[keeper],
                                           .place = (int64_t)keeper + 1,
                                           .bytes = bytes};
    out_share->keeper = keeper;
    return pal_keeper_share_check(store, &given, &out_share->value);
}

enum pal_err pal_secret_poll_combine(const struct pal_secret_poll *made, struct pal_store *store,
                                     size_t a, size_t b, struct pal_scalar *out_secret)
{
    struct pal_share first;
    struct pal_share second;
    PAL_TRY(give(made, store, a, &first));
    PAL_TRY(give(made, store, b, &second));
    return pal_keepers_combine(store, made->poll, &first, &second, out_secret);
}

enum pal_err pal_secret_poll_count(const struct pal_secret_poll *made, struct pal_store *store)
{
    PAL_SCALAR(secret);
    struct pal_tally_made tally PAL_CLEANUP(pal_tally_done) = {.poll = made->poll};
    PAL_TRY(pal_secret_poll_combine(made, store, 0, PAL_KEEPERS - 1, &secret));
    PAL_TRY(pal_tally_open(store, made->poll, &secret, &tally));
    return pal_tally_record(store, &tally);
}

enum pal_err pal_secret_poll_rewrite(struct pal_store *store)
{
    PAL_STORE(snapshot);
    PAL_TRY(pal_store_snapshot_new(store, &snapshot));
    pal_store_lend(store, PAL_LOAN_FILE);
    enum pal_err err = pal_store_rewrite_beside(snapshot);
    pal_store_take_back(store, err);
    return err;
}

/* A whole number: its type, and its bytes after those that are there. */
static uint8_t add_number(int64_t value, struct pal_buf *body)
{
    if (value == 0 || value == 1) {
        return value == 0 ? 8 : 9;
    }
    if (value > 127) {
        pal_buf_add_byte(body, (uint8_t)(value >> 8));
    }
    pal_buf_add_byte(body, (uint8_t)value);
    return value > 127 ? 2 : 1;
}

void pal_secret_poll_mark_row(struct pal_poll_id poll, struct pal_member_id member,
                              struct pal_buf *row)
{
    enum { HEADER = 5, TEXT_OF_SIX = 13 + 2 * 6, NOTHING = 0 };
    PAL_BUF(body);
    uint8_t poll_type = add_number(poll.value, &body);
    uint8_t member_type = add_number(member.value, &body);
    const uint8_t header[HEADER] = {HEADER, poll_type, member_type, TEXT_OF_SIX, NOTHING};
    pal_buf_add(row, header, sizeof header);
    pal_buf_add_text(row, pal_buf_text(&body));
    pal_buf_add_string(row, "remote");
}
