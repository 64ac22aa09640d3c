/* replay.c - feeds every file of the folders on the command line to a fuzz target, once: the corpus
 * as an ordinary test. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/text.h"

#include "fuzz.h"

static void replay(const char *folder, const char *name)
{
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s/%s", folder, name);
    FILE *file = fopen(path.bytes, "rb");
    PAL_CHECK(file != NULL);

    PAL_BUF(bytes);
    char chunk[4096];
    for (size_t size = fread(chunk, 1, sizeof chunk, file); size > 0;
         size = fread(chunk, 1, sizeof chunk, file)) {
        pal_buf_add(&bytes, chunk, size);
    }
    (void)fclose(file); /* it was only read */

    /* Exactly as large as the input, so that a sanitizer sees the first byte beyond it. */
    uint8_t *exact = pal_mem_copy(bytes.bytes, bytes.size);
    (void)LLVMFuzzerTestOneInput(exact, bytes.size); /* always 0 */
    pal_mem_free(exact);
}

static int is_shown(const struct dirent *file)
{
    return file->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct dirent **files = NULL;
        int count = scandir(argv[i], &files, is_shown, alphasort);
        PAL_CHECK(count > 0); /* a corpus that is not found tests nothing */
        for (int j = 0; j < count; j++) {
            replay(argv[i], files[j]->d_name);
            free(files[j]);
        }
        free(files);
    }
    return EXIT_SUCCESS;
}
