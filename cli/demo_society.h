/*
 * demo_society.h - an invented cooperative, alive: for whoever wants to try before they found one.
 */
#ifndef PAL_CLI_DEMO_SOCIETY_H
#define PAL_CLI_DEMO_SOCIETY_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct pal_store;

/* The members whose links the demonstration shows, by their number on the register. */
#define PAL_DEMO_ADMINISTRATOR "1"
#define PAL_DEMO_MEMBER        "9"
#define PAL_DEMO_TOWN          "55"

/* Of those who keep the urns of its secret polls: the members 1, 3 and 4. */
#define PAL_DEMO_KEEPERS    "1, 3 and 4"
#define PAL_DEMO_PASSPHRASE "trois gardiens, deux suffisent"

/* Founds it in an empty store and lives through a hundred days, up to now: an assembly held, with
 * its results; one that sits, with open polls; one in preparation. *clock_us is what the store's
 * clock reads: it is moved along, and stands at now_us in the end. */
PAL_MUST_USE enum pal_err pal_demo_found(struct pal_store *store, int64_t *clock_us,
                                         int64_t now_us);

#endif
