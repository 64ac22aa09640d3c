/*
 * files.c - the files that stand beside a database: its lock, its key, its anchor.
 *
 * A file is replaced as a whole: written under another name, flushed, renamed, and the folder
 * flushed, so that whatever happens one of the two is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/mem.h"

#include "state.h"

enum { MODE_SECRET = 0400, MODE_PUBLIC = 0644, MODE_LOCK = 0600 };

/* Borrowed from path; "." when it names no folder. */
static char *folder_new(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return pal_mem_copy_string(".");
    }
    size_t size = slash == path ? 1 : (size_t)(slash - path);
    return pal_text_copy((struct pal_text){.bytes = path, .size = size});
}

enum pal_err pal_file_resolve(const char *path, char **out_path)
{
    char *whole = realpath(path, NULL);
    if (whole != NULL) {
        *out_path = pal_mem_copy_string(whole);
        free(whole);
        return PAL_OK;
    }
    PAL_STRING(folder);
    folder = folder_new(path);
    char *real_folder = realpath(folder, NULL);
    if (real_folder == NULL) {
        return PAL_ERR_STORE_OPEN;
    }
    const char *slash = strrchr(path, '/');
    PAL_BUF(buf);
    pal_buf_add_format(&buf, "%s/%s", real_folder, slash == NULL ? path : slash + 1);
    free(real_folder);
    *out_path = pal_buf_take(&buf);
    return PAL_OK;
}

bool pal_file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

enum pal_err pal_file_lock(const char *path, int *out_lock)
{
    PAL_BUF(name);
    pal_buf_add_format(&name, "%s.lock", path);
    int lock = open(name.bytes, O_RDWR | O_CREAT | O_CLOEXEC, MODE_LOCK);
    if (lock < 0) {
        return PAL_ERR_STORE_OPEN;
    }
    /* The lock is the descriptor's, not the process's: it holds between two stores of one program
     * too, and vanishes with whoever held it. The file stays: removing it would race. */
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        (void)close(lock);
        return PAL_ERR_STORE_LOCKED;
    }
    *out_lock = lock;
    return PAL_OK;
}

void pal_file_unlock(int lock)
{
    if (lock >= 0) {
        (void)close(lock);
    }
}

static bool write_whole(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static bool flush_folder(const char *path)
{
    PAL_STRING(folder);
    folder = folder_new(path);
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool is_flushed = fsync(file) == 0;
    return close(file) == 0 && is_flushed;
}

/* Writes to a descriptor, which it closes. */
static bool write_and_close(int file, const void *bytes, size_t size)
{
    bool is_written = write_whole(file, bytes, size) && fsync(file) == 0;
    return close(file) == 0 && is_written;
}

enum pal_err pal_file_create(const char *path, const void *bytes, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE_SECRET);
    if (file < 0) {
        return errno == EEXIST ? PAL_ERR_FILE_EXISTS : PAL_ERR_FILE_WRITE;
    }
    if (!write_and_close(file, bytes, size) || !flush_folder(path)) {
        (void)unlink(path);
        return PAL_ERR_FILE_WRITE;
    }
    return PAL_OK;
}

enum pal_err pal_file_rename(const char *from, const char *to)
{
    return rename(from, to) == 0 && flush_folder(to) ? PAL_OK : PAL_ERR_FILE_WRITE;
}

enum pal_err pal_file_replace(const char *path, struct pal_text text)
{
    PAL_BUF(other);
    pal_buf_add_format(&other, "%s.tmp", path);
    int file = open(other.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, MODE_PUBLIC);
    if (file < 0) {
        return PAL_ERR_FILE_WRITE;
    }
    if (!write_and_close(file, text.bytes, text.size) || rename(other.bytes, path) != 0) {
        (void)unlink(other.bytes);
        return PAL_ERR_FILE_WRITE;
    }
    return flush_folder(path) ? PAL_OK : PAL_ERR_FILE_WRITE;
}

/* A file of two places, one of them empty. */
static enum pal_err begin_places(const char *path, unsigned place, struct pal_text text)
{
    static const char nothing[PAL_FILE_PLACE];
    PAL_BUF(whole);
    for (unsigned i = 0; i < PAL_FILE_PLACES; i++) {
        size_t used = i == place ? text.size : 0;
        pal_buf_add(&whole, text.bytes, used);
        pal_buf_add(&whole, nothing, PAL_FILE_PLACE - used);
    }
    return pal_file_replace(path, pal_buf_text(&whole));
}

/* Writes over one of the places of a file that is there. */
static bool write_place(int file, unsigned place, struct pal_text text)
{
    char bytes[PAL_FILE_PLACE] = {0};
    memcpy(bytes, text.bytes, text.size);
    off_t at = (off_t)place * PAL_FILE_PLACE;
    /* In whole blocks that the file has already: only they are written, and no more waited for. */
    return pwrite(file, bytes, sizeof bytes, at) == (ssize_t)sizeof bytes && fdatasync(file) == 0;
}

enum pal_err pal_file_keep(const char *path, unsigned place, struct pal_text text)
{
    PAL_CHECK(place < PAL_FILE_PLACES);
    PAL_CHECK(text.size < PAL_FILE_PLACE);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    struct stat status;
    bool is_whole = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                    status.st_size == (off_t)PAL_FILE_PLACES * PAL_FILE_PLACE;
    bool is_written = is_whole && write_place(file, place, text);
    if (file >= 0) {
        is_written = close(file) == 0 && is_written;
    }
    if (!is_whole) {
        return begin_places(path, place, text);
    }
    return is_written ? PAL_OK : PAL_ERR_FILE_WRITE;
}

enum pal_err pal_state_read(const char *path, size_t max, struct pal_buf *buf)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? PAL_ERR_NOT_FOUND : PAL_ERR_FILE_READ;
    }
    char piece[4096];
    ssize_t got;
    do {
        got = read(file, piece, sizeof piece);
        if (got > 0) {
            pal_buf_add(buf, piece, (size_t)got);
        }
    } while (buf->size <= max && (got > 0 || (got < 0 && errno == EINTR)));
    (void)close(file);
    return got == 0 && buf->size <= max ? PAL_OK : PAL_ERR_FILE_READ;
}

void pal_file_remove(const char *path)
{
    (void)unlink(path); /* tidying up after an error that is already being told */
}

/* PAL_ERR_NOT_FOUND where there is none. */
static enum pal_err copy_seed(const char *path, const char *copy_path, const char *suffix)
{
    PAL_BUF(from);
    pal_buf_add_format(&from, "%s%s", path, suffix);
    PAL_BUF(to);
    pal_buf_add_format(&to, "%s%s", copy_path, suffix);
    PAL_BUF(seed);
    enum pal_err err = pal_state_read(from.bytes, PAL_SEED_SIZE, &seed);
    if (err == PAL_OK && seed.size != PAL_SEED_SIZE) {
        err = PAL_ERR_LOG_KEY;
    }
    if (err == PAL_OK) {
        err = pal_file_create(to.bytes, seed.bytes, seed.size);
    }
    if (seed.size > 0) {
        pal_crypto_wipe(seed.bytes, seed.size);
    }
    return err;
}

enum pal_err pal_store_key_copy(const char *path, const char *copy_path)
{
    /* The one before, while both sign; the next, where a rotation was cut short. */
    static const char *const others[] = {".key.old", ".key.next"};
    enum pal_err err = copy_seed(path, copy_path, ".key");
    for (size_t i = 0; err == PAL_OK && i < sizeof others / sizeof others[0]; i++) {
        err = copy_seed(path, copy_path, others[i]);
        err = err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_ERR_LOG_KEY : err;
}
