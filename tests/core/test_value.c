#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "core/date.h"
#include "core/mem.h"
#include "core/value.h"

static const struct choice kinds[] = {
	{ 1, "count", "数量" },
	{ 2, "percent", "百分比" },
	{ 4, "node", "By/with milestones" },
	{ 0, NULL, NULL },
};

enum {
	TITLE,
	NOTES,
	COUNT,
	TARGET,
	KEY,
	DUE,
	MADE,
	NO,
	KIND,
	KINDS,
	CLASS,
	LEADER,
	CO,
	BALANCE
};

static const struct field fields[] = {
	[TITLE] = { .number = 1, .name = "title", .max = 10 },
	[NOTES] = { .number = 2, .name = "notes", .type = FIELD_LONG },
	[COUNT] = { .number = 3,
		.name = "count",
		.type = FIELD_INT,
		.min = 1,
		.max = 100,
		.unit = "%" },
	[TARGET] = { .number = 4,
		.name = "target",
		.type = FIELD_DECIMAL,
		.unit = ".measure" },
	[KEY] = { .number = 5, .name = "key", .type = FIELD_FLAG },
	[DUE] = { .number = 6,
		.name = "due",
		.type = FIELD_DATE,
		.min = -10,
		.max = 400 },
	[MADE] = { .number = 7, .name = "made", .type = FIELD_INSTANT },
	[NO] = { .number = 8, .name = "no", .type = FIELD_NUMBER },
	[KIND] = { .number = 9,
		.name = "kind",
		.type = FIELD_CHOICE,
		.choices = kinds },
	[KINDS] = { .number = 10,
		.name = "kinds",
		.type = FIELD_CHOICES,
		.choices = kinds },
	[CLASS] = { .number = 11,
		.name = "class",
		.type = FIELD_VALUE,
		.of = "class" },
	[LEADER] = { .number = 12,
		.name = "leader",
		.type = FIELD_REF,
		.of = "person" },
	[CO] = { .number = 0, .name = "co", .type = FIELD_REFS, .of = "unit" },
	[BALANCE] = { .number = 14,
		.name = "balance",
		.type = FIELD_DECIMAL,
		.flags = FIELD_SIGNED,
		.max = 10000 },
	{ .name = NULL },
};

/* A world of four units, two persons of one name and one class. */
static enum status resolve(void *arg, const struct field *f, const char *text,
	int64_t *id, struct issue *issue)
{
	static const char *const name[] = { "", "林业站", "财政所", "村建站",
		"Party Office" };
	int n = 0;

	(void)arg;
	if (!strcmp(text, "韦明")) {
		snprintf(issue->text, sizeof issue->text, "two are so named");
		return STATUS_AMBIGUOUS;
	}
	if (sscanf(text, "%d", &n) == 1 && n > 0 && n < 90) {
		*id = n;
		return STATUS_OK;
	}
	for (size_t i = 1; i < sizeof name / sizeof *name; i++) {
		if (strcmp(text, name[i]) != 0)
			continue;
		*id = (int64_t)i;
		return STATUS_OK;
	}
	(void)f;
	return STATUS_NOT_FOUND;
}

static bool expand(void *arg, const struct field *f, const char *text,
	struct value_ids *ids)
{
	(void)arg;
	(void)f;
	if (strcmp(text, "各村") != 0)
		return false;
	value_ids_add(ids, 9);
	value_ids_add(ids, 8);
	return true;
}

static void name(void *arg, const struct field *f, int64_t id, struct str *out)
{
	static const char *const known[] = { "", "林业站", "财政所", "村建站",
		"Party Office", "甲、乙" };

	(void)arg;
	(void)f;
	if (id < 6)
		str_add(out, known[id]);
}

static struct value_context context(void)
{
	return (struct value_context){
		.today = date_of(2026, 11, 24),
		.type_name = "task",
		.zone_minutes = 480,
		.unit = "座",
		.resolve = resolve,
		.expand = expand,
		.name = name,
	};
}

static void check_int(int field, const char *text, int64_t number)
{
	struct value_context c = context();
	struct value v;
	struct issue issue;

	if (value_parse(&fields[field], text, &c, &v, &issue))
		fail_msg("%s: %s", text, issue.text);
	assert_int_equal(v.kind, VALUE_INT);
	if (v.number != number)
		fail_msg("%s is %lld", text, (long long)v.number);
}

static void check_text(int field, const char *text, const char *column)
{
	struct value_context c = context();
	struct value v;
	struct issue issue;

	if (value_parse(&fields[field], text, &c, &v, &issue))
		fail_msg("%s: %s", text, issue.text);
	assert_int_equal(v.kind, VALUE_TEXT);
	assert_string_equal(v.text, column);
	value_free(&v);
}

/* Refused, with both halves of the answer; said is part of the first. */
static void check_refused(int field, const char *text, const char *said)
{
	struct value_context c = context();
	struct value v = value_int(7);
	struct issue issue;
	enum status status = value_parse(&fields[field], text, &c, &v, &issue);

	assert_int_equal(status, STATUS_INVALID);
	if (!strstr(issue.text, said))
		fail_msg("%s: %s", text, issue.text);
	assert_true(*issue.accepted);
	assert_ptr_equal(issue.field, &fields[field]);
	assert_int_equal(v.kind, VALUE_NULL);
}

static void test_blank_is_null(void **state)
{
	static const char *const blank[] = { "", " ", "　\t\r\n ", NULL };

	(void)state;
	for (int f = 0; fields[f].name; f++) {
		for (size_t i = 0; i < 4; i++) {
			struct value_context c = context();
			struct value v = value_int(7);

			assert_int_equal(
				value_parse(&fields[f], blank[i], &c, &v, NULL),
				STATUS_OK);
			assert_int_equal(v.kind, VALUE_NULL);
		}
	}
}

static void test_text(void **state)
{
	(void)state;
	check_text(TITLE, "　㠭𠅤明 阿·买 ", "㠭𠅤明 阿·买");
	check_text(TITLE, "１２３（甲）", "１２３（甲）"); /* never folded */
	check_text(TITLE, "一二三四五六七八九十", "一二三四五六七八九十");
	check_refused(TITLE, "一二三四五六七八九十甲", "11 characters, 1 more");
	check_refused(TITLE, "甲\n乙", "line end");
	check_refused(TITLE, "甲\t乙", "tab");
	check_refused(TITLE, "甲\x1b[31m", "control");
	check_refused(TITLE, "甲\u202e乙", "direction");
	check_refused(TITLE, "甲\u2066乙", "direction");
	check_refused(TITLE, "\xb4\xfa", "damaged");
	check_text(NOTES, "甲\r\n乙\r丙\n", "甲\n乙\n丙");
	check_refused(NOTES, "甲\x07", "control");
}

static void test_numbers(void **state)
{
	(void)state;
	check_int(COUNT, "92%", 92);
	check_int(COUNT, "９２", 92);
	check_int(TARGET, "120座", 12000);
	check_int(TARGET, "1,234.5", 123450);
	check_int(TARGET, "1.2万座", 1200000);
	check_int(BALANCE, "-100", -10000);
	check_refused(COUNT, "0", "too small");
	check_refused(COUNT, "101", "too large");
	check_refused(COUNT, "9.5", "whole number");
	check_refused(TARGET, "-1", "too small");
	check_refused(TARGET, "1.234", "two decimals");
	check_refused(TARGET, "120亩", "not its unit 座");
	check_refused(BALANCE, "-100.01", "too small");
	check_int(NO, "（2026）12号", 202600012);
	check_refused(NO, "2026-12", "no number of a year");
}

static void test_flags_and_choices(void **state)
{
	(void)state;
	check_int(KEY, "是", 1);
	check_int(KEY, "√", 1);
	check_int(KEY, "YES", 1);
	check_int(KEY, "１", 1);
	check_int(KEY, "否", 0);
	check_int(KEY, "no", 0);
	check_int(KEY, "0", 0);
	check_refused(KEY, "2", "neither");
	check_int(KIND, "数量", 1);
	check_int(KIND, "Percent", 2);
	check_int(KIND, "4", 4);
	check_int(KIND, "by/with milestones", 4);
	check_refused(KIND, "3", "none of the choices");
	check_refused(KIND, "99999999999", "none of the choices");
	check_int(KINDS, "数量、百分比", 1 << 1 | 1 << 2);
	check_int(KINDS, "node,count", 1 << 1 | 1 << 4);
	check_refused(KINDS, "数量、无", "none of the choices");
}

static void test_days(void **state)
{
	struct value_context c = context();
	struct value v;
	struct issue issue;

	(void)state;
	check_text(DUE, "12月1日", "2026-12-01");
	check_text(DUE, "+3d", "2026-11-27");
	check_text(DUE, "today", "2026-11-24");
	check_refused(DUE, "待定", "no date");
	check_refused(DUE, "2026-02-30", "no such day");
	check_refused(DUE, "46350", "no date");
	check_refused(DUE, "2026-11-13", "too early");
	check_refused(DUE, "2199-12-31", "too late");
	c.serials = true;
	assert_int_equal(
		value_parse(&fields[DUE], "46350", &c, &v, &issue), STATUS_OK);
	assert_string_equal(v.text, "2026-11-24");
	value_free(&v);
	check_int(MADE, "1970-01-02 08:00", 86400000);
	check_int(MADE, "1970-01-02 08:00:01.500", 86401500);
	check_int(MADE, "86400000", 86400000);
	check_refused(MADE, "2026-11-24", "no day with a time");
	check_refused(MADE, "2026-11-24 24:00", "no day with a time");
	check_refused(MADE, "2026-11-24 8:00", "no day with a time");
}

static void test_references(void **state)
{
	struct value_context c = context();
	struct value v;
	struct issue issue;

	(void)state;
	check_int(CLASS, "林业站", 1);
	check_int(LEADER, "Party Office", 4);
	check_int(LEADER, "#17", 17);
	check_text(CO, "林业站、财政所，村建站", ",1,2,3,");
	check_text(CO, "村建站 林业站；林业站", ",1,3,");
	check_text(CO, "Party Office, 林业站 财政所", ",1,2,4,");
	check_text(CO, "各村、财政所", ",2,8,9,");
	check_text(CO, ",3,17,", ",3,17,");
	check_refused(TITLE, "甲\n乙", "line end");
	assert_int_equal(value_parse(&fields[LEADER], "某某", &c, &v, &issue),
		STATUS_NOT_FOUND);
	assert_non_null(strstr(issue.text, "某某"));
	assert_int_equal(
		value_parse(&fields[CO], "林业站、韦明", &c, &v, &issue),
		STATUS_AMBIGUOUS);
	assert_string_equal(issue.found, "韦明");
	assert_int_equal(v.kind, VALUE_NULL);
	assert_int_equal(
		value_parse(&fields[CO], "林业站 某 财政所", &c, &v, &issue),
		STATUS_NOT_FOUND);
	assert_string_equal(issue.found, "某");
}

static void check_print(
	int field, struct value v, enum value_style style, const char *shown)
{
	struct value_context c = context();
	struct str s = STR_INIT;

	value_print(&fields[field], &v, &c, style, &s);
	assert_string_equal(s.data, shown);
	str_free(&s);
	value_free(&v);
}

static void test_print(void **state)
{
	(void)state;
	check_print(TITLE, value_text(NULL), VALUE_FOR_PEOPLE, "");
	check_print(COUNT, value_int(92), VALUE_FOR_PEOPLE, "92%");
	check_print(COUNT, value_int(92), VALUE_FOR_FILES, "92");
	check_print(TARGET, value_int(9250), VALUE_FOR_LIST, "92.5座");
	check_print(TARGET, value_int(9250), VALUE_FOR_CODE, "92.5");
	check_print(KEY, value_int(1), VALUE_FOR_PEOPLE, "yes");
	check_print(KEY, value_int(0), VALUE_FOR_CODE, "0");
	check_print(DUE, value_text("2026-12-10"), VALUE_FOR_LIST, "12-10");
	check_print(DUE, value_text("2027-01-10"), VALUE_FOR_LIST, "27.01");
	check_print(
		DUE, value_text("2026-12-10"), VALUE_FOR_FILES, "2026-12-10");
	check_print(MADE, value_int(86401500), VALUE_FOR_PEOPLE,
		"1970-01-02 08:00");
	check_print(MADE, value_int(86401500), VALUE_FOR_FILES,
		"1970-01-02 08:00:01.500");
	check_print(MADE, value_int(86401500), VALUE_FOR_CODE, "86401500");
	check_print(NO, value_int(202600012), VALUE_FOR_LIST, "〔2026〕12");
	check_print(NO, value_int(202600012), VALUE_FOR_CODE, "202600012");
	check_print(KIND, value_int(2), VALUE_FOR_PEOPLE, "百分比");
	check_print(KIND, value_int(2), VALUE_FOR_CODE, "percent");
	check_print(KIND, value_int(77), VALUE_FOR_PEOPLE, "77");
	check_print(KINDS, value_int(6), VALUE_FOR_PEOPLE, "数量, 百分比");
	check_print(CO, value_text(",1,4,77,"), VALUE_FOR_PEOPLE,
		"林业站, Party Office, #77");
	check_print(CO, value_text(",1,4,"), VALUE_FOR_CODE, ",1,4,");
	check_print(CO, value_text(",5,"), VALUE_FOR_FILES, "#5");
	check_print(CO, value_text(",5,"), VALUE_FOR_PEOPLE, "甲、乙");
	check_print(LEADER, value_int(3), VALUE_FOR_FILES, "村建站");
}

static void test_files_and_code_read_back(void **state)
{
	static const struct {
		int field;
		int64_t number;
		const char *text;
	} cases[] = { { TITLE, 0, "甲,乙\"丙" }, { NOTES, 0, "甲\n\n乙" },
		{ COUNT, 100, NULL }, { TARGET, 1, NULL },
		{ BALANCE, -9999, NULL }, { KEY, 0, NULL }, { KEY, 1, NULL },
		{ DUE, 0, "2026-12-31" }, { MADE, 1764000000123, NULL },
		{ MADE, 0, NULL }, { NO, 202699999, NULL }, { KIND, 4, NULL },
		{ KINDS, 22, NULL }, { CLASS, 3, NULL }, { LEADER, 5, NULL },
		{ LEADER, 77, NULL }, { CO, 0, ",1,4,5,77," } };
	static const enum value_style styles[] = { VALUE_FOR_FILES,
		VALUE_FOR_CODE, VALUE_FOR_PEOPLE };
	struct value_context c = context();

	(void)state;
	for (size_t i = 0; i < 3 * sizeof cases / sizeof *cases; i++) {
		const struct field *f = &fields[cases[i / 3].field];
		enum value_style style = styles[i % 3];
		struct str s = STR_INIT;
		struct value v, back;
		struct issue issue;

		if (style == VALUE_FOR_PEOPLE &&
			(f == &fields[MADE] || f == &fields[CO] ||
				f == &fields[KINDS] || f == &fields[LEADER]))
			continue;
		v = cases[i / 3].text ? value_text(cases[i / 3].text)
				      : value_int(cases[i / 3].number);
		value_print(f, &v, &c, style, &s);
		if (f == &fields[LEADER] && v.number == 5 &&
			style == VALUE_FOR_FILES) {
			str_clear(&s);
			str_add(&s, "#5");
		}
		if (value_parse(f, s.data, &c, &back, &issue))
			fail_msg("%s: %s", s.data, issue.text);
		assert_true(value_equal(&v, &back));
		value_free(&v);
		value_free(&back);
		str_free(&s);
	}
}

static void test_sets(void **state)
{
	struct values a = { 0 }, b = { 0 };

	(void)state;
	assert_null(values_get(&a, &fields[TITLE]));
	values_set_text(&a, &fields[TITLE], "甲");
	values_set_int(&a, &fields[COUNT], 3);
	values_set_null(&a, &fields[DUE]);
	values_set_text(&a, &fields[TITLE], "乙");
	assert_int_equal(a.count, 3);
	assert_string_equal(values_text(&a, &fields[TITLE]), "乙");
	assert_int_equal(values_int(&a, &fields[COUNT]), 3);
	assert_int_equal(values_int(&a, &fields[TITLE]), 0);
	assert_null(values_text(&a, &fields[COUNT]));
	assert_true(values_has(&a, &fields[DUE]));
	assert_int_equal(values_get(&a, &fields[DUE])->kind, VALUE_NULL);
	values_set_int(&b, &fields[COUNT], 9);
	values_set_int(&b, &fields[KEY], 1);
	values_copy(&b, &a);
	values_remove(&a, &fields[TITLE]);
	values_remove(&a, &fields[TITLE]);
	assert_int_equal(a.count, 2);
	assert_int_equal(values_int(&a, &fields[COUNT]), 3);
	assert_int_equal(b.count, 4);
	assert_int_equal(values_int(&b, &fields[COUNT]), 3);
	assert_string_equal(values_text(&b, &fields[TITLE]), "乙");
	values_free(&a);
	values_free(&b);
}

static void test_issues_keep_whole_characters(void **state)
{
	struct issues s = { 0 };
	char text[1000] = "";

	(void)state;
	for (int i = 0; i < 300; i++)
		strcat(text, "字");
	issues_add(&s, NULL, true, "warned %d", 7);
	struct issue *issue = issues_add(&s, &fields[DUE], false, "%s", text);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.errors, 1);
	assert_string_equal(s.item[0].text, "warned 7");
	size_t n = strlen(issue->text);
	assert_int_equal(n % 3, 0);
	assert_string_equal(issue->text + n - 3, "…");
	issues_free(&s);
}

static void test_ids(void **state)
{
	static const char *const bad[] = { ",", ",,", ",1", "1,", ",a,", ",1,x",
		",0,", ",-1,", ",1,,2," };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct value_ids ids = { 0 };

		if (value_ids_read(&ids, bad[i]))
			fail_msg("read: %s", bad[i]);
		value_ids_free(&ids);
	}
	struct value_ids ids = { 0 };
	struct str s = STR_INIT;
	assert_true(value_ids_read(&ids, NULL));
	value_ids_print(&ids, &s);
	assert_string_equal(s.data, "");
	assert_true(value_ids_read(&ids, ",17,3,17,"));
	value_ids_print(&ids, &s);
	assert_string_equal(s.data, ",3,17,");
	value_ids_free(&ids);
	str_free(&s);
}

static void test_fields(void **state)
{
	const struct field retired = {
		.number = 3, .name = "x", .flags = FIELD_RETIRED
	};

	(void)state;
	assert_ptr_equal(field_find(fields, "due"), &fields[DUE]);
	assert_null(field_find(fields, "du"));
	assert_null(field_find(fields, NULL));
	assert_ptr_equal(field_numbered(fields, 6), &fields[DUE]);
	assert_null(field_numbered(fields, 0));
	assert_true(field_is_stored(&fields[DUE]));
	assert_false(field_is_stored(&fields[CO]));
	assert_false(field_is_stored(&retired));
	assert_true(field_is_text(&fields[DUE]));
	assert_false(field_is_text(&fields[MADE]));
	assert_int_equal(field_max_chars(&fields[TITLE]), 10);
	assert_int_equal(field_max_chars(&fields[NOTES]), 4000);
	assert_int_equal(field_max_chars(&fields[COUNT]), 200);
	assert_null(choice_numbered(kinds, 3));
	assert_string_equal(choice_numbered(kinds, 4)->name, "node");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blank_is_null),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_flags_and_choices),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_files_and_code_read_back),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_issues_keep_whole_characters),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
