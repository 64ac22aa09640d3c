/* abif_write.c - writes ABIF. */
#include <string.h>

#include "formats.h"
#include "write.h"

/* Options have tokens of their own, c1, c2 and so on: names may have any character. */
static void write_token(size_t option, struct pal_buf *buf)
{
    pal_buf_add_format(buf, "c%zu", option + 1);
}

static enum pal_err write_ranks(const struct pal_whole *whole, const struct pal_ballot *ballot)
{
    char separator = '\0';
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] == PAL_MARK_NEXT_RANK) {
            if (separator != '=') {
                return PAL_ERR_FORMAT_HOLDS_SKIPPED; /* no option since the rank began */
            }
            separator = '>';
            continue;
        }
        if (separator != '\0') {
            pal_buf_add_byte(whole->buf, (uint8_t)separator);
        }
        write_token((size_t)ballot->marks[i], whole->buf);
        separator = '=';
    }
    pal_buf_add_byte(whole->buf, '\n');
    return PAL_OK;
}

/* Scores, and approvals as scores from 0 to 1. What has no score is left out. */
static enum pal_err write_scores(const struct pal_whole *whole, const struct pal_ballot *ballot)
{
    bool is_first = true;
    int32_t least = whole->profile->kind == PAL_BALLOT_SCORES ? 0 : 1;
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] >= least) {
            pal_buf_add_string(whole->buf, is_first ? "" : ",");
            write_token(i, whole->buf);
            pal_buf_add_format(whole->buf, "/%d", ballot->marks[i]);
            is_first = false;
        }
    }
    pal_buf_add_byte(whole->buf, '\n');
    return PAL_OK;
}

static enum pal_err write_options(const struct pal_question *question, struct pal_buf *buf)
{
    for (size_t i = 0; i < question->option_count; i++) {
        const char *name = question->names[i];
        if (strpbrk(name, "]\n") != NULL) {
            return PAL_ERR_FORMAT_HOLDS_NAME;
        }
        pal_buf_add_byte(buf, '=');
        write_token(i, buf);
        pal_buf_add_format(buf, ":[%s]\n", name);
    }
    return PAL_OK;
}

/* Seats and the order of ties, of which ABIF says nothing, stand where it has room for others. */
static void write_metadata(const struct pal_question *question, enum pal_ballot_kind kind,
                           struct pal_buf *buf)
{
    if (kind == PAL_BALLOT_SCORES || kind == PAL_BALLOT_APPROVES) {
        int32_t scale = kind == PAL_BALLOT_SCORES && question->scale > 0 ? question->scale : 1;
        pal_buf_add_format(buf, "{\"max_rating\": %d}\n", scale);
    }
    if (question->seat_count != 1) {
        pal_buf_add_format(buf, "{\"seats\": %zu}\n", question->seat_count);
    }
    if (!pal_format_is_natural(question)) {
        pal_buf_add_string(buf, "{\"tie_order\": [");
        for (size_t i = 0; i < question->option_count; i++) {
            pal_buf_add_string(buf, i > 0 ? ", \"" : "\"");
            write_token(question->tie_order[i], buf);
            pal_buf_add_byte(buf, '"');
        }
        pal_buf_add_string(buf, "]}\n");
    }
}

enum pal_err pal_format_write_abif(const struct pal_question *question, struct pal_profile *profile,
                                   struct pal_buf *buf)
{
    PAL_BUF(text);
    bool ranked = profile->kind == PAL_BALLOT_RANKS;
    bool scored = profile->kind == PAL_BALLOT_SCORES || profile->kind == PAL_BALLOT_APPROVES;
    const struct pal_whole whole = {.question = question,
                                    .profile = profile,
                                    .buf = &text,
                                    .write = ranked ? write_ranks : write_scores};
    if (!ranked && !scored && profile->row_count > 0) {
        return PAL_ERR_FORMAT_HOLDS_KIND;
    }
    PAL_TRY(pal_format_holds_plain(question, profile));
    write_metadata(question, profile->kind, &text);
    PAL_TRY(write_options(question, &text));
    pal_profile_sort(profile);
    PAL_TRY(pal_format_write_whole(&whole, ':'));
    pal_buf_add_text(buf, pal_buf_text(&text));
    return PAL_OK;
}
