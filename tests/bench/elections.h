/*
 * elections.h - the same random electorate in the files that methods and peers read.
 *
 * A voter likes options at random, some options being more popular than others. Voters are drawn
 * from a fixed seed: two runs write the same bytes.
 */
#ifndef PAL_TESTS_ELECTIONS_H
#define PAL_TESTS_ELECTIONS_H

#include <stddef.h>

#include "ballots/method.h"

enum { PAL_BENCH_SCALE = 5 };

/* Writes a file of that many ballots of that kind. RANKS are a .blt file, of which every second
 * ranks all options and the others some; everything else is palabre-ballots/1. names are those of
 * the options, or NULL for "option 1" and so on. The file has four seats, a scale, and a budget
 * that a third of the options fits. */
void pal_election_write(const char *path, enum pal_ballot_kind kind, size_t ballots, size_t options,
                        const char *const *names);

/* What peers read: one JSON array. */
enum pal_peer_form {
    PAL_PEER_ORDERS, /* [3,1,2]: the options in order, from 0 */
    PAL_PEER_RANKS,  /* [2,3,1]: the rank of each option, from 1, the unranked last */
    PAL_PEER_GRADES, /* [1,6,3]: the grade of each option, 1 the best */
};
void pal_election_write_peer(const char *path, enum pal_peer_form form, size_t ballots,
                             size_t options);

#endif
