/*
 * fuzz_verify.c - whatever a record holds, verifying it ends.
 *
 * The input is files one after the other, each its name, a line feed, its size in two bytes and its
 * content; those whose names a tar takes in that order make the tar. Bytes that are no such list are
 * verified as they are.
 */
#include "audit/tar.h"
#include "audit/verify.h"
#include "base/check.h"
#include "base/crypto.h"

#include "fuzz.h"

static void verify(struct pal_text tar, struct pal_text minisig)
{
    struct pal_source source = pal_source_of(tar);
    struct pal_verify_report report;
    const struct pal_verify_spec spec = {.tar = &source,
                                         .minisig = minisig,
                                         .since = minisig,
                                         .receipt = minisig,
                                         .elector = minisig,
                                         .tracker = minisig};
    pal_verify(&spec, &report);
    (void)pal_verify_holds(&report);
}

/* The next file. False at the end, or where there is none. */
static bool next_file(struct pal_text *text, struct pal_text *out_name,
                      struct pal_text *out_content)
{
    if (!pal_text_cut(text, '\n', out_name) || text->size < 2) {
        return false;
    }
    size_t size = (size_t)(uint8_t)text->bytes[0] << 8 | (uint8_t)text->bytes[1];
    size = size < text->size - 2 ? size : text->size - 2;
    *out_content = (struct pal_text){text->bytes + 2, size};
    *text = (struct pal_text){text->bytes + 2 + size, text->size - 2 - size};
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    PAL_BUF(tar);
    struct pal_text text = {(const char *)bytes, size};
    struct pal_text before = {"", 0};
    struct pal_text minisig = {"", 0};
    struct pal_text name;
    struct pal_text content;
    PAL_CHECK(pal_crypto_start() == PAL_OK);
    verify(text, text);
    while (next_file(&text, &name, &content)) {
        if (pal_text_is(name, ".minisig")) {
            minisig = content;
        } else if (pal_tar_name_check(name) == PAL_OK && pal_text_compare(before, name) < 0) {
            pal_tar_add(name, content, &tar);
            before = name;
        }
    }
    pal_tar_end(&tar);
    verify(pal_buf_text(&tar), minisig);
    return 0;
}
