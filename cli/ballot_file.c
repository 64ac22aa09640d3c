/* ballot_file.c - a file of ballots that a command was given. */
#include "ballot_file.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/limits.h"

#include "say.h"

void pal_ballot_file_done(struct pal_ballot_file *file)
{
    if (file->mapped != NULL) {
        (void)munmap(file->mapped, file->text.size); /* it was only read */
    }
    pal_buf_done(&file->bytes);
    *file = (struct pal_ballot_file){.mapped = NULL};
}

/* Maps a regular file that is not empty. Of any other, nothing is done and it is left to be read. */
static enum pal_err map(FILE *stream, struct pal_ballot_file *file)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0) {
        return PAL_ERR_FILE_READ;
    }
    if (!S_ISREG(status.st_mode) || status.st_size == 0) {
        return PAL_OK;
    }
    if (status.st_size > PAL_LIMIT_BALLOT_FILE) {
        return PAL_ERR_FORMAT_SIZE;
    }
    size_t size = (size_t)status.st_size;
    void *mapped = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fileno(stream), 0);
    if (mapped == MAP_FAILED) {
        return PAL_OK;
    }
    (void)posix_madvise(mapped, size, POSIX_MADV_SEQUENTIAL); /* faster, when it is heeded */
    file->mapped = mapped;
    file->text = (struct pal_text){mapped, size};
    return PAL_OK;
}

static enum pal_err take(FILE *stream, struct pal_ballot_file *file)
{
    PAL_TRY(map(stream, file));
    if (file->mapped != NULL) {
        return PAL_OK;
    }
    enum pal_err err = pal_stream_read(stream, PAL_LIMIT_BALLOT_FILE, &file->bytes);
    file->text = pal_buf_text(&file->bytes);
    return err == PAL_ERR_LIMIT_JSON_SIZE ? PAL_ERR_FORMAT_SIZE : err;
}

enum pal_err pal_ballot_file_open(const char *path, struct pal_ballot_file *out_file)
{
    out_file->format = pal_format_of(pal_text_of(path));
    if (out_file->format == NULL) {
        return PAL_ERR_FORMAT_UNKNOWN;
    }
    FILE *stream = fopen(path, "rbe");
    if (stream == NULL) {
        return PAL_ERR_FILE_OPEN;
    }
    enum pal_err err = take(stream, out_file);
    (void)fclose(stream); /* it was only read, and what is mapped stays */
    return err;
}

enum pal_err pal_ballot_file_read(const struct pal_ballot_file *file, struct pal_question *question,
                                  struct pal_profile *profile, struct pal_where *out_where)
{
    return file->format->read(file->text, question, profile, out_where);
}
