/*
 * language.h - which of our languages a reader prefers.
 */
#ifndef PAL_HTTP_LANGUAGE_H
#define PAL_HTTP_LANGUAGE_H

#include "base/text.h"

#include "request.h"

/* Reads Accept-Language; what it does not decide is the language of the society. */
enum pal_language pal_language_choose(struct pal_text accepted, enum pal_language otherwise);

/* "fr", "en". */
const char *pal_language_tag(enum pal_language language);

#endif
