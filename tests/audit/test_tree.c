/* The Merkle tree: roots as RFC 6962 has them, and proofs that hold, whole and unchanged only. */
#include <string.h>

#include "audit/tree.h"
#include "base/check.h"

#include "../support/expect.h"

enum { SIZE_MAX_TESTED = 70 };

/* A tree kept whole: every node of every level, as far as it is complete. */
struct pal_whole {
    struct pal_hash nodes[8][SIZE_MAX_TESTED];
    struct pal_tree_edge edge;
};

static void grow(struct pal_whole *whole, const void *bytes, size_t size)
{
    struct pal_hash leaf = pal_tree_leaf(bytes, size);
    whole->nodes[0][whole->edge.size] = leaf;
    struct pal_tree_node made[PAL_TREE_LEVELS];
    size_t count = pal_tree_append(&whole->edge, &leaf, made);
    for (size_t i = 0; i < count; i++) {
        whole->nodes[made[i].level][made[i].index] = made[i].hash;
    }
}

static enum pal_err read_node(void *context, unsigned level, uint64_t index,
                              struct pal_hash *out_hash)
{
    const struct pal_whole *whole = context;
    assert_true(level < 8);
    assert_true((index + 1) << level <= whole->edge.size); /* only complete nodes are asked for */
    *out_hash = whole->nodes[level][index];
    return PAL_OK;
}

/* The root over the first size leaves in another way: level by level, an odd one going up as it is. */
static struct pal_tree_head head_of(const struct pal_whole *whole, uint64_t size)
{
    struct pal_hash level[SIZE_MAX_TESTED];
    memcpy(level, whole->nodes[0], sizeof level);
    size_t count = (size_t)size;
    while (count > 1) {
        for (size_t i = 0; 2 * i < count; i++) {
            level[i] = 2 * i + 1 < count ? pal_tree_parent(&level[2 * i], &level[2 * i + 1])
                                         : level[2 * i];
        }
        count = (count + 1) / 2;
    }
    return (struct pal_tree_head){.size = size, .root = size == 0 ? pal_hash_of("", 0) : level[0]};
}

static void grow_to(struct pal_whole *whole, uint64_t size)
{
    *whole = (struct pal_whole){0};
    while (whole->edge.size < size) {
        uint8_t byte = (uint8_t)whole->edge.size;
        grow(whole, &byte, sizeof byte);
    }
}

static void roots_are_those_of_rfc_6962(void **state)
{
    (void)state;
    static const struct {
        const char *leaf, *root;
    } rows[] = {
        {NULL, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"606162636465666768696a6b6c6d6e6f",
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    struct pal_whole whole = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].leaf != NULL) {
            uint8_t leaf[16];
            struct pal_text hex = pal_text_of(rows[i].leaf);
            EXPECT_ERR(pal_text_hex(hex, leaf, hex.size / 2), PAL_OK);
            grow(&whole, leaf, hex.size / 2);
        }
        char root[2 * PAL_HASH_SIZE + 1];
        struct pal_tree_head head = pal_tree_edge_head(&whole.edge);
        pal_hash_write(&head.root, root);
        assert_string_equal(root, rows[i].root);
    }
}

static void the_edge_gives_the_root_of_every_size(void **state)
{
    (void)state;
    struct pal_whole whole;
    grow_to(&whole, SIZE_MAX_TESTED);
    struct pal_tree_source source = {.read = read_node, .context = &whole};
    for (uint64_t size = 0; size <= SIZE_MAX_TESTED; size++) {
        struct pal_tree_edge edge;
        EXPECT_ERR(pal_tree_edge_read(&source, size, &edge), PAL_OK);
        struct pal_tree_head head = pal_tree_edge_head(&edge);
        struct pal_tree_head expected = head_of(&whole, size);
        assert_int_equal(head.size, size);
        assert_true(pal_hash_equal(&head.root, &expected.root));
    }
}

static void flip(struct pal_hash *hash, size_t salt)
{
    hash->bytes[salt * 7 % PAL_HASH_SIZE] ^= (uint8_t)(1U << salt % 8);
}

/* One change to a proof or to a head; false when there is no change of that number. */
static bool change(size_t number, struct pal_proof *proof, struct pal_tree_head *head)
{
    if (number < proof->count) {
        flip(&proof->hashes[number], number + head->size);
        return true;
    }
    switch (number - proof->count) {
    case 0: flip(&head->root, proof->count); return true;
    case 1: /* one hash too many */
        proof->hashes[proof->count] = pal_hash_of("", 0);
        proof->count++;
        return true;
    case 2: /* the last hash twice */
        proof->hashes[proof->count] =
            proof->count > 0 ? proof->hashes[proof->count - 1] : head->root;
        proof->count++;
        return true;
    case 3: /* one hash too few at the end, or one more where there is none */
        proof->count = proof->count > 0 ? proof->count - 1 : 1;
        return true;
    case 4: /* and at the beginning */
        if (proof->count < 2) {
            proof->count = PAL_PROOF_MAX;
            return true;
        }
        proof->count--;
        memmove(&proof->hashes[0], &proof->hashes[1], proof->count * sizeof proof->hashes[0]);
        return true;
    default: return false;
    }
}

static void inclusion_holds_whole_and_unchanged_only(void **state)
{
    (void)state;
    struct pal_whole whole;
    grow_to(&whole, SIZE_MAX_TESTED);
    struct pal_tree_source source = {.read = read_node, .context = &whole};
    for (uint64_t size = 1; size <= SIZE_MAX_TESTED; size++) {
        struct pal_tree_head head = head_of(&whole, size);
        for (uint64_t index = 0; index < size; index++) {
            struct pal_proof proof = {0};
            const struct pal_hash *leaf = &whole.nodes[0][index];
            EXPECT_ERR(pal_tree_prove_inclusion(&source, index, size, &proof), PAL_OK);
            EXPECT_ERR(pal_tree_check_inclusion(leaf, index, &proof, &head), PAL_OK);

            struct pal_proof other = proof;
            struct pal_tree_head lie = head;
            for (size_t i = 0; change(i, &other, &lie); i++) {
                EXPECT_ERR(pal_tree_check_inclusion(leaf, index, &other, &lie),
                           PAL_ERR_PROOF_INVALID);
                other = proof;
                lie = head;
            }
            struct pal_hash wrong = *leaf;
            flip(&wrong, (size_t)index);
            EXPECT_ERR(pal_tree_check_inclusion(&wrong, index, &proof, &head),
                       PAL_ERR_PROOF_INVALID);
            EXPECT_ERR(pal_tree_check_inclusion(leaf, size, &proof, &head), PAL_ERR_PROOF_INVALID);
        }
    }
}

static void consistency_holds_whole_and_unchanged_only(void **state)
{
    (void)state;
    struct pal_whole whole;
    grow_to(&whole, SIZE_MAX_TESTED);
    struct pal_tree_source source = {.read = read_node, .context = &whole};
    for (uint64_t size = 0; size <= SIZE_MAX_TESTED; size++) {
        struct pal_tree_head head = head_of(&whole, size);
        for (uint64_t old_size = 0; old_size <= size; old_size++) {
            struct pal_proof proof = {0};
            struct pal_tree_head old_head = head_of(&whole, old_size);
            EXPECT_ERR(pal_tree_prove_consistency(&source, old_size, size, &proof), PAL_OK);
            assert_int_equal(proof.count == 0, old_size == 0 || old_size == size);
            EXPECT_ERR(pal_tree_check_consistency(&proof, &old_head, &head), PAL_OK);

            struct pal_proof other = proof;
            struct pal_tree_head lie = head;
            for (size_t i = 0; change(i, &other, &lie); i++) {
                /* Of a tree of no leaves the root that it grew into is not proven. */
                bool is_free = old_size == 0 && size > 0 && i == 0;
                EXPECT_ERR(pal_tree_check_consistency(&other, &old_head, &lie),
                           is_free ? PAL_OK : PAL_ERR_PROOF_INVALID);
                other = proof;
                lie = head;
            }
            lie = old_head;
            flip(&lie.root, (size_t)size);
            EXPECT_ERR(pal_tree_check_consistency(&proof, &lie, &head), PAL_ERR_PROOF_INVALID);
            if (old_size < size) {
                EXPECT_ERR(pal_tree_check_consistency(&proof, &head, &old_head),
                           PAL_ERR_PROOF_INVALID);
            }
        }
    }
}

/* From every size that is a multiple: the same edge, and the same nodes above the block. */
static void a_block_of_leaves_is_appended_at_once(void **state)
{
    (void)state;
    struct pal_tree_edge one_by_one = {0};
    struct pal_tree_edge at_once = {0};
    for (uint32_t block = 0; block < 9; block++) {
        uint32_t numbers[PAL_TREE_BLOCK];
        struct pal_text entries[PAL_TREE_BLOCK];
        struct pal_hash leaves[PAL_TREE_BLOCK];
        struct pal_tree_node expected[PAL_TREE_LEVELS];
        struct pal_tree_node nodes[PAL_TREE_LEVELS];
        size_t expected_count = 0;
        for (uint32_t i = 0; i < PAL_TREE_BLOCK; i++) {
            numbers[i] = block * PAL_TREE_BLOCK + i;
            entries[i] = (struct pal_text){(const char *)&numbers[i], sizeof numbers[i]};
        }
        pal_tree_leaves(entries, PAL_TREE_BLOCK, leaves);
        for (size_t i = 0; i < PAL_TREE_BLOCK; i++) {
            struct pal_hash leaf = pal_tree_leaf(entries[i].bytes, entries[i].size);
            assert_true(pal_hash_equal(&leaf, &leaves[i]));
            expected_count = pal_tree_append(&one_by_one, &leaf, expected);
        }
        size_t count = pal_tree_append_block(&at_once, leaves, nodes);
        assert_int_equal(count, expected_count - (PAL_TREE_BLOCK_LEVEL - 1));
        for (size_t i = 0; i < count; i++) {
            const struct pal_tree_node *same = &expected[PAL_TREE_BLOCK_LEVEL - 1 + i];
            assert_int_equal(nodes[i].level, same->level);
            assert_int_equal(nodes[i].index, same->index);
            assert_true(pal_hash_equal(&nodes[i].hash, &same->hash));
        }
        struct pal_tree_head left = pal_tree_edge_head(&one_by_one);
        struct pal_tree_head right = pal_tree_edge_head(&at_once);
        assert_int_equal(left.size, right.size);
        assert_true(pal_hash_equal(&left.root, &right.root));
    }
}

static enum pal_err read_nothing(void *context, unsigned level, uint64_t index,
                                 struct pal_hash *out_hash)
{
    (void)context;
    (void)level;
    (void)index;
    (void)out_hash;
    return PAL_ERR_STORE_IO;
}

static void what_the_source_says_is_passed_on(void **state)
{
    (void)state;
    struct pal_tree_source source = {.read = read_nothing};
    struct pal_proof proof;
    struct pal_tree_edge edge;
    EXPECT_ERR(pal_tree_prove_inclusion(&source, 1, 3, &proof), PAL_ERR_STORE_IO);
    EXPECT_ERR(pal_tree_prove_consistency(&source, 3, 5, &proof), PAL_ERR_STORE_IO);
    EXPECT_ERR(pal_tree_prove_consistency(&source, 4, 5, &proof), PAL_ERR_STORE_IO);
    EXPECT_ERR(pal_tree_edge_read(&source, 1, &edge), PAL_ERR_STORE_IO);
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, roots_are_those_of_rfc_6962);
    TEST(tests, the_edge_gives_the_root_of_every_size);
    TEST(tests, inclusion_holds_whole_and_unchanged_only);
    TEST(tests, consistency_holds_whole_and_unchanged_only);
    TEST(tests, a_block_of_leaves_is_appended_at_once);
    TEST(tests, what_the_source_says_is_passed_on);
    return RUN(tests);
}
