#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"
#include "core/str.h"

static void empty_is_a_string(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	assert_string_equal(s.data, "");
	str_add(&s, NULL);
	str_add_bytes(&s, "x", 0);
	str_clear(&s);
	str_cut(&s, 5);
	assert_string_equal(s.data, "");
	assert_ptr_equal(s.data, str_empty); /* nothing was allocated */
	char *taken = str_take(&s);
	assert_string_equal(taken, "");
	mem_free(taken);
	str_free(&s);
	str_free(&s);
}

static void grows(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		str_add_char(&s, (char)('a' + i % 26));
		assert_int_equal(s.len_bytes, i + 1);
		assert_int_equal(s.data[s.len_bytes], 0);
	}
	for (size_t i = 0; i < s.len_bytes; i++)
		assert_int_equal(s.data[i], 'a' + i % 26);
	str_cut(&s, 3);
	assert_string_equal(s.data, "abc");
	str_add(&s, "王");
	assert_string_equal(s.data, "abc王");
	char *taken = str_take(&s);
	assert_string_equal(taken, "abc王");
	assert_string_equal(s.data, "");
	mem_free(taken);
}

static void formats(void **state)
{
	struct str s = STR_INIT;
	char longer[300];

	(void)state;
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = 0;
	str_addf(&s, "〔%d〕%s号", 2026, "12");
	assert_string_equal(s.data, "〔2026〕12号");
	str_addf(&s, "%s", "");
	str_clear(&s);
	str_addf(&s, "%s|%s", longer, longer);
	assert_int_equal(s.len_bytes, 599);
	assert_int_equal(s.data[299], '|');
	str_free(&s);
}

static void codes(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	str_add_code(&s, 'a');
	str_add_code(&s, 0xb7);
	str_add_code(&s, 0x382d);
	str_add_code(&s, 0x20164);
	str_add_code(&s, 0xd800);
	str_add_code(&s, 0x110000);
	assert_string_equal(s.data, "a·㠭𠅤\ufffd\ufffd");
	str_add_code(&s, 0);
	assert_int_equal(s.len_bytes, 17);
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_is_a_string),
		cmocka_unit_test(grows),
		cmocka_unit_test(formats),
		cmocka_unit_test(codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
