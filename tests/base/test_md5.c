/* MD5: the digests that RFC 1321 lists. */
#include <string.h>

#include "base/md5.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    const char *digest;
} rows[] = {
    {"of nothing", "", "d41d8cd98f00b204e9800998ecf8427e"},
    {"of one letter", "a", "0cc175b9c0f1b6a831c399e269772661"},
    {"of three letters", "abc", "900150983cd24fb0d6963f7d28e17f72"},
    {"of two words", "message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    {"of the alphabet", "abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
    {"of letters and digits", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"},
    {"of more than a block", "12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a"},
};
/* clang-format on */

static void digests(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_md5 digest = pal_md5_of(row->text, strlen(row->text));
    PAL_BUF(hex);
    for (size_t i = 0; i < PAL_MD5_SIZE; i++) {
        pal_buf_add_format(&hex, "%02x", (unsigned)digest.bytes[i]);
    }
    EXPECT_BUF(hex, row->digest);
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, digests);
    return RUN(tests);
}
