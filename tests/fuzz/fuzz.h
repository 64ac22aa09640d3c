/*
 * fuzz.h - what a fuzz target is: one function that may be given any bytes.
 */
#ifndef PAL_TESTS_FUZZ_H
#define PAL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Returns 0; a broken expectation aborts. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
