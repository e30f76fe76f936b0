#include "store/lock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/language.h"
#include "core/mem.h"
#include "store/place.h"

enum { BYTE_INSIDE = 0, BYTE_COUNTER = 1, BYTE_TICKETS = 1000 };

/*
 * The file holds two lines: the counter, and the ticket, pid and name of who
 * entered last; both of a fixed length, so that a shorter name leaves nothing
 * of a longer one.
 */
enum {
	COUNTER_AT = 0,
	COUNTER_BYTES = 21,
	HOLDER_AT = 32,
	HOLDER_BYTES = 21 + 11 + LOCK_WHO_BYTES,
	TICKETS_TRIED = 100, /* when the counter was set back */
	AGAIN_MS = 50	     /* a signal that came too early comes again */
};

#define TICKET_MAX (UINT64_MAX / 4)

/* Older C libraries lack the name that timer_create(2) gives this member. */
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

struct lock {
	char *path;
	int fd;
	pid_t pid; /* who opened fd */
	dev_t device;
	ino_t inode;
	int limit_ms;
	bool inside;
	uint64_t ticket; /* 0: none */
};

enum wait_result { WAIT_GOT, WAIT_LATE, WAIT_FAILED };

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- byte locks */

static off_t byte_of(uint64_t ticket)
{
	return (off_t)(BYTE_TICKETS + ticket);
}

static int set_lock(int fd, int command, short type, off_t byte)
{
	struct flock what = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = byte,
		.l_len = 1,
	};

	return fcntl(fd, command, &what);
}

static bool try_lock(int fd, off_t byte)
{
	return set_lock(fd, F_OFD_SETLK, F_WRLCK, byte) == 0;
}

static void unlock(int fd, off_t byte)
{
	set_lock(fd, F_OFD_SETLK, F_UNLCK, byte);
}

/* All of this process's, in one call: byte 0 and the ticket go together. */
static void unlock_all(int fd)
{
	struct flock what = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

	fcntl(fd, F_OFD_SETLK, &what);
}

static bool is_locked_by_other(int fd, off_t byte)
{
	struct flock what = {
		.l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = byte,
		.l_len = 1,
	};

	return fcntl(fd, F_OFD_GETLK, &what) == 0 && what.l_type != F_UNLCK;
}

/* ---- waiting with an end */

static void wake(int signal)
{
	(void)signal;
}

struct alarm {
	timer_t timer;
	sigset_t mask;
	struct sigaction action;
};

static bool alarm_start(struct alarm *a, int64_t after_ms)
{
	struct sigaction action = { .sa_handler = wake };
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = LOCK_SIGNAL,
		.sigev_notify_thread_id = gettid(),
	};
	struct itimerspec when = {
		.it_value = { after_ms / 1000, after_ms % 1000 * 1000000 },
		.it_interval = { 0, AGAIN_MS * 1000000L },
	};
	sigset_t let;

	if (timer_create(CLOCK_MONOTONIC, &event, &a->timer))
		return false;
	sigfillset(&action.sa_mask);
	sigaction(LOCK_SIGNAL, &action, &a->action);
	sigemptyset(&let);
	sigaddset(&let, LOCK_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &let, &a->mask);
	timer_settime(a->timer, 0, &when, NULL);
	return true;
}

/* In this order: what the timer still sent is taken before the handler that
 * was there could meet it. */
static void alarm_stop(struct alarm *a)
{
	timer_delete(a->timer);
	pthread_sigmask(SIG_SETMASK, &a->mask, NULL);
	sigaction(LOCK_SIGNAL, &a->action, NULL);
}

static enum wait_result wait_lock(int fd, off_t byte, int64_t until_ms)
{
	struct alarm alarm;
	enum wait_result result = WAIT_LATE;
	int64_t left_ms = until_ms - now_ms();

	if (try_lock(fd, byte))
		return WAIT_GOT;
	if (errno != EAGAIN && errno != EACCES)
		return WAIT_FAILED;
	if (left_ms <= 0)
		return WAIT_LATE;
	if (!alarm_start(&alarm, left_ms))
		return WAIT_FAILED;
	while (now_ms() < until_ms) {
		if (set_lock(fd, F_OFD_SETLKW, F_WRLCK, byte) == 0) {
			result = WAIT_GOT;
			break;
		}
		if (errno != EINTR) {
			result = WAIT_FAILED;
			break;
		}
	}
	int failed = errno;
	alarm_stop(&alarm);
	errno = failed;
	return result;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ---- the file */

static enum status open_file(struct lock *l, struct error *err)
{
	struct stat st;
	/* O_NONBLOCK: a pipe put there would make open() wait for ever. */
	int fd = open(l->path,
		O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		PLACE_FILE_MODE);

	if (fd < 0)
		return place_error(err, errno, l->path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return error_set(err, STATUS_FOREIGN,
			_("Remove it, then start again."),
			_("\"%s\" is no plain file."), l->path);
	}
	if (l->fd >= 0)
		close(l->fd);
	l->fd = fd;
	l->pid = getpid();
	l->device = st.st_dev;
	l->inode = st.st_ino;
	return STATUS_OK;
}

static bool is_still_there(const struct lock *l)
{
	struct stat st;

	return lstat(l->path, &st) == 0 && st.st_dev == l->device &&
	       st.st_ino == l->inode;
}

static bool read_line(int fd, off_t at, char *text, size_t size_bytes)
{
	ssize_t n = pread(fd, text, size_bytes - 1, at);

	text[n > 0 ? n : 0] = 0;
	return n > 0;
}

/* Nothing a terminal would obey; also when the file was written by others. */
static void clean_name(char *name)
{
	unsigned char *c = (unsigned char *)name;

	name[strcspn(name, "\n")] = 0;
	for (; *c; c++) {
		bool c1 = *c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0;
		if (*c < 0x20 || *c == 0x7f)
			*c = ' ';
		if (c1)
			c[0] = c[1] = ' ';
	}
	for (size_t n = strlen(name); n && name[n - 1] == ' '; n--)
		name[n - 1] = 0;
}

static void copy_name(char out[LOCK_WHO_BYTES], const char *who)
{
	size_t n = strnlen(who, LOCK_WHO_BYTES - 1);

	/* not within a character */
	while (who[n] && n && ((unsigned char)who[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, who, n);
	out[n] = 0;
	clean_name(out);
}

static void write_holder(const struct lock *l, const char *who)
{
	char name[LOCK_WHO_BYTES], line[HOLDER_BYTES + 1];

	copy_name(name, who);
	/* Padded by bytes: %-*s counts bytes, not columns. */
	snprintf(line, sizeof line, "%020" PRIu64 " %10ld %-*s", l->ticket,
		(long)getpid(), LOCK_WHO_BYTES - 1, name);
	line[HOLDER_BYTES - 1] = '\n';
	/* If it cannot be written, nobody is named: no reason to fail. */
	if (pwrite(l->fd, line, HOLDER_BYTES, HOLDER_AT) < 0)
		return;
}

bool lock_find_holder(struct lock *l, struct lock_holder *holder)
{
	char line[HOLDER_BYTES + 1];
	char *end;

	*holder = (struct lock_holder){ 0 };
	if (l->inside || !is_locked_by_other(l->fd, BYTE_INSIDE))
		return false;
	if (!read_line(l->fd, HOLDER_AT, line, sizeof line))
		return true;
	uint64_t ticket = strtoull(line, &end, 10);
	long pid = strtol(end, &end, 10);
	/* Who entered without a ticket, or has not yet written its name, is
	 * not the one whose name stands there. */
	if (!ticket || ticket > TICKET_MAX || pid <= 0 || *end != ' ' ||
		!is_locked_by_other(l->fd, byte_of(ticket)))
		return true;
	holder->pid = pid;
	copy_name(holder->who, end + 1);
	return true;
}

/* ---- entering */

/* Under byte 1. A counter that was set back meets tickets still out. */
static void next_ticket(struct lock *l)
{
	char line[COUNTER_BYTES + 1];
	uint64_t n = 0;

	if (read_line(l->fd, COUNTER_AT, line, sizeof line))
		n = strtoull(line, NULL, 10);
	if (n > TICKET_MAX)
		n = 0;
	for (int i = 0; i < TICKETS_TRIED && !l->ticket; i++)
		if (try_lock(l->fd, byte_of(++n)))
			l->ticket = n;
	if (!l->ticket)
		return;
	snprintf(line, sizeof line, "%020" PRIu64 "\n", n);
	if (pwrite(l->fd, line, COUNTER_BYTES, COUNTER_AT) == COUNTER_BYTES)
		return;
	unlock(l->fd, byte_of(n));
	l->ticket = 0;
}

static void take_ticket(struct lock *l, int64_t until_ms)
{
	l->ticket = 0;
	until_ms = sooner(until_ms, now_ms() + LOCK_TURN_MS);
	if (wait_lock(l->fd, BYTE_COUNTER, until_ms) != WAIT_GOT)
		return;
	next_ticket(l);
	unlock(l->fd, BYTE_COUNTER);
}

/* Until the one before is done, or might be stopped. */
static void wait_turn(const struct lock *l, int64_t until_ms)
{
	off_t before = byte_of(l->ticket - 1);
	enum wait_result result;

	if (!is_locked_by_other(l->fd, before))
		return;
	do {
		result = wait_lock(l->fd, before,
			sooner(until_ms, now_ms() + LOCK_TURN_MS));
	} while (result == WAIT_LATE && now_ms() < until_ms &&
		 is_locked_by_other(l->fd, BYTE_INSIDE));
	if (result == WAIT_GOT)
		unlock(l->fd, before);
}

static void drop_all(struct lock *l)
{
	unlock_all(l->fd);
	l->ticket = 0;
}

static enum status say_busy(struct lock *l, struct error *err)
{
	struct lock_holder holder;
	const char *todo = _("Try again in a moment. If it stays so, ask the "
			     "administrator to end that process.");

	if (lock_find_holder(l, &holder) && holder.pid)
		return error_set(err, STATUS_BUSY, todo,
			_("Nothing was saved: after %d seconds of waiting, %s "
			  "(process %ld) is still saving."),
			l->limit_ms / 1000, *holder.who ? holder.who : "?",
			holder.pid);
	return error_set(err, STATUS_BUSY, todo,
		_("Nothing was saved: after %d seconds of waiting, another "
		  "process is still saving."),
		l->limit_ms / 1000);
}

static enum status enter_file(
	struct lock *l, int64_t until_ms, struct error *err)
{
	take_ticket(l, until_ms);
	if (l->ticket)
		wait_turn(l, until_ms);
	enum wait_result result = wait_lock(l->fd, BYTE_INSIDE, until_ms);
	if (result == WAIT_GOT)
		return STATUS_OK;
	enum status status = result == WAIT_LATE
				     ? say_busy(l, err)
				     : place_error(err, errno, l->path);
	drop_all(l);
	return status;
}

enum status lock_enter(struct lock *l, const char *who, struct error *err)
{
	int64_t until_ms = now_ms() + l->limit_ms;
	enum status status;

	assert(!l->inside || l->pid != getpid());
	if (l->pid != getpid()) {
		/* A child: the parent's description would exclude nobody. */
		l->inside = false;
		l->ticket = 0;
		status = open_file(l, err);
		if (status != STATUS_OK)
			return status;
	}
	for (;;) {
		status = enter_file(l, until_ms, err);
		if (status != STATUS_OK)
			return status;
		if (is_still_there(l))
			break;
		/* The file was removed or replaced: others lock the new one. */
		drop_all(l);
		status = open_file(l, err);
		if (status != STATUS_OK)
			return status;
	}
	l->inside = true;
	write_holder(l, who);
	return STATUS_OK;
}

void lock_leave(struct lock *l)
{
	if (!lock_held(l))
		return;
	l->inside = false;
	drop_all(l);
}

bool lock_held(const struct lock *l)
{
	return l->inside && l->pid == getpid();
}

void lock_set_limit(struct lock *l, int limit_ms)
{
	l->limit_ms = limit_ms;
}

enum status lock_open(const char *path, struct lock **lock, struct error *err)
{
	struct lock *l = mem_zero(1, sizeof *l);

	l->fd = -1;
	l->path = mem_text(path);
	l->limit_ms = LOCK_LIMIT_MS;
	enum status status = open_file(l, err);
	if (status != STATUS_OK) {
		mem_free(l->path);
		mem_free(l);
		l = NULL;
	}
	*lock = l;
	return status;
}

void lock_close(struct lock *l)
{
	if (!l)
		return;
	lock_leave(l);
	close(l->fd);
	mem_free(l->path);
	mem_free(l);
}
