#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "core/csv.h"
#include "core/header.h"

enum { NO, TITLE, DUE, DONE, UNIT, OLD };

static const struct field fields[] = {
	[NO] = { .name = "no", .label = "number", .headers = "编号|任务编号" },
	[TITLE] = { .name = "title",
		.label = "task",
		.headers = "工作任务|任务名称|任务" },
	[DUE] = { .name = "due",
		.label = "due date",
		.headers = "完成时限|截止日期" },
	[DONE] = { .name = "done",
		.label = "done",
		.headers = "完成数（座）|阿·买" },
	[UNIT] = { .name = "unit", .label = "unit", .headers = "单位" },
	[OLD] = { .name = "old",
		.label = "old",
		.headers = "旧栏",
		.flags = FIELD_RETIRED },
	{ .name = NULL },
};
static const struct field *const all[] = { &fields[NO], &fields[TITLE],
	&fields[DUE], &fields[DONE], &fields[UNIT], NULL };

static void test_one_header(void **state)
{
	static const struct {
		const char *header;
		int field;
	} cases[] = { { "工作任务", TITLE }, { " 工 作 任 务 ", TITLE },
		{ "工作任务：", TITLE }, { "*任务", TITLE }, { "Title", TITLE },
		{ "ＴＩＴＬＥ", TITLE }, { "Due Date", DUE },
		{ "duedate", DUE }, { "截止日期（年月日）", DUE },
		{ "完成\n时限", DUE }, { "完成数（座）", DONE },
		{ "完成数(座)", DONE }, { "完成数", DONE },
		{ "完成数【亩】", DONE }, { "阿•买", DONE }, { "阿．买", DONE },
		{ "阿‧买", DONE }, { "unit", UNIT } };
	static const char *const none[] = { "", "工作", "任务的单位", "旧栏",
		"（任务）", "|", "old", "number of" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct field *f =
			header_match(all, "task", cases[i].header);

		if (f != &fields[cases[i].field])
			fail_msg("%s is %s", cases[i].header,
				f ? f->name : "nothing");
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (header_match(all, "task", none[i]))
			fail_msg("taken: %s", none[i]);
	}
}

static enum status find(const char *text, const struct header_map *map,
	struct header *h, struct issues *issues)
{
	struct sheet s = { 0 };

	if (csv_read(text, strlen(text), NULL, &s, NULL, NULL))
		fail_msg("%s", text);
	enum status status = header_find(&s, all, "task", map, h, issues);
	sheet_free(&s);
	return status;
}

static void test_below_titles(void **state)
{
	struct header h;
	struct issues issues = { 0 };

	(void)state;
	assert_int_equal(find("任务,,,\n填报：某乡,,,\n序号,任务,天气,单位,\n"
			      "1,任务,单位,晴,\n",
				 NULL, &h, &issues),
		STATUS_OK);
	assert_int_equal(h.row, 2);
	assert_int_equal(h.columns, 4);
	assert_null(h.field[0]);
	assert_ptr_equal(h.field[1], &fields[TITLE]);
	assert_null(h.field[2]);
	assert_int_equal(header_column(&h, &fields[UNIT]), 3);
	assert_int_equal(header_column(&h, &fields[DUE]), -1);
	assert_int_equal(issues.count, 1); /* 序号 is no stranger */
	assert_true(issues.item[0].warning);
	assert_int_equal(issues.item[0].line, 3);
	assert_int_equal(issues.item[0].column, 3);
	assert_string_equal(issues.item[0].found, "天气");
	header_free(&h);
	issues_free(&issues);
}

static void test_doubles_are_refused(void **state)
{
	struct header h;
	struct issues issues = { 0 };

	(void)state;
	assert_int_equal(
		find("任务,完成时限,截止日期\n1,2,3\n", NULL, &h, &issues),
		STATUS_INVALID);
	assert_int_equal(issues.errors, 1);
	assert_ptr_equal(issues.item[0].field, &fields[DUE]);
	assert_non_null(strstr(issues.item[0].text, "Columns 2 and 3"));
	header_free(&h);
	issues_free(&issues);
}

static void test_no_headers(void **state)
{
	struct header h;
	struct issues issues = { 0 };

	(void)state;
	assert_int_equal(find("甲,乙,任务\n1,2,3\n", NULL, &h, &issues),
		STATUS_NOT_FOUND);
	assert_int_equal(issues.errors, 1);
	assert_non_null(strstr(issues.item[0].accepted, "工作任务"));
	header_free(&h);
	issues_free(&issues);
}

static void test_what_a_person_said(void **state)
{
	static const struct header_map map[] = { { "due", "啥时候", false },
		{ "", "单位", false }, { NULL, NULL, false } };
	static const struct header_map wrong[] = { { "duo", "啥时候", false },
		{ "due", "哪天", false }, { NULL, NULL, false } };
	struct header h;
	struct issues issues = { 0 };

	(void)state;
	assert_int_equal(find("任务,啥 时候,单位\n1,2,3\n", map, &h, &issues),
		STATUS_OK);
	assert_ptr_equal(h.field[1], &fields[DUE]);
	assert_null(h.field[2]);
	assert_int_equal(issues.count, 0);
	header_free(&h);
	assert_int_equal(find("任务,啥时候,单位\n1,2,3\n", wrong, &h, &issues),
		STATUS_INVALID);
	assert_int_equal(issues.errors, 2);
	header_free(&h);
	issues_free(&issues);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_header),
		cmocka_unit_test(test_below_titles),
		cmocka_unit_test(test_doubles_are_refused),
		cmocka_unit_test(test_no_headers),
		cmocka_unit_test(test_what_a_person_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
