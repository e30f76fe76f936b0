/*
 * pty.h: a terminal program run on a pty and looked at from outside: when its
 * bytes come, how many, what it costs.
 *
 * Nothing answers what the program asks the terminal. All times are
 * CLOCK_MONOTONIC nanoseconds.
 */
#ifndef CLI_PTY_H
#define CLI_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PTY_ROWS = 30, PTY_COLS = 100, PTY_KEPT_BYTES = 1 << 18 };

struct pty {
	pid_t pid;
	int fd;		  /* the terminal's side */
	int64_t start_ns; /* just before it was made */
	int64_t sent_ns;  /* of the last keys */
	bool is_traced;	  /* every system call is counted */
	bool is_over;	  /* the program ended */
	bool is_in_call;  /* between two stops of one call */
	bool is_running;  /* traced and not stopped since it was let go */
	bool waits;	  /* blocked where it waits for keys */
	/* writes: to the terminal; locks: of files, two a reading of SQLite */
	int64_t calls, writes, locks;
	char *kept; /* the last bytes it wrote, NUL after them */
	size_t kept_bytes;
};

/* What came since the last settling. */
struct pty_got {
	int64_t bytes, reads;	      /* reads: pieces in which they came */
	int64_t last_ns;	      /* of the last piece; 0: none came */
	int64_t cpu_ns;		      /* of the program */
	int64_t calls, writes, locks; /* traced only */
};

/* argv[0] is searched like execvp() does; size PTY_ROWS x PTY_COLS. */
bool pty_start(struct pty *p, char *const argv[], bool traced);
/* Until nothing came for quiet_ms and, if traced, it waits for keys. False: the
 * program ended. */
bool pty_settle(struct pty *p, int quiet_ms, struct pty_got *got);
/* For that long, whatever comes. */
bool pty_watch(struct pty *p, int ms, struct pty_got *got);
/* Types and settles. */
bool pty_type(
	struct pty *p, const char *keys, int quiet_ms, struct pty_got *got);
/* Is the text among what came with the last settling? */
bool pty_shows(const struct pty *p, const char *text);
/* Context switches it made of its own will so far. */
int64_t pty_waits(const struct pty *p);
/* KiB of /proc/PID/smaps_rollup, as "Pss:" or "Anonymous:". */
int64_t pty_memory_kib(const struct pty *p, const char *what);
/* Types keys (may be NULL), hangs up and waits. */
void pty_end(struct pty *p, const char *keys);

int64_t now_ns(void);

#endif
