/*
 * box.c - reads the document of a closed box, and refuses figures that contradict each other.
 */
#include "audit/box.h"

#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

void pal_box_done(struct pal_box *box)
{
    pal_mem_free(box->colleges);
    *box = (struct pal_box){0};
}

static enum pal_err read_count(const struct pal_json *object, const char *name, uint64_t *out_count)
{
    int64_t value;
    PAL_TRY(pal_json_int(object, name, &value, NULL));
    *out_count = (uint64_t)value;
    return value < 0 || value > PAL_LIMIT_BALLOTS ? PAL_ERR_POLL_DOCUMENT : PAL_OK;
}

static enum pal_err read_college(const struct pal_json *college,
                                 const struct pal_manifest *manifest, size_t index,
                                 struct pal_box_college *out)
{
    static const char *const open[] = {"attending", "blank_proxies", "id", NULL};
    static const char *const secret[] = {"attending", "blank_proxies", "count", "id", "used", NULL};
    struct pal_text id;
    struct pal_text expected;
    const struct pal_json *colleges = pal_json_get(manifest->document, "colleges");
    PAL_TRY(pal_json_want_object(college, NULL));
    PAL_TRY(pal_json_only(college, manifest->is_secret ? secret : open, NULL));
    PAL_TRY(pal_json_text(college, "id", &id, NULL));
    PAL_TRY(pal_json_text(pal_json_at(colleges, index), "id", &expected, NULL));
    PAL_TRY(read_count(college, "attending", &out->attending));
    PAL_TRY(read_count(college, "blank_proxies", &out->blank_proxies));
    if (manifest->is_secret) {
        PAL_TRY(read_count(college, "count", &out->count));
        PAL_TRY(read_count(college, "used", &out->used));
    }
    return pal_text_equal(id, expected) ? PAL_OK : PAL_ERR_POLL_DOCUMENT;
}

static enum pal_err read_colleges(const struct pal_json *document,
                                  const struct pal_manifest *manifest, struct pal_box *out)
{
    const struct pal_json *colleges;
    PAL_TRY(pal_json_array(document, "colleges", &colleges, NULL));
    if (pal_json_count(colleges) != manifest->college_count) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    out->college_count = manifest->college_count;
    out->colleges = pal_mem_new(out->college_count, sizeof *out->colleges);
    for (size_t i = 0; i < out->college_count; i++) {
        PAL_TRY(read_college(pal_json_at(colleges, i), manifest, i, &out->colleges[i]));
    }
    return PAL_OK;
}

static enum pal_err read_all(const struct pal_json *document, const struct pal_manifest *manifest,
                             struct pal_box *out)
{
    static const char *const names[] = {"colleges", "count", "format", "manifest", "marks",
                                        "poll",     "root",  "used",   "void",     NULL};
    struct pal_text format;
    struct pal_uuid poll;
    struct pal_hash named;
    PAL_TRY(pal_json_want_object(document, NULL));
    PAL_TRY(pal_json_only(document, names, NULL));
    PAL_TRY(pal_json_text(document, "format", &format, NULL));
    PAL_TRY(pal_json_uuid(document, "poll", &poll, NULL));
    PAL_TRY(pal_json_hash(document, "manifest", &named, NULL));
    PAL_TRY(pal_json_hash(document, "root", &out->root, NULL));
    PAL_TRY(read_count(document, "count", &out->count));
    PAL_TRY(read_count(document, "void", &out->voids));
    PAL_TRY(read_count(document, "used", &out->used));
    if (manifest->is_secret) {
        PAL_TRY(pal_json_hash(document, "marks", &out->marks, NULL));
    }
    bool is_right = pal_text_is(format, PAL_BOX_FORMAT) && pal_uuid_equal(&poll, &manifest->poll) &&
                    pal_hash_equal(&named, &manifest->hash) &&
                    manifest->is_secret == pal_json_has(document, "marks");
    return is_right ? read_colleges(document, manifest, out) : PAL_ERR_POLL_DOCUMENT;
}

enum pal_err pal_box_parse(struct pal_text bytes, const struct pal_manifest *manifest,
                           struct pal_box *out)
{
    PAL_JSON(document);
    PAL_TRY(pal_canon_read(bytes, PAL_LIMIT_DOCUMENT, &document, NULL));
    *out = (struct pal_box){.hash = pal_hash_of(bytes.bytes, bytes.size)};
    enum pal_err err = read_all(document, manifest, out);
    if (err != PAL_OK) {
        pal_box_done(out);
    }
    return err;
}

bool pal_box_adds_up(const struct pal_box *box, const struct pal_manifest *manifest)
{
    uint64_t used = 0;
    uint64_t voters = 0;
    bool is_right = box->voids <= box->count && box->count - box->voids == box->used &&
                    box->used <= manifest->voters && (!manifest->is_secret || box->voids == 0);
    for (size_t i = 0; i < box->college_count; i++) {
        const struct pal_box_college *college = &box->colleges[i];
        uint64_t there = college->attending + college->blank_proxies + college->used;
        used += college->used;
        voters += manifest->colleges[i];
        is_right = is_right && college->count == college->used && there <= manifest->colleges[i];
    }
    return is_right && voters == manifest->voters && (!manifest->is_secret || used == box->used);
}
