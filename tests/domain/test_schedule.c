/* 倒排工期: stages counted back from the due day in working days. */
#include "assign_file.h"

#include "domain/assign/milestone.h"
#include "domain/assign/schedule.h"

static const struct workdays weekdays = { .count = 0 };

static void assert_stage(const struct schedule *s, size_t i, const char *name,
	const char *start, const char *due, int expected)
{
	char text[DATE_TEXT_BYTES];

	assert_string_equal(s->stage[i].name, name);
	assert_string_equal(date_iso(s->stage[i].start, text), start);
	assert_string_equal(date_iso(s->stage[i].due, text), due);
	assert_int_equal(s->stage[i].expected, expected * 100);
}

static void counted_back_over_weekends(void **state)
{
	struct schedule s = { .count = 0 };
	struct error err = { 0 };
	int line = 0;

	(void)state;
	assert_true(schedule_add_lines(
		&s, "土方开挖 3\n\n基础完工：2天\n验收　5\n", &line));
	assert_int_equal(s.count, 3);
	/* 12-06 is a Sunday: the last stage ends on Friday */
	assert_int_equal(
		schedule_count_back(&s, &weekdays, date_of_iso("2026-11-02"),
			date_of_iso("2026-12-06"), &err),
		STATUS_OK);
	assert_stage(&s, 2, "验收", "2026-11-30", "2026-12-04", 100);
	assert_stage(&s, 1, "基础完工", "2026-11-26", "2026-11-27", 50);
	assert_stage(&s, 0, "土方开挖", "2026-11-23", "2026-11-25", 30);
	schedule_free(&s);
}

/* What has no days shares what is left. */
static void the_rest_is_shared_out(void **state)
{
	struct schedule s = { .count = 0 };
	struct error err = { 0 };
	int line = 0;

	(void)state;
	assert_true(schedule_add_lines(&s, "签约\n清表 4\n交地\n", &line));
	assert_int_equal(
		schedule_count_back(&s, &weekdays, date_of_iso("2026-11-02"),
			date_of_iso("2026-11-13"), &err),
		STATUS_OK);
	assert_stage(&s, 0, "签约", "2026-11-02", "2026-11-04", 30);
	assert_stage(&s, 1, "清表", "2026-11-05", "2026-11-10", 70);
	assert_stage(&s, 2, "交地", "2026-11-11", "2026-11-13", 100);
	schedule_free(&s);
}

static void impossible_is_refused(void **state)
{
	struct schedule s = { .count = 0 };
	struct error err = { 0 };
	int line = 0;

	(void)state;
	schedule_add_template(&s, SCHEDULE_PROJECT);
	assert_int_equal(s.count, 11);
	assert_int_equal(
		schedule_count_back(&s, &weekdays, date_of_iso("2026-11-02"),
			date_of_iso("2026-11-13"), &err),
		STATUS_REFUSED);
	assert_non_null(strstr(err.what, "11 working days"));
	assert_non_null(strstr(err.what, "there are 10"));
	assert_int_equal(
		schedule_count_back(&s, &weekdays, date_of_iso("2026-11-02"),
			date_of_iso("2026-11-16"), &err),
		STATUS_OK);
	for (size_t i = 0; i < s.count; i++)
		assert_int_equal(s.stage[i].days, 1);
	schedule_free(&s);
	assert_false(schedule_add_lines(&s, "好\n 5000天\n", &line));
	assert_int_equal(line, 2);
	schedule_free(&s);
}

static void templates_have_their_nodes(void **state)
{
	static const size_t nodes[] = { 4, 11, 3 };
	struct schedule s = { .count = 0 };

	(void)state;
	for (int t = SCHEDULE_SUPERVISION; t <= SCHEDULE_INVESTMENT; t++) {
		schedule_add_template(&s, (enum schedule_template)t);
		assert_int_equal(s.count, nodes[t - SCHEDULE_SUPERVISION]);
		schedule_free(&s);
	}
}

static void a_task_gets_its_milestones(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "集镇污水处理厂建设"); /* to 12-31 */

	office_refused(o, "task.schedule", task, "", STATUS_INVALID,
		"choose a template");
	office_act(o, "task.schedule", task, "template=project");
	assert_int_equal(office_count(o, "SELECT count(*) FROM milestone"), 11);
	assert_int_equal(
		office_count(o, "SELECT max(expected) FROM milestone"), 10000);
	assert_text(o, "SELECT min(start) FROM milestone", "2026-11-24");
	/* a draft's are replaced, an issued task's stand */
	office_act(o, "task.schedule", task, "stages=设备安装~10\n竣工验收~5");
	assert_int_equal(office_count(o, "SELECT count(*) FROM milestone"), 2);
	office_refused(o, "task.schedule", task, "stages=拆迁~60",
		STATUS_INVALID, "60 working days");
	office_act(o, "task.issue", task, "gap_reason=清单未列");
	office_refused(o, "task.schedule", task, "template=project",
		STATUS_REFUSED, "it has milestones");
	assert_derived(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted_back_over_weekends),
		cmocka_unit_test(the_rest_is_shared_out),
		cmocka_unit_test(impossible_is_refused),
		cmocka_unit_test(templates_have_their_nodes),
		cmocka_unit_test_setup_teardown(
			a_task_gets_its_milestones, assign_open, office_close),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
