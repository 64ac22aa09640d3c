/*
 * explain.c - the sentences of an explanation: one row per step and code, figures between braces.
 *
 * Ratios stand in a sentence as they are, exact; a whole number without its denominator.
 */
#include "explain.h"

#include <string.h>

#include "base/mem.h"

struct sentence {
    const char *code, *fr, *en;
};

/* clang-format off */
static const struct sentence sentences[] = {
    {"roll.all_valid",
     "{present} sociétaires sont présents ou représentés, ou ont voté ; tous les votes reçus sont valables.",
     "{present} members are present or represented, or have voted; all votes received are valid."},
    {"roll.some_void",
     "{present} sociétaires sont présents ou représentés, ou ont voté ; votes écartés : {void}.",
     "{present} members are present or represented, or have voted; votes set aside: {void}."},
    {"quorum.none",
     "Les statuts ne fixent pas de quorum pour cette décision.",
     "The constitution sets no quorum for this decision."},
    {"quorum.met",
     "Le quorum est atteint : {present} présents sur {members}, soit {reached} ; il fallait {required}.",
     "The quorum is reached: {present} present of {members}, that is {reached}; {required} was required."},
    {"quorum.not_met",
     "Le quorum n’est pas atteint : {present} présents sur {members}, soit {reached} ; il fallait {required}.",
     "The quorum is not reached: {present} present of {members}, that is {reached}; {required} was required."},
    {"weights.statutes",
     "Chaque collège pèse ce que disent les statuts.",
     "Each college weighs what the constitution says."},
    {"weights.redistributed_equally",
     "Un collège au moins n’a pas de membre : son poids est partagé également entre les autres.",
     "At least one college has no member: its weight is shared equally between the others."},
    {"weights.redistributed_pro_rata",
     "Un collège au moins n’a pas de membre : son poids est partagé entre les autres en proportion des leurs.",
     "At least one college has no member: its weight is shared between the others in proportion to theirs."},
    {"weights.empty_left_out",
     "Un collège au moins n’a pas de membre : son poids ne compte pas.",
     "At least one college has no member: its weight is left out."},
    {"weights.suspended",
     "Moins de {min_colleges} collèges ont des membres : la pondération est suspendue, on compte par tête.",
     "Fewer than {min_colleges} colleges have members: the weighting is suspended and heads are counted."},
    {"weights.no_college",
     "Il n’y a pas de collège : on compte par tête.",
     "There is no college: heads are counted."},
    {"weights.no_transfer",
     "Les statuts ne pondèrent pas cette décision : on compte par tête.",
     "The constitution does not weight this decision: heads are counted."},
    {"weights.one_college",
     "Un seul collège vote : on compte par tête.",
     "One college alone votes: heads are counted."},
    {"weights.no_ballots",
     "Personne ne vote : on tire au sort.",
     "Nobody votes: lots are drawn."},
    {"college.counted",
     "{college} : {for} pour, {against} contre, {abstain} abstentions, blancs et nuls. Son poids, {weight}, apporte {for_weight} pour et {against_weight} contre.",
     "{college}: {for} for, {against} against, {abstain} abstentions, blank and spoilt. Its weight, {weight}, brings {for_weight} for and {against_weight} against."},
    {"college.silent",
     "{college} : aucun vote exprimé parmi {members} sociétaires ; il n’apporte rien.",
     "{college}: no vote expressed by {members} members; it brings nothing."},
    {"college.tied",
     "{college} : {for} pour, {against} contre, sans vainqueur ; il apporte {for_weight} pour et {against_weight} contre.",
     "{college}: {for} for, {against} against, without a winner; it brings {for_weight} for and {against_weight} against."},
    {"college.empty",
     "{college} : aucun membre.",
     "{college}: no member."},
    {"college_ballots.counted",
     "{college} : {counted} bulletins comptés, {blank} blancs, {spoilt} nuls, {abstaining} abstentions ; il pèse {weight}.",
     "{college}: {counted} ballots counted, {blank} blank, {spoilt} spoilt, {abstaining} abstaining; it weighs {weight}."},
    {"college_ballots.silent",
     "{college} : aucun bulletin compté parmi {members} sociétaires.",
     "{college}: no ballot counted from {members} members."},
    {"college_ballots.tied",
     "{college} : {counted} bulletins comptés, à égalité entre {decides}.",
     "{college}: {counted} ballots counted, tied between {decides}."},
    {"college_ballots.empty",
     "{college} : aucun membre.",
     "{college}: no member."},
    {"transfer.proportional",
     "Les voix sont reportées en proportion : {for_weight} pour et {against_weight} contre.",
     "Votes are carried in proportion: {for_weight} for and {against_weight} against."},
    {"transfer.majority",
     "Chaque collège donne tout son poids à sa majorité : {for_weight} pour et {against_weight} contre.",
     "Each college gives its whole weight to its majority: {for_weight} for and {against_weight} against."},
    {"transfer_ballots.proportional",
     "Chaque bulletin pèse le poids de son collège divisé par les bulletins qui y sont comptés.",
     "Each ballot weighs the weight of its college divided by the ballots counted in it."},
    {"transfer_ballots.majority",
     "Chaque collège donne tout son poids à ce qu’il a décidé.",
     "Each college gives its whole weight to what it decided."},
    {"majority.above",
     "{for} pour sur {whole}, soit {ratio} : plus que les {threshold} requis.",
     "{for} for out of {whole} is {ratio}: more than the {threshold} required."},
    {"majority.reached",
     "{for} pour sur {whole}, soit exactement les {threshold} requis, et les atteindre suffit.",
     "{for} for out of {whole} is exactly the {threshold} required, and reaching it is enough."},
    {"majority.only_reached",
     "{for} pour sur {whole}, soit exactement {threshold} : il fallait davantage.",
     "{for} for out of {whole} is exactly {threshold}: more was required."},
    {"majority.below",
     "{for} pour sur {whole}, soit {ratio} : moins que les {threshold} requis.",
     "{for} for out of {whole} is {ratio}: less than the {threshold} required."},
    {"majority.no_vote_expressed",
     "Aucun vote n’est exprimé : rien n’est décidé en faveur.",
     "No vote is expressed: nothing is decided in favour."},
    {"every_college.carried",
     "{college} : {for} pour et {against} contre, la majorité demandée à chaque collège y est.",
     "{college}: {for} for and {against} against, the majority asked of each college is there."},
    {"every_college.not_carried",
     "{college} : {for} pour et {against} contre, la majorité demandée à chaque collège n’y est pas.",
     "{college}: {for} for and {against} against, the majority asked of each college is not there."},
    {"each_college_min.reached",
     "{college} : {share} pour, au moins les {required} demandés à chaque collège.",
     "{college}: {share} for, at least the {required} asked of each college."},
    {"each_college_min.below",
     "{college} : {share} pour, moins que les {required} demandés à chaque collège.",
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
     "{option} prend un siège réservé pour lequel son groupe n’avait plus de candidat.",
     "{option} takes a kept seat for which its group had no candidate left."},
    {"term.until", "Le mandat de {option} prend fin le {until}.", "The term of {option} ends on {until}."},
    {"vacant.reserved",
     "Sièges réservés restés vacants, faute de candidat ({group}) : {count}.",
     "Kept seats that stay vacant for want of a candidate ({group}): {count}."},
    {"vacant.open", "Sièges restés vacants : {count}.", "Seats that stay vacant: {count}."},
    {"seat_tie.tie_order",
     "{among} sont à égalité : là où il manquait des sièges, l’ordre fixé d’avance pour les égalités a choisi.",
     "{among} are level: where seats were short, the order settled beforehand for ties chose."},
    {"none_of_these.before_others",
     "« Aucun de ceux-là » passe avant {options} : ils ne sont pas élus.",
     "None of these comes before {options}: they are not elected."},
    {"none_of_these.elected",
     "« Aucun de ceux-là » obtient un siège, qui reste vacant.",
     "None of these takes a seat, which stays vacant."},
    {"decision.adopted", "La résolution est adoptée.", "The resolution is adopted."},
    {"decision.rejected", "La résolution est rejetée.", "The resolution is rejected."},
    {"decision.no_quorum",
     "Faute de quorum, rien n’est décidé.",
     "For want of a quorum, nothing is decided."},
    {"decision.counted", "Le scrutin est dépouillé.", "The poll is counted."},
    /* What a counting method says of its own count. */
    {"count.nothing-expressed",
     "Aucun vote n’est exprimé : rien n’est décidé en faveur.",
     "No vote is expressed: nothing is decided in favour."},
    {"count.most-votes",
     "{option} a le plus de voix : {total} sur {valid}.",
     "{option} has the most votes: {total} of {valid}."},
    {"count.seat-by-total",
     "{option} prend un siège avec {total} sur {valid}.",
     "{option} takes a seat with {total} of {valid}."},
    {"count.best-score",
     "{option} est élu avec une note totale de {total}.",
     "{option} is elected with a score of {total}."},
    {"count.best-mean",
     "{option} est élu avec une note moyenne de {total}.",
     "{option} is elected with a mean score of {total}."},
    {"count.finalist",
     "{option} va en finale avec une note totale de {total}.",
     "{option} goes to the final with a score of {total}."},
    {"count.finalist-of-equals",
     "{option} va en finale : parmi ceux dont la note totale est {total}, il en bat {victories}, et {top} lui donnent la note la plus haute.",
     "{option} goes to the final: of those with a score of {total} it beats {victories}, and {top} give it the highest score."},
    {"count.final-won",
     "{option} gagne la finale : {for} le préfèrent à {other}, et {against} préfèrent {other}.",
     "{option} wins the final: {for} prefer it to {other}, and {against} prefer {other}."},
    {"count.final-equal",
     "Autant préfèrent {option} que {other} : {for}.",
     "As many prefer {option} as prefer {other}: {for}."},
    {"count.final-by-score",
     "{option} a la plus haute note totale des deux, {total}, et est élu.",
     "{option} has the higher score of the two, {total}, and is elected."},
    {"count.final-by-top",
     "Les notes totales des deux sont égales ; plus de bulletins donnent à {option} la note la plus haute, {top}, et il est élu.",
     "The scores of the two are equal; more ballots give {option} the highest score, {top}, and it is elected."},
    {"count.majority-grade",
     "{option} a la mention majoritaire {grade} : {above} sur {valid} en donnent une meilleure, et {below} une moins bonne.",
     "{option} has the majority grade {grade}: {above} of {valid} give a better one, and {below} a worse one."},
    {"count.majority-joined",
     "{option} et {other} ne diffèrent qu’après {times} regroupements : {option} a alors la mention {grade}, avec {above} au-dessus et {below} au-dessous.",
     "{option} and {other} first differ after joining {times} times: {option} then has the grade {grade}, with {above} above and {below} below."},
    {"count.best-grade",
     "{option} est élu avec la mention majoritaire {total}.",
     "{option} is elected with the majority grade {total}."},
    {"count.tie-by-order",
     "{option} passe avant ceux qui ont autant de voix, dans l’ordre fixé d’avance pour les égalités.",
     "{option} comes before the others with the same total, in the order settled beforehand for ties."},
    {"count.quota",
     "Le quotient est de {quota}, pour {valid} voix et {seats} sièges.",
     "The quota is {quota}, for {valid} votes and {seats} seats."},
    {"count.round-quota-reached",
     "Tour {round} : {option} a {total}, au moins le quotient de {quota}, et est élu.",
     "Round {round}: {option} has {total}, at least the quota of {quota}, and is elected."},
    {"count.round-quota-passed",
     "Tour {round} : {option} a {total}, plus que le quotient de {quota}, et est élu.",
     "Round {round}: {option} has {total}, more than the quota of {quota}, and is elected."},
    {"count.round-surplus",
     "Tour {round} : {option} a {surplus} de plus que le quotient ; cet excédent va aux préférences suivantes de tous ses bulletins.",
     "Round {round}: {option} has {surplus} more than the quota; this surplus goes to the next preferences on all its ballots."},
    {"count.round-excluded",
     "Tour {round} : {option} est éliminé avec {total}, et ses bulletins vont à leurs préférences suivantes ; personne n’a moins.",
     "Round {round}: {option} is excluded with {total}, and its ballots go to their next preferences; nobody has less."},
    {"count.round-seats-left",
     "Tour {round} : {option} est élu avec {total}, car il ne reste pas plus d’options que de sièges.",
     "Round {round}: {option} is elected with {total}, as there are no more options left than seats."},
    {"count.round-majority",
     "Tour {round} : {option} a {total} sur {base}, plus de la moitié, et est élu.",
     "Round {round}: {option} has {total} of {base}, more than half, and is elected."},
    {"count.round-last-two",
     "Tour {round} : {option} est élu avec {total} sur {base} ; il restait au plus deux options, et personne n’a plus.",
     "Round {round}: {option} is elected with {total} of {base}; at most two options were left, and nobody has more."},
    {"count.round-to-final",
     "Tour {round} : personne n’a plus de la moitié de {base} ; {option} va au second tour avec {total}.",
     "Round {round}: nobody has more than half of {base}; {option} goes to the second round with {total}."},
    {"count.round-tie-earlier",
     "Tour {round} : {option} est désigné parmi les ex æquo par le dernier tour précédent où ils diffèrent.",
     "Round {round}: {option} is chosen among equals by the most recent earlier round in which they differ."},
    {"count.round-tie-first",
     "Tour {round} : {option} est désigné parmi les ex æquo, comme premier d’entre eux dans l’ordre fixé d’avance pour les égalités.",
     "Round {round}: {option} is chosen among equals, as the first of them in the order settled beforehand for ties."},
    {"count.round-tie-last",
     "Tour {round} : {option} est désigné parmi les ex æquo, comme dernier d’entre eux dans l’ordre fixé d’avance pour les égalités.",
     "Round {round}: {option} is chosen among equals, as the last of them in the order settled beforehand for ties."},
    {"count.no-valid-ballot",
     "Aucun bulletin n’est valable : personne n’est élu.",
     "There is no valid ballot: nobody is elected."},
    {"count.tied-first",
     "{option} vient en tête de l’ordre fixé d’avance pour les égalités, parmi ceux que rien d’autre ne départage.",
     "{option} comes first in the order settled beforehand for ties, among those that nothing else separates."},
    {"count.condorcet-winner",
     "{option} est préféré à chacun des autres, un contre un.",
     "{option} is preferred to every other option, one against one."},
    {"count.condorcet-other",
     "{option} est préféré à chacun des autres, un contre un, et n’est pas premier selon cette règle.",
     "{option} is preferred to every other option, one against one, and is not first by this rule."},
    {"count.no-condorcet-winner",
     "Personne n’est préféré à chacun des autres, un contre un.",
     "No option is preferred to every other, one against one."},
    {"count.duel",
     "{option} contre {other} : {for} à {against}.",
     "{option} against {other}: {for} to {against}."},
    {"count.strongest-path",
     "Le plus fort chemin de {option} à {other} tient par {for}, et le plus fort en retour par {against}.",
     "The strongest path from {option} to {other} holds by {for}, and the strongest one back by {against}."},
    {"count.victory-left-out",
     "La victoire de {option} sur {other}, {for} à {against}, est écartée : de plus fortes placent {other} devant {option}.",
     "The victory of {option} over {other}, {for} to {against}, is left out: stronger ones place {other} above {option}."},
    {"count.pair-by-order",
     "Des victoires de même force se contredisent : celles de {option} passent d’abord, dans l’ordre fixé d’avance pour les égalités.",
     "Victories as strong as each other contradict each other: those of {option} come first, in the order settled beforehand for ties."},
    {"count.undefeated", "{option} ne perd contre personne.", "{option} loses to nobody."},
    {"count.worst-defeat",
     "{option} perd contre {other}, que {total} préfèrent : c’est sa pire défaite.",
     "{option} loses to {other}, whom {total} prefer: it has no worse defeat."},
    {"count.worst-margin",
     "Ceux qui préfèrent {other} à {option}, moins ceux qui préfèrent {option}, font {total} : aucun autre écart ne lui est plus défavorable.",
     "Those who prefer {other} to {option}, less those who prefer {option}, are {total}: no other margin against it is larger."},
    {"count.worst-opposition",
     "{total} préfèrent {other} à {option} : aucun autre ne lui est plus préféré.",
     "{total} prefer {other} to {option}: no other option has more against it."},
    {"count.victories",
     "{option} en bat {victories} et perd contre {defeats} : {total}.",
     "{option} beats {victories} others and loses to {defeats}: {total}."},
    {"count.most-points",
     "{option} a le plus de points : {total}, de bulletins qui pèsent {valid}.",
     "{option} has the most points: {total}, from ballots that weigh {valid}."},
    {"count.nothing-funded",
     "Aucun bulletin n’est valable : rien n’est financé.",
     "There is no valid ballot: nothing is funded."},
    {"count.funded-by-total",
     "{option} est financé avec {total} : son coût est de {cost}, et il reste {left}.",
     "{option} is funded with {total}: it costs {cost}, and {left} is left."},
    {"count.does-not-fit",
     "{option} a {total}, mais coûte {cost}, plus que les {left} qui restent.",
     "{option} has {total}, but costs {cost}, more than the {left} that is left."},
    {"count.budget-stops",
     "{option} a {total} et coûte {cost}, plus que les {left} qui restent : rien d’autre n’est financé.",
     "{option} has {total} and costs {cost}, more than the {left} that is left: nothing more is funded."},
    {"count.below-score",
     "{option} a {total}, moins que les {minimum} requis, et n’est pas financé.",
     "{option} has {total}, less than the {minimum} required, and is not funded."},
    {"count.shares",
     "Chaque bulletin détient {endowment} par unité de son poids.",
     "Each ballot holds {endowment} per unit of its weight."},
    {"count.shares-raised",
     "Chaque bulletin détient {endowment} par unité de son poids : {share} du budget, augmentés {times} fois de {increment}.",
     "Each ballot holds {endowment} per unit of its weight: {share} of the budget, raised {times} times by {increment}."},
    {"count.bought-free",
     "{option} ne coûte rien et a un soutien : il est financé.",
     "{option} costs nothing and has a supporter, so it is funded."},
    {"count.bought",
     "{option} est acheté pour {cost} : ses soutiens, d’un poids de {total}, paient chacun {price} par unité de poids, ou tout ce qui leur reste.",
     "{option} is bought for {cost}: its supporters, who weigh {total}, pay {price} each per unit of weight, or all that they have left."},
    {"count.bought-by-order",
     "{option} passe avant ceux dont le prix est le même, dans l’ordre fixé d’avance pour les égalités.",
     "{option} comes before the others with the same price, in the order settled beforehand for ties."},
    {"count.not-bought",
     "{option} coûte {cost}, et il ne reste que {money} à ses soutiens : il n’est pas acheté.",
     "{option} costs {cost}, and its supporters have only {money} left: it is not bought."},
    {"count.list-below-threshold",
     "{option} a {votes} voix sur {valid}, moins que le seuil de {threshold}, et n’a pas de siège.",
     "{option} has {votes} of {valid}, less than the threshold of {threshold}, and gets no seat."},
    {"count.no-list-qualifies",
     "Aucune liste n’atteint le seuil : aucun siège n’est attribué.",
     "No list reaches the threshold: no seat is given."},
    {"count.seat-by-average",
     "Le siège {seat} va à {option} : ses voix, {votes}, divisées par {divisor}, font {average}, le plus grand nombre.",
     "Seat {seat} goes to {option}: its votes, {votes}, divided by {divisor}, are {average}, the most."},
    {"count.seats-by-quota",
     "{option} a {votes} voix : {seats} fois le quotient de {quota}, et il reste {remainder}.",
     "{option} has {votes} votes: {seats} times the quota of {quota}, and {remainder} remain."},
    {"count.seat-by-remainder",
     "{option} prend un siège de plus avec le reste {remainder}.",
     "{option} takes one seat more with the remainder {remainder}."},
    {"count.seat-tie-by-order",
     "{option} passe avant ceux qui peuvent autant prétendre au siège, dans l’ordre fixé d’avance pour les égalités.",
     "{option} comes before the others whose claim to the seat is as strong, in the order settled beforehand for ties."},
    {"count.drawn",
     "Le tirage {draw} désigne {option} : le numéro {number}, à compter de 0, des {left} noms restants.",
     "Draw {draw} is {option}: number {number}, counting from 0, of the {left} names left."},
    {"count.nobody-objects",
     "Personne n’objecte : {consent} consentent et {reserve} émettent des réserves ; la proposition est adoptée.",
     "Nobody objects: {consent} consent and {reserve} have reservations, so it is adopted."},
    {"count.somebody-objects",
     "{object} objectent : la proposition n’est pas adoptée.",
     "{object} object, so it is not adopted."},
    {"count.nobody-consents",
     "Personne n’objecte, mais personne ne consent non plus : la proposition n’est pas adoptée.",
     "Nobody objects, but nobody consents either, so it is not adopted."},
};
/* clang-format on */

static const struct sentence *find(const char *code)
{
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        if (strcmp(sentences[i].code, code) == 0) {
            return &sentences[i];
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

/* A college is called by its label; a whole number stands without its denominator. */
static struct pal_text spoken(const char *name, struct pal_text value,
                              const struct pal_constitution *constitution, bool is_french)
{
    if (strcmp(name, "college") == 0) {
        size_t index = pal_constitution_college(constitution, value);
        if (index != SIZE_MAX) {
            const struct pal_college *college = &constitution->colleges[index];
            return pal_text_of(is_french ? college->label_fr : college->label_en);
        }
    }
    bool is_whole =
        value.size > 2 && value.bytes[value.size - 1] == '1' && value.bytes[value.size - 2] == '/';
    return is_whole ? (struct pal_text){value.bytes, value.size - 2} : value;
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
            pal_buf_add_text(&sentence,
                             spoken(word, pal_json_as_text(figure), constitution, is_french));
        }
    }
    pal_buf_add_text(&sentence, before);
    return pal_json_text_new(pal_buf_text(&sentence));
}

static void add_step(struct pal_json *steps, const char *code, struct pal_json *figures,
                     const struct pal_constitution *constitution)
{
    const struct sentence *sentence = find(code);
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
