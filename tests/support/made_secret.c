/* made_secret.c - a poll by sealed ballots, in a record made in memory. */
#include <stdlib.h>
#include <string.h>

#include "audit/keys.h"
#include "audit/mark.h"
#include "audit/receipt.h"
#include "audit/roll.h"
#include "audit/shares.h"
#include "audit/urn.h"
#include "base/check.h"

#include "made_polls.h"

enum { SECRET_SIZE = 96 };

/* --- the secret poll ----------------------------------------------------------------------------------- */

static void write_urn(struct pal_made *made, const struct pal_shares_public *shares,
                      struct pal_buf *out)
{
    PAL_BUF(name);
    PAL_BUF(vkey);
    pal_keys_receipt_name(pal_text_of(PAL_MADE_LOG), &name);
    struct pal_vkey key =
        pal_vkey_make(pal_buf_text(&name), PAL_NOTE_KEY_ED25519, made->receipts.public_key);
    pal_vkey_write(&key, &vkey);
    pal_buf_add_string(out, "\"urn\":{\"profile\":\"keepers\",\"key\":\"");
    pal_buf_add_hex(out, shares->key.bytes, PAL_POINT_SIZE);
    pal_buf_add_format(out,
                       "\",\"size\":%d,\"trackers\":true,\"k_min\":3,\"waived\":false,"
                       "\"threshold\":2,\"receipt\":\"%s\",\"kept_until\":2597000,\"keepers\":[",
                       SECRET_SIZE, vkey.bytes);
    for (size_t i = 0; i < PAL_SHARES; i++) {
        pal_buf_add_string(out, i == 0 ? "{\"key\":\"" : ",{\"key\":\"");
        pal_buf_add_hex(out, made->log.public_key, PAL_PUBLIC_KEY_SIZE); /* some 32 bytes */
        pal_buf_add_string(out, "\",\"share\":\"");
        pal_buf_add_hex(out, shares->shares[i].bytes, PAL_POINT_SIZE);
        pal_buf_add_string(out, "\"}");
    }
    pal_buf_add_string(out, "]},");
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, PAL_HASH_SIZE);
}

static void write_hashes(const struct pal_hash *hashes, size_t count, struct pal_buf *text,
                         struct pal_hash *out_root)
{
    struct pal_tree_edge edge = {0};
    for (size_t i = 0; i < count; i++) {
        char hex[2 * PAL_HASH_SIZE + 1];
        pal_hash_write(&hashes[i], hex);
        pal_buf_add_format(text, "%s\n", hex);
        pal_root_add(&edge, &hashes[i]);
    }
    *out_root = pal_root_of(&edge);
}

static void write_receipt(struct pal_made *made, const char *poll, const struct pal_hash *ctx,
                          const struct pal_hash *ballot)
{
    const struct pal_receipt receipt = {.origin = pal_text_of(PAL_MADE_LOG),
                                        .poll = pal_text_of(poll),
                                        .ctx = *ctx,
                                        .ballot = *ballot};
    pal_receipt_sign(&receipt, &made->receipts, &made->receipt);
}

/* Two voters of each college, the first two; for, for, against in the order of the colleges. */
enum { SEALED = 6 };

/* Seals one, counts it, and writes its row; its hash, and the code of its tracker. */
static struct pal_hash seal(size_t index, const struct pal_urn *urn, struct pal_recount *recount,
                            struct pal_buf *opened, char out_tracker[PAL_TRACKER_SIZE + 1])
{
    PAL_BUF(sealed);
    PAL_SCALAR(random);
    size_t college = index / 2;
    struct pal_urn_ballot ballot = {.college = (uint16_t)college,
                                    .tracker = {.bytes = {(uint8_t)(index + 1)}, .pin = 420},
                                    .marks = pal_text_of(college == 2 ? "{\"choice\":1}"
                                                                      : "{\"choice\":0}")};
    pal_scalar_random(&random);
    pal_urn_seal(urn, &ballot, &random, &sealed);
    pal_tracker_write(&ballot.tracker, out_tracker);
    pal_buf_add_format(opened, "%s,%s,\"{\"\"choice\"\":%d}\"\r\n", pal_made_colleges[college],
                       out_tracker, college == 2 ? 1 : 0);
    PAL_CHECK(pal_recount_add_opened(recount, college, ballot.marks) == PAL_OK);
    return pal_urn_hash(urn, (uint16_t)college, pal_buf_text(&sealed));
}

/* The root of the urn. */
static struct pal_hash add_sealed(struct pal_made *made, const char *poll,
                                  const struct pal_urn *urn, struct pal_recount *recount,
                                  struct pal_buf *opened)
{
    PAL_BUF(text);
    struct pal_hash root;
    struct pal_hash hashes[SEALED];
    pal_buf_add_string(opened, "college,tracker,ballot\r\n");
    for (size_t i = 0; i < SEALED; i++) {
        char tracker[PAL_TRACKER_SIZE + 1];
        hashes[i] = seal(i, urn, recount, opened, tracker);
        if (i == 0) {
            pal_buf_add_string(&made->tracker, tracker);
            write_receipt(made, poll, &urn->ctx, &hashes[0]);
            pal_made_elector(poll, true, &made->elector);
        }
    }
    qsort(hashes, SEALED, sizeof hashes[0], by_bytes);
    write_hashes(hashes, SEALED, &text, &root);
    pal_made_poll_text(made, poll, "urn.txt", pal_buf_text(&text));
    pal_made_poll_text(made, poll, "opened.csv", pal_buf_text(opened));
    return root;
}

/* The root of the register. */
static struct pal_hash add_marks(struct pal_made *made, const char *poll)
{
    PAL_BUF(text);
    struct pal_hash root;
    struct pal_hash marks[PAL_MADE_VOTERS];
    for (size_t rank = 1; rank <= PAL_MADE_VOTERS; rank++) {
        uint8_t salt[PAL_SALT_SIZE];
        pal_made_salt(rank, salt);
        marks[rank - 1] =
            pal_mark_leaf(salt, (uint32_t)rank, (rank - 1) % PAL_MADE_PER_COLLEGE < 2);
    }
    write_hashes(marks, PAL_MADE_VOTERS, &text, &root);
    pal_made_poll_text(made, poll, "marks.txt", pal_buf_text(&text));
    return root;
}

static void write_box(const char *poll, const char *manifest, const struct pal_hash *root,
                      const struct pal_hash *marks, struct pal_buf *box)
{
    char root_hex[2 * PAL_HASH_SIZE + 1];
    char marks_hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(root, root_hex);
    pal_hash_write(marks, marks_hex);
    pal_buf_add_format(box,
                       "{\"format\":\"palabre-box/1\",\"poll\":\"%s\",\"manifest\":\"%s\","
                       "\"count\":6,\"void\":0,\"used\":6,\"root\":\"%s\",\"marks\":\"%s\","
                       "\"colleges\":[",
                       poll, manifest, root_hex, marks_hex);
    for (size_t i = 0; i < 3; i++) {
        pal_buf_add_format(box,
                           "%s{\"id\":\"%s\",\"attending\":0,\"blank_proxies\":0,\"count\":2,"
                           "\"used\":2}",
                           i == 0 ? "" : ",", pal_made_colleges[i]);
    }
    pal_buf_add_string(box, "]}");
}

void pal_made_secret_poll(struct pal_made *made, struct pal_made_plan *plan)
{
    char manifest_hex[2 * PAL_HASH_SIZE + 1];
    char opened_hex[2 * PAL_HASH_SIZE + 1];
    PAL_MANIFEST(manifest);
    PAL_CONSTITUTION(constitution);
    PAL_RECOUNT(recount);
    PAL_BUF(urn_text);
    PAL_BUF(opened);
    PAL_BUF(box);
    struct pal_scalar shares[PAL_SHARES];
    struct pal_shares_public public;
    pal_shares_deal(shares, &public);
    write_urn(made, &public, &urn_text);
    plan->urn = urn_text.bytes;
    made->now = plan->opens;
    pal_made_open(made, plan, NULL, manifest_hex);
    pal_made_read(made, plan->poll, &manifest, &constitution);
    pal_recount_init(&recount, &manifest, &constitution);
    const struct pal_urn urn = {.ctx = manifest.hash, .key = public.key, .size = SECRET_SIZE};
    struct pal_hash root = add_sealed(made, plan->poll, &urn, &recount, &opened);
    struct pal_hash marks = add_marks(made, plan->poll);
    struct pal_hash list = pal_hash_of(opened.bytes, opened.size);
    pal_hash_write(&list, opened_hex);
    write_box(plan->poll, manifest_hex, &root, &marks, &box);
    pal_made_end(made, plan, &recount, box.bytes, opened_hex);
}
