/*
 * test_query.c: every list walks an index; pages by key are the whole list.
 */
#include "world.h"

#include "core/date.h"
#include "store/query.h"

enum { JOBS = 400, PAGE = 7 };

static void be_quick(struct world *w)
{
	w->store->is_trusted = true;
	store_exec(w->store, "PRAGMA synchronous=OFF", NULL);
	w->store->is_trusted = false;
}

static void fill(struct world *w)
{
	be_quick(w);
	for (int i = 0; i < 5; i++)
		world_area(w, (char[]){ 'a', (char)('0' + i), 0 });
	for (int i = 0; i < 12; i++) {
		char phone[24];
		struct values v = { .item = NULL };
		int64_t id;

		snprintf(phone, sizeof phone, "1390000%04d", i);
		id = world_worker(w, "Wei", i % 3 ? phone : NULL);
		values_set_int(&v, worker_f(WORKER_AREA), 1 + i % 5);
		values_set_int(&v, worker_f(WORKER_RANK), i % 4);
		assert_int_equal(
			world_update(w, &worker_table, id, v), STATUS_OK);
	}
	for (int i = 0; i < JOBS; i++) {
		struct values v = { .item = NULL };
		char title[32], day[DATE_TEXT_BYTES];

		snprintf(title, sizeof title, "job %d",
			(int)world_random(w, 90));
		values_set_text(&v, job_f(JOB_TITLE), title);
		values_set_int(
			&v, job_f(JOB_AREA), 1 + (int)world_random(w, 5));
		values_set_text(&v, job_f(JOB_DUE),
			date_iso(20780 + (int)world_random(w, 20), day));
		values_set_int(
			&v, job_f(JOB_STATE), 1 + (int)world_random(w, 2));
		if (world_random(w, 2))
			values_set_int(&v, job_f(JOB_OWNER),
				1 + (int)world_random(w, 3));
		if (world_random(w, 3))
			values_set_int(&v, job_f(JOB_POINTS),
				(int)world_random(w, 40) - 20);
		if (world_random(w, 3))
			values_set_text(&v, job_f(JOB_NOTE),
				world_random(w, 2) ? "wet" : "dry");
		assert_int_not_equal(world_insert(w, &job_table, v), 0);
		if (i % 4 == 0)
			world_step(w, 1 + (int64_t)world_random(w, 30), i);
	}
}

static const struct field *columns[4];

static struct query query_of(const struct table *t, const struct view *view)
{
	columns[0] = &t->fields[0];
	columns[1] = &t->fields[1];
	columns[2] = t == &job_table ? job_f(JOB_STEPS) : NULL;
	return (struct query){ .table = t,
		.view = view,
		.columns = columns,
		.params = { .me = 2, .my_unit = 3, .of = 2, .today = 20790 } };
}

static void assert_same_row(
	const struct query_row *a, const struct query_row *b)
{
	assert_int_equal(a->id, b->id);
	assert_true(value_equal(&a->key, &b->key));
	for (int i = 0; columns[i]; i++)
		assert_true(value_equal(&a->cell[i], &b->cell[i]));
}

/* Forward from the first, backward from the last: both the whole. */
static void assert_pages(struct world *w, const struct query *q)
{
	struct query_page whole = { .row = NULL };
	struct query_page page = { .row = NULL };
	size_t n = 0;

	assert_int_equal(
		query_read(w->store, q, NULL, false, 10000, &whole, NULL),
		STATUS_OK);
	assert_false(whole.more);
	assert_int_equal(
		query_read(w->store, q, NULL, false, PAGE, &page, NULL), 0);
	for (;;) {
		for (size_t i = 0; i < page.count; i++, n++) {
			assert_true(n < whole.count);
			assert_same_row(&page.row[i], &whole.row[n]);
		}
		assert_int_equal(page.more, n < whole.count);
		if (!page.more)
			break;
		assert_int_equal(
			query_read(w->store, q, &page.row[page.count - 1],
				false, PAGE, &page, NULL),
			STATUS_OK);
	}
	assert_int_equal(n, whole.count);
	assert_int_equal(
		query_read(w->store, q, NULL, true, PAGE, &page, NULL), 0);
	for (;;) {
		for (size_t i = page.count; i-- > 0;) {
			assert_true(n > 0);
			assert_same_row(&page.row[i], &whole.row[--n]);
		}
		assert_int_equal(page.more, n > 0);
		if (!page.more)
			break;
		assert_int_equal(query_read(w->store, q, &page.row[0], true,
					 PAGE, &page, NULL),
			STATUS_OK);
	}
	assert_int_equal(n, 0);
	assert_int_equal(query_count(w->store, q, 100000), whole.count);
	if (whole.count > 3) {
		assert_int_equal(query_count(w->store, q, 3), 4);
		assert_int_equal(query_count(w->store, q, (int64_t)whole.count),
			whole.count);
		/* any one of them by itself */
		size_t k = world_random(w, whole.count);

		assert_int_equal(query_read_one(w->store, q, whole.row[k].id,
					 &page, NULL),
			STATUS_OK);
		assert_int_equal(page.count, 1);
		assert_same_row(&page.row[0], &whole.row[k]);
	}
	query_page_free(&page);
	query_page_free(&whole);
}

static void pages_are_the_whole_list(void **state)
{
	struct world *w = *state;

	fill(w);
	for (const struct table *const *t = world_setup.tables; *t; t++) {
		struct query all = query_of(*t, NULL);

		assert_pages(w, &all);
		for (const struct view *v = (*t)->views; v->name; v++) {
			struct query q = query_of(*t, v);

			assert_pages(w, &q);
			for (const struct field *f = (*t)->fields; f->name;
				f++) {
				if (f->flags & FIELD_RETIRED)
					continue;
				q.order = f;
				q.descending = false;
				assert_pages(w, &q);
				q.descending = true;
				assert_pages(w, &q);
			}
		}
	}
}

/* The rows of each view against SQL written by hand. */
static void views_hold_what_they_say(void **state)
{
	static const struct {
		const char *view, *sql;
	} by_hand[] = {
		{ "due", "SELECT id FROM job ORDER BY due, id" },
		{ "late", "SELECT id FROM job ORDER BY due DESC, id DESC" },
		{ "mine", "SELECT id FROM job WHERE owner=2 ORDER BY due, id" },
		{ "state", "SELECT id FROM job WHERE state=1 AND"
			   " due<='2026-12-03' ORDER BY due, id" },
		{ "open", "SELECT id FROM job WHERE state=1 AND area=2 AND"
			  " due<='2026-12-03' ORDER BY due, id" },
		{ "newest", "SELECT id FROM job ORDER BY id DESC" },
	};
	struct world *w = *state;

	fill(w);
	for (size_t i = 0; i < LEN(by_hand); i++) {
		struct query q = query_of(
			&job_table, view_find(&job_table, by_hand[i].view));
		struct query_page page = { .row = NULL };
		struct stmt *s = stmt_get(w->store, by_hand[i].sql);
		size_t n = 0;

		query_read(w->store, &q, NULL, false, 10000, &page, NULL);
		for (; stmt_row(s); n++) {
			assert_true(n < page.count);
			assert_int_equal(page.row[n].id, stmt_int(s, 0));
		}
		assert_int_equal(stmt_end(s, NULL), STATUS_OK);
		assert_int_equal(n, page.count);
		assert_true(n > 10);
		query_page_free(&page);
	}
}

static size_t filtered(struct world *w, const struct field *f, enum query_op op,
	const char *value, int64_t number)
{
	struct value v = value ? value_text(value) : value_int(number);
	struct query_filter filter = { f, op, &v, 1 };
	struct query q = query_of(&job_table, view_find(&job_table, "due"));
	struct query_page page = { .row = NULL };
	size_t n;

	q.filter = &filter;
	q.filter_count = 1;
	if (op == QUERY_EMPTY || op == QUERY_NOT_EMPTY)
		filter.count = 0;
	assert_int_equal(
		query_read(w->store, &q, NULL, false, 10000, &page, NULL),
		STATUS_OK);
	n = page.count;
	assert_pages(w, &q);
	query_page_free(&page);
	value_free(&v);
	return n;
}

static void filters_keep_what_they_say(void **state)
{
	struct world *w = *state;

	fill(w);
	assert_int_equal(filtered(w, job_f(JOB_AREA), QUERY_EQ, NULL, 3),
		world_raw_int(w, "SELECT count(*) FROM job WHERE area=3"));
	assert_int_equal(filtered(w, job_f(JOB_DUE), QUERY_LE, "2026-12-01", 0),
		world_raw_int(w, "SELECT count(*) FROM job WHERE"
				 " due<='2026-12-01'"));
	assert_int_equal(filtered(w, job_f(JOB_DUE), QUERY_GE, "2026-12-01", 0),
		world_raw_int(w, "SELECT count(*) FROM job WHERE"
				 " due>='2026-12-01'"));
	assert_int_equal(filtered(w, job_f(JOB_POINTS), QUERY_EMPTY, NULL, 0),
		world_raw_int(w, "SELECT count(*) FROM job WHERE"
				 " points IS NULL"));
	assert_int_equal(
		filtered(w, job_f(JOB_POINTS), QUERY_NOT_EMPTY, NULL, 0),
		world_raw_int(w, "SELECT count(points) FROM job"));
	assert_int_equal(
		filtered(w, job_f(JOB_TITLE), QUERY_CONTAINS, "b 7", 0),
		world_raw_int(w, "SELECT count(*) FROM job WHERE"
				 " title GLOB '*b 7*'"));
	assert_int_equal(
		filtered(w, job_f(JOB_TITLE), QUERY_CONTAINS, "' OR 1 --", 0),
		0);
	assert_int_equal(filtered(w, job_f(JOB_STEPS), QUERY_GE, NULL, 1),
		world_raw_int(w, "SELECT count(*) FROM job_sum"));
}

static void several_values_mean_any(void **state)
{
	struct world *w = *state;
	struct value v[2] = { value_int(1), value_int(4) };
	struct value wet = value_text("wet");
	struct query_filter filter[2] = {
		{ job_f(JOB_AREA), QUERY_EQ, v, 2 },
		{ job_f(JOB_NOTE), QUERY_EQ, &wet, 1 },
	};
	struct query q = query_of(&job_table, view_find(&job_table, "late"));

	fill(w);
	q.filter = filter;
	q.filter_count = 2;
	assert_pages(w, &q);
	assert_int_equal(query_count(w->store, &q, 10000),
		world_raw_int(w, "SELECT count(*) FROM job WHERE area IN (1,4)"
				 " AND note='wet'"));
	filter[0].count = 0; /* any of none */
	assert_int_equal(query_count(w->store, &q, 10000), 0);
	value_free(&wet);
}

/* While one pages, others write: nothing is shown twice or left out. */
static void paging_while_others_write(void **state)
{
	struct world *w = *state;
	struct query q = query_of(&job_table, view_find(&job_table, "due"));
	struct query_page page = { .row = NULL };
	char seen[JOBS + 100] = { 0 };

	fill(w);
	query_read(w->store, &q, NULL, false, PAGE, &page, NULL);
	for (;;) {
		for (size_t i = 0; i < page.count; i++)
			assert_int_equal(seen[page.row[i].id]++, 0);
		if (!page.more)
			break;
		struct query_row at =
			query_row_copy(&page.row[page.count - 1], 3);

		/* before and after where we stand; the row itself goes */
		world_job(w, "early", 1, 20700);
		if (world_random(w, 2))
			assert_int_not_equal(
				world_delete(w, &job_table, at.id), 999);
		query_read(w->store, &q, &at, false, PAGE, &page, NULL);
		query_row_free(&at, 3);
	}
	for (int i = 1; i <= JOBS; i++)
		assert_int_equal(seen[i], 1);
	query_page_free(&page);
}

/* ---- plans */

static bool is_bad_plan(const char *plan)
{
	return strstr(plan, "SCAN r\n") || strstr(plan, "SCAN p\n") ||
	       strstr(plan, "SCAN w\n") || strstr(plan, "TEMP B-TREE");
}

static void assert_plan(struct world *w, const struct query *q)
{
	for (int reverse = 0; reverse < 2; reverse++) {
		const char *sql = query_sql(w->store, q, reverse);
		struct str plan = STR_INIT;

		stmt_plan(w->store, sql, &plan);
		assert_true(plan.len_bytes > 0);
		if (is_bad_plan(plan.data))
			fail_msg("%s\n%s", sql, plan.data);
		str_free(&plan);
	}
}

static void every_query_walks_an_index(void **state)
{
	struct world *w = *state;
	int lists = 0;

	for (const struct table *const *t = world_setup.tables; *t; t++) {
		struct query all = query_of(*t, NULL);

		assert_plan(w, &all);
		for (const struct view *v = (*t)->views; v->name; v++) {
			struct query q = query_of(*t, v);

			if (v->small)
				continue;
			assert_plan(w, &q);
			lists++;
		}
	}
	assert_int_equal(lists, 9);
	/* negative control: an order that no index knows */
	struct query q = query_of(&job_table, view_find(&job_table, "due"));
	struct str plan = STR_INIT;

	q.order = job_f(JOB_NOTE);
	stmt_plan(w->store, query_sql(w->store, &q, false), &plan);
	assert_true(is_bad_plan(plan.data));
	str_free(&plan);
}

/* The page after a key starts there: it does not walk from the first. */
static void a_page_starts_at_its_key(void **state)
{
	struct world *w = *state;
	static const char *const views[] = { "due", "late", "mine", "state",
		"open", "newest" };

	for (size_t i = 0; i < LEN(views); i++) {
		struct query q =
			query_of(&job_table, view_find(&job_table, views[i]));
		struct str plan = STR_INIT;
		const char *sql = query_sql(w->store, &q, false);

		stmt_plan(w->store, sql, &plan);
		if (!strstr(plan.data, "<?") && !strstr(plan.data, ">?") &&
			!strstr(plan.data, ">(?") && !strstr(plan.data, "<(?"))
			fail_msg("%s: %s", sql, plan.data);
		str_free(&plan);
	}
}

static void one_row_is_found_by_its_id(void **state)
{
	struct world *w = *state;
	struct query q = query_of(&job_table, view_find(&job_table, "open"));
	struct query_page page = { .row = NULL };

	fill(w);
	int64_t id = world_raw_int(w, "SELECT id FROM job WHERE state=1 AND"
				      " area=2 AND due<='2026-12-03' LIMIT 1");
	int64_t other = world_raw_int(w, "SELECT id FROM job WHERE state=2"
					 " LIMIT 1");

	assert_int_equal(
		query_read_one(w->store, &q, id, &page, NULL), STATUS_OK);
	assert_int_equal(page.count, 1);
	assert_int_equal(
		query_read_one(w->store, &q, other, &page, NULL), STATUS_OK);
	assert_int_equal(page.count, 0);
	query_page_free(&page);
}

static bool sees_no_note(
	void *arg, const struct table *t, const struct field *f)
{
	(void)arg, (void)t;
	return f != job_f(JOB_NOTE);
}

/* Ordered or filtered by what one may not see tells nothing of it. */
static void lists_do_not_betray(void **state)
{
	static const struct viewer viewer = { NULL, sees_no_note };
	struct world *w = *state;
	struct value wet = value_text("wet");
	struct query_filter filter = { job_f(JOB_NOTE), QUERY_EQ, &wet, 1 };
	struct query q = query_of(&job_table, view_find(&job_table, "due"));
	struct query_page page = { .row = NULL };

	fill(w);
	q.filter = &filter;
	q.filter_count = 1;
	assert_true(query_count(w->store, &q, 10000) > 0);
	store_set_viewer(w->store, &viewer);
	store_set_mode(w->store, STORE_VIEWER);
	assert_int_equal(query_count(w->store, &q, 10000), 0);
	q.filter_count = 0;
	q.order = job_f(JOB_NOTE);
	query_read(w->store, &q, NULL, false, 10000, &page, NULL);
	for (size_t i = 1; i < page.count; i++)
		assert_true(page.row[i - 1].id < page.row[i].id);
	assert_int_equal(page.count, JOBS);
	store_set_mode(w->store, STORE_DOOR);
	query_page_free(&page);
	value_free(&wet);
}

/* ---- one record */

static void a_record_is_read_whole(void **state)
{
	struct world *w = *state;
	struct query_params params = { .me = 1, .today = 20790 };
	struct values v = { .item = NULL };
	struct error err;
	struct str title = STR_INIT;

	int64_t area = world_area(w, "north");
	int64_t job = world_job(w, "roads", area, 20800);
	world_step(w, job, 3);
	world_step(w, job, 4);
	assert_int_equal(
		record_read(w->store, &job_table, job, &params, &v, &err),
		STATUS_OK);
	assert_string_equal(values_text(&v, job_f(JOB_TITLE)), "roads");
	assert_int_equal(values_int(&v, job_f(JOB_STEPS)), 2);
	assert_true(values_has(&v, job_f(JOB_NOTE)));
	values_clear(&v);
	assert_int_equal(record_read(w->store, &job_table, job, NULL, &v, &err),
		STATUS_OK);
	assert_false(values_has(&v, job_f(JOB_STEPS)));
	values_free(&v);
	assert_int_equal(record_read(w->store, &job_table, 99, NULL, &v, &err),
		STATUS_NOT_FOUND);
	values_free(&v);
	record_title(w->store, &job_table, job, &title);
	record_title(w->store, &job_table, 99, &title);
	assert_string_equal(title.data, "roads");
	str_free(&title);
}

/* ---- composed and migrated tables agree */

static const struct field *without(
	const struct field *fields, int number, struct field *out)
{
	int n = 0;

	for (const struct field *f = fields; f->name; f++)
		if (f->number != number)
			out[n++] = *f;
	out[n] = (struct field){ .name = NULL };
	return out;
}

static char *table_info(struct world *w, const char *file, const char *table)
{
	return world_shell("sqlite3 %s/%s \"SELECT * FROM"
			   " pragma_table_info('%s')\"; sqlite3 %s/%s \"SELECT"
			   " * FROM pragma_foreign_key_list('%s')\"",
		w->dir, file, table, w->dir, file, table);
}

static void make(struct world *w, const char *file, const struct table *t,
	const char *more)
{
	struct str sql = STR_INIT;
	char path[128];
	FILE *f;

	compose_table(t, false, &sql);
	snprintf(path, sizeof path, "%s/make.sql", w->dir);
	f = fopen(path, "w");
	fprintf(f, "%s%s", sql.data, more);
	fclose(f);
	char *out = world_shell("sqlite3 %s/%s <%s", w->dir, file, path);
	assert_string_equal(out, "");
	free(out);
	str_free(&sql);
}

static void columns_stand_by_number(void **state)
{
	struct world *w = *state;
	char *info;

	make(w, "x.db", &worker_table, "");
	info = table_info(w, "x.db", "worker");
	assert_string_equal(info, "0|id|INTEGER|0||1\n1|area|INTEGER|0||0\n"
				  "2|name|TEXT|1||0\n3|rank|INTEGER|1||0\n"
				  "0|0|area|area||NO ACTION|NO ACTION|NONE\n");
	free(info);
	info = table_info(w, "x.db", "worker_private");
	assert_string_equal(info,
		"0|id|INTEGER|0||1\n1|phone|TEXT|0||0\n2|card|TEXT|0||0\n"
		"0|0|worker|id||NO ACTION|NO ACTION|NONE\n");
	free(info);
}

static void a_field_added_later_stands_the_same(void **state)
{
	static const struct {
		int number;
		const char *sql;
	} last = { 11, "ALTER TABLE job ADD COLUMN \"size\" INTEGER;" };
	struct world *w = *state;
	struct field fewer[32];
	struct table old = job_table;
	char *fresh, *migrated;

	old.fields = without(job_table.fields, last.number, fewer);
	make(w, "fresh.db", &job_table, "");
	make(w, "old.db", &old, last.sql);
	fresh = table_info(w, "fresh.db", "job");
	migrated = table_info(w, "old.db", "job");
	assert_string_equal(fresh, migrated);
	assert_non_null(strstr(fresh, "11|size|INTEGER"));
	free(fresh);
	free(migrated);
	/* negative control: one from the middle does not */
	old.fields = without(job_table.fields, 9, fewer);
	make(w, "other.db", &old, "ALTER TABLE job ADD COLUMN \"note\" TEXT;");
	fresh = table_info(w, "fresh.db", "job");
	migrated = table_info(w, "other.db", "job");
	assert_string_not_equal(fresh, migrated);
	free(fresh);
	free(migrated);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(pages_are_the_whole_list),
		T(views_hold_what_they_say),
		T(filters_keep_what_they_say),
		T(several_values_mean_any),
		T(paging_while_others_write),
		T(every_query_walks_an_index),
		T(a_page_starts_at_its_key),
		T(one_row_is_found_by_its_id),
		T(lists_do_not_betray),
		T(a_record_is_read_whole),
		T(columns_stand_by_number),
		T(a_field_added_later_stands_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
