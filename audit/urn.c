/* urn.c - sealed ballots: how long they are, how they are sealed, what opening one gives. */
#include "audit/urn.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/tree.h"
#include "base/check.h"

#include "urn_key.h"

#define BEGINNING "PALABRE1"
enum { BEGINNING_SIZE = sizeof BEGINNING - 1, COUNT_DIGITS = 24 };

_Static_assert(PAL_URN_HEADER == BEGINNING_SIZE + PAL_HASH_SIZE + 2 + PAL_CODE_BYTES + 2 + 2,
               "what stands before the marks");
_Static_assert(PAL_URN_EXTRA == PAL_POINT_SIZE + PAL_AEAD_TAG_SIZE, "what sealing adds");

/* --- Sizes --- */

/* RULE docs/rules/urn.md
 * > The size is the least of 96, 160, 256, 512, 1024, 2048, 4096, 8192 and 16384 that holds 56 bytes and the longest
 * > ballot of the question.
 */
static const size_t sizes[] = {96, 160, 256, 512, 1024, 2048, 4096, 8192, PAL_URN_SIZE_MAX};
enum { SIZE_COUNT = sizeof sizes / sizeof sizes[0] };

bool pal_urn_is_size(size_t size)
{
    size_t i = 0;
    while (i < SIZE_COUNT && sizes[i] != size) {
        i++;
    }
    return i < SIZE_COUNT;
}

static size_t digits_of(uint64_t value)
{
    char text[COUNT_DIGITS];
    int written = snprintf(text, sizeof text, "%" PRIu64, value);
    PAL_CHECK(written > 0);
    return (size_t)written;
}

/* The digits of the last so many options, and something around each. */
static size_t last_options(const struct pal_question *question, size_t around)
{
    size_t named = question->option_count;
    if (question->max_length > 0 && question->max_length < named) {
        named = question->max_length;
    }
    size_t size = 0;
    for (size_t i = 0; i < named; i++) {
        size += digits_of(question->option_count - 1 - i) + around;
    }
    return size;
}

/* count values of so many characters with commas between. */
static size_t list_of(size_t count, size_t each)
{
    return count * (each + 1);
}

/* RULE docs/rules/urn.md
 * > The longest ballot is: of a choice, that of the last option; of approvals, as many of the last options as a
 * > ballot may name; of scores, the longer of `null` and the scale for every option; of points, 2147483647 for
 * > every option; of ranks, as many of the last options as a ballot may name, each in a rank of its own; and never
 * > less than `{"abstains":true}`.
 *
 * Each value of a list is counted with a comma after it, of which the last does not stand there.
 */
size_t pal_urn_longest(const struct pal_question *question, enum pal_ballot_kind kind)
{
    PAL_CHECK(question->option_count > 0);
    size_t options = question->option_count;
    size_t none = strlen("null");
    size_t scale = digits_of((uint64_t)question->scale);
    size_t size = 0;
    switch (kind) {
    case PAL_BALLOT_NONE: break;
    case PAL_BALLOT_CHOICE: size = strlen("{\"choice\":}") + digits_of(options - 1); break;
    case PAL_BALLOT_APPROVES:
        size = strlen("{\"approves\":[]}") + last_options(question, 1) - 1;
        break;
    case PAL_BALLOT_SCORES:
        size = strlen("{\"scores\":[]}") + list_of(options, scale > none ? scale : none) - 1;
        break;
    case PAL_BALLOT_POINTS:
        size = strlen("{\"points\":[]}") + list_of(options, digits_of(INT32_MAX)) - 1;
        break;
    case PAL_BALLOT_RANKS: size = strlen("{\"ranks\":[]}") + last_options(question, 3) - 1; break;
    case PAL_BALLOT_KIND_COUNT: PAL_CHECK(kind != PAL_BALLOT_KIND_COUNT);
    }
    size_t least = strlen("{\"abstains\":true}");
    return size > least ? size : least;
}

enum pal_err pal_urn_size_for(const struct pal_question *question, enum pal_ballot_kind kind,
                              size_t *out_size)
{
    size_t needed = PAL_URN_HEADER + pal_urn_longest(question, kind);
    size_t i = 0;
    while (i < SIZE_COUNT && sizes[i] < needed) {
        i++;
    }
    if (i == SIZE_COUNT) {
        return PAL_ERR_URN_LONGEST;
    }
    *out_size = sizes[i];
    return PAL_OK;
}

/* --- What binds a ballot --- */

static struct pal_text as_text(const uint8_t *bytes, size_t size)
{
    return (struct pal_text){(const char *)bytes, size};
}

/* RULE docs/rules/urn.md
 * > K is the first 32 bytes of SHA-512 of frame("urn-kem", ctx, Y, alpha, Z).
 */
static void make_key(const struct pal_urn *urn, const struct pal_point *alpha,
                     const struct pal_point *shared, uint8_t out_key[PAL_AEAD_KEY_SIZE])
{
    PAL_BUF(frame);
    pal_frame(&frame, "urn-kem");
    pal_frame_add(&frame, urn->ctx.bytes, PAL_HASH_SIZE);
    pal_frame_add(&frame, urn->key.bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, alpha->bytes, PAL_POINT_SIZE);
    pal_frame_add(&frame, shared->bytes, PAL_POINT_SIZE);
    uint8_t hash[PAL_LONG_HASH_SIZE];
    pal_crypto_sha512(frame.bytes, frame.size, hash);
    memcpy(out_key, hash, PAL_AEAD_KEY_SIZE);
    pal_crypto_wipe(hash, sizeof hash);
    pal_crypto_wipe(frame.bytes, frame.size);
}

static void add_associated(const struct pal_urn *urn, uint16_t college, struct pal_buf *frame)
{
    pal_frame(frame, "urn-ad");
    pal_frame_add(frame, urn->ctx.bytes, PAL_HASH_SIZE);
    pal_frame_add_u32(frame, college);
}

/* RULE docs/rules/urn.md
 * > A sealed ballot is known by its hash, SHA-256 of frame("sealed-ballot", ctx, u32be(college), sealed ballot).
 */
struct pal_hash pal_urn_hash(const struct pal_urn *urn, uint16_t college, struct pal_text sealed)
{
    PAL_BUF(frame);
    pal_frame(&frame, "sealed-ballot");
    pal_frame_add(&frame, urn->ctx.bytes, PAL_HASH_SIZE);
    pal_frame_add_u32(&frame, college);
    pal_frame_add(&frame, sealed.bytes, sealed.size);
    return pal_hash_of(frame.bytes, frame.size);
}

/* RULE docs/rules/urn.md
 * > The root of the urn is the Merkle root over the hashes, sorted as bytes; a leaf holds the 32 bytes of a
 * > hash.
 */
struct pal_hash pal_urn_root(const struct pal_hash *sorted, size_t count)
{
    struct pal_tree_edge edge = {0};
    struct pal_tree_node completed[PAL_TREE_LEVELS];
    for (size_t i = 0; i < count; i++) {
        struct pal_hash leaf = pal_tree_leaf(sorted[i].bytes, PAL_HASH_SIZE);
        (void)pal_tree_append(&edge, &leaf, completed); /* the nodes are not kept */
    }
    return pal_tree_edge_head(&edge).root;
}

/* --- Sealing --- */

static void add_u16(struct pal_buf *buf, uint16_t value)
{
    pal_buf_add_byte(buf, (uint8_t)(value >> 8));
    pal_buf_add_byte(buf, (uint8_t)value);
}

static uint16_t u16_of(const uint8_t bytes[2])
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

/* RULE docs/rules/urn.md
 * > A plain ballot is "PALABRE1", ctx, u16be(college), ten bytes of tracker, u16be(pin), u16be(length of the marks),
 * > the marks, and zeros up to the size that the manifest states.
 */
static void write_plain(const struct pal_urn *urn, const struct pal_urn_ballot *ballot,
                        struct pal_buf *plain)
{
    PAL_CHECK(pal_urn_is_size(urn->size));
    PAL_CHECK(ballot->marks.size <= urn->size - PAL_URN_HEADER);
    PAL_CHECK(ballot->tracker.pin <= PAL_PIN_MAX);
    pal_buf_add(plain, BEGINNING, BEGINNING_SIZE);
    pal_buf_add(plain, urn->ctx.bytes, PAL_HASH_SIZE);
    add_u16(plain, ballot->college);
    pal_buf_add(plain, ballot->tracker.bytes, PAL_CODE_BYTES);
    add_u16(plain, ballot->tracker.pin);
    add_u16(plain, (uint16_t)ballot->marks.size);
    pal_buf_add_text(plain, ballot->marks);
    while (plain->size < urn->size) {
        pal_buf_add_byte(plain, 0);
    }
}

/* RULE docs/rules/urn.md
 * > Y is the key of the urn. For each ballot the browser draws a scalar r, and makes alpha = r·B and Z = r·Y.
 */
void pal_urn_seal(const struct pal_urn *urn, const struct pal_urn_ballot *ballot,
                  const struct pal_scalar *random, struct pal_buf *out_sealed)
{
    struct pal_point alpha;
    struct pal_point shared;
    enum pal_err err = pal_point_base(random, &alpha);
    PAL_CHECK(err == PAL_OK); /* it was zero */
    err = pal_point_mul(random, &urn->key, &shared);
    PAL_CHECK(err == PAL_OK);

    PAL_BUF(plain);
    PAL_BUF(associated);
    uint8_t key[PAL_AEAD_KEY_SIZE];
    uint8_t body[PAL_URN_SIZE_MAX + PAL_AEAD_TAG_SIZE];
    write_plain(urn, ballot, &plain);
    add_associated(urn, ballot->college, &associated);
    make_key(urn, &alpha, &shared, key);
    pal_crypto_lock_once(key, pal_buf_text(&associated), pal_buf_text(&plain), body);
    pal_crypto_wipe(key, sizeof key);
    pal_crypto_wipe(&shared, sizeof shared);
    pal_crypto_wipe(plain.bytes, plain.size);
    pal_buf_add(out_sealed, alpha.bytes, PAL_POINT_SIZE);
    pal_buf_add(out_sealed, body, urn->size + PAL_AEAD_TAG_SIZE);
}

enum pal_err pal_urn_alpha(const struct pal_urn *urn, struct pal_text sealed,
                           struct pal_point *out_alpha)
{
    PAL_CHECK(pal_urn_is_size(urn->size));
    if (sealed.size != urn->size + PAL_URN_EXTRA) {
        return PAL_ERR_URN_SIZE;
    }
    return pal_point_parse((const uint8_t *)sealed.bytes, out_alpha);
}

/* RULE docs/rules/urn.md
 * > Before the opening nothing can be said of a sealed ballot but its length and whether it begins with a point; a server refuses others.
 */
enum pal_err pal_urn_check(const struct pal_urn *urn, struct pal_text sealed)
{
    struct pal_point alpha;
    return pal_urn_alpha(urn, sealed, &alpha);
}

/* --- Opening --- */

void pal_opened_done(struct pal_opened *opened)
{
    if (opened->plain.bytes != NULL) {
        pal_crypto_wipe(opened->plain.bytes, opened->plain.capacity);
    }
    pal_buf_done(&opened->plain);
    *opened = (struct pal_opened){0};
}

static bool are_zeros(const uint8_t *bytes, size_t size)
{
    uint8_t any = 0;
    for (size_t i = 0; i < size; i++) {
        any |= bytes[i];
    }
    return any == 0;
}

/* RULE docs/rules/urn.md
 * > What does not open, or opens to anything but a plain ballot of this poll and this college, is spoilt: another
 * > beginning, ctx or college, a pin above 9999, a length beyond the size, a byte after the marks that is not
 * > zero.
 */
static enum pal_opened_state read_plain(const struct pal_urn *urn, uint16_t college,
                                        struct pal_opened *opened)
{
    const uint8_t *at = (const uint8_t *)opened->plain.bytes;
    const uint8_t *ctx = at + BEGINNING_SIZE;
    const uint8_t *place = ctx + PAL_HASH_SIZE;
    const uint8_t *tracker = place + 2;
    const uint8_t *pin = tracker + PAL_CODE_BYTES;
    const uint8_t *length = pin + 2;
    if (memcmp(at, BEGINNING, BEGINNING_SIZE) != 0 || u16_of(pin) > PAL_PIN_MAX) {
        return PAL_OPENED_FORM;
    }
    opened->has_tracker = true;
    opened->tracker.pin = u16_of(pin);
    memcpy(opened->tracker.bytes, tracker, PAL_CODE_BYTES);
    if (memcmp(ctx, urn->ctx.bytes, PAL_HASH_SIZE) != 0 || u16_of(place) != college) {
        return PAL_OPENED_ELSEWHERE;
    }
    size_t size = u16_of(length);
    size_t room = urn->size - PAL_URN_HEADER;
    if (size > room || !are_zeros(at + PAL_URN_HEADER + size, room - size)) {
        return PAL_OPENED_FORM;
    }
    opened->marks = as_text(at + PAL_URN_HEADER, size);
    return PAL_OPENED_READ;
}

static enum pal_opened_state open_body(const struct pal_urn *urn, uint16_t college,
                                       struct pal_text sealed, const struct pal_point *shared,
                                       struct pal_opened *opened)
{
    struct pal_point alpha;
    enum pal_err err = pal_urn_alpha(urn, sealed, &alpha);
    if (err != PAL_OK) {
        return err == PAL_ERR_URN_SIZE ? PAL_OPENED_SIZE : PAL_OPENED_POINT;
    }
    uint8_t key[PAL_AEAD_KEY_SIZE];
    uint8_t plain[PAL_URN_SIZE_MAX];
    PAL_BUF(associated);
    struct pal_text body = {sealed.bytes + PAL_POINT_SIZE, sealed.size - PAL_POINT_SIZE};
    add_associated(urn, college, &associated);
    make_key(urn, &alpha, shared, key);
    err = pal_crypto_unlock_once(key, pal_buf_text(&associated), body, plain);
    pal_crypto_wipe(key, sizeof key);
    if (err != PAL_OK) {
        return PAL_OPENED_SEAL;
    }
    pal_buf_add(&opened->plain, plain, urn->size);
    pal_crypto_wipe(plain, urn->size);
    return read_plain(urn, college, opened);
}

/* Empties it and keeps its memory for the next. */
static void begin(struct pal_opened *opened)
{
    struct pal_buf plain = opened->plain;
    pal_buf_clear(&plain);
    *opened = (struct pal_opened){.plain = plain};
}

void pal_urn_open_shown(const struct pal_urn *urn, uint16_t college, struct pal_text sealed,
                        const struct pal_point *shared, struct pal_opened *opened)
{
    begin(opened);
    opened->state = open_body(urn, college, sealed, shared, opened);
}

/* RULE docs/rules/urn.md
 * > With the secret x of the urn, x·B = Y, Z is x·alpha, and K follows.
 */
void pal_urn_open(const struct pal_urn *urn, uint16_t college, struct pal_text sealed,
                  const struct pal_scalar *secret, struct pal_opened *opened)
{
    struct pal_point alpha;
    struct pal_point shared;
    begin(opened);
    enum pal_err err = pal_urn_alpha(urn, sealed, &alpha);
    if (err == PAL_OK) {
        err = pal_point_mul(secret, &alpha, &shared);
    }
    if (err != PAL_OK) {
        opened->state = err == PAL_ERR_URN_SIZE ? PAL_OPENED_SIZE : PAL_OPENED_POINT;
        return;
    }
    opened->state = open_body(urn, college, sealed, &shared, opened);
    pal_crypto_wipe(&shared, sizeof shared);
}
