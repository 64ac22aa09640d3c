/* memory.c - what a server holds in memory while it serves a large register. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#include "../support/folder.h"
#include "child.h"
#include "load.h"
#include "voters.h"

enum { MEMBERS = 100000, VOTES = 20000, CONNECTIONS = 64, PAGE = 500, BOUND_MIB = 64 };
enum { POLL_S = 1 };

static const char help[] =
    "usage: memory [--help]\n"
    "\n"
    "Imports 100 000 members through the command and through HTTP, reads the whole register page by\n"
    "page, casts 20 000 votes on 64 connections, and prints the resident memory of each process after\n"
    "each step, and at its highest until then, in MiB. Exits with 1 when the server ever held more\n"
    "than 64 MiB.\n";

static bool exceeds;

static void print(const char *step, const struct pal_child_memory *memory, bool is_bound)
{
    (void)printf("%-52s %8ld.%ld %8ld.%ld\n", step, memory->resident / 1024,
                 memory->resident % 1024 * 10 / 1024, memory->peak / 1024,
                 memory->peak % 1024 * 10 / 1024);
    (void)fflush(stdout);
    exceeds = exceeds || (is_bound && memory->peak / 1024 >= BOUND_MIB);
}

static void print_server(const char *step, const struct pal_child *child)
{
    struct pal_child_memory memory = pal_child_memory(child);
    print(step, &memory, true);
}

static void write_csv(const char *path)
{
    PAL_BUF(csv);
    pal_voters_csv(MEMBERS, &csv);
    FILE *file = fopen(path, "wb");
    bool is_written = file != NULL && fwrite(csv.bytes, 1, csv.size, file) == csv.size;
    if (!is_written || fclose(file) != 0) {
        MUST(PAL_ERR_FILE_WRITE);
    }
}

static void import_by_command(const char *csv, const char *db)
{
    const char *const arguments[] = {"import", "members", csv, "--db", db, NULL};
    struct pal_child_memory memory = pal_child_run(arguments);
    print("the command: 100 000 members imported", &memory, false);
}

/* The text between a mark and a quotation mark; empty when there is none. */
static struct pal_text after_mark(const struct pal_buf *reply, const char *mark)
{
    const char *at = strstr(reply->bytes, mark);
    struct pal_text text = {0};
    if (at != NULL) {
        text.bytes = at + strlen(mark);
        text.size = strcspn(text.bytes, "\"");
    }
    return text;
}

/* Every page of the register. */
static void read_register(const struct pal_child *child, const struct pal_secret *token)
{
    PAL_BUF(cursor);
    bool has_more = true;
    for (size_t page = 0; has_more && page <= MEMBERS / PAGE; page++) {
        PAL_BUF(request);
        PAL_BUF(reply);
        pal_buf_add_format(&request,
                           "GET /api/v1/members?limit=%d%s%.*s HTTP/1.1\r\nHost: localhost\r\n"
                           "Authorization: Bearer %s\r\n\r\n",
                           PAGE, cursor.size > 0 ? "&after=" : "", (int)cursor.size,
                           cursor.size > 0 ? cursor.bytes : "", token->text);
        pal_load_ask(child->port, pal_buf_text(&request), &reply);
        struct pal_text next = after_mark(&reply, "\"next\":\"");
        has_more = next.size > 0;
        pal_buf_clear(&cursor);
        pal_buf_add_text(&cursor, next);
    }
}

static void serve_imported(const char *db, const struct pal_secret *administrator)
{
    PAL_VOTERS(voters);
    pal_voters_open(db, VOTES, &voters);
    struct pal_child child = pal_child_start(db);
    print_server("the server: started on them", &child);
    read_register(&child, administrator);
    print_server("the server: every page of the register read", &child);
    const struct pal_load load = {.port = child.port,
                                  .connections = CONNECTIONS,
                                  .voters = &voters,
                                  .count = VOTES};
    (void)pal_load_run(&load);
    print_server("the server: 20 000 votes cast on 64 connections", &child);
    pal_child_stop(&child);
}

/* Until the job of a reply has entered everybody. */
static void wait_for_job(const struct pal_child *child, const struct pal_secret *token,
                         const struct pal_buf *accepted)
{
    struct pal_text job = after_mark(accepted, "\"job\":\"");
    PAL_BUF(request);
    pal_buf_add_format(&request,
                       "GET /api/v1/jobs/%.*s HTTP/1.1\r\nHost: localhost\r\n"
                       "Authorization: Bearer %s\r\n\r\n",
                       (int)job.size, job.bytes, token->text);
    for (;;) {
        PAL_BUF(reply);
        pal_load_ask(child->port, pal_buf_text(&request), &reply);
        struct pal_text state = after_mark(&reply, "\"state\":\"");
        if (pal_text_is(state, "done")) {
            return;
        }
        if (!pal_text_is(state, "running") && !pal_text_is(state, "waiting")) {
            (void)fprintf(stderr, "%s\n", reply.bytes);
            MUST(PAL_ERR_IMPORT_LINE);
        }
        /* A signal makes it shorter, which asks once more. */
        (void)sleep(POLL_S); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
}

static void import_by_http(const char *db, const struct pal_secret *administrator)
{
    struct pal_child child = pal_child_start(db);
    print_server("another server: started on nobody", &child);
    PAL_BUF(csv);
    PAL_BUF(request);
    PAL_BUF(reply);
    pal_voters_csv(MEMBERS, &csv);
    pal_buf_add_format(&request,
                       "POST /api/v1/members/imports HTTP/1.1\r\nHost: localhost\r\n"
                       "Authorization: Bearer %s\r\nContent-Type: text/csv\r\n"
                       "Content-Length: %zu\r\n\r\n",
                       administrator->text, csv.size);
    pal_buf_add_text(&request, pal_buf_text(&csv));
    pal_load_ask(child.port, pal_buf_text(&request), &reply);
    wait_for_job(&child, administrator, &reply);
    print_server("another server: 100 000 members imported over HTTP", &child);
    read_register(&child, administrator);
    print_server("another server: every page of the register read", &child);
    pal_child_stop(&child);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        bool wants_help = argc == 2 && strcmp(argv[1], "--help") == 0;
        (void)fputs(help, wants_help ? stdout : stderr);
        return wants_help ? 0 : 2;
    }
    FOLDER(folder);
    PAL_STRING(csv);
    PAL_STRING(by_command);
    PAL_STRING(by_http);
    PAL_SECRET(administrator);
    csv = pal_folder_file_new(&folder, "register.csv");
    by_command = pal_folder_file_new(&folder, "by-command");
    by_http = pal_folder_file_new(&folder, "by-http");
    write_csv(csv);
    (void)printf("%-52s %10s %10s\n", "", "MiB now", "at most");
    pal_voters_found(by_command, &administrator);
    import_by_command(csv, by_command);
    serve_imported(by_command, &administrator);
    pal_voters_found(by_http, &administrator);
    import_by_http(by_http, &administrator);
    return exceeds ? 1 : 0;
}
