/* demo_secret.c - the demonstration's secret polls: who keeps their urns, and how its members vote in them. */
#include <string.h>

#include "audit/shares.h"
#include "audit/urn.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/keepers.h"
#include "core/roll.h"
#include "core/sealed.h"
#include "core/tally.h"

#include "demo.h"
#include "demo_society.h"

/* The administrator and the two tellers, by their number on the register. */
static const int keepers[PAL_KEEPERS] = {1, 3, 4};

/* The least that is taken: whoever reads this has the passphrase. */
enum { OPS = 1, MEM = 8 << 20 };

/* --- the keepers -------------------------------------------------------------------------------- */

static enum pal_err person_of(const struct pal_demo *demo, size_t keeper,
                              struct pal_person_id *out_person)
{
    return pal_member_person(demo->store, demo->members[keepers[keeper]], out_person);
}

enum pal_err pal_demo_enrol_keepers(struct pal_demo *demo)
{
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        struct pal_person_id person;
        struct pal_passphrase_box box = {.ops = OPS, .mem = MEM};
        struct pal_letter_key pair PAL_CLEANUP(pal_letter_key_done) = {{0}, {0}};
        pal_letter_key_random(&pair);
        PAL_TRY(pal_letter_key_seal(&pair, pal_text_of(PAL_DEMO_PASSPHRASE), &box));
        struct pal_keeper_key key = {.ops = box.ops, .mem = box.mem};
        memcpy(key.public_key, pair.public_key, sizeof key.public_key);
        memcpy(key.salt, box.salt, sizeof key.salt);
        memcpy(key.nonce, box.nonce, sizeof key.nonce);
        memcpy(key.box, box.box, sizeof key.box);
        PAL_TRY(person_of(demo, i, &person));
        PAL_TRY(pal_keeper_enrol(demo->store, person, &key, NULL));
    }
    return PAL_OK;
}

enum pal_err pal_demo_name_keepers(struct pal_demo *demo, struct pal_poll_id poll)
{
    struct pal_person_id persons[PAL_KEEPERS];
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        PAL_TRY(person_of(demo, i, &persons[i]));
    }
    return pal_keepers_name(demo->store, poll, persons, PAL_KEEPERS);
}

/* As a keeper's browser does: their key under the passphrase, then their share with the key. */
static enum pal_err open_share(struct pal_demo *demo, struct pal_poll_id poll, size_t keeper,
                               struct pal_share *out_share)
{
    struct pal_keeper named[PAL_KEEPERS];
    size_t count;
    struct pal_keeper_key key;
    struct pal_letter_key pair PAL_CLEANUP(pal_letter_key_done) = {{0}, {0}};
    PAL_SCALAR(bytes);
    struct pal_keeper_share share = {.poll = poll, .place = (int64_t)keeper + 1};
    PAL_TRY(person_of(demo, keeper, &share.person));
    PAL_TRY(pal_keeper_key_read(demo->store, share.person, &key));
    struct pal_passphrase_box box = {.ops = key.ops, .mem = key.mem};
    memcpy(box.salt, key.salt, sizeof box.salt);
    memcpy(box.nonce, key.nonce, sizeof box.nonce);
    memcpy(box.box, key.box, sizeof box.box);
    PAL_TRY(pal_letter_key_open(&box, pal_text_of(PAL_DEMO_PASSPHRASE), &pair));
    PAL_TRY(pal_keepers_read(demo->store, poll, named, &count));
    struct pal_text letter = {(const char *)named[keeper].sealed, sizeof named[keeper].sealed};
    PAL_TRY(pal_letter_open(&pair, letter, bytes.bytes));
    share.bytes = bytes.bytes;
    out_share->keeper = keeper;
    return pal_keeper_share_check(demo->store, &share, &out_share->value);
}

static void shares_done(struct pal_share (*shares)[2])
{
    pal_scalar_done(&(*shares)[0].value);
    pal_scalar_done(&(*shares)[1].value);
}

enum pal_err pal_demo_open_urn(struct pal_demo *demo, struct pal_poll_id poll)
{
    PAL_SCALAR(secret);
    struct pal_share shares[2] PAL_CLEANUP(shares_done) = {{0}, {0}};
    struct pal_tally_made tally PAL_CLEANUP(pal_tally_done) = {0};
    PAL_TRY(open_share(demo, poll, 0, &shares[0]));
    PAL_TRY(open_share(demo, poll, 1, &shares[1]));
    PAL_TRY(pal_keepers_combine(demo->store, poll, &shares[0], &shares[1], &secret));
    PAL_TRY(pal_tally_open(demo->store, poll, &secret, &tally));
    return pal_tally_record(demo->store, &tally);
}

/* --- the voters --------------------------------------------------------------------------------- */

/* What a ballot is bound to, as a browser reads it from the manifest. */
struct booth {
    struct pal_json *manifest;
    struct pal_urn urn;
};

static void booth_done(struct booth *booth)
{
    pal_json_free(booth->manifest);
}

static enum pal_err enter(struct pal_demo *demo, struct pal_poll_id poll, struct booth *booth)
{
    PAL_BUF(bytes);
    const struct pal_json *urn;
    struct pal_text hex;
    uint8_t key[PAL_POINT_SIZE];
    int64_t size;
    PAL_TRY(pal_poll_manifest(demo->store, poll, &bytes));
    PAL_TRY(pal_json_parse(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &booth->manifest, NULL));
    PAL_TRY(pal_json_object(booth->manifest, "urn", &urn, NULL));
    PAL_TRY(pal_json_text(urn, "key", &hex, NULL));
    PAL_TRY(pal_text_hex(hex, key, sizeof key));
    PAL_TRY(pal_json_int(urn, "size", &size, NULL));
    booth->urn.ctx = pal_hash_of(bytes.bytes, bytes.size);
    booth->urn.size = (size_t)size;
    return pal_point_parse(key, &booth->urn.key);
}

static uint16_t place_of(const struct booth *booth, struct pal_text college)
{
    const struct pal_json *colleges = pal_json_get(booth->manifest, "colleges");
    uint16_t place = 0;
    while (place < pal_json_count(colleges) &&
           !pal_text_equal(pal_json_as_text(pal_json_get(pal_json_at(colleges, place), "id")),
                           college)) {
        place++;
    }
    return place;
}

static enum pal_err take_college(void *context, const struct pal_roll_line *line)
{
    pal_buf_add_text(context, line->college);
    return PAL_OK;
}

static enum pal_err cast(struct pal_demo *demo, struct pal_poll_id poll, const struct booth *booth,
                         int number, const char *marks)
{
    PAL_BUF(college);
    PAL_SCALAR(random);
    PAL_BUF(sealed);
    PAL_SEALED_RECEIPT(receipt);
    struct pal_sealed_cast cast = {.cast = {.poll = poll, .member = demo->members[number]}};
    PAL_TRY(pal_roll_find(demo->store, poll, cast.cast.member, take_college, &college));
    struct pal_urn_ballot ballot = {.college = place_of(booth, pal_buf_text(&college)),
                                    .tracker.pin = (uint16_t)(number * 137),
                                    .marks = pal_text_of(marks)};
    pal_crypto_random(ballot.tracker.bytes, sizeof ballot.tracker.bytes);
    pal_scalar_random(&random);
    pal_urn_seal(&booth->urn, &ballot, &random, &sealed);
    PAL_TRY(pal_member_person(demo->store, cast.cast.member, &cast.cast.person));
    cast.college = pal_buf_text(&college);
    cast.sealed = pal_buf_text(&sealed);
    return pal_sealed_cast(demo->store, &cast, NULL, &receipt);
}

enum pal_err pal_demo_cast_sealed(struct pal_demo *demo, struct pal_poll_id poll,
                                  const char *const *ballots, int ballot_count)
{
    struct booth booth PAL_CLEANUP(booth_done) = {0};
    PAL_TRY(enter(demo, poll, &booth));
    for (int number = 1; number <= demo->member_count; number++) {
        if (number % 5 != 2) {
            const char *marks = ballots[number * number % ballot_count];
            PAL_TRY(cast(demo, poll, &booth, number, marks));
        }
    }
    return PAL_OK;
}
