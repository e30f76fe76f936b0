#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "core/number.h"

static void test_numbers_of_offices(void **state)
{
	static const struct {
		const char *text, *unit;
		int64_t hundredths;
	} forms[] = {
		{ "120", "", 12000 },
		{ " 120 ", NULL, 12000 },
		{ "1,234.5", "", 123450 },
		{ "1,234,567", "", 123456700 },
		{ "１２０", "", 12000 },
		{ "１，２３４．５", "", 123450 },
		{ "92。5", "", 9250 },
		{ "92.50", "", 9250 },
		{ "92.500", "", 9250 },
		{ ".5", "", 50 },
		{ "0", "", 0 },
		{ "-0.01", "", -1 },
		{ "－3", "", -300 },
		{ "−3", "", -300 },
		{ "92.5%", "%", 9250 },
		{ "92.5％", "%", 9250 },
		{ "92.5 %", "%", 9250 },
		{ "120座", "座", 12000 },
		{ "12万", "", 12000000 },
		{ "12 万", "元", 12000000 },
		{ "1.23456万", "", 1234560 },
		{ "12万元", "元", 12000000 },
		{ "12万元", "万元", 1200 },
		{ "3.2亿", "", INT64_C(32000000000) },
		{ "10,000,000,000,000", "", NUMBER_MAX },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		int64_t n = 77;
		struct error e = { 0 };

		if (number_read(forms[i].text, forms[i].unit, &n, &e))
			fail_msg("%s: %s", forms[i].text, e.what);
		if (n != forms[i].hundredths)
			fail_msg("%s is %lld", forms[i].text, (long long)n);
	}
}

static void test_what_is_not_certain_is_refused(void **state)
{
	static const struct {
		const char *text, *unit, *said;
	} forms[] = {
		{ "", "", "not a number" },
		{ "约120", "", "not a number" },
		{ "+5", "", "not a number" },
		{ "十二", "", "not a number" },
		{ "-", "", "not a number" },
		{ ".", "", "not a number" },
		{ "1.234", "", "two decimals" },
		{ "1.2345678万", "", "two decimals" },
		{ "0.1234567890123456789", "", "two decimals" },
		{ "1,23", "", "comma" },
		{ "1234,567", "", "comma" },
		{ "1,2345", "", "comma" },
		{ ",123", "", "comma" },
		{ "10,000,000,000,000.01", "", "too large" },
		{ "99999999999999999999999", "", "too large" },
		{ "100000000亿", "", "too large" },
		{ "120座", "亩", "not its unit 亩" },
		{ "120座", "", "not certain" },
		{ "92.5%", "", "not certain" },
		{ "92.5%", NULL, "not certain" },
		{ "12万", NULL, "not certain" },
		{ "12万", "万元", "not its unit" },
		{ "12万5", "", "not certain" },
		{ "120左右", "", "not certain" },
		{ "1 200", "", "not certain" },
		{ "5.", "", "not certain" },
		{ "1.2.3", "", "not certain" },
		{ "1e5", "", "not certain" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		int64_t n = 77;
		struct error e = { 0 };
		enum status status =
			number_read(forms[i].text, forms[i].unit, &n, &e);

		if (status != STATUS_INVALID || !strstr(e.what, forms[i].said))
			fail_msg("%s: %d %s", forms[i].text, status, e.what);
		assert_true(*e.todo);
		assert_int_equal(n, 77);
	}
}

static void test_whole_numbers(void **state)
{
	int64_t n;
	struct error e;

	(void)state;
	assert_int_equal(number_read_whole("12.00", "", &n, &e), STATUS_OK);
	assert_int_equal(n, 12);
	assert_int_equal(number_read_whole("1.2万", "", &n, &e), STATUS_OK);
	assert_int_equal(n, 12000);
	assert_int_equal(number_read_whole("12.5", "", &n, &e), STATUS_INVALID);
	assert_non_null(strstr(e.what, "whole number"));
	assert_int_equal(
		number_read_whole("12.5", "", &n, NULL), STATUS_INVALID);
}

static void test_number_and_rest(void **state)
{
	static const struct {
		const char *text;
		int64_t hundredths;
		const char *rest;
	} forms[] = { { "120座", 12000, "座" }, { "320万元", 32000, "万元" },
		{ "10个村", 1000, "个村" },
		{ "95%以上（18600人）", 9500, "%以上（18600人）" },
		{ "12，000 亩", 1200000, "亩" }, { "8", 800, "" } };
	int64_t n;
	const char *rest;

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		assert_true(number_split(forms[i].text, &n, &rest));
		assert_int_equal(n, forms[i].hundredths);
		assert_string_equal(rest, forms[i].rest);
	}
	assert_false(number_split("零火点", &n, &rest));
	assert_false(number_split("1.234座", &n, &rest));
}

static void test_printed_numbers_read_back(void **state)
{
	static const struct {
		int64_t n;
		const char *text;
	} cases[] = { { 9250, "92.5" }, { 12000, "120" }, { 1, "0.01" },
		{ -5, "-0.05" }, { -1210, "-12.1" }, { 0, "0" },
		{ NUMBER_MAX, "10000000000000" } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str s = STR_INIT;
		int64_t n = 77;

		number_print(cases[i].n, &s);
		assert_string_equal(s.data, cases[i].text);
		assert_int_equal(number_read(s.data, NULL, &n, NULL), 0);
		assert_int_equal(n, cases[i].n);
		str_free(&s);
	}
	struct str s = STR_INIT;
	number_print(INT64_MIN, &s);
	assert_string_equal(s.data, "-92233720368547758.08");
	str_free(&s);
}

static void test_serials(void **state)
{
	static const char *const forms[] = { "〔2026〕12号", "[2026]12",
		"(2026)12", "（2026）12号", "2026年12号", "【2026】12号",
		"〔2026〕第12号", " 〔２０２６〕 １２ 号 ", "2026 年第 12 号",
		"［2026］12", "202600012" };
	static const char *const none[] = { "", "12", "2026-12", "2026-12号",
		"〔2026〕", "〔2026]12", "〔26〕12号", "〔2026〕0号",
		"〔2026〕100000号", "〔2026〕12号x", "2026年", "第12号",
		"20260001", "〔1800〕12号", "2026〕12号", "202600000" };

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		int64_t n = 0;

		if (!number_read_serial(forms[i], &n) || n != 202600012)
			fail_msg("%s is %lld", forms[i], (long long)n);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		int64_t n = 7;

		if (number_read_serial(none[i], &n) || n != 7)
			fail_msg("read: %s", none[i]);
	}
	struct str s = STR_INIT;
	number_print_serial(202600012, &s);
	assert_string_equal(s.data, "〔2026〕12号");
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_of_offices),
		cmocka_unit_test(test_what_is_not_certain_is_refused),
		cmocka_unit_test(test_whole_numbers),
		cmocka_unit_test(test_number_and_rest),
		cmocka_unit_test(test_printed_numbers_read_back),
		cmocka_unit_test(test_serials),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
