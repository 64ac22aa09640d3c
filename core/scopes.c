/* scopes.c - the words of what a key for programs is good for. */
#include "core/sessions.h"

static const char *const scope_words[PAL_SCOPE_COUNT] = {
#define SCOPE_WORD(name, word) [PAL_SCOPE_##name] = (word),
    PAL_SCOPES(SCOPE_WORD)
#undef SCOPE_WORD
};

const char *pal_scope_word(enum pal_scope scope)
{
    return scope_words[scope];
}

bool pal_scope_read(struct pal_text word, enum pal_scope *out_scope)
{
    for (size_t i = 0; i < PAL_SCOPE_COUNT; i++) {
        if (pal_text_is(word, scope_words[i])) {
            *out_scope = (enum pal_scope)i;
            return true;
        }
    }
    return false;
}
