/* elections.c - random voters, and what they write. */
#include "elections.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

enum { SEATS = 4, OPTIONS_MAX = 1000, APPROVED_ABOVE = 700 };

struct voter {
    uint64_t random;
    size_t options;
    uint64_t liking[OPTIONS_MAX]; /* 0 to 999, most popular first on average */
    size_t order[OPTIONS_MAX];    /* best first */
    size_t ranked;                /* so many of them are named */
};

/* SplitMix64, Steele, Lea and Flood 2014. */
static uint64_t next_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

static void sort_options(struct voter *voter)
{
    for (size_t i = 0; i < voter->options; i++) {
        size_t at = i;
        while (at > 0 && voter->liking[voter->order[at - 1]] < voter->liking[i]) {
            voter->order[at] = voter->order[at - 1];
            at--;
        }
        voter->order[at] = i;
    }
}

static void next_voter(struct voter *voter)
{
    PAL_CHECK(voter->options > 0);
    for (size_t i = 0; i < voter->options; i++) {
        uint64_t popularity = 300 * (voter->options - i) / voter->options;
        voter->liking[i] = next_random(&voter->random) % 700 + popularity;
    }
    sort_options(voter);
    uint64_t draw = next_random(&voter->random);
    voter->ranked = draw % 2 == 0 ? voter->options : 1 + draw / 2 % voter->options;
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
    return file;
}

static void close_file(FILE *file, const char *path)
{
    if (ferror(file) != 0 || fclose(file) != 0) {
        perror(path);
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
}

/* --- Files of ours --- */

static void write_blt_ballot(FILE *file, const struct voter *voter)
{
    (void)fputs("1", file);
    for (size_t i = 0; i < voter->ranked; i++) {
        (void)fprintf(file, " %zu", voter->order[i] + 1);
    }
    (void)fputs(" 0\n", file);
}

static void write_blt(FILE *file, struct voter *voter, size_t ballots)
{
    (void)fprintf(file, "%zu %d\n", voter->options, SEATS);
    for (size_t b = 0; b < ballots; b++) {
        next_voter(voter);
        write_blt_ballot(file, voter);
    }
    (void)fputs("0\n", file);
    for (size_t i = 0; i < voter->options; i++) {
        (void)fprintf(file, "\"option %zu\"\n", i + 1);
    }
    (void)fputs("\"A random election\"\n", file);
}

static const char *separator(size_t i)
{
    return i == 0 ? "" : ",";
}

static void write_approvals(FILE *file, const struct voter *voter)
{
    size_t count = 0;
    (void)fputs("{\"approves\":[", file);
    for (size_t i = 0; i < voter->options; i++) {
        if (voter->liking[i] >= APPROVED_ABOVE || i == voter->order[0]) {
            (void)fprintf(file, "%s%zu", separator(count++), i);
        }
    }
    (void)fputs("]}", file);
}

/* Points are as many as the liking is worth; scores likewise. */
static void write_numbers(FILE *file, const struct voter *voter, const char *name)
{
    (void)fprintf(file, "{\"%s\":[", name);
    for (size_t i = 0; i < voter->options; i++) {
        (void)fprintf(file, "%s%u", separator(i),
                      (unsigned)(voter->liking[i] * (PAL_BENCH_SCALE + 1) / 1000));
    }
    (void)fputs("]}", file);
}

static void write_json_ballot(FILE *file, const struct voter *voter, enum pal_ballot_kind kind)
{
    if (kind == PAL_BALLOT_CHOICE) {
        (void)fprintf(file, "{\"choice\":%zu}", voter->order[0]);
    } else if (kind == PAL_BALLOT_APPROVES) {
        write_approvals(file, voter);
    } else {
        write_numbers(file, voter, pal_ballot_kind_name(kind));
    }
}

static void write_json(FILE *file, struct voter *voter, enum pal_ballot_kind kind, size_t ballots,
                       const char *const *names)
{
    (void)fputs("{\"format\":\"palabre-ballots/1\",\"options\":[", file);
    for (size_t i = 0; i < voter->options; i++) {
        if (names != NULL) {
            (void)fprintf(file, "%s\"%s\"", separator(i), names[i]);
        } else {
            (void)fprintf(file, "%s\"option %zu\"", separator(i), i + 1);
        }
    }
    (void)fprintf(file, "],\"seats\":%d,\"scale\":%d,\"budget\":\"%zu\",\"costs\":[", SEATS,
                  PAL_BENCH_SCALE, voter->options * 100);
    for (size_t i = 0; i < voter->options; i++) {
        (void)fprintf(file, "%s\"%zu\"", separator(i), 200 + (i * 37) % 200);
    }
    (void)fputs("],\"ballots\":[", file);
    for (size_t b = 0; b < ballots; b++) {
        next_voter(voter);
        (void)fputs(b == 0 ? "\n" : ",\n", file);
        write_json_ballot(file, voter, kind);
    }
    (void)fputs("]}\n", file);
}

static struct voter *voter_new(size_t options)
{
    PAL_CHECK(options > 0 && options <= OPTIONS_MAX);
    struct voter *voter = pal_mem_new(1, sizeof *voter);
    voter->random = options;
    voter->options = options;
    return voter;
}

void pal_election_write(const char *path, enum pal_ballot_kind kind, size_t ballots, size_t options,
                        const char *const *names)
{
    FILE *file = open_file(path);
    struct voter *voter = voter_new(options);
    if (kind == PAL_BALLOT_RANKS) {
        PAL_CHECK(names == NULL);
        write_blt(file, voter, ballots);
    } else {
        write_json(file, voter, kind, kind == PAL_BALLOT_NONE ? 0 : ballots, names);
    }
    pal_mem_free(voter);
    close_file(file, path);
}

/* --- Files of peers --- */

static size_t rank_of(const struct voter *voter, size_t option)
{
    for (size_t i = 0; i < voter->ranked; i++) {
        if (voter->order[i] == option) {
            return i + 1;
        }
    }
    return voter->options;
}

static void write_peer_ballot(FILE *file, const struct voter *voter, enum pal_peer_form form)
{
    size_t count = form == PAL_PEER_ORDERS ? voter->ranked : voter->options;
    (void)fputs("[", file);
    for (size_t i = 0; i < count; i++) {
        size_t number = voter->order[i];
        if (form == PAL_PEER_RANKS) {
            number = rank_of(voter, i);
        } else if (form == PAL_PEER_GRADES) {
            number = PAL_BENCH_SCALE + 1 - voter->liking[i] * (PAL_BENCH_SCALE + 1) / 1000;
        }
        (void)fprintf(file, "%s%zu", separator(i), number);
    }
    (void)fputs("]", file);
}

void pal_election_write_peer(const char *path, enum pal_peer_form form, size_t ballots,
                             size_t options)
{
    FILE *file = open_file(path);
    struct voter *voter = voter_new(options);
    (void)fputs("[", file);
    for (size_t b = 0; b < ballots; b++) {
        next_voter(voter);
        (void)fputs(separator(b), file);
        write_peer_ballot(file, voter, form);
    }
    (void)fputs("]\n", file);
    pal_mem_free(voter);
    close_file(file, path);
}
