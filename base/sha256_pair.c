/* sha256_pair.c - two hashes at once, with the instructions that x86 processors have for SHA-256. */
#include "sha256_pair.h"

#include "base/check.h"

#if defined(__x86_64__)

#    include <cpuid.h>
#    include <immintrin.h>

#    define FOR_SHA __attribute__((target("sha,sse4.1")))

enum { BLOCK = 64, QUAD = 16 };

/* FIPS 180-4, 4.2.2 and 5.3.3. */
static const uint32_t round_words[] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
/* The first state as the instructions hold it: a, b, e, f and c, d, g, h, the last first. */
static const uint32_t first_abef[] = {0x9b05688c, 0x510e527f, 0xbb67ae85, 0x6a09e667};
static const uint32_t first_cdgh[] = {0x5be0cd19, 0x1f83d9ab, 0xa54ff53a, 0x3c6ef372};

/* One message: its state, and sixteen words of its schedule. */
struct lane {
    __m128i abef, cdgh, words[4];
};

FOR_SHA static inline __m128i load(const void *bytes)
{
    return _mm_loadu_si128((const __m128i *)bytes);
}

/* The high byte of each word first, or last again. */
FOR_SHA static inline __m128i swap(__m128i words)
{
    return _mm_shuffle_epi8(words, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

FOR_SHA static inline void read_block(struct lane *lane, const uint8_t *block)
{
    for (size_t i = 0; i < 4; i++) {
        lane->words[i] = swap(load(block + i * QUAD));
    }
}

/* The words that take that place sixteen rounds later. */
FOR_SHA static inline void schedule(struct lane *lane, size_t place)
{
    const __m128i *words = lane->words;
    __m128i last = words[(place + 3) % 4];
    __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(words[place], words[(place + 1) % 4]),
                                _mm_alignr_epi8(last, words[(place + 2) % 4], 4));
    lane->words[place] = _mm_sha256msg2_epu32(sum, last);
}

/* Four rounds of each, of the words of that place. The instructions take turns: those of one message
 * behind those of the other would wait for longer than a processor looks ahead. */
FOR_SHA static inline void go_both(struct lane *left, struct lane *right, size_t round,
                                   size_t place)
{
    __m128i constants = load(&round_words[round + 4 * place]);
    __m128i x = _mm_add_epi32(left->words[place], constants);
    __m128i y = _mm_add_epi32(right->words[place], constants);
    left->cdgh = _mm_sha256rnds2_epu32(left->cdgh, left->abef, x);
    right->cdgh = _mm_sha256rnds2_epu32(right->cdgh, right->abef, y);
    left->abef = _mm_sha256rnds2_epu32(left->abef, left->cdgh, _mm_shuffle_epi32(x, 0x0e));
    right->abef = _mm_sha256rnds2_epu32(right->abef, right->cdgh, _mm_shuffle_epi32(y, 0x0e));
}

FOR_SHA static inline void schedule_both(struct lane *left, struct lane *right, size_t place)
{
    schedule(left, place);
    schedule(right, place);
}

FOR_SHA static void add_block(struct lane *left, struct lane *right)
{
    struct lane x = *left;
    struct lane y = *right;
    for (size_t round = 0; round < 48; round += 16) {
        go_both(&x, &y, round, 0);
        schedule_both(&x, &y, 0);
        go_both(&x, &y, round, 1);
        schedule_both(&x, &y, 1);
        go_both(&x, &y, round, 2);
        schedule_both(&x, &y, 2);
        go_both(&x, &y, round, 3);
        schedule_both(&x, &y, 3);
    }
    go_both(&x, &y, 48, 0);
    go_both(&x, &y, 48, 1);
    go_both(&x, &y, 48, 2);
    go_both(&x, &y, 48, 3);
    left->abef = _mm_add_epi32(left->abef, x.abef);
    left->cdgh = _mm_add_epi32(left->cdgh, x.cdgh);
    right->abef = _mm_add_epi32(right->abef, y.abef);
    right->cdgh = _mm_add_epi32(right->cdgh, y.cdgh);
}

/* The state in the order of its letters, as bytes. */
FOR_SHA static inline void write_hash(const struct lane *lane, struct pal_hash *out_hash)
{
    __m128i feba = _mm_shuffle_epi32(lane->abef, 0x1b);
    __m128i dchg = _mm_shuffle_epi32(lane->cdgh, 0xb1);
    __m128i dcba = _mm_blend_epi16(feba, dchg, 0xf0);
    __m128i hgfe = _mm_alignr_epi8(dchg, feba, 8);
    _mm_storeu_si128((__m128i *)(void *)out_hash->bytes, swap(dcba));
    _mm_storeu_si128((__m128i *)(void *)(out_hash->bytes + QUAD), swap(hgfe));
}

FOR_SHA static void hash_pair(const uint8_t *left, const uint8_t *right, size_t block_count,
                              struct pal_hash out_hashes[2])
{
    struct lane x = {.abef = load(first_abef), .cdgh = load(first_cdgh)};
    struct lane y = x;
    for (size_t i = 0; i < block_count; i++) {
        read_block(&x, left + i * BLOCK);
        read_block(&y, right + i * BLOCK);
        add_block(&x, &y);
    }
    write_hash(&x, &out_hashes[0]);
    write_hash(&y, &out_hashes[1]);
}

bool pal_sha256_can_pair(void)
{
#    if defined(__clang__) /* version 14 does not know the word */
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    bool has_sha = __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & bit_SHA) != 0;
#    else
    bool has_sha = __builtin_cpu_supports("sha") != 0;
#    endif
    return has_sha && __builtin_cpu_supports("sse4.1") != 0;
}

void pal_sha256_pair(const uint8_t *left, const uint8_t *right, size_t block_count,
                     struct pal_hash out_hashes[2])
{
    hash_pair(left, right, block_count, out_hashes);
}

#else

bool pal_sha256_can_pair(void)
{
    return false;
}

void pal_sha256_pair(const uint8_t *left, const uint8_t *right, size_t block_count,
                     struct pal_hash out_hashes[2])
{
    (void)left;
    (void)right;
    (void)block_count;
    (void)out_hashes;
    PAL_CHECK(false); /* it cannot */
}

#endif
