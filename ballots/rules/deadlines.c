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

/* --- the calendar ------------------------------------------------------------------------------ */

const char *pal_deadline_word(enum pal_deadline_kind kind)
{
    static const char *const words[] = {
#define DEADLINE_WORD(name, word) [PAL_DEADLINE_##name] = (word),
        PAL_DEADLINES(DEADLINE_WORD)
#undef DEADLINE_WORD
    };
    return words[kind];
}

/* RULE docs/rules/procedures.md
 * > A second call counts from the notice of the first, and has the days by which the debate was made longer
 * > there: its texts are the same.
 */
static int64_t period(int64_t days, enum pal_call call)
{
    return days > 0 && call == PAL_CALL_FIRST ? days : -1;
}

/* How many days before the meeting, or -1 where the constitution has no such deadline. */
static int64_t days_before(const struct pal_constitution *constitution, enum pal_call call,
                           enum pal_deadline_kind kind)
{
    bool has_notice = pal_constitution_knows(constitution, PAL_FIELD_NOTICE);
    switch (kind) {
    case PAL_DEADLINE_DEBATE: return period(constitution->deliberation.debate_days, call);
    case PAL_DEADLINE_CONTRACT: return period(constitution->deliberation.contract_days, call);
    case PAL_DEADLINE_REQUESTS:
        /* A second call has the agenda of the first. */
        return has_notice && call == PAL_CALL_FIRST ? constitution->request_days : -1;
    case PAL_DEADLINE_NOTICE: return has_notice ? constitution->notice_days[call] : -1;
    case PAL_DEADLINE_POSTAL:
        return pal_constitution_knows(constitution, PAL_FIELD_POSTAL) &&
                       constitution->postal_allowed
                   ? constitution->postal_days
                   : -1;
    case PAL_DEADLINE_MEETING:
    case PAL_DEADLINE_COUNT: break;
    }
    return 0;
}

/* RULE docs/rules/sitting.md
 * > The calendar of an assembly has its deadlines, from the constitution, as dates in the zone of the
 * > society.
 */
size_t pal_deadlines_calendar(const struct pal_constitution *constitution, enum pal_call call,
                              struct pal_date meeting, struct pal_deadline *out_deadlines)
{
    size_t count = 0;
    for (int kind = 0; kind < PAL_DEADLINE_COUNT; kind++) {
        int64_t days = days_before(constitution, call, (enum pal_deadline_kind)kind);
        if (days < 0) {
            continue;
        }
        struct pal_deadline deadline = {(enum pal_deadline_kind)kind,
                                        {meeting.days - (int32_t)days}};
        size_t at = count++;
        while (at > 0 && out_deadlines[at - 1].on.days > deadline.on.days) {
            out_deadlines[at] = out_deadlines[at - 1];
            at--;
        }
        out_deadlines[at] = deadline;
    }
    return count;
}
