/* child.c - starts the server, reads its memory, ends it. */
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"

enum { LINE_MAX_BYTES = 256, ARGUMENTS_MAX = 16 };

static void give_up(const char *what)
{
    (void)fprintf(stderr, "%s\n", what);
    exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
}

/* PAL_BENCH_PROGRAM is the program that was built beside this one. */
static pid_t spawn(const char *const *arguments, int output)
{
    const char *all[ARGUMENTS_MAX] = {PAL_BENCH_PROGRAM};
    for (size_t i = 0; arguments[i] != NULL; i++) {
        PAL_CHECK(i + 2 < ARGUMENTS_MAX);
        all[i + 1] = arguments[i];
    }
    pid_t pid = fork();
    if (pid < 0) {
        give_up("no process can be started");
    }
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a measure that fails leaves no server behind */
        (void)dup2(output, STDOUT_FILENO);
        (void)dup2(output, STDERR_FILENO);
        (void)close(output);
        const uintptr_t given = (uintptr_t)all;
        char *const *words =
            (char *const *)given; /* NOLINT(performance-no-int-to-ptr): never written to. */
        (void)execv(all[0], words);
        _exit(127);
    }
    return pid;
}

/* The first line that names the address. */
static uint16_t read_port(int output)
{
    static const char mark[] = "http://127.0.0.1:";
    char text[LINE_MAX_BYTES * 8] = "";
    size_t size = 0;
    for (;;) {
        const char *at = strstr(text, mark);
        if (at != NULL && strchr(at, '\n') != NULL) {
            return (uint16_t)strtoul(at + sizeof mark - 1, NULL, 10);
        }
        ssize_t got = read(output, text + size, sizeof text - 1 - size);
        if (got <= 0) {
            (void)fputs(text, stderr);
            give_up("the server did not start");
        }
        size += (size_t)got;
        text[size] = '\0';
    }
}

struct pal_child pal_child_start(const char *db)
{
    const char *const arguments[] = {"serve", "--db", db, "--listen", "127.0.0.1:0", NULL};
    int ends[2];
    if (pipe(ends) != 0) {
        give_up("no pipe");
    }
    struct pal_child child = {.output = ends[0]};
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    child.pid = spawn(arguments, ends[1]);
    (void)close(ends[1]);
    child.port = read_port(child.output);
    return child;
}

void pal_child_stop(struct pal_child *child)
{
    int status = 0;
    (void)kill(child->pid, SIGTERM);
    pid_t ended = waitpid(child->pid, &status, 0);
    PAL_CHECK(ended == child->pid);
    (void)close(child->output);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        give_up("the server did not end well");
    }
    *child = (struct pal_child){0};
}

int64_t pal_child_cpu_us(const struct pal_child *child)
{
    clockid_t clock;
    struct timespec spent = {0};
    int found = clock_getcpuclockid(child->pid, &clock);
    PAL_CHECK(found == 0);
    (void)clock_gettime(clock, &spent);
    return (int64_t)spent.tv_sec * 1000000 + spent.tv_nsec / 1000;
}

static long figure(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at != NULL ? strtol(at + strlen(name), NULL, 10) : 0;
}

struct pal_child_memory pal_child_memory(const struct pal_child *child)
{
    char path[64];
    char text[4096] = "";
    (void)snprintf(path, sizeof path, "/proc/%ld/status", (long)child->pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (got <= 0) {
        give_up("the memory of the server cannot be read");
    }
    text[got] = '\0';
    (void)close(file);
    return (struct pal_child_memory){figure(text, "VmRSS:"), figure(text, "VmHWM:")};
}

struct pal_child_memory pal_child_run(const char *const *arguments)
{
    int status = 0;
    struct rusage usage;
    pid_t pid = spawn(arguments, STDERR_FILENO);
    pid_t ended = wait4(pid, &status, 0, &usage);
    PAL_CHECK(ended == pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        give_up("palabre did not end well");
    }
    return (struct pal_child_memory){0, usage.ru_maxrss};
}
