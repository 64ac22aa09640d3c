/* json_write.c - writes palabre-ballots/1. */
#include "base/check.h"

#include "formats.h"
#include "write.h"

static struct pal_json *names_new(const struct pal_question *question, const size_t *order)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < question->option_count; i++) {
        size_t option = order != NULL ? order[i] : i;
        pal_json_append_text(array, pal_text_of(question->names[option]));
    }
    return array;
}

static void set_question(struct pal_json *file, const struct pal_question *question)
{
    pal_json_set_string(file, "format", PAL_FORMAT_JSON_NAME);
    pal_json_set(file, "options", names_new(question, NULL));
    pal_json_set_int(file, "seats", (int64_t)question->seat_count);
    if (question->has_budget) {
        pal_json_set_ratio(file, "budget", question->budget);
    }
    if (question->costs != NULL) {
        struct pal_json *costs = pal_json_array_new();
        for (size_t i = 0; i < question->option_count; i++) {
            PAL_BUF(cost);
            pal_ratio_write(question->costs[i], &cost);
            pal_json_append_text(costs, pal_buf_text(&cost));
        }
        pal_json_set(file, "costs", costs);
    }
    if (question->scale > 0) {
        pal_json_set_int(file, "scale", question->scale);
    }
    if (!pal_format_is_natural(question)) {
        pal_json_set(file, "tie_order", names_new(question, question->tie_order));
    }
}

/* One entry of the file: what the ballots say, how many they are, what each weighs. Written at once:
 * a million of them as values would take many times the memory of the text. */
static void write_ballots(struct pal_json *said, uint64_t count, mpq_srcptr each,
                          struct pal_buf *buf)
{
    pal_json_set_int(said, "count", (int64_t)count);
    pal_json_set_ratio(said, "weight", each);
    if (buf->bytes[buf->size - 1] != '[') {
        pal_buf_add_byte(buf, ',');
    }
    pal_json_write(said, buf);
    pal_json_free(said);
}

enum pal_err pal_format_write_json(const struct pal_question *question, struct pal_profile *profile,
                                   struct pal_buf *buf)
{
    PAL_CHECK(profile->option_count == question->option_count);
    PAL_JSON(head);
    head = pal_json_object_new();
    set_question(head, question);
    pal_json_write(head, buf);
    buf->size--; /* the brace that closes: the ballots come before it */
    pal_buf_add_string(buf, ",\"ballots\":[");

    pal_profile_sort(profile);
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->mark_count};
        write_ballots(pal_ballot_json_new(&ballot, profile->kind), row->ballot_count,
                      profile->weights[row->weight], buf);
    }
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        const struct pal_profile_sum *sum = &profile->sums[i];
        struct pal_ballot ballot = {.state = (enum pal_ballot_state)i};
        if (i != PAL_BALLOT_COUNTED && sum->ballot_count > 0) {
            PAL_RATIO(each); /* their mean weight: only the sum of it matters */
            pal_ratio_set(each, (int64_t)sum->ballot_count, 1);
            mpq_div(each, sum->weight, each);
            write_ballots(pal_ballot_json_new(&ballot, profile->kind), sum->ballot_count, each,
                          buf);
        }
    }
    pal_buf_add_string(buf, "]}");
    return PAL_OK;
}
