/* Bytes that two other programs produced too: the vectors beside the source tree, where they are. */
#include <inttypes.h>
#include <stdlib.h>

#include "audit/entry.h"
#include "audit/note.h"
#include "audit/tile.h"
#include "audit/tree.h"
#include "base/check.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/vectors.h"

enum { FILE_MAX = 1 << 20, ENTRIES = 5 };

/* The document; the caller owns it. */
static struct pal_json *vectors_new(const char *path)
{
    PAL_STRING(text);
    text = pal_tests_file_new(path);
    struct pal_json *json = NULL;
    struct pal_where where;
    EXPECT_ERR(pal_json_parse(pal_text_of(text), FILE_MAX, &json, &where), PAL_OK);
    return json;
}

static struct pal_json *log_vectors_new(void)
{
    return vectors_new(PAL_VECTORS "log.json");
}

static struct pal_text text_at(const struct pal_json *object, const char *name)
{
    struct pal_text text;
    EXPECT_ERR(pal_json_text(object, name, &text, NULL), PAL_OK);
    return text;
}

static struct pal_text item(const struct pal_json *object, const char *name, size_t index)
{
    return pal_json_as_text(pal_json_at(pal_json_get(object, name), index));
}

static void expect_hash(const struct pal_hash *hash, struct pal_text expected)
{
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, hex);
    EXPECT_TEXT(expected, hex);
}

static void expect_same(const struct pal_buf *buf, struct pal_text expected)
{
    assert_true(pal_text_equal(pal_buf_text(buf), expected));
}

/* The tree of the five entries, its leaves, its nodes. */
struct pal_sample {
    struct pal_hash leaves[ENTRIES];
    struct pal_tree_edge edge;
    struct pal_tree_node nodes[ENTRIES];
    size_t node_count;
};

static void sample_add(struct pal_sample *sample, struct pal_text entry)
{
    struct pal_hash leaf = pal_tree_leaf(entry.bytes, entry.size);
    struct pal_tree_node made[PAL_TREE_LEVELS];
    sample->leaves[sample->edge.size] = leaf;
    size_t count = pal_tree_append(&sample->edge, &leaf, made);
    for (size_t i = 0; i < count; i++) {
        sample->nodes[sample->node_count] = made[i];
        sample->node_count++;
    }
}

static struct pal_sample sample_of(const struct pal_json *vectors)
{
    struct pal_sample sample = {0};
    for (size_t i = 0; i < ENTRIES; i++) {
        sample_add(&sample, item(vectors, "entries", i));
    }
    return sample;
}

static enum pal_err read_sample(void *context, unsigned level, uint64_t index,
                                struct pal_hash *out_hash)
{
    const struct pal_sample *sample = context;
    if (level == 0) {
        *out_hash = sample->leaves[index];
        return PAL_OK;
    }
    for (size_t i = 0; i < sample->node_count; i++) {
        if (sample->nodes[i].level == level && sample->nodes[i].index == index) {
            *out_hash = sample->nodes[i].hash;
            return PAL_OK;
        }
    }
    return PAL_ERR_NOT_FOUND;
}

static void leaves_and_roots_are_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = log_vectors_new();
    struct pal_sample sample = {0};
    for (size_t i = 0; i <= ENTRIES; i++) {
        struct pal_tree_head head = pal_tree_edge_head(&sample.edge);
        expect_hash(&head.root, item(vectors, "roots", i));
        if (i < ENTRIES) {
            sample_add(&sample, item(vectors, "entries", i));
            expect_hash(&sample.leaves[i], item(vectors, "leaf_hashes", i));
        }
    }
}

/* The signed checkpoint without the witness's line, which is ours to make. */
static void the_checkpoint_is_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = log_vectors_new();
    uint8_t seed[PAL_SEED_SIZE];
    EXPECT_ERR(pal_text_hex(text_at(vectors, "log_seed"), seed, sizeof seed), PAL_OK);
    struct pal_signing_key key;
    pal_signing_key_init(&key, seed);
    struct pal_text name = pal_text_of("vote.example.coop/log");
    struct pal_sample sample = sample_of(vectors);
    struct pal_checkpoint checkpoint = {.origin = name, .head = pal_tree_edge_head(&sample.edge)};
    PAL_BUF(body);
    PAL_BUF(note);
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), name, &key, &note);

    struct pal_text expected = text_at(vectors, "checkpoint");
    assert_true(note.size < expected.size);
    expect_same(&note, (struct pal_text){expected.bytes, note.size});

    PAL_BUF(vkey);
    struct pal_vkey made = pal_vkey_make(name, PAL_NOTE_KEY_ED25519, key.public_key);
    pal_vkey_write(&made, &vkey);
    expect_same(&vkey, item(vectors, "vkeys", 0));
}

static void log_and_witness_signed_the_checkpoint(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = log_vectors_new();
    struct pal_vkey keys[2];
    EXPECT_ERR(pal_vkey_parse(item(vectors, "vkeys", 0), &keys[0]), PAL_OK);
    EXPECT_ERR(pal_vkey_parse(item(vectors, "vkeys", 1), &keys[1]), PAL_OK);
    assert_int_equal(keys[1].type, PAL_NOTE_KEY_COSIGNATURE);

    struct pal_note note;
    struct pal_checkpoint checkpoint;
    uint64_t who = 0;
    EXPECT_ERR(pal_note_parse(text_at(vectors, "checkpoint"), &note), PAL_OK);
    EXPECT_ERR(pal_note_verify(&note, keys, 2, &who), PAL_OK);
    assert_int_equal(who, 3);
    EXPECT_ERR(pal_checkpoint_parse(note.body, &checkpoint), PAL_OK);
    assert_int_equal(checkpoint.head.size, ENTRIES);
    expect_hash(&checkpoint.head.root, item(vectors, "roots", ENTRIES));
}

static void expect_proof(const struct pal_proof *proof, const struct pal_json *hashes)
{
    assert_int_equal(proof->count, pal_json_count(hashes));
    for (size_t i = 0; i < proof->count; i++) {
        expect_hash(&proof->hashes[i], pal_json_as_text(pal_json_at(hashes, i)));
    }
}

static void proofs_are_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = log_vectors_new();
    struct pal_sample sample = sample_of(vectors);
    struct pal_tree_source source = {.read = read_sample, .context = &sample};
    struct pal_proof proof;
    EXPECT_ERR(pal_tree_prove_consistency(&source, 3, ENTRIES, &proof), PAL_OK);
    expect_proof(&proof, pal_json_get(vectors, "consistency_3_5"));

    struct pal_proof_text text = {.index = 2, .note = text_at(vectors, "checkpoint")};
    EXPECT_ERR(pal_tree_prove_inclusion(&source, 2, ENTRIES, &text.proof), PAL_OK);
    expect_proof(&text.proof, pal_json_get(vectors, "inclusion_2_of_5"));

    PAL_BUF(written);
    pal_proof_write(&text, &written);
    expect_same(&written, text_at(vectors, "tlog_proof_2"));
}

static void tile_and_bundle_are_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = log_vectors_new();
    struct pal_sample sample = sample_of(vectors);
    PAL_BUF(tile);
    PAL_BUF(bundle);
    for (size_t i = 0; i < ENTRIES; i++) {
        pal_buf_add(&tile, sample.leaves[i].bytes, PAL_HASH_SIZE);
        pal_bundle_add(item(vectors, "entries", i), &bundle);
    }
    struct pal_hash tile_hash = pal_hash_of(tile.bytes, tile.size);
    struct pal_hash bundle_hash = pal_hash_of(bundle.bytes, bundle.size);
    expect_hash(&tile_hash, text_at(pal_json_get(vectors, "tiles"), "tile/0/000.p/5"));
    expect_hash(&bundle_hash, text_at(vectors, "entry_bundle_sha256"));
}

/* Leaf i of the large tree is i as four bytes, the high one first. */
static struct pal_tree_head large_head(uint32_t size)
{
    struct pal_tree_edge edge = {0};
    for (uint32_t i = 0; i < size; i++) {
        uint8_t bytes[4] = {(uint8_t)(i >> 24), (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
        struct pal_hash leaf = pal_tree_leaf(bytes, sizeof bytes);
        struct pal_tree_node nodes[PAL_TREE_LEVELS];
        (void)pal_tree_append(&edge, &leaf, nodes);
    }
    return pal_tree_edge_head(&edge);
}

static void seventy_thousand_leaves_have_the_same_tiles(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = log_vectors_new();
    enum { LEAVES = 70000 };
    const struct pal_json *expected = pal_json_get(vectors, "tiles_70000");
    int64_t count = 0;
    for (unsigned level = 0; LEAVES >> (PAL_TILE_HEIGHT * level) > 0; level++) {
        unsigned nodes = LEAVES >> (PAL_TILE_HEIGHT * level);
        struct pal_tile last = {.level = level,
                                .index = nodes / PAL_TILE_WIDTH,
                                .width = nodes % PAL_TILE_WIDTH};
        PAL_BUF(path);
        pal_tile_write(&last, &path);
        expect_same(&path, item(expected, "partial", level));
        count += (int64_t)last.index + 1;
    }
    int64_t expected_count;
    EXPECT_ERR(pal_json_int(expected, "count", &expected_count, NULL), PAL_OK);
    assert_int_equal(count, expected_count);
    struct pal_tree_head head = large_head(LEAVES);
    expect_hash(&head.root, text_at(expected, "root"));
}

static void the_commitment_is_the_same(void **state)
{
    (void)state;
    PAL_JSON(vectors);
    vectors = vectors_new(PAL_VECTORS "commitments.json");
    const struct pal_json *commit = pal_json_get(vectors, "commit");
    uint8_t key[PAL_PERSON_KEY_SIZE];
    struct pal_uuid id;
    uint8_t expected[PAL_SALT_SIZE];
    uint8_t salt[PAL_SALT_SIZE];
    char content[64];
    size_t content_size = text_at(commit, "content").size / 2;
    PAL_CHECK(content_size <= sizeof content);
    EXPECT_ERR(pal_text_hex(text_at(commit, "person_key"), key, sizeof key), PAL_OK);
    EXPECT_ERR(pal_text_hex(text_at(commit, "entry_uuid"), id.bytes, sizeof id.bytes), PAL_OK);
    EXPECT_ERR(pal_text_hex(text_at(commit, "salt"), expected, sizeof expected), PAL_OK);
    EXPECT_ERR(pal_text_hex(text_at(commit, "content"), (uint8_t *)content, content_size), PAL_OK);

    pal_entry_salt(key, &id, salt);
    assert_memory_equal(salt, expected, sizeof salt);
    struct pal_hash commitment = pal_commitment(salt, (struct pal_text){content, content_size});
    expect_hash(&commitment, text_at(commit, "commitment"));
}

int main(void)
{
    TESTS(tests, 16);
    TEST_OF_VECTORS(tests, leaves_and_roots_are_the_same);
    TEST_OF_VECTORS(tests, the_checkpoint_is_the_same);
    TEST_OF_VECTORS(tests, log_and_witness_signed_the_checkpoint);
    TEST_OF_VECTORS(tests, proofs_are_the_same);
    TEST_OF_VECTORS(tests, tile_and_bundle_are_the_same);
    TEST_OF_VECTORS(tests, seventy_thousand_leaves_have_the_same_tiles);
    TEST_OF_VECTORS(tests, the_commitment_is_the_same);
    return RUN(tests);
}
