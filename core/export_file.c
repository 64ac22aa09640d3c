/* export_file.c - a tar that is written and hashed file by file. */
#include "export_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/tar.h"
#include "base/check.h"
#include "base/mem.h"

enum {
    PIECE_SIZE = 1 << 18,
    READ_SIZE = 1 << 16,
    MODE = 0644,
    HINT_SIZE = 1 << 22, /* to ask for each piece alone takes longer than the piece */
};

void pal_export_file_done(struct pal_export_file *out)
{
    pal_pipe_done(&out->hasher);
    pal_pipe_done(&out->writer);
    if (out->file >= 0) {
        (void)close(out->file); /* what was not finished is not kept */
        (void)unlink(out->path);
    }
    pal_mem_free(out->path);
    pal_buf_done(&out->piece);
    *out = (struct pal_export_file){.file = -1};
}

static enum pal_err write_at(const struct pal_export_file *out, const char *bytes, size_t size,
                             uint64_t offset)
{
    while (size > 0) {
        ssize_t written = pwrite(out->file, bytes, size, (off_t)offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return PAL_ERR_FILE_WRITE;
        }
        bytes += written;
        offset += (uint64_t)written;
        size -= (size_t)written;
    }
    return PAL_OK;
}

/* In the third thread. */
static enum pal_err write_next(void *context, struct pal_buf *piece, size_t mark)
{
    struct pal_export_file *out = context;
    (void)mark;
    PAL_TRY(write_at(out, piece->bytes, piece->size, out->written));
    out->written += piece->size;
    uint64_t waiting = out->written - out->hinted;
    /* The disk begins now, and not when all is there: a hint, which may be ignored. */
    if (out->lasts && waiting >= HINT_SIZE) {
        (void)posix_fadvise(out->file, (off_t)out->hinted, (off_t)waiting, POSIX_FADV_DONTNEED);
        out->hinted = out->written;
    }
    return PAL_OK;
}

/* In the second thread: a piece of which the beginning, as much as the mark says, is hashed. */
static enum pal_err hash_next(void *context, struct pal_buf *piece, size_t mark)
{
    struct pal_export_file *out = context;
    pal_blake_add(&out->hash, piece->bytes, mark);
    return pal_pipe_put(&out->writer, piece, 0);
}

enum pal_err pal_export_file_open(struct pal_export_file *out, const char *path, bool lasts)
{
    PAL_CHECK(out->file < 0);
    out->file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, MODE);
    if (out->file < 0) {
        return PAL_ERR_FILE_WRITE;
    }
    out->path = pal_mem_copy_string(path);
    out->lasts = lasts;
    pal_blake_init(&out->hash);
    pal_pipe_start(&out->writer, write_next, out);
    pal_pipe_start(&out->hasher, hash_next, out);
    return PAL_OK;
}

static enum pal_err write_piece(struct pal_export_file *out, size_t hashed)
{
    out->size += out->piece.size;
    return pal_pipe_put(out->through != NULL ? out->through : &out->hasher, &out->piece, hashed);
}

/* Until everything is hashed and written. */
static enum pal_err drain(struct pal_export_file *out)
{
    if (out->through != NULL) {
        PAL_TRY(pal_pipe_drain(out->through));
    }
    PAL_TRY(pal_pipe_drain(&out->hasher));
    return pal_pipe_drain(&out->writer);
}

enum pal_err pal_export_file_lead(struct pal_export_file *out, struct pal_pipe *through)
{
    PAL_TRY(write_piece(out, out->piece.size));
    PAL_TRY(drain(out));
    out->through = through;
    return PAL_OK;
}

enum pal_err pal_export_file_pass(struct pal_export_file *out, struct pal_buf *piece, size_t mark)
{
    return pal_pipe_put(&out->hasher, piece, mark);
}

void pal_export_file_begin(struct pal_export_file *out, struct pal_text name)
{
    static const char room[PAL_TAR_BLOCK];
    out->name = name;
    out->header_at = out->size + out->piece.size;
    out->is_spilled = false;
    pal_buf_add(&out->piece, room, sizeof room);
}

enum pal_err pal_export_file_flush(struct pal_export_file *out)
{
    if (out->piece.size < PIECE_SIZE) {
        return PAL_OK;
    }
    /* The files before it have ended, and are hashed as they are. */
    size_t ended = out->is_spilled ? 0 : (size_t)(out->header_at - out->size);
    out->is_spilled = true;
    return write_piece(out, ended);
}

enum pal_err pal_export_file_read(const struct pal_export_file *out, uint64_t at, void *bytes,
                                  size_t size)
{
    char *rest = bytes;
    while (size > 0) {
        ssize_t got = pread(out->file, rest, size, (off_t)at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return PAL_ERR_FILE_WRITE;
        }
        rest += got;
        at += (uint64_t)got;
        size -= (size_t)got;
    }
    return PAL_OK;
}

/* Hashes again what is on disk, from its header on. */
static enum pal_err hash_written(struct pal_export_file *out)
{
    char bytes[READ_SIZE];
    for (uint64_t at = out->header_at; at < out->size;) {
        size_t size = out->size - at < sizeof bytes ? (size_t)(out->size - at) : sizeof bytes;
        PAL_TRY(pal_export_file_read(out, at, bytes, size));
        pal_blake_add(&out->hash, bytes, size);
        at += size;
    }
    return PAL_OK;
}

enum pal_err pal_export_file_end(struct pal_export_file *out)
{
    PAL_BUF(header);
    uint64_t size = out->size + out->piece.size - out->header_at - PAL_TAR_BLOCK;
    if (size > PAL_TAR_FILE_SIZE) {
        return PAL_ERR_FILE_WRITE;
    }
    pal_tar_header(out->name, size, &header);
    pal_tar_pad(size, &out->piece);
    if (!out->is_spilled) {
        char *begin = out->piece.bytes + (out->header_at - out->size);
        memcpy(begin, header.bytes, header.size);
        return out->piece.size < PIECE_SIZE ? PAL_OK : write_piece(out, out->piece.size);
    }
    PAL_TRY(write_piece(out, 0));
    PAL_TRY(drain(out));
    PAL_TRY(write_at(out, header.bytes, header.size, out->header_at));
    return hash_written(out);
}

enum pal_err pal_export_file_finish(struct pal_export_file *out,
                                    uint8_t out_hash[PAL_LONG_HASH_SIZE])
{
    PAL_BUF(end);
    pal_tar_end(&end);
    pal_buf_add_text(&out->piece, pal_buf_text(&end));
    PAL_TRY(write_piece(out, out->piece.size));
    PAL_TRY(drain(out));
    bool is_flushed = !out->lasts || fsync(out->file) == 0;
    bool is_whole = close(out->file) == 0 && is_flushed;
    out->file = -1;
    if (!is_whole) {
        (void)unlink(out->path);
        return PAL_ERR_FILE_WRITE;
    }
    pal_blake_final(&out->hash, out_hash);
    return PAL_OK;
}
