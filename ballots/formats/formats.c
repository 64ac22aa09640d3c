/* formats.c - the list of the formats of ballot files. */
#include "formats.h"

/* clang-format off */
static const struct pal_format formats[] = {
    {.name = "json",    .extension = ".json", .read = pal_format_read_json,    .kind = pal_format_kind_json,
     .write = pal_format_write_json, .has_fractions = true},
    {.name = "blt",     .extension = ".blt",  .read = pal_format_read_blt,     .kind = pal_format_kind_ranks,
     .write = pal_format_write_blt},
    {.name = "abif",    .extension = ".abif", .read = pal_format_read_abif,    .kind = pal_format_kind_abif,
     .write = pal_format_write_abif},
    {.name = "preflib", .extension = ".soc",  .read = pal_format_read_preflib, .kind = pal_format_kind_ranks},
    {.name = "preflib", .extension = ".soi",  .read = pal_format_read_preflib, .kind = pal_format_kind_ranks},
    {.name = "preflib", .extension = ".toc",  .read = pal_format_read_preflib, .kind = pal_format_kind_ranks},
    {.name = "preflib", .extension = ".toi",  .read = pal_format_read_preflib, .kind = pal_format_kind_ranks},
    {.name = "pabulib", .extension = ".pb",   .read = pal_format_read_pabulib, .kind = pal_format_kind_pabulib},
};
/* clang-format on */

static bool ends_with(struct pal_text text, const char *end)
{
    struct pal_text wanted = pal_text_of(end);
    if (text.size < wanted.size) {
        return false;
    }
    struct pal_text tail = {text.bytes + (text.size - wanted.size), wanted.size};
    return pal_text_equal(tail, wanted);
}

const struct pal_format *pal_format_of(struct pal_text file_name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (ends_with(file_name, formats[i].extension)) {
            return &formats[i];
        }
    }
    return NULL;
}

const struct pal_format *pal_format_named(struct pal_text name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (formats[i].write != NULL && pal_text_is(name, formats[i].name)) {
            return &formats[i];
        }
    }
    return NULL;
}
