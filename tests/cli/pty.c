#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STOP_OF_CALL = SIGTRAP | 0x80, MOST_MS = 20000 };

int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t cpu_ns(const struct pty *p)
{
	struct timespec t = { 0 };
	clockid_t clock;

	if (!clock_getcpuclockid(p->pid, &clock))
		clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Unknown arguments of the caller's environment must not change a count. */
static void set_environment(void)
{
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("NO_COLOR");
	unsetenv("SSH_CONNECTION");
	unsetenv("SSH_CLIENT");
	unsetenv("SSH_TTY");
}

bool pty_start(struct pty *p, char *const argv[], bool traced)
{
	struct winsize size = { .ws_row = PTY_ROWS, .ws_col = PTY_COLS };
	int status;

	*p = (struct pty){ .is_traced = traced };
	p->kept = malloc(PTY_KEPT_BYTES + 1);
	if (!p->kept)
		return false;
	p->kept[0] = 0;
	p->start_ns = p->sent_ns = now_ns();
	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid < 0)
		return false;
	if (p->pid == 0) {
		set_environment();
		if (traced)
			ptrace(PTRACE_TRACEME, 0, 0, 0);
		execvp(argv[0], argv);
		_exit(127);
	}
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	if (!traced)
		return true;
	/* stopped by its exec: what the loader does is counted too */
	if (waitpid(p->pid, &status, 0) != p->pid || !WIFSTOPPED(status))
		return false;
	ptrace(PTRACE_SETOPTIONS, p->pid, 0,
		PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	ptrace(PTRACE_SYSCALL, p->pid, 0, 0);
	return true;
}

/* ---- counting calls */

static void count_call(struct pty *p)
{
	struct __ptrace_syscall_info info = { 0 };

	if (ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof info, &info) <= 0)
		return;
	p->waits = info.op == PTRACE_SYSCALL_INFO_ENTRY &&
		   info.entry.nr == SYS_ppoll;
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
		return;
	p->calls++;
	p->writes += info.entry.nr == SYS_write && info.entry.args[0] == 1;
	p->locks += info.entry.nr == SYS_fcntl;
}

/* Lets it go on from every stop that stands; false: there was none. */
static bool step(struct pty *p)
{
	int status, with = 0;

	if (waitpid(p->pid, &status, WNOHANG) != p->pid)
		return false;
	if (!WIFSTOPPED(status)) {
		p->is_over = true;
		return false;
	}
	if (WSTOPSIG(status) == STOP_OF_CALL)
		count_call(p);
	else if (WSTOPSIG(status) != SIGTRAP)
		with = WSTOPSIG(status);
	ptrace(PTRACE_SYSCALL, p->pid, 0, with);
	return true;
}

/* ---- reading */

static void keep(struct pty *p, const char *bytes, size_t n)
{
	if (p->kept_bytes + n > PTY_KEPT_BYTES)
		p->kept_bytes = 0;
	memcpy(p->kept + p->kept_bytes, bytes, n);
	p->kept_bytes += n;
	p->kept[p->kept_bytes] = 0;
}

/* 1 something came, 0 nothing, -1 the program is gone */
static int take(struct pty *p, struct pty_got *got)
{
	char bytes[65536];
	ssize_t n = read(p->fd, bytes, sizeof bytes);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		return -1;
	got->last_ns = now_ns();
	got->bytes += n;
	got->reads++;
	keep(p, bytes, (size_t)n);
	return 1;
}

static int look(struct pty *p, struct pty_got *got, int wait_ms)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };
	bool moved = false;

	if (p->is_traced) {
		while (step(p))
			moved = true;
		wait_ms = moved ? 0 : 1;
	}
	if (poll(&fd, 1, wait_ms) > 0)
		return take(p, got);
	return p->is_over ? -1 : moved;
}

/* Until quiet_ms passed without a piece, or since the beginning. */
static bool wait_for(
	struct pty *p, int quiet_ms, bool from_start, struct pty_got *got)
{
	int64_t quiet_ns = (int64_t)quiet_ms * 1000000;
	int64_t calls = p->calls, writes = p->writes, locks = p->locks;
	int64_t since = now_ns(), end = since + (int64_t)MOST_MS * 1000000;
	int64_t cpu = cpu_ns(p);
	int moved = 0;

	*got = (struct pty_got){ .bytes = 0 };
	p->kept_bytes = 0;
	p->kept[0] = 0;
	while (moved >= 0 && now_ns() < end) {
		int64_t left = since + quiet_ns - now_ns();

		if (left <= 0 && (from_start || !p->is_traced || p->waits))
			break;
		if (left <= 0) { /* a busy machine, not a quiet program */
			since = now_ns();
			continue;
		}
		moved = look(p, got, (int)(left / 1000000) + 1);
		if (moved > 0 && !from_start)
			since = now_ns();
	}
	got->cpu_ns = cpu_ns(p) - cpu;
	got->calls = p->calls - calls;
	got->writes = p->writes - writes;
	got->locks = p->locks - locks;
	return moved >= 0;
}

bool pty_settle(struct pty *p, int quiet_ms, struct pty_got *got)
{
	return wait_for(p, quiet_ms, false, got);
}

bool pty_watch(struct pty *p, int ms, struct pty_got *got)
{
	return wait_for(p, ms, true, got);
}

bool pty_type(
	struct pty *p, const char *keys, int quiet_ms, struct pty_got *got)
{
	size_t n = strlen(keys);

	p->sent_ns = now_ns();
	if (write(p->fd, keys, n) != (ssize_t)n)
		return false;
	return pty_settle(p, quiet_ms, got);
}

bool pty_shows(const struct pty *p, const char *text)
{
	return memmem(p->kept, p->kept_bytes, text, strlen(text)) != NULL;
}

/* ---- what the kernel says of it */

static int64_t number_in(pid_t pid, const char *file, const char *name)
{
	char path[64], line[256];
	int64_t n = -1;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "r");
	while (f && n < 0 && fgets(line, sizeof line, f))
		if (!strncmp(line, name, strlen(name)))
			n = atoll(line + strlen(name));
	if (f)
		fclose(f);
	return n;
}

int64_t pty_waits(const struct pty *p)
{
	return number_in(p->pid, "status", "voluntary_ctxt_switches:");
}

int64_t pty_memory_kib(const struct pty *p, const char *what)
{
	return number_in(p->pid, "smaps_rollup", what);
}

void pty_end(struct pty *p, const char *keys)
{
	struct pty_got got;
	int status;

	if (keys && !p->is_over)
		pty_type(p, keys, 300, &got);
	if (!p->is_over) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, &status, 0);
	}
	close(p->fd);
	free(p->kept);
	*p = (struct pty){ .fd = -1, .is_over = true };
}
