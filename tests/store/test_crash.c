/*
 * test_crash.c: several processes writing one file, and processes killed
 * while they write. Every action that was acknowledged is there, the chain is
 * whole. KILLS sets the dose.
 */
#include "world.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What a writer tells once its COMMIT is done: a write of one piece. */
struct ack {
	unsigned char action[TXN_ACTION_BYTES];
	int64_t id;
};

/* A child never uses its parent's connection: the parent has closed it. */
static void write_on(struct world *w, int fd, int most)
{
	struct error err = { STATUS_OK, "", "" };

	if (store_open(w->path, &world_setup, &w->store, &err))
		_exit(3);
	for (int i = 0; i != most; i++) {
		struct stamp stamp;
		struct txn *txn;
		struct values v = { .item = NULL };
		struct ack ack = { .id = 0 };
		int64_t seq;

		world_stamp(w, &stamp);
		if (txn_begin(w->store, &stamp, &txn, &err))
			_exit(4);
		txn_part_begin(txn, "step.new", KIND_STEP, 0);
		values_set_int(&v, step_f(STEP_JOB), 1 + i % 3);
		values_set_int(&v, step_f(STEP_AMOUNT), i);
		if (txn_insert(txn, &step_table, &v, &ack.id, &err) ||
			txn_part_end(txn, false, &seq, &err) ||
			txn_commit(txn, NULL, &err))
			_exit(5);
		values_free(&v);
		memcpy(ack.action, stamp.action, sizeof ack.action);
		if (write(fd, &ack, sizeof ack) != sizeof ack)
			_exit(6);
		if (i % 7 == 6 && !lock_enter(w->store->lock, "x", NULL)) {
			store_checkpoint(w->store);
			lock_leave(w->store->lock);
		}
	}
	world_close(w);
	_exit(0);
}

static pid_t writer(struct world *w, int fd, int most)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		write_on(w, fd, most);
	return pid;
}

static void base(struct world *w)
{
	int64_t area = world_area(w, "north");

	for (int i = 0; i < 3; i++)
		world_job(w, "roads", area, 20800);
	world_close(w);
}

/* What came through the pipe until now. */
struct acks {
	struct ack *ack;
	size_t count, size;
};

/* Waits for one at most that long; takes all there are. */
static void take_acks(struct acks *a, int fd, int wait_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (; poll(&p, 1, wait_ms) > 0; wait_ms = 0) {
		a->ack = mem_grow(a->ack, a->count, &a->size, sizeof *a->ack);
		assert_int_equal(read(fd, &a->ack[a->count++], sizeof *a->ack),
			sizeof *a->ack);
	}
}

static void check_acks(struct world *w, const struct acks *a)
{
	for (size_t i = 0; i < a->count; i++) {
		int64_t seq, id;

		if (txn_lookup(w->store, a->ack[i].action, &seq, &id))
			fail_msg("an acknowledged action is lost");
		assert_true(record_exists(w->store, &step_table, a->ack[i].id));
	}
}

static void writers_do_not_lose_rows(void **state)
{
	enum { WRITERS = 4, EACH = 60 };
	struct world *w = *state;
	pid_t pid[WRITERS];
	struct acks acks = { .count = 0 };
	int fd[2];

	base(w);
	assert_int_equal(pipe(fd), 0);
	for (int i = 0; i < WRITERS; i++)
		pid[i] = writer(w, fd[1], EACH);
	for (int i = 0; i < WRITERS; i++) {
		int status;

		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
	}
	world_reopen(w);
	take_acks(&acks, fd[0], 0);
	assert_int_equal(acks.count, WRITERS * EACH);
	check_acks(w, &acks);
	mem_free(acks.ack);
	assert_int_equal(
		world_raw_int(w, "SELECT count(*) FROM step"), WRITERS * EACH);
	assert_int_equal(world_raw_int(w, "SELECT max(seq) FROM journal"),
		WRITERS * EACH + 4);
	world_verify(w);
	close(fd[0]);
	close(fd[1]);
}

static void wait_us(long us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

/* Two write at a time, one after the other is killed wherever it stands. */
static void killed_writers_lose_nothing(void **state)
{
	struct world *w = *state;
	const char *kills_text = getenv("KILLS");
	int kills = kills_text ? atoi(kills_text) : 500;
	pid_t pid[2] = { 0, 0 };
	struct acks acks = { .count = 0 };
	int fd[2];

	base(w);
	assert_int_equal(pipe(fd), 0);
	for (int i = 0; i < kills; i++) {
		int k = i % 2;

		for (int j = 0; j < 2; j++)
			if (!pid[j])
				pid[j] = writer(w, fd[1], -1);
		take_acks(&acks, fd[0], 1000);
		wait_us((long)world_random(w, 3000));
		kill(pid[k], SIGKILL);
		assert_int_equal(waitpid(pid[k], NULL, 0), pid[k]);
		pid[k] = 0;
		if (i % 50 == 49 || i == kills - 1) {
			kill(pid[!k], SIGKILL);
			waitpid(pid[!k], NULL, 0);
			pid[!k] = 0;
			take_acks(&acks, fd[0], 0);
			world_reopen(w);
			check_acks(w, &acks);
			world_verify(w);
			world_close(w);
		}
	}
	world_reopen(w);
	print_message("%d kills, %zu acknowledged, head %d\n", kills,
		acks.count,
		(int)world_raw_int(w, "SELECT max(seq) FROM journal"));
	assert_true(acks.count > (size_t)kills / 2);
	mem_free(acks.ack);
	close(fd[0]);
	close(fd[1]);
}

/* A reader in the way does not stop a writer, and no checkpoint waits. */
static void a_reader_stops_nobody(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct store *reader;
	int64_t area = world_area(w, "north");

	assert_int_equal(
		store_open(w->path, &world_setup, &reader, &err), STATUS_OK);
	store_read_begin(reader);
	assert_true(record_exists(reader, &area_table, area));
	assert_int_not_equal(world_job(w, "roads", area, 20800), 0);
	assert_int_equal(lock_enter(w->store->lock, "x", NULL), STATUS_OK);
	struct timespec a, b;
	clock_gettime(CLOCK_MONOTONIC, &a);
	assert_int_equal(store_checkpoint(w->store), STATUS_BUSY);
	clock_gettime(CLOCK_MONOTONIC, &b);
	lock_leave(w->store->lock);
	assert_true(b.tv_sec - a.tv_sec < 2);
	store_read_end(reader);
	assert_true(record_exists(reader, &job_table, 1));
	store_close(reader);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(writers_do_not_lose_rows),
		T(killed_writers_lose_nothing),
		T(a_reader_stops_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
