/* pace.c - how fast one account may ask. */
#include "pace.h"

#include <stddef.h>

#include "base/mem.h"

#define SECOND_US INT64_C(1000000)
#define AHEAD_US  (PAL_PACE_AHEAD_S * SECOND_US)

/* Sixteen thousand sets of four places: one mebibyte. */
enum { SETS = 1 << 14, PLACES = 4 };

/* The whole of what is known of an account: until when what it asked fills its time. Once that is past
 * it is as if it had never asked. */
struct place {
    int64_t person;
    int64_t until_us;
};

struct pal_pace {
    struct place sets[SETS][PLACES];
};

struct pal_pace *pal_pace_new(void)
{
    return pal_mem_new(1, sizeof(struct pal_pace));
}

void pal_pace_free(struct pal_pace *pace)
{
    pal_mem_free(pace);
}

/* The place of a person, or the one of its set that knows least: nobody's, or that of the calmest. */
static struct place *find(struct pal_pace *pace, int64_t person)
{
    struct place *set = pace->sets[(uint64_t)person % SETS];
    struct place *calmest = &set[0];
    for (size_t i = 0; i < PLACES; i++) {
        if (set[i].person == person) {
            return &set[i];
        }
        calmest = set[i].until_us < calmest->until_us ? &set[i] : calmest;
    }
    *calmest = (struct place){.person = person};
    return calmest;
}

bool pal_pace_allows(struct pal_pace *pace, const struct pal_principal *principal, int64_t now_us)
{
    if (principal->proof == PAL_PROOF_NONE) {
        return true;
    }
    struct place *place = find(pace, principal->person.value);
    /* Further ahead than anybody can come, the clock was set back: that must shut out nobody. */
    bool is_known = place->until_us > now_us && place->until_us <= now_us + AHEAD_US;
    int64_t from_us = is_known ? place->until_us : now_us;
    bool has_office = principal->capabilities >> (PAL_MAY_ACT + 1) != 0;
    int64_t until_us = from_us + (has_office ? PAL_PACE_OFFICER_US : PAL_PACE_MEMBER_US);
    if (until_us > now_us + AHEAD_US) {
        return false;
    }
    place->until_us = until_us;
    return true;
}
