/* uuid.c - the names of things outside: 16 bytes, 36 characters. */
#include <string.h>

#include "base/text.h"

static const char hex_digits[] = "0123456789abcdef";

static bool is_dash(size_t byte_index)
{
    return byte_index == 4 || byte_index == 6 || byte_index == 8 || byte_index == 10;
}

enum pal_err pal_uuid_parse(struct pal_text text, struct pal_uuid *out_uuid)
{
    if (text.size != PAL_UUID_TEXT_SIZE) {
        return PAL_ERR_TEXT_UUID;
    }
    char digits[2 * PAL_UUID_SIZE];
    const char *next = text.bytes;
    for (size_t i = 0; i < PAL_UUID_SIZE; i++) {
        if (is_dash(i) && *next++ != '-') {
            return PAL_ERR_TEXT_UUID;
        }
        digits[2 * i] = *next++;
        digits[2 * i + 1] = *next++;
    }
    struct pal_uuid uuid;
    struct pal_text all = {digits, sizeof digits};
    if (pal_text_hex(all, uuid.bytes, PAL_UUID_SIZE) != PAL_OK) {
        return PAL_ERR_TEXT_UUID;
    }
    *out_uuid = uuid;
    return PAL_OK;
}

void pal_uuid_write(const struct pal_uuid *uuid, char out_text[PAL_UUID_TEXT_SIZE + 1])
{
    char *next = out_text;
    for (size_t i = 0; i < PAL_UUID_SIZE; i++) {
        if (is_dash(i)) {
            *next++ = '-';
        }
        *next++ = hex_digits[uuid->bytes[i] >> 4];
        *next++ = hex_digits[uuid->bytes[i] & 15];
    }
    *next = '\0';
}

bool pal_uuid_equal(const struct pal_uuid *a, const struct pal_uuid *b)
{
    return memcmp(a->bytes, b->bytes, PAL_UUID_SIZE) == 0;
}
