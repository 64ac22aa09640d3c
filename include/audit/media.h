/*
 * media.h - which files are taken, told by their bytes and their name.
 */
#ifndef PAL_AUDIT_MEDIA_H
#define PAL_AUDIT_MEDIA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* May a file have that name? It is UTF-8. */
bool pal_media_is_name(struct pal_text name);

enum { PAL_MEDIA_HEAD = 128 };

/* What was seen of a file, piece by piece from its beginning. Starts zeroed. A piece is not empty. */
struct pal_media {
    char head[PAL_MEDIA_HEAD];
    size_t head_size;
    char tail[3]; /* of a character that goes on in the next piece */
    size_t tail_size;
    bool is_no_text;
};
void pal_media_add(struct pal_media *media, struct pal_text piece);
/* The media type of a file that was seen whole, by the end of its name; or NULL: not one of those that
 * are taken, or bytes of another kind than the name says. Static storage. */
const char *pal_media_type(const struct pal_media *media, struct pal_text name);
/* A media type that was kept as a static string; of one that is not taken any more, that of any bytes. */
const char *pal_media_known(struct pal_text media_type);

#endif
