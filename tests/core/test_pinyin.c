#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "core/pinyin.h"

static bool has(uint32_t code, const char *name)
{
	const char *all[8];
	size_t n = pinyin_readings(code, all, 8);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i], name) == 0)
			return true;
	return false;
}

static void every_official_reading(void **state)
{
	const char *all[8];

	(void)state;
	assert_true(has(0x66fe, "zeng") && has(0x66fe, "ceng")); /* 曾 */
	assert_true(has(0x5355, "dan") && has(0x5355, "shan"));	 /* 单 */
	assert_true(has(0x533a, "ou") && has(0x533a, "qu"));	 /* 区 */
	assert_true(has(0x5415, "lv"));				 /* 吕 */
	assert_true(has(0x8983, "qin") || has(0x8983, "tan"));	 /* 覃 */
	assert_false(has(0x97e6, "wo"));			 /* 韦 */
	assert_int_equal(pinyin_readings('a', all, 8), 0);
	assert_int_equal(pinyin_readings(0, all, 8), 0);
	assert_int_equal(pinyin_readings(0x10ffff, all, 8), 0);
}

static void letters_find_names(void **state)
{
	size_t at;

	(void)state;
	assert_true(pinyin_match("韦小燕", "wxy", NULL));
	assert_true(pinyin_match("韦小燕", "weixiaoyan", NULL));
	assert_true(pinyin_match("韦小燕", "weixy", NULL));
	assert_true(pinyin_match("韦小燕", "wxyan", NULL));
	assert_true(pinyin_match("韦小燕", "weixiaoy", NULL));
	assert_true(pinyin_match("韦小燕", "Wei X", NULL));
	assert_true(pinyin_match("韦小燕", "xy", &at));
	assert_int_equal(at, strlen("韦"));
	assert_false(pinyin_match("韦小燕", "wy", NULL));
	assert_false(pinyin_match("韦小燕", "weixiaoyanz", NULL));
	assert_false(pinyin_match("韦小燕", "", NULL));
	assert_false(pinyin_match("", "w", NULL));
	assert_true(pinyin_match("曾庆", "zq", NULL));
	assert_true(pinyin_match("曾庆", "cq", NULL));
}

static void signs_are_left_out(void **state)
{
	(void)state;
	assert_true(pinyin_match("阿·布都", "abd", NULL));
	assert_true(pinyin_match("12345热线工单", "12345rx", NULL));
	assert_true(pinyin_match("村“两委”换届", "clwhj", NULL));
	assert_true(pinyin_match("Ａ区改造", "aqgz", NULL));
}

static void what_is_pinyin(void **state)
{
	(void)state;
	assert_true(pinyin_is_typed("wxy"));
	assert_true(pinyin_is_typed("ｗｘ y"));
	assert_false(pinyin_is_typed(""));
	assert_false(pinyin_is_typed("  "));
	assert_false(pinyin_is_typed("韦"));
	assert_false(pinyin_is_typed("w1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_official_reading),
		cmocka_unit_test(letters_find_names),
		cmocka_unit_test(signs_are_left_out),
		cmocka_unit_test(what_is_pinyin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
