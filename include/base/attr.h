/*
 * attr.h - what the compiler is told about functions, in words that say why.
 */
#ifndef PAL_BASE_ATTR_H
#define PAL_BASE_ATTR_H

#define PAL_MUST_USE         __attribute__((warn_unused_result))
#define PAL_PRINTF(fmt, arg) __attribute__((format(printf, fmt, arg)))
#define PAL_NORETURN         __attribute__((noreturn))
#define PAL_CLEANUP(done)    __attribute__((cleanup(done)))

#endif
