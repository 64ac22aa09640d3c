/* convert.c - `palabre convert`: a file of ballots in another format. */
#include <stdio.h>
#include <string.h>

#include "ballot_file.h"
#include "commands.h"
#include "options.h"
#include "say.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"to",     0,   PAL_OPTION_TEXT, false, "FORMAT", "json (palabre-ballots/1, unless told), blt or abif"},
    {"kind",   0,   PAL_OPTION_TEXT, false, "KIND",   "choice, approves, scores, points or ranks, where the file holds several"},
    {"output", 'o', PAL_OPTION_TEXT, false, "OUT",    "a new file for the result; without it, standard output"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "convert",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .summary =
        "Writes a file of ballots in another format. FILE is read as `palabre count` reads it,\n"
        "by the end of its name: .json .blt .abif .soc .soi .toc .toi .pb. Identical ballots are\n"
        "written once, with their number. What the format cannot hold is refused, with the reason;\n"
        "where it has no fractions, all weights are multiplied alike, and standard error says by\n"
        "what. docs/formats.md describes the formats.\n",
    .options = options,
    .examples = "  palabre convert ward.blt -o ward.json\n"
                "  palabre convert --to blt debian.soi > debian.blt\n"
                "  palabre convert --to abif --kind ranks grades.abif\n",
};

/* The kind on the line; PAL_BALLOT_KIND_COUNT: there is none of that name. */
static enum pal_ballot_kind find_kind(const char *name)
{
    int kind = PAL_BALLOT_NONE;
    while (kind < PAL_BALLOT_KIND_COUNT &&
           strcmp(name, pal_ballot_kind_name((enum pal_ballot_kind)kind)) != 0) {
        kind++;
    }
    return (enum pal_ballot_kind)kind;
}

static enum pal_err write_file(const char *path, struct pal_text text)
{
    FILE *file = fopen(path, "wbx");
    if (file == NULL) {
        FILE *there = fopen(path, "rb");
        if (there != NULL) {
            (void)fclose(there); /* it was only looked for */
        }
        return there != NULL ? PAL_ERR_FILE_EXISTS : PAL_ERR_FILE_WRITE;
    }
    bool is_whole = fwrite(text.bytes, 1, text.size, file) == text.size;
    is_whole = fclose(file) == 0 && is_whole;
    if (!is_whole) {
        (void)remove(path); /* half a file is worse than none */
    }
    return is_whole ? PAL_OK : PAL_ERR_FILE_WRITE;
}

/* What the new file says otherwise than the old one. */
static void say_changes(const struct pal_format *format, const struct pal_question *question,
                        const struct pal_profile *profile)
{
    PAL_RATIO(scale);
    if (!format->has_fractions && pal_format_scale(profile, scale) == PAL_OK &&
        mpq_cmp_ui(scale, 1, 1) != 0) {
        PAL_BUF(text);
        pal_ratio_write(scale, &text);
        text.bytes[text.size - 2] = '\0'; /* without "/1" */
        pal_say("convert: every weight was multiplied by %s, since the format has no fractions",
                text.bytes);
    }
    if (question->max_length > 0) {
        pal_say("convert: that a ballot names %zu projects at most is not in the new file",
                question->max_length);
    }
}

static int convert(const struct pal_arguments *arguments, const struct pal_format *format,
                   const char *kind_name)
{
    const char *path = pal_arguments_operand(arguments, 0);
    const char *output = pal_arguments_text(arguments, "output");
    struct pal_where where = {0};
    PAL_BALLOT_FILE(file);
    enum pal_err err = pal_ballot_file_open(path, &file);
    if (err != PAL_OK) {
        return pal_say_refused("convert", path, err, NULL);
    }
    PAL_QUESTION(question);
    PAL_PROFILE(profile, kind_name != NULL ? find_kind(kind_name) : file.format->kind(file.text),
                0);
    err = pal_ballot_file_read(&file, &question, &profile, &where);
    if (err != PAL_OK) {
        return pal_say_refused("convert", path, err, &where);
    }
    PAL_BUF(text);
    err = format->write(&question, &profile, &text);
    if (err != PAL_OK) {
        return pal_say_refused("convert", format->name, err, NULL);
    }
    if (output == NULL) {
        (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
    } else {
        err = write_file(output, pal_buf_text(&text));
    }
    if (err != PAL_OK) {
        return pal_say_refused("convert", output, err, NULL);
    }
    say_changes(format, &question, &profile);
    return PAL_EXIT_DONE;
}

int pal_cli_convert(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *to = pal_arguments_text(&arguments, "to");
    const struct pal_format *format = pal_format_named(pal_text_of(to != NULL ? to : "json"));
    if (format == NULL) {
        pal_say("convert: --to %s: json, blt or abif is expected", to);
        return PAL_EXIT_MISUSED;
    }
    const char *kind = pal_arguments_text(&arguments, "kind");
    if (kind != NULL && find_kind(kind) == PAL_BALLOT_KIND_COUNT) {
        pal_say("convert: --kind %s: choice, approves, scores, points or ranks is expected", kind);
        return PAL_EXIT_MISUSED;
    }
    return convert(&arguments, format, kind);
}
