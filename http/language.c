/* language.c - which of our languages a reader prefers. */
#include "language.h"

#include "base/check.h"

enum { RANGES_MAX = 20, WHOLE = 1000 };

static const char *const tags[PAL_LANGUAGE_COUNT] = {[PAL_FRENCH] = "fr", [PAL_ENGLISH] = "en"};

const char *pal_language_tag(enum pal_language language)
{
    PAL_CHECK(language < PAL_LANGUAGE_COUNT);
    return tags[language];
}

/* "q=0.8" in thousandths; what cannot be read counts nothing. */
static int weight_of(struct pal_text parameters)
{
    struct pal_text name;
    parameters = pal_text_trim(parameters);
    if (parameters.size == 0) {
        return WHOLE;
    }
    if (!pal_text_cut(&parameters, '=', &name) || !pal_text_is(name, "q") || parameters.size == 0 ||
        parameters.size > 5) {
        return 0;
    }
    int weight = 0;
    int unit = WHOLE;
    for (size_t i = 0; i < parameters.size; i++) {
        char digit = parameters.bytes[i];
        if (i == 1 ? digit != '.' : digit < '0' || digit > '9') {
            return 0;
        }
        if (i != 1) {
            weight += unit * (digit - '0');
            unit /= 10;
        }
    }
    return weight <= WHOLE ? weight : 0;
}

/* "fr", and "fr-FR" too. */
static bool names(struct pal_text range, const char *tag)
{
    return pal_text_starts(range, tag) && (range.size == 2 || range.bytes[2] == '-');
}

enum pal_language pal_language_choose(struct pal_text accepted, enum pal_language otherwise)
{
    int best[PAL_LANGUAGE_COUNT] = {0};
    bool has_more = accepted.size > 0;
    for (int i = 0; has_more && i < RANGES_MAX; i++) {
        struct pal_text parameters;
        struct pal_text range;
        has_more = pal_text_cut(&accepted, ',', &parameters);
        (void)pal_text_cut(&parameters, ';', &range); /* without parameters, range is the whole */
        if (range.size == parameters.size && range.bytes == parameters.bytes) {
            parameters = (struct pal_text){NULL, 0};
        }
        range = pal_text_trim(range);
        int weight = weight_of(parameters);
        for (int l = 0; l < PAL_LANGUAGE_COUNT; l++) {
            if (names(range, tags[l]) && weight > best[l]) {
                best[l] = weight;
            }
        }
    }
    enum pal_language other = otherwise == PAL_FRENCH ? PAL_ENGLISH : PAL_FRENCH;
    return best[other] > best[otherwise] ? other : otherwise;
}
