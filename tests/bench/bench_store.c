/*
 * bench_store FILE FOLDER [all]: what lists, counts, actions and the check of
 * the journal cost beside the raw floor. FILE is changed by the actions; a
 * scratch file is made in FOLDER, which must lie on a disk that syncs.
 *
 * The two take turns; printed are medians. Prints a table of Markdown; with
 * "all" a row for every list.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/date.h"
#include "core/mem.h"
#include "domain/action.h"
#include "domain/assign/light_sum.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/circle/today.h"
#include "floor_raw.h"
#include "pty.h"
#include "store/journal.h"
#include "store/query.h"
#include "store/stmt.h"

enum {
	ROWS = 26, /* of a list, 100x30 */
	RUNS = 25,
	ACTIONS = 150,
	VERIFY_ROWS_MOST = 200000, /* above it is not run: minutes */
	COLUMNS_MOST = 40,
	FRAME_BYTES = 4096 + 24
};

struct bench {
	struct raw *raw;
	struct store *store;
	struct session session;
	double raw_page_us;
	bool wants_all;
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double at(double *v, int n, int percent)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	return v[(n - 1) * percent / 100];
}

static double us_since(int64_t start_ns)
{
	return (double)(now_ns() - start_ns) / 1e3;
}

static void print_row(const struct bench *b, const char *what, double us)
{
	printf("| %s | %.0f | ×%.2f |\n", what, us, us / b->raw_page_us);
}

/* ---- lists */

struct listing {
	const struct record_type *type;
	struct query query;
	const struct field *columns[COLUMNS_MOST];
	struct query_page page;
	struct query_row middle;
	size_t count; /* columns */
};

/* What the list screen asks for. */
static void choose_columns(struct listing *l)
{
	for (const struct field *f = l->type->table.fields; f->name; f++) {
		bool shown = f->list_cols || !strcmp(f->name, "light") ||
			     !strcmp(f->name, "target");

		if (shown && l->count + 1 < COLUMNS_MOST)
			l->columns[l->count++] = f;
	}
	l->query.columns = l->columns;
}

enum page { PAGE_FIRST, PAGE_MIDDLE, PAGE_LAST };
static const char *const page_names[] = { "first", "middle", "last" };

static void read_page(struct bench *b, struct listing *l, enum page page)
{
	query_read(b->store, &l->query, page == PAGE_MIDDLE ? &l->middle : NULL,
		page == PAGE_LAST, ROWS, &l->page, NULL);
}

/* A row halfway between the ids of the first and the last page. */
static bool find_middle(struct bench *b, struct listing *l)
{
	int64_t first, last;

	read_page(b, l, PAGE_FIRST);
	if (!l->page.more)
		return false;
	first = l->page.row[0].id;
	read_page(b, l, PAGE_LAST);
	last = l->page.row[l->page.count - 1].id;
	l->middle = query_row_copy(&l->page.row[0], l->count);
	for (int i = 0; i < 200; i++) {
		int64_t id = (first + last) / 2 + i;

		query_read_one(b->store, &l->query, id, &l->page, NULL);
		if (!l->page.count)
			continue;
		query_row_free(&l->middle, l->count);
		l->middle = query_row_copy(&l->page.row[0], l->count);
		return true;
	}
	return true;
}

static double time_page(struct bench *b, struct listing *l, enum page page)
{
	double us[RUNS];

	for (int i = 0; i < RUNS; i++) {
		int64_t start = now_ns();

		read_page(b, l, page);
		us[i] = us_since(start);
	}
	return at(us, RUNS, 50);
}

static void time_raw_page(struct bench *b)
{
	double us[4 * RUNS];

	for (int i = 0; i < 4 * RUNS; i++) {
		int64_t start = now_ns();

		raw_page(b->raw, ROWS);
		us[i] = us_since(start);
	}
	b->raw_page_us = at(us, 4 * RUNS, 50);
}

static void time_list(struct bench *b, const struct record_type *type,
	const struct view *view, double *worst, char *name, size_t size_bytes)
{
	struct listing l = { .type = type,
		.query = { .table = &type->table, .view = view } };
	double us[3] = { 0 };
	bool long_enough;

	choose_columns(&l);
	session_params(&b->session, 1, &l.query.params);
	long_enough = find_middle(b, &l);
	time_raw_page(b);
	for (enum page p = PAGE_FIRST; p <= PAGE_LAST && long_enough; p++) {
		us[p] = time_page(b, &l, p);
		if (us[p] / b->raw_page_us > *worst) {
			*worst = us[p] / b->raw_page_us;
			snprintf(name, size_bytes, "%s %s, %s page",
				type->table.name, view->name, page_names[p]);
		}
	}
	if (b->wants_all && long_enough)
		printf("| %s %s | %.0f %.0f %.0f | ×%.2f ×%.2f ×%.2f |\n",
			type->table.name, view->name, us[0], us[1], us[2],
			us[0] / b->raw_page_us, us[1] / b->raw_page_us,
			us[2] / b->raw_page_us);
	if (long_enough)
		query_row_free(&l.middle, l.count);
	query_page_free(&l.page);
}

static void time_lists(struct bench *b)
{
	double worst = 0;
	char name[128] = "none", text[192];

	for (const struct record_type *const *t = record_types; *t; t++)
		for (const struct view *v = (*t)->table.views; v && v->name;
			v++)
			time_list(b, *t, v, &worst, name, sizeof name);
	snprintf(text, sizeof text, "slowest page of any list: %s", name);
	print_row(b, text, worst * b->raw_page_us);
}

/* ---- counts */

static void time_counts(struct bench *b)
{
	double township[RUNS], mine[RUNS], all[RUNS];
	struct light_counts n;
	int today = clock_today(&b->session.clock);

	time_raw_page(b);
	for (int i = 0; i < RUNS; i++) {
		struct today t;
		int64_t start = now_ns();

		light_count(b->store, LIGHT_SCOPE_TOWNSHIP, 0, KIND_TASK, today,
			&n, NULL);
		township[i] = us_since(start);
		start = now_ns();
		n = today_mine(&b->session);
		mine[i] = us_since(start);
		start = now_ns();
		store_read_begin(b->store);
		today_read(&b->session, &t, NULL);
		store_read_end(b->store);
		all[i] = us_since(start);
		today_free(&t);
	}
	print_row(b, "lights of the township", at(township, RUNS, 50));
	print_row(b, "what burns for me", at(mine, RUNS, 50));
	print_row(b, "all of 今日", at(all, RUNS, 50));
}

/* ---- one durable action */

static bool report_once(struct bench *b, int64_t share, int n)
{
	struct values v = { .item = NULL };
	struct act_item item = { .id = share, .values = &v };
	struct act act = { .action = &share_report,
		.item = &item,
		.count = 1,
		.warned = true };
	struct outcome out;
	bool done;

	values_set(&v, &report_fields[REPORT_PROGRESS], value_int(5000 + n));
	values_set(&v, &report_fields[REPORT_DONE],
		value_text("已完成现场核查，正在整改"));
	door_run(&b->session, &act, &out);
	done = out.status == STATUS_OK;
	if (!done)
		fprintf(stderr, "%s\n", out.error.what);
	outcome_free(&out);
	values_free(&v);
	return done;
}

/* Shares in hand of somebody; he becomes the session. */
static size_t find_shares(struct bench *b, int64_t *id, size_t most)
{
	struct stmt *s = stmt_get(b->store,
		"SELECT person FROM due WHERE kind=13 AND person IS NOT NULL"
		" GROUP BY person ORDER BY count(*) DESC LIMIT 1");
	int64_t person = stmt_one_int(s, 0);
	size_t n = 0;

	session_become(&b->session, person);
	s = stmt_get(b->store,
		"SELECT s.id FROM share s JOIN task t ON t.id=s.task WHERE"
		" s.person=:person AND s.state=3 AND t.state=3"
		" AND t.progress_kind=2 ORDER BY s.id LIMIT :most");
	stmt_bind_int(s, ":person", person);
	stmt_bind_int(s, ":most", (int64_t)most);
	while (stmt_row(s))
		id[n++] = stmt_int(s, 0);
	stmt_end(s, NULL);
	return n;
}

static void time_actions(struct bench *b)
{
	double us[ACTIONS], raw[ACTIONS], pages[ACTIONS];
	int64_t id[ACTIONS];
	size_t n = find_shares(b, id, ACTIONS);

	for (int i = 0; i < ACTIONS && n; i++) {
		int64_t start = now_ns(), wal;

		raw_commit(b->raw);
		raw[i] = us_since(start);
		store_idle(b->store);
		wal = store_wal_bytes(b->store);
		start = now_ns();
		if (!report_once(b, id[(size_t)i % n], i))
			return;
		us[i] = us_since(start);
		pages[i] =
			(double)(store_wal_bytes(b->store) - wal) / FRAME_BYTES;
	}
	if (!n)
		return;
	printf("| raw FULL commit of one row, p50 | %.0f | |\n",
		at(raw, ACTIONS, 50));
	printf("| a report through the door, p50 | %.0f | ×%.2f of a commit "
	       "|\n",
		at(us, ACTIONS, 50),
		at(us, ACTIONS, 50) / at(raw, ACTIONS, 50));
	printf("| the same, p99 | %.0f | ×%.2f of its p99 |\n",
		at(us, ACTIONS, 99),
		at(us, ACTIONS, 99) / at(raw, ACTIONS, 99));
	printf("| WAL pages of it, median, most | %.1f %.1f | |\n",
		at(pages, ACTIONS, 50), at(pages, ACTIONS, 100));
}

/* ---- the journal */

static void time_verify(struct bench *b)
{
	struct stmt *s = stmt_get(b->store, "SELECT max(seq) FROM journal");
	int64_t rows = stmt_one_int(s, 0), start;
	struct str findings = STR_INIT;
	double hashing, verifying;

	if (rows > VERIFY_ROWS_MOST)
		return;
	raw_hash(b->raw);
	start = now_ns();
	raw_hash(b->raw);
	hashing = us_since(start);
	printf("| hashing the journal alone, %" PRId64 " rows | %.0f | |\n",
		rows, hashing);
	start = now_ns();
	store_verify(b->store, NULL, &findings, NULL);
	verifying = us_since(start);
	printf("| the whole file verified by replay | %.0f | %.2f of hashing "
	       "|\n",
		verifying, hashing / verifying);
	if (findings.len_bytes)
		fprintf(stderr, "%s", findings.data);
	str_free(&findings);
}

int main(int argc, char **argv)
{
	struct bench b = { .wants_all = argc > 3 };
	struct error err = { STATUS_OK, "", "" };
	char scratch[4096];

	if (argc < 3) {
		fprintf(stderr, "usage: bench_store FILE FOLDER [all]\n");
		return 2;
	}
	snprintf(scratch, sizeof scratch, "%s/raw.%d.db", argv[2],
		(int)getpid());
	b.raw = raw_open(argv[1], scratch);
	if (!b.raw || store_open(argv[1], record_setup(), &b.store, &err) ||
		session_open(&b.session, b.store, &err)) {
		fprintf(stderr, "bench_store: %s\n", err.what);
		return 1;
	}
	time_raw_page(&b);
	printf("| | µs | to a raw page |\n|---|---:|---:|\n");
	print_row(&b, "raw page by key", b.raw_page_us);
	time_counts(&b);
	time_lists(&b);
	time_actions(&b);
	time_verify(&b);
	store_close(b.store);
	raw_close(b.raw);
	unlink(scratch);
	return 0;
}
