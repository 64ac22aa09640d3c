/*
 * verify.h - everything that whoever doubts a record checks, in the order of docs/rules/verify.md.
 *
 * It reads the bytes that it is given and nothing else, and writes nothing. Whatever the bytes, it
 * ends with one line per check.
 */
#ifndef PAL_AUDIT_VERIFY_H
#define PAL_AUDIT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "base/text.h"

enum { PAL_VERIFY_CHECKS = 20, PAL_VERIFY_FIGURE = 400 };

enum pal_verify_state { PAL_VERIFY_OK, PAL_VERIFY_FAILED, PAL_VERIFY_ABSENT };
/* "ok", "failed", "absent". */
const char *pal_verify_state_word(enum pal_verify_state state);

/* What is verified, all lent. What is not asked for has no bytes: NULL. */
struct pal_verify_spec {
    const struct pal_source *tar;
    struct pal_text minisig; /* the file of the signature; NULL where there is none */
    const char *const *keys; /* verification keys to believe in place of the log's */
    size_t key_count;
    struct pal_text policy;                           /* in place of the log's, or NULL */
    struct pal_text since, receipt, opening, elector; /* files of whoever asks */
    struct pal_text tracker;                          /* a code */
    /* Told how far it is, in bytes; NULL: nobody is told. */
    void (*progress)(void *context, uint64_t done, uint64_t total);
    void *context;
};

struct pal_verify_line {
    enum pal_verify_state state;
    char figure[PAL_VERIFY_FIGURE]; /* what was found, in words */
};
/* lines[0] is V1. */
struct pal_verify_report {
    struct pal_verify_line lines[PAL_VERIFY_CHECKS];
};
void pal_verify(const struct pal_verify_spec *spec, struct pal_verify_report *out_report);
/* Did no check fail? */
bool pal_verify_holds(const struct pal_verify_report *report);

#endif
