/* count.c - `palabre count`: a file of ballots, one method, one answer. */
#include <stdio.h>
#include <string.h>

#include "ballots/method.h"

#include "ballot_file.h"
#include "commands.h"
#include "options.h"
#include "say.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"method", 0, PAL_OPTION_TEXT,    true,  "ID",        "the counting method; `palabre methods` lists them"},
    {"seats",  0, PAL_OPTION_INTEGER, false, "N",         "seats to fill, instead of what the file says"},
    {"set",    0, PAL_OPTION_MANY,    false, "KEY=VALUE", "a parameter of the method"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "count",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .summary =
        "Counts a file of ballots with one method and prints the outcome as JSON. No database,\n"
        "no network, no clock: the same arguments give the same bytes everywhere.\n"
        "\n"
        "The end of FILE's name says its format: .json (palabre-ballots/1), .blt, .abif, PrefLib's\n"
        ".soc .soi .toc .toi, Pabulib's .pb. docs/formats.md describes them. A ballot that the\n"
        "file should not have ends the count: standard error says which, by line and column or by\n"
        "JSON pointer, and why. Exit: 0 counted, 1 refused, 2 used wrongly.\n",
    .options = options,
    .examples =
        "  palabre count --method approval --seats 3 board.json\n"
        "  palabre count --method motion --set threshold=2/3 --set strict=false merger.json\n"
        "  palabre count --method stv-scottish ward.blt\n",
};

/* The parameters on the line. A word without '=' is a wrong use, all else is the method's. */
static int set_parameters(const struct pal_arguments *arguments, struct pal_question *question)
{
    const char *said;
    for (size_t i = 0; (said = pal_arguments_many(arguments, "set", i)) != NULL; i++) {
        struct pal_text value = pal_text_of(said);
        struct pal_text name;
        if (!pal_text_cut(&value, '=', &name) || name.size == 0) {
            pal_say("count: --set %s: KEY=VALUE is expected; see `palabre count --help`", said);
            return PAL_EXIT_MISUSED;
        }
        if (pal_question_set_parameter(question, name, value) != PAL_OK) {
            pal_say("count: --set %s: this parameter is set twice", said);
            return PAL_EXIT_MISUSED;
        }
    }
    return PAL_EXIT_DONE;
}

/* Reads the file, in the format of its name, for that method. */
static enum pal_err read_file(const char *path, struct pal_question *question,
                              struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_BALLOT_FILE(file);
    PAL_TRY(pal_ballot_file_open(path, &file));
    return pal_ballot_file_read(&file, question, profile, out_where);
}

/* Seats on the line win; those of the file are for methods that fill several. */
static enum pal_err settle_seats(const struct pal_arguments *arguments,
                                 const struct pal_method *method, struct pal_question *question)
{
    if (pal_arguments_has(arguments, "seats")) {
        return pal_question_set_seats(question, pal_arguments_int(arguments, "seats", 1));
    }
    return method->takes_seats ? PAL_OK : pal_question_set_seats(question, 1);
}

/* What does not suit the method: a parameter, or what a file of JSON says. */
static void place(const struct pal_method *method, const char *path,
                  const struct pal_question *question, enum pal_err err,
                  struct pal_where *out_where)
{
    const bool has_pointers = strcmp(pal_format_of(pal_text_of(path))->name, "json") == 0;
    if (err == PAL_ERR_METHOD_PARAMETER) {
        pal_where_set(out_where, "/parameters/%s", method->conditional);
    }
    if (has_pointers && err == PAL_ERR_QUESTION_BUDGET) {
        pal_where_set(out_where, "%s", question->has_budget ? "/costs" : "/budget");
    }
    if (has_pointers && (err == PAL_ERR_QUESTION_OPTIONS || err == PAL_ERR_QUESTION_OWN_OPTIONS)) {
        pal_where_set(out_where, "%s", "/options");
    }
}

static void print_outcome(const struct pal_method *method, const struct pal_question *question,
                          const struct pal_profile *profile)
{
    PAL_OUTCOME(outcome, question->option_count);
    pal_method_count(method, question, profile, &outcome);
    PAL_JSON(answer);
    answer = pal_outcome_json_new(&outcome, method, question);
    PAL_BUF(text);
    pal_json_write_pretty(answer, &text);
    (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
}

static int count_file(const struct pal_arguments *arguments, const struct pal_method *method,
                      struct pal_question *question)
{
    struct pal_where where = {0};
    enum pal_err err = pal_method_settle(method, question, &where);
    if (err != PAL_OK) {
        return pal_say_refused("count", method->id, err, &where);
    }
    const char *path = pal_arguments_operand(arguments, 0);
    PAL_PROFILE(profile, pal_method_kind(method, question), 0);
    err = read_file(path, question, &profile, &where);
    if (err != PAL_OK) {
        return pal_say_refused("count", path, err, &where);
    }
    where = (struct pal_where){0}; /* a reader leaves there what it read last */
    err = settle_seats(arguments, method, question);
    if (err == PAL_OK) {
        err = pal_method_accepts(method, question);
        place(method, path, question, err, &where);
    }
    if (err != PAL_OK) {
        const char *subject = err == PAL_ERR_METHOD_PARAMETER ? method->id : path;
        return pal_say_refused("count", subject, err, &where);
    }
    pal_method_judge_profile(method, question, &profile);
    err = pal_method_takes_weights(method, question, &profile);
    if (err != PAL_OK) {
        return pal_say_refused("count", path, err, NULL);
    }
    print_outcome(method, question, &profile);
    return PAL_EXIT_DONE;
}

int pal_cli_count(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    PAL_QUESTION(question);
    code = set_parameters(&arguments, &question);
    if (code != PAL_EXIT_DONE) {
        return code;
    }
    const char *id = pal_arguments_text(&arguments, "method");
    const struct pal_method *method = pal_method_find(pal_text_of(id));
    if (method == NULL) {
        pal_say("count: --method %s: %s", id, pal_err_sentence(PAL_ERR_METHOD_UNKNOWN));
        return PAL_EXIT_MISUSED;
    }
    return count_file(&arguments, method, &question);
}
