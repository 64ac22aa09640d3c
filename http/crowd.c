/* crowd.c - who leaves when everybody comes. */
#include "crowd.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include "base/check.h"
#include "base/mem.h"

/* Places that are kept free for those who come while others are on their way out; and files that are
 * not connections: the database, its journal, copies that a worker reads. */
enum { FREE_PLACES = PAL_LIMIT_CONNECTIONS / 8, OTHER_FILES = 128 };

/* The one that has been silent for the longest time, if any can leave. */
static struct pal_seat *idlest(const struct pal_crowd *crowd)
{
    struct pal_seat *found = NULL;
    for (size_t i = 0; i < crowd->count; i++) {
        struct pal_seat *seat = crowd->seats[i];
        bool may_leave = !seat->is_answered && seat->fd >= 0;
        if (may_leave && (found == NULL || seat->since < found->since)) {
            found = seat;
        }
    }
    return found;
}

struct pal_seat *pal_crowd_enter(struct pal_crowd *crowd, int fd)
{
    PAL_CHECK(crowd->count < PAL_LIMIT_CONNECTIONS);
    if (crowd->count >= PAL_LIMIT_CONNECTIONS - FREE_PLACES) {
        struct pal_seat *leaver = idlest(crowd);
        if (leaver != NULL) {
            (void)shutdown(leaver->fd, SHUT_RDWR); /* the other side may have closed it already */
            leaver->fd = -1;
        }
    }
    struct pal_seat *seat = pal_mem_new(1, sizeof *seat);
    *seat = (struct pal_seat){.fd = fd, .since = ++crowd->clock, .place = crowd->count};
    crowd->seats[crowd->count++] = seat;
    return seat;
}

void pal_crowd_leave(struct pal_crowd *crowd, struct pal_seat *seat)
{
    PAL_CHECK(crowd->seats[seat->place] == seat);
    struct pal_seat *last = crowd->seats[--crowd->count];
    last->place = seat->place;
    crowd->seats[seat->place] = last;
    pal_mem_free(seat);
}

void pal_crowd_answer(struct pal_crowd *crowd, struct pal_seat *seat, bool is_answered)
{
    seat->is_answered = is_answered;
    seat->since = ++crowd->clock;
}

void pal_crowd_make_room(void)
{
    struct rlimit limit;
    rlim_t needed = PAL_LIMIT_CONNECTIONS + OTHER_FILES;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < needed) {
        limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
        (void)setrlimit(RLIMIT_NOFILE, &limit); /* with fewer, fewer are served at a time */
    }
}
