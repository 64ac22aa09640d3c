/*
 * made_polls.h - the entries and the documents of a record made in memory, for the files that make it.
 */
#ifndef PAL_TESTS_MADE_POLLS_H
#define PAL_TESTS_MADE_POLLS_H

#include "audit/recount.h"

#include "made.h"

#define PAL_MADE_LOG          "made.example/log"
#define PAL_MADE_UUID(last)   "00000000-0000-4000-8000-0000000000" last
#define PAL_MADE_ASSEMBLY     PAL_MADE_UUID("a0")
#define PAL_MADE_RESOLUTION   PAL_MADE_UUID("b0")
#define PAL_MADE_CONSTITUTION PAL_MADE_UUID("c0")
#define PAL_MADE_SALT         "ab5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"

enum { PAL_MADE_VOTERS = 9, PAL_MADE_PER_COLLEGE = 3 };
extern const char *const pal_made_colleges[PAL_MADE_PER_COLLEGE];

/* --- made_society.c --- */

/* The log's name now. */
const char *pal_made_log(const struct pal_made *made);
/* The number of the entry; the hash of the document, spelled: where the name ends in a slash, it is
 * named by it. */
uint64_t pal_made_entry(struct pal_made *made, const char *type, const char *d);
void pal_made_document(struct pal_made *made, const char *name, const char *text,
                       char out_hex[2 * PAL_HASH_SIZE + 1]);
struct pal_made_path {
    char text[100];
};
struct pal_made_path pal_made_poll_file(const char *poll, const char *name);
void pal_made_poll_text(struct pal_made *made, const char *poll, const char *name,
                        struct pal_text text);
/* Everything up to the call of polls; the hash of the text of the resolution. */
void pal_made_society(struct pal_made *made, char out_text[2 * PAL_HASH_SIZE + 1]);

/* --- made_polls.c --- */

struct pal_made_plan {
    const char *poll, *title, *kind, *method, *secrecy, *options;
    size_t option_count; /* 0: three */
    const char
        *more; /* members of the question and of the manifest, each with its comma; or NULL */
    bool has_lot;
    bool has_text;
    const char *urn;     /* member of the manifest */
    const char *opinion; /* of the board */
    int opens;
};
/* The entries of a poll that is made, and called. */
void pal_made_create(struct pal_made *made, const struct pal_made_plan *plan);
void pal_made_call(struct pal_made *made, const struct pal_made_plan *plan, const char *text_hex);
/* From its opening to its publication, with the ballots of as many as there are marks, in turn of each college. */
void pal_made_open_poll(struct pal_made *made, const struct pal_made_plan *plan,
                        const char *text_hex, const char *const *marks);
/* The salts of rank r are bytes of that value. */
void pal_made_salt(size_t rank, uint8_t out_salt[PAL_SALT_SIZE]);
/* The line on the roll. */
void pal_made_line(const char *poll, size_t rank, struct pal_buf *line);
/* What the first of the roll is given to check their line with, and their mark. */
void pal_made_elector(const char *poll, bool has_mark, struct pal_buf *out);
/* Roll, manifest and opening; its manifest and its constitution, read; box, count, publication. */
void pal_made_open(struct pal_made *made, const struct pal_made_plan *plan, const char *text_hex,
                   char out_manifest[2 * PAL_HASH_SIZE + 1]);
void pal_made_read(struct pal_made *made, const char *poll, struct pal_manifest *manifest,
                   struct pal_constitution *constitution);
void pal_made_end(struct pal_made *made, const struct pal_made_plan *plan,
                  struct pal_recount *recount, const char *box_text, const char *opened);

/* --- made_rounds.c --- */

/* After all the others: how to split a surplus, in two rounds ("e1", "e2"). */
void pal_made_rounds(struct pal_made *made);

/* --- made_secret.c --- */

void pal_made_secret_poll(struct pal_made *made, struct pal_made_plan *plan);

#endif
