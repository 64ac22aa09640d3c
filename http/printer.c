/* printer.c - the program that prints, as a child. */
#include "printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, PIECE = 1 << 16, MILLISECONDS = 1000, NANOSECONDS_PER_MS = 1000000 };

enum pal_err pal_printer_find(struct pal_buf *path)
{
    char program[PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program);
    while (size > 0 && program[size - 1] != '/') {
        size--;
    }
    if (size <= 0) {
        return PAL_ERR_PRINTER_ABSENT;
    }
    pal_buf_add(path, program, (size_t)size);
    pal_buf_add_string(path, "palabre-print");
    return access(path->bytes, X_OK) == 0 ? PAL_OK : PAL_ERR_PRINTER_ABSENT;
}

/* --- the child ---------------------------------------------------------------------------------- */

struct printer {
    pid_t child;
    int into, from; /* our ends; -1: closed */
};

static void close_end(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

/* A pipe of which no other child gets an end. */
static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        return false;
    }
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

static bool spawn(struct printer *printer, const char *path, int input, int output)
{
    static char language[] = "LANG=C.UTF-8";
    static char name[] = "palabre-print";
    char *const arguments[] = {name, NULL};
    char *const environment[] = {language, NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return false;
    }
    bool is_set =
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0 &&
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn(&printer->child, path, &actions, NULL, arguments, environment) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    return is_set;
}

static enum pal_err begin(struct printer *printer, const char *path)
{
    int input[2] = {-1, -1};
    int output[2] = {-1, -1};
    bool is_started =
        open_pipe(input) && open_pipe(output) && spawn(printer, path, input[0], output[1]);
    close_end(&input[0]);
    close_end(&output[1]);
    printer->into = input[1];
    printer->from = output[0];
    return is_started ? PAL_OK : PAL_ERR_PRINTER_ABSENT;
}

/* --- what goes in and comes out ----------------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* it always has one */
    return (int64_t)now.tv_sec * MILLISECONDS + now.tv_nsec / NANOSECONDS_PER_MS;
}

/* Waits until the end can be used, no longer than until the deadline. */
static bool wait_for(int fd, short events, int64_t deadline_ms)
{
    struct pollfd ready = {.fd = fd, .events = events};
    int64_t left = deadline_ms - now_ms();
    int count = left > 0 ? poll(&ready, 1, (int)left) : 0;
    return count > 0 || (count < 0 && errno == EINTR);
}

static enum pal_err feed(struct printer *printer, struct pal_text sheet, int64_t deadline_ms)
{
    size_t done = 0;
    if (fcntl(printer->into, F_SETFL, O_NONBLOCK) != 0) {
        return PAL_ERR_PRINTER_FAILED;
    }
    while (done < sheet.size) {
        if (!wait_for(printer->into, POLLOUT, deadline_ms)) {
            return PAL_ERR_PRINTER_FAILED;
        }
        ssize_t size = write(printer->into, sheet.bytes + done, sheet.size - done);
        if (size < 0 && errno != EINTR && errno != EAGAIN) {
            return PAL_ERR_PRINTER_FAILED;
        }
        done += size > 0 ? (size_t)size : 0;
    }
    close_end(&printer->into);
    return PAL_OK;
}

static enum pal_err drain(const struct printer *printer, struct pal_buf *pdf, int64_t deadline_ms)
{
    char piece[PIECE];
    for (;;) {
        if (!wait_for(printer->from, POLLIN, deadline_ms)) {
            return PAL_ERR_PRINTER_FAILED;
        }
        ssize_t size = read(printer->from, piece, sizeof piece);
        if (size == 0) {
            return PAL_OK;
        }
        if ((size < 0 && errno != EINTR) ||
            (size > 0 && pdf->size + (size_t)size > PAL_PRINTER_BYTES)) {
            return PAL_ERR_PRINTER_FAILED;
        }
        pal_buf_add(pdf, piece, size > 0 ? (size_t)size : 0);
    }
}

/* The child has ended, well or not; one that has something left to do is killed. */
static bool end(struct printer *printer, bool is_done)
{
    int status = 0;
    close_end(&printer->into);
    close_end(&printer->from);
    if (!is_done) {
        (void)kill(printer->child, SIGKILL);
    }
    while (waitpid(printer->child, &status, 0) < 0 && errno == EINTR) {
    }
    return is_done && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

enum pal_err pal_printer_run(const char *path, struct pal_text sheet, struct pal_buf *pdf)
{
    struct printer printer = {.into = -1, .from = -1};
    int64_t deadline_ms = now_ms() + (int64_t)PAL_PRINTER_SECONDS * MILLISECONDS;
    enum pal_err err = begin(&printer, path);
    if (err != PAL_OK) {
        close_end(&printer.into);
        close_end(&printer.from);
        return err;
    }
    err = feed(&printer, sheet, deadline_ms);
    if (err == PAL_OK) {
        err = drain(&printer, pdf, deadline_ms);
    }
    return end(&printer, err == PAL_OK) ? PAL_OK : PAL_ERR_PRINTER_FAILED;
}
