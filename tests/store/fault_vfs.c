#include "fault_vfs.h"

#include <sqlite3.h>
#include <string.h>

struct fault_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind it in the same memory */
};

/* One disk, one thread. */
static struct {
	sqlite3_vfs vfs, *real;
	sqlite3_io_methods methods;
	enum fault_kind kind;
	bool is_armed, is_persistent;
	int left, failed;
} disk;

static bool fails(enum fault_kind kind)
{
	if (!disk.is_armed || disk.kind != kind)
		return false;
	disk.left--;
	if (disk.left > 0 || (disk.left < 0 && !disk.is_persistent))
		return false;
	disk.failed++;
	return true;
}

static sqlite3_file *real_of(sqlite3_file *f)
{
	return ((struct fault_file *)f)->real;
}

static int on_close(sqlite3_file *f)
{
	return real_of(f)->pMethods->xClose(real_of(f));
}

static int on_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	if (fails(FAULT_READ))
		return SQLITE_IOERR_READ;
	if (fails(FAULT_SHORT_READ)) {
		memset(to, 0, (size_t)n);
		return SQLITE_IOERR_SHORT_READ;
	}
	return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}

static int on_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	if (fails(FAULT_WRITE))
		return SQLITE_IOERR_WRITE;
	if (fails(FAULT_FULL)) {
		real_of(f)->pMethods->xWrite(real_of(f), from, n / 2, at);
		return SQLITE_FULL;
	}
	return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}

static int on_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (fails(FAULT_WRITE))
		return SQLITE_IOERR_TRUNCATE;
	return real_of(f)->pMethods->xTruncate(real_of(f), size);
}

static int on_sync(sqlite3_file *f, int flags)
{
	if (fails(FAULT_SYNC))
		return SQLITE_IOERR_FSYNC;
	if (fails(FAULT_SYNC_DONE)) {
		real_of(f)->pMethods->xSync(real_of(f), flags);
		return SQLITE_IOERR_FSYNC;
	}
	return real_of(f)->pMethods->xSync(real_of(f), flags);
}

static int on_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int on_lock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int on_unlock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int on_check(sqlite3_file *f, int *out)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int on_control(sqlite3_file *f, int op, void *arg)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int on_sector(sqlite3_file *f)
{
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int on_device(sqlite3_file *f)
{
	return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int on_shm_map(
	sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	if (fails(FAULT_OPEN))
		return SQLITE_IOERR_SHMMAP;
	return real_of(f)->pMethods->xShmMap(
		real_of(f), page, size, extend, out);
}

static int on_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void on_shm_barrier(sqlite3_file *f)
{
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int on_shm_unmap(sqlite3_file *f, int remove)
{
	return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

static int on_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f,
	int flags, int *out)
{
	struct fault_file *file = (struct fault_file *)f;
	int rc;

	(void)vfs;
	f->pMethods = NULL;
	if (fails(FAULT_OPEN))
		return SQLITE_CANTOPEN;
	file->real = (sqlite3_file *)(file + 1);
	rc = disk.real->xOpen(disk.real, name, file->real, flags, out);
	if (file->real->pMethods)
		f->pMethods = &disk.methods;
	return rc;
}

void fault_register(void)
{
	disk.real = sqlite3_vfs_find(NULL);
	disk.methods = (sqlite3_io_methods){
		.iVersion = 2,
		.xClose = on_close,
		.xRead = on_read,
		.xWrite = on_write,
		.xTruncate = on_truncate,
		.xSync = on_sync,
		.xFileSize = on_size,
		.xLock = on_lock,
		.xUnlock = on_unlock,
		.xCheckReservedLock = on_check,
		.xFileControl = on_control,
		.xSectorSize = on_sector,
		.xDeviceCharacteristics = on_device,
		.xShmMap = on_shm_map,
		.xShmLock = on_shm_lock,
		.xShmBarrier = on_shm_barrier,
		.xShmUnmap = on_shm_unmap,
	};
	disk.vfs = *disk.real;
	disk.vfs.zName = "fault";
	disk.vfs.pNext = NULL;
	disk.vfs.szOsFile += (int)sizeof(struct fault_file);
	disk.vfs.xOpen = on_open;
	sqlite3_vfs_register(&disk.vfs, 1);
}

void fault_arm(enum fault_kind kind, int n, bool persistent)
{
	disk.kind = kind;
	disk.left = n;
	disk.is_persistent = persistent;
	disk.is_armed = true;
	disk.failed = 0;
}

int fault_disarm(void)
{
	disk.is_armed = false;
	return disk.failed;
}
