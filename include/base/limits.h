/*
 * limits.h - every bound on what comes from outside, one line and one reason each.
 */
#ifndef PAL_BASE_LIMITS_H
#define PAL_BASE_LIMITS_H

/* clang-format off */
enum {
    PAL_LIMIT_JSON_DEPTH = 16,          /* deeper than any document of ours */
    PAL_LIMIT_BODY = 1 << 20,           /* a JSON request: a constitution with its sources */
    PAL_LIMIT_BODY_SMALL = 1 << 14,     /* a ballot, a link: what thousands send at once */
    PAL_LIMIT_BODY_BALLOT = 1 << 15,    /* the longest sealed ballot, in base64 */
    PAL_LIMIT_IMPORT = 256 << 20,       /* a register of a million members as CSV */
    PAL_LIMIT_RATIO_DIGITS = 4096,      /* a ratio from outside; ours grow by themselves */
    PAL_LIMIT_UNIT_BITS = 1 << 16,      /* the common denominator of the weights of all ballots of a file */
    PAL_LIMIT_UNIT_BYTES = 256 << 20,   /* that denominator, times the different ballots: each holds one as long */
    PAL_LIMIT_NAME = 200,               /* bytes of a name or a title */
    PAL_LIMIT_TEXT = 1 << 18,           /* bytes of a resolution's text */
    PAL_LIMIT_ATTACHMENT = 8 << 20,     /* bytes of a file attached to a resolution: accounts of a hundred pages, scanned */
    PAL_LIMIT_ATTACHMENTS = 20,         /* files attached to a resolution: more than anyone reads */
    PAL_LIMIT_ATTACHED_BYTES = 1 << 30, /* bytes of all files of a society: each start hashes them, each backup has them */
    PAL_LIMIT_AMENDMENTS = 200,         /* of one version of a text: each is held against the others */
    PAL_LIMIT_TEXT_MARKS = 30,          /* combining marks in a row, as in UAX 15 stream-safe text:
                                         * putting them in order takes the square of their number */
    PAL_LIMIT_COLLEGES = 64,            /* architecture.md §10 */
    PAL_LIMIT_CATEGORIES = 64,          /* as many as colleges */
    PAL_LIMIT_POWER_SUMS = 1 << 16,     /* different sums of weights when power is measured */
    PAL_LIMIT_CLASSES = 64,             /* classes of decisions, quorums and majorities together */
    PAL_LIMIT_OPTIONS = 1000,           /* architecture.md §10 */
    PAL_LIMIT_SEATS = 1000,             /* no more than options */
    PAL_LIMIT_SCALE = 1000000,          /* the highest score; sums of scores stay short */
    PAL_LIMIT_MARKS = 4000,             /* marks of a ballot: every option ranked, every rank twice */
    PAL_LIMIT_BALLOT_FILE = 512 << 20,  /* a million ballots that rank fifty options each */
    PAL_LIMIT_BALLOT_HEAD = 16 << 20,   /* all of a JSON file of ballots but the ballots: names, costs, order */
    PAL_LIMIT_BALLOT = 1 << 20,         /* one ballot in JSON: 4000 marks and their escapes */
    PAL_LIMIT_MEMBERS = 1000000,        /* architecture.md §10 */
    PAL_LIMIT_ENTRY = 16384,            /* bytes of a log entry, docs/rules/log.md */
    PAL_LIMIT_BALLOTS = 4 * PAL_LIMIT_MEMBERS, /* ballots of a poll: one for each right, and papers that do not count */
    PAL_LIMIT_OPENING = 3 << 20,        /* one ballot as it is published: its marks in a text, and names */
    PAL_LIMIT_DOCUMENT = 4 << 20,       /* bytes of a document of a poll: a request, and what the opening adds */
    PAL_LIMIT_RECORD_FILES = 1 << 20,   /* files of a record: 10 000 000 entries in tiles, 50 000 polls */
    PAL_LIMIT_ENTRIES = 100000000,      /* entries of a log that is verified: ten times architecture.md §10 */
    PAL_LIMIT_NOTE = 1 << 20,           /* bytes of a checkpoint with its lines */
    PAL_LIMIT_LOG_THINGS = 1 << 18,     /* polls, resolutions and assemblies of a log that is verified */
    PAL_LIMIT_CONTRIBUTION = 1 << 16,   /* bytes of a contribution: thirty pages */
    PAL_LIMIT_MARKDOWN_DEPTH = 40,      /* blocks and emphasis in one another: deeper than anyone reads */
    PAL_LIMIT_DAY_CONTRIBUTIONS = 50,   /* of a member in a day: more than anyone reads */
    PAL_LIMIT_DAY_AMENDMENTS = 20,      /* the same: each is read by all, and decided */
    PAL_LIMIT_DAY_ENDORSEMENTS = 200,   /* the same, for what takes one gesture */
    PAL_LIMIT_STEPS = 100,              /* steps that follow one decision */
    PAL_LIMIT_STEP = 1 << 12,           /* bytes of the words of one */
    PAL_LIMIT_MINUTES_TEXT = 1 << 16,   /* bytes of a summary of debates, as long as anybody reads */
    PAL_LIMIT_MINUTES_LIST = 200,       /* documents that were before an assembly */
    PAL_LIMIT_PAGE = 500,               /* rows of one page of a list */
    PAL_LIMIT_RATIONAL_SETTING = 1000000, /* numerator and denominator of a weight or threshold */
    PAL_LIMIT_CONNECTIONS = 1024,       /* open sockets: ten halls at once on a small machine */
    PAL_LIMIT_HEAD = 1 << 15,           /* bytes of a request's line and headers, and of what is sent at once */
    PAL_LIMIT_PATH = 512,               /* bytes of a path, decoded */
    PAL_LIMIT_IDLE_S = 30,              /* seconds of silence before a connection is closed */
    PAL_LIMIT_LISTENERS = 512,          /* open streams of events: half of the connections */
    PAL_LIMIT_SIGN_INS = 20000,         /* requests for a letter to sign in with that are remembered, an hour each */
    PAL_LIMIT_LANE = PAL_LIMIT_CONNECTIONS, /* requests that wait for the database: one of each connection */
    PAL_LIMIT_REWRITE = 4 << 20,        /* bytes of a database that is written anew while the loop waits: a fifth of a second on a busy machine */
    PAL_LIMIT_REWRITE_WAIT_S = 5,       /* seconds that whoever writes waits for a longer one: half a gigabyte is written anew by then */
    PAL_LIMIT_DISPUTES = 1000,          /* ballots that are to be opened again, of all polls: two hundred bytes each */
    PAL_LIMIT_URN_PLACES = 1 << 18,     /* sealed ballots whose tree is kept for receipts: 64 bytes each */
    PAL_LIMIT_IMPORT_NOW = 1 << 15,     /* bytes of a register that is entered while the loop waits: a thousand members, a tenth of a second */
    PAL_LIMIT_JOBS = 256,               /* jobs remembered, ended ones included */
};
/* clang-format on */

#endif
