/* Milestones: planned, moved, reached; what they make of lights and sums. */
#include "assign_file.h"

#include "domain/assign/expected.h"
#include "domain/assign/milestone.h"
#include "domain/circle/today.h"

#define GAP "gap_reason=清单未列"
#define WATER "农村饮水安全巩固提升" /* 03-15 to 11-30, 水利站, villages */

static int64_t add(struct office *o, int64_t task, const char *text)
{
	office_act(o, "task.milestone", task, text);
	return office_count(o, "SELECT max(id) FROM milestone");
}

static enum light light_of(struct office *o, const struct record_type *type,
	int64_t id, const char *day)
{
	struct query_params p = { .today = date_of_iso(day) };
	struct values v = { 0 };

	assert_int_equal(record_read(o->store, &type->table, id, &p, &v, NULL),
		STATUS_OK);
	enum light light = light_of_text(
		values_text(&v, record_field(type, "light")), p.today, NULL);
	values_free(&v);
	return light;
}

static void made_and_checked(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, WATER);

	add(o, task, "name=管网开挖 due=2026-06-30 expected=30");
	office_refused(o, "task.milestone", task, "name=完工 due=2026-12-01",
		STATUS_INVALID, "2026-11-30");
	office_refused(o, "task.milestone", task, "name=完工 due=2026-03-01",
		STATUS_INVALID, "2026-03-15");
	office_refused(o, "task.milestone", task,
		"name=完工 due=2026-08-01 start=2026-08-02", STATUS_INVALID,
		"before it begins");
	office_refused(o, "task.milestone", task,
		"name=完工 due=2026-08-01 expected=20", STATUS_INVALID, "30%");
	office_refused(o, "task.milestone", task,
		"name=完工 due=2026-08-01 unit=村建站", STATUS_INVALID,
		"no share");
	office_refused(o, "task.milestone", task,
		"name=完工 due=2026-08-01 person=谢春峰", STATUS_INVALID,
		"no unit that has");
	int64_t made = office_act(o, "milestone.create", 0,
		"task=" WATER " name=通水 due=2026-10-31 person=潘桂");
	assert_int_equal(office_count(o, "SELECT count(*) FROM milestone"), 2);
	office_act(o, "milestone.update", made, "due=2026-10-20");
	assert_text(o, "SELECT first_due FROM milestone WHERE name='通水'",
		"2026-10-20");
	assert_derived(o);
}

/* Day 2026-06-30: 30 %, then all by 11-30. */
static void expectation_bends(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, WATER);
	int64_t share = assign_share(o, WATER " 红星村");

	office_act(o, "share.update", share, "target=2");
	office_act(o, "task.issue", task, GAP);
	assert_int_equal(
		light_of(o, &share_type, share, "2026-04-15"), LIGHT_BEHIND);
	int64_t node = add(o, task, "name=开挖 due=2026-06-30 expected=10");
	assert_int_equal(expected_today(o->store, KIND_SHARE, share,
				 date_of_iso("2026-06-30")),
		1000);
	assert_int_equal(
		light_of(o, &share_type, share, "2026-04-15"), LIGHT_NORMAL);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-04-15"), LIGHT_NORMAL);
	assert_int_equal(
		light_of(o, &share_type, share, "2026-06-29"), LIGHT_BEHIND);
	/* of another unit it bends nothing of this one */
	office_act(o, "milestone.drop", node, "reason=不分节点");
	assert_int_equal(
		light_of(o, &share_type, share, "2026-04-15"), LIGHT_BEHIND);
	add(o, task, "name=开挖 due=2026-06-30 expected=10 unit=红星村");
	assert_int_equal(
		light_of(o, &share_type, share, "2026-04-15"), LIGHT_NORMAL);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-04-15"), LIGHT_BEHIND);
	assert_derived(o);
}

static int64_t percent_of(struct office *o, int64_t task)
{
	struct stmt *s =
		stmt_get(o->store, "SELECT percent FROM task_now WHERE id=:id");

	stmt_bind_int(s, ":id", task);
	return stmt_one_int(s, -1);
}

/* 节点: the weight of those reached; behind only after a milestone's day. */
static void nodes_roll_up(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "二级路征地拆迁");

	office_act(o, "task.update", task, "progress_kind=nodes");
	int64_t first = add(o, task, "name=签约 due=2026-07-31 weight=2");
	int64_t second = add(o, task, "name=清表 due=2026-09-30");
	add(o, task, "name=交地 due=2026-12-25");
	office_act(o, "task.issue", task, GAP);
	assert_int_equal(percent_of(o, task), 0);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-07-31"), LIGHT_NORMAL);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-08-01"), LIGHT_BEHIND);
	assert_int_equal(
		light_of(o, &milestone_type, first, "2026-07-29"), LIGHT_SOON);
	assert_int_equal(light_of(o, &milestone_type, first, "2026-08-01"),
		LIGHT_OVERDUE);
	assign_as(o, "农明峰");
	office_act(o, "milestone.finish", first, "done_on=2026-08-03");
	assert_int_equal(percent_of(o, task), 5000);
	assert_int_equal(
		light_of(o, &milestone_type, first, "2026-12-01"), LIGHT_LATE);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-09-30"), LIGHT_NORMAL);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-10-01"), LIGHT_BEHIND);
	office_act(o, "milestone.finish", second, "done_on=2026-09-28");
	assert_int_equal(percent_of(o, task), 7500);
	assert_int_equal(
		light_of(o, &milestone_type, second, "2026-12-01"), LIGHT_DONE);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-12-01"), LIGHT_NORMAL);
	assign_as(o, "");
	office_act(o, "milestone.reopen", second, "reason=两户未清");
	assert_int_equal(percent_of(o, task), 5000);
	assert_derived(o);
}

static void days_stand_once_issued(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, WATER);
	int64_t node = add(o, task, "name=通水 due=2026-10-31");

	assign_as(o, "潘桂");
	office_refused(o, "milestone.finish", node, "done_on=2026-11-20",
		STATUS_REFUSED, "draft");
	assign_as(o, "");
	office_act(o, "task.issue", task, GAP);
	office_refused(o, "milestone.update", node, "due=2026-11-10",
		STATUS_INVALID, "leader moves it");
	office_act(o, "milestone.update", node, "name=全线通水");
	office_act(
		o, "milestone.move", node, "due=2026-11-27 reason=水管到货迟");
	assert_text(o, "SELECT first_due||due FROM milestone",
		"2026-10-312026-11-27");
	assert_int_equal(
		light_of(o, &milestone_type, node, "2026-11-23"), LIGHT_NORMAL);
	assign_as(o, "潘桂");
	office_refused(o, "milestone.finish", node, "done_on=2026-03-01",
		STATUS_INVALID, "before the task starts");
}

static void who_answers_for_it(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, WATER);
	int64_t node = add(o, task, "name=通水 due=2026-11-25");
	int64_t village =
		add(o, task, "name=进村入户 due=2026-11-26 unit=红星村");

	office_act(o, "task.issue", task, GAP);
	/* the lead's head, the village's head; then the person named */
	assert_text(o,
		"SELECT group_concat(p.name) FROM due d JOIN person p ON"
		" p.id=d.person JOIN unit u ON u.head=p.id WHERE d.kind=14"
		" AND (u.name='水利站' OR u.name='红星村')",
		"潘桂,岑建英");
	assign_as(o, "谢春峰");
	office_refused(o, "milestone.finish", node, "done_on=2026-11-24",
		STATUS_DENIED, "");
	assign_as(o, "潘桂");
	struct today t;
	struct error err = { 0 };
	size_t lines = 0;
	assert_int_equal(today_read(&o->session, &t, &err), STATUS_OK);
	for (size_t i = 0; i < t.waiting.count; i++)
		lines += t.waiting.line[i].what == TODAY_MILESTONE &&
			 t.waiting.line[i].id == node;
	assert_int_equal(lines, 1);
	today_free(&t);
	office_refused(o, "milestone.finish", village, "done_on=2026-11-24",
		STATUS_DENIED, "");
	office_act(o, "milestone.finish", node, "done_on=2026-11-24");
	assign_as(o, "");
	assert_derived(o);
}

static void they_rest_with_their_task(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, WATER);
	int64_t node = add(o, task, "name=通水 due=2026-10-31");

	office_act(o, "task.issue", task, GAP);
	office_act(o, "task.suspend", task, "reason=等省里批复");
	assert_int_equal(light_of(o, &milestone_type, node, "2026-11-24"),
		LIGHT_SUSPENDED);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM due WHERE kind=14"), 0);
	assign_as(o, "潘桂");
	office_refused(o, "milestone.finish", node, "done_on=2026-11-24",
		STATUS_REFUSED, "suspended");
	assign_as(o, "");
	/* 31 days later than it was */
	office_act(o, "task.restart", task, "reason=已批复 due=2026-12-31");
	assert_text(o, "SELECT due FROM milestone", "2026-12-01");
	assert_text(o, "SELECT first_due FROM milestone", "2026-10-31");
	assert_derived(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			made_and_checked, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			expectation_bends, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			nodes_roll_up, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			days_stand_once_issued, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			who_answers_for_it, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			they_rest_with_their_task, assign_open, office_close),
	};

	return cmocka_run_group_tests_name("milestone", tests, NULL, NULL);
}
