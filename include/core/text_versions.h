/*
 * text_versions.h - one version of a text that is written anew, of whatever kind: a resolution, a contribution, minutes.
 */
#ifndef PAL_CORE_TEXT_VERSIONS_H
#define PAL_CORE_TEXT_VERSIONS_H

#include <stdint.h>

#include "base/crypto.h"
#include "base/text.h"

struct pal_text_version {
    int64_t number;       /* from 1 */
    struct pal_hash hash; /* of its document */
    int64_t at_us;
    struct pal_text title; /* lent until visit returns; bytes NULL: it has none */
};

#endif
