/*
 * tamper.h - what can be changed in a good record, one thing at a time, and which check must see it.
 */
#ifndef PAL_TESTS_TAMPER_H
#define PAL_TESTS_TAMPER_H

#include <stddef.h>

#include "made.h"

enum pal_tamper_kind {
    PAL_TAMPER_ENTRY, /* in the entry that holds `where`: `from` becomes `to`; the log is signed again */
    PAL_TAMPER_DROP,    /* that entry goes */
    PAL_TAMPER_TWICE,   /* it stands twice */
    PAL_TAMPER_SWAP,    /* it and the next one change places */
    PAL_TAMPER_REWRITE, /* in a document, and its hash wherever it stands; the log is signed again */
    PAL_TAMPER_ASKED, /* in the questions, manifests and constitutions that are named so `from` becomes `to`; where
                       * `from` is NULL the members of `to` are set, or gone where they are null */
    PAL_TAMPER_LACK,  /* the record is said to be of the whole society; what is named so goes */
    PAL_TAMPER_LATER, /* the same, and the log ends with an entry of type `where` that says `from` */
    PAL_TAMPER_STORY, /* the log goes on with `from`, and `to` where it is there, line by line: a type, a space, what it
                       * says */
    PAL_TAMPER_FILE,  /* in a file alone */
    PAL_TAMPER_LESS,  /* the second line of a file goes */
    PAL_TAMPER_LINES, /* its second and third line change places */
    PAL_TAMPER_GONE,  /* the file goes */
    PAL_TAMPER_PAIR,  /* it goes with the document of the same hash */
    PAL_TAMPER_MORE, /* a file of that name is added; where `from` is there, to the record of all */
    PAL_TAMPER_TAR,  /* in the bytes of the tar, which is signed again */
    PAL_TAMPER_LINK, /* its first file becomes a link */
    PAL_TAMPER_END,  /* the tar goes on after its end */
    PAL_TAMPER_BYTE, /* in the bytes of the tar, and nobody signs */
    PAL_TAMPER_SIGNED,  /* in its signature */
    PAL_TAMPER_COMMENT, /* the comment that is signed begins with `from` */
};
/* Of the polls of pal_made_rounds, which are there where a change is to one of them. */
#define PAL_TAMPER_ROUNDS "0000000000e"
struct pal_tamper {
    const char *name;
    enum pal_tamper_kind kind;
    const char *where;
    const char *from, *to; /* to NULL: the character after `from` becomes another */
    int check;             /* that must fail; 0: the record holds all the same */
};
extern const struct pal_tamper pal_tampers[];
extern const size_t pal_tamper_count;
/* Those of kind PAL_TAMPER_STORY: tamper_stories.c. */
extern const struct pal_tamper pal_tamper_stories[];
extern const size_t pal_tamper_story_count;

/* A good record with that change, packed and signed. False: there was nothing to change. */
bool pal_tamper_make(const struct pal_tamper *tamper, struct pal_made *made);

#endif
