/*
 * channels.c - which of the votes handed in count, whatever the channel they came by.
 *
 * RULE docs/rules/channels.md
 * > Votes are read in the order in which they were registered. A vote by proxy, postal form or blank
 * > proxy counts in the college of the principal, whoever holds it.
 */
#include <stdlib.h>

#include "ballots/rules.h"
#include "base/check.h"
#include "base/mem.h"

static const char *const channel_words[PAL_CHANNEL_COUNT] = {
    [PAL_CHANNEL_IN_PERSON] = "in_person", [PAL_CHANNEL_REMOTE] = "remote",
    [PAL_CHANNEL_PAPER] = "paper",         [PAL_CHANNEL_POSTAL] = "postal",
    [PAL_CHANNEL_PROXY] = "proxy",         [PAL_CHANNEL_BLANK_PROXY] = "blank_proxy",
};

static const char *const void_words[PAL_VOID_COUNT] = {
    [PAL_VOID_NONE] = "",
    [PAL_VOID_ALREADY_PRESENT] = "already_present",
    [PAL_VOID_PROXY_NOT_ALLOWED] = "proxy_not_allowed",
    [PAL_VOID_POSTAL_NOT_ALLOWED] = "postal_not_allowed",
    [PAL_VOID_POSTAL_LATE] = "postal_late",
    [PAL_VOID_PRINCIPAL_PRESENT] = "principal_present",
    [PAL_VOID_HOLDER_ABSENT] = "holder_absent",
    [PAL_VOID_OTHER_COLLEGE] = "other_college",
    [PAL_VOID_PROXY_CAP] = "proxy_cap",
};

const char *pal_channel_word(enum pal_channel channel)
{
    PAL_CHECK(channel < PAL_CHANNEL_COUNT);
    return channel_words[channel];
}

bool pal_channel_read(struct pal_text word, enum pal_channel *out_channel)
{
    for (int i = 0; i < PAL_CHANNEL_COUNT; i++) {
        if (pal_text_is(word, channel_words[i])) {
            *out_channel = (enum pal_channel)i;
            return true;
        }
    }
    return false;
}

const char *pal_void_word(enum pal_void reason)
{
    PAL_CHECK(reason < PAL_VOID_COUNT);
    return void_words[reason];
}

/* What is known of each person in the roll, sorted by key so that it is found in a few steps. */
struct pal_person {
    uint64_t key;
    size_t college;
    bool is_present;  /* attends, or votes in the room or remotely, anywhere in the roll */
    bool has_counted; /* a vote of theirs counts already */
    uint64_t held;    /* proxies that count so far */
};

struct pal_people {
    struct pal_person *at;
    size_t count;
};

static int by_key(const void *a, const void *b)
{
    const struct pal_person *left = a;
    const struct pal_person *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

/* A roll that has one person in two colleges is read the same way whatever the sort. */
static int by_key_and_college(const void *a, const void *b)
{
    const struct pal_person *left = a;
    const struct pal_person *right = b;
    int key = by_key(a, b);
    return key != 0 ? key : (left->college > right->college) - (left->college < right->college);
}

static bool is_presence(enum pal_channel channel)
{
    return channel == PAL_CHANNEL_IN_PERSON || channel == PAL_CHANNEL_REMOTE ||
           channel == PAL_CHANNEL_PAPER;
}

static struct pal_people people_of(const struct pal_channels_spec *spec)
{
    size_t room = spec->vote_count + spec->attendance_count;
    struct pal_people people = {.at = pal_mem_new(room, sizeof *people.at)};
    for (size_t i = 0; i < spec->vote_count; i++) {
        people.at[i] = (struct pal_person){.key = spec->votes[i].member,
                                           .college = spec->votes[i].college,
                                           .is_present = is_presence(spec->votes[i].channel)};
    }
    for (size_t i = 0; i < spec->attendance_count; i++) {
        people.at[spec->vote_count + i] =
            (struct pal_person){.key = spec->attendance[i].member,
                                .college = spec->attendance[i].college,
                                .is_present = true};
    }
    qsort(people.at, room, sizeof *people.at, by_key_and_college);
    for (size_t i = 0; i < room; i++) {
        struct pal_person *last = people.count == 0 ? NULL : &people.at[people.count - 1];
        if (last != NULL && last->key == people.at[i].key) {
            last->is_present = last->is_present || people.at[i].is_present;
        } else {
            people.at[people.count++] = people.at[i];
        }
    }
    return people;
}

static struct pal_person *person_of(const struct pal_people *people, uint64_t key)
{
    return bsearch(&(struct pal_person){.key = key}, people->at, people->count, sizeof *people->at,
                   by_key);
}

static enum pal_void judge_proxy(const struct pal_constitution *constitution,
                                 const struct pal_vote *vote, const struct pal_person *principal,
                                 const struct pal_person *holder, uint64_t cap)
{
    const struct pal_proxy_rule *rule = &constitution->proxy;
    bool is_blank = vote->channel == PAL_CHANNEL_BLANK_PROXY;
    if (!(is_blank ? rule->blank_allowed : rule->allowed)) {
        return PAL_VOID_PROXY_NOT_ALLOWED;
    }
    if (principal->is_present) {
        return PAL_VOID_PRINCIPAL_PRESENT;
    }
    if (is_blank) {
        return PAL_VOID_NONE;
    }
    if (holder == NULL || !holder->is_present) {
        return PAL_VOID_HOLDER_ABSENT;
    }
    if (rule->scope == PAL_PROXY_SAME_COLLEGE && holder->college != vote->college) {
        return PAL_VOID_OTHER_COLLEGE;
    }
    return holder->held >= cap ? PAL_VOID_PROXY_CAP : PAL_VOID_NONE;
}

static enum pal_void judge_postal(const struct pal_constitution *constitution,
                                  const struct pal_vote *vote, const struct pal_person *principal)
{
    if (!constitution->postal_allowed) {
        return PAL_VOID_POSTAL_NOT_ALLOWED;
    }
    if (vote->is_late) {
        return PAL_VOID_POSTAL_LATE;
    }
    return principal->is_present ? PAL_VOID_PRINCIPAL_PRESENT : PAL_VOID_NONE;
}

/* RULE docs/rules/channels.md
 * > A vote that was judged when it was cast keeps that judgement: the first use of a right wins, whoever
 * > comes in later.
 */
static enum pal_void judge(const struct pal_constitution *constitution, const struct pal_vote *vote,
                           const struct pal_person *principal, const struct pal_person *holder,
                           uint64_t cap)
{
    /* Whatever was judged, nobody counts twice. */
    if (vote->is_judged && (vote->judged != PAL_VOID_NONE || !principal->has_counted)) {
        return vote->judged;
    }
    if (principal->has_counted) {
        return PAL_VOID_ALREADY_PRESENT;
    }
    switch (vote->channel) {
    case PAL_CHANNEL_PROXY:
    case PAL_CHANNEL_BLANK_PROXY: return judge_proxy(constitution, vote, principal, holder, cap);
    case PAL_CHANNEL_POSTAL: return judge_postal(constitution, vote, principal);
    case PAL_CHANNEL_IN_PERSON:
    case PAL_CHANNEL_REMOTE:
    case PAL_CHANNEL_PAPER:
    case PAL_CHANNEL_COUNT: break;
    }
    return PAL_VOID_NONE;
}

/* RULE docs/rules/channels.md
 * > A vote is void, tested in this order, when the member is already counted as present; when it is a
 * > proxy and the constitution allows none of that kind; when it is a postal form and the constitution
 * > allows none, or it came late; when the principal attends or votes remotely; when the holder of a
 * > proxy neither attends nor votes remotely; when the holder is of another college and the constitution
 * > wants the same; when the holder already has as many proxies as the cap.
 */
void pal_channels_judge(const struct pal_constitution *constitution,
                        const struct pal_channels_spec *spec, enum pal_void *out_reasons,
                        uint64_t *out_present)
{
    uint64_t cap = pal_proxies_cap(constitution, spec->members);
    struct pal_people people = people_of(spec);
    for (size_t i = 0; i < spec->vote_count; i++) {
        const struct pal_vote *vote = &spec->votes[i];
        struct pal_person *principal = person_of(&people, vote->member);
        PAL_CHECK(principal != NULL);
        struct pal_person *holder =
            vote->channel == PAL_CHANNEL_PROXY ? person_of(&people, vote->holder) : NULL;
        out_reasons[i] = judge(constitution, vote, principal, holder, cap);
        if (out_reasons[i] == PAL_VOID_NONE) {
            principal->has_counted = true;
            principal->college = vote->college;
            if (holder != NULL) {
                holder->held++;
            }
        }
    }
    for (size_t i = 0; i < people.count; i++) {
        if (people.at[i].is_present || people.at[i].has_counted) {
            out_present[people.at[i].college]++;
        }
    }
    pal_mem_free(people.at);
}

/* RULE docs/rules/channels.md
 * > When a proxy and a postal form of one member both come back, the postal form prevails for each
 * > resolution on which it expresses a choice; otherwise the proxy does.
 */
int32_t pal_channels_effective(int32_t postal, int32_t proxy, bool *from_postal)
{
    *from_postal = postal >= 0;
    return *from_postal ? postal : proxy;
}

/* RULE docs/rules/channels.md
 * > Where a group of members is limited to a share of the votes, its votes together weigh at most the
 * > largest number that is that share of the total;
 */
void pal_channels_nonuser_cap(uint64_t user_votes, uint64_t nonuser_votes, mpq_srcptr cap,
                              mpq_t out_max, mpq_t out_effective)
{
    PAL_RATIO(rest);
    mpq_set_ui(rest, 1, 1);
    mpq_sub(rest, rest, cap);
    PAL_CHECK(mpq_sgn(rest) > 0);
    /* x = cap (user + x) gives x = user cap / (1 - cap). */
    mpq_set_ui(out_max, user_votes, 1);
    mpq_mul(out_max, out_max, cap);
    mpq_div(out_max, out_max, rest);
    mpq_set_ui(out_effective, nonuser_votes, 1);
    if (mpq_cmp(out_effective, out_max) > 0) {
        mpq_set(out_effective, out_max);
    }
}
