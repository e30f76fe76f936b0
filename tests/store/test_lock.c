/*
 * test_lock.c: the side lock among processes that wait, die and stop.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/lock.h"

enum { PROCESSES = 8, ROUNDS = 300, LONG_HOLD_MS = 1300 };

/* What the processes share. */
struct shared {
	volatile int inside, clashes, entries;
	volatile int order[64];
};

struct fixture {
	char dir[64], path[96];
	struct shared *shared;
	pid_t child[64];
	int children;
};

static void sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/liubu-lock-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->path, sizeof f->path, "%s/a.db-lock", f->dir);
	f->shared = mmap(NULL, sizeof *f->shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < f->children; i++)
		if (f->child[i] > 0) {
			kill(f->child[i], SIGKILL);
			waitpid(f->child[i], NULL, 0);
		}
	unlink(f->path);
	rmdir(f->dir);
	munmap(f->shared, sizeof *f->shared);
	free(f);
	return 0;
}

static struct lock *opened(struct fixture *f)
{
	struct lock *lock;

	assert_int_equal(lock_open(f->path, &lock, NULL), STATUS_OK);
	return lock;
}

/* In the section: notes who comes, and whether anybody is there already. */
static void be_inside(struct shared *s, int number, int ms)
{
	if (s->inside)
		s->clashes = s->clashes + 1;
	s->inside = 1;
	s->order[s->entries % 64] = number;
	s->entries = s->entries + 1;
	if (ms)
		sleep_ms(ms);
	else
		sched_yield();
	s->inside = 0;
}

/* A process that enters `rounds` times and ends with 0. */
static pid_t start(struct fixture *f, int number, int rounds, int ms)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct lock *lock;
		char who[16];

		snprintf(who, sizeof who, "人%d", number);
		if (lock_open(f->path, &lock, NULL))
			_exit(2);
		for (int i = 0; i < rounds; i++) {
			if (lock_enter(lock, who, NULL))
				_exit(1);
			be_inside(f->shared, number, ms);
			lock_leave(lock);
		}
		_exit(0);
	}
	f->child[f->children++] = pid;
	return pid;
}

static int ended(struct fixture *f, int i)
{
	int status;

	assert_int_equal(waitpid(f->child[i], &status, 0), f->child[i]);
	f->child[i] = 0;
	return status;
}

static uint64_t counter(struct fixture *f)
{
	char text[32] = "";
	int fd = open(f->path, O_RDONLY);

	assert_true(read(fd, text, 20) == 20);
	close(fd);
	return strtoull(text, NULL, 10);
}

/* Until that many tickets were taken. */
static void wait_counter(struct fixture *f, uint64_t n)
{
	for (int i = 0; i < 5000 && counter(f) < n; i++)
		sleep_ms(1);
	assert_true(counter(f) >= n);
	/* The number is stored just before its byte 1 is unlocked. */
	sleep_ms(5);
}

static void wait_entries(struct fixture *f, int n)
{
	for (int i = 0; i < 5000 && f->shared->entries < n; i++)
		sleep_ms(1);
	assert_true(f->shared->entries >= n);
}

/* ---- exclusion and order */

static void test_excludes(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < PROCESSES; i++)
		start(f, i, ROUNDS, 0);
	for (int i = 0; i < PROCESSES; i++)
		assert_int_equal(ended(f, i), 0);
	assert_int_equal(f->shared->clashes, 0);
	assert_int_equal(f->shared->entries, PROCESSES * ROUNDS);
}

/* Also behind one who holds it for longer than LOCK_TURN_MS. */
static void test_keeps_order(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);

	assert_int_equal(lock_enter(lock, "韦小明", NULL), STATUS_OK);
	uint64_t first = counter(f);
	for (int i = 0; i < PROCESSES; i++) {
		start(f, i, 1, 2);
		wait_counter(f, first + (uint64_t)i + 1);
	}
	sleep_ms(LONG_HOLD_MS);
	lock_leave(lock);
	for (int i = 0; i < PROCESSES; i++)
		assert_int_equal(ended(f, i), 0);
	for (int i = 0; i < PROCESSES; i++)
		assert_int_equal(f->shared->order[i], i);
	assert_int_equal(f->shared->clashes, 0);
	lock_close(lock);
}

/* Who comes again at once stands behind those already waiting. */
static void test_gives_everybody_the_same(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);

	assert_int_equal(lock_enter(lock, "a", NULL), STATUS_OK);
	uint64_t first = counter(f);
	for (int i = 0; i < 4; i++)
		start(f, i, 16, 1);
	wait_counter(f, first + 4);
	lock_close(lock);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ended(f, i), 0);
	int turns[4] = { 0 };
	for (int i = 0; i < 40; i++)
		turns[f->shared->order[i]]++;
	for (int i = 0; i < 4; i++)
		assert_in_range(turns[i], 5, 15);
}

/* ---- those who die and stop */

static void test_killed_holder_frees_it(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);

	start(f, 0, 1, 60000);
	wait_entries(f, 1);
	lock_set_limit(lock, 0);
	assert_int_equal(lock_enter(lock, "b", NULL), STATUS_BUSY);
	kill(f->child[0], SIGKILL);
	ended(f, 0);
	assert_int_equal(lock_enter(lock, "b", NULL), STATUS_OK);
	lock_close(lock);
}

static void test_killed_waiters_leave_nobody_stuck(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);

	assert_int_equal(lock_enter(lock, "a", NULL), STATUS_OK);
	uint64_t first = counter(f);
	for (int i = 0; i < 16; i++) {
		start(f, i, 1, 0);
		wait_counter(f, first + (uint64_t)i + 1);
	}
	int64_t began = now_ms();
	for (int i = 0; i < 16; i += 1 + (i & 1))
		kill(f->child[i], SIGKILL);
	lock_leave(lock);
	int alive = 0;
	for (int i = 0; i < 16; i++) {
		int status = ended(f, i);
		if (WIFSIGNALED(status))
			continue;
		assert_int_equal(status, 0);
		alive++;
	}
	assert_in_range(alive, 1, 15);
	assert_true(now_ms() - began < 500);
	assert_int_equal(f->shared->entries, alive);
	assert_int_equal(f->shared->clashes, 0);
	lock_close(lock);
}

static void test_stopped_waiter_costs_one_turn(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);

	assert_int_equal(lock_enter(lock, "a", NULL), STATUS_OK);
	uint64_t first = counter(f);
	for (int i = 0; i < 5; i++) {
		start(f, i, 1, 0);
		wait_counter(f, first + (uint64_t)i + 1);
	}
	kill(f->child[0], SIGSTOP);
	int64_t began = now_ms();
	lock_leave(lock);
	for (int i = 1; i < 5; i++)
		assert_int_equal(ended(f, i), 0);
	/* All behind it together, not each of them. */
	assert_in_range(now_ms() - began, LOCK_TURN_MS / 2, LOCK_TURN_MS + 400);
	kill(f->child[0], SIGCONT);
	assert_int_equal(ended(f, 0), 0);
	assert_int_equal(f->shared->clashes, 0);
	lock_close(lock);
}

static void test_stopped_holder_is_named(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);
	struct error err = { 0 };
	struct lock_holder holder;
	char pid[32];

	start(f, 7, 1, 60000);
	wait_entries(f, 1);
	kill(f->child[0], SIGSTOP);
	lock_set_limit(lock, 300);
	int64_t began = now_ms();
	assert_int_equal(lock_enter(lock, "b", &err), STATUS_BUSY);
	assert_in_range(now_ms() - began, 295, 600);
	snprintf(pid, sizeof pid, "%ld", (long)f->child[0]);
	assert_non_null(strstr(err.what, "人7"));
	assert_non_null(strstr(err.what, pid));
	assert_true(err.todo[0]);
	assert_false(lock_held(lock));
	assert_true(lock_find_holder(lock, &holder));
	assert_int_equal(holder.pid, f->child[0]);
	assert_string_equal(holder.who, "人7");
	lock_close(lock);
}

static void test_stopped_at_the_counter_costs_one_turn(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);
	struct flock byte = { .l_type = F_WRLCK, .l_start = 1, .l_len = 1 };
	int fd = open(f->path, O_RDWR);

	assert_int_equal(fcntl(fd, F_OFD_SETLK, &byte), 0);
	int64_t began = now_ms();
	assert_int_equal(lock_enter(lock, "a", NULL), STATUS_OK);
	assert_in_range(now_ms() - began, LOCK_TURN_MS / 2, LOCK_TURN_MS + 400);
	/* Entered without a ticket: excludes, but names nobody. */
	struct lock *other = opened(f);
	struct lock_holder holder;
	assert_true(lock_find_holder(other, &holder));
	assert_int_equal(holder.pid, 0);
	lock_close(other);
	lock_close(lock);
	close(fd);
}

/* Who is inside but has not written its name yet is not called by the last
 * one's. */
static void test_names_nobody_wrongly(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);
	struct flock byte = { .l_type = F_WRLCK, .l_start = 0, .l_len = 1 };
	struct lock_holder holder;
	struct error err;

	assert_int_equal(lock_enter(lock, "韦小明", NULL), STATUS_OK);
	lock_leave(lock);
	int fd = open(f->path, O_RDWR);
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &byte), 0);
	assert_true(lock_find_holder(lock, &holder));
	assert_int_equal(holder.pid, 0);
	assert_string_equal(holder.who, "");
	lock_set_limit(lock, 0);
	assert_int_equal(lock_enter(lock, "b", &err), STATUS_BUSY);
	assert_null(strstr(err.what, "韦小明"));
	close(fd);
	lock_close(lock);
}

/* ---- the signal */

static void not_me(int signal)
{
	(void)signal;
	abort();
}

static void test_gives_signals_back(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);
	struct lock *other = opened(f);
	struct sigaction mine = { .sa_handler = not_me }, now;
	sigset_t all, before, after;

	assert_int_equal(lock_enter(other, "a", NULL), STATUS_OK);
	sigaction(LOCK_SIGNAL, &mine, NULL);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	lock_set_limit(lock, 200);
	int64_t began = now_ms();
	assert_int_equal(lock_enter(lock, "b", NULL), STATUS_BUSY);
	assert_true(now_ms() - began < 500);
	sigprocmask(SIG_SETMASK, &before, &after);
	assert_int_equal(sigismember(&after, LOCK_SIGNAL), 1);
	assert_int_equal(sigismember(&after, SIGTERM), 1);
	sigaction(LOCK_SIGNAL, NULL, &now);
	assert_ptr_equal(now.sa_handler, not_me);
	sleep_ms(120); /* and none comes late */
	signal(LOCK_SIGNAL, SIG_DFL);
	lock_close(lock);
	lock_close(other);
}

/* ---- the file */

static void test_file_is_private(void **state)
{
	struct fixture *f = *state;
	mode_t mask = umask(0);
	struct lock *lock = opened(f);
	struct stat st;

	umask(mask);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	lock_close(lock);
}

static void test_refuses_links_and_pipes(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };
	struct lock *lock;
	char target[128];

	snprintf(target, sizeof target, "%s/nowhere", f->dir);
	assert_int_equal(symlink(target, f->path), 0);
	assert_int_equal(lock_open(f->path, &lock, &err), STATUS_FOREIGN);
	assert_null(lock);
	unlink(f->path);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	assert_int_equal(lock_open(f->path, &lock, &err), STATUS_FOREIGN);
	assert_null(lock);
	assert_int_not_equal(unlink(target), 0);
}

static void test_notices_a_replaced_file(void **state)
{
	struct fixture *f = *state;
	struct lock *old = opened(f);

	assert_int_equal(lock_enter(old, "a", NULL), STATUS_OK);
	lock_leave(old);
	unlink(f->path);
	struct lock *fresh = opened(f);
	assert_int_equal(lock_enter(old, "a", NULL), STATUS_OK);
	lock_set_limit(fresh, 0);
	assert_int_equal(lock_enter(fresh, "b", NULL), STATUS_BUSY);
	lock_leave(old);
	assert_int_equal(lock_enter(fresh, "b", NULL), STATUS_OK);
	lock_close(fresh);
	lock_close(old);
}

static void test_takes_any_content(void **state)
{
	static const char *const nonsense[] = {
		"",
		"99999999999999999999\n",
		"-1\n",
		"18446744073709551615 18446744073709551615 1 x",
		"\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377",
		"00000000000000000007\n...........\033]0;x\007 9 9 \033[2J",
	};
	struct fixture *f = *state;
	struct lock_holder holder;

	for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
		FILE *file = fopen(f->path, "w");
		fputs(nonsense[i], file);
		fclose(file);
		struct lock *a = opened(f), *b = opened(f);
		assert_false(lock_find_holder(b, &holder));
		assert_int_equal(lock_enter(a, "a", NULL), STATUS_OK);
		lock_set_limit(b, 0);
		assert_int_equal(lock_enter(b, "b", NULL), STATUS_BUSY);
		assert_true(lock_find_holder(b, &holder));
		assert_string_equal(holder.who, "a");
		lock_close(a);
		assert_int_equal(lock_enter(b, "b", NULL), STATUS_OK);
		lock_close(b);
	}
}

/* A counter set back (an old copy of the file) meets a ticket still out. */
static void test_counter_set_back(void **state)
{
	struct fixture *f = *state;
	struct lock *a = opened(f), *b = opened(f);

	assert_int_equal(lock_enter(a, "a", NULL), STATUS_OK);
	int fd = open(f->path, O_WRONLY);
	assert_true(pwrite(fd, "00000000000000000000\n", 21, 0) == 21);
	close(fd);
	lock_set_limit(b, 100);
	assert_int_equal(lock_enter(b, "b", NULL), STATUS_BUSY);
	lock_leave(a);
	assert_int_equal(lock_enter(b, "b", NULL), STATUS_OK);
	lock_close(a);
	lock_close(b);
}

static void test_cleans_names(void **state)
{
	struct fixture *f = *state;
	struct lock *a = opened(f), *b = opened(f);
	struct lock_holder holder;
	char name[400] = "";

	assert_int_equal(
		lock_enter(a, "x\033[2J\ny\302\233z", NULL), STATUS_OK);
	assert_true(lock_find_holder(b, &holder));
	assert_string_equal(holder.who, "x [2J");
	lock_leave(a);
	for (int i = 0; i < 100; i++)
		strcat(name, "覃");
	assert_int_equal(lock_enter(a, name, NULL), STATUS_OK);
	assert_true(lock_find_holder(b, &holder));
	assert_int_equal(strlen(holder.who), (LOCK_WHO_BYTES - 1) / 3 * 3);
	assert_memory_equal(holder.who, name, strlen(holder.who));
	lock_leave(a);
	/* A shorter name leaves nothing of the longer one. */
	assert_int_equal(lock_enter(a, "韦", NULL), STATUS_OK);
	assert_true(lock_find_holder(b, &holder));
	assert_string_equal(holder.who, "韦");
	lock_close(a);
	lock_close(b);
}

static void test_child_does_not_share_it(void **state)
{
	struct fixture *f = *state;
	struct lock *lock = opened(f);
	int status;

	assert_int_equal(lock_enter(lock, "a", NULL), STATUS_OK);
	pid_t pid = fork();
	if (pid == 0) {
		if (lock_held(lock))
			_exit(1);
		lock_set_limit(lock, 50);
		_exit(lock_enter(lock, "b", NULL) == STATUS_BUSY ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(lock_held(lock));
	lock_close(lock);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_excludes),
		TEST(test_keeps_order),
		TEST(test_gives_everybody_the_same),
		TEST(test_killed_holder_frees_it),
		TEST(test_killed_waiters_leave_nobody_stuck),
		TEST(test_stopped_waiter_costs_one_turn),
		TEST(test_stopped_holder_is_named),
		TEST(test_stopped_at_the_counter_costs_one_turn),
		TEST(test_names_nobody_wrongly),
		TEST(test_gives_signals_back),
		TEST(test_file_is_private),
		TEST(test_refuses_links_and_pipes),
		TEST(test_notices_a_replaced_file),
		TEST(test_takes_any_content),
		TEST(test_counter_set_back),
		TEST(test_cleans_names),
		TEST(test_child_does_not_share_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
