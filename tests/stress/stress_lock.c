/*
 * stress_lock.c: how long writers wait for each other at the side lock.
 *
 *   stress_lock [--plain] [--kill N] [--seconds N] [--writers N] [--dir D]
 *
 * Each writer enters, appends to one file, syncs it, leaves, and comes again
 * at once. Printed are the waits and how evenly the turns were shared; --plain
 * takes a single byte lock instead, to compare; --kill kills N of the writers
 * half-way, at any point of theirs, and the rest must go on (exit 1 if not).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/lock.h"

enum { WRITERS_MAX = 256, SAMPLES_MAX = 1 << 20 };

struct shared {
	volatile bool go, stop;
	volatile bool killed[WRITERS_MAX];
	volatile int inside; /* number + 1 of who is, 0: nobody */
	int ready;
	int clashes, busy;
	int64_t turns[WRITERS_MAX];
	unsigned sample_count;
	uint32_t sample_us[SAMPLES_MAX];
};

struct plan {
	bool plain;
	int writers, seconds, kill;
	const char *dir;
	char path[512], lock_path[520];
	struct shared *shared;
};

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void note(struct shared *s, int number, int64_t waited_us)
{
	unsigned i = __atomic_fetch_add(&s->sample_count, 1, __ATOMIC_RELAXED);

	s->turns[number]++;
	if (i < SAMPLES_MAX)
		s->sample_us[i] = (uint32_t)waited_us;
}

static bool enter(const struct plan *p, struct lock *lock, int fd)
{
	struct flock byte = { .l_type = F_WRLCK, .l_len = 1 };

	if (p->plain)
		return fcntl(fd, F_OFD_SETLKW, &byte) == 0;
	return lock_enter(lock, "writer", NULL) == STATUS_OK;
}

static void leave(const struct plan *p, struct lock *lock, int fd)
{
	struct flock byte = { .l_type = F_UNLCK, .l_len = 1 };

	if (p->plain)
		fcntl(fd, F_OFD_SETLK, &byte);
	else
		lock_leave(lock);
}

static void write_on(const struct plan *p, int number)
{
	struct shared *s = p->shared;
	struct lock *lock;
	int fd = open(p->path, O_RDWR | O_CREAT | O_APPEND, 0600);

	if (fd < 0 || lock_open(p->lock_path, &lock, NULL))
		_exit(2);
	/* All at once, or the last to start has the fewest turns. */
	__atomic_add_fetch(&s->ready, 1, __ATOMIC_RELAXED);
	while (!s->go)
		usleep(500);
	while (!s->stop) {
		int64_t began_us = now_us();
		if (!enter(p, lock, fd)) {
			__atomic_add_fetch(&s->busy, 1, __ATOMIC_RELAXED);
			continue;
		}
		note(s, number, now_us() - began_us);
		/* Who was killed inside cannot say that it is out. */
		if (s->inside && !s->killed[s->inside - 1])
			__atomic_add_fetch(&s->clashes, 1, __ATOMIC_RELAXED);
		s->inside = number + 1;
		if (write(fd, "row\n", 4) != 4 || fdatasync(fd))
			_exit(2);
		s->inside = 0;
		leave(p, lock, fd);
	}
	_exit(0);
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static bool report(const struct plan *p, int64_t before)
{
	struct shared *s = p->shared;
	size_t n =
		s->sample_count < SAMPLES_MAX ? s->sample_count : SAMPLES_MAX;
	int64_t least = INT64_MAX, most = 0;

	for (int i = p->kill; i < p->writers; i++) {
		least = s->turns[i] < least ? s->turns[i] : least;
		most = s->turns[i] > most ? s->turns[i] : most;
	}
	qsort(s->sample_us, n, sizeof *s->sample_us, compare);
	if (!n || !most)
		return false;
	printf("%s: %zu turns, wait ms p50 %.2f p99 %.2f max %.2f, "
	       "least/most %.2f, clashes %d, busy %d, after kill %lld\n",
		p->plain ? "plain" : "tickets", n, s->sample_us[n / 2] / 1e3,
		s->sample_us[n * 99 / 100] / 1e3, s->sample_us[n - 1] / 1e3,
		(double)least / (double)most, s->clashes, s->busy,
		(long long)(s->sample_count - before));
	return !s->clashes && !s->busy && s->sample_count > before;
}

static bool run(const struct plan *p)
{
	pid_t pid[WRITERS_MAX];
	int half_us = p->seconds * 500000;

	for (int i = 0; i < p->writers; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			write_on(p, i);
		}
	}
	while (__atomic_load_n(&p->shared->ready, __ATOMIC_RELAXED) <
		p->writers)
		usleep(1000);
	p->shared->go = true;
	usleep((unsigned)half_us);
	for (int i = 0; i < p->kill; i++) {
		p->shared->killed[i] = true;
		kill(pid[i], SIGKILL);
		waitpid(pid[i], NULL, 0);
		usleep(300);
	}
	int64_t before = p->shared->sample_count;
	usleep((unsigned)half_us);
	p->shared->stop = true;
	while (wait(NULL) > 0 || errno == EINTR)
		;
	return report(p, before);
}

static bool read_options(struct plan *p, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--plain"))
			p->plain = true;
		else if (i + 1 == argc)
			return false;
		else if (!strcmp(argv[i], "--kill"))
			p->kill = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--seconds"))
			p->seconds = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--writers"))
			p->writers = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--dir"))
			p->dir = argv[++i];
		else
			return false;
	}
	return p->writers > 0 && p->writers <= WRITERS_MAX &&
	       p->kill < p->writers;
}

int main(int argc, char **argv)
{
	struct plan p = { .writers = 64, .seconds = 5, .dir = "/tmp" };
	char dir[400];

	if (!read_options(&p, argc, argv)) {
		fprintf(stderr, "usage: stress_lock [options]\n");
		return 2;
	}
	snprintf(dir, sizeof dir, "%s/stress_lock-XXXXXX", p.dir);
	if (!mkdtemp(dir)) {
		perror(dir);
		return 2;
	}
	snprintf(p.path, sizeof p.path, "%s/rows", dir);
	snprintf(p.lock_path, sizeof p.lock_path, "%s/rows-lock", dir);
	p.shared = mmap(NULL, sizeof *p.shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bool ok = run(&p);
	unlink(p.path);
	unlink(p.lock_path);
	rmdir(dir);
	return ok ? 0 : 1;
}
