/* fields.c - reads and writes the members of JSON objects that are hashes, instants and dates. */
#include "base/fields.h"

/* Leaves the place of a member whose text was refused. */
static enum pal_err at(enum pal_err err, const char *name, struct pal_where *out_where)
{
    if (err != PAL_OK) {
        pal_where_set(out_where, "/%s", name);
    }
    return err;
}

void pal_json_set_hash(struct pal_json *object, const char *name, const struct pal_hash *hash)
{
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, hex);
    pal_json_set_string(object, name, hex);
}

enum pal_err pal_json_hash(const struct pal_json *object, const char *name,
                           struct pal_hash *out_hash, struct pal_where *out_where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, out_where));
    return at(pal_hash_parse(text, out_hash), name, out_where);
}

void pal_json_set_instant(struct pal_json *object, const char *name, int64_t instant_us)
{
    char text[PAL_INSTANT_TEXT_SIZE + 1];
    pal_instant_write(instant_us, text);
    pal_json_set_string(object, name, text);
}

enum pal_err pal_json_instant(const struct pal_json *object, const char *name,
                              int64_t *out_instant_us, struct pal_where *out_where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, out_where));
    return at(pal_instant_parse(text, out_instant_us), name, out_where);
}

enum pal_err pal_json_optional_instant(const struct pal_json *object, const char *name,
                                       int64_t *out_instant_us, struct pal_where *out_where)
{
    return pal_json_get(object, name) != NULL
               ? pal_json_instant(object, name, out_instant_us, out_where)
               : PAL_OK;
}

void pal_json_set_date(struct pal_json *object, const char *name, struct pal_date date)
{
    char text[PAL_DATE_TEXT_SIZE + 1];
    pal_date_write(date, text);
    pal_json_set_string(object, name, text);
}

enum pal_err pal_json_date(const struct pal_json *object, const char *name,
                           struct pal_date *out_date, struct pal_where *out_where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, out_where));
    return at(pal_date_parse(text, out_date), name, out_where);
}

enum pal_err pal_json_optional_date(const struct pal_json *object, const char *name,
                                    struct pal_date *out_date, struct pal_where *out_where)
{
    return pal_json_get(object, name) != NULL ? pal_json_date(object, name, out_date, out_where)
                                              : PAL_OK;
}
