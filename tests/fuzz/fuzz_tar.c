/* fuzz_tar.c - what is read as a tar is what is written of its names and contents. */
#include <string.h>

#include "audit/tar.h"
#include "base/check.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    PAL_TAR(tar);
    struct pal_source source = pal_source_of((struct pal_text){(const char *)bytes, size});
    if (size == 0 || pal_tar_read(&source, &tar, NULL) != PAL_OK) {
        return 0;
    }
    PAL_BUF(written);
    for (size_t i = 0; i < tar.count; i++) {
        PAL_BUF(content);
        enum pal_err err = pal_tar_content(&tar, &tar.files[i], size, &content);
        PAL_CHECK(err == PAL_OK);
        PAL_CHECK(pal_tar_find(&tar, tar.files[i].name) == &tar.files[i]);
        pal_tar_add(tar.files[i].name, pal_buf_text(&content), &written);
    }
    pal_tar_end(&written);
    PAL_CHECK(written.size == size);
    PAL_CHECK(memcmp(written.bytes, bytes, size) == 0);
    return 0;
}
