/* blt_write.c - writes BLT. */
#include "formats.h"
#include "write.h"

static enum pal_err write_ranks(const struct pal_whole *whole, const struct pal_ballot *ballot)
{
    bool is_first = true; /* of its rank */
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] == PAL_MARK_NEXT_RANK) {
            pal_buf_add_string(whole->buf, is_first ? "- " : " ");
            is_first = true;
            continue;
        }
        pal_buf_add_format(whole->buf, is_first ? "%d" : "=%d", ballot->marks[i] + 1);
        is_first = false;
    }
    pal_buf_add_string(whole->buf, ballot->mark_count > 0 ? " 0\n" : "0\n");
    return PAL_OK;
}

/* In BLT the first loses a tie first. */
static void write_tie(const struct pal_question *question, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "[tie");
    for (size_t i = question->option_count; i > 0; i--) {
        pal_buf_add_format(buf, " %zu", question->tie_order[i - 1] + 1);
    }
    pal_buf_add_string(buf, "]\n");
}

static void write_name(const char *name, struct pal_buf *buf)
{
    pal_buf_add_byte(buf, '"');
    for (const char *next = name; *next != '\0'; next++) {
        pal_buf_add(buf, next, 1);
        if (*next == '"') {
            pal_buf_add_byte(buf, '"');
        }
    }
    pal_buf_add_string(buf, "\"\n");
}

enum pal_err pal_format_write_blt(const struct pal_question *question, struct pal_profile *profile,
                                  struct pal_buf *buf)
{
    PAL_BUF(text);
    const struct pal_whole whole = {.question = question,
                                    .profile = profile,
                                    .buf = &text,
                                    .write = write_ranks};
    if (profile->kind != PAL_BALLOT_RANKS && profile->row_count > 0) {
        return PAL_ERR_FORMAT_HOLDS_KIND;
    }
    PAL_TRY(pal_format_holds_plain(question, profile));
    pal_buf_add_format(&text, "%zu %zu\n", question->option_count, question->seat_count);
    if (!pal_format_is_natural(question)) {
        write_tie(question, &text);
    }
    pal_profile_sort(profile);
    PAL_TRY(pal_format_write_whole(&whole, ' '));
    pal_buf_add_string(&text, "0\n");
    for (size_t i = 0; i < question->option_count; i++) {
        write_name(question->names[i], &text);
    }
    pal_buf_add_string(&text, "\"\"\n"); /* the title, which we do not know */
    pal_buf_add_text(buf, pal_buf_text(&text));
    return PAL_OK;
}
