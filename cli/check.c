/* check.c - `palabre check`: a constitution against the law of its regime, in words. */
#include <stdio.h>
#include <string.h>

#include "ballots/constitution.h"
#include "base/limits.h"

#include "commands.h"
#include "options.h"
#include "say.h"

static const struct pal_option options[] = {
    {"lang", 0, PAL_OPTION_TEXT, false, "fr|en", "the language of the sentences (en)"},
    {"json", 0, PAL_OPTION_FLAG, false, NULL, "print one JSON object, for programs"},
    {0},
};

static const struct pal_usage usage = {
    .command = "check",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .summary = "Checks a constitution (docs/rules/constitution.md) against the law of its regime.\n"
               "Exits 1 when something in it is unlawful, or when it cannot be read.\n",
    .options = options,
    .examples = "  palabre check docs/constitutions/scic.json\n"
                "  palabre check --lang fr statuts.json\n"
                "  palabre check --json statuts.json\n",
};

static const struct {
    const char *severity[2]; /* of enum pal_severity */
    const char *lawful, *unlawful, *unknown;
} words[] = {
    {{"error:", "warning:"},
     "Nothing in this constitution is unlawful.",
     "This constitution is unlawful: correct the errors.",
     "Left unknown; a poll that needs it will be refused: "},
    {{"erreur :", "avertissement :"},
     "Rien d'illégal dans cette constitution.",
     "Cette constitution est illégale : corrigez les erreurs.",
     "Inconnu ; un scrutin qui en a besoin sera refusé : "},
};
enum { ENGLISH, FRENCH };

static enum pal_err read_constitution(const char *path, struct pal_constitution *out,
                                      struct pal_where *where)
{
    PAL_BUF(text);
    PAL_JSON(json);
    PAL_TRY(pal_file_read(path, PAL_LIMIT_BODY, &text));
    PAL_TRY(pal_json_parse(pal_buf_text(&text), PAL_LIMIT_BODY, &json, where));
    return pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, out, where);
}

static void print_unknown(const struct pal_constitution *constitution, int language)
{
    bool is_first = true;
    for (int i = 0; i < PAL_CONSTITUTION_FIELD_COUNT; i++) {
        enum pal_constitution_field field = (enum pal_constitution_field)i;
        if (!pal_constitution_knows(constitution, field)) {
            (void)printf("%s%s", is_first ? words[language].unknown : ", ",
                         pal_constitution_field_name(field));
            is_first = false;
        }
    }
    (void)printf("%s", is_first ? "" : "\n");
}

static void print_words(const struct pal_constitution *constitution,
                        const struct pal_findings *findings, int language)
{
    (void)printf("%s\n", constitution->name);
    for (size_t i = 0; i < findings->count; i++) {
        const struct pal_finding *finding = &findings->items[i];
        (void)printf("%s %s %s (%s)\n", words[language].severity[finding->severity],
                     finding->pointer, language == FRENCH ? finding->fr : finding->en,
                     finding->code);
    }
    print_unknown(constitution, language);
    (void)printf("%s\n",
                 pal_findings_allow(findings) ? words[language].lawful : words[language].unlawful);
}

static void print_json(const struct pal_constitution *constitution,
                       const struct pal_findings *findings)
{
    char hash[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&constitution->hash, hash);
    PAL_JSON(answer);
    PAL_BUF(text);
    answer = pal_json_object_new();
    pal_json_set_string(answer, "name", constitution->name);
    pal_json_set_string(answer, "hash", hash);
    pal_json_set_bool(answer, "lawful", pal_findings_allow(findings));
    pal_json_set(answer, "findings", pal_findings_write(findings));
    struct pal_json *unknown = pal_json_array_new();
    for (int i = 0; i < PAL_CONSTITUTION_FIELD_COUNT; i++) {
        enum pal_constitution_field field = (enum pal_constitution_field)i;
        if (!pal_constitution_knows(constitution, field)) {
            pal_json_append_text(unknown, pal_text_of(pal_constitution_field_name(field)));
        }
    }
    pal_json_set(answer, "unknown", unknown);
    pal_json_write_pretty(answer, &text);
    (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
}

int pal_cli_check(int argc, char **argv)
{
    PAL_ARGUMENTS(arguments);
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    if (code != PAL_ARGUMENTS_GO) {
        return code;
    }
    const char *language = pal_arguments_text(&arguments, "lang");
    bool is_french = language != NULL && strcmp(language, "fr") == 0;
    if (language != NULL && !is_french && strcmp(language, "en") != 0) {
        pal_say("check: --lang is fr or en");
        return PAL_EXIT_MISUSED;
    }
    const char *path = pal_arguments_operand(&arguments, 0);
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    enum pal_err err = read_constitution(path, &constitution, &where);
    if (err != PAL_OK) {
        return pal_say_refused("check", path, err, &where);
    }
    pal_constitution_check(&constitution, &findings);
    if (pal_arguments_has(&arguments, "json")) {
        print_json(&constitution, &findings);
    } else {
        print_words(&constitution, &findings, is_french ? FRENCH : ENGLISH);
    }
    return pal_findings_allow(&findings) ? PAL_EXIT_DONE : PAL_EXIT_REFUSED;
}
