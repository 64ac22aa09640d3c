/* language.c - which of our languages a reader prefers. */
#include "language.h"

#include "base/check.h"

#include "ranges.h"

static const char *const tags[PAL_LANGUAGE_COUNT] = {[PAL_FRENCH] = "fr", [PAL_ENGLISH] = "en"};

const char *pal_language_tag(enum pal_language language)
{
    PAL_CHECK(language < PAL_LANGUAGE_COUNT);
    return tags[language];
}

/* "fr", and "fr-FR" too. */
static bool names(struct pal_text range, const char *tag)
{
    return pal_text_starts(range, tag) && (range.size == 2 || range.bytes[2] == '-');
}

enum pal_language pal_language_choose(struct pal_text accepted, enum pal_language otherwise)
{
    int best[PAL_LANGUAGE_COUNT] = {0};
    struct pal_range range;
    for (int i = 0; i < PAL_RANGES_MAX && pal_ranges_next(&accepted, &range); i++) {
        for (int l = 0; l < PAL_LANGUAGE_COUNT; l++) {
            if (names(range.name, tags[l]) && range.weight > best[l]) {
                best[l] = range.weight;
            }
        }
    }
    enum pal_language other = otherwise == PAL_FRENCH ? PAL_ENGLISH : PAL_FRENCH;
    return best[other] > best[otherwise] ? other : otherwise;
}
