/* md5.c - the MD5 digest. */
#include "base/md5.h"

#include <nettle/md5.h>

struct pal_md5 pal_md5_of(const void *bytes, size_t size)
{
    struct md5_ctx context;
    struct pal_md5 digest;
    md5_init(&context);
    md5_update(&context, size, bytes);
    md5_digest(&context, sizeof digest.bytes, digest.bytes);
    return digest;
}
