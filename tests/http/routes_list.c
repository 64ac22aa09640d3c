/* routes_list.c - prints the table of routes as JSON, for the tests that hold others against it. */
#include <stdio.h>

#include "base/json.h"

#include "routes.h"

static struct pal_json *words_new(struct pal_text words)
{
    struct pal_json *list = pal_json_array_new();
    bool has_more = words.size > 0;
    while (has_more) {
        struct pal_text word;
        has_more = pal_text_cut(&words, ' ', &word);
        pal_json_append_text(list, word);
    }
    return list;
}

static struct pal_json *row_new(const struct pal_route *route)
{
    struct pal_json *row = pal_json_object_new();
    pal_json_set_string(row, "method", pal_verb_name(route->verb));
    pal_json_set_string(row, "pattern", route->pattern);
    pal_json_set_string(row, "capability", pal_capability_word(route->capability));
    pal_json_set_int(row, "body_bytes", (int64_t)route->body_bytes);
    pal_json_set(row, "query", words_new(pal_text_of(route->query)));
    pal_json_set_bool(row, "creates", (route->flags & PAL_ROUTE_CREATES) != 0);
    pal_json_set_bool(row, "reads", (route->flags & PAL_ROUTE_READS) != 0);
    pal_json_set_string(row, "doc", route->doc);
    return row;
}

int main(void)
{
    PAL_JSON(rows);
    rows = pal_json_array_new();
    for (size_t i = 0; i < pal_route_count; i++) {
        pal_json_append(rows, row_new(&pal_routes[i]));
    }
    PAL_BUF(text);
    pal_json_write_pretty(rows, &text);
    return fwrite(text.bytes, 1, text.size, stdout) == text.size && fflush(stdout) == 0 ? 0 : 1;
}
