/*
 * world.h: an invented office for the tests of the store: areas, workers with
 * a telephone nobody may read, jobs with steps, and what is derived of them.
 */
#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/store/internal.h"
#include "store/journal.h"
#include "core/mem.h"

enum { KIND_AREA = 1, KIND_WORKER = 2, KIND_JOB = 3, KIND_STEP = 4 };

extern const struct table area_table, worker_table, job_table, step_table;
extern const struct store_setup world_setup;

enum { AREA_NAME, AREA_RANK };
enum { WORKER_NAME, WORKER_AREA, WORKER_PHONE, WORKER_RANK, WORKER_CARD };
enum {
	JOB_NO,
	JOB_TITLE,
	JOB_AREA,
	JOB_DUE,
	JOB_STATE,
	JOB_OWNER,
	JOB_POINTS,
	JOB_KEY,
	JOB_NOTE,
	JOB_HELPERS,
	JOB_SIZE,
	JOB_STEPS /* computed */
};
enum { STEP_JOB, STEP_TEXT, STEP_AMOUNT };
const struct field *area_f(int i), *worker_f(int i), *job_f(int i),
	*step_f(int i);

struct world {
	char dir[64], path[96];
	struct store *store;
	int64_t now_ms;
	uint64_t random;
};

/* cmocka set-up and tear-down: *state is a world with an open store. */
int world_set_up(void **state);
int world_tear_down(void **state);
void world_reopen(struct world *w);
/* Nobody may be inside when sqlite3 or a copy looks at the file. */
void world_close(struct world *w);

uint64_t world_random(struct world *w, uint64_t below);
void world_stamp(struct world *w, struct stamp *stamp);

/* One transaction of one part; its seq, 0 when refused (then see err). */
struct world_part {
	struct txn *txn;
	struct stamp stamp;
};
void part_open(struct world *w, struct world_part *p, const char *verb,
	int kind, int64_t id);
int64_t part_close(struct world *w, struct world_part *p);

/* v is freed. */
int64_t world_insert(struct world *w, const struct table *t, struct values v);
enum status world_update(
	struct world *w, const struct table *t, int64_t id, struct values v);
enum status world_delete(struct world *w, const struct table *t, int64_t id);
int64_t world_area(struct world *w, const char *name);
int64_t world_worker(struct world *w, const char *name, const char *phone);
int64_t world_job(struct world *w, const char *title, int64_t area, int due);
int64_t world_step(struct world *w, int64_t job, int amount);

/* Undoes the action of that row of the journal. */
enum status world_undo(struct world *w, int64_t seq,
	bool (*plain)(const char *verb), struct undo_obstacle *obstacle);
bool world_is_plain(const char *verb); /* "*.update" */

/* A statement of the tests' own, through a second connection without any of
 * the store's rules: what an attacker or a careless hand does. */
void world_raw(struct world *w, const char *sql);
int64_t world_raw_int(struct world *w, const char *sql);
char *world_shell(const char *format, ...); /* output; free() */

/* No findings, else they are printed and it fails. */
void world_verify(struct world *w);
int world_findings(struct world *w, struct str *findings);

#endif
