/* folder.h - a folder of its own for each case that needs files, and nothing left of it after. */
#ifndef PAL_TESTS_FOLDER_H
#define PAL_TESTS_FOLDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/text.h"

struct pal_folder {
    char path[64];
};

/* A new, empty folder, removed with everything in it at the end of the scope. */
#define FOLDER(name) struct pal_folder name PAL_CLEANUP(pal_folder_done) = pal_folder_make()
struct pal_folder pal_folder_make(void);
void pal_folder_done(struct pal_folder *folder);

/* The path of a file in it, released with pal_mem_free. */
PAL_MUST_USE char *pal_folder_file_new(const struct pal_folder *folder, const char *name);

/* A copy of a file over another; the flip of one byte; the cut to a size. */
void pal_folder_copy(const char *from, const char *to);
void pal_folder_flip(const char *path, size_t offset);

/* Appends the bytes of every file in it whose name begins so, one after the other by name. */
void pal_folder_read(const struct pal_folder *folder, const char *beginning, struct pal_buf *out);

#endif
