/* made_rounds.c - how a surplus is split, in two rounds, after all polls of a record made in memory. */
#include "base/crypto.h"

#include "made_polls.h"

/* Nothing of a hundred must go to the legal reserve, half to the statutory one. */
#define SPLIT(label, by_board)                                                                \
    "{\"allocation\":{\"interest\":\"50/1\",\"legal_reserve\":\"0/1\",\"statutory_reserve\":" \
    "\"50/1\"},\"by_board\":" by_board ",\"label\":\"" label "\"}"
#define SURPLUS                                                                                 \
    "\"surplus\":{\"capital\":\"100/1\",\"deficit\":\"0/1\",\"reserves\":\"200/1\",\"result\":" \
    "\"100/1\"},"

static void hold(struct pal_made *made, const struct pal_made_plan *plan, const char *const *marks)
{
    made->now = plan->opens - 100;
    pal_made_create(made, plan);
    pal_made_call(made, plan, NULL);
    pal_made_open_poll(made, plan, NULL, marks);
}

void pal_made_rounds(struct pal_made *made)
{
    static const char *const first_marks[] = {"{\"choice\":0}", "{\"choice\":1}", "{\"choice\":2}",
                                              NULL};
    static const char *const second_marks[] = {"{\"choice\":0}", "{\"choice\":1}", "{\"choice\":1}",
                                               NULL};
    struct pal_made_plan plan = {.poll = PAL_MADE_UUID("e1"),
                                 .title = "A surplus",
                                 .kind = "choice",
                                 .method = "plurality",
                                 .secrecy = "open",
                                 .options = "[" SPLIT("Ada", "true") "," SPLIT(
                                     "Ben", "false") "," SPLIT("Cleo", "false") "]",
                                 .more = "\"absolute_majority\":true," SURPLUS,
                                 .has_lot = true,
                                 .opinion = "none",
                                 .opens = 6000};
    char outcome[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(more);
    hold(made, &plan, first_marks);
    const struct pal_made_file *file =
        pal_made_file(made, pal_made_poll_file(plan.poll, "outcome.json").text);
    struct pal_hash hash = pal_hash_of(file->bytes.bytes, file->bytes.size);
    pal_hash_write(&hash, outcome);
    pal_buf_add_format(&more,
                       "\"first_round\":{\"outcome\":\"%s\",\"pass\":2,\"poll\":\"%s\"}," SURPLUS,
                       outcome, plan.poll);
    plan.poll = PAL_MADE_UUID("e2");
    plan.options = "[" SPLIT("Ada", "true") "," SPLIT("Ben", "false") "]";
    plan.option_count = 2;
    plan.more = more.bytes;
    plan.opens = 8000;
    hold(made, &plan, second_marks);
}
