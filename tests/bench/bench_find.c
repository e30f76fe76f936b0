/*
 * bench_find FILE FOLDER: what it costs to find in FILE, beside the raw floor's
 * page by key. The two take turns; printed are medians, as a table of Markdown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"
#include "domain/assign/task.h"
#include "domain/filter.h"
#include "floor_raw.h"
#include "../cli/pty.h"
#include "row.h"
#include "store/query.h"

enum { ROWS = 26, RUNS = 15 };

static const struct {
	const char *what, *line;
	double goal; /* times the raw floor's page; 0 none */
} rows[] = {
	{ "common, two characters", "改厕", 60 },
	{ "common, second page", "改厕", 60 },
	{ "common, four characters", "农村改厕", 60 },
	{ "rare, by number", "第4711批", 60 },
	{ "absent, pairs that do not exist", "厕汛", 60 },
	{ "absent phrase of pairs that do", "改厕村危", 300 },
	{ "three initials", "ncg", 60 },
	{ "six initials", "ncgctj", 60 },
	{ "initials that are absent", "zzz", 60 },
	{ "full pinyin", "nongcungaice", 0 },
	{ "two syllables", "gaice", 0 },
	{ "a syllable", "ce", 0 },
	{ "two words", "改厕 大坡", 60 },
	{ "of a view, common", "view=open 改厕", 0 },
	{ "of a view that keeps nothing", "view=draft 改厕", 300 },
	{ "of a light that keeps few", "light=soon 改厕", 0 },
	{ "ordered by another field", "改厕 order=title", 0 },
	{ "newest first", "改厕 order=-id", 0 },
};

static const struct field *shown[] = { &task_fields[TASK_TITLE],
	&task_fields[TASK_NO], &task_fields[TASK_DUE], NULL };

/* Reading the line, choosing the way, the first page (or the second). */
static double page(struct session *s, const char *line, bool second)
{
	struct filter filter;
	struct issues issues = { .item = NULL };
	struct query_page p = { .row = NULL };
	int64_t start = now_ns();
	double us = 0;

	if (!filter_read(s, &task_type, line, &filter, &issues)) {
		filter.query.columns = shown;
		query_choose(s->store, &filter.query);
		query_read(
			s->store, &filter.query, NULL, false, ROWS, &p, NULL);
		if (second && p.count) {
			start = now_ns();
			query_read(s->store, &filter.query, &p.row[p.count - 1],
				false, ROWS, &p, NULL);
		}
		us = row_us_since(start);
	}
	query_page_free(&p);
	filter_free(&filter);
	issues_free(&issues);
	return us;
}

int main(int argc, char **argv)
{
	struct session s;
	struct store *store;
	struct raw *raw;
	char scratch[512];
	struct error err = { STATUS_OK, "", "" };

	if (argc != 3) {
		fprintf(stderr, "usage: bench_find FILE FOLDER\n");
		return 2;
	}
	snprintf(scratch, sizeof scratch, "%s/find.db", argv[2]);
	raw = raw_open(argv[1], scratch);
	if (!raw || store_open(argv[1], record_setup(), &store, &err) ||
		session_open(&s, store, &err)) {
		fprintf(stderr, "bench_find: %s\n", err.what);
		return 1;
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool second = strstr(rows[i].what, "second") != NULL;
		double us[RUNS], floor[RUNS];
		char what[96];

		for (int k = 0; k < RUNS; k++) {
			int64_t start = now_ns();

			raw_page(raw, ROWS);
			floor[k] = row_us_since(start);
			us[k] = page(&s, rows[i].line, second);
		}
		snprintf(what, sizeof what, "find: %s", rows[i].what);
		row_print(&(struct row){ what, " us", row_median(us, RUNS),
			row_median(floor, RUNS),
			rows[i].goal ? ROW_RATIO : ROW_NO_GOAL, rows[i].goal });
	}
	store_close(store);
	raw_close(raw);
	return 0;
}
