/*
 * tar.c - writes and reads the one form of tar in which a record travels.
 */
#include "audit/tar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

/* --- names -------------------------------------------------------------------------------------- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

/* RULE docs/rules/record.md
 * > A name has from 1 to 99 bytes: parts made of ASCII letters, digits, '.', '-' and '_', with one '/'
 * > between two of them. No part is empty, and none begins with '.'.
 */
enum pal_err pal_tar_name_check(struct pal_text name)
{
    if (name.size == 0 || name.size >= PAL_TAR_NAME_SIZE) {
        return PAL_ERR_TAR_NAME;
    }
    struct pal_text rest = name;
    struct pal_text part;
    bool has_more = true;
    while (has_more) {
        has_more = pal_text_cut(&rest, '/', &part);
        if (part.size == 0 || part.bytes[0] == '.') {
            return PAL_ERR_TAR_NAME;
        }
        for (size_t i = 0; i < part.size; i++) {
            if (!is_name_byte(part.bytes[i])) {
                return PAL_ERR_TAR_NAME;
            }
        }
    }
    return PAL_OK;
}

/* --- writing ------------------------------------------------------------------------------------ */

/* Where the fields of a ustar header are, and what stands there in every one of ours. */
enum {
    AT_NAME = 0,
    AT_MODE = 100,
    AT_UID = 108,
    AT_GID = 116,
    AT_SIZE = 124,
    AT_TIME = 136,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257,
    AT_VERSION = 263,
    AT_DEVICE_MAJOR = 329,
    AT_DEVICE_MINOR = 337,
    SIZE_DIGITS = 11,
    SUM_SIZE = 8,
};

static void put(char *block, size_t offset, const char *text)
{
    for (; *text != '\0'; text++) {
        block[offset++] = *text;
    }
}

/* RULE docs/rules/record.md
 * > The header has the name, the mode 0000644, the owner and the group 0000000, the size in eleven octal
 * > digits, the time 00000000000, the type 0, `ustar` and 00, the device numbers 0000000, and zeros
 * > everywhere else. The sum of its bytes, the field itself taken as eight spaces, is in six octal digits,
 * > a zero byte and a space.
 */
static void make_header(struct pal_text name, uint64_t size, char block[PAL_TAR_BLOCK])
{
    char number[SIZE_DIGITS + 1];
    memset(block, 0, PAL_TAR_BLOCK);
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): the block is zero behind it. */
    memcpy(block + AT_NAME, name.bytes, name.size);
    put(block, AT_MODE, "0000644");
    put(block, AT_UID, "0000000");
    put(block, AT_GID, "0000000");
    (void)snprintf(number, sizeof number, "%0*" PRIo64, SIZE_DIGITS, size); /* it fits */
    put(block, AT_SIZE, number);
    put(block, AT_TIME, "00000000000");
    put(block, AT_TYPE, "0");
    put(block, AT_MAGIC, "ustar");
    put(block, AT_VERSION, "00");
    put(block, AT_DEVICE_MAJOR, "0000000");
    put(block, AT_DEVICE_MINOR, "0000000");
    memset(block + AT_SUM, ' ', SUM_SIZE);
    unsigned sum = 0;
    for (size_t i = 0; i < PAL_TAR_BLOCK; i++) {
        sum += (uint8_t)block[i];
    }
    (void)snprintf(number, sizeof number, "%06o", sum); /* at most 512 * 255 */
    memcpy(block + AT_SUM, number, SUM_SIZE - 1);       /* with its NUL */
}

void pal_tar_header(struct pal_text name, uint64_t size, struct pal_buf *buf)
{
    char block[PAL_TAR_BLOCK];
    PAL_CHECK(pal_tar_name_check(name) == PAL_OK);
    PAL_CHECK(size <= PAL_TAR_FILE_SIZE);
    make_header(name, size, block);
    pal_buf_add(buf, block, sizeof block);
}

size_t pal_tar_padding(uint64_t size)
{
    return (size_t)(-size % PAL_TAR_BLOCK);
}

void pal_tar_pad(uint64_t size, struct pal_buf *buf)
{
    static const char zeros[PAL_TAR_BLOCK];
    pal_buf_add(buf, zeros, pal_tar_padding(size));
}

void pal_tar_end(struct pal_buf *buf)
{
    static const char zeros[PAL_TAR_END_SIZE];
    pal_buf_add(buf, zeros, sizeof zeros);
}

void pal_tar_add(struct pal_text name, struct pal_text content, struct pal_buf *buf)
{
    pal_tar_header(name, content.size, buf);
    pal_buf_add_text(buf, content);
    pal_tar_pad(content.size, buf);
}

/* --- reading ------------------------------------------------------------------------------------ */

void pal_tar_done(struct pal_tar *tar)
{
    pal_mem_free(tar->files);
    pal_buf_done(&tar->names);
    *tar = (struct pal_tar){0};
}

static bool is_zero(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\0') {
            return false;
        }
    }
    return true;
}

/* Name and size of a header that we would write so; the name is lent by the block. */
static enum pal_err read_header(const char block[PAL_TAR_BLOCK], struct pal_text *out_name,
                                uint64_t *out_size)
{
    char again[PAL_TAR_BLOCK];
    uint64_t size = 0;
    for (size_t i = 0; i < SIZE_DIGITS; i++) {
        char digit = block[AT_SIZE + i];
        if (digit < '0' || digit > '7') {
            return PAL_ERR_TAR_SYNTAX;
        }
        size = 8 * size + (uint64_t)(digit - '0');
    }
    *out_name = (struct pal_text){block + AT_NAME, strnlen(block + AT_NAME, PAL_TAR_NAME_SIZE)};
    *out_size = size;
    PAL_TRY(pal_tar_name_check(*out_name));
    make_header(*out_name, size, again);
    return memcmp(block, again, sizeof again) == 0 ? PAL_OK : PAL_ERR_TAR_SYNTAX;
}

/* Names are kept one after the other and pointed to at the end, when they no longer move. */
static void keep(struct pal_tar *tar, struct pal_text name, uint64_t offset, uint64_t size)
{
    tar->capacity = pal_mem_capacity(tar->capacity, tar->count + 1);
    tar->files = pal_mem_grow(tar->files, tar->capacity, sizeof *tar->files);
    tar->files[tar->count++] = (struct pal_tar_file){
        .name = {.size = name.size},
        .offset = offset,
        .size = size,
    };
    pal_buf_add_text(&tar->names, name);
}

static void point_names(struct pal_tar *tar)
{
    const char *next = tar->names.bytes;
    for (size_t i = 0; i < tar->count; i++) {
        tar->files[i].name.bytes = next;
        next += tar->files[i].name.size;
    }
}

static bool comes_after_last(const struct pal_tar *tar, struct pal_text name)
{
    if (tar->count == 0) {
        return true;
    }
    size_t size = tar->files[tar->count - 1].name.size;
    struct pal_text last = {tar->names.bytes + tar->names.size - size, size};
    return pal_text_compare(last, name) < 0;
}

static enum pal_err check_zeros(const struct pal_source *source, uint64_t offset, size_t size)
{
    char bytes[PAL_TAR_END_SIZE];
    PAL_CHECK(size <= sizeof bytes);
    if (pal_source_read(source, offset, bytes, size) != PAL_OK) {
        return PAL_ERR_TAR_SYNTAX;
    }
    return is_zero(bytes, size) ? PAL_OK : PAL_ERR_TAR_SYNTAX;
}

/* The file whose header is at *offset, which then is where the next one is. */
static enum pal_err read_file(const struct pal_source *source, const char block[PAL_TAR_BLOCK],
                              uint64_t *offset, struct pal_tar *tar)
{
    struct pal_text name;
    uint64_t size;
    PAL_TRY(read_header(block, &name, &size));
    if (!comes_after_last(tar, name)) {
        return PAL_ERR_TAR_ORDER;
    }
    if (tar->count == PAL_LIMIT_RECORD_FILES) {
        return PAL_ERR_LIMIT_COUNT;
    }
    uint64_t begin = *offset + PAL_TAR_BLOCK;
    keep(tar, name, begin, size);
    *offset = begin + size + pal_tar_padding(size);
    return check_zeros(source, begin + size, pal_tar_padding(size));
}

enum pal_err pal_tar_read(const struct pal_source *source, struct pal_tar *out_tar,
                          struct pal_where *out_where)
{
    uint64_t offset = 0;
    char block[PAL_TAR_BLOCK];
    out_tar->source = source;
    for (;;) {
        pal_where_set(out_where, "/%" PRIu64, offset);
        if (offset > source->size || source->size - offset < PAL_TAR_END_SIZE) {
            return PAL_ERR_TAR_SYNTAX;
        }
        PAL_TRY(pal_source_read(source, offset, block, sizeof block));
        if (is_zero(block, sizeof block)) {
            break;
        }
        PAL_TRY(read_file(source, block, &offset, out_tar));
    }
    /* The end ends the file too: nothing can follow it unseen. */
    if (source->size - offset != PAL_TAR_END_SIZE) {
        return PAL_ERR_TAR_SYNTAX;
    }
    PAL_TRY(check_zeros(source, offset, PAL_TAR_END_SIZE));
    point_names(out_tar);
    pal_where_set(out_where, "%s", "");
    return PAL_OK;
}

/* The first file whose name does not come before. */
static size_t find_from(const struct pal_tar *tar, struct pal_text name)
{
    size_t low = 0;
    size_t high = tar->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pal_text_compare(tar->files[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct pal_tar_file *pal_tar_find(const struct pal_tar *tar, struct pal_text name)
{
    size_t at = find_from(tar, name);
    bool is_there = at < tar->count && pal_text_equal(tar->files[at].name, name);
    return is_there ? &tar->files[at] : NULL;
}

size_t pal_tar_under(const struct pal_tar *tar, const char *prefix, size_t *out_count)
{
    size_t first = find_from(tar, pal_text_of(prefix));
    size_t end = first;
    while (end < tar->count && pal_text_starts(tar->files[end].name, prefix)) {
        end++;
    }
    *out_count = end - first;
    return first;
}

enum pal_err pal_tar_content(const struct pal_tar *tar, const struct pal_tar_file *file,
                             size_t max_bytes, struct pal_buf *buf)
{
    if (file->size > max_bytes) {
        return PAL_ERR_LIMIT_TEXT;
    }
    size_t before = buf->size;
    char *room = pal_buf_add_room(buf, (size_t)file->size);
    enum pal_err err = pal_source_read(tar->source, file->offset, room, (size_t)file->size);
    buf->size = err == PAL_OK ? buf->size : before;
    buf->bytes[buf->size] = '\0';
    return err;
}
