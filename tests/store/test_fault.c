/*
 * test_fault.c: a disk that fails at every call of an action in turn. Told
 * "done", it is there; told an error, it is not, also after a crash, unless
 * the words were that it is not known.
 */
#include "world.h"

#include <unistd.h>

#include "fault_vfs.h"

enum { MOST_CALLS = 400 };

struct trial {
	struct world *w;
	enum fault_kind kind;
	bool is_persistent, is_cold;
	int n;
	enum status status;
	struct error err;
	unsigned char action[TXN_ACTION_BYTES];
	int done, refused, unknown;
};

static void base(struct world *w)
{
	int64_t area = world_area(w, "north");

	for (int i = 0; i < 40; i++) {
		int64_t job = world_job(w, "roads", area, 20780 + i);

		world_step(w, job, i);
	}
	world_worker(w, "Wei", "13900001111");
	world_close(w);
	free(world_shell(
		"cd %s && mkdir base && cp a.db a.db-wal base/", w->dir));
}

/* As it was, without what processes share. */
static void start_over(struct world *w)
{
	store_close(w->store);
	w->store = NULL;
	free(world_shell("cd %s && rm -f a.db* && cp base/a.db base/a.db-wal .",
		w->dir));
	world_reopen(w);
}

/* A child of a job, the job changed, a telephone, a number given. */
static enum status act(struct trial *t)
{
	struct world *w = t->w;
	struct stamp stamp;
	struct txn *txn;
	struct values v = { .item = NULL };
	int64_t id = 0, seq;

	world_stamp(w, &stamp);
	memcpy(t->action, stamp.action, sizeof t->action);
	enum status status = txn_begin(w->store, &stamp, &txn, &t->err);

	if (status)
		return status;
	txn_part_begin(txn, "job.act", KIND_JOB, 7);
	values_set_int(&v, step_f(STEP_JOB), 7);
	values_set_int(&v, step_f(STEP_AMOUNT), 70);
	status = txn_insert(txn, &step_table, &v, &id, &t->err);
	values_free(&v);
	values_set_int(&v, step_f(STEP_AMOUNT), 71);
	if (!status)
		status = txn_update(txn, &step_table, 9, &v, &t->err);
	values_free(&v);
	values_set_int(&v, job_f(JOB_NO), txn_serial(txn, &job_table, 2026));
	values_set_text(&v, job_f(JOB_TITLE), "bridges");
	if (!status)
		status = txn_update(txn, &job_table, 7, &v, &t->err);
	values_free(&v);
	values_set_text(&v, worker_f(WORKER_PHONE), "13900002222");
	if (!status)
		status = txn_update(txn, &worker_table, 1, &v, &t->err);
	values_free(&v);
	if (!status)
		status = txn_part_end(txn, false, &seq, &t->err);
	if (status) {
		txn_rollback(txn);
		return status;
	}
	return txn_commit(txn, NULL, &t->err);
}

static void check_outcome(struct trial *t, const char *when)
{
	struct str findings = STR_INIT;
	int64_t seq, id;
	enum status found = txn_lookup(t->w->store, t->action, &seq, &id);
	bool is_unknown = t->status && strstr(t->err.what, "not known");

	if (!is_unknown && found != (t->status ? STATUS_NOT_FOUND : STATUS_OK))
		fail_msg("kind %d call %d%s: told %s, %s %s (%s)", t->kind,
			t->n, t->is_persistent ? "+" : "",
			status_name(t->status), when, status_name(found),
			t->err.what);
	if (world_findings(t->w, &findings))
		fail_msg("kind %d call %d, %s: %s", t->kind, t->n, when,
			findings.data);
	str_free(&findings);
}

/* The machine stops here: what is in the files is all there is. */
static void after_a_crash(struct trial *t)
{
	struct world *w = t->w;
	struct store *was = w->store;
	char path[sizeof w->path];

	free(world_shell("cd %s && rm -rf crash && mkdir crash && cp a.db"
			 " a.db-wal crash/",
		w->dir));
	memcpy(path, w->path, sizeof path);
	snprintf(w->path, sizeof w->path, "%s/crash/a.db", w->dir);
	w->store = NULL;
	world_reopen(w);
	check_outcome(t, "after a crash");
	store_close(w->store);
	w->store = was;
	memcpy(w->path, path, sizeof path);
}

/* False: the action makes fewer calls of the kind. */
static bool one(struct trial *t)
{
	struct world *w = t->w;
	int failed;

	start_over(w);
	if (!t->is_cold)
		world_verify(w); /* every page in the cache */
	t->err = (struct error){ STATUS_OK, "", "" };
	fault_arm(t->kind, t->n, t->is_persistent);
	t->status = act(t);
	failed = fault_disarm();
	if (!failed) {
		assert_int_equal(t->status, STATUS_OK);
		return false;
	}
	if (t->status)
		assert_true(t->err.what[0]);
	after_a_crash(t);
	check_outcome(t, "afterwards");
	t->done += !t->status;
	t->unknown += t->status && strstr(t->err.what, "not known");
	t->refused += t->status && !strstr(t->err.what, "not known");
	/* the same again, by the same session */
	if (t->status) {
		t->err = (struct error){ STATUS_OK, "", "" };
		if ((t->status = act(t)))
			fail_msg("kind %d call %d: not again: %s", t->kind,
				t->n, t->err.what);
		check_outcome(t, "again");
	}
	return true;
}

static void every_call_fails_in_turn(
	struct world *w, enum fault_kind kind, bool is_cold)
{
	struct trial t = { .w = w, .kind = kind, .is_cold = is_cold };
	int calls = 0;

	base(w);
	for (int persistent = 0; persistent < 2; persistent++) {
		t.is_persistent = persistent;
		for (t.n = 1; t.n < MOST_CALLS && one(&t); t.n++)
			calls++;
		assert_true(t.n < MOST_CALLS);
	}
	print_message("kind %d: %d faults, %d done, %d refused, %d unknown\n",
		kind, calls, t.done, t.refused, t.unknown);
	assert_true(calls > 0);
}

#define EVERY(name, kind, is_cold)                               \
	static void name(void **state)                           \
	{                                                        \
		every_call_fails_in_turn(*state, kind, is_cold); \
	}

EVERY(reads_fail, FAULT_READ, true)
EVERY(reads_are_short, FAULT_SHORT_READ, true)
EVERY(writes_fail, FAULT_WRITE, false)
EVERY(the_disk_is_full, FAULT_FULL, false)
EVERY(syncs_fail, FAULT_SYNC, false)
EVERY(syncs_say_they_failed, FAULT_SYNC_DONE, false)

/* A failed creation leaves nothing, a failed opening a sentence. */
static void making_and_opening_fail(void **state)
{
	struct world *w = *state;
	char path[128];
	int faults = 0;

	snprintf(path, sizeof path, "%s/n.db", w->dir);
	for (int kind = 0; kind < FAULT_KINDS; kind++) {
		for (int n = 1; n < MOST_CALLS; n++) {
			struct error err = { STATUS_OK, "", "" };
			struct store *store = NULL;
			enum status status;

			fault_arm((enum fault_kind)kind, n, n % 2);
			status = store_create(path, &world_setup, &err);
			if (!status)
				status = store_open(
					path, &world_setup, &store, &err);
			bool failed = fault_disarm() > 0;
			store_close(store);
			faults += failed;
			if (status)
				assert_true(err.what[0]);
			if (access(path, F_OK) == 0) {
				store = NULL;
				if (store_open(
					    path, &world_setup, &store, &err))
					fail_msg("kind %d call %d: %s", kind, n,
						err.what);
				store_close(store);
			}
			free(world_shell("rm -f %s*", path));
			if (!failed)
				break;
		}
	}
	print_message("%d faults\n", faults);
	assert_true(faults > 100);
}

/* Checkpoints that fail lose nothing. */
static void checkpoints_fail(void **state)
{
	static const enum fault_kind kinds[] = { FAULT_READ, FAULT_WRITE,
		FAULT_FULL, FAULT_SYNC };
	struct world *w = *state;

	base(w);
	for (size_t k = 0; k < LEN(kinds); k++) {
		for (int n = 1; n < MOST_CALLS; n++) {
			start_over(w);
			fault_arm(kinds[k], n, n % 2);
			assert_int_equal(lock_enter(w->store->lock, "x", NULL),
				STATUS_OK);
			store_checkpoint(w->store);
			lock_leave(w->store->lock);
			bool failed = fault_disarm() > 0;
			world_verify(w);
			world_reopen(w);
			world_verify(w);
			if (!failed)
				break;
			n += n / 8;
		}
	}
}

static int set_up(void **state)
{
	(void)state;
	fault_register();
	/* in memory: it is the shim that fails, not the disk */
	if (access("/dev/shm", W_OK) == 0)
		setenv("STORE_TEST_DIR", "/dev/shm", 0);
	return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(reads_fail),
		T(reads_are_short),
		T(writes_fail),
		T(the_disk_is_full),
		T(syncs_fail),
		T(syncs_say_they_failed),
		T(making_and_opening_fail),
		T(checkpoints_fail),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
