/* source.c - bytes that are read where one wants. */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

enum pal_err pal_source_open(const char *path, struct pal_source *out_source)
{
    struct stat status;
    int file =
        open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is refused, not waited for */
    if (file < 0) {
        return PAL_ERR_FILE_OPEN;
    }
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        (void)close(file); /* nothing was written */
        return PAL_ERR_FILE_OPEN;
    }
    *out_source = (struct pal_source){.file = file, .size = (uint64_t)status.st_size};
    return PAL_OK;
}

struct pal_source pal_source_of(struct pal_text bytes)
{
    PAL_CHECK(bytes.bytes != NULL);
    return (struct pal_source){.bytes = bytes.bytes, .size = bytes.size};
}

void pal_source_done(struct pal_source *source)
{
    if (source->bytes == NULL) {
        (void)close(source->file); /* nothing was written */
    }
    *source = (struct pal_source){.bytes = ""};
}

static enum pal_err read_file(int file, uint64_t offset, char *out_bytes, size_t size)
{
    while (size > 0) {
        ssize_t count = pread(file, out_bytes, size, (off_t)offset);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return PAL_ERR_FILE_READ;
        }
        out_bytes += count;
        offset += (uint64_t)count;
        size -= (size_t)count;
    }
    return PAL_OK;
}

enum pal_err pal_source_read(const struct pal_source *source, uint64_t offset, void *out_bytes,
                             size_t size)
{
    if (offset > source->size || size > source->size - offset) {
        return PAL_ERR_FILE_READ;
    }
    if (source->bytes == NULL) {
        return read_file(source->file, offset, out_bytes, size);
    }
    if (size > 0) {
        memcpy(out_bytes, source->bytes + offset, size);
    }
    return PAL_OK;
}
