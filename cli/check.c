/* check.c - `palabre check`: a constitution against the law of its regime, in words. */
#include <stdio.h>
#include <string.h>

#include "ballots/constitution.h"
#include "ballots/power.h"
#include "base/limits.h"
#include "base/mem.h"

#include "commands.h"
#include "options.h"
#include "say.h"

static const struct pal_option options[] = {
    {"lang", 0, PAL_OPTION_TEXT, false, "fr|en", "the language of the sentences (en)"},
    {"power", 0, PAL_OPTION_FLAG, false, NULL, "say how often each college decides"},
    {"json", 0, PAL_OPTION_FLAG, false, NULL, "print one JSON object, for programs"},
    {0},
};

static const struct pal_usage usage = {
    .command = "check",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .summary =
        "Checks a constitution (docs/rules/constitution.md) against the law of its regime.\n"
        "Exits 1 when something in it is unlawful, or when it cannot be read.\n"
        "With --power, says how often each college decides (docs/rules/power.md), each having one\n"
        "member.\n",
    .options = options,
    .examples = "  palabre check docs/constitutions/scic.json\n"
                "  palabre check --lang fr statuts.json\n"
                "  palabre check --power statuts.json\n"
                "  palabre check --json statuts.json\n",
};

static const struct {
    const char *severity[2]; /* of enum pal_severity */
    const char *lawful, *unlawful, *unknown;
    const char *power;
    const char *calls[PAL_CALL_COUNT];
    const char *of_votes, *of_power, *veto, *decides;
} words[] = {
    {{"error:", "warning:"},
     "Nothing in this constitution is unlawful.",
     "This constitution is unlawful: correct the errors.",
     "Left unknown; a poll that needs it will be refused: ",
     "How often each college decides, all its members voting alike:",
     {"first call", "second call"},
     "of the votes",
     "of the power",
     "nothing passes without it",
     "decides alone"},
    {{"erreur :", "avertissement :"},
     "Rien d’illégal dans cette constitution.",
     "Cette constitution est illégale : corrigez les erreurs.",
     "Inconnu ; un scrutin qui en a besoin sera refusé : ",
     "Combien de fois chaque collège décide, ses membres votant tous de même :",
     {"première convocation", "seconde convocation"},
     "des voix",
     "du pouvoir",
     "rien ne passe sans lui",
     "décide seul"},
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

static const char *member_of(const struct pal_json *object, const char *name)
{
    return pal_json_as_text(pal_json_get(object, name)).bytes;
}

static void print_college(const struct pal_json *college, int language)
{
    const char *more = "";
    if (pal_json_as_bool(pal_json_get(college, "decides"))) {
        more = words[language].decides;
    } else if (pal_json_as_bool(pal_json_get(college, "veto"))) {
        more = words[language].veto;
    }
    (void)printf("  %-24s %9s %s  %9s %s%s%s\n", member_of(college, "college"),
                 member_of(college, "weight"), words[language].of_votes,
                 member_of(college, "share"), words[language].of_power, *more == '\0' ? "" : "  ",
                 more);
}

static void print_power(const struct pal_json *classes, int language)
{
    (void)printf("%s\n", words[language].power);
    for (size_t i = 0; i < pal_json_count(classes); i++) {
        const struct pal_json *class = pal_json_at(classes, i);
        const struct pal_json *colleges = pal_json_get(class, "colleges");
        bool is_second = strcmp(member_of(class, "call"), "second") == 0;
        (void)printf("%s, %s\n", member_of(class, "class"),
                     words[language].calls[is_second ? PAL_CALL_SECOND : PAL_CALL_FIRST]);
        for (size_t j = 0; j < pal_json_count(colleges); j++) {
            print_college(pal_json_at(colleges, j), language);
        }
    }
}

static enum pal_err measure(const struct pal_constitution *constitution,
                            struct pal_json **out_classes, struct pal_where *where)
{
    uint64_t *members PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(constitution->college_count + 1, sizeof *members);
    for (size_t i = 0; i < constitution->college_count; i++) {
        members[i] = 1;
    }
    *out_classes = pal_json_array_new();
    return pal_power_list(constitution, members, *out_classes, where);
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
                       const struct pal_findings *findings, const struct pal_json *classes)
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
    if (classes != NULL) {
        pal_json_set(answer, "power", pal_json_copy(classes));
    }
    pal_json_write_pretty(answer, &text);
    (void)fwrite(text.bytes, 1, text.size, stdout); /* main says whether it arrived */
}

static int verdict(const struct pal_findings *findings)
{
    return pal_findings_allow(findings) ? PAL_EXIT_DONE : PAL_EXIT_REFUSED;
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
    PAL_JSON(classes);
    if (pal_arguments_has(&arguments, "power")) {
        err = measure(&constitution, &classes, &where);
        if (err != PAL_OK) {
            return pal_say_refused("check --power", path, err, &where);
        }
    }
    if (pal_arguments_has(&arguments, "json")) {
        print_json(&constitution, &findings, classes);
        return verdict(&findings);
    }
    print_words(&constitution, &findings, is_french ? FRENCH : ENGLISH);
    if (classes != NULL) {
        print_power(classes, is_french ? FRENCH : ENGLISH);
    }
    return verdict(&findings);
}
