/*
 * scic.h - the kinds of acceptance cases: each makes, through the real code, the object that a case
 * expects.
 */
#ifndef PAL_TESTS_SCIC_H
#define PAL_TESTS_SCIC_H

#include "ballots/constitution.h"
#include "base/clock.h"
#include "base/json.h"

struct pal_case {
    const struct pal_json *input;
    const struct pal_constitution *constitution; /* of a case without one: all implied */
    struct pal_json *out;                        /* an object to be filled */
    struct pal_where *where;
};

enum pal_err pal_case_constitution(const struct pal_case *scic);
enum pal_err pal_case_membership(const struct pal_case *scic);
enum pal_err pal_case_resolution(const struct pal_case *scic);
enum pal_err pal_case_roll(const struct pal_case *scic);
enum pal_err pal_case_proxy_cap(const struct pal_case *scic);
enum pal_err pal_case_postal_and_proxy(const struct pal_case *scic);
enum pal_err pal_case_nonuser_cap(const struct pal_case *scic);
enum pal_err pal_case_fairshares_special(const struct pal_case *scic);
enum pal_err pal_case_election(const struct pal_case *scic);
enum pal_err pal_case_surplus(const struct pal_case *scic);
enum pal_err pal_case_amendments(const struct pal_case *scic);
enum pal_err pal_case_notice(const struct pal_case *scic);

/* An integer that counts people, zero when absent. */
enum pal_err pal_case_count(const struct pal_json *object, const char *name, uint64_t *out_count,
                            struct pal_where *where);
/* The text of that name, or an empty one. */
struct pal_text pal_case_text(const struct pal_json *object, const char *name);
/* A date, "2026-06-20". */
enum pal_err pal_case_date(const struct pal_json *object, const char *name,
                           struct pal_date *out_date, struct pal_where *where);
/* First or second convocation; the first when absent. */
enum pal_err pal_case_call(const struct pal_case *scic, enum pal_call *out_call);

#endif
