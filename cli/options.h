/*
 * options.h - a command's line: what it takes, what was given, and its --help.
 *
 * A command states its options in a table; parsing, the errors and the help come from it. Options
 * may stand before, between and after the operands, as `--name value` or `--name=value`; `--` ends
 * them. Every command has --help.
 */
#ifndef PAL_CLI_OPTIONS_H
#define PAL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum { PAL_EXIT_DONE = 0, PAL_EXIT_REFUSED = 1, PAL_EXIT_MISUSED = 2 };
/* What pal_arguments_parse gives when the command is to go on. */
enum { PAL_ARGUMENTS_GO = -1 };

enum pal_option_kind {
    PAL_OPTION_FLAG,    /* stands or does not */
    PAL_OPTION_TEXT,    /* has a value */
    PAL_OPTION_INTEGER, /* a decimal integer, 0 or more */
    PAL_OPTION_MANY,    /* has a value, and may stand several times */
};

struct pal_option {
    const char *name; /* "seats" for --seats */
    char letter;      /* 'o' for -o, or 0 */
    enum pal_option_kind kind;
    bool required;
    const char *value;   /* "N": how the help names the value; NULL for a flag */
    const char *summary; /* one line */
};

/* What a command takes. All text is static. */
struct pal_usage {
    const char *command;  /* "count" */
    const char *operands; /* "FILE"; "" when there are none */
    size_t operands_min, operands_max;
    const char *summary;              /* what it does: one or more whole lines */
    const struct pal_option *options; /* ended by a NULL name; or NULL */
    const char *examples;             /* whole lines */
};

struct pal_argument {
    const struct pal_option *option; /* NULL for an operand */
    const char *value;               /* lent by argv; NULL for a flag */
};
struct pal_arguments {
    struct pal_argument *given; /* in the order of the line */
    size_t given_count;
    size_t operand_count;
};
/* Local arguments that die with their scope. */
#define PAL_ARGUMENTS(name) struct pal_arguments name PAL_CLEANUP(pal_arguments_done) = {0}
void pal_arguments_done(struct pal_arguments *arguments);

/* Reads the line; argv[0] is the command's name. PAL_ARGUMENTS_GO, or the exit code with which the
 * command ends: PAL_EXIT_DONE after --help, PAL_EXIT_MISUSED after saying why on standard error. */
PAL_MUST_USE int pal_arguments_parse(const struct pal_usage *usage, int argc, char **argv,
                                     struct pal_arguments *arguments);

/* What was given. The name is one of the usage's; values are lent by argv. */
bool pal_arguments_has(const struct pal_arguments *arguments, const char *name);
const char *pal_arguments_text(const struct pal_arguments *arguments,
                               const char *name); /* or NULL */
int64_t pal_arguments_int(const struct pal_arguments *arguments, const char *name,
                          int64_t otherwise);
/* The index-th value of an option that may stand several times, or NULL beyond the last. */
const char *pal_arguments_many(const struct pal_arguments *arguments, const char *name,
                               size_t index);
/* The index-th operand, or NULL beyond the last. */
const char *pal_arguments_operand(const struct pal_arguments *arguments, size_t index);

#endif
