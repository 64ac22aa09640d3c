/* review_attachments.c - the files that were put before each assembly, in a review pack. */
#include "base/clock.h"
#include "core/attachments.h"
#include "core/resolutions.h"

#include "attaching.h"
#include "reviewing.h"

enum { NAME_DIGITS = 16 };

struct attached {
    struct pal_review *review;
    const struct pal_assembly *assembly;
    const struct pal_resolution *item;
    enum pal_err (*visit)(void *context, const struct pal_attachment *attachment);
    struct pal_table table;
};

/* Appends "attachments/ASSEMBLY/0123456789abcdef.pdf": of the name that a member gave, only the end, which is one of ours. */
static void name_file(const struct attached *attached, const struct pal_attachment *attachment,
                      struct pal_buf *buf)
{
    char assembly[PAL_UUID_TEXT_SIZE + 1];
    char hash[2 * PAL_HASH_SIZE + 1];
    size_t end = attachment->name.size;
    while (end > 0 && attachment->name.bytes[end - 1] != '.') {
        end--;
    }
    pal_uuid_write(&attached->assembly->uuid, assembly);
    pal_hash_write(&attachment->hash, hash);
    pal_buf_add_format(buf, "attachments/%s/%.*s.", assembly, NAME_DIGITS, hash);
    pal_buf_add(buf, attachment->name.bytes + end, attachment->name.size - end);
}

/* Those that the notice fixed. */
static enum pal_err visit_attached(void *context, const struct pal_attachment *attachment)
{
    const struct attached *attached = context;
    return attachment->detached_us == 0 ? attached->visit(context, attachment) : PAL_OK;
}

static enum pal_err visit_item(void *context, const struct pal_resolution *item)
{
    struct attached *attached = context;
    attached->item = item;
    return pal_attachments_walk(attached->review->store, item->id, visit_attached, attached);
}

static enum pal_err walk(struct attached *attached, struct pal_assembly_id assembly)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(attached->review->store, assembly, &now));
    attached->assembly = &now;
    return pal_agenda_walk(attached->review->store, assembly, visit_item, attached);
}

/* --- the list --------------------------------------------------------------------------------- */

static enum pal_err add_line(void *context, const struct pal_attachment *attachment)
{
    struct attached *attached = context;
    struct pal_table *table = &attached->table;
    bool is_there = !attachment->is_removed;
    PAL_BUF(file);
    if (is_there) {
        name_file(attached, attachment, &file);
    }
    pal_table_uuid(table, true, &attached->assembly->uuid);
    pal_table_uuid(table, true, &attached->item->uuid);
    pal_table_hash(table, true, &attachment->hash);
    pal_table_text(table, attachment->name);
    pal_table_word(table, is_there ? attachment->media_type : "");
    pal_table_optional_int(table, is_there, attachment->size);
    pal_table_hash(table, is_there, &attachment->sha256);
    pal_table_instant(table, attachment->at_us);
    pal_table_text(table, pal_buf_text(&file));
    return pal_table_end_line(table);
}

enum pal_err pal_review_attachments(struct pal_review *review)
{
    struct attached attached = {.review = review, .visit = add_line};
    pal_review_table(review, "attachments.csv",
                     "assembly,resolution,document,name,media_type,size,sha256,attached_at,file",
                     &attached.table);
    for (size_t i = 0; i < review->count; i++) {
        PAL_TRY(walk(&attached, review->assemblies[i]));
    }
    return pal_export_file_end(&review->out);
}

/* --- the files -------------------------------------------------------------------------------- */

/* RULE docs/rules/review.md
 * > A file that was removed is listed without a name, and is not there.
 */
static enum pal_err write_file(void *context, const struct pal_attachment *attachment)
{
    struct attached *attached = context;
    struct pal_export_file *out = &attached->review->out;
    PAL_BUF(name);
    if (attachment->is_removed) {
        return PAL_OK;
    }
    name_file(attached, attachment, &name);
    pal_export_file_begin(out, pal_buf_text(&name));
    PAL_TRY(pal_attachment_write(attached->review->store, &attachment->hash, out));
    return pal_export_file_end(out);
}

enum pal_err pal_review_attached(struct pal_review *review, struct pal_assembly_id assembly)
{
    struct attached attached = {.review = review, .visit = write_file};
    return walk(&attached, assembly);
}
