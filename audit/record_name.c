/* record_name.c - the names of the files of a record. */
#include <string.h>

#include "audit/record.h"

static const char *const poll_files[PAL_RECORD_POLL_COUNT] = {
#define FILE_WORD(name, word) [PAL_RECORD_POLL_##name] = (word),
    PAL_RECORD_POLL_FILES(FILE_WORD)
#undef FILE_WORD
};

static const struct {
    const char *prefix;
    enum pal_record_kind kind;
} folders[] = {
#define FOLDER_ROW(name, word) {word, PAL_RECORD_##name},
    PAL_RECORD_FOLDERS(FOLDER_ROW)
#undef FOLDER_ROW
};
enum { FOLDER_COUNT = sizeof folders / sizeof folders[0] };

static const struct {
    const char *name;
    enum pal_record_kind kind;
} files[] = {
    {"LICENSE", PAL_RECORD_FOR_PEOPLE},
    {"README.md", PAL_RECORD_FOR_PEOPLE},
    {"RECORD.json", PAL_RECORD_HEAD},
    {"keys.txt", PAL_RECORD_KEYS},
    {"log/checkpoint", PAL_RECORD_CHECKPOINT},
    {"minisign.pub", PAL_RECORD_MINISIGN},
    {"receipts/README.md", PAL_RECORD_FOR_PEOPLE},
    {"tables/README.md", PAL_RECORD_TABLE},
    {"tables/amendments.csv", PAL_RECORD_TABLE},
    {"tables/assemblies.csv", PAL_RECORD_TABLE},
    {"tables/colleges.csv", PAL_RECORD_TABLE},
    {"tables/contributions.csv", PAL_RECORD_TABLE},
    {"tables/decisions.csv", PAL_RECORD_TABLE},
    {"tables/extensions.csv", PAL_RECORD_TABLE},
    {"tables/incidents.csv", PAL_RECORD_TABLE},
    {"tables/initiatives.csv", PAL_RECORD_TABLE},
    {"tables/minutes.csv", PAL_RECORD_TABLE},
    {"tables/motions.csv", PAL_RECORD_TABLE},
    {"tables/nominations.csv", PAL_RECORD_TABLE},
    {"tables/notices.csv", PAL_RECORD_TABLE},
    {"tables/polls.csv", PAL_RECORD_TABLE},
    {"tables/recusals.csv", PAL_RECORD_TABLE},
    {"tables/resolutions.csv", PAL_RECORD_TABLE},
    {"tables/speeches.csv", PAL_RECORD_TABLE},
    {"tables/suspensions.csv", PAL_RECORD_TABLE},
    {"tables/temperatures.csv", PAL_RECORD_TABLE},
};

static const char json_end[] = ".json";
static const char poll_head[] = "polls/";

/* Takes a beginning off. */
static bool take(struct pal_text *text, const char *head)
{
    size_t size = strlen(head);
    if (!pal_text_starts(*text, head)) {
        return false;
    }
    *text = (struct pal_text){text->bytes + size, text->size - size};
    return true;
}

/* What a file attached to a resolution is called, and what it is, its document says. */
static const char *end_of(enum pal_record_kind folder)
{
    return folder == PAL_RECORD_ATTACHMENT ? "" : json_end;
}

static enum pal_err read_document(struct pal_text rest, const char *ending,
                                  struct pal_hash *out_hash)
{
    const size_t end = strlen(ending);
    if (rest.size < end ||
        !pal_text_is((struct pal_text){rest.bytes + rest.size - end, end}, ending)) {
        return PAL_ERR_TAR_NAME;
    }
    struct pal_text hex = {rest.bytes, rest.size - end};
    return pal_hash_parse(hex, out_hash) == PAL_OK ? PAL_OK : PAL_ERR_TAR_NAME;
}

static enum pal_err read_poll(struct pal_text rest, struct pal_record_name *out)
{
    struct pal_text uuid;
    if (!pal_text_cut(&rest, '/', &uuid) || pal_uuid_parse(uuid, &out->poll) != PAL_OK) {
        return PAL_ERR_TAR_NAME;
    }
    for (size_t i = 0; i < PAL_RECORD_POLL_COUNT; i++) {
        if (pal_text_is(rest, poll_files[i])) {
            out->kind = PAL_RECORD_POLL;
            out->file = (enum pal_record_poll_file)i;
            return PAL_OK;
        }
    }
    return PAL_ERR_TAR_NAME;
}

enum pal_err pal_record_name_parse(struct pal_text name, struct pal_record_name *out_name)
{
    struct pal_text rest = name;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (pal_text_is(name, files[i].name)) {
            out_name->kind = files[i].kind;
            return PAL_OK;
        }
    }
    for (size_t i = 0; i < FOLDER_COUNT; i++) {
        if (take(&rest, folders[i].prefix)) {
            out_name->kind = folders[i].kind;
            return read_document(rest, end_of(out_name->kind), &out_name->hash);
        }
    }
    if (take(&rest, poll_head)) {
        return read_poll(rest, out_name);
    }
    bool is_tile = take(&rest, "log/") && pal_tile_parse(rest, &out_name->tile) == PAL_OK;
    out_name->kind = PAL_RECORD_TILE;
    return is_tile ? PAL_OK : PAL_ERR_TAR_NAME;
}

void pal_record_poll_name(const struct pal_uuid *poll, enum pal_record_poll_file file,
                          struct pal_buf *buf)
{
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(poll, uuid);
    pal_buf_add_format(buf, "%s%s/%s", poll_head, uuid, poll_files[file]);
}

void pal_record_document_name(enum pal_record_kind folder, const struct pal_hash *hash,
                              struct pal_buf *buf)
{
    for (size_t i = 0; i < FOLDER_COUNT; i++) {
        if (folders[i].kind == folder) {
            pal_buf_add_string(buf, folders[i].prefix);
        }
    }
    pal_buf_add_hex(buf, hash->bytes, sizeof hash->bytes);
    pal_buf_add_string(buf, end_of(folder));
}
