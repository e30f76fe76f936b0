/*
 * bench_store FILE FOLDER [all]: what lists, counts, actions, import and the
 * check of the journal cost beside the raw floor. FILE is changed by the
 * actions; a scratch file is made in FOLDER, which must lie on a disk that
 * syncs.
 *
 * The two take turns; printed are medians, as rows of RESULTS.md; with "all"
 * a row for every list.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../cli/pty.h"
#include "core/date.h"
#include "core/mem.h"
#include "domain/action.h"
#include "domain/assign/light_sum.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/circle/today.h"
#include "domain/transfer.h"
#include "floor_raw.h"
#include "row.h"
#include "store/journal.h"
#include "store/query.h"
#include "store/stmt.h"

enum {
	ROWS = 26, /* of a list, 100x30 */
	RUNS = 25,
	ACTIONS = 150,
	VERIFY_ROWS_MOST = 50000, /* above it none is replayed: minutes */
	CHAINS = 9,
	IMPORTS = 9,
	LINES = 10000, /* of a list imported */
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

/* Times a raw keyset page. */
static void print_pages(const struct bench *b, const char *what, double us,
	enum row_goal kind, double goal)
{
	row_print(&(struct row){ what, "µs", us, b->raw_page_us, kind, goal });
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
		us[i] = row_us_since(start);
	}
	return row_at(us, RUNS, 50);
}

static void time_raw_page(struct bench *b)
{
	double us[4 * RUNS];

	for (int i = 0; i < 4 * RUNS; i++) {
		int64_t start = now_ns();

		raw_page(b->raw, ROWS);
		us[i] = row_us_since(start);
	}
	b->raw_page_us = row_at(us, 4 * RUNS, 50);
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
	for (enum page p = PAGE_FIRST;
		p <= PAGE_LAST && b->wants_all && long_enough; p++) {
		char what[128];

		snprintf(what, sizeof what, "%s %s, %s page", type->table.name,
			view->name, page_names[p]);
		print_pages(b, what, us[p], ROW_RATIO, 3);
	}
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
	print_pages(b, text, worst * b->raw_page_us, ROW_RATIO, 3);
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
		township[i] = row_us_since(start);
		start = now_ns();
		n = today_mine(&b->session);
		mine[i] = row_us_since(start);
		start = now_ns();
		store_read_begin(b->store);
		today_read(&b->session, &t, NULL);
		store_read_end(b->store);
		all[i] = row_us_since(start);
		today_free(&t);
	}
	print_pages(b, "lights of the township", row_at(township, RUNS, 50),
		ROW_RATIO, 0.6);
	print_pages(b, "tab: what burns for me", row_at(mine, RUNS, 50),
		ROW_RATIO, 0.6);
	print_pages(b, "all of 今日", row_at(all, RUNS, 50), ROW_NO_GOAL, 0);
}

/* ---- one durable action */

static bool act_once(struct bench *b, const struct action *action, int64_t id,
	const struct values *v)
{
	struct act_item item = { .id = id, .values = v };
	struct act act = { .action = action,
		.item = &item,
		.count = 1,
		.stand_in = true,
		.warned = true };
	struct outcome out;
	bool done;

	door_run(&b->session, &act, &out);
	done = out.status == STATUS_OK;
	if (!done)
		fprintf(stderr, "%s: %s\n", action->name, out.error.what);
	outcome_free(&out);
	return done;
}

static bool report_once(struct bench *b, int64_t share, int n)
{
	struct values v = { .item = NULL };

	values_set(&v, &report_fields[REPORT_PROGRESS], value_int(5000 + n));
	values_set(&v, &report_fields[REPORT_DONE],
		value_text("已完成现场核查，正在整改"));
	bool done = act_once(b, &share_report, share, &v);
	values_free(&v);
	return done;
}

static bool issue_once(struct bench *b, int64_t task, int n)
{
	struct values v = { .item = NULL };

	(void)n;
	values_set(&v, &task_fields[TASK_GAP_REASON], value_text("年初未列"));
	bool done = act_once(b, &task_issue, task, &v);
	values_free(&v);
	return done;
}

/* Tasks that wait for their leader; the session is the owner's. */
static size_t find_submitted(struct bench *b, int64_t *id, size_t most)
{
	struct stmt *s = stmt_get(b->store, "SELECT id FROM task WHERE state=2"
					    " ORDER BY id DESC LIMIT :most");
	size_t n = 0;

	stmt_bind_int(s, ":most", (int64_t)most);
	while (stmt_row(s))
		id[n++] = stmt_int(s, 0);
	stmt_end(s, NULL);
	return n;
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

static void print_action(const struct bench *b, const char *name, double *us,
	double *raw, double *pages, int n)
{
	char what[128];

	(void)b;
	snprintf(what, sizeof what, "%s × raw FULL commit, p50", name);
	row_print(&(struct row){ what, "µs", row_at(us, n, 50),
		row_at(raw, n, 50), ROW_RATIO, 2.5 });
	snprintf(what, sizeof what, "%s, p99", name);
	row_print(&(struct row){ what, "µs", row_at(us, n, 99),
		row_at(raw, n, 99), ROW_RATIO, 3 });
	snprintf(what, sizeof what, "%s, WAL pages, median", name);
	row_print(&(struct row){
		what, "", row_at(pages, n, 50), 0, ROW_MOST, 25 });
	snprintf(what, sizeof what, "%s, WAL pages, most", name);
	row_print(&(struct row){
		what, "", row_at(pages, n, 100), 0, ROW_MOST, 25 });
}

static void time_action(struct bench *b, const char *name, const int64_t *id,
	size_t n, size_t runs, bool (*once)(struct bench *, int64_t, int))
{
	double us[ACTIONS], raw[ACTIONS], pages[ACTIONS];

	for (size_t i = 0; i < runs; i++) {
		int64_t start = now_ns(), wal;

		raw_commit(b->raw);
		raw[i] = row_us_since(start);
		store_idle(b->store);
		wal = store_wal_bytes(b->store);
		start = now_ns();
		if (!once(b, id[i % n], (int)i))
			return;
		us[i] = row_us_since(start);
		pages[i] =
			(double)(store_wal_bytes(b->store) - wal) / FRAME_BYTES;
	}
	if (runs)
		print_action(b, name, us, raw, pages, (int)runs);
}

static void time_actions(struct bench *b)
{
	int64_t id[ACTIONS];
	size_t n = find_submitted(b, id, ACTIONS);

	time_action(b, "task.issue", id, n, n, issue_once);
	n = find_shares(b, id, ACTIONS);
	time_action(b, "share.report", id, n, n ? ACTIONS : 0, report_once);
}

/* ---- import: a list of tasks as an office keeps it */

static bool write_list(const char *path, int run, const char *unit)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return false;
	fprintf(f, "工作任务,工作类别,牵头单位,完成时限,总体目标\n");
	for (int i = 0; i < LINES; i++)
		fprintf(f,
			"清溪村饮水工程管护第%d-%d批,日常,%s,2027-%02d-%02d,"
			"按期完成，台账齐全\n",
			run, i, unit, i % 12 + 1, i % 28 + 1);
	return fclose(f) == 0;
}

static bool import_once(struct bench *b, const char *path)
{
	struct transfer_options options = { .map = NULL };
	struct transfer_summary summary;
	struct error err = { STATUS_OK, "", "" };
	bool done;

	transfer_import(
		&b->session, &task_type, path, &options, &summary, &err);
	done = summary.made == LINES;
	if (!done)
		fprintf(stderr, "import: %s\n", err.what);
	transfer_summary_free(&summary);
	store_idle(b->store);
	return done;
}

static void time_import(struct bench *b, const char *folder)
{
	double us[IMPORTS], raw[IMPORTS];
	char path[4096];
	char *unit = stmt_one_text(stmt_get(
		b->store, "SELECT short FROM unit ORDER BY id DESC LIMIT 1"));

	snprintf(path, sizeof path, "%s/list.%d.csv", folder, (int)getpid());
	for (int i = 0; i < IMPORTS; i++) {
		int64_t start = now_ns();

		raw_insert(b->raw, LINES);
		raw[i] = row_us_since(start) / 1e3;
		if (!write_list(path, i, unit))
			break;
		start = now_ns();
		if (!import_once(b, path))
			break;
		us[i] = row_us_since(start) / 1e3;
		if (i + 1 == IMPORTS)
			row_print(&(struct row){
				"import of 10,000 tasks × raw inserts", "ms",
				row_median(us, IMPORTS),
				row_median(raw, IMPORTS), ROW_RATIO, 6 });
	}
	unlink(path);
	free(unit);
}

/* ---- the journal */

static double median_us(struct bench *b, void (*once)(struct bench *))
{
	double us[CHAINS];

	for (int i = 0; i < CHAINS; i++) {
		int64_t start = now_ns();

		once(b);
		us[i] = row_us_since(start);
	}
	return row_median(us, CHAINS);
}

static void hash_once(struct bench *b)
{
	raw_hash(b->raw);
}

static void print_findings(struct str *findings)
{
	if (findings->len_bytes)
		fprintf(stderr, "%s", findings->data);
	str_free(findings);
}

static void chain_once(struct bench *b)
{
	struct str findings = STR_INIT;

	store_verify_chain(b->store, &findings, NULL);
	print_findings(&findings);
}

static void time_verify(struct bench *b)
{
	struct stmt *s = stmt_get(b->store, "SELECT max(seq) FROM journal");
	int64_t rows = stmt_one_int(s, 0), start;
	struct str findings = STR_INIT;
	double hashing = median_us(b, hash_once);
	double chain = median_us(b, chain_once);

	row_print(&(struct row){ "verify the chain; hashing with nettle alone",
		"µs", chain, hashing, ROW_RATIO_LEAST, 0.2 });
	if (rows > VERIFY_ROWS_MOST)
		return;
	start = now_ns();
	store_verify(b->store, NULL, &findings, NULL);
	row_print(
		&(struct row){ "verify: chain, replay and all compared, a row",
			"µs", row_us_since(start) / (double)rows,
			hashing / (double)rows, ROW_NO_GOAL, 0 });
	print_findings(&findings);
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
	print_pages(&b, "raw keyset page", b.raw_page_us, ROW_NO_GOAL, 0);
	time_counts(&b);
	time_lists(&b);
	time_verify(&b);
	time_actions(&b);
	session_open(&b.session, b.store, &err);
	time_import(&b, argv[2]);
	store_close(b.store);
	raw_close(b.raw);
	unlink(scratch);
	return 0;
}
