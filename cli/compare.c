/* compare.c - `palabre compare`: in what two constitutions differ. */
#include <stdio.h>
#include <string.h>

#include "ballots/comparison.h"
#include "base/limits.h"
#include "core/templates.h"

#include "commands.h"
#include "options.h"
#include "say.h"

static const struct pal_option options[] = {
    {"json", 0, PAL_OPTION_FLAG, false, NULL, "print one JSON array, for programs"},
    {0},
};

static const struct pal_usage usage = {
    .command = "compare",
    .operands = "FROM TO",
    .operands_min = 2,
    .operands_max = 2,
    .summary =
        "Says in what two constitutions differ: files, or templates as template:ID. A line for each\n"
        "place: + where only the second states it, - where only the first does, ~ where they state\n"
        "something else. Exits 1 when one of them cannot be read.\n",
    .options = options,
    .examples = "  palabre compare template:scic-proportional statuts.json\n"
                "  palabre compare --json before.json after.json\n",
};

static enum pal_err read_side(const char *side, struct pal_constitution *out,
                              struct pal_where *where)
{
    static const char scheme[] = "template:";
    PAL_BUF(text);
    PAL_JSON(json);
    if (strncmp(side, scheme, sizeof scheme - 1) == 0) {
        PAL_TRY(pal_template_read(pal_text_of(side + sizeof scheme - 1), &json));
    } else {
        PAL_TRY(pal_file_read(side, PAL_LIMIT_BODY, &text));
        PAL_TRY(pal_json_parse(pal_buf_text(&text), PAL_LIMIT_BODY, &json, where));
    }
    return pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, out, where);
}

static void print_change(const struct pal_json *change)
{
    PAL_BUF(line);
    struct pal_text op = pal_json_as_text(pal_json_get(change, "op"));
    const struct pal_json *from = pal_json_get(change, "from");
    const struct pal_json *to = pal_json_get(change, "to");
    const char *sign = pal_text_is(op, "add") ? "+" : "~";
    pal_buf_add_format(&line, "%s %s", pal_text_is(op, "remove") ? "-" : sign,
                       pal_json_as_text(pal_json_get(change, "at")).bytes);
    if (from != NULL) {
        pal_buf_add_string(&line, " ");
        pal_json_write(from, &line);
    }
    if (from != NULL && to != NULL) {
        pal_buf_add_string(&line, " ->");
    }
    if (to != NULL) {
        pal_buf_add_string(&line, " ");
        pal_json_write(to, &line);
    }
    (void)printf("%s\n", line.bytes);
}

int pal_cli_compare(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    PAL_CONSTITUTION(from);
    PAL_CONSTITUTION(to);
    struct pal_constitution *sides[] = {&from, &to};
    for (size_t i = 0; i < 2; i++) {
        struct pal_where where = {0};
        const char *side = pal_arguments_operand(&arguments, i);
        enum pal_err err = read_side(side, sides[i], &where);
        if (err != PAL_OK) {
            return pal_say_refused("compare", side, err, &where);
        }
    }
    PAL_JSON(changes);
    PAL_BUF(text);
    changes = pal_constitution_compare(&from, &to);
    if (pal_arguments_has(&arguments, "json")) {
        pal_json_write_pretty(changes, &text);
        (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
        return PAL_EXIT_DONE;
    }
    for (size_t i = 0; i < pal_json_count(changes); i++) {
        print_change(pal_json_at(changes, i));
    }
    return PAL_EXIT_DONE;
}
