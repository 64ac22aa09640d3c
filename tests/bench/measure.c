/* measure.c - a process of its own for what is measured. */
#include "measure.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"

int64_t pal_measure_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t cpu_us(const struct rusage *usage)
{
    return ((int64_t)usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
           usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
}

int64_t pal_measure_cpu_us(void)
{
    struct rusage usage = {0};
    (void)getrusage(RUSAGE_SELF, &usage);
    return cpu_us(&usage);
}

static pid_t start(void)
{
    (void)fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        perror("fork");
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a bench that is ended leaves nothing behind */
    }
    return pid;
}

static void end(pid_t pid, int64_t started_us, struct pal_measure *measure)
{
    int status = 0;
    struct rusage usage = {0};
    pid_t ended = wait4(pid, &status, 0, &usage);
    PAL_CHECK(ended == pid);
    measure->whole_us = pal_measure_now_us() - started_us;
    measure->cpu_us = cpu_us(&usage);
    measure->peak_kib = usage.ru_maxrss;
    measure->done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct pal_measure pal_measure_work(bool (*work)(void *context, int64_t *out_parts_us),
                                    void *context)
{
    struct pal_measure measure = {0};
    int ends[2];
    int failed = pipe(ends);
    PAL_CHECK(failed == 0);
    int64_t started_us = pal_measure_now_us();
    pid_t pid = start();
    if (pid == 0) {
        int64_t parts_us[PAL_MEASURE_PARTS] = {0};
        bool done = work(context, parts_us) &&
                    write(ends[1], parts_us, sizeof parts_us) == (ssize_t)sizeof parts_us;
        _exit(done ? 0 : 1);
    }
    (void)close(ends[1]);
    ssize_t got = read(ends[0], measure.parts_us, sizeof measure.parts_us);
    (void)close(ends[0]);
    end(pid, started_us, &measure);
    measure.done = measure.done && got == (ssize_t)sizeof measure.parts_us;
    return measure;
}

struct pal_measure pal_measure_program(const char *const *arguments, const char *input,
                                       unsigned seconds)
{
    struct pal_measure measure = {0};
    int64_t started_us = pal_measure_now_us();
    pid_t pid = start();
    if (pid == 0) {
        int in = open(input, O_RDONLY | O_CLOEXEC);
        int out = open("/dev/null", O_WRONLY | O_CLOEXEC);
        (void)dup2(in, STDIN_FILENO);
        (void)dup2(out, STDOUT_FILENO);
        (void)alarm(seconds); /* stays with the program, and ends it */
        const uintptr_t all = (uintptr_t)arguments;
        char *const *given =
            (char *const *)all; /* NOLINT(performance-no-int-to-ptr): never written to. */
        (void)execvp(arguments[0], given);
        _exit(127);
    }
    end(pid, started_us, &measure);
    return measure;
}
