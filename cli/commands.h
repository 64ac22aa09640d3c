/*
 * commands.h - the commands of `palabre`: one function each, listed in main.c.
 *
 * argv[0] is the command's name. What a function gives is the exit code (options.h).
 */
#ifndef PAL_CLI_COMMANDS_H
#define PAL_CLI_COMMANDS_H

#include "base/attr.h"

PAL_MUST_USE int pal_cli_backup(int argc, char **argv);
PAL_MUST_USE int pal_cli_check(int argc, char **argv);
PAL_MUST_USE int pal_cli_compare(int argc, char **argv);
PAL_MUST_USE int pal_cli_continue_log(int argc, char **argv);
PAL_MUST_USE int pal_cli_convert(int argc, char **argv);
PAL_MUST_USE int pal_cli_count(int argc, char **argv);
PAL_MUST_USE int pal_cli_demo(int argc, char **argv);
PAL_MUST_USE int pal_cli_export(int argc, char **argv);
PAL_MUST_USE int pal_cli_import(int argc, char **argv);
PAL_MUST_USE int pal_cli_init(int argc, char **argv);
PAL_MUST_USE int pal_cli_link(int argc, char **argv);
PAL_MUST_USE int pal_cli_methods(int argc, char **argv);
PAL_MUST_USE int pal_cli_migrate(int argc, char **argv);
PAL_MUST_USE int pal_cli_rebuild(int argc, char **argv);
PAL_MUST_USE int pal_cli_rehearse(int argc, char **argv);
PAL_MUST_USE int pal_cli_restore(int argc, char **argv);
PAL_MUST_USE int pal_cli_review(int argc, char **argv);
PAL_MUST_USE int pal_cli_revoke_key(int argc, char **argv);
PAL_MUST_USE int pal_cli_rotate_key(int argc, char **argv);
PAL_MUST_USE int pal_cli_serve(int argc, char **argv);
PAL_MUST_USE int pal_cli_templates(int argc, char **argv);

#endif
