/*
 * stress_wal.c: rule R1 against SQLite's WAL-reset race, and without it.
 *
 *   stress_wal --r1       writers and checkpointers under the side lock, only
 *                         TRUNCATE: must lose nothing in any round (exit 0)
 *   stress_wal --without  SQLite as it comes, PASSIVE checkpoints beside the
 *                         writers: must lose within the rounds (exit 0), or
 *                         else the first proves nothing (exit 3)
 *
 * Options: --rounds N, --seconds N, --writers N, --checkpointers N, --readers
 * N, --dir D (a tmpfs: the race wants many commits, so synchronous is OFF).
 *
 * A writer stores rows (writer, 1), (writer, 2), ... and counts those whose
 * COMMIT said yes where the parent can see it. Afterwards integrity_check must
 * say ok and every row that was acknowledged must be there.
 */
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
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

enum { WRITERS_MAX = 64, BUSY_MS = 20000, HOLD_PAGES = 8 };

struct shared {
	volatile bool stop;
	volatile int64_t acked[WRITERS_MAX]; /* rows 1..n of each writer */
	volatile int64_t checkpoints, busy_checkpoints, reads;
	volatile int first_error; /* an extended SQLite code */
};

struct plan {
	bool r1;
	int rounds, seconds, writers, checkpointers, readers;
	const char *dir;
	char path[512], lock_path[520];
	struct shared *shared;
};

enum outcome { OUTCOME_CLEAN, OUTCOME_LOST, OUTCOME_BROKEN };

static sqlite3 *opened(const struct plan *p)
{
	sqlite3 *db;
	char sql[80];

	if (sqlite3_open_v2(p->path, &db,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL))
		return NULL;
	sqlite3_busy_timeout(db, BUSY_MS);
	snprintf(sql, sizeof sql,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
		"PRAGMA wal_autocheckpoint=%d",
		p->r1 ? 0 : HOLD_PAGES);
	sqlite3_exec(db, sql, NULL, NULL, NULL);
	if (p->r1)
		sqlite3_db_config(
			db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return db;
}

static void fail(const struct plan *p, sqlite3 *db)
{
	if (!p->shared->first_error)
		p->shared->first_error = sqlite3_extended_errcode(db);
	p->shared->stop = true;
	_exit(1);
}

/* ---- the processes */

static void write_rows(const struct plan *p, int number)
{
	struct lock *lock = NULL;
	sqlite3 *db = opened(p);
	char sql[300];

	if (!db || (p->r1 && lock_open(p->lock_path, &lock, NULL)))
		fail(p, db);
	for (int64_t n = 1; !p->shared->stop; n++) {
		snprintf(sql, sizeof sql,
			"BEGIN IMMEDIATE;"
			"INSERT INTO row VALUES(%d, %lld, "
			"hex(randomblob(100)));"
			"UPDATE tally SET n = n + 1 WHERE writer = %d; COMMIT",
			number, (long long)n, number);
		if (lock && lock_enter(lock, "writer", NULL))
			fail(p, db);
		if (sqlite3_exec(db, sql, NULL, NULL, NULL))
			fail(p, db);
		p->shared->acked[number] = n;
		if (lock)
			lock_leave(lock);
	}
	lock_close(lock);
	sqlite3_close(db);
	_exit(0);
}

static void checkpoint(const struct plan *p)
{
	struct lock *lock = NULL;
	sqlite3 *db = opened(p);
	int how =
		p->r1 ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;

	if (!db || (p->r1 && lock_open(p->lock_path, &lock, NULL)))
		fail(p, db);
	sqlite3_busy_timeout(db, 0);
	while (!p->shared->stop) {
		if (lock && lock_enter(lock, "checkpoint", NULL))
			fail(p, db);
		int rc = sqlite3_wal_checkpoint_v2(db, NULL, how, NULL, NULL);
		if (lock)
			lock_leave(lock);
		if (rc != SQLITE_OK && rc != SQLITE_BUSY)
			fail(p, db);
		__atomic_add_fetch(rc ? &p->shared->busy_checkpoints
				      : &p->shared->checkpoints,
			1, __ATOMIC_RELAXED);
	}
	lock_close(lock);
	sqlite3_close(db);
	_exit(0);
}

static void read_rows(const struct plan *p)
{
	sqlite3 *db = opened(p);

	while (db && !p->shared->stop) {
		if (sqlite3_exec(db,
			    "SELECT max(n) FROM row WHERE writer = 0;"
			    "SELECT sum(n) FROM tally",
			    NULL, NULL, NULL))
			fail(p, db);
		__atomic_add_fetch(&p->shared->reads, 1, __ATOMIC_RELAXED);
		usleep(500);
	}
	sqlite3_close(db);
	_exit(0);
}

/* ---- a round */

static int64_t number_of(sqlite3 *db, const char *sql, int bound)
{
	sqlite3_stmt *stmt;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL))
		return -1;
	if (sqlite3_bind_parameter_count(stmt))
		sqlite3_bind_int(stmt, 1, bound);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static bool is_whole(sqlite3 *db)
{
	sqlite3_stmt *stmt;
	bool ok = false;

	if (sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL))
		return false;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		ok = !strcmp((const char *)sqlite3_column_text(stmt, 0), "ok");
	sqlite3_finalize(stmt);
	return ok;
}

static enum outcome verify(const struct plan *p)
{
	sqlite3 *db = opened(p);
	enum outcome outcome = OUTCOME_CLEAN;

	if (!db || !is_whole(db)) {
		sqlite3_close(db);
		return OUTCOME_BROKEN;
	}
	for (int w = 0; w < p->writers; w++) {
		int64_t rows = number_of(
			db, "SELECT count(*) FROM row WHERE writer = ?", w);
		int64_t last = number_of(
			db, "SELECT max(n) FROM row WHERE writer = ?", w);
		int64_t tally = number_of(
			db, "SELECT n FROM tally WHERE writer = ?", w);
		if (rows < p->shared->acked[w] || rows != tally ||
			(rows && rows != last))
			outcome = OUTCOME_LOST;
	}
	sqlite3_close(db);
	return outcome;
}

static bool make_database(const struct plan *p)
{
	sqlite3 *db = opened(p);
	char sql[100];
	int rc =
		!db ||
		sqlite3_exec(db,
			"CREATE TABLE row(writer INTEGER, n INTEGER, body TEXT,"
			" PRIMARY KEY(writer, n)) WITHOUT ROWID;"
			"CREATE INDEX row_body ON row(body);"
			"CREATE TABLE tally(writer INTEGER PRIMARY KEY, n)",
			NULL, NULL, NULL);

	for (int w = 0; w < p->writers && !rc; w++) {
		snprintf(sql, sizeof sql, "INSERT INTO tally VALUES(%d, 0)", w);
		rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	}
	sqlite3_close(db);
	return !rc;
}

static void remove_files(const struct plan *p)
{
	static const char *const end[] = { "", "-wal", "-shm", "-lock" };
	char path[600];

	for (size_t i = 0; i < sizeof end / sizeof *end; i++) {
		snprintf(path, sizeof path, "%s%s", p->path, end[i]);
		unlink(path);
	}
}

static void run_processes(const struct plan *p)
{
	int count = p->writers + p->checkpointers + p->readers;

	fflush(stdout);
	for (int i = 0; i < count; i++) {
		if (fork() != 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (i < p->writers)
			write_rows(p, i);
		else if (i < p->writers + p->checkpointers)
			checkpoint(p);
		read_rows(p);
	}
	for (int i = 0; i < p->seconds * 20 && !p->shared->stop; i++)
		usleep(50000);
	p->shared->stop = true;
	while (wait(NULL) > 0 || errno == EINTR)
		;
}

static enum outcome run_round(const struct plan *p, int round)
{
	static const char *const word[] = {
		[OUTCOME_CLEAN] = "clean",
		[OUTCOME_LOST] = "LOST rows",
		[OUTCOME_BROKEN] = "BROKEN file",
	};
	int64_t acked = 0;

	memset(p->shared, 0, sizeof *p->shared);
	remove_files(p);
	if (!make_database(p)) {
		fprintf(stderr, "cannot make %s\n", p->path);
		exit(2);
	}
	run_processes(p);
	for (int w = 0; w < p->writers; w++)
		acked += p->shared->acked[w];
	enum outcome outcome = verify(p);
	/* An error in a process is a loss too, if only of its session. */
	if (outcome == OUTCOME_CLEAN && p->shared->first_error)
		outcome = OUTCOME_BROKEN;
	printf("round %d: %lld rows, %lld checkpoints (%lld busy), %lld reads,"
	       " error %d: %s\n",
		round, (long long)acked, (long long)p->shared->checkpoints,
		(long long)p->shared->busy_checkpoints,
		(long long)p->shared->reads, p->shared->first_error,
		word[outcome]);
	fflush(stdout);
	remove_files(p);
	return outcome;
}

/* ---- main */

static bool read_options(struct plan *p, int argc, char **argv)
{
	struct {
		const char *name;
		int *number;
	} option[] = {
		{ "--rounds", &p->rounds },
		{ "--seconds", &p->seconds },
		{ "--writers", &p->writers },
		{ "--checkpointers", &p->checkpointers },
		{ "--readers", &p->readers },
	};
	size_t count = sizeof option / sizeof *option;
	bool chosen = false;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--r1") || !strcmp(argv[i], "--without")) {
			p->r1 = argv[i][2] == 'r';
			chosen = true;
			continue;
		}
		if (i + 1 == argc)
			return false;
		if (!strcmp(argv[i], "--dir")) {
			p->dir = argv[++i];
			continue;
		}
		size_t k = 0;
		while (k < count && strcmp(argv[i], option[k].name))
			k++;
		if (k == count)
			return false;
		*option[k].number = atoi(argv[++i]);
	}
	return chosen && p->writers > 0 && p->writers <= WRITERS_MAX;
}

int main(int argc, char **argv)
{
	struct plan p = {
		.rounds = 12,
		.seconds = 15,
		.writers = 4,
		.checkpointers = 3,
		.readers = -1,
		.dir = "/dev/shm",
	};
	char dir[400];
	int bad = 0;

	if (!read_options(&p, argc, argv)) {
		fprintf(stderr, "usage: stress_wal --r1|--without [options]\n");
		return 2;
	}
	/* Readers only get in the way of a checkpoint that resets the WAL. */
	if (p.readers < 0)
		p.readers = p.r1 ? 1 : 0;
	snprintf(dir, sizeof dir, "%s/stress_wal-XXXXXX", p.dir);
	if (!mkdtemp(dir)) {
		perror(dir);
		return 2;
	}
	snprintf(p.path, sizeof p.path, "%s/a.db", dir);
	snprintf(p.lock_path, sizeof p.lock_path, "%s-lock", p.path);
	p.shared = mmap(NULL, sizeof *p.shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	printf("SQLite %s, %s\n", sqlite3_libversion(),
		p.r1 ? "under R1" : "without R1");

	for (int round = 1; round <= p.rounds; round++) {
		if (run_round(&p, round) == OUTCOME_CLEAN)
			continue;
		bad++;
		break; /* the control has done its work, R1 has failed */
	}
	rmdir(dir);
	if (p.r1)
		return bad ? 1 : 0;
	return bad ? 0 : 3;
}
