/*
 * stories.h - what a log may go on to say after the record of made.h: entries of one more assembly (a1), with one
 * resolution (b1) and one poll (1a). Each is a type, a space, and what it says.
 */
#ifndef PAL_TESTS_STORIES_H
#define PAL_TESTS_STORIES_H

#include "made_polls.h"

#define UUID(last) "\"00000000-0000-4000-8000-0000000000" last "\""
#define HASH       "\"1111111111111111111111111111111111111111111111111111111111111111\""
#define SOME_HASH  "5555555555555555555555555555555555555555555555555555555555555555"
#define ASSEMBLY   "{\"assembly\":" UUID("a1") ","
#define POLL       ",\"poll\":" UUID("1a")
#define CREATE_AS(kind)                                               \
    "assembly.create " ASSEMBLY "\"call\":\"first\",\"kind\":\"" kind \
    "\",\"meets_at\":9000,\"title\":\"May\"}"
#define CREATE CREATE_AS("combined")
#define SECOND_OF(n)                                                                   \
    "assembly.create " ASSEMBLY                                                        \
    "\"call\":\"second\",\"kind\":\"ordinary\",\"meets_at\":9000,\"second_of\":" UUID( \
        n) ",\"title\":\"May\"}"
#define CHANGE  "assembly.change " ASSEMBLY "\"meets_at\":9001,\"title\":\"June\"}"
#define CONVENE "assembly.convene " ASSEMBLY "\"constitution\":" UUID("c0") "}"
#define SIT     "assembly.open {\"assembly\":" UUID("a1") "}"
#define END     "assembly.end {\"assembly\":" UUID("a1") "}"
#define CANCEL  "assembly.cancel " ASSEMBLY "\"reason\":\"Rain.\"}"
#define MARK    "attendance.mark " ASSEMBLY "\"c\":" HASH "}"
#define TABLE_IT                                                                                                                                                     \
    "resolution.table " ASSEMBLY                                                                                                                                     \
    "\"class\":\"ordinary\",\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"origin\":\"board\",\"position\":1,\"resolution\":" UUID( \
        "b1") "}"
#define TABLE_IN(word)                                                   \
    "resolution.table " ASSEMBLY "\"class\":\"" word "\",\"hash\":" HASH \
    ",\"origin\":\"members\",\"position\":1,\"resolution\":" UUID("b1") "}"
#define AMEND "resolution.amend {\"hash\":" HASH ",\"resolution\":" UUID("b1") "}"
#define MOVE  "resolution.move {\"position\":2,\"resolution\":" UUID("b1") "}"
#define ATTACH(n)                                         \
    "resolution.attach {\"attachment\":" UUID(            \
        n) ",\"hash\":\"77777777777777777777777777777777" \
           "77777777777777777777777777777777\",\"resolution\":" UUID("b1") "}"
#define DETACH(n)                                                                                 \
    "resolution.detach {\"attachment\":" UUID(n) ",\"reason\":\"A draft.\",\"resolution\":" UUID( \
        "b1") "}"
/* To the text b2 that a second call takes up: the document of so many times that digit. */
#define EIGHT(digit) digit digit digit digit digit digit digit digit
#define ATTACH_AGAIN(n, digit)                                                            \
    "resolution.attach {\"attachment\":" UUID(n) ",\"hash\":\"" EIGHT(digit) EIGHT(digit) \
        EIGHT(digit) EIGHT(digit) EIGHT(digit) EIGHT(digit) EIGHT(digit)                  \
            EIGHT(digit) "\",\"resolution\":" UUID("b2") "}"
#define DETACH_AGAIN(n)                                                                           \
    "resolution.detach {\"attachment\":" UUID(n) ",\"reason\":\"A draft.\",\"resolution\":" UUID( \
        "b2") "}"
#define TEN_FILES(n)                                                                         \
    ATTACH(n "0")                                                                            \
    "\n" ATTACH(n "1") "\n" ATTACH(n "2") "\n" ATTACH(n "3") "\n" ATTACH(n "4") "\n" ATTACH( \
        n "5") "\n" ATTACH(n "6") "\n" ATTACH(n "7") "\n" ATTACH(n "8") "\n" ATTACH(n "a")
#define WITHDRAW "resolution.withdraw {\"resolution\":" UUID("b1") "}"
#define NEW_POLL                                                                                                                \
    "poll.create " ASSEMBLY                                                                                                     \
    "\"class\":\"ordinary\",\"closes_at\":9500,\"kind\":\"resolution\",\"method\":\"motion\",\"opens_at\":8000,\"poll\":" UUID( \
        "1a") ",\"question\":" HASH ",\"resolution\":" UUID("b1") ",\"secrecy\":\"secret\"}"
#define SECRET_POLL CHOICE_IN("ordinary")
#define WAIVE_OF(n) "poll.waive {\"k_min\":" n POLL ",\"reason\":\"We are few.\"}"
#define WAIVE       WAIVE_OF("3")
#define CALL        "poll.call {\"constitution\":" UUID("c0") POLL ",\"text\":" HASH "}"
#define CALL_DRAWN \
    "poll.call {\"constitution\":" UUID("c0") ",\"lot\":" HASH POLL ",\"text\":" HASH "}"
#define OPEN \
    "poll.open {\"colleges\":{},\"manifest\":" HASH POLL ",\"roll_root\":" HASH ",\"voters\":3}"
#define CLOSE \
    "poll.close {\"box\":" HASH ",\"count\":0" POLL ",\"reason\":\"All voted.\",\"used\":0}"
#define COUNT(word)                                                                \
    "poll.count {\"method\":\"motion\",\"opened\":" HASH ",\"outcome\":" HASH POLL \
    ",\"verdict\":\"" word "\",\"version\":1}"
#define PUBLISH "poll.publish {\"poll\":" UUID("1a") "}"
#define VOID    "poll.void {\"poll\":" UUID("1a") ",\"reason\":\"Put twice.\"}"
#define SHOW    "urn.show {\"count\":1" POLL "}"
/* In the words of made_continue.c. */
#define CONTINUE(word) "log.continue " word
#define DESTROY        "urn.destroy {\"count\":3" POLL "}"
#define CAST           "ballot.cast {\"c\":" HASH POLL "}"
#define VERSION_FROM(day, n)                                                      \
    "constitution.enter {\"constitution\":" UUID("c1") ",\"effective_on\":\"" day \
                                                       "\",\"hash\":" HASH ",\"number\":" n "}"
#define VERSION(n)       VERSION_FROM("2026-05-01", n)
#define CONVENE_UNDER(n) "assembly.convene " ASSEMBLY "\"constitution\":" UUID(n) "}"
#define CALL_UNDER(n)    "poll.call {\"constitution\":" UUID(n) POLL ",\"text\":" HASH "}"
#define ON_IT            ",\"resolution\":" UUID("b1")
#define PROPOSE(n, parent)                                                                         \
    "amendment.propose {\"amendment\":" UUID(n) ",\"author\":\"0123456789ABCDEF\",\"distance\":2," \
                                                "\"hash\":" HASH parent ON_IT ",\"version\":1}"
#define BELOW(n)   ",\"parent\":" UUID(n)
#define REWRITE(n) "amendment.amend {\"amendment\":" UUID(n) ",\"distance\":3,\"hash\":" HASH "}"
#define SUPPORT                               \
    "amendment.support {\"amendment\":" UUID( \
        "d1") ",\"supporter\":\"0123456789ABCDEF\",\"value\":true}"
#define TAKE_BACK     "amendment.withdraw {\"amendment\":" UUID("d1") "}"
#define ACCEPT(n)     "amendment.accept {\"amendment\":" UUID(n) "}"
#define FATE(n, word) "amendment.fate {\"amendment\":" UUID(n) ",\"fate\":\"" word "\"" POLL "}"
#define CONSOLIDATE(adopted) \
    "resolution.consolidate {\"adopted\":[" adopted "],\"hash\":" HASH ON_IT "}"
#define POLL_ON(subject, kind)                                                                \
    "poll.create {" subject                                                                   \
    ",\"assembly\":" UUID("a1") ",\"class\":\"ordinary\",\"closes_at\":9500,\"kind\":\"" kind \
                                "\",\"method\":\"motion\",\"opens_at\":8000" POLL             \
                                ",\"question\":" HASH ",\"secrecy\":\"secret\"}"
#define ON_AMENDMENT(n) POLL_ON("\"amendment\":" UUID(n), "amendment")
#define TO_AMEND        CREATE, TABLE_IT, PROPOSE("d1", ""), PROPOSE("d2", ""), CONVENE
#define TO_VERDICT      TO_AMEND, ON_AMENDMENT("d1"), CALL, SIT, OPEN, CLOSE
#define TO_DRAFT        CREATE, TABLE_IT, AMEND, CONVENE, NEW_POLL
#define TO_OPEN         TO_DRAFT, CALL, SIT, OPEN
/* In one text, line by line. */
#define OPENED \
    CREATE "\n" TABLE_IT "\n" AMEND "\n" CONVENE "\n" NEW_POLL "\n" CALL "\n" SIT "\n" OPEN
#define FIRST_ENDS \
    "assembly.open {\"assembly\":" UUID("a0") "}", "assembly.end {\"assembly\":" UUID("a0") "}"
#define SECOND FIRST_ENDS, SECOND_OF("a0")
#define NOBODY "00000000-0000-4000-8000-0000000000ff"
#define TAKE_UP(first)                                                           \
    "resolution.table " ASSEMBLY "\"class\":\"ordinary\",\"continues\":\"" first \
    "\",\"hash\":" HASH ",\"origin\":\"board\",\"position\":1,\"resolution\":" UUID("b1") "}"
#define TABLE_THEIRS                                                     \
    "resolution.table " ASSEMBLY "\"class\":\"ordinary\",\"hash\":" HASH \
    ",\"origin\":\"members\",\"position\":1,\"resolution\":" UUID("b1") "}"
#define CHOOSE(word)  "resolution.procedure {\"procedure\":\"" word "\"" ON_IT "}"
#define BY(word)      CREATE, TABLE_IT, AMEND, CHOOSE(word), CONVENE
#define TO_DEBATE     CREATE, TABLE_IT, AMEND, CONVENE
#define RESOLUTION_B1 "\"resolution\":" UUID("b1")
/* Of b1, of a kind and by a method, from an instant on. */
#define POLL_OF(kind, method, opens)                                                       \
    "poll.create " ASSEMBLY "\"class\":\"ordinary\",\"closes_at\":999999,\"kind\":\"" kind \
    "\",\"method\":\"" method "\",\"opens_at\":" opens POLL ",\"question\":" HASH ON_IT    \
    ",\"secrecy\":\"secret\"}"
#define POLL_BY(method) POLL_OF("resolution", method, "9100")
#define POLL_AT(opens)  POLL_OF("resolution", "motion", opens)
#define SAY(kind, n)                                                             \
    "contribution.post {\"author\":\"0123456789ABCDEF\",\"contribution\":" UUID( \
        n) ",\"hash\":" HASH ",\"kind\":\"" kind "\"" ON_IT "}"
#define CONCERN(n)     SAY("concern", n)
#define SETTLE(n, how) "concern.settle {\"contribution\":" UUID(n) ",\"how\":\"" how "\"}"
#define MODERATE(verb, n)                                                             \
    "contribution." verb " {\"contribution\":" UUID(n) ",\"reason\":\"It is rude.\"," \
                                                       "\"role\":\"moderator\"}"
#define CONCEAL(n)   MODERATE("conceal", n)
#define RESTORE(n)   MODERATE("restore", n)
#define DISOWN(n)    "contribution.withdraw {\"contribution\":" UUID(n) "}"
#define REWORD(n)    "contribution.edit {\"contribution\":" UUID(n) ",\"hash\":" HASH ",\"version\":2}"
#define CLOSE_DEBATE "debate.close {" RESOLUTION_B1 "}"
#define OPEN_DEBATE  "debate.open {" RESOLUTION_B1 "}"
#define ASK(value)   "debate.ask {\"asker\":\"0123456789ABCDEF\"" ON_IT ",\"value\":" value "}"
#define EXTEND_BY(days, required, support)                                            \
    "debate.extend {\"base\":4,\"days\":" days ",\"required\":\"" required "\"" ON_IT \
    ",\"support\":" support "}"
#define EXTEND(support) EXTEND_BY("2", "1/2", support)
/* A procedural motion 91, and who supports it. */
#define MAKE(college, kind, on)                                                           \
    "motion.make " ASSEMBLY "\"author\":\"0123456789ABCDEF\"" college ",\"kind\":\"" kind \
    "\",\"motion\":" UUID("91") on "}"
#define MAKE_CLASS  MAKE(",\"college\":\"users\"", "reclassify", ON_IT)
#define MAKE_SECRET MAKE("", "secret_ballot", ON_IT)
#define BACK(value)                     \
    "motion.support {\"motion\":" UUID( \
        "91") ",\"supporter\":\"0123456789ABCDEF\",\"value\":" value "}"
#define CARRY(class, required, support)                                                    \
    "motion.carry {\"base\":4," class "\"motion\":" UUID("91") ",\"required\":\"" required \
                                                               "\",\"support\":" support "}"
#define CARRY_CLASS(word) CARRY("\"class\":\"" word "\",", "1/2", "2")
#define CARRY_SECRET      CARRY("", "1/4", "1")
#define CARRY_OTHER       CARRY("", "1/2", "2")
#define CLOSE_BY_MOTION   "debate.close {\"motion\":" UUID("91") ON_IT "}"
#define SUSPEND_BY_MOTION "sitting.suspend " ASSEMBLY "\"motion\":" UUID("91") "}"
#define OPEN_POLL                                                                                                    \
    "poll.create " ASSEMBLY                                                                                          \
    "\"class\":\"ordinary\",\"closes_at\":9500,\"kind\":\"resolution\",\"method\":\"motion\",\"opens_at\":8000" POLL \
    ",\"question\":" HASH ON_IT ",\"secrecy\":\"open\"}"
#define POLL_IN(word)                                                                            \
    "poll.create " ASSEMBLY "\"class\":\"" word "\",\"closes_at\":9500,\"kind\":\"resolution\"," \
    "\"method\":\"motion\",\"opens_at\":8000" POLL ",\"question\":" HASH ON_IT                   \
    ",\"secrecy\":\"secret\"}"
#define AMENDING_IN(word)                                                                                 \
    "poll.create {\"amendment\":" UUID("d1") ",\"assembly\":" UUID(                                       \
        "a1") ",\"class\":\"" word                                                                        \
              "\",\"closes_at\":9500,\"kind\":\"amendment\",\"method\":\"motion\",\"opens_at\":8000" POLL \
              ",\"question\":" HASH ",\"secrecy\":\"secret\"}"
#define ON_INITIATIVE "\"initiative\":" UUID("e1")
#define PROPOSE_IN(word)                                                        \
    "initiative.propose " ASSEMBLY "\"author\":\"0123456789ABCDEF\",\"class\":" \
    "\"" word "\",\"hash\":" HASH "," ON_INITIATIVE "}"
#define PROPOSE_IT PROPOSE_IN("ordinary")
#define CHOICE_IN(word)                                                                      \
    "poll.create " ASSEMBLY "\"class\":\"" word "\",\"closes_at\":9500,\"kind\":\"choice\"," \
    "\"method\":\"plurality\",\"opens_at\":8000" POLL ",\"question\":" HASH                  \
    ",\"secrecy\":\"secret\"}"
/* The second call of a1, which takes up b1 by consent as b2, and its poll 1b. */
#define A2 "{\"assembly\":" UUID("a2") ","
#define CREATE_AGAIN_AS(kind, first)                                                     \
    "assembly.create " A2 "\"call\":\"second\",\"kind\":\"" kind "\",\"meets_at\":9000," \
    "\"second_of\":" UUID(first) ",\"title\":\"May again\"}"
#define CREATE_AGAIN CREATE_AGAIN_AS("combined", "a1")
#define CREATE_MORE                                                                           \
    "assembly.create {\"assembly\":" UUID("a3") ",\"call\":\"second\",\"kind\":\"combined\"," \
                                                "\"meets_at\":9000,\"second_of\":" UUID(      \
                                                    "a1") ",\"title\":\"May again\"}"
#define CREATE_AGAIN_FOR(college)                                      \
    "assembly.create " A2 "\"call\":\"second\",\"college\":\"" college \
    "\",\"kind\":\"college\",\"meets_at\":9000,\"second_of\":" UUID(   \
        "a1") ",\"title\":\"May again\"}"
#define CREATE_FOR(college)                                                 \
    "assembly.create " ASSEMBLY "\"call\":\"first\",\"college\":\"" college \
    "\",\"kind\":\"college\",\"meets_at\":9000,\"title\":\"May\"}"
#define CREATE_CALLED(word)                        \
    "assembly.create " ASSEMBLY "\"call\":\"" word \
    "\",\"kind\":\"ordinary\",\"meets_at\":9000,\"title\":\"May\"}"
#define TABLE_AGAIN_AS(n, word, origin, hash)                                \
    "resolution.table " A2 "\"class\":\"" word                               \
    "\",\"continues\":" UUID("b1") ",\"hash\":" hash ",\"origin\":\"" origin \
                                   "\",\"position\":1,\"resolution\":" UUID(n) "}"
#define TABLE_AGAIN TABLE_AGAIN_AS("b2", "ordinary", "board", HASH)
#define TABLE_ELSE                                                 \
    "resolution.table " A2 "\"class\":\"ordinary\",\"hash\":" HASH \
    ",\"origin\":\"board\",\"position\":1,\"resolution\":" UUID("b2") "}"
#define AMEND_AGAIN "resolution.amend {\"hash\":" HASH ",\"resolution\":" UUID("b2") "}"
#define CHOOSE_AGAIN_AS(word) \
    "resolution.procedure {\"procedure\":\"" word "\",\"resolution\":" UUID("b2") "}"
#define CHOOSE_AGAIN CHOOSE_AGAIN_AS("consent")
#define ASK_AGAIN \
    "debate.ask {\"asker\":\"0123456789ABCDEF\",\"resolution\":" UUID("b2") ",\"value\":true}"
#define EXTEND_AGAIN                                                                  \
    "debate.extend {\"base\":4,\"days\":2,\"required\":\"1/2\",\"resolution\":" UUID( \
        "b2") ",\"support\":2}"
#define CONVENE_AGAIN "assembly.convene " A2 "\"constitution\":" UUID("c0") "}"
#define POLL_AGAIN                                                                           \
    "poll.create " A2 "\"class\":\"ordinary\",\"closes_at\":999999,\"kind\":\"resolution\"," \
    "\"method\":\"consent\",\"opens_at\":9100,\"poll\":" UUID(                               \
        "1b") ",\"question\":" HASH ",\"resolution\":" UUID("b2") ",\"secrecy\":\"secret\"}"
#define POLL_AGAIN_AT(opens)                                                                 \
    "poll.create " A2 "\"class\":\"ordinary\",\"closes_at\":999999,\"kind\":\"resolution\"," \
    "\"method\":\"motion\",\"opens_at\":" opens                                              \
    ",\"poll\":" UUID("1b") ",\"question\":" HASH                                            \
                            ",\"resolution\":" UUID("b2") ",\"secrecy\":\"secret\"}"
#define CALL_AGAIN \
    "poll.call {\"constitution\":" UUID("c0") ",\"poll\":" UUID("1b") ",\"text\":" HASH "}"
#define CALL_AGAIN_DRAWN                                       \
    "poll.call {\"constitution\":" UUID("c0") ",\"lot\":" HASH \
                                              ",\"poll\":" UUID("1b") ",\"text\":" HASH "}"
/* What happens in the sitting of a1. */
#define SUSPEND "sitting.suspend {\"assembly\":" UUID("a1") "}"
#define RESUME  "sitting.resume {\"assembly\":" UUID("a1") "}"
#define SEAT    "sitting.bureau " ASSEMBLY "\"c\":" HASH ",\"count\":4}"
#define DISCUSS "sitting.discuss {\"assembly\":" UUID("a1") ON_IT "}"
#define NOTE    "sitting.incident " ASSEMBLY "\"c\":" HASH ",\"incident\":" UUID("51") "}"
#define SPEAK                                                                       \
    "sitting.speech {\"assembly\":" UUID("a1") ON_IT ",\"seconds\":60,\"speaker\":" \
                                                     "\"0123456789ABCDEF\"}"
/* Another poll on b1, and another on the amendment d1. */
#define POLL_ANEW                                                                              \
    "poll.create " ASSEMBLY                                                                    \
    "\"class\":\"ordinary\",\"closes_at\":9500,\"kind\":\"resolution\",\"method\":\"motion\"," \
    "\"opens_at\":8000,\"poll\":" UUID("1b") ",\"question\":" HASH ON_IT                       \
                                             ",\"secrecy\":\"secret\"}"
#define AMENDING_ANEW                                                                         \
    "poll.create {\"amendment\":" UUID("d1") ",\"assembly\":" UUID(                           \
        "a1") ",\"class\":\"ordinary\",\"closes_at\":9500,\"kind\":\"amendment\",\"method\":" \
              "\"motion\",\"opens_at\":8000,\"poll\":" UUID("1b") ",\"question\":" HASH       \
                                                                  ",\"secrecy\":\"secret\"}"
/* Open polls of a1 on no text. */
#define ANY_POLL(kind)                                                                   \
    "poll.create {\"assembly\":" UUID(                                                   \
        "a1") ",\"class\":\"ordinary\",\"closes_at\":9500,\"kind\":\"" kind              \
              "\",\"method\":\"plurality\",\"opens_at\":8000" POLL ",\"question\":" HASH \
              ",\"secrecy\":\"open\"}"
#define POLL_FOR(college)                                                              \
    "poll.create {\"assembly\":" UUID(                                                 \
        "a1") ",\"class\":\"ordinary\",\"closes_at\":9500,\"electorate\":\"" college   \
              "\",\"kind\":\"choice\",\"method\":\"plurality\",\"opens_at\":8000" POLL \
              ",\"question\":" HASH ",\"secrecy\":\"open\"}"
#define KEPT_OPEN                                                                                                                               \
    "poll.create {\"assembly\":" UUID(                                                                                                          \
        "a1") ",\"class\":\"ordinary\",\"closes_at\":9500,\"kept_days\":30,\"kind\":\"choice\",\"method\":\"plurality\",\"opens_at\":8000" POLL \
              ",\"question\":" HASH ",\"secrecy\":\"open\"}"
#define INITIATED CREATE, PROPOSE_IT
#define SPONSOR(value) \
    "initiative.sponsor {" ON_INITIATIVE ",\"sponsor\":\"0123456789ABCDEF\",\"value\":" value "}"
#define GIVE_UP "initiative.withdraw {" ON_INITIATIVE "}"
#define TABLED_AT(required, sponsors)                                                    \
    "initiative.table {\"base\":4," ON_INITIATIVE ",\"required\":\"" required "\"" ON_IT \
    ",\"sponsors\":" sponsors "}"
#define TABLED(sponsors) TABLED_AT("1/2", sponsors)
#define TABLED_BY_COLLEGE                                               \
    "initiative.table {\"base\":4,\"college\":\"users\"," ON_INITIATIVE \
    ",\"required\":\"1/2\"" ON_IT ",\"sponsors\":2}"

#endif
