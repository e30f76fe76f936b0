/* Lists of work as offices keep them. */
#include "assign_file.h"

#include "core/str.h"
#include "domain/assign/units.h"

#define HEAD                                                                                          \
	"工作任务,工作类别,总体目标,牵头单位,配合单位,负责领导,启动时间," \
	"完成时限\n"

static size_t count_told(const struct outcome *out, const char *words)
{
	size_t n = 0;

	for (size_t i = 0; i < out->issues.count; i++)
		n += strstr(out->issues.item[i].text, words) != NULL;
	return n;
}

static int people_only(void **state)
{
	struct outcome out;

	office_open(state);
	assert_int_equal(assign_import_file(*state, ROSTER, &person_type,
				 &transfer_create_units, &out),
		STATUS_OK);
	outcome_free(&out);
	return 0;
}

static void what_is_not_certain_is_told(void **state)
{
	struct office *o = *state;
	struct outcome out;

	assert_int_equal(
		assign_import_file(o, WORK, &task_type, NULL, &out), STATUS_OK);
	assert_int_equal(out.done, 42);
	assert_int_equal(out.issues.errors, 0);
	assert_int_equal(count_told(&out, "before today"), 8);
	assert_true(assign_tells(&out, 25, true, "党建工作"));
	/* the second line of that class finds the new row */
	assert_false(assign_tells(&out, 26, true, "党建工作"));
	assert_true(assign_tells(&out, 6, true, "23 units"));
	assert_true(assign_tells(&out, 2, true, "10 units"));
	outcome_free(&out);
	/* a line is a row of the journal, and has its shares in it */
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal WHERE"
					 " verb='task.import'"),
		42);
	assert_derived(o);
}

static void a_second_time_changes_nothing(void **state)
{
	struct office *o = *state;
	struct outcome out;
	int64_t rows = office_count(o, "SELECT count(*) FROM journal");

	assert_int_equal(
		assign_import_file(o, WORK, &task_type, NULL, &out), STATUS_OK);
	assert_int_equal(out.unchanged, 42);
	assert_int_equal(out.issues.errors, 0);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal"), rows);
}

static void a_line_that_differs_needs_update(void **state)
{
	struct office *o = *state;
	struct outcome out;
	const char *text = HEAD "农村改厕,重点项目,400座,村建站,卫生院、水利站,"
				"副乡长（建设）,2026-02-20,2026-11-30\n";

	assert_int_equal(
		assign_import_text(o, text, NULL, &out), STATUS_INVALID);
	assert_true(assign_tells(&out, 1, false, "due"));
	assert_true(assign_tells(&out, 1, false, "co-units"));
	outcome_free(&out);
	assert_int_equal(
		assign_import_text(o, text, &transfer_update, &out), STATUS_OK);
	outcome_free(&out);
	assert_text(o,
		"SELECT due||' '||target FROM task WHERE title='农村改厕'",
		"2026-11-30 40000");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share s JOIN task t ON"
				" t.id=s.task WHERE t.title='农村改厕'"),
		3);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task"), 42);
	/* what was issued keeps its dates */
	office_act(o, "task.issue", assign_task(o, "农村改厕"),
		"gap_reason=清单未列");
	assert_int_equal(assign_import_text(o,
				 HEAD "农村改厕,重点项目,400座,村建站,,,"
				      "2026-02-20,2026-12-30\n",
				 &transfer_update, &out),
		STATUS_INVALID);
	assert_true(assign_tells(&out, 1, false, "stands since"));
	outcome_free(&out);
	assert_derived(o);
}

static void every_bad_line_is_named(void **state)
{
	struct office *o = *state;
	struct outcome out;

	assert_int_equal(assign_import_text(o,
				 HEAD "修路,日常,1件,村建站,各村,乡长,"
				      "2026-11-01,2026-12-01\n"
				      "架桥,日常,,航天站,各村,乡长,"
				      "2026-11-01,2026-12-01\n"
				      "合计,,,,,,,\n"
				      "挖渠,日常,,水利站,各村,科长,"
				      "2026-11-01,13月\n"
				      "植树,日常,,林业站,,,2026-12-01,"
				      "2026-11-01\n"
				      "测绘,日常,机密图件,村建站,,,,"
				      "2026-12-01\n",
				 NULL, &out),
		STATUS_INVALID);
	assert_int_equal(out.issues.errors, 4);
	assert_true(assign_tells(&out, 2, false, "航天站"));
	assert_true(assign_tells(&out, 3, true, "summary"));
	assert_true(assign_tells(&out, 4, false, "科长"));
	assert_true(assign_tells(&out, 5, false, "before it starts"));
	assert_true(assign_tells(&out, 6, true, "机密"));
	for (size_t i = 0; i < out.issues.count; i++)
		assert_in_range(out.issues.item[i].line, 1, 6);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM share"), 0);
}

static void only_a_number_and_its_unit_is_a_quantity(void **state)
{
	static const char *const none[] = { "95%以上（18600人）", "零火点",
		"零辍学", "62户签约、清表、交地", "86处场所问题闭环",
		"10个支部三次检查", "10个村7个步骤", "18人，培训学时达标",
		"水稻12000亩", "当日办结", "5个工作日办结，满意率90%以上",
		"密度92%", "12项7日内整改", "0户", "个村", "" };
	struct str measure = STR_INIT;
	int64_t target = 0;

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (task_import_quantity(none[i], &target, &measure))
			fail_msg("%s", none[i]);
	assert_true(task_import_quantity("12,000亩", &target, &measure));
	assert_int_equal(target, 1200000);
	assert_string_equal(measure.data, "亩");
	str_clear(&measure);
	assert_true(task_import_quantity("１４个供水点", &target, &measure));
	assert_int_equal(target, 1400);
	assert_string_equal(measure.data, "个供水点");
	str_clear(&measure);
	assert_true(task_import_quantity("3.5公里", &target, &measure));
	assert_int_equal(target, 350);
	str_free(&measure);
}

static const enum task_field exported[] = { TASK_TITLE, TASK_CLASS, TASK_AIM,
	TASK_SCHEDULE, TASK_LEAD, TASK_CO, TASK_LEADER, TASK_START, TASK_DUE,
	TASK_PROGRESS_KIND, TASK_TARGET, TASK_MEASURE, TASK_REQUIREMENTS,
	TASK_MEASURES, TASK_KEY, TASK_URGENCY, TASK_WEIGHT, TASK_RHYTHM,
	TASK_SCOPE, TASK_FIELDS_END };

static void export_task(struct office *o, int64_t id, struct str *out)
{
	struct query_params p = { .today = clock_today(&o->session.clock) };
	struct values v = { 0 };
	const char *cell[32];
	struct str text[32];
	size_t n = 0;

	assert_int_equal(
		record_read(o->store, &task_type.table, id, &p, &v, NULL),
		STATUS_OK);
	for (; exported[n] != TASK_FIELDS_END; n++) {
		text[n] = (struct str)STR_INIT;
		task_export_cell(
			&o->session, &v, &task_fields[exported[n]], &text[n]);
		cell[n] = text[n].data;
	}
	csv_write_row(out, cell, n);
	for (size_t i = 0; i < n; i++)
		str_free(&text[i]);
	values_free(&v);
}

static void an_export_reads_back_unchanged(void **state)
{
	struct office *o = *state;
	struct outcome out;
	struct str file = STR_INIT;
	const char *head[32];
	size_t n = 0;
	int64_t rows = office_count(o, "SELECT count(*) FROM journal");

	for (; exported[n] != TASK_FIELDS_END; n++)
		head[n] = field_label(&task_type, &task_fields[exported[n]]);
	csv_write_row(&file, head, n);
	for (int64_t id = 1; id <= 42; id++)
		export_task(o, id, &file);
	assert_non_null(strstr(file.data, "各村、财政所"));
	assert_non_null(strstr(file.data, ",各站所,"));
	assert_non_null(strstr(file.data, "各村、水利站"));
	enum status status = assign_import_text(o, file.data, NULL, &out);
	for (size_t i = 0; status && i < out.issues.count; i++)
		if (!out.issues.item[i].warning)
			print_error("%d %s\n", out.issues.item[i].line,
				out.issues.item[i].text);
	assert_int_equal(status, STATUS_OK);
	assert_int_equal(out.unchanged, 42);
	outcome_free(&out);
	str_free(&file);
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal"), rows);
}

static void the_same_work_of_another_year_is_another_task(void **state)
{
	struct office *o = *state;
	struct outcome out;

	assert_int_equal(assign_import_text(o,
				 HEAD "森林防火,阶段性,10个巡护片区,林业站,"
				      "各村,副乡长(农业),2027-10-01,"
				      "2028-05-31\n",
				 NULL, &out),
		STATUS_OK);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task WHERE "
					 "title='森林防火'"),
		2);
}

static void an_import_is_undone_as_one(void **state)
{
	struct office *o = *state;
	struct outcome out;
	struct undo_offer offer;
	struct error err = { 0 };

	assert_int_equal(door_undo_offer(&o->session, &offer, &err), STATUS_OK);
	assert_int_equal(offer.parts, 42);
	assert_int_equal(door_undo(&o->session, &offer, &out), STATUS_OK);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM share"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task_now"), 0);
	assert_derived(o);
}

#define WITH(setup, test) \
	cmocka_unit_test_setup_teardown(test, setup, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(people_only, what_is_not_certain_is_told),
		WITH(assign_open, a_second_time_changes_nothing),
		WITH(assign_open, a_line_that_differs_needs_update),
		WITH(people_only, every_bad_line_is_named),
		cmocka_unit_test(only_a_number_and_its_unit_is_a_quantity),
		WITH(assign_open, an_export_reads_back_unchanged),
		WITH(assign_open,
			the_same_work_of_another_year_is_another_task),
		WITH(assign_open, an_import_is_undone_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
