/* The thinnest whole path: list -> issue -> report -> verify -> archive. */
#include "assign_file.h"

#include "domain/assess/archive.h"

#define TASK "农村改厕"
#define GAP "gap_reason=清单未列"

static void both_lists_are_read(void **state)
{
	struct office *o = *state;

	assert_int_equal(office_count(o, "SELECT count(*) FROM person"), 101);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task"), 42);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share WHERE role=1"), 42);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share WHERE role=2"),
		290);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task WHERE "
					 "state<>1"),
		0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 0);
	assert_text(o,
		"SELECT p.name FROM task t JOIN person p ON p.id=t.leader"
		" WHERE t.title='新农合参保缴费'",
		"莫金芳");
	/* only a number with its unit is a quantity */
	assert_text(o,
		"SELECT group_concat((target/100)||measure,' ') FROM task"
		" WHERE progress_kind=1",
		"14个供水点 48户 10个巡护片区 380座 3500亩 2600亩 3412户 "
		"10个村 320万元 126户 214人 8人");
	assert_derived(o);
}

static void chain(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, TASK);
	int64_t lead = assign_share(o, TASK " 村建站");
	int64_t co = assign_share(o, TASK " 卫生院");

	assign_role(o, "岑庆林", RIGHT_ROLE_CLERK);
	assign_role(o, "周凤霞", RIGHT_ROLE_SUPERVISOR);
	assign_day(o, "2026-10-12");
	assign_as(o, "龙庆源"); /* the leader in charge */
	office_act(o, "task.issue", task, GAP);
	assert_text(
		o, "SELECT no FROM task WHERE title='" TASK "'", "202600001");
	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 3);
	assign_as(o, "谢春峰"); /* of 村建站: takes it */
	office_act(o, "share.sign", lead, "");
	assert_text(o,
		"SELECT p.name FROM share s JOIN person p ON p.id=s.person"
		" WHERE s.signed_on='2026-10-12'",
		"谢春峰");
	assign_day(o, "2026-10-20");
	office_act(o, "share.report", lead,
		"progress=320 done=320座完工 difficulty=砂石涨价");
	assert_int_equal(office_count(o, "SELECT progress FROM task_now "
					 "WHERE id=15"),
		32000);
	office_act(o, "share.same", lead, "");
	office_act(o, "share.report", lead, "progress=380");
	assign_day(o, "2026-10-30");
	office_act(o, "share.claim", lead, "done_on=2026-10-29");
	assign_as(o, "周凤霞");
	office_refused(o, "share.verify", lead, "quality=good effect=good",
		STATUS_REFUSED, "head");
	assign_as(o, "班海辉"); /* head of 村建站 */
	office_act(o, "share.endorse", lead, "");
	assign_day(o, "2026-11-05");
	assign_as(o, "周凤霞");
	office_act(o, "share.verify", lead,
		"quality=excellent effect=good comment=抽查12户");
	/* the archive: two days early, by the finish day stated */
	assert_text(o,
		"SELECT p.name||a.year||e.text||e.late_days||e.quality||"
		"e.effect||e.of_kind FROM entry e JOIN archive a ON"
		" a.id=e.archive JOIN person p ON p.id=a.person",
		"谢春峰2026" TASK "-21213");
	assign_as(o, "龙庆源");
	office_refused(
		o, "task.close", task, "", STATUS_REFUSED, "1 of its 2 shares");
	/* the co-unit names nobody: its head acts, and stands for it at once */
	assign_as(o, "蒙玉峰");
	office_act(o, "share.report", co, "done=卫生厕所验收配合完成");
	office_act(o, "share.claim", co, "done_on=2026-11-04");
	assert_text(o,
		"SELECT p.name||s.endorsed_on FROM share s JOIN person p ON"
		" p.id=s.endorsed_by WHERE s.role=2 AND s.state=4",
		"蒙玉峰2026-11-05");
	assign_as(o, "周凤霞");
	office_act(o, "share.verify", co, "quality=good effect=fair");
	assert_text(o,
		"SELECT p.name||e.late_days FROM entry e JOIN archive a ON"
		" a.id=e.archive JOIN person p ON p.id=a.person"
		" WHERE e.id=2",
		"蒙玉峰4");
	assert_int_equal(
		office_count(o, "SELECT red FROM due WHERE kind=12"), 2932896);
	assign_as(o, "龙庆源");
	office_act(o, "task.close", task, "");
	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM light_sum"), 0);
	assert_derived(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			both_lists_are_read, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			chain, assign_open, office_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
