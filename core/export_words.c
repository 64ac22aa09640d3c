/*
 * export_words.c - what a record says to people, in French and in English: its licence, what each file
 * is, and how to check it.
 */
#include "exporting.h"

static const char readme[] =
    "# Registre public / Public record\n"
    "\n"
    "## Français\n"
    "\n"
    "Ce dossier est le registre d’une société qui vote avec Palabre : il permet à quiconque de vérifier,\n"
    "sans faire confiance au serveur, ce qui a été décidé et comment.\n"
    "\n"
    "### Vérifier\n"
    "\n"
    "- `palabre-verify FICHIER.tar` vérifie tout et dit une ligne par contrôle.\n"
    "- `minisign -Vm FICHIER.tar -p minisign.pub` vérifie que le fichier est entier et qui l’a signé. Comparez\n"
    "  la clé à celle que la société publie ailleurs : celle qui est dans le fichier ne prouve rien seule.\n"
    "- Les outils C2SP (tlog-tiles, signed-note) lisent `log/` ; `keys.txt` donne les clés et les témoins.\n"
    "\n"
    "### Les fichiers\n"
    "\n"
    "- `RECORD.json` : quel journal, à quelle taille, quels scrutins.\n"
    "- `log/` : le journal entier, et son point de contrôle signé. Rien n’y est jamais changé ni retiré.\n"
    "- `constitutions/` : les statuts, comme données, dans chacune de leurs versions.\n"
    "- `society/` : ce que la société dit d’elle-même ; `texts/` : les textes mis aux voix.\n"
    "- `polls/ID/` : un scrutin. `question.json` : ce qui est demandé ; `manifest.json` : ce qui a été figé à\n"
    "  l’ouverture ; `roll.txt` : les engagements sur la liste des votants ; `box.json` : l’urne à la clôture ;\n"
    "  `openings.jsonl` : les bulletins d’un scrutin public ; `outcome.json` : la décision et tous ses chiffres.\n"
    "  D’un scrutin secret : `urn.txt`, les empreintes des bulletins scellés, `marks.txt`, les engagements sur\n"
    "  l’émargement, et `opened.csv`, les bulletins ouverts, sans leurs votants et sans leur ordre.\n"
    "- Pour lire et réutiliser : `result.json`, `result.csv`, `result-fr.csv` (tableurs français),\n"
    "  `ballots.abif` et `ballots.blt` (les bulletins, pour d’autres programmes).\n"
    "- `tables/` : les données ouvertes de la société ; `tables/README.md` explique chaque colonne.\n"
    "\n"
    "## English\n"
    "\n"
    "This folder is the record of a society that votes with Palabre: anybody can check with it, without trusting\n"
    "the server, what was decided and how.\n"
    "\n"
    "### Checking it\n"
    "\n"
    "- `palabre-verify FILE.tar` checks everything and says one line per check.\n"
    "- `minisign -Vm FILE.tar -p minisign.pub` checks that the file is whole and who signed it. Compare the key\n"
    "  with the one that the society publishes elsewhere: the one inside the file proves nothing by itself.\n"
    "- C2SP tools (tlog-tiles, signed-note) read `log/`; `keys.txt` has the keys and the witnesses.\n"
    "\n"
    "### The files\n"
    "\n"
    "- `RECORD.json`: which log, of which size, which polls.\n"
    "- `log/`: the whole log, and its signed checkpoint. Nothing there is ever changed or removed.\n"
    "- `constitutions/`: the statutes as data, in each of their versions.\n"
    "- `society/`: what the society says of itself; `texts/`: the texts that were put to the vote.\n"
    "- `polls/ID/`: a poll. `question.json`: what is asked; `manifest.json`: what was frozen when it opened;\n"
    "  `roll.txt`: the commitments to the list of voters; `box.json`: the box when it closed; `openings.jsonl`:\n"
    "  the ballots of an open poll; `outcome.json`: the decision with all its figures. Of a secret poll: `urn.txt`,\n"
    "  the hashes of the sealed ballots, `marks.txt`, the commitments to the marked register, and `opened.csv`,\n"
    "  the ballots opened, without their voters and without their order.\n"
    "- To read and to use: `result.json`, `result.csv`, `result-fr.csv` (French spreadsheets), `ballots.abif` and\n"
    "  `ballots.blt` (the ballots, for other programs).\n"
    "- `tables/`: the open data of the society; `tables/README.md` explains each column.\n";

static const char receipts[] =
    "# Vérifier son vote / Checking your vote\n"
    "\n"
    "## Français\n"
    "\n"
    "Scrutin public : votre récépissé donne un engagement (`commitment`) et le numéro d’une entrée du journal.\n"
    "Cette entrée porte cet engagement, et la ligne de `openings.jsonl` de ce numéro dit ce que vous avez voté.\n"
    "Scrutin secret : `palabre-verify FICHIER.tar --receipt RECEPISSE` dit si votre bulletin est dans l’urne, et\n"
    "`--tracker CODE` retrouve ce qui a été compté. Gardez votre code pour vous.\n"
    "\n"
    "## English\n"
    "\n"
    "Open poll: your receipt has a commitment and the number of an entry of the log. That entry has this\n"
    "commitment, and the line of `openings.jsonl` of that number says what you voted.\n"
    "Secret poll: `palabre-verify FILE.tar --receipt RECEIPT` says whether your ballot is in the urn, and\n"
    "`--tracker CODE` finds what was counted. Keep your code to yourself.\n";

static void write_licence(const struct pal_export *export, struct pal_buf *buf)
{
    const struct pal_society_spec *says = &export->society.says;
    pal_buf_add_text(buf, says->name);
    pal_buf_add_string(
        buf, "\n\nCe registre est publié sous la licence / This record is published under the "
             "licence:\n\n");
    pal_buf_add_text(buf, says->licence);
    pal_buf_add_byte(buf, '\n');
}

void pal_export_write_words(const struct pal_export *export, struct pal_text name,
                            struct pal_buf *buf)
{
    if (pal_text_is(name, "LICENSE")) {
        write_licence(export, buf);
    } else {
        pal_buf_add_string(buf, pal_text_is(name, "README.md") ? readme : receipts);
    }
}

static const char columns[] =
    "# Données ouvertes / Open data\n"
    "\n"
    "CSV, RFC 4180, UTF-8. Dates en UTC / dates in UTC (RFC 3339). Vide : sans objet / empty: does not apply.\n"
    "Aucune donnée personnelle / no personal data.\n"
    "\n"
    "## amendments.csv\n"
    "\n"
    "Les amendements des textes, dans l’ordre où ils ont été proposés / amendments of texts, in the order in\n"
    "which they were proposed.\n"
    "\n"
    "| column | français | English |\n"
    "| --- | --- | --- |\n"
    "| amendment, resolution | identifiants | identifiers |\n"
    "| version | version du texte amendé | version of the text amended |\n"
    "| parent | l’amendement sous-amendé | the amendment that it amends |\n"
    "| author | pseudonyme de la résolution | pseudonym of the resolution |\n"
    "| state | proposed, accepted, voting, adopted, rejected, lapsed, withdrawn | the same |\n"
    "| distance | mots changés | words changed |\n"
    "| supporters | soutiens | supporters |\n"
    "| poll | le scrutin qui en décide | the poll that decides it |\n"
    "| proposed_at | date | date |\n"
    "| text | nom du fichier de texts/, sans .json | name of the file in texts/, without .json |\n"
    "\n"
    "## assemblies.csv\n"
    "\n"
    "Les assemblées convoquées, la dernière d’abord / assemblies that were convened, the latest first.\n"
    "\n"
    "| column | français | English |\n"
    "| --- | --- | --- |\n"
    "| assembly | identifiant | identifier |\n"
    "| kind | ordinary, extraordinary, combined, college, written | the same |\n"
    "| call | première ou seconde convocation | first or second call |\n"
    "| second_of | la première, d’une seconde | the first, of a second one |\n"
    "| college | d’une réunion de collège | of a college's meeting |\n"
    "| title | titre | title |\n"
    "| state | convened, sitting, ended, cancelled | the same |\n"
    "| meets_at | réunion prévue | when it meets |\n"
    "| noticed_at | convocation | when the notice was sent |\n"
    "| opened_at | ouverture de séance | when the sitting opened |\n"
    "| ended_at | fin de séance | when it ended |\n"
    "\n"
    "## colleges.csv\n"
    "\n"
    "Les collèges des statuts en vigueur le jour de la dernière entrée du journal / the colleges of the\n"
    "constitution in force on the day of the last entry of the log.\n"
    "\n"
    "| column | français | English |\n"
    "| --- | --- | --- |\n"
    "| constitution | numéro de la version | number of the version |\n"
    "| college | identifiant | identifier |\n"
    "| label_fr, label_en | noms | names |\n"
    "| weight | part des voix, fraction exacte | share of the votes, an exact fraction |\n"
    "| members | membres admis ce jour | members admitted on that day |\n"
    "\n"
    "## contributions.csv\n"
    "\n"
    "Ce qui fut dit sous les textes des assemblées convoquées / what was said under texts of assemblies that\n"
    "were convened.\n"
    "\n"
    "| column | français | English |\n"
    "| --- | --- | --- |\n"
    "| contribution, resolution | identifiants | identifiers |\n"
    "| parent | ce à quoi répond une réponse | what a reply answers |\n"
    "| kind | question, for, against, concern, information, reply | the same |\n"
    "| state | visible, hidden, withdrawn | the same |\n"
    "| official | réponse du conseil | answer of the board |\n"
    "| author | pseudonyme, propre à la résolution | pseudonym, of this resolution alone |\n"
    "| college | de l’auteur ce jour-là | of the author on that day |\n"
    "| at | première écriture | when it was first written |\n"
    "| version | nombre de versions | how many versions |\n"
    "| endorsements | appuis | how many endorse it |\n"
    "| concern | d’une inquiétude : open, met, maintained | of a concern |\n"
    "| settled_by | ce qui y a répondu | what met it |\n"
    "| reason | pourquoi elle est masquée | why it is hidden |\n"
    "| text | nom du fichier de texts/, sans .json ; vide si masquée | name of the file in texts/; empty when hidden |\n"
    "\n";

/* As long as a compiler must take a text. */
static const char more_columns[] =
    "## polls.csv\n"
    "\n"
    "Les scrutins annoncés, le dernier d’abord / polls that were called, the latest first.\n"
    "\n"
    "| column | français | English |\n"
    "| --- | --- | --- |\n"
    "| poll, assembly, resolution, amendment | identifiants | identifiers |\n"
    "| kind | resolution, amendment, election, choice | the same |\n"
    "| title, class | titre, nature de la décision | title, class of decision |\n"
    "| method | méthode de décompte | counting method |\n"
    "| electorate | le seul collège qui vote | the one college that votes |\n"
    "| state | called, open, closed, counted, published, void | the same |\n"
    "| opens_at, closes_at | annoncés | announced |\n"
    "| called_at, opened_at, closed_at, counted_at | faits | done |\n"
    "| voters | inscrits | on the roll |\n"
    "| verdict | adopted, rejected, no_quorum, counted | the same |\n"
    "| outcome | SHA-256 de outcome.json | SHA-256 of outcome.json |\n"
    "\n"
    "## resolutions.csv\n"
    "\n"
    "Les textes des assemblées convoquées / texts of assemblies that were convened.\n"
    "\n"
    "| column | français | English |\n"
    "| --- | --- | --- |\n"
    "| resolution, assembly | identifiants | identifiers |\n"
    "| position | place à l’ordre du jour | place on the agenda |\n"
    "| class | nature de la décision | class of decision |\n"
    "| state | draft, frozen, decided, withdrawn | the same |\n"
    "| origin | board, members | who tabled it |\n"
    "| opinion | avis du conseil : none, approved, not_approved | the board's opinion |\n"
    "| title | titre | title |\n"
    "| text | nom du fichier de texts/, sans .json | name of the file in texts/, without .json |\n";

void pal_export_write_columns(struct pal_buf *buf)
{
    pal_buf_add_string(buf, columns);
    pal_buf_add_string(buf, more_columns);
}
