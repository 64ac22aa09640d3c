/*
 * faulty.c - a disk that fails when it is told to, under SQLite.
 *
 * It stands before SQLite's own file layer and hands everything on to it. The state is one for the
 * whole program, because SQLite registers file layers so.
 */
#include "faulty.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/mem.h"

enum { FILES_MAX = 16 };

/* What one write replaced. */
struct pal_undo {
    sqlite3_int64 offset, old_size;
    int size; /* bytes of the old content */
    char *bytes;
};

struct pal_faulty_file {
    sqlite3_file base;
    sqlite3_file *real;
    struct pal_undo *undos; /* since the last sync */
    size_t undo_count, undo_capacity;
};

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    sqlite3_io_methods methods;
    struct pal_faulty_file *files[FILES_MAX];
    enum pal_fault fault;
    unsigned left; /* operations before the one that fails; 0 when none will */
    bool has_struck;
} disk;

static struct pal_faulty_file *faulty(sqlite3_file *file)
{
    return (struct pal_faulty_file *)file;
}

static sqlite3_file *real(sqlite3_file *file)
{
    return faulty(file)->real;
}

static void forget(struct pal_faulty_file *file)
{
    for (size_t i = 0; i < file->undo_count; i++) {
        pal_mem_free(file->undos[i].bytes);
    }
    file->undo_count = 0;
}

static void remember(struct pal_faulty_file *file, int size, sqlite3_int64 offset)
{
    sqlite3_int64 old_size = 0;
    (void)file->real->pMethods->xFileSize(file->real, &old_size);
    sqlite3_int64 there = old_size > offset ? old_size - offset : 0;
    struct pal_undo undo = {.offset = offset,
                            .old_size = old_size,
                            .size = there < size ? (int)there : size};
    undo.bytes = pal_mem_new((size_t)undo.size + 1, 1);
    (void)file->real->pMethods->xRead(file->real, undo.bytes, undo.size, offset);
    file->undo_capacity = pal_mem_capacity(file->undo_capacity, file->undo_count + 1);
    file->undos = pal_mem_grow(file->undos, file->undo_capacity, sizeof *file->undos);
    file->undos[file->undo_count] = undo;
    file->undo_count++;
}

static void take_back(struct pal_faulty_file *file)
{
    while (file->undo_count > 0) {
        file->undo_count--;
        const struct pal_undo *undo = &file->undos[file->undo_count];
        sqlite3_file *under = file->real;
        (void)under->pMethods->xWrite(under, undo->bytes, undo->size, undo->offset);
        (void)under->pMethods->xTruncate(under, undo->old_size);
    }
}

/* SQLITE_OK unless it is this operation's turn to fail. */
static int operate(bool is_sync)
{
    if (disk.left == 0) {
        return SQLITE_OK;
    }
    disk.left--;
    if (disk.left > 0) {
        return SQLITE_OK;
    }
    disk.has_struck = true;
    switch (disk.fault) {
    case PAL_FAULT_NONE: return SQLITE_OK;
    case PAL_FAULT_FULL: return is_sync ? SQLITE_OK : SQLITE_FULL;
    case PAL_FAULT_IO: return is_sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
    case PAL_FAULT_KILL: _exit(PAL_FAULT_EXIT);
    case PAL_FAULT_LOSS:
        for (size_t i = 0; i < FILES_MAX; i++) {
            if (disk.files[i] != NULL) {
                take_back(disk.files[i]);
            }
        }
        _exit(PAL_FAULT_EXIT);
    }
    return SQLITE_OK;
}

static int write_file(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    int code = operate(false);
    if (code != SQLITE_OK) {
        return code;
    }
    if (disk.fault == PAL_FAULT_LOSS) {
        remember(faulty(file), size, offset);
    }
    return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
}

static int sync_file(sqlite3_file *file, int flags)
{
    int code = operate(true);
    if (code != SQLITE_OK) {
        return code;
    }
    forget(faulty(file));
    return real(file)->pMethods->xSync(real(file), flags);
}

static int close_file(sqlite3_file *file)
{
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (disk.files[i] == faulty(file)) {
            disk.files[i] = NULL;
        }
    }
    forget(faulty(file));
    pal_mem_free(faulty(file)->undos);
    int code = real(file)->pMethods->xClose(real(file));
    pal_mem_free(faulty(file)->real);
    return code;
}

static int read_file(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return real(file)->pMethods->xRead(real(file), bytes, size, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *out_size)
{
    return real(file)->pMethods->xFileSize(real(file), out_size);
}

static int lock_file(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int is_reserved(sqlite3_file *file, int *out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int control_file(sqlite3_file *file, int operation, void *argument)
{
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int sector_size(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int characteristics(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int map_shared(sqlite3_file *file, int page, int size, int extends, void volatile **out)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extends, out);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

static int unmap_shared(sqlite3_file *file, int deletes)
{
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)vfs;
    *faulty(file) = (struct pal_faulty_file){0};
    faulty(file)->real = pal_mem_new(1, (size_t)disk.real->szOsFile);
    int code = disk.real->xOpen(disk.real, name, real(file), flags, out_flags);
    if (code != SQLITE_OK) {
        pal_mem_free(faulty(file)->real);
        return code; /* without methods, so that SQLite does not close it */
    }
    file->pMethods = &disk.methods;
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (disk.files[i] == NULL) {
            disk.files[i] = faulty(file);
            return SQLITE_OK;
        }
    }
    PAL_CHECK(false);
    return SQLITE_ERROR;
}

void pal_faulty_install(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    PAL_CHECK(disk.real != NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "faulty";
    disk.vfs.szOsFile = (int)sizeof(struct pal_faulty_file);
    disk.vfs.xOpen = open_file;
    disk.methods = (sqlite3_io_methods){
        .iVersion = 2, /* no memory mapping */
        .xClose = close_file,
        .xRead = read_file,
        .xWrite = write_file,
        .xTruncate = truncate_file,
        .xSync = sync_file,
        .xFileSize = size_of_file,
        .xLock = lock_file,
        .xUnlock = unlock_file,
        .xCheckReservedLock = is_reserved,
        .xFileControl = control_file,
        .xSectorSize = sector_size,
        .xDeviceCharacteristics = characteristics,
        .xShmMap = map_shared,
        .xShmLock = lock_shared,
        .xShmBarrier = barrier,
        .xShmUnmap = unmap_shared,
    };
    int code = sqlite3_vfs_register(&disk.vfs, 1);
    PAL_CHECK(code == SQLITE_OK);
}

void pal_faulty_arm(enum pal_fault fault, unsigned number)
{
    disk.fault = fault;
    disk.left = number;
    disk.has_struck = false;
}

bool pal_faulty_struck(void)
{
    return disk.has_struck;
}
