/*
 * print_language.c - the language of a PDF, which cairo 1.16 cannot set.
 *
 * A PDF is updated by what is appended to it (ISO 32000-1, 7.5.6): here one object, the catalog, with a
 * table of where it is and a trailer that leads to the table before. Readers aloud take the language
 * from there.
 */
#include "print_language.h"

#include <inttypes.h>
#include <string.h>

/* Where a text stands last, before an offset; SIZE_MAX: nowhere. */
static size_t find_last(const struct pal_buf *pdf, const char *text, size_t before)
{
    size_t size = strlen(text);
    for (size_t at = before; at >= size; at--) {
        if (memcmp(pdf->bytes + at - size, text, size) == 0) {
            return at - size;
        }
    }
    return SIZE_MAX;
}

/* The number after a text, which must be there. */
static enum pal_err read_number(const struct pal_buf *pdf, size_t from, const char *text,
                                int64_t *out_number)
{
    size_t at = from;
    size_t size = strlen(text);
    while (at + size < pdf->size && memcmp(pdf->bytes + at, text, size) != 0) {
        at++;
    }
    size_t begin = at + size;
    size_t end = begin;
    while (end < pdf->size && pdf->bytes[end] >= '0' && pdf->bytes[end] <= '9') {
        end++;
    }
    struct pal_text digits = {pdf->bytes + begin, end > begin ? end - begin : 0};
    return pal_text_int(digits, out_number) == PAL_OK ? PAL_OK : PAL_ERR_FILE_WRITE;
}

/* The catalog without its end. */
static enum pal_err find_catalog(const struct pal_buf *pdf, int64_t root,
                                 struct pal_text *out_catalog)
{
    PAL_BUF(head);
    pal_buf_add_format(&head, "\n%" PRId64 " 0 obj\n<< /Type /Catalog", root);
    size_t at = find_last(pdf, head.bytes, pdf->size);
    if (at == SIZE_MAX) {
        return PAL_ERR_FILE_WRITE;
    }
    size_t begin = at + 1;
    struct pal_text rest = {pdf->bytes + begin, pdf->size - begin};
    for (size_t i = 0; i + strlen(">>\nendobj") <= rest.size; i++) {
        if (memcmp(rest.bytes + i, ">>\nendobj", strlen(">>\nendobj")) == 0) {
            *out_catalog = (struct pal_text){rest.bytes, i};
            return PAL_OK;
        }
    }
    return PAL_ERR_FILE_WRITE;
}

enum pal_err pal_print_say_language(struct pal_buf *pdf, const char *language)
{
    int64_t root, size, info, previous;
    struct pal_text catalog;
    size_t trailer = find_last(pdf, "\ntrailer\n", pdf->size);
    if (trailer == SIZE_MAX) {
        return PAL_ERR_FILE_WRITE;
    }
    PAL_TRY(read_number(pdf, trailer, "/Root ", &root));
    PAL_TRY(read_number(pdf, trailer, "/Size ", &size));
    PAL_TRY(read_number(pdf, trailer, "/Info ", &info));
    PAL_TRY(read_number(pdf, trailer, "startxref\n", &previous));
    PAL_TRY(find_catalog(pdf, root, &catalog));
    PAL_BUF(update);
    size_t object_at = pdf->size;
    pal_buf_add_text(&update, catalog);
    pal_buf_add_format(&update,
                       "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n"
                       ">>\nendobj\n",
                       language);
    size_t table_at = object_at + update.size;
    pal_buf_add_format(&update,
                       "xref\n%" PRId64 " 1\n%010zu 00000 n \ntrailer\n<< /Size %" PRId64
                       "\n   /Root %" PRId64 " 0 R\n"
                       "   /Info %" PRId64 " 0 R\n   /Prev %" PRId64
                       "\n>>\nstartxref\n%zu\n%%%%EOF\n",
                       root, object_at, size, root, info, previous, table_at);
    pal_buf_add_text(pdf, pal_buf_text(&update));
    return PAL_OK;
}
