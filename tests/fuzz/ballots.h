/*
 * ballots.h - what the fuzz targets of files of ballots share.
 */
#ifndef PAL_TESTS_BALLOTS_H
#define PAL_TESTS_BALLOTS_H

#include "ballots/format.h"
#include "base/check.h"
#include "base/limits.h"

#include "fuzz.h"

/* Writes in each format what was read, where the format holds it, and reads it again: the second
 * time, nothing changes any more. */
static inline void pal_fuzz_rewrite(const char *name, const struct pal_question *question,
                                    struct pal_profile *profile)
{
    const struct pal_format *format = pal_format_named(pal_text_of(name));
    PAL_BUF(written);
    PAL_BUF(again);
    if (format->write(question, profile, &written) != PAL_OK) {
        PAL_CHECK(written.size == 0);
        return;
    }
    if (profile->kind == PAL_BALLOT_SCORES && question->scale == 0) {
        return; /* blank ballots alone: there is no scale, and JSON wants one */
    }
    PAL_QUESTION(question_again);
    PAL_PROFILE(profile_again, profile->kind, 0);
    enum pal_err err = format->read(pal_buf_text(&written), &question_again, &profile_again, NULL);
    /* A mean weight may have more digits than those that were read. */
    PAL_CHECK(err == PAL_OK || err == PAL_ERR_LIMIT_RATIO || err == PAL_ERR_LIMIT_COUNT);
    if (err == PAL_OK) {
        err = format->write(&question_again, &profile_again, &again);
        PAL_CHECK(err == PAL_OK);
        PAL_CHECK(profile_again.option_count == profile->option_count);
    }
}

/* Reads the text as each kind of ballot, as a file of that name. */
static inline void pal_fuzz_ballots(const char *name, struct pal_text text)
{
    const struct pal_format *format = pal_format_of(pal_text_of(name));
    PAL_CHECK(format->kind(text) < PAL_BALLOT_KIND_COUNT);
    for (int kind = PAL_BALLOT_NONE; kind < PAL_BALLOT_KIND_COUNT; kind++) {
        PAL_QUESTION(question);
        PAL_PROFILE(profile, (enum pal_ballot_kind)kind, 0);
        struct pal_where where = {.line = 0};
        if (format->read(text, &question, &profile, &where) != PAL_OK) {
            PAL_CHECK(where.line > 0);
            continue;
        }
        for (size_t i = 0; i < profile.row_count; i++) {
            struct pal_ballot ballot = {.marks = profile.rows[i].marks,
                                        .mark_count = profile.rows[i].mark_count};
            enum pal_err err = pal_ballot_check(&question, profile.kind, &ballot);
            PAL_CHECK(err == PAL_OK);
        }
        pal_fuzz_rewrite("json", &question, &profile);
        pal_fuzz_rewrite("blt", &question, &profile);
        pal_fuzz_rewrite("abif", &question, &profile);
    }
}

#endif
