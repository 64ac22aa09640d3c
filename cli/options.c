/* options.c - reads a command's line against the table of what it takes. */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/text.h"

#include "say.h"

static const struct pal_option help_option = {.name = "help",
                                              .kind = PAL_OPTION_FLAG,
                                              .summary = "print this and stop"};

void pal_arguments_done(struct pal_arguments *arguments)
{
    pal_mem_free(arguments->given);
    *arguments = (struct pal_arguments){0};
}

/* --- Help --- */

static void print_option(const struct pal_option *option)
{
    PAL_BUF(head);
    if (option->letter != 0) {
        pal_buf_add_format(&head, "-%c, ", option->letter);
    }
    pal_buf_add_format(&head, "--%s", option->name);
    if (option->value != NULL) {
        pal_buf_add_format(&head, " %s", option->value);
    }
    (void)printf("  %-26s %s\n", head.bytes, option->summary);
}

static void print_help(const struct pal_usage *usage)
{
    (void)printf("usage: " PAL_PROGRAM "%s [options]%s%s\n\n%s\noptions:\n", usage->command,
                 usage->operands[0] != '\0' ? " " : "", usage->operands, usage->summary);
    for (const struct pal_option *option = usage->options; option != NULL && option->name != NULL;
         option++) {
        print_option(option);
    }
    print_option(&help_option);
    (void)printf("\nexamples:\n%s", usage->examples);
}

/* --- Parsing --- */

/* One word of the line, taken apart. */
struct word {
    const struct pal_option *option; /* NULL for an operand */
    const char *value;               /* after '=', or the operand; NULL when there is none */
};

static const struct pal_option *find_option(const struct pal_usage *usage, struct pal_text name)
{
    for (const struct pal_option *option = usage->options; option != NULL && option->name != NULL;
         option++) {
        bool is_letter = name.size == 1 && option->letter != 0 && name.bytes[0] == option->letter;
        if (is_letter || (name.size > 1 && pal_text_is(name, option->name))) {
            return option;
        }
    }
    return pal_text_is(name, help_option.name) ? &help_option : NULL;
}

/* Takes a word apart; false when it names no option. */
static bool read_word(const struct pal_usage *usage, const char *text, struct word *out_word)
{
    *out_word = (struct word){.value = text};
    if (text[0] != '-' || text[1] == '\0') { /* "-" alone is an operand */
        return true;
    }
    bool is_long = text[1] == '-';
    struct pal_text rest = pal_text_of(text + (is_long ? 2 : 1));
    struct pal_text name;
    out_word->value = pal_text_cut(&rest, '=', &name) ? rest.bytes : NULL;
    out_word->option = is_long == (name.size > 1) ? find_option(usage, name) : NULL;
    return out_word->option != NULL;
}

/* Why the value does not suit the option, or NULL. */
static const char *fault_of(const struct pal_arguments *arguments, const struct word *word)
{
    const struct pal_option *option = word->option;
    int64_t integer;
    if (option->kind == PAL_OPTION_FLAG) {
        return word->value != NULL ? "takes no value" : NULL;
    }
    if (word->value == NULL) {
        return "needs a value";
    }
    if (option->kind != PAL_OPTION_MANY && pal_arguments_has(arguments, option->name)) {
        return "stands twice";
    }
    if (option->kind == PAL_OPTION_INTEGER &&
        (pal_text_int(pal_text_of(word->value), &integer) != PAL_OK || integer < 0)) {
        return "needs a whole number";
    }
    return NULL;
}

static int misused(const struct pal_usage *usage, const char *what, const char *why)
{
    pal_say("%s: %s %s; see `" PAL_PROGRAM "%s --help`", usage->command, what, why, usage->command);
    return PAL_EXIT_MISUSED;
}

/* What is missing once the line is read. */
static int check_complete(const struct pal_usage *usage, const struct pal_arguments *arguments)
{
    for (const struct pal_option *option = usage->options; option != NULL && option->name != NULL;
         option++) {
        if (option->required && !pal_arguments_has(arguments, option->name)) {
            PAL_BUF(name);
            pal_buf_add_format(&name, "--%s", option->name);
            return misused(usage, name.bytes, "is missing");
        }
    }
    if (arguments->operand_count < usage->operands_min) {
        return misused(usage, usage->operands, "is missing");
    }
    if (arguments->operand_count > usage->operands_max) {
        const char *last = pal_arguments_operand(arguments, usage->operands_max);
        return misused(usage, last, "is one too many");
    }
    return PAL_ARGUMENTS_GO;
}

int pal_arguments_parse(const struct pal_usage *usage, int argc, char **argv,
                        struct pal_arguments *arguments)
{
    PAL_CHECK(argc > 0);
    pal_arguments_done(arguments);
    arguments->given = pal_mem_new((size_t)argc, sizeof *arguments->given);
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        struct word word = {.value = argv[i]};
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
            continue;
        }
        if (!ended && !read_word(usage, argv[i], &word)) {
            return misused(usage, argv[i], "is no option of this command");
        }
        if (word.option == &help_option) {
            print_help(usage);
            return PAL_EXIT_DONE;
        }
        if (word.option != NULL) {
            bool wants = word.option->kind != PAL_OPTION_FLAG && word.value == NULL;
            if (wants && i + 1 < argc) {
                word.value = argv[++i];
            }
            const char *fault = fault_of(arguments, &word);
            if (fault != NULL) {
                PAL_BUF(name);
                pal_buf_add_format(&name, "--%s", word.option->name);
                return misused(usage, name.bytes, fault);
            }
        }
        arguments->operand_count += word.option == NULL;
        arguments->given[arguments->given_count++] =
            (struct pal_argument){.option = word.option, .value = word.value};
    }
    return check_complete(usage, arguments);
}

/* --- What was given --- */

const char *pal_arguments_many(const struct pal_arguments *arguments, const char *name,
                               size_t index)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        const struct pal_argument *given = &arguments->given[i];
        if (given->option != NULL && strcmp(given->option->name, name) == 0 && index-- == 0) {
            return given->value;
        }
    }
    return NULL;
}

const char *pal_arguments_text(const struct pal_arguments *arguments, const char *name)
{
    return pal_arguments_many(arguments, name, 0);
}

bool pal_arguments_has(const struct pal_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        const struct pal_option *option = arguments->given[i].option;
        if (option != NULL && strcmp(option->name, name) == 0) {
            return true;
        }
    }
    return false;
}

int64_t pal_arguments_int(const struct pal_arguments *arguments, const char *name,
                          int64_t otherwise)
{
    const char *text = pal_arguments_text(arguments, name);
    int64_t value = otherwise;
    if (text != NULL) {
        enum pal_err err = pal_text_int(pal_text_of(text), &value);
        PAL_CHECK(err == PAL_OK); /* the line was read */
    }
    return value;
}

const char *pal_arguments_operand(const struct pal_arguments *arguments, size_t index)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (arguments->given[i].option == NULL && index-- == 0) {
            return arguments->given[i].value;
        }
    }
    return NULL;
}
