/* How far a long command is: said on a terminal, never soon, and ended once. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../support/expect.h"
#include "progress.h"

enum { CALLS = 3 };

/* A command that calls back so often, from the moment that a line is due. */
static const struct {
    const char *name;
    bool has_terminal, is_soon; /* soon: in its first second */
    struct {
        uint64_t done, total;
    } calls[CALLS];
    const char *said;
} rows[] = {
    {"a line says how far it is", true, false, {{250, 1000}}, "\r250 of 1000 (25 %)"},
    {"a percentage is never ahead", true, false, {{999, 1000}}, "\r999 of 1000 (99 %)"},
    {"the last call ends the line",
     true,
     false,
     {{250, 1000}, {1000, 1000}},
     "\r250 of 1000 (25 %)\r1000 of 1000 (100 %)\n"},
    {"calls that follow at once say nothing",
     true,
     false,
     {{250, 1000}, {251, 1000}, {252, 1000}},
     "\r250 of 1000 (25 %)"},
    {"a short command says nothing", true, true, {{250, 1000}, {1000, 1000}}, ""},
    {"nothing to do is nothing to say", true, false, {{0, 0}}, ""},
    {"a file is no reader of it", false, false, {{250, 1000}, {1000, 1000}}, ""},
};

/* A terminal's two ends, and what it stands in place of. */
struct screen {
    int ours, theirs, kept;
};

static void open_screen(struct screen *screen, bool is_terminal)
{
    screen->ours = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(screen->ours >= 0);
    assert_int_equal(grantpt(screen->ours), 0);
    assert_int_equal(unlockpt(screen->ours), 0);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread. */
    screen->theirs = open(ptsname(screen->ours), O_RDWR | O_NOCTTY);
    assert_true(screen->theirs >= 0);
    screen->kept = dup(STDERR_FILENO);
    int file = open("/dev/null", O_WRONLY);
    assert_true(file >= 0);
    assert_true(dup2(is_terminal ? screen->theirs : file, STDERR_FILENO) == STDERR_FILENO);
    assert_int_equal(close(file), 0);
}

/* What was written there. A terminal hands it on when it pleases: a mark that follows says that it has
 * all come. It puts a return before each end of a line. */
static void close_screen(struct screen *screen, char *said, size_t max)
{
    static const char mark = '$';
    size_t size = 0;
    assert_true(dup2(screen->kept, STDERR_FILENO) == STDERR_FILENO);
    assert_int_equal(write(screen->theirs, &mark, 1), 1);
    while (size == 0 || said[size - 1] != mark) {
        assert_true(size < max);
        ssize_t got = read(screen->ours, said + size, max - size);
        assert_true(got > 0);
        size += (size_t)got;
    }
    said[size - 1] = '\0';
    char *end = strstr(said, "\r\n");
    if (end != NULL) {
        memmove(end, end + 1, strlen(end));
    }
    assert_int_equal(close(screen->kept), 0);
    assert_int_equal(close(screen->theirs), 0);
    assert_int_equal(close(screen->ours), 0);
}

static void shows(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_progress progress = {.next_ms = row->is_soon ? 0 : 1};
    struct screen screen;
    char said[256];
    open_screen(&screen, row->has_terminal);
    for (size_t i = 0; i < CALLS && (i == 0 || row->calls[i].total > 0); i++) {
        pal_progress_show(&progress, row->calls[i].done, row->calls[i].total);
    }
    close_screen(&screen, said, sizeof said);
    assert_string_equal(said, row->said);
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, shows);
    return RUN(tests);
}
