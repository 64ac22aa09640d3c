/*
 * formats.h - the readers and writers that formats.c lists.
 */
#ifndef PAL_BALLOTS_FORMATS_H
#define PAL_BALLOTS_FORMATS_H

#include "ballots/format.h"

/* As the members of struct pal_format. */
PAL_MUST_USE enum pal_err pal_format_read_abif(struct pal_text text, struct pal_question *question,
                                               struct pal_profile *profile,
                                               struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_format_read_blt(struct pal_text text, struct pal_question *question,
                                              struct pal_profile *profile,
                                              struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_format_read_pabulib(struct pal_text text,
                                                  struct pal_question *question,
                                                  struct pal_profile *profile,
                                                  struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_format_read_preflib(struct pal_text text,
                                                  struct pal_question *question,
                                                  struct pal_profile *profile,
                                                  struct pal_where *out_where);

PAL_MUST_USE enum pal_err pal_format_write_abif(const struct pal_question *question,
                                                struct pal_profile *profile, struct pal_buf *buf);
PAL_MUST_USE enum pal_err pal_format_write_blt(const struct pal_question *question,
                                               struct pal_profile *profile, struct pal_buf *buf);

/* What a file of palabre-ballots/1 says that it is. */
#define PAL_FORMAT_JSON_NAME "palabre-ballots/1"

/* What kind of ballot an object in a file is, if it says one thing; else PAL_BALLOT_NONE. */
enum pal_ballot_kind pal_ballot_json_kind(const struct pal_json *object);

enum pal_ballot_kind pal_format_kind_abif(struct pal_text text);
enum pal_ballot_kind pal_format_kind_json(struct pal_text text);
enum pal_ballot_kind pal_format_kind_pabulib(struct pal_text text);
/* The format has rankings and nothing else. */
enum pal_ballot_kind pal_format_kind_ranks(struct pal_text text);

#endif
