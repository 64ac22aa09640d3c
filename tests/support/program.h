/* program.h - another program, run as someone in a shell would: what we write is read by it. */
#ifndef PAL_TESTS_PROGRAM_H
#define PAL_TESTS_PROGRAM_H

/* Runs argv[0], found as a shell finds it, until it ends; what it says goes to the file at
 * output_path. Its exit code, or -1 where it could not run or did not end by itself. */
int pal_program_run(const char *const *argv, const char *output_path);

#endif
