/*
 * base32.h - eighty bits as sixteen digits and letters of Crockford, for the files of audit/ alone.
 */
#ifndef PAL_AUDIT_BASE32_H
#define PAL_AUDIT_BASE32_H

#include <stdint.h>

enum { PAL_BASE32_BYTES = 10, PAL_BASE32_DIGITS = 16 };

/* 0-9 and A-Z without I, L, O and U: each stands for its place. */
extern const char pal_base32_digits[32 + 1];

/* Writes the sixteen characters, the highest bits first, and no NUL. */
void pal_base32_write(const uint8_t bytes[PAL_BASE32_BYTES], char out_digits[PAL_BASE32_DIGITS]);

#endif
