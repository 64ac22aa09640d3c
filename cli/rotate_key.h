/*
 * rotate_key.h - what the two commands that change the log's key have in common.
 */
#ifndef PAL_CLI_ROTATE_KEY_H
#define PAL_CLI_ROTATE_KEY_H

#include "base/attr.h"
#include "base/err.h"

struct pal_rotation;
struct pal_store;

/* Changes the key of a society in which no poll is open, and prints the new one.
 * PAL_ERR_ASSEMBLY_POLLS, what pal_log_rotate returns */
PAL_MUST_USE enum pal_err pal_key_change(struct pal_store *store,
                                         const struct pal_rotation *rotation);

#endif
