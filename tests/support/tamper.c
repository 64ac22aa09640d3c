/* tamper.c - good records, spoilt by one change each. */
#include "tamper.h"

#include <string.h>

#include "audit/tar.h"
#include "base/mem.h"

#include "made_polls.h"
#include "stories.h"

#define OPEN_A      "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"roll_root\""
#define CLOSE_A     "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"used\""
#define COUNT_A     "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"verdict\""
#define CALL_A      "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"text\""
#define CREATE_A    "\"poll\":\"00000000-0000-4000-8000-00000000000a\",\"question\""
#define CREATE_B    "\"poll\":\"00000000-0000-4000-8000-00000000000b\",\"question\""
#define CREATE_D    "\"poll\":\"00000000-0000-4000-8000-00000000000d\",\"question\""
#define CAST_A      "\"poll\":\"00000000-0000-4000-8000-00000000000a\"},\"id\""
#define FOLDER_A    "00000000000a/"
#define FOLDER_B    "00000000000b/"
#define FOLDER_C    "00000000000c/"
#define SOME_HASH   "5555555555555555555555555555555555555555555555555555555555555555"
#define BUNDLE      "log/tile/entries/000.p/"
#define BEGUN(word) CREATE "\n" TABLE_IT "\n" AMEND "\n" CHOOSE(word) "\n" CONVENE
#define THEIR_OTHER                                                             \
    "resolution.table " ASSEMBLY "\"class\":\"ordinary\",\"hash\":\"" SOME_HASH \
    "\",\"origin\":\"members\",\"position\":1,\"resolution\":" UUID("b1") "}"

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
    {"consent is asked for over an open concern", PAL_TAMPER_STORY, NULL,
        BEGUN("consent") "\n" CONCERN("f1") "\n" POLL_BY("consent") "\n" CALL, NULL, 5},
    {"consent is asked for over a concern of the first call", PAL_TAMPER_STORY, NULL,
        CREATE "\n" TABLE_IT "\n" CONCERN("f1") "\n" CONVENE "\n" CREATE_AGAIN "\n" TABLE_AGAIN "\n" CHOOSE_AGAIN "\n" CONVENE_AGAIN "\n" POLL_AGAIN "\n" CALL_AGAIN, NULL, 5},
    {"consent is asked for by a show of hands", PAL_TAMPER_STORY, NULL,
        BEGUN("consent") "\n" POLL_BY("motion"), NULL, 5},
    {"a poll was drafted before consent was chosen", PAL_TAMPER_STORY, NULL,
        CREATE "\n" TABLE_IT "\n" AMEND "\n" POLL_BY("motion") "\n" CHOOSE("consent") "\n" CONVENE "\n" CALL, NULL, 5},
    {"an election without candidates is a motion", PAL_TAMPER_STORY, NULL,
        BEGUN("election_without_candidates") "\n" POLL_BY("motion"), NULL, 5},
    {"a contract changes before its notice has run", PAL_TAMPER_STORY, NULL,
        BEGUN("contract_change") "\n" POLL_AT("9100") "\n" CALL, NULL, 5},
    {"a vote opens before the end of its longer debate", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" ASK("true") "\n" ASK("true") "\n" EXTEND("2") "\n" POLL_AT("91800") "\n" CALL, NULL, 5},
    {"a vote of the second call opens before the longer debate of the first has run", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" ASK("true") "\n" ASK("true") "\n" EXTEND("2") "\n" CREATE_AGAIN "\n" TABLE_AGAIN "\n" CONVENE_AGAIN "\n" POLL_AGAIN_AT("91800") "\n" CALL_AGAIN, NULL, 5},
    {"a vote opens before the end of a debate that has none", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" ASK("true") "\n" ASK("true") "\n" EXTEND_BY("9007199254740991", "1/2", "2") "\n" POLL_AT("91800") "\n" CALL, NULL, 5},
    {"a debate is extended that too few asked for", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" ASK("true") "\n" EXTEND("2"), NULL, 5},
    {"a debate that is closed goes on", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" CLOSE_DEBATE "\n" SAY("for", "f1"), NULL, 5},
    {"an initiative is on the agenda below its share", PAL_TAMPER_STORY, NULL,
        CREATE "\n" PROPOSE_IT "\n" SPONSOR("true") "\n" TABLE_THEIRS "\n" TABLED("1"), NULL, 5},
    {"an initiative is on the agenda that few sponsor", PAL_TAMPER_STORY, NULL,
        CREATE "\n" PROPOSE_IT "\n" SPONSOR("true") "\n" TABLE_THEIRS "\n" TABLED("2"), NULL, 5},
    {"an initiative is on the agenda with other words", PAL_TAMPER_STORY, NULL,
        CREATE "\n" PROPOSE_IT "\n" SPONSOR("true") "\n" SPONSOR("true") "\n" THEIR_OTHER "\n" TABLED("2"), NULL, 5},
    {"a debate is extended for a smaller share than the statutes ask", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" ASK("true") "\n" EXTEND_BY("2", "1/4", "1"), NULL, 5},
    {"a debate is extended by other days than the statutes say", PAL_TAMPER_STORY, NULL,
        BEGUN("resolution") "\n" ASK("true") "\n" ASK("true") "\n" EXTEND_BY("1", "1/2", "2"), NULL, 5},
    {"an initiative is on the agenda for a smaller share than the statutes ask", PAL_TAMPER_STORY, NULL,
        CREATE "\n" PROPOSE_IT "\n" SPONSOR("true") "\n" TABLE_THEIRS "\n" TABLED_AT("1/4", "1"), NULL, 5},
    {"an initiative is on the agenda by a college that may not", PAL_TAMPER_STORY, NULL,
        CREATE "\n" PROPOSE_IT "\n" SPONSOR("true") "\n" SPONSOR("true") "\n" TABLE_THEIRS "\n" TABLED_BY_COLLEGE, NULL, 5},
    {"a notice is sent under statutes that were replaced", PAL_TAMPER_STORY, NULL,
        VERSION_FROM("1970-01-01", "2") "\n" CREATE "\n" CONVENE, NULL, 5},
    {"a poll is called under statutes that are to come", PAL_TAMPER_STORY, NULL,
        VERSION("2") "\n" BEGUN("resolution") "\n" POLL_BY("motion") "\n" CALL_UNDER("c1"), NULL, 5},
    {"a text is called that is not the last one", PAL_TAMPER_STORY, NULL,
        CREATE "\n" TABLE_IT "\n" CONVENE "\n" POLL_BY("motion") "\n" CALL, NULL, 5},
    {"a vote opens before its debate has run",    PAL_TAMPER_REWRITE, "constitutions/", "\"debate_days\":0", "\"debate_days\":2", 5},
    /* Documents, with every hash that follows from them. */
    {"attack 28: a label is another in the manifest",        PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"Ada\"", "\"Eve\"", 6},
    {"the board presents somebody else",          PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"by_board\":true", "\"by_board\":false", 6},
    {"attack 28: a label is another in the question",        PAL_TAMPER_REWRITE, FOLDER_B "question.json", "\"Ben\"", "\"Bob\"", 6},
    {"a text has no salt",                        PAL_TAMPER_REWRITE, "texts/", "\"salt\":\"" PAL_MADE_SALT "\",", "", 6},
    {"a text has a short salt",                   PAL_TAMPER_REWRITE, "texts/", "\"salt\":\"", "\"salt\":\"5\",\"spot\":\"", 6},
    {"a text has a salt in capitals",             PAL_TAMPER_REWRITE, "texts/", "\"salt\":\"ab", "\"salt\":\"AB", 6},
    {"a text is of a format without salt",        PAL_TAMPER_REWRITE, "texts/", "resolution/2", "resolution/1", 6},
    {"a title is another in the question",        PAL_TAMPER_REWRITE, FOLDER_A "question.json", "A bridge", "A tunnel", 6},
    {"a weight is another in the constitution",   PAL_TAMPER_REWRITE, "constitutions/", "\"40/100\"", "\"30/100\"", 16},
    {"ties are broken by another rule",           PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"rule\":\"lot\"", "\"rule\":\"elder\"", 6},
    {"the seed of the lot is another",            PAL_TAMPER_REWRITE, FOLDER_B "manifest.json", "\"seed\":\"0", NULL, 6},
    {"the manifest closes later",                 PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"closes_at\":3000", "\"closes_at\":3001", 6},
    {"the manifest hides names",                  PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"roll_call\":\"name\"", "\"roll_call\":\"pseudonym\"", 6},
    {"attack 24: the manifest has a voter more",             PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"voters\":9", "\"voters\":10", 6},
    {"the manifest has another opinion",          PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"approved\"", "\"none\"", 6},
    {"the manifest is of a second call",          PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "\"call\":\"first\"", "\"call\":\"second\"", 6},
    {"the manifest has another log",              PAL_TAMPER_REWRITE, FOLDER_A "manifest.json", "made.example/log", "fake.example/log", 6},
    {"the urn has another key",                   PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", ",\"key\":\"", NULL, 6},
    {"a keeper has another share",                PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"share\":\"", NULL, 6},
    {"few voters would do for a secret",          PAL_TAMPER_REWRITE, FOLDER_C "manifest.json", "\"k_min\":3", "\"k_min\":4", 6},
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
    {"an opened ballot has lost its tracker",     PAL_TAMPER_REWRITE, FOLDER_C "opened.csv", "-0420,", ",", 9},
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
    {"the entries are gone",                      PAL_TAMPER_GONE, BUNDLE, NULL, NULL, 3},
    {"the tile of hashes is gone",                PAL_TAMPER_GONE, "log/tile/0/000.p/", NULL, NULL, 3},
    {"the keys are gone",                         PAL_TAMPER_GONE, "keys.txt", NULL, NULL, 2},
    {"an unknown file is there",                  PAL_TAMPER_MORE, "extra.txt", NULL, "x", 20},
    {"a tile too many is there",                  PAL_TAMPER_MORE, "log/tile/1/000", NULL, "x", 20},
    {"a table of what is nobody's business is there", PAL_TAMPER_MORE, "tables/members.csv", "all", "x", 20},
    {"a table is there without the rest",         PAL_TAMPER_MORE, "tables/polls.csv", NULL, "x", 20},
    {"a document that nobody names is there",     PAL_TAMPER_MORE, "texts/0000000000000000000000000000000000000000000000000000000000000000.json", NULL, "{}", 20},
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

/* --- applying --------------------------------------------------------------------------------------- */

static bool change(struct pal_buf *buf, const struct pal_tamper *tamper)
{
    return pal_made_replace(buf, tamper->from, tamper->to);
}

static size_t find_entry(const struct pal_made *made, const char *where)
{
    for (size_t i = 0; i < made->entry_count; i++) {
        if (strstr(made->entries[i].bytes, where) != NULL) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool change_log(const struct pal_tamper *tamper, struct pal_made *made)
{
    size_t at = find_entry(made, tamper->where);
    if (at == SIZE_MAX) {
        return false;
    }
    struct pal_buf *entry = &made->entries[at];
    size_t after = made->entry_count - at;
    if (tamper->kind == PAL_TAMPER_ENTRY) {
        return change(entry, tamper);
    }
    if (tamper->kind == PAL_TAMPER_DROP) {
        pal_buf_done(entry);
        memmove(entry, entry + 1, (after - 1) * sizeof *entry);
        made->entry_count--;
        return true;
    }
    if (tamper->kind == PAL_TAMPER_TWICE) {
        memmove(entry + 1, entry, after * sizeof *entry);
        entry[0] = (struct pal_buf){0};
        pal_buf_add_text(&entry[0], pal_buf_text(&entry[1]));
        made->entry_count++;
        return true;
    }
    struct pal_buf kept = entry[0];
    entry[0] = entry[1];
    entry[1] = kept;
    return true;
}

/* Without its second line, or with that after the third. */
static bool change_lines(const struct pal_tamper *tamper, struct pal_buf *buf)
{
    PAL_BUF(changed);
    struct pal_text text = pal_buf_text(buf);
    struct pal_text lines[3];
    for (size_t i = 0; i < 3; i++) {
        if (!pal_text_cut(&text, '\n', &lines[i])) {
            return false;
        }
    }
    static const size_t less[] = {0, 2};
    static const size_t other[] = {0, 2, 1};
    bool is_less = tamper->kind == PAL_TAMPER_LESS;
    for (size_t i = 0; i < (is_less ? 2U : 3U); i++) {
        pal_buf_add_text(&changed, lines[is_less ? less[i] : other[i]]);
        pal_buf_add_byte(&changed, '\n');
    }
    pal_buf_add_text(&changed, text);
    pal_buf_clear(buf);
    pal_buf_add_text(buf, pal_buf_text(&changed));
    return true;
}

/* The file whose name ends so, or begins so. */
static struct pal_made_file *find_file(struct pal_made *made, const char *where)
{
    for (size_t i = 0; i < made->file_count; i++) {
        if (strstr(made->files[i].name, where) != NULL) {
            return &made->files[i];
        }
    }
    return NULL;
}

static bool change_files(const struct pal_tamper *tamper, struct pal_made *made)
{
    if (tamper->kind == PAL_TAMPER_MORE) {
        (void)pal_made_add(made, tamper->where, pal_text_of(tamper->to));
        return tamper->from == NULL || pal_made_replace(&pal_made_file(made, "RECORD.json")->bytes,
                                                        "\"all\":false", "\"all\":true");
    }
    struct pal_made_file *file = find_file(made, tamper->where);
    if (file == NULL) {
        return false;
    }
    if (tamper->kind == PAL_TAMPER_GONE) {
        pal_made_drop(made, file);
        return true;
    }
    return tamper->kind == PAL_TAMPER_FILE ? change(&file->bytes, tamper)
                                           : change_lines(tamper, &file->bytes);
}

/* The first file becomes a symbolic link, and the sum of its header is right. */
static void make_link(struct pal_buf *tar)
{
    unsigned sum = 0;
    memset(tar->bytes + 148, ' ', 8);
    tar->bytes[156] = '2';
    for (size_t i = 0; i < PAL_TAR_BLOCK; i++) {
        sum += (uint8_t)tar->bytes[i];
    }
    for (size_t i = 0; i < 6; i++) {
        tar->bytes[148 + 5 - i] = (char)('0' + (sum >> (3 * i) & 7));
    }
    tar->bytes[154] = '\0';
}

static bool change_tar(const struct pal_tamper *tamper, struct pal_made *made)
{
    switch (tamper->kind) {
    case PAL_TAMPER_LINK: make_link(&made->tar); break;
    case PAL_TAMPER_END: pal_buf_add(&made->tar, (const char[512]){0}, 512); break;
    case PAL_TAMPER_TAR:
        if (!change(&made->tar, tamper)) {
            return false;
        }
        break;
    case PAL_TAMPER_BYTE: return change(&made->tar, tamper);
    case PAL_TAMPER_SIGNED: return change(&made->minisig, tamper);
    case PAL_TAMPER_COMMENT: made->remark = tamper->from; break;
    case PAL_TAMPER_ENTRY:
    case PAL_TAMPER_DROP:
    case PAL_TAMPER_TWICE:
    case PAL_TAMPER_SWAP:
    case PAL_TAMPER_REWRITE:
    case PAL_TAMPER_LACK:
    case PAL_TAMPER_LATER:
    case PAL_TAMPER_STORY:
    case PAL_TAMPER_FILE:
    case PAL_TAMPER_LESS:
    case PAL_TAMPER_LINES:
    case PAL_TAMPER_GONE:
    case PAL_TAMPER_MORE: return true;
    }
    pal_made_sign_tar(made);
    return true;
}

/* The log goes on, after all that was made. */
static bool tell(const struct pal_tamper *tamper, struct pal_made *made)
{
    struct pal_text rest = pal_text_of(tamper->from);
    struct pal_text line;
    bool has_more = true;
    made->now = 9000;
    while (has_more) {
        struct pal_text type;
        has_more = pal_text_cut(&rest, '\n', &line);
        if (!pal_text_cut(&line, ' ', &type)) {
            return false;
        }
        PAL_STRING(word);
        PAL_STRING(says);
        word = pal_text_copy(type);
        says = pal_text_copy(line);
        (void)pal_made_entry(made, word, says);
    }
    return true;
}

/* Before the log is signed. */
static bool change_whole(const struct pal_tamper *tamper, struct pal_made *made)
{
    if (tamper->kind == PAL_TAMPER_LATER) {
        made->now = 9000; /* after all that was made */
        (void)pal_made_entry(made, tamper->where, tamper->from);
        return true;
    }
    struct pal_made_file *file = find_file(made, tamper->where);
    bool is_changed = file != NULL;
    for (; file != NULL; file = find_file(made, tamper->where)) {
        pal_made_drop(made, file);
    }
    return is_changed;
}

static bool is_whole(const struct pal_tamper *tamper)
{
    return tamper->kind == PAL_TAMPER_LACK || tamper->kind == PAL_TAMPER_LATER;
}

bool pal_tamper_make(const struct pal_tamper *tamper, struct pal_made *made)
{
    pal_made_init(made);
    bool is_changed = true;
    if (tamper->kind <= PAL_TAMPER_SWAP) {
        is_changed = change_log(tamper, made);
    } else if (tamper->kind == PAL_TAMPER_REWRITE) {
        const struct pal_made_file *file = find_file(made, tamper->where);
        is_changed = file != NULL && pal_made_rewrite(made, file->name, tamper->from, tamper->to);
    }
    if (is_whole(tamper)) {
        is_changed = change_whole(tamper, made);
    }
    if (tamper->kind == PAL_TAMPER_STORY) {
        is_changed = tell(tamper, made);
    }
    pal_made_sign_log(made);
    if (is_whole(tamper)) {
        is_changed = pal_made_replace(&pal_made_file(made, "RECORD.json")->bytes, "\"all\":false",
                                      "\"all\":true") &&
                     is_changed;
    }
    if (tamper->kind >= PAL_TAMPER_FILE && tamper->kind <= PAL_TAMPER_MORE) {
        is_changed = change_files(tamper, made);
    }
    pal_made_pack(made);
    return is_changed && change_tar(tamper, made);
}
