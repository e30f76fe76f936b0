/*
 * test_find.c: the search index says what the records say, whatever happened
 * to them; and finding never reads what it does not show.
 */
#include "world.h"

#include "core/date.h"
#include "core/find.h"
#include "store/query.h"

enum { DAY = 20800, MANY = 1200 };

static void be_quick(struct world *w)
{
	w->store->is_trusted = true;
	store_exec(w->store, "PRAGMA synchronous=OFF", NULL);
	w->store->is_trusted = false;
}

/* Rows of the index that have the words, as any program would ask. */
static int64_t hits(struct world *w, const char *typed)
{
	struct str match = STR_INIT;
	struct stmt *s = stmt_get(
		w->store, "SELECT count(*) FROM find WHERE find MATCH :match");
	int64_t n;

	assert_true(find_ask(typed, &match));
	stmt_bind_text(s, ":match", match.data);
	n = stmt_one_int(s, -1);
	str_free(&match);
	return n;
}

static int64_t day_of_hit(struct world *w, const char *typed)
{
	struct str match = STR_INIT;
	struct stmt *s = stmt_get(w->store,
		"SELECT rowid>>32&16777215 FROM find WHERE find MATCH :match");
	int64_t day;

	find_ask(typed, &match);
	stmt_bind_text(s, ":match", match.data);
	day = stmt_one_int(s, -1);
	str_free(&match);
	return day;
}

static int64_t a_job(struct world *w, const char *title)
{
	return world_job(w, title, world_area(w, "north"), DAY);
}

static void set_text(struct world *w, int64_t job, int field, const char *text)
{
	struct values v = { .item = NULL };

	values_set_text(&v, job_f(field), text);
	assert_int_equal(world_update(w, &job_table, job, v), STATUS_OK);
}

static int64_t head_of(struct world *w)
{
	unsigned char hash[32];

	return journal_head(w->store, hash);
}

static void words_follow_the_record(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w, "农村改厕");

	assert_int_equal(hits(w, "改厕"), 1);
	assert_int_equal(hits(w, "ncgc"), 1);
	assert_int_equal(hits(w, "gaice"), 1);
	assert_int_equal(hits(w, "村厕"), 0);
	set_text(w, job, JOB_TITLE, "农村改水");
	assert_int_equal(hits(w, "改厕"), 0);
	assert_int_equal(hits(w, "gaice"), 0);
	assert_int_equal(hits(w, "农村改水"), 1);
	set_text(w, job, JOB_NOTE, "旱厕 3座");
	assert_int_equal(hits(w, "旱厕"), 1);
	assert_int_equal(hits(w, "3"), 1);
	assert_int_equal(hits(w, "hc"), 0); /* a note is not heard */
	assert_int_equal(hits(w, "改水"), 1);
	assert_int_equal(world_delete(w, &job_table, job), STATUS_OK);
	assert_int_equal(hits(w, "改水"), 0);
	assert_int_equal(hits(w, "旱厕"), 0);
	world_verify(w);
}

static void undo_brings_words_back(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w, "农村改厕");

	set_text(w, job, JOB_TITLE, "农村改水");
	assert_int_equal(
		world_undo(w, head_of(w), world_is_plain, NULL), STATUS_OK);
	assert_int_equal(hits(w, "改厕"), 1);
	assert_int_equal(hits(w, "改水"), 0);
	assert_int_equal(
		world_undo(w, head_of(w), world_is_plain, NULL), STATUS_OK);
	assert_int_equal(hits(w, "改厕"), 0);
	assert_int_equal(hits(w, "改水"), 1);
	world_verify(w);
}

static void another_day_is_another_row(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w, "农村改厕");

	assert_int_equal(day_of_hit(w, "改厕"), DAY);
	set_text(w, job, JOB_DUE, "2030-01-01");
	assert_int_equal(hits(w, "改厕"), 1);
	assert_int_equal(day_of_hit(w, "改厕"), date_of_iso("2030-01-01"));
	set_text(w, job, JOB_DUE, "1950-01-01"); /* before all numbers */
	assert_int_equal(day_of_hit(w, "改厕"), 0);
	world_verify(w);
}

/* Several parts write the record before the index is written. */
static void parts_of_one_action_are_one(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w, "农村改厕");
	static const char *const titles[] = { "农村改水", "农村改电",
		"农村改路" };
	struct world_part p;
	int64_t seq;

	part_open(w, &p, "job.update", KIND_JOB, job);
	for (size_t i = 0; i < 3; i++) {
		struct values v = { .item = NULL };

		if (i)
			txn_part_begin(p.txn, "job.update", KIND_JOB, job);
		values_set_text(&v, job_f(JOB_TITLE), titles[i]);
		assert_int_equal(
			txn_update(p.txn, &job_table, job, &v, NULL), 0);
		assert_int_equal(txn_part_end(p.txn, false, &seq, NULL), 0);
		values_free(&v);
	}
	assert_int_equal(txn_commit(p.txn, NULL, NULL), STATUS_OK);
	assert_int_equal(hits(w, "改厕"), 0);
	assert_int_equal(hits(w, "改水"), 0);
	assert_int_equal(hits(w, "改电"), 0);
	assert_int_equal(hits(w, "改路"), 1);
	world_verify(w);
}

static void what_is_rolled_back_is_not_found(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };
	struct world_part p;
	int64_t seq;
	int64_t job = a_job(w, "农村改厕");

	part_open(w, &p, "job.update", KIND_JOB, job);
	values_set_text(&v, job_f(JOB_TITLE), "农村改水");
	assert_int_equal(txn_update(p.txn, &job_table, job, &v, NULL), 0);
	assert_int_equal(txn_part_end(p.txn, false, &seq, NULL), 0);
	txn_rollback(p.txn);
	values_free(&v);
	assert_int_equal(hits(w, "改水"), 0);
	assert_int_equal(hits(w, "改厕"), 1);
	world_verify(w);
}

static void a_personal_value_is_never_found(void **state)
{
	struct world *w = *state;

	world_worker(w, "韦小燕", "13900001111");
	assert_int_equal(hits(w, "wxy"), 1);
	assert_int_equal(hits(w, "13900001111"), 0);
}

static void any_shell_opens_the_file(void **state)
{
	struct world *w = *state;
	char *out;

	a_job(w, "农村改厕");
	world_close(w);
	out = world_shell("sqlite3 %s \"SELECT rowid>>56 FROM find"
			  " WHERE find MATCH '改厕'; PRAGMA integrity_check\"",
		w->path);
	assert_string_equal(out, "3\nok\n");
	free(out);
	world_reopen(w);
}

/* ---- verify, rebuild, replay */

static void finds(struct world *w, const char *sql, const char *expected)
{
	struct str findings = STR_INIT;

	world_raw(w, sql);
	world_findings(w, &findings);
	assert_string_equal(findings.data, expected);
	str_free(&findings);
}

#define ROW "((3<<56)|(20800<<32)|1)"

static void verify_sees_what_fts5_does_not(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };

	a_job(w, "农村改厕");
	world_verify(w);
	/* a wrong old text leaves a ghost that FTS5 itself takes for right */
	finds(w,
		"INSERT INTO find(find, rowid, text) VALUES ('delete'," ROW
		", '改水'); INSERT INTO find(rowid, text) VALUES (" ROW
		", '改路');"
		"INSERT INTO find(find) VALUES ('integrity-check')",
		"find: differs from what the journal says, first at job 1\n");
	assert_int_equal(store_rebuild(w->store, &err), STATUS_OK);
	world_verify(w);
	finds(w, "INSERT INTO find(rowid, text) VALUES (" ROW "+7, '改水')",
		"find: differs from what the journal says, first at job 8\n");
	assert_int_equal(store_rebuild(w->store, &err), STATUS_OK);
	finds(w, "INSERT INTO find(find) VALUES ('delete-all')",
		"find: differs from what the journal says, first at job 1\n");
	assert_int_equal(store_rebuild(w->store, &err), STATUS_OK);
	world_verify(w);
	assert_int_equal(hits(w, "改厕"), 1);
}

static void a_replay_finds_the_same(void **state)
{
	struct world *w = *state;
	struct store *copy;
	struct error err = { STATUS_OK, "", "" };
	int64_t job = a_job(w, "农村改厕");
	struct store *own = w->store;

	set_text(w, job, JOB_TITLE, "农村改水");
	assert_int_equal(store_open_memory(&world_setup, &copy, &err), 0);
	assert_int_equal(store_replay(w->store, copy, &err), STATUS_OK);
	w->store = copy;
	assert_int_equal(hits(w, "改水"), 1);
	assert_int_equal(hits(w, "改厕"), 0);
	w->store = own;
	store_close(copy);
}

/* ---- many: merging, pages, ways */

static const char *title_of(int i, char *out, size_t size_bytes)
{
	static const char *const what[] = { "改厕", "改水", "禁烧", "防汛" };

	snprintf(out, size_bytes, "农村%s%s第%d批", what[i % 4],
		i % 400 == 3 ? "抗旱" : "", i);
	return out;
}

static void fill(struct world *w)
{
	char title[64];
	int64_t area = world_area(w, "north");

	be_quick(w);
	for (int i = 0; i < MANY; i++)
		world_job(w, title_of(i, title, sizeof title), area,
			DAY + (i * 7) % 90);
}

/* However many commits there were: few segments, the same words. */
static void merging_changes_nothing(void **state)
{
	struct world *w = *state;
	int64_t before, after;

	fill(w);
	before = hits(w, "改厕");
	for (int i = 0; i < 12; i++) {
		w->store->find_writes = 1000;
		store_idle(w->store);
	}
	after = world_raw_int(w, "SELECT count(DISTINCT segid) FROM find_idx");
	assert_in_range(after, 0, 8);
	assert_int_equal(hits(w, "改厕"), before);
	world_verify(w);
}

static const struct field *shown[2];
static const struct field *searched[4];

static void query_of(struct query *q, struct query_filter *f, struct value *v,
	struct str *match, const char *typed)
{
	str_clear(match);
	find_ask(typed, match);
	shown[0] = job_f(JOB_TITLE);
	searched[0] = job_f(JOB_NO);
	searched[1] = job_f(JOB_TITLE);
	searched[2] = job_f(JOB_NOTE);
	*v = value_text(typed);
	*f = (struct query_filter){ .op = QUERY_FIND, .value = v, .count = 1 };
	*q = (struct query){ .table = &job_table,
		.view = view_find(&job_table, "due"),
		.columns = shown,
		.filter = f,
		.filter_count = 1,
		.find = searched,
		.match = match->data };
}

struct ids {
	int64_t id[MANY];
	size_t count;
};

static size_t read_all(
	struct world *w, const struct query *q, bool back, struct ids *ids)
{
	struct query_page page = { .row = NULL };

	ids->count = 0;
	assert_int_equal(
		query_read(w->store, q, NULL, back, 7, &page, NULL), 0);
	while (page.count) {
		for (size_t i = 0; i < page.count; i++)
			ids->id[ids->count++] =
				page.row[back ? page.count - 1 - i : i].id;
		if (!page.more)
			break;
		assert_int_equal(query_read(w->store, q,
					 &page.row[back ? 0 : page.count - 1],
					 back, 7, &page, NULL),
			STATUS_OK);
	}
	query_page_free(&page);
	return ids->count;
}

/* All ways give the same records; stream and walk in one order. */
static void every_way_finds_the_same(void **state)
{
	struct world *w = *state;
	static struct ids walk, way;
	struct str match = STR_INIT;
	static const char *const typed[] = { "改厕", "抗旱", "gaic", "ngj",
		"77", "改旱" };

	fill(w);
	for (size_t i = 0; i < 6; i++) {
		struct query q;
		struct query_filter f;
		struct value v;

		query_of(&q, &f, &v, &match, typed[i]);
		read_all(w, &q, false, &walk);
		for (int d = QUERY_SET; d <= QUERY_STREAM; d++) {
			q.way = (enum query_way)d;
			assert_int_equal(
				read_all(w, &q, false, &way), walk.count);
			for (size_t k = 0; k < walk.count; k++)
				assert_int_equal(way.id[k], walk.id[k]);
			assert_int_equal(
				read_all(w, &q, true, &way), walk.count);
			for (size_t k = 0; k < walk.count; k++)
				assert_int_equal(
					way.id[k], walk.id[walk.count - 1 - k]);
			assert_int_equal(
				query_count(w->store, &q, MANY), walk.count);
		}
		value_free(&v);
	}
	str_free(&match);
}

static void assert_way(struct world *w, const char *typed, const char *view,
	enum query_way expected)
{
	struct query q;
	struct query_filter f;
	struct value v;
	struct str match = STR_INIT;

	query_of(&q, &f, &v, &match, typed);
	q.view = view_find(&job_table, view);
	q.params = (struct query_params){ .of = 1, .me = 1, .today = DAY + 2 };
	query_choose(w->store, &q);
	assert_int_equal(q.way, expected);
	value_free(&v);
	str_free(&match);
}

static void the_way_follows_the_numbers(void **state)
{
	struct world *w = *state;

	fill(w);
	assert_way(w, "抗旱", "due", QUERY_SET);
	assert_way(w, "农村", "due", QUERY_STREAM);
	assert_way(w, "农村", "mine", QUERY_WALK); /* of nobody: nothing */
	assert_way(w, "农村", "open", QUERY_WALK); /* some days of all */
	assert_way(w, "改旱", "due", QUERY_SET);
}

static void assert_plan(struct world *w, const struct query *q)
{
	struct str plan = STR_INIT;

	stmt_plan(w->store, query_sql(w->store, q, false), &plan);
	if (!strstr(plan.data, "SCAN find VIRTUAL TABLE") ||
		strstr(plan.data, "SCAN r") || strstr(plan.data, "SCAN w") ||
		(q->way == QUERY_STREAM && strstr(plan.data, "TEMP B-TREE")))
		fail_msg("%s: %s", query_sql(w->store, q, false), plan.data);
	str_free(&plan);
}

static void no_way_scans(void **state)
{
	struct world *w = *state;
	struct query q;
	struct query_filter f;
	struct value v;
	struct str match = STR_INIT;

	query_of(&q, &f, &v, &match, "改厕");
	for (const struct view *view = job_table.views; view->name; view++) {
		q.view = view;
		q.way = QUERY_STREAM;
		assert_plan(w, &q);
		q.way = QUERY_SET;
		assert_plan(w, &q);
	}
	value_free(&v);
	str_free(&match);
}

/* One save writes few pages, also when merging is overdue. */
static void a_save_writes_few_pages(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w, "农村改厕");
	int64_t most = 0;
	char title[64];

	be_quick(w);
	for (int i = 0; i < 300; i++) {
		int64_t before = store_wal_bytes(w->store);
		int64_t pages;

		set_text(w, job, JOB_TITLE, title_of(i, title, sizeof title));
		pages = (store_wal_bytes(w->store) - before) / 4120;
		most = pages > most ? pages : most;
		store_idle(w->store);
	}
	assert_in_range(most, 1, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)
		T(words_follow_the_record),
		T(undo_brings_words_back),
		T(another_day_is_another_row),
		T(parts_of_one_action_are_one),
		T(what_is_rolled_back_is_not_found),
		T(a_personal_value_is_never_found),
		T(any_shell_opens_the_file),
		T(verify_sees_what_fts5_does_not),
		T(a_replay_finds_the_same),
		T(merging_changes_nothing),
		T(every_way_finds_the_same),
		T(the_way_follows_the_numbers),
		T(no_way_scans),
		T(a_save_writes_few_pages),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
