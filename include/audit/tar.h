/*
 * tar.h - the one form of tar in which a record travels.
 *
 * RULE docs/rules/record.md
 * > A record is a tar of the ustar form that has regular files only, in the order of the bytes of
 * > their names, each once. Its bytes follow from the names and the contents of its files alone.
 *
 * Writing is three pieces that whoever has the contents puts together: a header, the content, the
 * padding; at the end, the end. Reading makes each header again and compares, so that one tar has
 * one spelling, and no name of it can lead anywhere.
 */
#ifndef PAL_AUDIT_TAR_H
#define PAL_AUDIT_TAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/source.h"
#include "base/text.h"

enum { PAL_TAR_BLOCK = 512, PAL_TAR_END_SIZE = 2 * PAL_TAR_BLOCK, PAL_TAR_NAME_SIZE = 100 };
#define PAL_TAR_FILE_SIZE UINT64_C(077777777777) /* the largest file */

/* Is it the name of a file of a record? PAL_ERR_TAR_NAME */
PAL_MUST_USE enum pal_err pal_tar_name_check(struct pal_text name);

/* Appends the header of a file. The name is one, and the size at most PAL_TAR_FILE_SIZE. */
void pal_tar_header(struct pal_text name, uint64_t size, struct pal_buf *buf);
/* How many bytes of zero follow a content of that size. */
size_t pal_tar_padding(uint64_t size);
/* Appends that padding; the end of the tar. */
void pal_tar_pad(uint64_t size, struct pal_buf *buf);
void pal_tar_end(struct pal_buf *buf);
/* Appends a whole file: header, content, padding. */
void pal_tar_add(struct pal_text name, struct pal_text content, struct pal_buf *buf);

/* Where the contents of a tar are. */
struct pal_tar_file {
    struct pal_text name;
    uint64_t offset, size; /* of the content */
};
struct pal_tar {
    const struct pal_source *source; /* lent, as long as the index */
    struct pal_tar_file *files;      /* in the order of their names */
    size_t count, capacity;
    struct pal_buf names; /* where the names lie */
};
#define PAL_TAR(name) struct pal_tar name PAL_CLEANUP(pal_tar_done) = {0}
void pal_tar_done(struct pal_tar *tar);

/* Reads the headers of the whole into a zeroed tar; contents are not looked at. out_where has the
 * name of the file, or the offset of the header, where something is wrong.
 * PAL_ERR_TAR_SYNTAX       a header, a padding or an end that we do not write
 * PAL_ERR_TAR_NAME         a name that a record has not
 * PAL_ERR_TAR_ORDER        not in the order of the names, or twice
 * PAL_ERR_LIMIT_COUNT      more than PAL_LIMIT_RECORD_FILES files
 * PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_tar_read(const struct pal_source *source, struct pal_tar *out_tar,
                                       struct pal_where *out_where);
/* The file of that name, lent, or NULL. */
const struct pal_tar_file *pal_tar_find(const struct pal_tar *tar, struct pal_text name);
/* Where the names that begin with a prefix are: from the index returned on, *out_count of them. */
size_t pal_tar_under(const struct pal_tar *tar, const char *prefix, size_t *out_count);
/* Appends the content of a file. PAL_ERR_LIMIT_TEXT above max_bytes, PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_tar_content(const struct pal_tar *tar,
                                          const struct pal_tar_file *file, size_t max_bytes,
                                          struct pal_buf *buf);

#endif
