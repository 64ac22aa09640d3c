/* formats.c - what the tests of formats share. */
#include "formats.h"

#include <string.h>

#include "base/mem.h"

enum pal_err pal_tests_read(const char *name, struct pal_text text, enum pal_ballot_kind kind,
                            struct pal_buf *out, struct pal_where *where)
{
    const struct pal_format *format = pal_format_of(pal_text_of(name));
    assert_non_null(format);
    PAL_QUESTION(question);
    PAL_PROFILE(profile, kind, 0);
    PAL_TRY(format->read(text, &question, &profile, where));
    PAL_BUF(json);
    PAL_TRY(pal_format_write_json(&question, &profile, &json));
    size_t head = strlen("{\"format\":\"palabre-ballots/1\",");
    pal_buf_add(out, json.bytes + head, json.size - head - 1);
    if (question.max_length > 0) {
        pal_buf_add_format(out, " at most %zu", question.max_length);
    }
    return PAL_OK;
}

void pal_tests_reads(const char *file_name, const struct pal_tests_reading *row)
{
    PAL_BUF(becomes);
    struct pal_where where = {.line = 0};
    enum pal_err err =
        pal_tests_read(file_name, pal_text_of(row->file), row->kind, &becomes, &where);
    if (err != PAL_OK) {
        print_error("refused at line %llu, column %llu\n", (unsigned long long)where.line,
                    (unsigned long long)where.column);
    }
    EXPECT_ERR(err, PAL_OK);
    EXPECT_BUF(becomes, row->becomes);
}

void pal_tests_refuses(const char *file_name, const struct pal_tests_refusal *row)
{
    PAL_BUF(becomes);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_tests_read(file_name, pal_text_of(row->file), row->kind, &becomes, &where),
               row->err);
    assert_int_equal(where.line, row->line);
    assert_int_equal(where.column, row->column);
}

void pal_tests_cut_everywhere(const char *file_name, const char *file, enum pal_ballot_kind kind)
{
    for (size_t size = 0; size <= strlen(file); size++) {
        PAL_BUF(becomes);
        char *cut = pal_mem_copy(file, size); /* so that reading beyond it is seen */
        (void)pal_tests_read(file_name, (struct pal_text){cut, size}, kind, &becomes, NULL);
        pal_mem_free(cut);
    }
}
