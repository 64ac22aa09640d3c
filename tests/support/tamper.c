/* tamper.c - the changes by which good records are spoilt, and which check must see each. */
#include "tamper.h"

#include "stories.h"

#define OPEN_A   "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"roll_root\""
#define CLOSE_A  "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"used\""
#define COUNT_A  "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"verdict\""
#define CALL_A   "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"text\""
#define CREATE_A "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"question\""
#define CREATE_B "\"poll\":\"00000000-0000-4000-8000-00000000000b\",\"question\""
#define CREATE_D "\"poll\":\"00000000-0000-4000-8000-00000000000d\",\"question\""
#define CAST_A   "\"poll\":\"00000000-0000-4000-8000-00000000000a\"},\"id\""
#define FOLDER_A "00000000000a/"
#define FOLDER_B "00000000000b/"
#define FOLDER_C "00000000000c/"
/* What is asked in the poll that was annulled, of which no manifest says the same. */
#define QUESTION_D "00000000000d/question.json"
#define FOR        "{\"by_board\":false,\"label\":\"for\"}"
#define ASKED_D \
    "[" FOR     \
    ",{\"by_board\":false,\"label\":\"against\"},{\"by_board\":false,\"label\":\"abstain\"}],\"parameters\":{},\"seats\":1"
#define CANDIDATE(name, group, member) \
    "{\"by_board\":true,\"cost\":\"1/2\"" group ",\"label\":\"" name "\"" member "}"
#define MEMBER              ",\"member\":\"00000000-0000-4000-8000-0000000000e1\""
#define WOMEN               ",\"group\":\"women\""
#define NONE                "{\"by_board\":false,\"label\":\"none of these\",\"none\":true}"
#define ASKS(options, more) "[" options "],\"parameters\":{}," more
#define RESERVED(words, groups)                                                           \
    "\"reserved\":{\"by\":\"group\",\"groups\":[" groups "],\"missing\":\"vacant\"" words \
    "},\"seats\":2"
#define TERMS(words, more)                                                                       \
    ",\"terms\":[{\"seats\":1" more ",\"until\":\"2027-06-30\"},{\"seats\":1,\"until\":\"" words \
    "\"}]"
#define WOMEN_HAVE(figures)                   "{\"id\":\"women\"" figures "}"
#define AN_ELECTION(options, reserved, terms) ASKS(options, reserved terms)
#define SPLIT(interest, more)                                      \
    "{\"allocation\":{" interest "\"legal_reserve\":\"15/1\"" more \
    ",\"statutory_reserve\":\"85/1\"},\"by_board\":false,\"label\":\"A\"}"
#define SURPLUS(first, last)          \
    "\"seats\":1,\"surplus\":{" first \
    ",\"deficit\":\"0/1\",\"reserves\":\"0/1\",\"result\":\"100/1\"" last "}"
#define ROUND(pass)                                       \
    "\"first_round\":{\"outcome\":\"" SOME_HASH "\"" pass \
    ",\"poll\":\"00000000-0000-4000-8000-00000000000b\"},\"format\""
/* Of the seed of these polls. */
#define LOT       "\"lot\":\"8357d6a9b0271ca6aebabebca0156fc2e6cace18f926fd352963bdf2958444e7\","
#define PUBLISH_C "000041\",\"t\":\"poll.publish\",\"ts\":5000,\"v\":1}"
#define BUNDLE    "log/tile/entries/000.p/"
#define ELECTIONS(approvals, none, missing)                                 \
    "\"elections\":{\"approvals\":\"" approvals "\",\"missing\":\"" missing \
    "\",\"none_of_these\":" none "},\"empty_college\""
#define UNKNOWN(field) "{\"" field "\":null,\"unknown\":[\"" field "\"]}"
#define LOTS(parameters) \
    "{\"method\":{\"id\":\"sortition\",\"version\":1},\"parameters\":" parameters "}"
#define KEPT(by, group)                                             \
    "{\"reserved\":{\"by\":\"" by "\",\"groups\":[{\"id\":\"" group \
    "\",\"least\":1}],\"missing\":\"vacant\"}}"
#define SPLIT_OF(interest, legal, statutory)                                   \
    "\"allocation\":{\"interest\":\"" interest "\",\"legal_reserve\":\"" legal \
    "\",\"statutory_reserve\":\"" statutory "\"}"
#define HALVED(name, by_board) \
    "{" SPLIT_OF("50/1", "0/1", "50/1") ",\"by_board\":" by_board ",\"label\":\"" name "\"}"
#define A_SPLIT_BOARD                                                             \
    "{\"options\":[" HALVED("Ada", "true") "," HALVED("Ben", "false") "," HALVED( \
        "Cleo",                                                                   \
        "false") "],\"surplus\":{\"capital\":\"0/1\",\"reserves\":\"0/1\",\"result\":\"100/1\"}}"
/* clang-format off */
const struct pal_tamper pal_tampers[] = {
    /* The log, signed again by whoever has its key. */
    {"an entry is dropped",                       PAL_TAMPER_DROP,  "resolution.table", NULL, NULL, 5},
    {"the opening of a poll is dropped",          PAL_TAMPER_DROP,  OPEN_A, NULL, NULL, 5},
    {"the close of a poll is dropped",            PAL_TAMPER_DROP,  CLOSE_A, NULL, NULL, 5},
    {"the first entry is dropped",                PAL_TAMPER_DROP,  "log.genesis", NULL, NULL, 5},
    {"a poll is counted before it is closed",     PAL_TAMPER_SWAP,  CLOSE_A, NULL, NULL, 5},
    {"an assembly is convened twice",             PAL_TAMPER_TWICE, "assembly.convene", NULL, NULL, 5},
    {"a poll is created twice",                   PAL_TAMPER_TWICE, CREATE_A, NULL, NULL, 5},
    {"the log begins twice",                      PAL_TAMPER_TWICE, "log.genesis", NULL, NULL, 5},
    {"a ballot is dropped from the log",          PAL_TAMPER_DROP,  CAST_A, NULL, NULL, 8},
    {"a ballot stands twice in the log",          PAL_TAMPER_TWICE, CAST_A, NULL, NULL, 8},
    {"two ballots of the log change places",      PAL_TAMPER_SWAP,  CAST_A, NULL, NULL, 9},
    {"a commitment is another",                   PAL_TAMPER_ENTRY, CAST_A, "{\"c\":\"", NULL, 9},
    {"an entry has no known type",                PAL_TAMPER_ENTRY, "society.found", "society.found", "society.fount", 5},
    {"an assembly is convened under nothing",     PAL_TAMPER_ENTRY, "assembly.convene", "\"constitution\":\"0", "\"constitution\":\"1", 5},
    {"a poll is of an assembly that is not",      PAL_TAMPER_ENTRY, CREATE_A, "\"assembly\":\"0", "\"assembly\":\"1", 5},
    {"a poll is of a resolution that is not",     PAL_TAMPER_ENTRY, CREATE_A, "\"resolution\":\"0", "\"resolution\":\"1", 5},
    {"a call is dropped",                         PAL_TAMPER_DROP,  CALL_A, NULL, NULL, 5},
    {"a count is dropped",                        PAL_TAMPER_DROP,  COUNT_A, NULL, NULL, 20},
    {"a resolution is tabled twice",              PAL_TAMPER_TWICE, "resolution.table", NULL, NULL, 5},
    {"a version is entered twice",                PAL_TAMPER_TWICE, "constitution.enter", NULL, NULL, 5},
    {"a poll closes twice",                       PAL_TAMPER_TWICE, CLOSE_A, NULL, NULL, 5},
    {"a poll closes before it opens",             PAL_TAMPER_ENTRY, CREATE_A, "\"closes_at\":3000", "\"closes_at\":1000", 5},
    {"a poll has no such secrecy",                PAL_TAMPER_ENTRY, CREATE_A, "\"secrecy\":\"open\"", "\"secrecy\":\"hush\"", 5},
    {"an entry has a field too many",             PAL_TAMPER_ENTRY, "resolution.opinion", "{\"opinion\"", "{\"also\":1,\"opinion\"", 5},
    {"an entry lacks a field",                    PAL_TAMPER_ENTRY, "assembly.create", ",\"title\":\"Spring\"", "", 5},
    {"an entry has a space",                      PAL_TAMPER_ENTRY, "assembly.create", ",\"title\"", ", \"title\"", 5},
    {"an entry is of another version",            PAL_TAMPER_ENTRY, "assembly.create", "\"v\":1}", "\"v\":2}", 5},
    {"the clock goes back",                       PAL_TAMPER_ENTRY, "assembly.create", "\"ts\":1000", "\"ts\":999", 5},
    {"attack 15: a poll opens before its time",              PAL_TAMPER_ENTRY, OPEN_A, "\"ts\":2000", "\"ts\":1999", 5},
    {"attack 15: a poll closes before its time",             PAL_TAMPER_ENTRY, CLOSE_A, "\"ts\":3000", "\"ts\":2999", 5},
    {"versions of the constitution have a gap",   PAL_TAMPER_ENTRY, "constitution.enter", "\"number\":1", "\"number\":2", 5},
    {"another text is called",                    PAL_TAMPER_ENTRY, CALL_A, "\"text\":\"", NULL, 5},
    {"another question was called",               PAL_TAMPER_ENTRY, CREATE_A, "\"question\":\"", NULL, 6},
    {"the question was called by another method", PAL_TAMPER_ENTRY, CREATE_B, "\"method\":\"approval\"", "\"method\":\"plurality\"", 6},
    {"a poll has a folder, and not its form",     PAL_TAMPER_ENTRY, CREATE_D, "\"kind\"", "\"king\"", 20},
    {"another manifest was opened",               PAL_TAMPER_ENTRY, OPEN_A, "\"manifest\":\"", NULL, 6},
    {"attack 24: another roll was opened",                   PAL_TAMPER_ENTRY, OPEN_A, "\"roll_root\":\"", NULL, 6},
    {"attack 24: a voter more was announced",                PAL_TAMPER_ENTRY, OPEN_A, "\"voters\":9", "\"voters\":10", 6},
    {"attack 24: a college had a voter more",                PAL_TAMPER_ENTRY, OPEN_A, "\"users\":3", "\"users\":4", 6},
    {"another box was closed",                    PAL_TAMPER_ENTRY, CLOSE_A, "\"box\":\"", NULL, 6},
    {"the close says a ballot more",              PAL_TAMPER_ENTRY, CLOSE_A, "\"count\":5", "\"count\":6", 6},
    {"the close says a right less",               PAL_TAMPER_ENTRY, CLOSE_A, "\"used\":5", "\"used\":4", 6},
    {"another outcome was counted",               PAL_TAMPER_ENTRY, COUNT_A, "\"outcome\":\"", NULL, 6},
    {"the verdict is another",                    PAL_TAMPER_ENTRY, COUNT_A, "\"adopted\"", "\"rejected\"", 16},
    {"another version of the method counted",     PAL_TAMPER_ENTRY, COUNT_A, "\"version\":1", "\"version\":2", 6},
    {"the lot had another seed",                  PAL_TAMPER_ENTRY, "\"lot\":\"", "\"lot\":\"", NULL, 6},
    {"the poll was called otherwise",             PAL_TAMPER_ENTRY, CREATE_A, "\"class\":\"ordinary\"", "\"class\":\"other\"", 6},
    {"the opened list is another",                PAL_TAMPER_ENTRY, "\"opened\":\"", "\"opened\":\"", NULL, 9},
    {"the board had another opinion",             PAL_TAMPER_ENTRY, "resolution.opinion", "\"approved\"", "\"not_approved\"", 6},
    {"another key signs records",                 PAL_TAMPER_ENTRY, "\"purpose\":\"record\"", "{\"key\":\"RWQ", NULL, 1},
    {"the log has another name",                  PAL_TAMPER_ENTRY, "log.genesis", "\"origin\":\"made", "\"origin\":\"fake", 2},
    /* What a debate asks for before a vote. */
    {"a text is voted in a class that it was not tabled in", PAL_TAMPER_ENTRY, "resolution.table", "\"class\":\"ordinary\"", "\"class\":\"extraordinary\"", 5},
    /* A log under another name. */
    {"a vote opens before its debate has run",    PAL_TAMPER_REWRITE, "constitutions/", "\"debate_days\":0", "\"debate_days\":2", 5},
    /* Documents, with every hash that follows from them. */
    {"attack 28: a label is another in the manifest",        PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"Ada\"", "\"Eve\"", 6},
    {"the board presents somebody else",          PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"by_board\":true", "\"by_board\":false", 6},
    {"attack 28: a label is another in the question",        PAL_TAMPER_REWRITE, FOLDER_B "question.json", "\"Ben\"", "\"Bob\"", 6},
    {"a text has no salt",                        PAL_TAMPER_REWRITE, "texts/", "\"salt\":\"" PAL_MADE_SALT "\",", "", 6},
    {"a text has a short salt",                   PAL_TAMPER_REWRITE, "texts/", "\"salt\":\"", "\"salt\":\"5\",\"spot\":\"", 6},
    {"a text has a salt in capitals",             PAL_TAMPER_REWRITE, "texts/", "\"salt\":\"ab", "\"salt\":\"AB", 6},
    {"a text is of a format without salt",        PAL_TAMPER_REWRITE, "texts/", "resolution/2", "resolution/1", 6},
    {"a file is of another media type", PAL_TAMPER_REWRITE, "texts/", "text/plain; charset=utf-8", "text/html; charset=utf-8", 6},
    {"a file is of a media type without its letters", PAL_TAMPER_REWRITE, "texts/", "text/plain; charset=utf-8", "text/plain", 6},
    {"a file is of a kind that a browser runs", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"a.html\"", 6},
    {"a file does not begin as its name ends", PAL_TAMPER_REWRITE, "texts/", "text/plain; charset=utf-8\",\"name\":\"a.txt\"", "application/pdf\",\"name\":\"a.pdf\"", 6},
    {"a file has an end for a name", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\".txt\"", 6},
    {"a file is named into another folder", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"../a.txt\"", 6},
    {"a file is named into another folder of Windows", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"a\\\\b.txt\"", 6},
    {"a name of a file turns the direction of writing", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"a\u202e.txt\"", 6},
    {"a name of a file hides a mark", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"a\ufeff.txt\"", 6},
    {"a name of a file ends a line", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"a\\n.txt\"", 6},
    {"a name of a file begins with a space", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\" a.txt\"", 6},
    {"a document of a file says more", PAL_TAMPER_REWRITE, "texts/", "\"a.txt\"", "\"a.txt\",\"owner\":\"Ada\"", 6},
    {"a document of a file has no media type", PAL_TAMPER_REWRITE, "texts/", "\"media_type\":\"text/plain; charset=utf-8\",", "", 6},
    {"a question says more",                      PAL_TAMPER_REWRITE, FOLDER_A "question.json", "\"format\"", "\"extra\":\"Ada\",\"format\"", 6},
    {"a question of a poll that was annulled says more", PAL_TAMPER_REWRITE, "00000000000d/question.json", "\"format\"", "\"extra\":\"Ada\",\"format\"", 6},
    {"a question of a poll that was annulled is of no seats", PAL_TAMPER_REWRITE, "00000000000d/question.json", ",\"seats\":1", "", 6},
    {"a question announces other ballots than are taken", PAL_TAMPER_REWRITE, FOLDER_B "question.json", "\"ballot\":\"approves\"", "\"ballot\":\"ranks\"", 6},
    {"a question has no kind of ballot",          PAL_TAMPER_REWRITE, FOLDER_A "question.json", "\"ballot\":", "\"ballots\":", 6},
    {"a question keeps seats, has terms and none of these", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, MEMBER) "," CANDIDATE("Ben", "", "") "," NONE, RESERVED("", WOMEN_HAVE(",\"least\":1,\"most\":2")), TERMS("2029-06-30", "")), 0},
    {"a question shares out a surplus", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(SPLIT("", "") "," NONE, SURPLUS("\"capital\":\"9/2\"", "")), 0},
    {"a second round follows an outcome that there is not", PAL_TAMPER_REWRITE, QUESTION_D, "\"format\"", ROUND(",\"pass\":2"), 6},
    {"a question asks for an absolute majority", PAL_TAMPER_REWRITE, QUESTION_D, "\"ballot\"", "\"absolute_majority\":true,\"ballot\"", 0},
    {"an option says more", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":false,\"label\":\"for\",\"why\":\"Ada\"}", 6},
    {"an option does not say whether the board presents it", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"label\":\"for\"}", 6},
    {"an option is presented in other words", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":\"yes\",\"label\":\"for\"}", 6},
    {"an option is of a group where there is none", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":false,\"group\":\"women\",\"label\":\"for\"}", 6},
    {"an option has an allocation of no surplus", PAL_TAMPER_REWRITE, QUESTION_D, FOR, SPLIT("", ""), 6},
    {"an option costs less than nothing", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":false,\"cost\":\"-1/2\",\"label\":\"for\"}", 6},
    {"a cost is not in lowest terms", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":false,\"cost\":\"2/4\",\"label\":\"for\"}", 6},
    {"an option is a member of no name", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":false,\"label\":\"for\",\"member\":\"Ada\"}", 6},
    {"a member stands twice", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(CANDIDATE("Ada", "", MEMBER) "," CANDIDATE("Ben", "", MEMBER), "\"seats\":1"), 6},
    {"none of these is not the last", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(NONE "," CANDIDATE("Ada", "", ""), "\"seats\":1"), 6},
    {"none of these has another name", PAL_TAMPER_REWRITE, QUESTION_D, FOR, "{\"by_board\":false,\"label\":\"for\",\"none\":true}", 6},
    {"none of these is presented", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(FOR ",{\"by_board\":true,\"label\":\"none of these\",\"none\":true}", "\"seats\":1"), 6},
    {"none of these is somebody", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(FOR ",{\"by_board\":false,\"label\":\"none of these\",\"none\":false}", "\"seats\":1"), 6},
    {"none of these costs something", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(FOR ",{\"by_board\":false,\"cost\":\"1/1\",\"label\":\"none of these\",\"none\":true}", "\"seats\":1"), 6},
    {"no seat is filled", PAL_TAMPER_REWRITE, QUESTION_D, "\"seats\":1", "\"seats\":0", 6},
    {"a scale is of nothing", PAL_TAMPER_REWRITE, QUESTION_D, "\"seats\":1", "\"scale\":0,\"seats\":1", 6},
    {"a ballot names more than there are", PAL_TAMPER_REWRITE, QUESTION_D, "\"method\"", "\"max_length\":4,\"method\"", 6},
    {"what may be spent is not in lowest terms", PAL_TAMPER_REWRITE, QUESTION_D, "\"format\"", "\"budget\":\"10/2\",\"format\"", 6},
    {"an absolute majority is not asked for, and it is said", PAL_TAMPER_REWRITE, QUESTION_D, "\"ballot\"", "\"absolute_majority\":false,\"ballot\"", 6},
    {"a second round says more of the first", PAL_TAMPER_REWRITE, QUESTION_D, "\"format\"", ROUND(",\"pass\":2,\"place\":1"), 6},
    {"a second round passes nobody", PAL_TAMPER_REWRITE, QUESTION_D, "\"format\"", ROUND(",\"pass\":0"), 6},
    {"a second round does not say how many pass", PAL_TAMPER_REWRITE, QUESTION_D, "\"format\"", ROUND(""), 6},
    {"a surplus says more", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(SPLIT("", ""), SURPLUS("\"bonus\":\"1/1\",\"capital\":\"9/2\"", "")), 6},
    {"a surplus is of no capital", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(SPLIT("", ""), SURPLUS("\"bonus\":\"1/1\"", "")), 6},
    {"a split of a surplus says more", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(SPLIT("\"gift\":\"1/1\",", ""), SURPLUS("\"capital\":\"9/2\"", "")), 6},
    {"a surplus is not split", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, ASKS(FOR, SURPLUS("\"capital\":\"9/2\"", "")), 6},
    {"kept seats say more", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED(",\"more\":1", WOMEN_HAVE("")), ""), 6},
    {"a group says more", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED("", WOMEN_HAVE(",\"name\":\"W\"")), ""), 6},
    {"a group has seats twice", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED("", WOMEN_HAVE("") "," WOMEN_HAVE("")), ""), 6},
    {"a group has more seats than there are", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED("", WOMEN_HAVE(",\"least\":3")), ""), 6},
    {"a group has at least more than at most", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED("", WOMEN_HAVE(",\"least\":2,\"most\":1")), ""), 6},
    {"a term says more", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED("", ""), TERMS("2029-06-30", ",\"still\":1")), 6},
    {"a term ends on no day", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), RESERVED("", ""), TERMS("2029-02-30", "")), 6},
    {"the terms do not fill the seats", PAL_TAMPER_REWRITE, QUESTION_D, ASKED_D, AN_ELECTION(CANDIDATE("Ada", WOMEN, ""), "\"seats\":3", TERMS("2029-06-30", "")), 6},
    {"an option says more in the manifest", PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"label\":\"Ada\"", "\"label\":\"Ada\",\"why\":\"Ben\"", 9},
    {"an option costs less than nothing in the manifest", PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"label\":\"Ada\"", "\"cost\":\"-1/1\",\"label\":\"Ada\"", 9},
    {"seats are kept in the manifest for nobody", PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"roll_call\"", "\"reserved\":{},\"roll_call\"", 9},
    {"a motion has a majority of its own", PAL_TAMPER_REWRITE, QUESTION_D, "\"parameters\":{}", "\"parameters\":{\"threshold\":\"1/100\"}", 6},
    {"a motion has a majority of its own in the manifest", PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"parameters\":{}", "\"parameters\":{\"threshold\":\"1/100\"}", 9},
    {"a method has a parameter that it does not know", PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"parameters\":{}", "\"parameters\":{\"mood\":\"good\"}", 9},
    {"the order of ties says more", PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"rule\":\"lot\"", "\"reason\":\"Ada\",\"rule\":\"lot\"", 9},
    {"an opened ballot says more", PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "choice\"\":1", "choice\"\":1,\"\"why\"\":1", 9},
    {"a title is another in the question",        PAL_TAMPER_REWRITE, FOLDER_A "question.json", "A bridge", "A tunnel", 6},
    {"a weight is another in the constitution",   PAL_TAMPER_REWRITE, "constitutions/", "\"40/100\"", "\"30/100\"", 16},
    {"a constitution has a member too many",      PAL_TAMPER_REWRITE, "constitutions/", "{\"abstention\"", "{\"about\":1,\"abstention\"", 6},
    {"a constitution has no tie break",           PAL_TAMPER_REWRITE, "constitutions/", ",\"tie_break\":\"lot\"", "", 6},
    {"a constitution has a weight above one",     PAL_TAMPER_REWRITE, "constitutions/", "\"40/100\"", "\"140/100\"", 6},
    {"a constitution breaks ties as it likes",    PAL_TAMPER_REWRITE, "constitutions/", "\"tie_break\":\"lot\"", "\"tie_break\":\"dice\"", 6},
    {"ties are broken by another rule",           PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"rule\":\"lot\"", "\"rule\":\"elder\"", 6},
    {"the seed of the lot is another",            PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"seed\":\"0", NULL, 6},
    {"the manifest closes later",                 PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"closes_at\":3000", "\"closes_at\":3001", 6},
    {"the manifest hides names",                  PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"roll_call\":\"name\"", "\"roll_call\":\"pseudonym\"", 6},
    {"attack 24: the manifest has a voter more",             PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"voters\":9", "\"voters\":10", 6},
    {"the manifest has another opinion",          PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"approved\"", "\"none\"", 6},
    {"the manifest is of a second call",          PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"call\":\"first\"", "\"call\":\"second\"", 6},
    {"the manifest is of no call that there is",  PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"call\":\"first\"", "\"call\":\"third\"", 6},
    {"the root of the roll is too long",        PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"roll_root\":\"", "\"roll_root\":\"0", 8},
    {"the options of a motion have other names",  PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"label\":\"abstain\"", "\"label\":\"perhaps\"", 9},
    {"two options have the same name",            PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"label\":\"Ada\"", "\"label\":\"Ben\"", 9},
    {"the board presents somebody in other words", PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"by_board\":true", "\"by_board\":\"yes\"", 9},
    {"a college has a member too many",           PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"id\":\"supporters\"", "\"id\":\"supporters\",\"kept\":1", 6},
    {"nobody is recused, and it is said",         PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"id\":\"supporters\"", "\"id\":\"supporters\",\"recused\":0", 6},
    {"a keeper has a member too many",            PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"keepers\":[{", "\"keepers\":[{\"also\":1,", 6},
    {"the urn has a member too many",             PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"k_min\":3", "\"extra\":1,\"k_min\":3", 6},
    {"the lot was never committed to",            PAL_TAMPER_ENTRY, LOT, LOT, "", 6},
    {"the manifest has another log",              PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "made.example/log", "fake.example/log", 6},
    {"the urn has another key",                   PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", ",\"key\":\"", NULL, 6},
    {"a keeper has another share",                PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"share\":\"", NULL, 6},
    {"few voters would do for a secret",          PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"k_min\":3", "\"k_min\":4", 6},
    {"the urn keeps its ballots longer than was announced", PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"kept_until\":2597000", "\"kept_until\":2597001", 6},
    {"the urn has trackers that were not announced", PAL_TAMPER_ENTRY, "\"kept_days\":30", "\"trackers\":true", "\"trackers\":false", 6},
    {"it was not announced how long the urn is kept", PAL_TAMPER_ENTRY, "\"kept_days\":30", "\"kept_days\":30,", "", 6},
    {"something was waived that was not",         PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"waived\":false", "\"waived\":true", 6},
    {"another key signs receipts",                PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "made.example/receipt", "fake.example/receipt", 6},
    {"somebody more attended",                    PAL_TAMPER_REWRITE, FOLDER_A "box.json", "\"attending\":1", "\"attending\":0", 16},
    {"a blank proxy more was given",              PAL_TAMPER_REWRITE, FOLDER_A "box.json", "\"blank_proxies\":1", "\"blank_proxies\":2", 8},
    {"a ballot is void that was not",             PAL_TAMPER_REWRITE, FOLDER_A "box.json", "\"void\":0", "\"void\":1", 8},
    {"the root of a box is spelled in capitals",  PAL_TAMPER_REWRITE, FOLDER_B "box.json", "\"root\":\"f5", "\"root\":\"F5", 6},
    {"the box has another root",                  PAL_TAMPER_REWRITE, FOLDER_A "box.json", "\"root\":\"", NULL, 7},
    {"the urn has another root",                  PAL_TAMPER_REWRITE, FOLDER_C "box.json", "\"root\":\"", NULL, 7},
    {"the register has another root",             PAL_TAMPER_REWRITE, FOLDER_C "box.json", "\"marks\":\"", NULL, 7},
    {"a college used a right more",               PAL_TAMPER_REWRITE, FOLDER_C "box.json", "\"used\":2", "\"used\":3", 8},
    {"a figure of the outcome is another",        PAL_TAMPER_REWRITE, FOLDER_A "outcome.json", "present\\\":", NULL, 16},
    {"the verdict of the outcome is another",     PAL_TAMPER_REWRITE, FOLDER_A "outcome.json", "\"verdict\":\"adopted\"", "\"verdict\":\"rejected\"", 16},
    {"an opened ballot says something else",      PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "choice\"\":1", "choice\"\":0", 16},
    {"an opened ballot says it otherwise",        PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "choice\"\":1", "choice\"\": 1", 9},
    {"an opened ballot is no ballot",             PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "choice\"\":1", "choice\"\":7", 9},
    {"an opened ballot is of another college",    PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "supporters,", "users,", 9},
    {"the last opened ballot is no ballot",       PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "0R00-0000-0000-0000-0420,\"{\"\"choice\"\":1", "0R00-0000-0000-0000-0420,\"{\"\"choice\"\":7", 8},
    {"an opened ballot has lost its tracker",     PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "-0420,", ",", 9},
    /* What the constitution lets be asked. */
    {"the urn has another k_min than the constitution", PAL_TAMPER_REWRITE, "constitutions/", "\"k_min\":3", "\"k_min\":2", 6},
    {"a secret under a constitution that has no k_min", PAL_TAMPER_REWRITE, "constitutions/", "\"k_min\":3,", "", 6},
    {"an election as the constitution has it",    PAL_TAMPER_REWRITE, "constitutions/", "\"empty_college\"", ELECTIONS("any", "false", "vacant"), 0},
    {"a ballot approves more than there are seats", PAL_TAMPER_REWRITE, "constitutions/", "\"empty_college\"", ELECTIONS("seats", "false", "vacant"), 6},
    {"an election without none of these",         PAL_TAMPER_REWRITE, "constitutions/", "\"empty_college\"", ELECTIONS("any", "true", "vacant"), 6},
    {"an election of a board of no such college", PAL_TAMPER_ASKED, FOLDER_B, NULL, KEPT("college", "martians"), 6},
    {"an election of a board of no such category", PAL_TAMPER_ASKED, FOLDER_B, NULL, KEPT("category", "workers"), 6},
    {"an election splits a surplus",              PAL_TAMPER_ASKED, FOLDER_B, NULL, A_SPLIT_BOARD, 6},
    {"a surplus is split in two rounds",          PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, NULL, "{}", 0},
    {"a surplus leaves nothing to the legal reserve", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, "\"capital\":\"100/1\"", "\"capital\":\"201/1\"", 6},
    {"a surplus is of less than is given out",    PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, "\"result\":\"100/1\"", "\"result\":\"99/1\"", 6},
    {"a surplus leaves less than half",           PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, SPLIT_OF("50/1", "0/1", "50/1"), SPLIT_OF("51/1", "0/1", "49/1"), 6},
    {"a surplus goes to the legal reserve, and half of the rest to the other", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, SPLIT_OF("50/1", "0/1", "50/1"), SPLIT_OF("40/1", "20/1", "40/1"), 0},
    {"a surplus is put to the vote for two seats", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, NULL, "{\"seats\":2}", 6},
    {"fewer pass to a second round than stand there", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", "\"pass\":2", "\"pass\":1", 6},
    {"more pass to a second round than stand there", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", "\"pass\":2", "\"pass\":3", 6},
    {"somebody else stands in a second round",    PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", "\"label\":\"Ben\"", "\"label\":\"Cleo\"", 6},
    {"the board presents somebody else in a second round", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", "\"by_board\":true", "\"by_board\":false", 6},
    {"a second round splits a surplus otherwise", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", SPLIT_OF("50/1", "0/1", "50/1"), SPLIT_OF("40/1", "0/1", "60/1"), 6},
    {"a second round splits another surplus",     PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", "\"deficit\":\"0/1\",\"reserves\":\"200/1\"", "\"deficit\":\"0/1\",\"reserves\":\"300/1\"", 6},
    {"a second round follows a poll that was no first", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "1", "\"absolute_majority\":true,", "", 6},
    {"a second round follows a first of another outcome", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "2", "\"first_round\":{\"outcome\":\"", NULL, 6},
    {"what a first round left is not a whole number", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "1/outcome.json", "\\\"vacant\\\":[{\\\"count\\\":1}]", "\\\"vacant\\\":[{\\\"count\\\":1.0}]", 6},
    {"what a first round left is said twice",     PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "1/outcome.json", "\\\"vacant\\\":[{\\\"count\\\":1}]", "\\\"vacant\\\":[{\\\"count\\\":2,\\\"count\\\":1}]", 6},
    {"what a first round left is spelled with a space", PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS "1/outcome.json", "\\\"vacant\\\":[{\\\"count\\\":1}]", "\\\"vacant\\\":[{\\\"count\\\": 1}]", 6},
    {"a poll is decided by a constitution that does not say quorum", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("quorum"), 16},
    {"a poll is decided by a constitution that does not say majority", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("majority"), 16},
    {"a poll is decided by a constitution that does not say abstention", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("abstention"), 16},
    {"a poll is decided by a constitution that does not say transfer_rule", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("transfer_rule"), 16},
    {"a poll is decided by a constitution that does not say empty_college", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("empty_college"), 16},
    {"a poll is decided by a constitution that does not say min_colleges_for_weighting", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("min_colleges_for_weighting"), 16},
    {"a poll is decided by a constitution that does not say max_weight", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("max_weight"), 16},
    {"a poll is decided by a constitution that does not say college_base", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("college_base"), 16},
    {"a poll is decided by a constitution that does not say silent_college", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("silent_college"), 16},
    {"a poll is decided by a constitution that does not say what it does not ask", PAL_TAMPER_ASKED, "constitutions/", NULL, UNKNOWN("college_tie"), 0},
    {"a motion has terms",   PAL_TAMPER_ASKED, FOLDER_A, NULL, "{\"terms\":[{\"seats\":1,\"until\":\"2027-06-30\"}]}", 6},
    {"a motion asks for an absolute majority",    PAL_TAMPER_ASKED, FOLDER_A, NULL, "{\"absolute_majority\":true}", 6},
    {"a motion keeps seats",                      PAL_TAMPER_ASKED, FOLDER_A, NULL, KEPT("college", "users"), 6},
    {"a vote on a surplus has terms",             PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, NULL, "{\"terms\":[{\"seats\":1,\"until\":\"2027-06-30\"}]}", 6},
    {"a vote on a surplus keeps seats",           PAL_TAMPER_ASKED, PAL_TAMPER_ROUNDS, NULL, KEPT("college", "users"), 6},
    {"a motion fills two seats",                  PAL_TAMPER_ASKED, FOLDER_A, NULL, "{\"seats\":2}", 9},
    {"lots are drawn from no seed",               PAL_TAMPER_ASKED, FOLDER_B "manifest", NULL, LOTS("{}"), 7},
    {"lots are drawn from an empty seed",         PAL_TAMPER_ASKED, FOLDER_B "manifest", NULL, LOTS("{\"seed\":\"\"}"), 7},
    /* Documents that do not have their form. */
    {"a box is of another format",              PAL_TAMPER_REWRITE, FOLDER_A "box.json", "palabre-box/1", "palabre-box/2", 6},
    {"the urn has another threshold",           PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"threshold\":2", "\"threshold\":3", 6},
    {"another version of the method is meant",  PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"version\":1", "\"version\":9", 16},
    {"another method is meant",                 PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"id\":\"approval\"", "\"id\":\"applause\"", 16},
    {"a college votes that there is not",       PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"format\"", "\"electorate\":\"nobody\",\"format\"", 16},
    {"a manifest has no title",                 PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"title\":\"A bridge\",", "", 16},
    {"a question has no parameters",            PAL_TAMPER_REWRITE, FOLDER_B "question.json", "\"parameters\":{},", "", 6},
    {"the seed of a lot is missing",            PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"seed\":\"07", "\"sees\":\"07", 6},
    {"a row has two fields",                    PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "supporters,", "supporters", 9},
    /* Files alone. */
    {"an open ballot is of a college that is not", PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"users\"", "\"nobody\"", 9},
    {"an open ballot has a space",              PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "{\"channel\"", "{ \"channel\"", 9},
    {"a byte of an entry is another",             PAL_TAMPER_FILE, BUNDLE, "It was put twice.", "It was put once..", 3},
    {"a bundle ends too soon",                    PAL_TAMPER_FILE, BUNDLE, "\"ts\":1000,\"v\":1}", "\"ts\":1000,\"v\":1", 3},
    {"a bundle goes on after its end",            PAL_TAMPER_FILE, BUNDLE, PUBLISH_C, PUBLISH_C " ", 3},
    {"a bundle ends too soon, at its end",          PAL_TAMPER_FILE, BUNDLE, "\"reason\":\"It was", "\"reason\":\"It", 1},
    {"a hash of a tile is another",               PAL_TAMPER_FILE, "log/tile/0/000.p/", "", NULL, 3},
    {"the checkpoint is of another log",          PAL_TAMPER_FILE, "log/checkpoint", "made", "fake", 2},
    {"the checkpoint has another size",           PAL_TAMPER_FILE, "log/checkpoint", "log\n", "log\n1", 2},
    {"the checkpoint is signed by nobody",        PAL_TAMPER_FILE, "log/checkpoint", "\xe2\x80\x94 made", "\xe2\x80\x94 fake", 2},
    {"the checkpoint has a fourth line",          PAL_TAMPER_FILE, "log/checkpoint", "\n\n", "\nmore\n\n", 2},
    {"keys.txt asks for other witnesses",         PAL_TAMPER_FILE, "keys.txt", "quorum none", "quorum any", 2},
    {"keys.txt has another key",                  PAL_TAMPER_FILE, "keys.txt", "log made", "log fake", 2},
    {"minisign.pub is another key",               PAL_TAMPER_FILE, "minisign.pub", "\nRWQ", NULL, 1},
    {"RECORD.json names another society",         PAL_TAMPER_FILE, "RECORD.json", "Les Sept", "Les Dix", 6},
    {"RECORD.json names another licence",         PAL_TAMPER_FILE, "RECORD.json", "CC-BY-4.0", "CC0-1.0", 6},
    {"RECORD.json has no licence",                PAL_TAMPER_FILE, "RECORD.json", "\"licence\":\"CC-BY-4.0\",", "", 6},
    {"the society is another afterwards",         PAL_TAMPER_REWRITE, "society/", "Les Sept", "Les Dix", 6},
    {"what the society says of itself is gone",   PAL_TAMPER_GONE, "society/", NULL, NULL, 6},
    {"a poll is missing from the whole",          PAL_TAMPER_LACK, FOLDER_B, NULL, NULL, 6},
    {"a poll that was annulled is missing from the whole", PAL_TAMPER_LACK, "00000000000d/", NULL, NULL, 6},
    {"a text is missing from the whole",          PAL_TAMPER_LATER, "resolution.table",
        "{\"assembly\":\"" PAL_MADE_ASSEMBLY "\",\"class\":\"ordinary\",\"hash\":\"" SOME_HASH "\",\"origin\":\"board\",\"position\":2,"
        "\"resolution\":\"33333333-3333-4333-8333-333333333333\"}", NULL, 6},
    {"the society says something else, and not what", PAL_TAMPER_LATER, "society.change",
        "{\"hash\":\"" SOME_HASH "\",\"society\":\"33333333-3333-4333-8333-333333333333\"}", NULL, 6},
    {"RECORD.json has another size",              PAL_TAMPER_FILE, "RECORD.json", "\"size\":", "\"size\":1", 20},
    {"RECORD.json lists another poll",            PAL_TAMPER_FILE, "RECORD.json", "00000000000b", "00000000000e", 20},
    {"RECORD.json is of another format",          PAL_TAMPER_FILE, "RECORD.json", "record/1", "record/2", 20},
    {"RECORD.json is not canonical",              PAL_TAMPER_FILE, "RECORD.json", "{\"all\"", "{ \"all\"", 20},
    {"a manifest is another than was opened",     PAL_TAMPER_FILE, FOLDER_B "manifest.json", "\"Ada\"", "\"Eve\"", 6},
    {"a constitution is another",                 PAL_TAMPER_FILE, "constitutions/", "\"40/100\"", "\"41/100\"", 6},
    {"a text is another",                         PAL_TAMPER_FILE, "texts/", "We build it.", "We burn it..", 6},
    {"a byte of an attached file is another",     PAL_TAMPER_FILE, "attachments/", "The accounts", NULL, 6},
    {"an attached file goes on",                  PAL_TAMPER_FILE, "attachments/", "bridge.", "bridges.", 6},
    {"a question is another",                     PAL_TAMPER_FILE, FOLDER_A "question.json", "A bridge", "A tunnel", 6},
    {"a box is another",                          PAL_TAMPER_FILE, FOLDER_A "box.json", "\"used\":5", "\"used\":6", 6},
    {"an outcome is another",                     PAL_TAMPER_FILE, FOLDER_A "outcome.json", "adopted", "rejects", 6},
    {"a line of the roll is another",             PAL_TAMPER_FILE, FOLDER_A "roll.txt", "", NULL, 7},
    {"a line of the roll is gone",                PAL_TAMPER_LESS, FOLDER_A "roll.txt", NULL, NULL, 8},
    {"two lines of the roll change places",       PAL_TAMPER_LINES, FOLDER_A "roll.txt", NULL, NULL, 7},
    {"a sealed ballot is another",                PAL_TAMPER_FILE, FOLDER_C "urn.txt", "", NULL, 7},
    {"a sealed ballot is gone",                   PAL_TAMPER_LESS, FOLDER_C "urn.txt", NULL, NULL, 8},
    {"two sealed ballots change places",          PAL_TAMPER_LINES, FOLDER_C "urn.txt", NULL, NULL, 7},
    {"a mark is another",                         PAL_TAMPER_FILE, FOLDER_C "marks.txt", "", NULL, 7},
    {"a mark is gone",                            PAL_TAMPER_LESS, FOLDER_C "marks.txt", NULL, NULL, 8},
    {"an open ballot says something else",        PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\\\":1}", "\\\":0}", 9},
    {"an open ballot is of another college",      PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"users\"", "\"workers\"", 9},
    {"an open ballot came another way",           PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"remote\"", "\"in_person\"", 9},
    {"an open ballot came no known way",          PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"remote\"", "\"pigeon\"", 9},
    {"an open ballot has no known void",          PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", ",\"voter\":", ",\"void\":\"late\",\"voter\":", 9},
    {"who voted is no pseudonym",                 PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "VVVVVVVVVVVVVVV1", "Ada", 9},
    {"an open ballot has another salt",           PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"salt\":\"", NULL, 9},
    {"an open ballot is somebody else's",         PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "VVVVVVVVVVVVVVV1", "VVVVVVVVVVVVVVV0", 9},
    {"an open ballot has no name",                PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", ",\"voter_name\":\"Ada\"", "", 9},
    {"an open ballot has an empty name",          PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"voter_name\":\"Ada\"", "\"voter_name\":\"\"", 9},
    {"an open ballot does not count",             PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", ",\"voter\":", ",\"void\":\"postal_late\",\"voter\":", 9},
    {"an open ballot is of another entry",        PAL_TAMPER_FILE, FOLDER_A "openings.jsonl", "\"entry\":", "\"entry\":1", 9},
    {"an open ballot is gone",                    PAL_TAMPER_LESS, FOLDER_A "openings.jsonl", NULL, NULL, 9},
    {"two open ballots change places",            PAL_TAMPER_LINES, FOLDER_A "openings.jsonl", NULL, NULL, 9},
    {"an opened ballot was changed afterwards",   PAL_TAMPER_FILE, FOLDER_C "opened.csv", "choice\"\":1", "choice\"\":0", 9},
    {"an opened ballot is gone",                  PAL_TAMPER_LESS, FOLDER_C "opened.csv", NULL, NULL, 8},
    {"two opened ballots change places",          PAL_TAMPER_LINES, FOLDER_C "opened.csv", NULL, NULL, 9},
    {"the result for programs is another",        PAL_TAMPER_FILE, FOLDER_A "result.json", "adopted", "refused", 16},
    {"the last line of a roll is no hash",        PAL_TAMPER_FILE, FOLDER_C "roll.txt", "03647604ca51\n", "03647604ca5g\n", 8},
    {"attack 24: a line more is on the roll",     PAL_TAMPER_FILE, FOLDER_A "roll.txt", "\n", "\n0000000000000000000000000000000000000000000000000000000000000000\n", 7},
    {"attack 28: a label is another in the result", PAL_TAMPER_FILE, FOLDER_B "result.json", "\"Ada\"", "\"Ben\"", 16},
    {"attack 28: labels change places in the table", PAL_TAMPER_FILE, FOLDER_B "result.csv", ",Ada,", ",Ben,", 16},
    {"the result as a table is another",          PAL_TAMPER_FILE, FOLDER_A "result.csv", "adopted", "refused", 16},
    {"the result in French is another",           PAL_TAMPER_FILE, FOLDER_A "result-fr.csv", "adopted", "refused", 16},
    {"a ballot of the file of ballots is another", PAL_TAMPER_FILE, FOLDER_B "ballots.abif", "c1/1", "c2/1", 16},
    {"the result is gone",                        PAL_TAMPER_GONE, FOLDER_A "result.json", NULL, NULL, 16},
    {"the openings are gone",                     PAL_TAMPER_GONE, FOLDER_A "openings.jsonl", NULL, NULL, 9},
    {"the roll is gone",                          PAL_TAMPER_GONE, FOLDER_A "roll.txt", NULL, NULL, 7},
    {"the constitution is gone",                  PAL_TAMPER_GONE, "constitutions/", NULL, NULL, 6},
    {"the text that was voted is gone",           PAL_TAMPER_GONE, "texts/", NULL, NULL, 6},
    {"an attached file is gone with its document", PAL_TAMPER_PAIR, "attachments/", NULL, NULL, 6},
    {"an attached file is gone",                  PAL_TAMPER_GONE, "attachments/", NULL, NULL, 6},
    {"the entries are gone",                      PAL_TAMPER_GONE, BUNDLE, NULL, NULL, 3},
    {"the tile of hashes is gone",                PAL_TAMPER_GONE, "log/tile/0/000.p/", NULL, NULL, 3},
    {"the keys are gone",                         PAL_TAMPER_GONE, "keys.txt", NULL, NULL, 2},
    {"an unknown file is there",                  PAL_TAMPER_MORE, "extra.txt", NULL, "x", 20},
    {"a tile too many is there",                  PAL_TAMPER_MORE, "log/tile/1/000", NULL, "x", 20},
    {"a table of what is nobody's business is there", PAL_TAMPER_MORE, "tables/members.csv", "all", "x", 20},
    {"a table is there without the rest",         PAL_TAMPER_MORE, "tables/polls.csv", NULL, "x", 20},
    {"a document that nobody names is there",     PAL_TAMPER_MORE, "texts/0000000000000000000000000000000000000000000000000000000000000000.json", NULL, "{}", 20},
    {"a file that nobody attached is there",      PAL_TAMPER_MORE, "attachments/0000000000000000000000000000000000000000000000000000000000000000", NULL, "x", 20},
    {"a file of a name that is none is there",    PAL_TAMPER_MORE, "attachments/accounts.pdf", NULL, "x", 20},
    {"an open poll has an urn",                   PAL_TAMPER_MORE, "polls/00000000-0000-4000-8000-00000000000a/urn.txt", NULL, "", 20},
    {"a poll that was annulled has an outcome",   PAL_TAMPER_MORE, "polls/00000000-0000-4000-8000-00000000000d/outcome.json", NULL, "{}", 20},
    /* The tar: attack 64 of attacks. */
    {"attack 64: a name leads out of the folder", PAL_TAMPER_TAR, NULL, "README.md", "../AD.md\n", 20},
    {"attack 64: a name begins at the root",      PAL_TAMPER_TAR, NULL, "README.md", "/EADME.md", 20},
    {"attack 64: a file is of another mode",      PAL_TAMPER_TAR, NULL, "0000644", "0000755", 20},
    {"attack 64: a file is a link",               PAL_TAMPER_LINK, NULL, NULL, NULL, 20},
    {"attack 64: a file is of somebody",          PAL_TAMPER_TAR, NULL, "ustar", "usxar", 20},
    {"attack 64: something follows the end",      PAL_TAMPER_END, NULL, NULL, NULL, 20},
    /* Its signature. */
    {"a byte for people is changed, unsigned",    PAL_TAMPER_BYTE, NULL, "For people.", "For nobody.", 1},
    {"the comment of the signature is another",   PAL_TAMPER_SIGNED, NULL, "file=made", "file=fake", 1},
    {"the signature is another",                  PAL_TAMPER_SIGNED, NULL, "\nRU", NULL, 1},
    {"the comment names two logs",                PAL_TAMPER_COMMENT, NULL, "log=fake.example/log ", NULL, 1},
};
/* clang-format on */
const size_t pal_tamper_count = sizeof pal_tampers / sizeof pal_tampers[0];
