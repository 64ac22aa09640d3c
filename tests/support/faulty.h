/*
 * faulty.h - a disk that fails when it is told to, under SQLite.
 *
 * Operations are writes and syncs of database files, counted from pal_faulty_arm on. The one whose
 * number comes up fails, once; KILL and LOSS end the process there instead, LOSS after taking back
 * everything that was written and not synced, as a power failure does.
 */
#ifndef PAL_TESTS_FAULTY_H
#define PAL_TESTS_FAULTY_H

#include <stdbool.h>

enum pal_fault {
    PAL_FAULT_NONE,
    PAL_FAULT_FULL,
    PAL_FAULT_IO,
    PAL_FAULT_KILL,
    PAL_FAULT_LOSS,
};

/* How a process ends that KILL or LOSS ended. */
enum { PAL_FAULT_EXIT = 86 };

/* Makes it the disk of every database opened from now on. */
void pal_faulty_install(void);
/* From now on, the operation of that number, from 1 on, fails. */
void pal_faulty_arm(enum pal_fault fault, unsigned number);
/* Has it failed since? */
bool pal_faulty_struck(void);

#endif
