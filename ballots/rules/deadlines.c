/*
 * deadlines.c - days of notice, of requests and of postal forms.
 */
#include "ballots/rules.h"

int64_t pal_deadlines_days(struct pal_date from, struct pal_date to)
{
    return (int64_t)to.days - from.days;
}

/* RULE docs/rules/deadlines.md
 * > The notice is as many days as lie between the date it is sent and the date of the meeting, and is
 * > regular when these are at least what the constitution asks for that convocation.
 */
bool pal_deadlines_notice(const struct pal_constitution *constitution, enum pal_call call,
                          struct pal_date sent, struct pal_date meeting)
{
    return pal_deadlines_days(sent, meeting) >= constitution->notice_days[call];
}

/* RULE docs/rules/deadlines.md
 * > A requested
 * > resolution is admissible, and a postal form in time, when it arrives at least as many days before the
 * > meeting as the constitution asks.
 */
bool pal_deadlines_request(const struct pal_constitution *constitution, struct pal_date received,
                           struct pal_date meeting)
{
    return pal_deadlines_days(received, meeting) >= constitution->request_days;
}

bool pal_deadlines_postal(const struct pal_constitution *constitution, struct pal_date received,
                          struct pal_date meeting)
{
    return pal_deadlines_days(received, meeting) >= constitution->postal_days;
}
