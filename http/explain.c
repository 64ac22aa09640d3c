/*
 * explain.c - the sentences of an explanation: one row per step and code, figures between braces.
 *
 * Ratios stand in a sentence exact, digits in threes; a whole number without its denominator.
 */
#include "explain.h"

#include <string.h>

#include "base/mem.h"

#include "sentences.h"

/* clang-format off */
static const struct pal_sentence sentences[] = {
    {"roll.all_valid",
     "{present} sociétaires sont présents ou représentés, ou ont voté ; tous les votes reçus sont valables.",
     "{present} members are present or represented, or have voted; all votes received are valid."},
    {"roll.some_void",
     "{present} sociétaires sont présents ou représentés, ou ont voté ; votes écartés : {void}.",
     "{present} members are present or represented, or have voted; votes set aside: {void}."},
    {"quorum.none",
     "Les statuts ne fixent pas de quorum pour cette décision.",
     "The constitution sets no quorum for this decision."},
    {"quorum.met",
     "Le quorum est atteint : {present} présents sur {members}, soit {reached} ; il fallait {required}.",
     "The quorum is reached: {present} present of {members}, that is {reached}; {required} was required."},
    {"quorum.not_met",
     "Le quorum n’est pas atteint : {present} présents sur {members}, soit {reached} ; il fallait {required}.",
     "The quorum is not reached: {present} present of {members}, that is {reached}; {required} was required."},
    {"weights.statutes",
     "Chaque collège pèse ce que disent les statuts.",
     "Each college weighs what the constitution says."},
    {"weights.redistributed_equally",
     "Un collège au moins n’a pas de membre : son poids est partagé également entre les autres.",
     "At least one college has no member: its weight is shared equally between the others."},
    {"weights.redistributed_pro_rata",
     "Un collège au moins n’a pas de membre : son poids est partagé entre les autres en proportion des leurs.",
     "At least one college has no member: its weight is shared between the others in proportion to theirs."},
    {"weights.empty_left_out",
     "Un collège au moins n’a pas de membre : son poids ne compte pas.",
     "At least one college has no member: its weight is left out."},
    {"weights.suspended",
     "Moins de {min_colleges} collèges ont des membres : la pondération est suspendue, on compte par tête.",
     "Fewer than {min_colleges} colleges have members: the weighting is suspended and heads are counted."},
    {"weights.no_college",
     "Il n’y a pas de collège : on compte par tête.",
     "There is no college: heads are counted."},
    {"weights.no_transfer",
     "Les statuts ne pondèrent pas cette décision : on compte par tête.",
     "The constitution does not weight this decision: heads are counted."},
    {"weights.one_college",
     "Un seul collège vote : on compte par tête.",
     "One college alone votes: heads are counted."},
    {"weights.no_ballots",
     "Personne ne vote : on tire au sort.",
     "Nobody votes: lots are drawn."},
    {"college.counted",
     "{college} : {for} pour, {against} contre, {abstain} abstentions, blancs et nuls. Son poids, {weight}, apporte {for_weight} pour et {against_weight} contre.",
     "{college}: {for} for, {against} against, {abstain} abstentions, blank and spoilt. Its weight, {weight}, brings {for_weight} for and {against_weight} against."},
    {"college.silent",
     "{college} : aucun vote exprimé parmi {members} sociétaires ; il n’apporte rien.",
     "{college}: no vote expressed by {members} members; it brings nothing."},
    {"college.tied",
     "{college} : {for} pour, {against} contre, sans vainqueur ; il apporte {for_weight} pour et {against_weight} contre.",
     "{college}: {for} for, {against} against, without a winner; it brings {for_weight} for and {against_weight} against."},
    {"college.empty",
     "{college} : aucun membre.",
     "{college}: no member."},
    {"college_ballots.counted",
     "{college} : {counted} bulletins comptés, {blank} blancs, {spoilt} nuls, {abstaining} abstentions ; il pèse {weight}.",
     "{college}: {counted} ballots counted, {blank} blank, {spoilt} spoilt, {abstaining} abstaining; it weighs {weight}."},
    {"college_ballots.silent",
     "{college} : aucun bulletin compté parmi {members} sociétaires.",
     "{college}: no ballot counted from {members} members."},
    {"college_ballots.tied",
     "{college} : {counted} bulletins comptés, à égalité entre {decides} ; il pèse {weight}.",
     "{college}: {counted} ballots counted, tied between {decides}; it weighs {weight}."},
    {"college_ballots.empty",
     "{college} : aucun membre.",
     "{college}: no member."},
    {"transfer.proportional",
     "Les voix sont reportées en proportion : {for_weight} pour et {against_weight} contre.",
     "Votes are carried in proportion: {for_weight} for and {against_weight} against."},
    {"transfer.majority",
     "Chaque collège donne tout son poids à sa majorité : {for_weight} pour et {against_weight} contre.",
     "Each college gives its whole weight to its majority: {for_weight} for and {against_weight} against."},
    {"transfer_ballots.proportional",
     "Chaque bulletin pèse le poids de son collège divisé par les bulletins qui y sont comptés.",
     "Each ballot weighs the weight of its college divided by the ballots counted in it."},
    {"transfer_ballots.majority",
     "Chaque collège donne tout son poids à ce qu’il a décidé.",
     "Each college gives its whole weight to what it decided."},
    {"majority.above",
     "{for} pour sur {whole}, soit {ratio} : plus que les {threshold} requis.",
     "{for} for out of {whole} is {ratio}: more than the {threshold} required."},
    {"majority.reached",
     "{for} pour sur {whole}, soit exactement les {threshold} requis, et les atteindre suffit.",
     "{for} for out of {whole} is exactly the {threshold} required, and reaching it is enough."},
    {"majority.only_reached",
     "{for} pour sur {whole}, soit exactement {threshold} : il fallait davantage.",
     "{for} for out of {whole} is exactly {threshold}: more was required."},
    {"majority.below",
     "{for} pour sur {whole}, soit {ratio} : moins que les {threshold} requis.",
     "{for} for out of {whole} is {ratio}: less than the {threshold} required."},
    {"majority.no_vote_expressed",
     "Aucun vote n’est exprimé : rien n’est décidé en faveur.",
     "No vote is expressed: nothing is decided in favour."},
    {"majority.no_college_carried",
     "Rien n’atteint l’assemblée : les collèges où l’on a voté sont à égalité et laissés de côté, ou ne pèsent rien.",
     "Nothing reaches the assembly: the colleges that voted are tied and left out, or weigh nothing."},
    {"every_college.carried",
     "{college} : {for} pour et {against} contre, la majorité demandée à chaque collège y est.",
     "{college}: {for} for and {against} against, the majority asked of each college is there."},
    {"every_college.not_carried",
     "{college} : {for} pour et {against} contre, la majorité demandée à chaque collège n’y est pas.",
     "{college}: {for} for and {against} against, the majority asked of each college is not there."},
    {"each_college_min.reached",
     "{college} : {share} pour, au moins les {required} demandés à chaque collège.",
     "{college}: {share} for, at least the {required} asked of each college."},
    {"each_college_min.below",
     "{college} : {share} pour, moins que les {required} demandés à chaque collège.",
     "{college}: {share} for, less than the {required} asked of each college."},
    {"members_min.reached",
     "{share} de tous les sociétaires sont pour, au moins les {required} demandés.",
     "{share} of all members are for, at least the {required} asked."},
    {"members_min.below",
     "{share} de tous les sociétaires sont pour, moins que les {required} demandés.",
     "{share} of all members are for, less than the {required} asked."},
    {"seat.reserved",
     "{option} prend un siège réservé à son groupe ({group}).",
     "{option} takes a seat kept for their group ({group})."},
    {"seat.open", "{option} prend un siège ouvert à tous.", "{option} takes a seat open to all."},
    {"seat.released",
     "{option} prend un siège réservé à un groupe qui a moins de candidats que de sièges.",
     "{option} takes a seat kept for a group that has fewer candidates than seats."},
    {"term.until", "Le mandat de {option} prend fin le {until}.", "The term of {option} ends on {until}."},
    {"vacant.reserved",
     "Sièges réservés restés vacants, faute de candidat qui puisse les prendre ({group}) : {count}.",
     "Kept seats that stay vacant for want of a candidate who may take them ({group}): {count}."},
    {"vacant.open", "Sièges restés vacants : {count}.", "Seats that stay vacant: {count}."},
    {"seat_tie.tie_order",
     "{among} sont à égalité : là où il manquait des sièges, l’ordre fixé d’avance pour les égalités a choisi.",
     "{among} are level: where seats were short, the order settled beforehand for ties chose."},
    {"none_of_these.before_others",
     "« Aucun de ceux-là » passe avant {options} : ils ne sont pas élus.",
     "None of these comes before {options}: they are not elected."},
    {"none_of_these.elected",
     "« Aucun de ceux-là » obtient un siège, qui reste vacant.",
     "None of these takes a seat, which stays vacant."},
    {"absolute_majority.reached",
     "{option} a {total} sur {valid}, la majorité absolue.",
     "{option} has {total} of {valid}, an absolute majority."},
    {"absolute_majority.missed",
     "{option} a {total} sur {valid}, pas la majorité absolue : le siège attend un second tour.",
     "{option} has {total} of {valid}, no absolute majority: the seat waits for a second round."},
    {"decision.adopted", "La résolution est adoptée.", "The resolution is adopted."},
    {"decision.rejected", "La résolution est rejetée.", "The resolution is rejected."},
    {"decision.no_quorum",
     "Faute de quorum, rien n’est décidé.",
     "For want of a quorum, nothing is decided."},
    {"decision.counted", "Le scrutin est dépouillé.", "The poll is counted."},
    {"recused.some",
     "{college} : récusés sur cette résolution : {recused}. Ils ne sont ni électeurs ni comptés dans aucune base.",
     "{college}: recused from this resolution: {recused}. They are no electors and are counted in no base."},
    {"recused_all.some",
     "Récusés sur cette résolution : {recused}. Ils ne sont ni électeurs ni comptés dans aucune base.",
     "Recused from this resolution: {recused}. They are no electors and are counted in no base."},
    {"secret.one",
     "{college} : un seul bulletin a été déposé. Qui sait de qui il vient sait ce que cette personne a voté.",
     "{college}: one ballot alone was cast. Who knows whose it is knows what that person voted."},
    {"secret.alike",
     "{college} : les {ballots} bulletins disent tous la même chose. Ce que chacun y a voté n’est donc plus secret.",
     "{college}: all {ballots} ballots say the same. What each person voted there is thus no secret."},
    {"secret_all.one",
     "Un seul bulletin a été déposé. Qui sait de qui il vient sait ce que cette personne a voté.",
     "One ballot alone was cast. Who knows whose it is knows what that person voted."},
    {"secret_all.alike",
     "Les {ballots} bulletins disent tous la même chose. Ce que chacun a voté n’est donc plus secret.",
     "All {ballots} ballots say the same. What each person voted is thus no secret."},
};
/* clang-format on */

static const struct pal_sentence *find(const char *code)
{
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        if (strcmp(sentences[i].code, code) == 0) {
            return &sentences[i];
        }
    }
    for (size_t i = 0; pal_count_sentences[i].code != NULL; i++) {
        if (strcmp(pal_count_sentences[i].code, code) == 0) {
            return &pal_count_sentences[i];
        }
    }
    return NULL;
}

/* --- figures ------------------------------------------------------------------------------------ */

static void write_list(const struct pal_json *array, struct pal_buf *out)
{
    for (size_t i = 0; i < pal_json_count(array); i++) {
        pal_buf_add_string(out, i > 0 ? ", " : "");
        pal_buf_add_text(out, pal_json_as_text(pal_json_at(array, i)));
    }
}

/* Exact, as text. */
static void write_figure(const struct pal_json *value, struct pal_buf *out)
{
    switch (pal_json_kind(value)) {
    case PAL_JSON_TEXT: pal_buf_add_text(out, pal_json_as_text(value)); break;
    case PAL_JSON_ARRAY: write_list(value, out); break;
    case PAL_JSON_INT:
    case PAL_JSON_BOOL:
    case PAL_JSON_NULL:
    case PAL_JSON_OBJECT: pal_json_write(value, out); break;
    }
}

static struct pal_json *figures_new(const struct pal_json *step)
{
    struct pal_json *figures = pal_json_object_new();
    const char *name = NULL;
    for (const struct pal_json *value = pal_json_next(step, &name); value != NULL;
         value = pal_json_next(step, &name)) {
        if (strcmp(name, "step") != 0 && strcmp(name, "code") != 0) {
            PAL_BUF(text);
            write_figure(value, &text);
            pal_json_set_text(figures, name, pal_buf_text(&text));
        }
    }
    return figures;
}

/* --- sentences ---------------------------------------------------------------------------------- */

/* Of those that name something, none is a number, even where it looks like one: "2024/2025". */
static bool is_number(const char *name, struct pal_text value)
{
    static const char *const words[] = {"among", "college", "decides", "grade",
                                        "group", "option",  "options", "other"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], name) == 0) {
            return false;
        }
    }
    size_t i = pal_text_starts(value, "-") ? 1 : 0;
    while (i < value.size && strchr("0123456789/", value.bytes[i]) != NULL) {
        i++;
    }
    return i == value.size;
}

/* In threes, as the client writes figures in that language. */
static void write_digits(struct pal_text digits, bool is_french, struct pal_buf *out)
{
    bool is_negative = pal_text_starts(digits, "-");
    for (size_t i = 0; i < digits.size; i++) {
        if (i > (is_negative ? 1 : 0) && (digits.size - i) % 3 == 0) {
            pal_buf_add_string(out, is_french ? "\u202f" : ",");
        }
        pal_buf_add_byte(out, (uint8_t)digits.bytes[i]);
    }
}

/* A college is called by its label; a whole number stands without its denominator. */
static void speak_figure(const char *name, struct pal_text value,
                         const struct pal_constitution *constitution, bool is_french,
                         struct pal_buf *out)
{
    size_t index =
        strcmp(name, "college") == 0 ? pal_constitution_college(constitution, value) : SIZE_MAX;
    if (index != SIZE_MAX) {
        const struct pal_college *college = &constitution->colleges[index];
        pal_buf_add_string(out, is_french ? college->label_fr : college->label_en);
        return;
    }
    if (!is_number(name, value)) {
        pal_buf_add_text(out, value);
        return;
    }
    struct pal_text den = value;
    struct pal_text num;
    bool is_divided = pal_text_cut(&den, '/', &num);
    write_digits(num, is_french, out);
    if (is_divided && !pal_text_is(den, "1")) {
        pal_buf_add_byte(out, '/');
        write_digits(den, is_french, out);
    }
}

static struct pal_json *speak(const char *template, const struct pal_json *figures,
                              const struct pal_constitution *constitution, bool is_french)
{
    PAL_BUF(sentence);
    struct pal_text rest = pal_text_of(template);
    struct pal_text before;
    while (pal_text_cut(&rest, '{', &before)) {
        struct pal_text name;
        pal_buf_add_text(&sentence, before);
        (void)pal_text_cut(&rest, '}', &name); /* our own templates close what they open */
        PAL_STRING(word);
        word = pal_text_copy(name);
        const struct pal_json *figure = pal_json_get(figures, word);
        if (figure != NULL) {
            speak_figure(word, pal_json_as_text(figure), constitution, is_french, &sentence);
        }
    }
    pal_buf_add_text(&sentence, before);
    return pal_json_text_new(pal_buf_text(&sentence));
}

static void add_step(struct pal_json *steps, const char *code, struct pal_json *figures,
                     const struct pal_constitution *constitution)
{
    const struct pal_sentence *sentence = find(code);
    if (sentence == NULL) {
        pal_json_free(figures);
        return;
    }
    struct pal_json *step = pal_json_object_new();
    pal_json_set_string(step, "code", code);
    pal_json_set(step, "fr", speak(sentence->fr, figures, constitution, true));
    pal_json_set(step, "en", speak(sentence->en, figures, constitution, false));
    pal_json_set(step, "figures", figures);
    pal_json_append(steps, step);
}

/* A college, or a transfer, says other things of a motion than of ballots that name options. */
static const char *kind_of(const struct pal_json *step, struct pal_text name)
{
    bool is_two_faced = pal_text_is(name, "college") || pal_text_is(name, "transfer");
    bool is_motion = pal_json_get(step, "for_weight") != NULL;
    return is_two_faced && !is_motion ? "_ballots" : "";
}

/* What the method itself says comes where the step of the method stands. */
static void add_count(struct pal_json *steps, const struct pal_json *decision,
                      const struct pal_constitution *constitution)
{
    const struct pal_json *count = pal_json_get(decision, "count");
    const struct pal_json *reasons = count != NULL ? pal_json_get(count, "explanation") : NULL;
    for (size_t i = 0; reasons != NULL && i < pal_json_count(reasons); i++) {
        const struct pal_json *reason = pal_json_at(reasons, i);
        PAL_BUF(code);
        pal_buf_add_string(&code, "count.");
        pal_buf_add_text(&code, pal_json_as_text(pal_json_get(reason, "because")));
        add_step(steps, code.bytes, figures_new(pal_json_get(reason, "facts")), constitution);
    }
}

struct pal_json *pal_explain_new(const struct pal_json *decision,
                                 const struct pal_constitution *constitution)
{
    struct pal_json *steps = pal_json_array_new();
    const struct pal_json *explanation = pal_json_get(decision, "explanation");
    for (size_t i = 0; i < pal_json_count(explanation); i++) {
        const struct pal_json *step = pal_json_at(explanation, i);
        struct pal_text name = pal_json_as_text(pal_json_get(step, "step"));
        if (pal_text_is(name, "method")) {
            add_count(steps, decision, constitution);
            continue;
        }
        PAL_BUF(code);
        pal_buf_add_text(&code, name);
        pal_buf_add_format(&code, "%s.", kind_of(step, name));
        pal_buf_add_text(&code, pal_json_as_text(pal_json_get(step, "code")));
        add_step(steps, code.bytes, figures_new(step), constitution);
    }
    return steps;
}

void pal_explain_recused(struct pal_json *steps, const struct pal_json *manifest,
                         const struct pal_constitution *constitution)
{
    const struct pal_json *colleges = pal_json_get(manifest, "colleges");
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        const struct pal_json *college = pal_json_at(colleges, i);
        const struct pal_json *recused = pal_json_get(college, "recused");
        if (recused == NULL) {
            continue;
        }
        bool is_all = constitution->college_count == 0;
        PAL_BUF(count);
        pal_buf_add_int(&count, pal_json_as_int(recused));
        struct pal_json *figures = pal_json_object_new();
        if (!is_all) {
            pal_json_set_text(figures, "college", pal_json_as_text(pal_json_get(college, "id")));
        }
        pal_json_set_text(figures, "recused", pal_buf_text(&count));
        add_step(steps, is_all ? "recused_all.some" : "recused.some", figures, constitution);
    }
}

void pal_explain_alike(struct pal_json *steps, struct pal_text college, uint64_t ballots,
                       const struct pal_constitution *constitution)
{
    PAL_BUF(code);
    PAL_BUF(count);
    struct pal_json *figures = pal_json_object_new();
    pal_buf_add_format(&code, "%s.%s", constitution->college_count > 0 ? "secret" : "secret_all",
                       ballots == 1 ? "one" : "alike");
    pal_buf_add_format(&count, "%llu", (unsigned long long)ballots);
    pal_json_set_text(figures, "college", college);
    pal_json_set_text(figures, "ballots", pal_buf_text(&count));
    add_step(steps, code.bytes, figures, constitution);
}

struct pal_json *pal_explain_amendment_new(const struct pal_json *steps)
{
    static const struct pal_sentence verdicts[] = {
        {"decision.adopted", "L’amendement est adopté.", "The amendment is adopted."},
        {"decision.rejected", "L’amendement est rejeté.", "The amendment is rejected."},
        {"decision.no_quorum", "Faute de quorum, l’amendement n’est pas adopté.",
         "For want of a quorum, the amendment is not adopted."},
    };
    struct pal_json *said = pal_json_array_new();
    for (size_t i = 0; i < pal_json_count(steps); i++) {
        struct pal_json *step = pal_json_copy(pal_json_at(steps, i));
        struct pal_text code = pal_json_as_text(pal_json_get(step, "code"));
        for (size_t j = 0; j < sizeof verdicts / sizeof verdicts[0]; j++) {
            if (pal_text_is(code, verdicts[j].code)) {
                pal_json_set_string(step, "fr", verdicts[j].fr);
                pal_json_set_string(step, "en", verdicts[j].en);
            }
        }
        pal_json_append(said, step);
    }
    return said;
}
