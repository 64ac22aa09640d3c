/*
 * json_plain.h - the ballots of palabre-ballots/1 as nearly all are written, without building JSON.
 *
 * It knows objects of one saying of the kind that is wanted, a count and a weight, each at most
 * once, in whole numbers that fit, without escapes. Whatever else JSON allows, and all that is
 * wrong, is left to json.c. What is read here, json.c reads the same.
 */
#ifndef PAL_BALLOTS_JSON_PLAIN_H
#define PAL_BALLOTS_JSON_PLAIN_H

#include "cursor.h"

/* Reads the text of one ballot into the draft, the count and the weight of the intake, whose
 * profile says what kind is wanted. False when it is for the other reader: what is in the three
 * then means nothing. */
bool pal_json_plain_read(const struct pal_question *question, struct pal_text text,
                         struct pal_intake *intake);

#endif
