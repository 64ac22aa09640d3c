/*
 * md5.h - the MD5 digest, for draws by RFC 3797 alone. Only door to nettle.
 *
 * MD5 protects nothing here: who knows the seed can redo the draw, and nobody knows it before the
 * list of names is fixed. What must not be forged is hashed by crypto.h.
 */
#ifndef PAL_BASE_MD5_H
#define PAL_BASE_MD5_H

#include <stddef.h>
#include <stdint.h>

enum { PAL_MD5_SIZE = 16 };

struct pal_md5 {
    uint8_t bytes[PAL_MD5_SIZE];
};

struct pal_md5 pal_md5_of(const void *bytes, size_t size);

#endif
