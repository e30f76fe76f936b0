/* The sample township: made whole, verified, full, the same each time. */
#include "office_file.h"

#include <sys/stat.h>
#include "core/date.h"
#include "domain/circle/today.h"
#include "domain/demo.h"
#include "domain/office/person.h"
#include "store/journal.h"

static int demo_open(void **state)
{
	struct office *o = mem_zero(1, sizeof *o);
	struct error err = { .status = STATUS_OK };

	language_set(LANGUAGE_ZH);
	const char *folder = getenv("STORE_TEST_DIR");
	snprintf(o->dir, sizeof o->dir, "%s/liubu-demo-XXXXXX",
		folder ? folder : "/tmp");
	assert_non_null(mkdtemp(o->dir));
	snprintf(o->path, sizeof o->path, "%s/d.db", o->dir);
	unsetenv("LIUBU_TODAY");
	if (demo_make(o->path, getpwuid(getuid())->pw_name, NULL, &err))
		fail_msg("%s", err.what);
	assert_int_equal(store_open(o->path, record_setup(), &o->store, &err),
		STATUS_OK);
	assert_int_equal(session_open(&o->session, o->store, &err), STATUS_OK);
	*state = o;
	return 0;
}

static void its_journal_verifies(void **state)
{
	struct office *o = *state;
	struct str findings = STR_INIT;
	struct error err = { .status = STATUS_OK };
	int n = store_verify(o->store, NULL, &findings, &err);

	if (n)
		fail_msg("%d: %s%s", n, findings.data, err.what);
	str_free(&findings);
	/* every row of the year says that its clock was set, none is ahead */
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal"
					 " WHERE clock<>1"),
		0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal a"
					 " JOIN journal b ON b.seq=a.seq+1"
					 " WHERE b.at<a.at"),
		0);
	assert_int_equal(office_count(o, "SELECT max(at)/1000 >"
					 " unixepoch() FROM journal"),
		0);
}

static void it_ends_today(void **state)
{
	struct office *o = *state;
	struct clock clock = { .zone_minutes = 480 };

	assert_int_equal(office_count(o, "SELECT max(today) FROM journal"),
		clock_today(&clock));
	/* due on 2026-11-24 in the list */
	assert_int_equal(
		office_count(o, "SELECT julianday(due)-2440587.5 FROM task"
				" WHERE title='退役军人信息采集'"),
		clock_today(&clock));
}

static void every_light_is_there(void **state)
{
	struct office *o = *state;
	struct error err = { .status = STATUS_OK };
	struct today t;

	assert_int_equal(today_read(&o->session, &t, &err), STATUS_OK);
	assert_int_equal(t.tasks.not_started, 2);
	assert_in_range(t.tasks.normal, 18, 26);
	assert_in_range(t.tasks.behind, 4, 9);
	assert_int_equal(t.tasks.soon, 5);
	assert_int_equal(t.tasks.overdue, 3);
	assert_int_equal(t.done, 6);
	assert_int_equal(t.suspended, 1);
	assert_int_equal(t.all, 50);
	assert_in_range(t.waiting_count, 15, 60);
	assert_in_range(t.unreported.count, 3, 20);
	bool seen[TODAY_STEP + 1] = { false };
	for (size_t i = 0; i < t.waiting.count; i++)
		seen[t.waiting.line[i].what] = true;
	assert_true(seen[TODAY_SIGN] && seen[TODAY_VERIFY] &&
		    seen[TODAY_CLOSE] && seen[TODAY_ISSUE] &&
		    seen[TODAY_HANDED_BACK] && seen[TODAY_TASK_RETURNED] &&
		    seen[TODAY_DRAFT] && seen[TODAY_UNSIGNED] &&
		    seen[TODAY_CHARGE] && seen[TODAY_APPROVE] &&
		    seen[TODAY_AMEND] && seen[TODAY_SPLIT]);
	today_free(&t);
}

static void the_year_has_all_that_happens(void **state)
{
	struct office *o = *state;

	static const struct {
		const char *sql;
		int64_t least;
	} least[] = {
		{ "SELECT count(*) FROM person", 101 },
		{ "SELECT count(*) FROM report", 2000 },
		{ "SELECT count(*) FROM report WHERE same=1", 30 },
		{ "SELECT count(*) FROM report WHERE difficulty IS NOT NULL",
			50 },
		{ "SELECT count(*) FROM entry", 40 },
		{ "SELECT count(*) FROM entry WHERE late_days>0", 3 },
		{ "SELECT count(*) FROM archive WHERE confirmed_on IS NOT"
		  " NULL",
			8 },
		{ "SELECT count(*) FROM archive WHERE statement IS NOT NULL",
			2 },
		{ "SELECT count(*) FROM share WHERE returns=2", 1 },
		{ "SELECT count(*) FROM share WHERE state=6", 1 },
		{ "SELECT count(*) FROM share WHERE person IS NOT NULL", 40 },
		{ "SELECT count(*) FROM journal WHERE typist<>person AND"
		  " basis IS NOT NULL",
			100 },
		{ "SELECT count(*) FROM journal WHERE undoes IS NOT NULL", 3 },
		{ "SELECT count(*) FROM source", 4 },
		{ "SELECT count(*) FROM plan WHERE state=4", 2 },
		{ "SELECT count(*) FROM amendment WHERE state=1", 1 },
		{ "SELECT count(*) FROM task WHERE goal IS NOT NULL", 5 },
	};

	for (size_t i = 0; i < sizeof least / sizeof *least; i++) {
		int64_t n = office_count(o, least[i].sql);

		if (n < least[i].least)
			fail_msg("%s: %d", least[i].sql, (int)n);
	}
	/* no text has a place that was not filled in */
	assert_int_equal(office_count(o, "SELECT count(*) FROM report WHERE"
					 " ifnull(done,'')||ifnull(lagging,'')"
					 "||ifnull(difficulty,'') LIKE '%{%'"),
		0);
}

static void it_is_the_same_each_time(void **state)
{
	struct office *o = *state;
	struct store *other = NULL;
	struct error err = { .status = STATUS_OK };
	char path[128];

	snprintf(path, sizeof path, "%s/again.db", o->dir);
	assert_int_equal(
		demo_make(path, o->session.os_user, NULL, &err), STATUS_OK);
	assert_int_equal(
		store_open(path, record_setup(), &other, &err), STATUS_OK);
	char *a = stmt_one_text(stmt_get(o->store,
		"SELECT group_concat(share||day||ifnull(progress,'')||"
		"ifnull(done,''),'/') FROM report"));
	char *b = stmt_one_text(stmt_get(other,
		"SELECT group_concat(share||day||ifnull(progress,'')||"
		"ifnull(done,''),'/') FROM report"));
	assert_non_null(a);
	assert_string_equal(a, b);
	mem_free(a);
	mem_free(b);
	store_close(other);
}

/* A Sunday within the spring festival of another year: nobody works on most
 * of the last days, and it stands the same. */
static void it_may_end_on_any_day(void **state)
{
	struct office *o = *state;
	struct store *other = NULL;
	struct error err = { .status = STATUS_OK };
	struct session s;
	struct today t;
	char path[128];

	snprintf(path, sizeof path, "%s/other.db", o->dir);
	assert_int_equal(demo_make_on(path, o->session.os_user,
				 date_of(2027, 2, 7), NULL, &err),
		STATUS_OK);
	assert_int_equal(
		store_open(path, record_setup(), &other, &err), STATUS_OK);
	setenv("LIUBU_TODAY", "2027-02-07", 1);
	assert_int_equal(session_open(&s, other, &err), STATUS_OK);
	unsetenv("LIUBU_TODAY");
	assert_int_equal(today_read(&s, &t, &err), STATUS_OK);
	assert_int_equal(t.all, 50);
	assert_int_equal(t.tasks.overdue, 3);
	assert_int_equal(t.tasks.soon, 5);
	today_free(&t);
	store_close(other);
}

static void a_file_is_never_replaced(void **state)
{
	struct office *o = *state;
	struct error err = { .status = STATUS_OK };

	assert_int_equal(
		demo_make(o->path, "somebody", NULL, &err), STATUS_REFUSED);
	assert_non_null(strstr(err.what, "d.db"));
	assert_int_equal(office_count(o, "SELECT count(*)>0 FROM task"), 1);
}

static bool stop_soon(void *arg, int done_days, int all_days)
{
	*(int *)arg = all_days;
	return done_days < 12;
}

static void stopping_leaves_no_file(void **state)
{
	struct office *o = *state;
	int days = 0;
	struct demo_progress progress = { .arg = &days, .tell = stop_soon };
	struct error err = { .status = STATUS_OK };
	struct stat st;
	char path[128];

	snprintf(path, sizeof path, "%s/stopped.db", o->dir);
	assert_int_equal(
		demo_make(path, "somebody", &progress, &err), STATUS_STOPPED);
	assert_true(days > 300);
	assert_int_not_equal(stat(path, &st), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_journal_verifies),
		cmocka_unit_test(it_ends_today),
		cmocka_unit_test(every_light_is_there),
		cmocka_unit_test(the_year_has_all_that_happens),
		cmocka_unit_test(it_is_the_same_each_time),
		cmocka_unit_test(it_may_end_on_any_day),
		cmocka_unit_test(a_file_is_never_replaced),
		cmocka_unit_test(stopping_leaves_no_file),
	};

	return cmocka_run_group_tests(tests, demo_open, office_close);
}
