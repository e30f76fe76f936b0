/*
 * lock.h: the side lock: one writer at a time, each in its turn.
 *
 * Held around every write transaction and every checkpoint (rule R1): SQLite
 * up to 3.51.2 can lose committed pages when a checkpoint meets a committing
 * writer, and its own way of waiting lets some wait for seconds while others
 * save at every try.
 *
 * The lock is byte locks of the open file description (F_OFD_SETLK) on the
 * file `<db>-lock`, so the kernel frees it however a process ends:
 *
 *   enter  lock byte 1; n = the counter in the file + 1, store it; lock byte
 *          1000 + n; unlock byte 1. If byte 1000 + n - 1 is locked, which the
 *          one before does until it is done, lock it and unlock it. Lock
 *          byte 0.
 *   leave  unlock both byte 0 and byte 1000 + n.
 *
 * Byte 0 alone excludes; all else is only about the order. So what goes wrong
 * with the order (a process stopped in the queue, a full disk, nonsense in
 * the file) costs order, and at most LOCK_TURN_MS each, never safety. That
 * second counts only while byte 0 is free: whoever is behind a long save
 * keeps its place.
 *
 * While waiting, a timer of this thread sends LOCK_SIGNAL, without
 * SA_RESTART, because F_OFD_SETLKW has no time limit. This is the program's
 * one exception to the rule that signals are blocked outside ppoll(): for the
 * length of the wait that signal alone is let through, to a handler that does
 * nothing; afterwards handler and mask are what they were.
 *
 * A lock belongs to one thread. After fork() the child may use it: it then
 * opens the file anew. But a child that neither execs nor closes the lock
 * keeps the parent's alive beyond the parent's end.
 *
 * This never opens the database file. The lock file must not be removed while
 * the program runs: who enters later notices and takes the new file, but not
 * who is inside.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <signal.h>
#include <stdbool.h>
#include "core/status.h"

#define LOCK_SIGNAL (SIGRTMIN + 7)

enum {
	LOCK_TURN_MS = 1000,   /* to wait for one who may be stopped */
	LOCK_LIMIT_MS = 10000, /* to wait altogether, unless set */
	LOCK_WHO_BYTES = 96
};

struct lock;

struct lock_holder {
	long pid; /* 0: not known */
	char who[LOCK_WHO_BYTES];
};

/*
 * Opens the lock file at path (absolute: it is opened again when it was
 * replaced), making it 0600; links and all but plain files are refused. *lock
 * is to be given to lock_close().
 */
enum status lock_open(const char *path, struct lock **lock, struct error *err);

/* From now on lock_enter() waits that long; 0: not at all. */
void lock_set_limit(struct lock *lock, int limit_ms);

/*
 * Waits for its turn. `who` is the person as others read it ("韦小明"); it is
 * cut and cleaned of control characters. STATUS_BUSY when the limit has passed:
 * err then names who holds the lock. Entering while inside is a mistake in the
 * program and ends it.
 */
enum status lock_enter(struct lock *lock, const char *who, struct error *err);

void lock_leave(struct lock *lock); /* nothing when not inside */
void lock_close(struct lock *lock); /* leaves first; NULL is allowed */

/* Whether this process is inside. */
bool lock_held(const struct lock *lock);

/* Who else is inside just now; false: nobody. */
bool lock_find_holder(struct lock *lock, struct lock_holder *holder);

#endif
