/* text_versions.c - reads the versions of a text, of whatever kind. */
#include "core/text_versions.h"

#include "sql.h"

enum pal_err pal_text_versions_walk(struct pal_query *query,
                                    enum pal_err (*visit)(void *context,
                                                          const struct pal_text_version *version),
                                    void *context)
{
    bool has_row;
    PAL_TRY(pal_query_next(query, &has_row));
    while (has_row) {
        const struct pal_text_version row = {
            .number = pal_column_int(query, 0),
            .hash = pal_column_hash(query, 1),
            .at_us = pal_column_int(query, 2),
            .title =
                pal_column_is_null(query, 3) ? (struct pal_text){0} : pal_column_text(query, 3),
        };
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(query, &has_row));
    }
    return PAL_OK;
}
