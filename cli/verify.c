/*
 * verify.c - `palabre-verify`: a record, checked without the society that made it.
 */
#include "audit/verify.h"

#include <stdio.h>
#include <string.h>

#include "base/crypto.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/source.h"

#include "options.h"
#include "progress.h"
#include "say.h"

enum { KEYS = 64 };

static const struct pal_option options[] = {
    {"key", 0, PAL_OPTION_MANY, false, "VKEY", "believe this key in place of those of the log"},
    {"policy", 0, PAL_OPTION_TEXT, false, "FILE",
     "witnesses and keys to believe in place of the log's"},
    {"since", 0, PAL_OPTION_TEXT, false, "FILE",
     "a checkpoint that you kept: the log only grew since"},
    {"receipt", 0, PAL_OPTION_TEXT, false, "FILE", "your receipt: your ballot is in the urn"},
    {"tracker", 0, PAL_OPTION_TEXT, false, "CODE",
     "your tracker: what stands beside it in the list"},
    {"opening", 0, PAL_OPTION_TEXT, false, "FILE",
     "your ballot, opened again before you: it says what the list says"},
    {"elector", 0, PAL_OPTION_TEXT, false, "FILE",
     "your line: it is on the roll, and its mark right"},
    {"json", 0, PAL_OPTION_FLAG, false, NULL, "print one JSON object, for programs"},
    {0},
};

static const struct pal_usage usage = {
    .command = "verify",
    .operands = "FILE.tar",
    .operands_min = 1,
    .operands_max = 1,
    .summary = "Verifies the record of a poll or of a society (docs/rules/verify.md), with its\n"
               "signature FILE.tar.minisig. Asks nobody, and writes nothing. Prints one line per\n"
               "check; exits 0 only if none failed.\n",
    .options = options,
    .examples =
        "  palabre-verify palabre-all-1234.tar\n"
        "  palabre-verify --since checkpoint-of-june palabre-all-1234.tar\n"
        "  palabre-verify --receipt my-receipt.txt --tracker WEWR-MKD3-3897-TJYY-0420 record.tar\n"
        "  palabre-verify --policy witnesses.txt --json record.tar\n",
};

/* Files of whoever asks, and what is made of them. */
struct asked {
    struct pal_source source;
    struct pal_buf minisig, policy, since, receipt, opening, elector;
    const char *keys[KEYS];
};

static void asked_done(struct asked *asked)
{
    pal_source_done(&asked->source);
    pal_buf_done(&asked->minisig);
    pal_buf_done(&asked->policy);
    pal_buf_done(&asked->since);
    pal_buf_done(&asked->receipt);
    pal_buf_done(&asked->opening);
    pal_buf_done(&asked->elector);
}

/* The file of an option, where it was given; *path says of which file an error is. */
static enum pal_err read_option(const char *file, struct pal_buf *buf, struct pal_text *out,
                                const char **path)
{
    if (file == NULL) {
        return PAL_OK;
    }
    *path = file;
    PAL_TRY(pal_file_read(file, PAL_LIMIT_NOTE, buf));
    *out = (struct pal_text){buf->bytes == NULL ? "" : buf->bytes, buf->size};
    return PAL_OK;
}

static enum pal_err read_minisig(const char *path, struct asked *asked, struct pal_text *out)
{
    PAL_BUF(name);
    pal_buf_add_string(&name, path);
    pal_buf_add_string(&name, ".minisig");
    enum pal_err err = pal_file_read(name.bytes, PAL_LIMIT_NOTE, &asked->minisig);
    if (err == PAL_OK) {
        *out = pal_buf_text(&asked->minisig);
    }
    return err == PAL_ERR_FILE_OPEN ? PAL_OK : err; /* V1 says that there is none */
}

static enum pal_err read_all(const struct pal_arguments *arguments, struct asked *asked,
                             struct pal_verify_spec *spec, const char **path)
{
    PAL_TRY(
        read_option(pal_arguments_text(arguments, "policy"), &asked->policy, &spec->policy, path));
    PAL_TRY(read_option(pal_arguments_text(arguments, "since"), &asked->since, &spec->since, path));
    PAL_TRY(read_option(pal_arguments_text(arguments, "receipt"), &asked->receipt, &spec->receipt,
                        path));
    PAL_TRY(read_option(pal_arguments_text(arguments, "opening"), &asked->opening, &spec->opening,
                        path));
    PAL_TRY(read_option(pal_arguments_text(arguments, "elector"), &asked->elector, &spec->elector,
                        path));
    *path = pal_arguments_operand(arguments, 0);
    PAL_TRY(pal_source_open(*path, &asked->source));
    PAL_TRY(read_minisig(*path, asked, &spec->minisig));
    spec->tar = &asked->source;
    spec->keys = asked->keys;
    const char *key;
    while (spec->key_count < KEYS &&
           (key = pal_arguments_many(arguments, "key", spec->key_count)) != NULL) {
        asked->keys[spec->key_count++] = key;
    }
    if (pal_arguments_text(arguments, "tracker") != NULL) {
        spec->tracker = pal_text_of(pal_arguments_text(arguments, "tracker"));
    }
    return PAL_OK;
}

static void print_lines(const struct pal_verify_report *report)
{
    for (int i = 0; i < PAL_VERIFY_CHECKS; i++) {
        const struct pal_verify_line *line = &report->lines[i];
        (void)printf("V%-3d %-7s %s\n", i + 1, pal_verify_state_word(line->state), line->figure);
    }
    (void)printf("%s\n",
                 pal_verify_holds(report) ? "The record holds." : "The record does not hold.");
}

static void print_json(const char *path, const struct pal_verify_report *report)
{
    PAL_JSON(json);
    PAL_BUF(text);
    json = pal_json_object_new();
    pal_json_set_string(json, "file", path);
    struct pal_json *checks = pal_json_array_new();
    for (int i = 0; i < PAL_VERIFY_CHECKS; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "V%d", i + 1);
        struct pal_json *check = pal_json_object_new();
        pal_json_set_string(check, "check", name);
        pal_json_set_string(check, "state", pal_verify_state_word(report->lines[i].state));
        pal_json_set_string(check, "figure", report->lines[i].figure);
        pal_json_append(checks, check);
    }
    pal_json_set(json, "checks", checks);
    pal_json_set_bool(json, "holds", pal_verify_holds(report));
    pal_json_write(json, &text);
    (void)printf("%s\n", text.bytes);
}

int main(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    struct asked asked PAL_CLEANUP(asked_done) = {.source = {.bytes = ""}};
    struct pal_progress progress = {0};
    struct pal_verify_spec spec = {.progress = pal_progress_show, .context = &progress};
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    if (pal_crypto_start() != PAL_OK) {
        pal_say("%s", pal_err_sentence(PAL_ERR_CRYPTO_START));
        return PAL_EXIT_REFUSED;
    }
    const char *path = NULL;
    enum pal_err err = read_all(&arguments, &asked, &spec, &path);
    if (err != PAL_OK) {
        return pal_say_refused("verify", path, err, NULL);
    }
    struct pal_verify_report report;
    pal_verify(&spec, &report);
    pal_progress_show(&progress, 1, 1);
    if (pal_arguments_has(&arguments, "json")) {
        print_json(pal_arguments_operand(&arguments, 0), &report);
    } else {
        print_lines(&report);
    }
    bool is_written = fflush(stdout) == 0 && ferror(stdout) == 0;
    return is_written && pal_verify_holds(&report) ? PAL_EXIT_DONE : PAL_EXIT_REFUSED;
}
