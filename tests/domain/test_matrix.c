/* 责任矩阵, 无缝覆盖, sub-tasks and the marks of a draft. */
#include "assign_file.h"

#include "domain/assign/coverage.h"
#include "domain/assign/matrix.h"

#define GAP "gap_reason=清单未列"

static const struct matrix_row *row_of(
	struct office *o, struct matrix *m, bool villages, const char *title)
{
	const struct matrix_asked asked = { .villages = villages };
	struct error err = { 0 };

	assert_int_equal(matrix_read(o->store, &asked,
				 date_of_iso("2026-11-24"), m, &err),
		STATUS_OK);
	for (size_t i = 0; i < m->rows; i++)
		if (!strcmp(m->row[i].title, title))
			return &m->row[i];
	fail();
	return NULL;
}

static const struct matrix_column *column_of(
	const struct matrix *m, const char *name)
{
	for (size_t i = 0; i < m->columns; i++)
		if (!strcmp(m->column[i].name, name))
			return &m->column[i];
	fail_msg("no column %s", name);
	return NULL;
}

static void cells_are_the_shares(void **state)
{
	struct office *o = *state;
	struct matrix m;
	const char *water = "农村饮水安全巩固提升";
	const struct matrix_row *row = row_of(o, &m, false, water);
	const struct matrix_column *lead = column_of(&m, "水利站");

	assert_int_equal(row->cell[lead - m.column].role, SHARE_ROLE_LEAD);
	assert_int_equal(row->cell[m.columns - 1].count, 10); /* villages */
	assert_int_equal(lead->shares, 0); /* drafts load nobody */
	matrix_free(&m);
	office_act(o, "task.issue", assign_task(o, water), GAP);
	row = row_of(o, &m, true, water);
	assert_int_equal(column_of(&m, "红星村")->shares, 1);
	assert_int_equal(column_of(&m, "水利站")->shares, 1);
	assert_int_equal(row->shares, 11);
	matrix_free(&m);
}

static void marks_go_around(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "农村危房改造"); /* 村建站, 民政办 */

	office_act(o, "task.mark", task, "unit=财政所 role=co");
	office_act(o, "task.mark", task, "unit=财政所 role=lead");
	assert_text(o,
		"SELECT group_concat(u.short||s.role) FROM share s JOIN unit u"
		" ON u.id=s.unit JOIN task t ON t.id=s.task WHERE"
		" t.title='农村危房改造' ORDER BY s.id",
		"财政所1,村建站2,民政办2");
	office_act(o, "task.mark", task, "unit=财政所 role=none");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share s JOIN task t ON"
				" t.id=s.task WHERE t.title='农村危房改造'"),
		2);
	office_act(o, "task.mark", task, "unit=村建站 role=lead");
	office_act(o, "task.issue", task, GAP);
	office_refused(o, "task.mark", task, "unit=财政所 role=co",
		STATUS_REFUSED, "issued");
	assert_derived(o);
}

static size_t gaps_of(struct office *o, enum coverage_what what)
{
	struct coverage c;
	struct error err = { 0 };

	assert_int_equal(coverage_read(o->store, &c, &err), STATUS_OK);
	size_t n = c.of[what];
	coverage_free(&c);
	return n;
}

static void gaps_are_found_and_mended(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "农村危房改造");

	assert_int_equal(gaps_of(o, COVERAGE_CLARITY), 42);
	assert_int_equal(gaps_of(o, COVERAGE_NO_UNIT), 0);
	assert_int_equal(gaps_of(o, COVERAGE_VILLAGE), 10);
	office_act(o, "task.update", task, "requirements=限时 measures=包户");
	int64_t share = assign_share(o, "农村危房改造 村建站");
	office_act(o, "share.update", share, "person=谢春峰");
	assert_int_equal(gaps_of(o, COVERAGE_CLARITY), 41);
	office_act(o, "task.mark", task, "unit=村建站 role=none");
	assert_int_equal(gaps_of(o, COVERAGE_NO_UNIT), 1);
	office_act(
		o, "task.issue", assign_task(o, "农村饮水安全巩固提升"), GAP);
	assert_int_equal(gaps_of(o, COVERAGE_VILLAGE), 0);
	office_act(o, "setting.set", 0, "name=open-shares text=1");
	assert_int_equal(gaps_of(o, COVERAGE_OVERLOAD), 11);
}

/* A part takes over what it does not say; the whole waits for it. */
static void sub_tasks(void **state)
{
	struct office *o = *state;
	int64_t whole = assign_task(o, "农村危房改造");

	office_refused(o, "task.part", whole,
		"title=尾户扫尾 lead=村建站 due=2026-11-16", STATUS_INVALID,
		"2026-11-15");
	office_act(o, "task.update", whole, "due=2026-12-20 key=yes");
	int64_t part = office_act(o, "task.part", whole,
		"title=尾户扫尾 lead=民政办 due=2026-12-10");
	assert_text(o,
		"SELECT p.key||(p.leader=w.leader)||(p.class=w.class)||p.start"
		" FROM task p JOIN task w ON w.id=p.parent",
		"1112026-11-24");
	office_act(o, "task.issue", whole, GAP);
	office_act(o, "task.issue", part, GAP);
	office_refused(o, "task.close", whole, "", STATUS_REFUSED, "");
	assert_derived(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			cells_are_the_shares, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			marks_go_around, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			gaps_are_found_and_mended, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			sub_tasks, assign_open, office_close),
	};

	return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
