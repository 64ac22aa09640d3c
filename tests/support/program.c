/* program.c - another program, run as someone in a shell would. */
#include "program.h"

#include <fcntl.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"

extern char **environ;

int pal_program_run(const char *const *argv, const char *output_path)
{
    pid_t pid;
    int status;
    posix_spawn_file_actions_t files;
    int failed = posix_spawn_file_actions_init(&files);
    PAL_CHECK(failed == 0);
    failed = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output_path,
                                              O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
    PAL_CHECK(failed == 0);
    failed = posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    PAL_CHECK(failed == 0);
    /* The function was made before const: it changes none of its words. */
    char *const *words = (char *const *)(uintptr_t)argv; /* NOLINT(performance-no-int-to-ptr) */
    failed = posix_spawnp(&pid, argv[0], &files, NULL, words, environ);
    (void)posix_spawn_file_actions_destroy(&files);
    if (failed != 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) {
        return -1;
    }
    return WEXITSTATUS(status);
}
