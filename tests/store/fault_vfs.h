/*
 * fault_vfs.h: the disk that fails at the n-th call. A shim round SQLite's
 * own VFS, which becomes the default one; disarmed it only counts.
 */
#ifndef TESTS_STORE_FAULT_VFS_H
#define TESTS_STORE_FAULT_VFS_H

#include <stdbool.h>

enum fault_kind {
	FAULT_READ,	  /* EIO */
	FAULT_SHORT_READ, /* the rest zeroed, as SQLite says */
	FAULT_WRITE,	  /* EIO */
	FAULT_FULL,	  /* ENOSPC, half of it written */
	FAULT_SYNC,
	FAULT_SYNC_DONE, /* says EIO although all is on the disk */
	FAULT_OPEN,
	FAULT_KINDS
};

void fault_register(void);
/* From now on the n-th call of that kind fails; and all after it. */
void fault_arm(enum fault_kind kind, int n, bool persistent);
/* How many failed since it was armed. */
int fault_disarm(void);

#endif
