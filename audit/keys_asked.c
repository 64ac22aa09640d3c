/* keys_asked.c - looks things up among the keys of a log. */
#include <string.h>

#include "audit/keys.h"

const struct pal_key_life *pal_keys_find(const struct pal_keys *keys, enum pal_key_purpose purpose,
                                         struct pal_text text)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (keys->lives[i].purpose == purpose && pal_text_is(text, keys->lives[i].text)) {
            return &keys->lives[i];
        }
    }
    return NULL;
}

static const struct pal_key_name *name_at(const struct pal_keys *keys, uint64_t size)
{
    size_t i = keys->name_count;
    while (i > 1 && keys->names[i - 1].first_size > size) {
        i--;
    }
    return i == 0 ? NULL : &keys->names[i - 1];
}

struct pal_text pal_keys_origin_at(const struct pal_keys *keys, uint64_t size)
{
    const struct pal_key_name *name = name_at(keys, size);
    return pal_text_of(name == NULL ? "" : name->origin);
}

bool pal_keys_believes(const struct pal_keys *keys, const struct pal_vkey *vkey, uint64_t size)
{
    for (size_t i = 0; i < keys->count; i++) {
        const struct pal_key_life *life = &keys->lives[i];
        if (life->is_revoked && size > life->last_size &&
            memcmp(life->vkey.public_key, vkey->public_key, PAL_PUBLIC_KEY_SIZE) == 0) {
            return false;
        }
    }
    return true;
}

void pal_keys_write(const struct pal_keys *keys, struct pal_buf *buf)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (keys->lives[i].purpose == PAL_KEY_LOG) {
            pal_buf_add_format(buf, "log %s\n", keys->lives[i].text);
        }
    }
    pal_buf_add_string(buf, keys->policy != NULL ? keys->policy : "quorum none\n");
}
