/* mine.c - a voter's own files, each changed in one place. */
#include "mine.h"

/* clang-format off */
const struct pal_mine pal_mine[] = {
    {"a receipt", PAL_MINE_RECEIPT, NULL, NULL, 0},
    {"attack 21: a receipt that was edited", PAL_MINE_RECEIPT, "palabre-receipt/v1\nmade", "palabre-receipt/v1\nfake", 18},
    {"attack 21: a receipt that nobody signed", PAL_MINE_RECEIPT, "\xe2\x80\x94 made.example/receipt ", NULL, 18},
    {"attack 21: a receipt of another poll", PAL_MINE_RECEIPT, "00000000000c", "00000000000a", 18},
    {"a tracker", PAL_MINE_TRACKER, NULL, NULL, 0},
    {"a tracker that nobody has", PAL_MINE_TRACKER, "04", "05", 18},
    {"what is no tracker", PAL_MINE_TRACKER, "-", "!", 18},
    {"a line and its mark", PAL_MINE_ELECTOR, NULL, NULL, 0},
    {"a line of another rank", PAL_MINE_ELECTOR, "\"rank\":1", "\"rank\":2", 19},
    {"a line of another salt", PAL_MINE_ELECTOR, "\"rank\":1,\"salt\":\"", NULL, 19},
    {"a line of somebody else", PAL_MINE_ELECTOR, "\"line\":\"7061", "\"line\":\"7062", 19},
    {"a line of another poll", PAL_MINE_ELECTOR, "00000000000c", "00000000000b", 19},
    {"a line of a poll that is not there", PAL_MINE_ELECTOR, "00000000000c", "00000000000e", 19},
    {"a line of a file of another format", PAL_MINE_ELECTOR, "palabre-elector/1", "palabre-elector/2", 19},
    {"a line beside which more is said", PAL_MINE_ELECTOR, "\"poll\"", "\"name\":\"Ada\",\"poll\"", 19},
    {"a line that says more", PAL_MINE_ELECTOR, "\"line\"", "\"college\":\"users\",\"line\"", 19},
    {"a mark that says more", PAL_MINE_ELECTOR, ",\"used\"", ",\"time\":1,\"used\"", 19},
    {"attack 26: a mark that its owner did not make", PAL_MINE_ELECTOR, "\"used\":true", "\"used\":false", 19},
    {"a mark that is left out of a secret poll", PAL_MINE_ELECTOR, "\"mark\"", "\"make\"", 19},
    {"a line of an open poll", PAL_MINE_OPEN_ELECTOR, NULL, NULL, 0},
    {"a mark of an open poll, which has none", PAL_MINE_OPEN_ELECTOR, "\"poll\"", "\"mark\":{},\"poll\"", 19},
};
/* clang-format on */
const size_t pal_mine_count = sizeof pal_mine / sizeof pal_mine[0];

bool pal_mine_make(const struct pal_mine *mine, struct pal_made *made,
                   struct pal_verify_spec *out_asked)
{
    struct pal_buf *const texts[] = {&made->receipt, &made->tracker, &made->elector,
                                     &made->open_elector};
    struct pal_text *const asked[] = {&out_asked->receipt, &out_asked->tracker, &out_asked->elector,
                                      &out_asked->elector};
    pal_made_init(made);
    pal_made_sign_log(made);
    pal_made_pack(made);
    bool is_changed =
        mine->from == NULL || pal_made_replace(texts[mine->what], mine->from, mine->to);
    *asked[mine->what] = pal_buf_text(texts[mine->what]);
    return is_changed;
}
