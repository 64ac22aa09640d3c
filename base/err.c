/* err.c - gives each outcome its slug and its sentence. */
#include "base/err.h"

#include <stddef.h>

#include "base/check.h"

static const struct {
    const char *slug, *sentence;
} errors[PAL_ERR_COUNT] = {[PAL_OK] = {"ok", "Done."},
#define PAL_ERR_ROW(name, slug, sentence) [PAL_ERR_##name] = {slug, sentence},
                           PAL_ERRORS(PAL_ERR_ROW)
#undef PAL_ERR_ROW
};

const char *pal_err_slug(enum pal_err err)
{
    PAL_CHECK(err < PAL_ERR_COUNT);
    return errors[err].slug;
}

const char *pal_err_sentence(enum pal_err err)
{
    PAL_CHECK(err < PAL_ERR_COUNT);
    return errors[err].sentence;
}
