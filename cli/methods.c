/* methods.c - `palabre methods`: the counting methods and their parameters, from their tables. */
#include <stdio.h>

#include "ballots/method.h"

#include "commands.h"
#include "options.h"

static const struct pal_option options[] = {
    {"json", 0, PAL_OPTION_FLAG, false, NULL, "print one JSON object, for programs"},
    {0},
};

static const struct pal_usage usage = {
    .command = "methods",
    .operands = "",
    .summary = "Lists the counting methods: version, ballots, parameters with the default first.\n",
    .options = options,
    .examples = "  palabre methods\n  palabre methods --json\n",
};

static bool is_last(const struct pal_method_parameter *parameter)
{
    return parameter == NULL || parameter->name == NULL;
}

/* What a parameter may be: its words, or what kind of value, the default first. */
static void add_values(const struct pal_method_parameter *parameter, struct pal_buf *line)
{
    static const char *const kinds[] = {
        [PAL_PARAMETER_INTEGER] = "N",
        [PAL_PARAMETER_RATIO] = "P/Q",
        [PAL_PARAMETER_TEXT] = "TEXT",
    };
    if (parameter->kind != PAL_PARAMETER_WORD) {
        pal_buf_add_string(line, kinds[parameter->kind]);
        if (parameter->initial != NULL) {
            pal_buf_add_format(line, " (%s)", parameter->initial);
        }
        return;
    }
    for (size_t i = 0; parameter->words[i] != NULL; i++) {
        pal_buf_add_format(line, "%s%s", i > 0 ? "," : "", parameter->words[i]);
    }
}

static void print_method(const struct pal_method *method)
{
    (void)printf("%s  version %u, ballots: %s%s\n    %s\n", method->id, method->version,
                 pal_ballot_kind_name(method->kind), method->takes_seats ? ", seats" : "",
                 method->summary);
    for (const struct pal_method_parameter *row = method->parameters; !is_last(row); row++) {
        PAL_BUF(values);
        pal_buf_add_format(&values, "%s=", row->name);
        add_values(row, &values);
        (void)printf("    --set %-34s %s\n", values.bytes, row->summary);
    }
}

static struct pal_json *parameter_new(const struct pal_method_parameter *parameter)
{
    static const char *const kinds[] = {
        [PAL_PARAMETER_WORD] = "word",
        [PAL_PARAMETER_INTEGER] = "integer",
        [PAL_PARAMETER_RATIO] = "ratio",
        [PAL_PARAMETER_TEXT] = "text",
    };
    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "name", parameter->name);
    pal_json_set_string(object, "kind", kinds[parameter->kind]);
    bool is_word = parameter->kind == PAL_PARAMETER_WORD;
    const char *initial = is_word ? parameter->words[0] : parameter->initial;
    if (initial != NULL) {
        pal_json_set_string(object, "default", initial);
    }
    if (is_word) {
        struct pal_json *values = pal_json_array_new();
        for (size_t i = 0; parameter->words[i] != NULL; i++) {
            pal_json_append_text(values, pal_text_of(parameter->words[i]));
        }
        pal_json_set(object, "values", values);
    }
    pal_json_set_string(object, "summary", parameter->summary);
    return object;
}

static struct pal_json *method_new(const struct pal_method *method)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "id", method->id);
    pal_json_set_int(object, "version", method->version);
    pal_json_set_string(object, "summary", method->summary);
    pal_json_set_string(object, "rule", method->rule);
    pal_json_set_string(object, "ballots", pal_ballot_kind_name(method->kind));
    pal_json_set_bool(object, "seats", method->takes_seats);
    if (method->options != NULL) {
        struct pal_json *names = pal_json_array_new();
        for (size_t i = 0; method->options[i] != NULL; i++) {
            pal_json_append_text(names, pal_text_of(method->options[i]));
        }
        pal_json_set(object, "options", names);
    }
    struct pal_json *parameters = pal_json_array_new();
    for (const struct pal_method_parameter *row = method->parameters; !is_last(row); row++) {
        pal_json_append(parameters, parameter_new(row));
    }
    pal_json_set(object, "parameters", parameters);
    return object;
}

static void print_json(void)
{
    PAL_JSON(answer);
    answer = pal_json_object_new();
    struct pal_json *list = pal_json_array_new();
    const struct pal_method *method;
    for (size_t i = 0; (method = pal_method_at(i)) != NULL; i++) {
        pal_json_append(list, method_new(method));
    }
    pal_json_set(answer, "methods", list);
    PAL_BUF(text);
    pal_json_write_pretty(answer, &text);
    (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
}

int pal_cli_methods(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    if (pal_arguments_has(&arguments, "json")) {
        print_json();
        return PAL_EXIT_DONE;
    }
    const struct pal_method *method;
    for (size_t i = 0; (method = pal_method_at(i)) != NULL; i++) {
        print_method(method);
    }
    return PAL_EXIT_DONE;
}
