/* templates.c - `palabre templates`: constitutions to begin from. */
#include "core/templates.h"

#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "say.h"

static const struct pal_option options[] = {
    {"lang", 0, PAL_OPTION_TEXT, false, "fr|en", "the language of the list (en)"},
    {0},
};

static const struct pal_usage usage = {
    .command = "templates",
    .operands = "[ID]",
    .operands_max = 1,
    .summary =
        "Lists the constitutions to begin from, or prints one of them (docs/rules/templates.md).\n"
        "What an example leaves unknown stops the polls that need it: complete it first.\n",
    .options = options,
    .examples = "  palabre templates --lang fr\n"
                "  palabre templates scic-proportional > statuts.json\n"
                "  palabre compare template:scic-proportional statuts.json\n",
};

static const char *in(const struct pal_json *texts, const char *language)
{
    return pal_json_as_text(pal_json_get(texts, language)).bytes;
}

static void print_list(const char *language)
{
    PAL_JSON(list);
    list = pal_templates_list();
    for (size_t i = 0; i < pal_json_count(list); i++) {
        const struct pal_json *item = pal_json_at(list, i);
        const struct pal_json *warnings = pal_json_get(item, "warnings");
        (void)printf("%s  %s\n    %s\n", pal_json_as_text(pal_json_get(item, "id")).bytes,
                     in(pal_json_get(item, "title"), language),
                     in(pal_json_get(item, "summary"), language));
        for (size_t j = 0; j < pal_json_count(warnings); j++) {
            (void)printf("    ! %s\n", in(pal_json_at(warnings, j), language));
        }
    }
}

int pal_cli_templates(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *language = pal_arguments_text(&arguments, "lang");
    language = language == NULL ? "en" : language;
    if (strcmp(language, "fr") != 0 && strcmp(language, "en") != 0) {
        pal_say("templates: --lang is fr or en");
        return PAL_EXIT_MISUSED;
    }
    const char *id = pal_arguments_operand(&arguments, 0);
    if (id == NULL) {
        print_list(language);
        return PAL_EXIT_DONE;
    }
    PAL_JSON(document);
    PAL_BUF(text);
    if (pal_template_read(pal_text_of(id), &document) != PAL_OK) {
        pal_say("templates: there is no template %s; `palabre templates` lists them", id);
        return PAL_EXIT_REFUSED;
    }
    pal_json_write_pretty(document, &text);
    (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
    return PAL_EXIT_DONE;
}
