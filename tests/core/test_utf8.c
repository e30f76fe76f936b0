#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/utf8.h"

static void every_scalar_comes_back(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= UTF8_MAX_CODE; c++) {
		char b[UTF8_MAX_BYTES];
		uint32_t code;
		size_t n = utf8_encode(c, b);

		assert_int_equal(utf8_next(b, n, &code), n);
		assert_int_equal(code, utf8_is_scalar(c) ? c : UTF8_BAD);
		assert_true(utf8_check(b, n, NULL));
		assert_int_equal(utf8_back(b, n), 0);
	}
	assert_false(utf8_is_scalar(0xd800));
	assert_false(utf8_is_scalar(0xdfff));
	assert_false(utf8_is_scalar(0x110000));
}

/* The example of Unicode 15, table 3-11, and its neighbours. */
static void maximal_subparts(void **state)
{
	static const struct {
		const char *bytes;
		size_t part[6]; /* bytes of each, ends with 0 */
	} row[] = {
		{ "\xe1\x80\xe2\xf0\x91\x92", { 2, 1, 3 } },
		{ "\xc0\xaf\xe0\x80\xbf", { 1, 1, 1, 1, 1 } },
		{ "\xed\xa0\x80", { 1, 1, 1 } },
		{ "\xf4\x91\x92\x93", { 1, 1, 1, 1 } },
		{ "\xf1\xbf\xbf\xbf", { 4 } },
		{ "\xe4\xb8", { 2 } },
		{ "\xff\xfe", { 1, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		size_t len = strlen(row[i].bytes);
		size_t at = 0;
		uint32_t code;

		for (size_t k = 0; row[i].part[k]; k++) {
			size_t n =
				utf8_next(row[i].bytes + at, len - at, &code);

			assert_int_equal(n, row[i].part[k]);
			assert_true(code == UTF8_BAD || n == 4);
			assert_int_equal(utf8_back(row[i].bytes, at + n), at);
			at += n;
		}
		assert_int_equal(at, len);
	}
}

static void faults_are_named(void **state)
{
	static const struct {
		const char *bytes;
		size_t at;
		enum utf8_reason reason;
	} row[] = {
		{ "王芳", 6, UTF8_VALID },
		{ "\xef\xbf\xbd", 3, UTF8_VALID },
		{ "a\x80", 1, UTF8_STRAY },
		{ "\xfe", 0, UTF8_STRAY },
		{ "王\xe8\x8a", 3, UTF8_SHORT },
		{ "\xe8\x8a王", 0, UTF8_SHORT },
		{ "\xf0", 0, UTF8_SHORT },
		{ "ab\xc0\xaf", 2, UTF8_OVERLONG },
		{ "\xe0\x80\xaf", 0, UTF8_OVERLONG },
		{ "\xf0\x80\x80\xaf", 0, UTF8_OVERLONG },
		{ "\xed\xb0\x80", 0, UTF8_SURROGATE },
		{ "\xf4\x90\x80\x80", 0, UTF8_BEYOND },
		{ "\xf5\x80\x80\x80", 0, UTF8_BEYOND },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct utf8_fault fault;
		bool ok =
			utf8_check(row[i].bytes, strlen(row[i].bytes), &fault);

		assert_int_equal(fault.reason, row[i].reason);
		assert_int_equal(fault.at_bytes, row[i].at);
		assert_int_equal(ok, row[i].reason == UTF8_VALID);
		assert_true(*utf8_reason_text(fault.reason));
	}
	/* NUL inside a counted text is a character like others */
	assert_true(utf8_check("a\0b", 3, NULL));
}

static void counts_and_cuts(void **state)
{
	static const char name[] = "㠭𠅤明";

	(void)state;
	assert_int_equal(utf8_count(name), 3);
	assert_int_equal(utf8_count(""), 0);
	assert_int_equal(utf8_count("a\xe4\xb8"), 2);
	assert_int_equal(utf8_whole(name, 10), 10);
	assert_int_equal(utf8_whole(name, 9), 7);
	assert_int_equal(utf8_whole(name, 6), 3);
	assert_int_equal(utf8_whole(name, 2), 0);
	assert_int_equal(utf8_whole(name, 0), 0);
	assert_int_equal(utf8_whole("\x80\x80\x80\x80\x80", 5), 5);
	assert_int_equal(utf8_back(name, 10), 7);
	assert_int_equal(utf8_back(name, 7), 3);
	assert_int_equal(utf8_back(name, 0), 0);
}

static void full_width_is_folded(void **state)
{
	char text[] = "２０２６－１２－１０　Ａｂ（中）\xff，";

	(void)state;
	utf8_fold_text(text);
	assert_string_equal(text, "2026-12-10 Ab(中)\xff,");
	assert_int_equal(utf8_fold(0xff01), '!');
	assert_int_equal(utf8_fold(0xff5e), '~');
	assert_int_equal(utf8_fold(0xff5f), 0xff5f);
	assert_int_equal(utf8_fold(0x3002), 0x3002);
}

static void keys_are_folded(void **state)
{
	static const char pair[][8] = { "、/", "？?", "。.", "，,", "【[",
		"「[", "·[", "】]", "」]", "《<", "》>", "ｎn", "５5", "　 ",
		"中中" };

	(void)state;
	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		const char *p = pair[i];
		uint32_t from, to;

		assert_true(utf8_step(&p, &from));
		assert_true(utf8_step(&p, &to));
		assert_int_equal(utf8_fold_key(from), to);
	}
}

/* The bytes stand at the end of their own block: ASan sees a read beyond. */
static void random_bytes(void **state)
{
	(void)state;
	srand(1);
	for (int round = 0; round < 200000; round++) {
		size_t len = (size_t)(rand() % 12);
		char *s = malloc(len ? len : 1);
		size_t stop[13];
		size_t stops = 0;
		uint32_t code;

		for (size_t i = 0; i < len; i++)
			s[i] = (char)(rand() % 3 ? 0x80 + rand() % 128
						 : rand() % 256);
		for (size_t at = 0, n; at < len; at += n) {
			stop[stops++] = at;
			n = utf8_next(s + at, len - at, &code);
			assert_true(n >= 1 && n <= len - at);
			assert_true(utf8_is_scalar(code));
			assert_int_equal(utf8_back(s, at + n), at);
		}
		assert_true(utf8_whole(s, len) <= len);
		struct utf8_fault fault;
		if (!utf8_check(s, len, &fault)) {
			bool at_stop = false;

			for (size_t i = 0; i < stops; i++)
				at_stop |= stop[i] == fault.at_bytes;
			assert_true(at_stop);
			assert_int_not_equal(fault.reason, UTF8_VALID);
		}
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_comes_back),
		cmocka_unit_test(maximal_subparts),
		cmocka_unit_test(faults_are_named),
		cmocka_unit_test(counts_and_cuts),
		cmocka_unit_test(full_width_is_folded),
		cmocka_unit_test(keys_are_folded),
		cmocka_unit_test(random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
