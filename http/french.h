/*
 * french.h - what err.h says, in French.
 */
#ifndef PAL_HTTP_FRENCH_H
#define PAL_HTTP_FRENCH_H

#include "base/err.h"

/* The sentence, static. A row of french.c goes with every row of err.h; where it is missing, which a
 * test refuses, the English sentence. */
const char *pal_french_sentence(enum pal_err err);

#endif
