/* fuzz_diff.c - three texts, parted by 0xFF: what differs rebuilds both, and changes make one text. */
#include <string.h>

#include "base/check.h"
#include "base/diff.h"

#include "fuzz.h"

enum { MAX_BYTES = 1 << 14 };

struct sides {
    struct pal_buf base, text;
};

static void rebuild(void *context, enum pal_diff_op op, struct pal_text run)
{
    struct sides *sides = context;
    PAL_CHECK(run.size > 0);
    if (op != PAL_DIFF_ADD) {
        pal_buf_add_text(&sides->base, run);
    }
    if (op != PAL_DIFF_REMOVE) {
        pal_buf_add_text(&sides->text, run);
    }
}

static void check_both(const struct pal_diff *diff)
{
    struct sides sides = {0};
    pal_diff_walk(diff, rebuild, &sides);
    PAL_CHECK(pal_text_equal(pal_buf_text(&sides.base), diff->base.text));
    PAL_CHECK(pal_text_equal(pal_buf_text(&sides.text), diff->text.text));
    pal_buf_done(&sides.base);
    pal_buf_done(&sides.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_text rest = {(const char *)bytes, size};
    struct pal_text texts[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        (void)pal_text_cut(&rest, '\xFF', &texts[i]);
    }
    struct pal_diff diffs[2] = {0};
    bool are_read = size <= MAX_BYTES;
    for (size_t i = 0; i < 2; i++) {
        are_read = are_read && pal_diff_make(texts[0], texts[i + 1], &diffs[i]) == PAL_OK;
    }
    if (are_read) {
        PAL_BUF(one);
        PAL_BUF(other);
        const struct pal_diff turned[] = {diffs[1], diffs[0]};
        check_both(&diffs[0]);
        check_both(&diffs[1]);
        enum pal_err err = pal_diff_merge(diffs, 2, &one);
        PAL_CHECK(pal_diff_merge(turned, 2, &other) == err);
        PAL_CHECK((err != PAL_OK) == pal_diff_contradicts(&diffs[0], &diffs[1]));
        PAL_CHECK(pal_text_equal(pal_buf_text(&one), pal_buf_text(&other)));
    }
    pal_diff_done(&diffs[0]);
    pal_diff_done(&diffs[1]);
    return 0;
}
