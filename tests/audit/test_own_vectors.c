/*
 * Bytes that every program writes alike: vectors of our own, computed from docs/rules/ by two programs that are neither of the
 * verifiers. tests/web/vectors.test.ts holds the second verifier and the booth against the same.
 */
#include <string.h>

#include "audit/cosign.h"
#include "audit/entry.h"
#include "audit/mark.h"
#include "audit/note.h"
#include "audit/receipt.h"
#include "audit/tree.h"
#include "audit/urn.h"

#include "../support/expect.h"

#define BODY               \
    "own.example/log\n3\n" \
    "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n"
#define NOTE                                                                                   \
    BODY "\n\xE2\x80\x94 own.example/log "                                                     \
         "vzyTxcPpjqsrU1YjJmFrpwGmv37hPijNfewu/9oaEL2nAjRkDpzGrHG1yCqSdVpA0fgiqG7ZaVHPZsrxJ9a" \
         "ZrgOdUgE=\n"

/* The bytes 0, 1, 2, …: a key of a person, a seed, and with the first ones an identifier and a tracker. */
static void count_up(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)i;
    }
}

static void expect_hex(const uint8_t *bytes, size_t size, const char *expected)
{
    PAL_BUF(hex);
    pal_buf_add_hex(&hex, bytes, size);
    EXPECT_BUF(hex, expected);
}

static void of_commitments(void **state)
{
    (void)state;
    uint8_t key[PAL_PERSON_KEY_SIZE];
    uint8_t salt[PAL_SALT_SIZE];
    uint8_t mark_salt[PAL_SALT_SIZE];
    struct pal_uuid id;
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    count_up(key, sizeof key);
    count_up(id.bytes, sizeof id.bytes);
    pal_entry_salt(key, &id, salt);
    pal_mark_salt(key, &id, mark_salt);
    pal_pseudonym_write(key, &id, pseudonym);
    struct pal_hash commitment = pal_commitment(salt, pal_text_of("oui"));
    struct pal_hash mark = pal_mark_leaf(salt, 7, true);
    expect_hex(salt, sizeof salt,
               "e2466a4fa3b78ba9c3364cf2b0d869a8617357b24a89c653f0028f321162b072");
    expect_hex(mark_salt, sizeof mark_salt,
               "0f1ae91405624c63afe90605d7c502f6822905c1c614e7035e0b85a02dff9d3e");
    expect_hex(commitment.bytes, PAL_HASH_SIZE,
               "cb861a69678739e2c5ff24aecb4a3e760e876c7aab5bcef7eb7a2d09b7ececcd");
    expect_hex(mark.bytes, PAL_HASH_SIZE,
               "04475d5377e6aca1ea366196aabf6ea1b4041eb255885f02318911c1e424f608");
    assert_string_equal(pseudonym, "5898VW1DDEK7210K");
}

static void of_an_urn(void **state)
{
    (void)state;
    uint8_t bytes[PAL_CODE_BYTES];
    char code[PAL_CODE_SIZE + 1];
    count_up(bytes, sizeof bytes);
    pal_code_write(bytes, code);
    assert_string_equal(code, "000G-40R4-0M30-E209");
    const struct pal_urn urn = {.ctx = pal_hash_of("a manifest", 10), .size = 96};
    struct pal_hash hash = pal_urn_hash(&urn, 1, pal_text_of("a sealed ballot"));
    expect_hex(hash.bytes, PAL_HASH_SIZE,
               "b0cfe2d94cee01ddcf3979415365db849542867ec95b259dfe1fe0298db3c41f");
}

static void of_a_receipt(void **state)
{
    (void)state;
    static const char expected[] =
        "palabre-receipt/v1\nown.example/log\nb1\n"
        "5ZYlqCJJfBZNYHBes/1pdcN1yiE7gUATeoJqd3kJhqk=\n"
        "Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw=\n\n\xE2\x80\x94 own.example/receipt "
        "GFI+Xw8Ln1pMzPIzMh0Xwm8z1qMEZb4S2SQ1qgMy5FQ0fE51EdyHJ+PlOMx+dW6HXtvP2mrxDunr8GQxKsn98IA5R"
        "wA=\n";
    uint8_t seed[PAL_SEED_SIZE];
    struct pal_signing_key key;
    PAL_BUF(note);
    count_up(seed, sizeof seed);
    pal_signing_key_init(&key, seed);
    const struct pal_receipt receipt = {.origin = pal_text_of("own.example/log"),
                                        .poll = pal_text_of("b1"),
                                        .ctx = pal_hash_of("a manifest", 10),
                                        .ballot = pal_tree_leaf("a", 1)};
    pal_receipt_sign(&receipt, &key, &note);
    EXPECT_BUF(note, expected);
}

/* Of the leaves "a", "b" and "c". */
static void of_a_log(void **state)
{
    (void)state;
    uint8_t seed[PAL_SEED_SIZE];
    struct pal_signing_key key;
    struct pal_tree_edge edge = {0};
    struct pal_tree_node nodes[PAL_TREE_LEVELS];
    struct pal_hash leaves[3];
    PAL_BUF(vkey);
    PAL_BUF(body);
    PAL_BUF(note);
    for (size_t i = 0; i < 3; i++) {
        leaves[i] = pal_tree_leaf(&"abc"[i], 1);
        (void)pal_tree_append(&edge, &leaves[i], nodes);
    }
    count_up(seed, sizeof seed);
    pal_signing_key_init(&key, seed);
    struct pal_vkey spelled =
        pal_vkey_make(pal_text_of("own.example/log"), PAL_NOTE_KEY_ED25519, key.public_key);
    pal_vkey_write(&spelled, &vkey);
    EXPECT_BUF(vkey, "own.example/log+bf3c93c5+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
    const struct pal_checkpoint checkpoint = {.origin = spelled.name,
                                              .head = pal_tree_edge_head(&edge)};
    pal_checkpoint_write(&checkpoint, &body);
    EXPECT_BUF(body, BODY);
    pal_note_sign(pal_buf_text(&body), spelled.name, &key, &note);
    EXPECT_BUF(note, NOTE);

    PAL_BUF(alone);
    struct pal_proof_text proof = {.index = 2, .note = pal_buf_text(&note)};
    proof.proof.hashes[proof.proof.count++] = pal_tree_parent(&leaves[0], &leaves[1]);
    pal_proof_write(&proof, &alone);
    EXPECT_BUF(alone, "c2sp.org/tlog-proof@v1\nindex 2\n"
                      "sTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes=\n\n" NOTE);

    PAL_BUF(asked);
    struct pal_cosign_request request = {.old_size = 1, .note = pal_buf_text(&note)};
    request.proof.hashes[request.proof.count++] = leaves[1];
    request.proof.hashes[request.proof.count++] = leaves[2];
    pal_cosign_request_write(&request, &asked);
    EXPECT_BUF(asked, "old 1\nV+s1YV1H807HFMrN9f10YIpejhAnJOgLJLKHwMJ7ajE=\n"
                      "WX/LMSgtNGVMIA00GPylcFxkjr8ybsc9jd7xGEH4dtg=\n\n" NOTE);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, of_commitments);
    TEST(tests, of_an_urn);
    TEST(tests, of_a_receipt);
    TEST(tests, of_a_log);
    return RUN(tests);
}
