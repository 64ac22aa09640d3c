/*
 * record.h - a store with nothing in it but a log, and things to say in it.
 *
 * What the other tables hold has scenes of its own; these are for the tests of the ground they
 * stand on.
 */
#ifndef PAL_TESTS_RECORD_H
#define PAL_TESTS_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/crypto.h"
#include "base/err.h"
#include "core/store.h"

/* The first second of 2026, in microseconds; and the log's seed. */
extern const int64_t pal_record_start_us;
extern const uint8_t pal_record_seed[PAL_SEED_SIZE];

/* How to open the database of that path, NULL for one in memory; sets *now_us to the start when it
 * is 0. */
struct pal_store_spec pal_record_spec(const char *path, enum pal_store_mode mode, int64_t *now_us);
/* Opens a store of that spec and founds its log; aborts the case when it cannot. */
void pal_record_open(const struct pal_store_spec *spec, struct pal_store **out_store);
/* How many entries the founding makes: the log's first, and one for each of its other keys. */
enum { PAL_RECORD_FOUNDED = 3 };
/* Founds the log in a turn of its own. */
PAL_MUST_USE enum pal_err pal_record_found(struct pal_store *store);

/* Appends an entry with that text, in the transaction of the caller. */
PAL_MUST_USE enum pal_err pal_record_say(struct pal_store *store, const char *text);
/* A turn of that many entries. */
void pal_record_turn(struct pal_store *store, size_t count);
/* The head that the last checkpoint states, which the log's own key must have signed. */
struct pal_tree_head pal_record_head(struct pal_store *store);

#endif
