/* formats.c - the list of the formats of ballot files. */
#include "ballots/format.h"

static const struct pal_format formats[] = {
    {.extension = ".json", .read = pal_format_read_json},
};

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
