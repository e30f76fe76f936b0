#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "core/date.h"

static int day(const char *iso)
{
	int date = date_of_iso(iso);

	assert_int_not_equal(date, DATE_NONE);
	return date;
}

static void test_every_day_goes_there_and_back(void **state)
{
	int y, m, d, weekday = 1; /* 1900-01-01 was a Monday */
	int last = date_of(2199, 12, 31);
	char iso[DATE_TEXT_BYTES];

	(void)state;
	assert_int_equal(date_of(1970, 1, 1), 0);
	for (int date = date_of(1900, 1, 1); date <= last; date++) {
		date_parts(date, &y, &m, &d);
		assert_int_equal(date_of(y, m, d), date);
		assert_int_equal(date_of_iso(date_iso(date, iso)), date);
		assert_int_equal(date_weekday(date), weekday);
		weekday = weekday % 7 + 1;
	}
}

static void test_days_that_do_not_exist(void **state)
{
	static const char *const none[] = { "2026-02-29", "1900-02-29",
		"2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00",
		"1899-12-31", "2200-01-01", "2026-1-01", "2026-01-01 ",
		" 2026-01-01", "2026/01/01", "", "2026-01-0a" };
	char iso[DATE_TEXT_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(date_of_iso(none[i]), DATE_NONE);
	assert_int_equal(date_of_iso(NULL), DATE_NONE);
	assert_int_not_equal(date_of_iso("2000-02-29"), DATE_NONE);
	assert_string_equal(date_iso(DATE_NONE, iso), "");
	assert_string_equal(date_iso(INT32_MAX, iso), "");
}

static void test_month_end(void **state)
{
	(void)state;
	assert_int_equal(date_month_end(day("2028-02-01")), day("2028-02-29"));
	assert_int_equal(date_month_end(day("2026-12-31")), day("2026-12-31"));
	assert_int_equal(date_month_end(DATE_NONE), DATE_NONE);
}

/* Today is a Tuesday. */
static void test_forms_of_offices(void **state)
{
	static const struct {
		const char *text, *iso;
	} forms[] = {
		{ "2026-12-01", "2026-12-01" },
		{ "2026-12-1", "2026-12-01" },
		{ "2026/12/1", "2026-12-01" },
		{ "2026.12.1", "2026-12-01" },
		{ "20261201", "2026-12-01" },
		{ "2026年12月1日", "2026-12-01" },
		{ "2026 年 12 月 1 日", "2026-12-01" },
		{ "2026年12月1号", "2026-12-01" },
		{ "２０２６－１２－０１", "2026-12-01" },
		{ "2026—12—1", "2026-12-01" },
		{ "　2026-12-01　", "2026-12-01" },
		{ "2026/12/1 0:00:00", "2026-12-01" },
		{ "2026-12-01T00:00:00", "2026-12-01" },
		{ "12-1", "2026-12-01" },
		{ "12/1", "2026-12-01" },
		{ "12月1日", "2026-12-01" },
		{ "12月1", "2026-12-01" },
		{ "6-1", "2026-06-01" },
		{ "5-24", "2027-05-24" },
		{ "5-25", "2026-05-25" },
		{ "1月31日", "2027-01-31" },
		{ "+3", "2026-11-27" },
		{ "+0", "2026-11-24" },
		{ "＋３", "2026-11-27" },
		{ "+3天", "2026-11-27" },
		{ "+3w", "2026-12-15" },
		{ "+3周", "2026-12-15" },
		{ "+4d", "2026-11-30" },
		{ "+4个工作日", "2026-11-30" },
		{ "-1", "2026-11-23" },
		{ "周二", "2026-11-24" },
		{ "周五", "2026-11-27" },
		{ "周一", "2026-11-30" },
		{ "星期日", "2026-11-29" },
		{ "周天", "2026-11-29" },
		{ "礼拜六", "2026-11-28" },
		{ "本周一", "2026-11-23" },
		{ "下周五", "2026-12-04" },
		{ "下个星期五", "2026-12-04" },
		{ "上周五", "2026-11-20" },
		{ "fri", "2026-11-27" },
		{ "Friday", "2026-11-27" },
		{ "月底", "2026-11-30" },
		{ "本月底", "2026-11-30" },
		{ "下月底", "2026-12-31" },
		{ "12月底", "2026-12-31" },
		{ "2月底", "2027-02-28" },
		{ "年底", "2026-12-31" },
		{ "今天", "2026-11-24" },
		{ "明天", "2026-11-25" },
		{ "后天", "2026-11-26" },
		{ "昨天", "2026-11-23" },
		{ "TODAY", "2026-11-24" },
	};
	const struct date_reader r = { .today = day("2026-11-24") };

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char iso[DATE_TEXT_BYTES];
		int date = DATE_NONE;

		if (!date_read(forms[i].text, &r, &date))
			fail_msg("not read: %s", forms[i].text);
		if (strcmp(date_iso(date, iso), forms[i].iso) != 0)
			fail_msg("%s is %s", forms[i].text, iso);
	}
}

static void test_what_is_not_certain_is_not_read(void **state)
{
	static const char *const none[] = { "", " ", "12.1", "2026-12",
		"2026年12月", "26-12-1", "2026-13-1", "2026-2-29", "2026-12/1",
		"2026-12-1x", "2026-12-01 08:30", "12-32", "13-1", "0-1", "1",
		"121", "2026", "202612", "46350", "+", "+3m", "+3x", "+12345",
		"周八", "周", "下五", "下下周五", "月", "下旬", "第10天",
		"2026年12-1", "２０２６", "上半年", "待定", "12-1-2026",
		"2026-12-1日x", "2026 12 01", "2026-12-011", "32月1日" };
	const struct date_reader r = { .today = day("2026-11-24") };

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		int date = 7;

		if (date_read(none[i], &r, &date))
			fail_msg("read: %s", none[i]);
		assert_int_equal(date, 7);
	}
}

static void test_leap_day_of_the_year_that_has_one(void **state)
{
	struct date_reader r = { .today = day("2027-11-24") };
	int date;

	(void)state;
	assert_true(date_read("2-29", &r, &date));
	assert_int_equal(date, day("2028-02-29"));
	r.today = day("2025-01-01");
	assert_false(date_read("2-29", &r, &date));
}

static void test_serials_only_when_told(void **state)
{
	struct date_reader r = { .today = day("2026-11-24"), .serials = true };
	int date;

	(void)state;
	assert_true(date_read("46350", &r, &date));
	assert_int_equal(date, day("2026-11-24"));
	assert_true(date_read("46350.0", &r, &date));
	assert_false(date_read("46350.5", &r, &date));
	assert_false(date_read("2026", &r, &date));
	assert_false(date_read("999999", &r, &date));
	assert_true(date_read("20261201", &r, &date));
	assert_int_equal(date, day("2026-12-01"));
}

static int add_three(void *arg, int from, int count)
{
	assert_ptr_equal(arg, add_three);
	return from + 3 * count;
}

static void test_working_days_are_asked_for(void **state)
{
	const struct date_reader r = { .today = day("2026-11-24"),
		.arg = (void *)(uintptr_t)add_three,
		.add_workdays = add_three };
	int date;

	(void)state;
	assert_true(date_read("+5d", &r, &date));
	assert_int_equal(date, day("2026-12-09"));
}

static void test_day_of_instant(void **state)
{
	const int64_t day_ms = 86400000;

	(void)state;
	assert_int_equal(date_of_instant(0, 0), 0);
	assert_int_equal(date_of_instant(day_ms - 1, 0), 0);
	assert_int_equal(date_of_instant(-1, 0), -1);
	assert_int_equal(date_of_instant(16 * 3600000 - 1, 480), 0);
	assert_int_equal(date_of_instant(16 * 3600000, 480), 1);
	assert_int_equal(date_of_instant(-day_ms, -60), -2);
	assert_int_equal(date_of_instant(INT64_MAX, 480), DATE_NONE);
	assert_int_equal(date_of_instant(INT64_MIN, -480), DATE_NONE);
}

/* New Year's break of 2027 with a make-up Sunday and Saturday around it. */
static const struct workday *table(struct workdays *w)
{
	static struct workday e[5];

	e[0] = (struct workday){ day("2026-12-27"), true };
	e[1] = (struct workday){ day("2026-12-31"), false };
	e[2] = (struct workday){ day("2027-01-01"), false };
	e[3] = (struct workday){ day("2027-01-04"), false };
	e[4] = (struct workday){ day("2027-01-09"), true };
	*w = (struct workdays){ .exception = e, .count = 5 };
	return e;
}

static void test_working_days_over_the_year_end(void **state)
{
	struct workdays w;

	(void)state;
	table(&w);
	assert_true(workdays_is_working(&w, day("2026-12-27")));
	assert_false(workdays_is_working(&w, day("2026-12-31")));
	assert_false(workdays_is_working(&w, day("2027-01-02")));
	assert_int_equal(
		workdays_add(&w, day("2026-12-25"), 1), day("2026-12-27"));
	assert_int_equal(
		workdays_add(&w, day("2026-12-30"), 1), day("2027-01-05"));
	assert_int_equal(
		workdays_add(&w, day("2026-12-30"), 5), day("2027-01-09"));
	assert_int_equal(
		workdays_add(&w, day("2027-01-09"), -5), day("2026-12-30"));
	assert_int_equal(
		workdays_add(&w, day("2027-01-02"), 0), day("2027-01-02"));
}

static void test_between_agrees_with_counting(void **state)
{
	struct workdays w;
	int first = day("2026-12-20");

	(void)state;
	table(&w);
	for (int from = first; from < first + 30; from++) {
		int n = 0;

		assert_int_equal(workdays_between(&w, from, from), 0);
		for (int to = from + 1; to < first + 60; to++) {
			n += workdays_is_working(&w, to);
			assert_int_equal(workdays_between(&w, from, to), n);
			assert_int_equal(workdays_between(&w, to, from), -n);
		}
	}
}

static void test_without_a_table_weekdays_count(void **state)
{
	const struct workdays none = { 0 };

	(void)state;
	assert_int_equal(
		workdays_add(NULL, day("2026-12-31"), 1), day("2027-01-01"));
	assert_int_equal(
		workdays_add(&none, day("2027-01-01"), 1), day("2027-01-04"));
	assert_int_equal(
		workdays_add(NULL, day("2027-01-02"), -1), day("2027-01-01"));
	assert_int_equal(
		workdays_between(NULL, day("2026-12-31"), day("2027-12-31")),
		261);
	assert_int_equal(workdays_add(NULL, day("2199-12-31"), 1), DATE_NONE);
	assert_int_equal(workdays_add(NULL, DATE_NONE, 1), DATE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_goes_there_and_back),
		cmocka_unit_test(test_days_that_do_not_exist),
		cmocka_unit_test(test_month_end),
		cmocka_unit_test(test_forms_of_offices),
		cmocka_unit_test(test_what_is_not_certain_is_not_read),
		cmocka_unit_test(test_leap_day_of_the_year_that_has_one),
		cmocka_unit_test(test_serials_only_when_told),
		cmocka_unit_test(test_working_days_are_asked_for),
		cmocka_unit_test(test_day_of_instant),
		cmocka_unit_test(test_working_days_over_the_year_end),
		cmocka_unit_test(test_between_agrees_with_counting),
		cmocka_unit_test(test_without_a_table_weekdays_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
