/* review.c - `palabre review`: the pack for the cooperative reviewer. */
#include "core/review.h"

#include <inttypes.h>
#include <stdio.h>

#include "http/review.h"

#include "commands.h"
#include "options.h"
#include "say.h"
#include "society.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"db",     0,   PAL_OPTION_TEXT, true,  "FILE",     "the society's database; a server may hold it"},
    {"output", 'o', PAL_OPTION_TEXT, false, "FILE.tar", "the file to make; without it, palabre-review-YEARS.tar here"},
    {"years",  0,   PAL_OPTION_TEXT, false, "A-B",      "the years of the review; without it, the last five"},
    {"force",  0,   PAL_OPTION_FLAG, false, NULL,       "write over what stands there"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "review",
    .operands = "",
    .summary =
        "Writes what the cooperative reviewer asks for: the register by category and college,\n"
        "constitutions, assemblies with their notices, sheets and minutes, decisions and shared\n"
        "surpluses. It names people: it is for the reviewer alone. Its README says what each file is.\n",
    .options = options,
    .examples = "  palabre review --db coop.palabre -o review.tar\n"
                "  palabre review --db coop.palabre --years 2022-2026 -o review.tar\n",
};

/* The tests' program stands elsewhere than the printer. */
#ifdef PAL_PRINTER
static char printer[] = PAL_PRINTER;
#else
static char *const printer = NULL; /* beside this program */
#endif

static enum pal_err review(const struct pal_arguments *arguments)
{
    PAL_STORE(store);
    PAL_BUF(name);
    const char *years = pal_arguments_text(arguments, "years");
    struct pal_review_spec spec = {
        .path = pal_arguments_text(arguments, "output"),
        .replaces = pal_arguments_has(arguments, "force"),
        .print = pal_review_print,
        .context = printer,
    };
    uint64_t size;
    PAL_TRY(pal_society_open(pal_arguments_text(arguments, "db"), PAL_STORE_READ, &store));
    PAL_TRY(pal_years_parse(store, pal_text_of(years != NULL ? years : ""), &spec.years));
    if (spec.path == NULL) {
        pal_review_name(&spec.years, &name);
        spec.path = name.bytes;
    }
    PAL_TRY(pal_review_make(store, &spec, &size));
    /* main says whether it arrived */
    (void)printf("%s: %" PRIu64 " bytes, %d-%d\n", spec.path, size, (int)spec.years.first,
                 (int)spec.years.last);
    return PAL_OK;
}

int pal_cli_review(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    enum pal_err err = review(&arguments);
    return err == PAL_OK
               ? PAL_EXIT_DONE
               : pal_say_refused("review", pal_arguments_text(&arguments, "db"), err, NULL);
}
