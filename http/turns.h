/*
 * turns.h - the thread that has the database: runs what is asked, commits once per turn, answers.
 *
 * A turn takes calls that are there, as many as half of those who may ask (or of those that wait, where
 * clients have left), runs each in a savepoint of one transaction, commits, and only then gives any of
 * them back: nothing is acknowledged before it is on disk, neither what was written nor what was read
 * beside it. Meanwhile, the other thread answers and reads the other half: had it all gone into one turn,
 * there would be nothing for the next one to run.
 *
 * The anchor of a turn of several calls is written by a third thread while the next turn runs: its calls
 * are given back once that has ended, and those of the next turn after them.
 *
 * While a worker writes the file anew nobody else writes. That takes a moment: a call that would, and may, is put
 * aside for it, and told to come again only when it waited for PAL_LIMIT_REWRITE_WAIT_S, or PAL_LIMIT_LANE others
 * wait.
 */
#ifndef PAL_HTTP_TURNS_H
#define PAL_HTTP_TURNS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

#include "anchorer.h"
#include "lane.h"
#include "services.h"
#include "ticks.h"
#include "waiting.h"

struct pal_turns {
    struct pal_services services;
    struct pal_waiting waiting;
    struct pal_ticker ticker;
    struct pal_lane in;         /* from the socket thread */
    struct pal_lane out;        /* to it */
    struct pal_call_list held;  /* what ran in this turn, and waits for its commit */
    struct pal_call_list aside; /* what would write, and waits for a file that is written anew */
    struct pal_anchorer anchorer;
    struct pal_call_list anchored; /* what is committed, and waits for the anchor being written */
    bool is_anchoring;
    bool is_behind; /* an anchor could not be written while others ran, who may have read of it */
    uint64_t told;  /* the last event that listeners were woken for */
};

struct pal_server_options;

/* Starts what the handlers need; url is borrowed. pal_turns_done is due whatever is returned.
 * PAL_ERR_SERVER_LOOP */
PAL_MUST_USE enum pal_err pal_turns_init(struct pal_turns *turns,
                                         const struct pal_server_options *options, const char *url);
/* Puts in the lane back what has not come back from here, for whoever releases it. The other thread has ended. */
void pal_turns_let_go(struct pal_turns *turns);
/* The other thread has ended, and the lanes are empty. */
void pal_turns_done(struct pal_turns *turns);

/* Runs until SIGTERM or SIGINT comes, then finishes the turn. PAL_ERR_SERVER_LOOP also when the other
 * thread has closed its lane; PAL_ERR_STORE_UNKNOWN: nobody may be told anything any more. */
PAL_MUST_USE enum pal_err pal_turns_run(struct pal_turns *turns);

#endif
