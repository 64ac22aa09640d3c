/*
 * kept.h - what a file of core/ keeps as long as the store: only what no change can make wrong, since
 * neither a rollback nor another poll gives it back.
 */
#ifndef PAL_CORE_KEPT_H
#define PAL_CORE_KEPT_H

struct pal_store;

struct pal_kept {
    void *made; /* NULL: nothing yet */
    void (*release)(void *made);
};
/* The one place for it; core/manifest.c has it. */
struct pal_kept *pal_store_kept(struct pal_store *store);

#endif
