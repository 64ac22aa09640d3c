/*
 * urns.h - an urn whose secret a test knows, and ballots sealed for it.
 */
#ifndef PAL_TESTS_URNS_H
#define PAL_TESTS_URNS_H

#include "audit/urn.h"

struct pal_test_urn {
    struct pal_urn urn;
    struct pal_scalar secret;
};

/* An urn of that size, for the poll whose manifest is that text. */
struct pal_test_urn pal_test_urn_of(const char *manifest, size_t size);
/* Appends a ballot of that college that says these marks, under a random tracker with the pin 420. */
void pal_test_urn_seal(const struct pal_test_urn *test, uint16_t college, const char *marks,
                       struct pal_buf *out_sealed);
/* Appends the sealed form of these plain bytes, whatever they are, as of that college. */
void pal_test_urn_seal_plain(const struct pal_test_urn *test, uint16_t college,
                             struct pal_text plain, struct pal_buf *out_sealed);

#endif
