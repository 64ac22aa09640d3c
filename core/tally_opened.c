/*
 * tally_opened.c - opens the ballots of a secret poll, and lists what they say in an order that says nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "audit/urn.h"
#include "base/check.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/tally.h"

#include "evidence.h"
#include "urn.h"

static const char spoilt[] = "{\"spoilt\":true}";

struct opened_ballot {
    uint16_t college;
    char tracker[PAL_TRACKER_SIZE + 1]; /* empty where there is none */
    char *marks;
};

struct opening {
    struct pal_urn urn;
    const struct pal_scalar *secret;
    struct pal_recount *recount;
    struct opened_ballot *ballots;
    size_t count, capacity;
};

static void opening_done(struct opening *opening)
{
    for (size_t i = 0; i < opening->count; i++) {
        pal_mem_free(opening->ballots[i].marks);
    }
    pal_mem_free(opening->ballots);
}

/* RULE docs/rules/polls.md
 * > A ballot is its marks; what cannot be opened, what is not spelled in its one spelling and what the
 * > method refuses is `{"spoilt":true}`.
 */
static enum pal_err count(struct opening *opening, uint16_t college,
                          const struct pal_opened *opened, struct pal_text *out_marks)
{
    *out_marks = opened->marks;
    enum pal_err err = opened->state == PAL_OPENED_READ
                           ? pal_recount_add_opened(opening->recount, college, opened->marks)
                           : PAL_ERR_POLL_DOCUMENT;
    if (err != PAL_ERR_POLL_DOCUMENT) {
        return err;
    }
    *out_marks = pal_text_of(spoilt);
    return pal_recount_add_opened(opening->recount, college, *out_marks);
}

static enum pal_err add(void *context, uint16_t college, struct pal_text sealed)
{
    struct opening *opening = context;
    struct pal_text marks;
    PAL_OPENED(opened);
    pal_urn_open(&opening->urn, college, sealed, opening->secret, &opened);
    PAL_TRY(count(opening, college, &opened, &marks));
    opening->capacity = pal_mem_capacity(opening->capacity, opening->count + 1);
    opening->ballots = pal_mem_grow(opening->ballots, opening->capacity, sizeof *opening->ballots);
    struct opened_ballot *ballot = &opening->ballots[opening->count++];
    *ballot = (struct opened_ballot){.college = college, .marks = pal_text_copy(marks)};
    if (opening->recount->manifest->urn.has_trackers && opened.has_tracker) {
        pal_tracker_write(&opened.tracker, ballot->tracker);
    }
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > The rows are in the order of the colleges of the manifest, then of the trackers, then of the ballots, by
 * > bytes.
 */
static int by_content(const void *a, const void *b)
{
    const struct opened_ballot *left = a;
    const struct opened_ballot *right = b;
    if (left->college != right->college) {
        return left->college < right->college ? -1 : 1;
    }
    int order = strcmp(left->tracker, right->tracker);
    return order != 0 ? order : strcmp(left->marks, right->marks);
}

static void write_quoted(const char *text, struct pal_buf *buf)
{
    pal_buf_add_byte(buf, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            pal_buf_add_byte(buf, '"');
        }
        pal_buf_add_byte(buf, (uint8_t)*text);
    }
    pal_buf_add_byte(buf, '"');
}

/* Every ballot is JSON, with quotation marks in it; ids of colleges and trackers have none. */
static void write(const struct opening *opening, struct pal_buf *out_list)
{
    const struct pal_json *colleges =
        pal_json_get(opening->recount->manifest->document, "colleges");
    pal_buf_add_string(out_list, "college,tracker,ballot\r\n");
    for (size_t i = 0; i < opening->count; i++) {
        const struct opened_ballot *ballot = &opening->ballots[i];
        const struct pal_json *college = pal_json_at(colleges, ballot->college);
        pal_buf_add_text(out_list, pal_json_as_text(pal_json_get(college, "id")));
        pal_buf_add_string(out_list, ",");
        pal_buf_add_string(out_list, ballot->tracker);
        pal_buf_add_string(out_list, ",");
        write_quoted(ballot->marks, out_list);
        pal_buf_add_string(out_list, "\r\n");
    }
}

enum pal_err pal_opened_read(struct pal_store *store, struct pal_poll_id poll,
                             const struct pal_scalar *secret, struct pal_recount *recount,
                             struct pal_buf *out_list)
{
    struct opening opening PAL_CLEANUP(opening_done) = {
        .urn = pal_urn_of(recount->manifest),
        .secret = secret,
        .recount = recount,
    };
    PAL_TRY(pal_urn_walk(store, poll, add, &opening));
    if (opening.count > 0) {
        qsort(opening.ballots, opening.count, sizeof *opening.ballots, by_content);
    }
    write(&opening, out_list);
    return PAL_OK;
}

/* --- what no longer is a secret ----------------------------------------------------------------- */

/* The ballots of one college, as its rows are read. */
struct alike {
    struct pal_text college, ballot;
    uint64_t count;
    bool is_alike;
};

/* RULE docs/rules/secret.md
 * > Where the ballots of a college all say the same, or there is one alone, the explanation of the result says
 * > that its voters have no secret.
 */
enum pal_err pal_tally_alike(struct pal_store *store, const struct pal_poll *poll,
                             enum pal_err (*visit)(void *context, struct pal_text college,
                                                   uint64_t ballots),
                             void *context)
{
    PAL_BUF(list);
    if (!poll->has_opened) {
        return PAL_OK;
    }
    PAL_TRY(pal_document_get(store, &poll->opened, &list));
    struct pal_text rest = pal_buf_text(&list);
    struct pal_text row;
    struct alike alike = {0};
    (void)pal_text_cut(&rest, '\n', &row); /* the names of the columns */
    while (pal_text_cut(&rest, '\n', &row)) {
        struct pal_text college;
        struct pal_text tracker;
        bool is_row = pal_text_cut(&row, ',', &college) && pal_text_cut(&row, ',', &tracker);
        PAL_CHECK(is_row); /* the list is our own, and stands under its hash */
        if (alike.count > 0 && pal_text_equal(college, alike.college)) {
            alike.is_alike = alike.is_alike && pal_text_equal(row, alike.ballot);
            alike.count++;
            continue;
        }
        if (alike.is_alike) {
            PAL_TRY(visit(context, alike.college, alike.count));
        }
        alike = (struct alike){college, row, 1, true};
    }
    return alike.is_alike ? visit(context, alike.college, alike.count) : PAL_OK;
}
