/* folder.c - a folder of its own for each case that needs files. */
#include "folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"

struct pal_folder pal_folder_make(void)
{
    struct pal_folder folder = {.path = "/tmp/palabre-XXXXXX"};
    char *made = mkdtemp(folder.path);
    PAL_CHECK(made != NULL);
    return folder;
}

char *pal_folder_file_new(const struct pal_folder *folder, const char *name)
{
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s/%s", folder->path, name);
    return pal_buf_take(&path);
}

void pal_folder_done(struct pal_folder *folder)
{
    DIR *list = opendir(folder->path);
    PAL_CHECK(list != NULL);
    /* The tests of one program are one thread. */
    for (struct dirent *entry = readdir(list); entry != NULL; /* NOLINT(concurrency-mt-unsafe) */
         entry = readdir(list)) {                             /* NOLINT(concurrency-mt-unsafe) */
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            PAL_BUF(path);
            pal_buf_add_format(&path, "%s/%s", folder->path, entry->d_name);
            (void)remove(path.bytes);
        }
    }
    (void)closedir(list);
    (void)rmdir(folder->path);
}

void pal_folder_copy(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    PAL_CHECK(in != NULL);
    PAL_CHECK(out != NULL);
    char piece[4096];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, in)) > 0) {
        size_t written = fwrite(piece, 1, got, out);
        PAL_CHECK(written == got);
    }
    (void)fclose(in);
    int closed = fclose(out);
    PAL_CHECK(closed == 0);
}

void pal_folder_flip(const char *path, size_t offset)
{
    FILE *file = fopen(path, "r+b");
    PAL_CHECK(file != NULL);
    (void)fseek(file, (long)offset, SEEK_SET);
    int byte = fgetc(file);
    PAL_CHECK(byte != EOF);
    (void)fseek(file, (long)offset, SEEK_SET);
    (void)fputc(byte ^ 1, file);
    int closed = fclose(file);
    PAL_CHECK(closed == 0);
}

static void read_file(const char *path, struct pal_buf *out)
{
    FILE *file = fopen(path, "rb");
    PAL_CHECK(file != NULL);
    char piece[4096];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        pal_buf_add(out, piece, got);
    }
    (void)fclose(file);
}

void pal_folder_read(const struct pal_folder *folder, const char *beginning, struct pal_buf *out)
{
    struct dirent **names = NULL;
    int count = scandir(folder->path, &names, NULL, alphasort);
    PAL_CHECK(count >= 0);
    for (int i = 0; i < count; i++) {
        if (pal_text_starts(pal_text_of(names[i]->d_name), beginning)) {
            PAL_BUF(path);
            pal_buf_add_format(&path, "%s/%s", folder->path, names[i]->d_name);
            read_file(path.bytes, out);
        }
        free(names[i]);
    }
    free(names);
}
