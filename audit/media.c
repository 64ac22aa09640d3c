/*
 * media.c - which files are taken, told by their bytes and their name.
 *
 * The list is short and closed, and has nothing in it that a browser runs.
 */
#include "audit/media.h"

#include <string.h>

#include "base/limits.h"

#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."
#define OFFICE        "application/vnd.openxmlformats-officedocument."
#define LITERAL(s)    (s), sizeof(s) - 1

/* --- the name ------------------------------------------------------------------------------- */

/* Marks that turn the direction of writing without a character of theirs, and ends of lines. */
static bool has_hidden(struct pal_text name)
{
    static const char *const marks[] = {"\u061c", "\u200e", "\u200f", "\u2028",
                                        "\u2029", "\ufeff", "\n",     "\t"};
    for (size_t at = 0; at < name.size; at++) {
        const struct pal_text rest = {name.bytes + at, name.size - at};
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            if (pal_text_starts(rest, marks[i])) {
                return true;
            }
        }
    }
    return false;
}

/* RULE docs/rules/attachments.md
 * > The name has from 1 to 200 bytes, is in normal form C, has no slash of either kind, no control character and none
 * > that turns the direction of writing, and does not begin with a full stop.
 *
 * > It neither begins nor ends with a space.
 */
bool pal_media_is_name(struct pal_text name)
{
    return name.size > 0 && name.size <= PAL_LIMIT_NAME && name.bytes[0] != '.' &&
           name.bytes[0] != ' ' && name.bytes[name.size - 1] != ' ' &&
           memchr(name.bytes, '/', name.size) == NULL &&
           memchr(name.bytes, '\\', name.size) == NULL && pal_text_is_plain(name) &&
           !has_hidden(name);
}

/* --- the kind ------------------------------------------------------------------------------- */

/* RULE docs/rules/attachments.md
 * > Taken are: PDF (`.pdf`); OpenDocument texts, tables and presentations (`.odt`, `.ods`, `.odp`); those of
 * > Office Open XML (`.docx`, `.xlsx`, `.pptx`); PNG and JPEG images (`.png`, `.jpg`, `.jpeg`); and text in UTF-8
 * > (`.txt`, `.csv`, `.md`). */
/* clang-format off */
static const struct {
    const char *end;
    const char *type;
    const char *signature; /* at the beginning; NULL: it is text */
    size_t size;
    bool says_its_type; /* a ZIP whose first file is its type, as OpenDocument asks for */
} kinds[] = {
    {".pdf",  "application/pdf",                            LITERAL("%PDF-"),             false},
    {".odt",  OPEN_DOCUMENT "text",                         LITERAL("PK\003\004"),        true},
    {".ods",  OPEN_DOCUMENT "spreadsheet",                  LITERAL("PK\003\004"),        true},
    {".odp",  OPEN_DOCUMENT "presentation",                 LITERAL("PK\003\004"),        true},
    {".docx", OFFICE "wordprocessingml.document",           LITERAL("PK\003\004"),        false},
    {".xlsx", OFFICE "spreadsheetml.sheet",                 LITERAL("PK\003\004"),        false},
    {".pptx", OFFICE "presentationml.presentation",         LITERAL("PK\003\004"),        false},
    {".png",  "image/png",                                  LITERAL("\x89PNG\r\n\x1a\n"), false},
    {".jpg",  "image/jpeg",                                 LITERAL("\xff\xd8\xff"),      false},
    {".jpeg", "image/jpeg",                                 LITERAL("\xff\xd8\xff"),      false},
    {".txt",  "text/plain; charset=utf-8",                  NULL, 0,                      false},
    {".csv",  "text/csv; charset=utf-8",                    NULL, 0,                      false},
    {".md",   "text/markdown; charset=utf-8",               NULL, 0,                      false},
};
/* clang-format on */

/* Of the header of a file in a ZIP: where its name begins. */
enum { ZIP_NAME = 30 };

/* Ends are letters, which stand in ASCII 32 after their capitals. */
static bool ends_with(struct pal_text name, const char *end)
{
    size_t size = strlen(end);
    bool is_so = name.size > size;
    for (size_t i = 0; is_so && i < size; i++) {
        char byte = name.bytes[name.size - size + i];
        bool is_capital = byte >= 'A' && byte <= 'Z';
        is_so = is_capital ? byte + ('a' - 'A') == end[i] : byte == end[i];
    }
    return is_so;
}

/* The first file of the ZIP is called mimetype, and holds the type, not compressed. */
static bool says(const struct pal_media *media, const char *type)
{
    static const char name[] = "mimetype";
    const size_t at = ZIP_NAME + sizeof name - 1;
    size_t size = strlen(type);
    return media->head_size >= at + size &&
           memcmp(media->head + ZIP_NAME, name, sizeof name - 1) == 0 &&
           memcmp(media->head + at, type, size) == 0;
}

void pal_media_add(struct pal_media *media, struct pal_text piece)
{
    size_t room = sizeof media->head - media->head_size;
    size_t size = piece.size < room ? piece.size : room;
    memcpy(media->head + media->head_size, piece.bytes, size);
    media->head_size += size;

    PAL_BUF(text);
    pal_buf_add(&text, media->tail, media->tail_size);
    pal_buf_add_text(&text, piece);
    size_t right = pal_text_utf8_size(pal_buf_text(&text));
    size_t left = text.size - right;
    /* A character may go on in the next piece; four bytes of which none is read are none. */
    media->is_no_text = media->is_no_text || left > sizeof media->tail;
    media->tail_size = media->is_no_text ? 0 : left;
    memcpy(media->tail, text.bytes + right, media->tail_size);
}

const char *pal_media_type(const struct pal_media *media, struct pal_text name)
{
    bool is_text = !media->is_no_text && media->tail_size == 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!ends_with(name, kinds[i].end)) {
            continue;
        }
        bool is_so = kinds[i].signature == NULL
                         ? is_text
                         : media->head_size >= kinds[i].size &&
                               memcmp(media->head, kinds[i].signature, kinds[i].size) == 0;
        is_so = is_so && (!kinds[i].says_its_type || says(media, kinds[i].type));
        return is_so ? kinds[i].type : NULL;
    }
    return NULL;
}

const char *pal_media_known(struct pal_text media_type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (pal_text_is(media_type, kinds[i].type)) {
            return kinds[i].type;
        }
    }
    return "application/octet-stream";
}
