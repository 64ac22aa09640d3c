/*
 * sentences.h - what an explanation says, in French and English, by step and code.
 */
#ifndef PAL_HTTP_SENTENCES_H
#define PAL_HTTP_SENTENCES_H

/* Figures stand between braces, by their names. */
struct pal_sentence {
    const char *code, *fr, *en;
};

/* What a counting method says of its own count: "count." and the slug of the reason. Ended by a NULL
 * code. */
extern const struct pal_sentence pal_count_sentences[];

#endif
