/* import.c - `palabre import members`: a register from a CSV file, whole or not at all. */
#include "core/import.h"

#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

static const struct pal_option options[] = {
    {"db", 0, PAL_OPTION_TEXT, true, "FILE", "the society's database; no server may hold it"},
    {"dry-run", 0, PAL_OPTION_FLAG, false, NULL, "judge every line and keep nothing"},
    {"separator", 0, PAL_OPTION_TEXT, false, "C", "',', ';' or 'tab'; as the first line shows"},
    {"json", 0, PAL_OPTION_FLAG, false, NULL, "print the report as one JSON object"},
    {0},
};

static const struct pal_usage usage = {
    .command = "import",
    .operands = "members FILE.csv",
    .operands_min = 2,
    .operands_max = 2,
    .summary =
        "Enters the members of a CSV file in the register: all of them, or none when a line\n"
        "is refused. The first line names the columns; docs/import.md lists them. A FILE of\n"
        "- is standard input.\n",
    .options = options,
    .examples = "  palabre import members register.csv --db coop.palabre --dry-run\n"
                "  palabre import members register.csv --db coop.palabre\n",
};

static enum pal_err read_file(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    FILE *file = context;
    *out_size = fread(out_bytes, 1, size, file);
    return ferror(file) == 0 ? PAL_OK : PAL_ERR_FILE_READ;
}

/* --- the report ----------------------------------------------------------------------------- */

static void say_errors(const char *path, const struct pal_import_report *report)
{
    for (size_t i = 0; i < report->error_count && i < PAL_IMPORT_ERRORS; i++) {
        const struct pal_import_error *error = &report->errors[i];
        PAL_BUF(place);
        pal_buf_add_format(&place, "line %llu", (unsigned long long)error->line);
        if (error->column > 0) {
            pal_buf_add_format(&place, ", column %llu", (unsigned long long)error->column);
        }
        if (error->name[0] != '\0') {
            pal_buf_add_format(&place, " (%s)", error->name);
        }
        pal_say("import: %s: %s: %s (%s)", path, place.bytes, pal_err_sentence(error->err),
                pal_err_slug(error->err));
    }
    if (report->error_count > PAL_IMPORT_ERRORS) {
        pal_say("import: %s: and %llu more", path,
                (unsigned long long)(report->error_count - PAL_IMPORT_ERRORS));
    }
}

static const char *sentence(const void *context, enum pal_err err)
{
    (void)context;
    return pal_err_sentence(err);
}

static void print_report(const struct pal_import_report *report, bool is_dry_run)
{
    bool is_kept = !is_dry_run && report->error_count == 0;
    (void)printf("%llu lines, %llu refused; %llu members %s\n", (unsigned long long)report->rows,
                 (unsigned long long)report->error_count, (unsigned long long)report->admitted,
                 is_kept ? "admitted" : "would be admitted, nothing was kept");
    for (size_t i = 0; i < report->college_count; i++) {
        if (report->colleges[i].id[0] != '\0') {
            (void)printf("  %-24s %llu\n", report->colleges[i].id,
                         (unsigned long long)report->colleges[i].members);
        }
    }
}

static void print(const struct pal_import_report *report, const struct pal_arguments *arguments)
{
    if (!pal_arguments_has(arguments, "json")) {
        print_report(report, pal_arguments_has(arguments, "dry-run"));
        return;
    }
    PAL_JSON(json);
    json = pal_import_report_json(report, &(struct pal_import_words){.sentence = sentence});
    PAL_BUF(text);
    pal_json_write_pretty(json, &text);
    (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
}

/* --- the command ---------------------------------------------------------------------------- */

static enum pal_err import(struct pal_store *store, FILE *file,
                           const struct pal_import_options *how, struct pal_import_report *report)
{
    struct pal_import_source source = {read_file, file};
    PAL_TRY(pal_import_members(store, &source, how, report));
    return how->is_dry_run ? PAL_OK : pal_turn_commit(store);
}

/* False for what is no separator. */
static bool read_separator(const char *text, char *out_separator)
{
    if (text == NULL) {
        *out_separator = 0;
        return true;
    }
    if (strcmp(text, "tab") == 0) {
        *out_separator = '\t';
        return true;
    }
    *out_separator = text[0];
    return strcmp(text, ",") == 0 || strcmp(text, ";") == 0 || strcmp(text, "\t") == 0;
}

static int run(const struct pal_arguments *arguments, const struct pal_import_options *how,
               FILE *file)
{
    const char *path = pal_arguments_text(arguments, "db");
    const char *name = pal_arguments_operand(arguments, 1);
    PAL_STORE(store);
    enum pal_err err = pal_society_open(path, PAL_STORE_WRITE, &store);
    if (err != PAL_OK) {
        return pal_say_refused("import", path, err, NULL);
    }
    PAL_IMPORT_REPORT(report);
    err = import(store, file, how, &report);
    if (err != PAL_OK && err != PAL_ERR_IMPORT_LINE) {
        return pal_say_refused("import", name, err, NULL);
    }
    say_errors(name, &report);
    print(&report, arguments);
    return err == PAL_OK ? PAL_EXIT_DONE : PAL_EXIT_REFUSED;
}

int pal_cli_import(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    struct pal_import_options how = {.is_dry_run = pal_arguments_has(&arguments, "dry-run")};
    const char *name = pal_arguments_operand(&arguments, 1);
    if (strcmp(pal_arguments_operand(&arguments, 0), "members") != 0) {
        pal_say("import: %s: only members are imported", pal_arguments_operand(&arguments, 0));
        return PAL_EXIT_MISUSED;
    }
    if (!read_separator(pal_arguments_text(&arguments, "separator"), &how.separator)) {
        pal_say("import: --separator is ',', ';' or 'tab'");
        return PAL_EXIT_MISUSED;
    }
    if (strcmp(name, "-") == 0) {
        return run(&arguments, &how, stdin);
    }
    FILE *file = fopen(name, "rb");
    if (file == NULL) {
        return pal_say_refused("import", name, PAL_ERR_FILE_OPEN, NULL);
    }
    code = run(&arguments, &how, file);
    (void)fclose(file); /* it was only read */
    return code;
}
