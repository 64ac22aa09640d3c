/*
 * box.h - the box of a poll once it is closed: its document, the ballots of an open one as they are
 * published, and what the log has of each of them.
 *
 * docs/rules/polls.md gives the forms. Pure: core/ keeps the rows, and makes these from them.
 */
#ifndef PAL_AUDIT_BOX_H
#define PAL_AUDIT_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "audit/manifest.h"
#include "ballots/rules.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

#define PAL_BOX_FORMAT "palabre-box/1"

struct pal_box_college {
    uint64_t attending, blank_proxies;
    uint64_t count, used; /* sealed ballots and marks, of a secret poll; else 0 */
};
/* What the document says. */
struct pal_box {
    struct pal_hash hash;
    uint64_t count, voids, used;
    struct pal_hash root;
    struct pal_hash marks;            /* of a secret poll */
    struct pal_box_college *colleges; /* as many as the manifest has */
    size_t college_count;
};
#define PAL_BOX(name) struct pal_box name PAL_CLEANUP(pal_box_done) = {0}
void pal_box_done(struct pal_box *box);

/* Reads the bytes of the box of that poll into a zeroed one, which has their hash.
 * PAL_ERR_CANON_*, PAL_ERR_JSON_*, PAL_ERR_POLL_DOCUMENT (of another poll or manifest) */
PAL_MUST_USE enum pal_err pal_box_parse(struct pal_text bytes, const struct pal_manifest *manifest,
                                        struct pal_box *out);
/* Do its figures agree with each other and with the manifest? Votes that are not void are as many as
 * rights used, no college has more of anybody than voters, and what is said by college adds up. */
bool pal_box_adds_up(const struct pal_box *box, const struct pal_manifest *manifest);

/* A ballot of an open poll as it is published after the close: all that its commitment was made of. */
struct pal_opening {
    int64_t entry; /* of its commitment */
    struct pal_text college;
    enum pal_channel channel;
    struct pal_text voter, holder; /* pseudonyms in this poll; holder empty unless by proxy */
    struct pal_text voter_name, holder_name; /* empty unless the constitution publishes names */
    struct pal_text marks;                   /* JSON */
    uint8_t salt[PAL_SALT_SIZE];
    struct pal_text void_reason; /* empty: it counts */
};
/* What the log has of it, in the poll of that identifier. */
struct pal_hash pal_opening_commitment(const struct pal_uuid *poll,
                                       const struct pal_opening *opening);
/* Appends its line of openings.jsonl, with the newline. PAL_ERR_CANON_TEXT (a name that is not in
 * normal form) */
PAL_MUST_USE enum pal_err pal_opening_write(const struct pal_opening *opening, struct pal_buf *buf);
/* Reads a line without its newline: these bytes and no other spelling. What is lent lives as long as
 * *out_json, which is the caller's.
 * PAL_ERR_CANON_*, PAL_ERR_JSON_*, PAL_ERR_TEXT_HEX, PAL_ERR_POLL_DOCUMENT */
PAL_MUST_USE enum pal_err pal_opening_parse(struct pal_text line, struct pal_opening *out,
                                            struct pal_json **out_json);
/* The reason of that word, PAL_VOID_NONE for the empty one. False for another. */
bool pal_void_read(struct pal_text word, enum pal_void *out_reason);

#endif
