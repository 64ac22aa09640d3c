/*
 * print.c - `palabre-print`: a sheet of JSON on standard input, a PDF on standard output.
 *
 * A program of its own, so that fonts and texts of members are not read where the keys are: it has no
 * file, no database, no network, and little time.
 */
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "options.h"
#include "print_draw.h"
#include "print_language.h"
#include "print_sheet.h"
#include "say.h"

/* gcc says it one way, clang another. */
#ifdef __has_feature
#    if __has_feature(address_sanitizer)
#        define PAL_HAS_SHADOW
#    endif
#endif
#ifdef __SANITIZE_ADDRESS__
#    define PAL_HAS_SHADOW
#endif

#ifdef PAL_HAS_SHADOW
/* What fontconfig has read it keeps until the end: that is no leak of ours. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer calls them. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */
#endif

enum { SECONDS = 60, MEGABYTES = 768, DESCRIPTORS = 1024, STANDARD = 3 };

static const struct pal_option options[] = {{0}};

static const struct pal_usage usage = {
    .command = "print",
    .operands = "",
    .summary =
        "Reads a sheet (docs/rules/minutes.md) on standard input and writes it as PDF on standard\n"
        "output: A4, in the fonts of the machine, text that can be copied.\n",
    .options = options,
    .examples = "  palabre-print < sheet.json > minutes.pdf\n",
};

/* What it may use; and nothing that was open where it comes from. */
static void confine(void)
{
    const struct rlimit seconds = {SECONDS, SECONDS};
    const struct rlimit bytes = {(rlim_t)MEGABYTES << 20, (rlim_t)MEGABYTES << 20};
    for (int fd = STANDARD; fd < DESCRIPTORS; fd++) {
        (void)close(fd); /* most are not open */
    }
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0);
    (void)setrlimit(RLIMIT_CPU, &seconds);
#ifdef PAL_HAS_SHADOW
    (void)bytes; /* the shadow of memory is larger */
#else
    (void)setrlimit(RLIMIT_AS, &bytes);
#endif
}

static enum pal_err print(struct pal_where *out_where)
{
    PAL_BUF(bytes);
    PAL_BUF(pdf);
    PAL_PRINT_SHEET(sheet);
    PAL_TRY(pal_stream_read(stdin, PAL_PRINT_BYTES, &bytes));
    PAL_TRY(pal_print_sheet_read(pal_buf_text(&bytes), &sheet, out_where));
    PAL_TRY(pal_print_draw(&sheet, &pdf));
    PAL_TRY(pal_print_say_language(&pdf, sheet.language));
    bool is_written = fwrite(pdf.bytes, 1, pdf.size, stdout) == pdf.size && fflush(stdout) == 0;
    return is_written ? PAL_OK : PAL_ERR_FILE_WRITE;
}

int main(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    struct pal_where where = {0};
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    confine();
    enum pal_err err = print(&where);
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("print", "the sheet", err, &where);
}
