/*
 * urn_key.h - what opens one sealed ballot, between the files of audit/ alone.
 */
#ifndef PAL_AUDIT_URN_KEY_H
#define PAL_AUDIT_URN_KEY_H

#include "audit/urn.h"

/* The point with which a sealed ballot begins. PAL_ERR_URN_SIZE, PAL_ERR_GROUP_POINT */
PAL_MUST_USE enum pal_err pal_urn_alpha(const struct pal_urn *urn, struct pal_text sealed,
                                        struct pal_point *out_alpha);

#endif
