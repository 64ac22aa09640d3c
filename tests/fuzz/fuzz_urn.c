/* fuzz_urn.c - whatever a sealed ballot, a receipt or a tracker holds, reading it ends, and what is
 * read is written back the same. */
#include <string.h>

#include "audit/receipt.h"
#include "audit/shares.h"
#include "audit/urn.h"
#include "base/check.h"

#include "fuzz.h"

enum { SIZE = 96 };

static struct pal_urn urn_of(const struct pal_scalar *secret)
{
    struct pal_urn urn = {.ctx = {{5}}, .size = SIZE};
    enum pal_err err = pal_point_base(secret, &urn.key);
    PAL_CHECK(err == PAL_OK);
    return urn;
}

/* The bytes as a sealed ballot: nobody seals one by chance. */
static void open_sealed(const struct pal_urn *urn, struct pal_text text,
                        const struct pal_scalar *secret)
{
    PAL_OPENED(opened);
    pal_urn_open(urn, 0, text, secret, &opened);
    PAL_CHECK(opened.state != PAL_OPENED_READ);
    PAL_CHECK((opened.state == PAL_OPENED_SIZE || opened.state == PAL_OPENED_POINT) ==
              (pal_urn_check(urn, text) != PAL_OK));
    PAL_CHECK(!opened.has_tracker);
}

/* The bytes as marks, sealed and opened again. */
static void seal_marks(const struct pal_urn *urn, struct pal_text text,
                       const struct pal_scalar *secret)
{
    if (text.size > SIZE - PAL_URN_HEADER) {
        return;
    }
    PAL_BUF(sealed);
    PAL_OPENED(opened);
    PAL_SCALAR(random);
    const struct pal_urn_ballot ballot = {.college = 1, .marks = text};
    pal_scalar_of(7, &random);
    pal_urn_seal(urn, &ballot, &random, &sealed);
    pal_urn_open(urn, 1, pal_buf_text(&sealed), secret, &opened);
    PAL_CHECK(opened.state == PAL_OPENED_READ);
    PAL_CHECK(pal_text_equal(opened.marks, text));
}

static void read_receipt(struct pal_text text)
{
    static const uint8_t seed[PAL_SEED_SIZE] = {7};
    struct pal_signing_key signer;
    struct pal_receipt receipt;
    pal_receipt_key_init(&signer, seed);
    struct pal_vkey key = pal_vkey_make(pal_text_of("vote.example.coop/receipt"),
                                        PAL_NOTE_KEY_ED25519, signer.public_key);
    if (pal_receipt_read(text, &key, &receipt) == PAL_OK) {
        PAL_BUF(written);
        pal_receipt_sign(&receipt, &signer, &written);
        PAL_CHECK(written.size <= text.size); /* others may have signed it too */
        PAL_CHECK(receipt.poll.size > 0);
    }
}

static void read_tracker(struct pal_text text)
{
    struct pal_tracker tracker;
    struct pal_tracker again;
    char written[PAL_TRACKER_SIZE + 1];
    if (pal_tracker_parse(text, &tracker) == PAL_OK) {
        pal_tracker_write(&tracker, written);
        enum pal_err err = pal_tracker_parse(pal_text_of(written), &again);
        PAL_CHECK(err == PAL_OK);
        PAL_CHECK(memcmp(again.bytes, tracker.bytes, sizeof again.bytes) == 0);
        PAL_CHECK(again.pin == tracker.pin);
    }
}

static void read_share(const uint8_t *bytes, size_t size)
{
    struct pal_scalar scalar;
    if (size < PAL_SCALAR_SIZE || pal_scalar_parse(bytes, &scalar) != PAL_OK) {
        return;
    }
    PAL_SCALAR(zero);
    PAL_SCALAR(sum);
    pal_scalar_add(&scalar, &zero, &sum);
    PAL_CHECK(memcmp(sum.bytes, bytes, sizeof sum.bytes) == 0); /* it was the one spelling */
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    PAL_SCALAR(secret);
    pal_scalar_of(9, &secret);
    struct pal_urn urn = urn_of(&secret);
    open_sealed(&urn, text, &secret);
    seal_marks(&urn, text, &secret);
    read_receipt(text);
    read_tracker(text);
    read_share(bytes, size);
    return 0;
}
