/* review_words.c - what a review pack says to people, in French and in English. */
#include "reviewing.h"

static const char french[] =
    "## Français\n"
    "\n"
    "Ce dossier est destiné au réviseur coopératif. **Il contient des noms** : il ne se publie pas et se détruit\n"
    "quand la révision est close. Les fichiers CSV sont en UTF-8, séparés par des virgules ; un apostrophe précède\n"
    "ce qu’un tableur exécuterait. Les instants sont en UTC, les jours dans le fuseau de la société. Le registre est\n"
    "celui du jour où le dossier est fait.\n"
    "\n"
    "| fichier | ce que c’est |\n"
    "| --- | --- |\n"
    "| members.csv | le registre : qui était sociétaire un jour de ces années, avec catégorie, collège et parts |\n"
    "| changes.csv | ce qui a changé au registre : demandes, admissions, placements, changements, départs |\n"
    "| categories.csv, colleges.csv | combien de sociétaires par catégorie et par collège à la fin de chaque année, et le poids de chaque collège (fractions exactes) |\n"
    "| constitutions.csv, constitutions/ | les versions des statuts en vigueur, comme données |\n"
    "| assemblies.csv | les assemblées convoquées, avec leurs dates et l’état de leur procès-verbal |\n"
    "| attachments.csv, attachments/ | les fichiers joints aux résolutions, tels que la convocation les a soumis : nom, taille, empreinte et, dans un dossier par assemblée, le fichier lui-même |\n"
    "| notices.csv, notices/ | les convocations envoyées par courriel, et la preuve de leur envoi : combien jointes, combien non, l’empreinte de l’avis, la racine des engagements, l’entrée du journal |\n"
    "| sheets/ | les feuilles de présence : qui était là, représenté ou votait à distance, avec ses voix et ses heures |\n"
    "| minutes/ | les procès-verbaux, en français et en anglais : HTML, Markdown, PDF, et le document dont l’empreinte est au journal |\n"
    "| decisions.csv | les décisions, avec la version des statuts appliquée et les suites données |\n"
    "| surplus.csv | les répartitions d’excédents mises aux voix : ce qu’il y avait à répartir, chaque proposition, celle qui fut retenue |\n"
    "| checkpoint | jusqu’où allait le journal ; avec le registre public (`palabre export --all`) et `palabre-verify`, tout se vérifie |\n"
    "\n";
static const char english[] =
    "## English\n"
    "\n"
    "This folder is for the cooperative reviewer. **It names people**: it is not published, and is destroyed once the\n"
    "review is over. CSV files are in UTF-8, separated by commas; an apostrophe stands before what a spreadsheet would\n"
    "run. Instants are in UTC, days in the zone of the society. The register is that of the day on which the\n"
    "pack is made.\n"
    "\n"
    "| file | what it is |\n"
    "| --- | --- |\n"
    "| members.csv | the register: who was a member on some day of these years, with category, college and shares |\n"
    "| changes.csv | what changed in the register: applications, admissions, places, moves, departures |\n"
    "| categories.csv, colleges.csv | how many members by category and by college at the end of each year, and the weight of each college (exact fractions) |\n"
    "| constitutions.csv, constitutions/ | the versions of the constitution in force, as data |\n"
    "| assemblies.csv | the assemblies that were convened, with their dates and the state of their minutes |\n"
    "| attachments.csv, attachments/ | the files attached to resolutions, as the notice put them before the assembly: name, size, hash and, in a folder for each assembly, the file itself |\n"
    "| notices.csv, notices/ | the notices that were sent by mail, and the proof of their sending: how many reached, how many not, the hash of the notice, the root of the commitments, the entry of the log |\n"
    "| sheets/ | the attendance sheets: who was there, represented or voting from afar, with their votes and times |\n"
    "| minutes/ | the minutes, in French and in English: HTML, Markdown, PDF, and the document whose hash is in the log |\n"
    "| decisions.csv | the decisions, with the version of the constitution that applied and what follows them |\n"
    "| surplus.csv | how surpluses were shared: what there was to share, each proposal, the one that was chosen |\n"
    "| checkpoint | how far the log went; with the public record (`palabre export --all`) and `palabre-verify`, all of it can be checked |\n";

void pal_review_words(const struct pal_review *review, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "# Dossier de révision / Revision pack\n\n");
    pal_buf_add_text(buf, review->society.says.name);
    pal_buf_add_format(buf, ", %d–%d\n\n", (int)review->spec->years.first,
                       (int)review->spec->years.last);
    pal_buf_add_string(buf, french);
    pal_buf_add_string(buf, english);
}
