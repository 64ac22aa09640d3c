/*
 * voters.h - a society made for a benchmark: members of four colleges with a token each, and one
 * motion on which all of them may vote.
 */
#ifndef PAL_TESTS_VOTERS_H
#define PAL_TESTS_VOTERS_H

#include <stddef.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/text.h"
#include "core/sessions.h"

struct pal_voter {
    char member[PAL_UUID_TEXT_SIZE + 1];
    struct pal_secret token;
};

struct pal_voters {
    char poll[PAL_UUID_TEXT_SIZE + 1];
    char text_hash[2 * PAL_HASH_SIZE + 1];
    struct pal_voter *items;
    size_t count;
};
#define PAL_VOTERS(name) struct pal_voters name PAL_CLEANUP(pal_voters_done) = {.count = 0}
void pal_voters_done(struct pal_voters *voters);

/* Founds the society in a new file; its administrator's token has every scope. Whatever goes wrong
 * here ends the program. */
void pal_voters_found(const char *db, struct pal_secret *out_administrator);
/* Enters so many members, in one transaction. */
void pal_voters_import(const char *db, size_t count);
/* Opens the poll for a day, and gives a token to each member who is to vote: the first on the
 * register. */
void pal_voters_open(const char *db, size_t voting, struct pal_voters *out);

/* Appends a register of `count` members as CSV. */
void pal_voters_csv(size_t count, struct pal_buf *csv);

/* Appends the request by which one of them votes, for a connection that is kept. */
void pal_voters_request(const struct pal_voters *voters, size_t index, struct pal_buf *request);
/* The body of that request. */
void pal_voters_ballot(const struct pal_voters *voters, size_t index, struct pal_buf *body);

/* A step of a benchmark that cannot fail: says which one did, and ends the program. */
#define MUST(call) pal_bench_must((call), #call)
void pal_bench_must(enum pal_err err, const char *step);

#endif
