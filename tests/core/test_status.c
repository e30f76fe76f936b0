#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "core/status.h"
#include "core/utf8.h"

static void says_what_and_what_to_do(void **state)
{
	struct error e;

	(void)state;
	assert_int_equal(
		error_set(&e, STATUS_FULL, "free %d", "full: %s %d", "disk", 3),
		STATUS_FULL);
	assert_int_equal(e.status, STATUS_FULL);
	assert_string_equal(e.what, "full: disk 3");
	assert_string_equal(e.todo, "free %d"); /* no format */
	error_set(&e, STATUS_IO, NULL, "x");
	assert_string_equal(e.todo, "");
	assert_int_equal(error_set(NULL, STATUS_BUSY, NULL, "x"), STATUS_BUSY);
}

/* However long, what is left is whole characters. */
static void cuts_at_a_character(void **state)
{
	(void)state;
	for (int shift = 0; shift < 4; shift++) {
		char longer[1024] = "";
		struct error e;

		for (int i = 0; i < shift; i++)
			strcat(longer, "x");
		while (strlen(longer) < sizeof longer - 12)
			strcat(longer, "王𠅤");
		error_set(&e, STATUS_IO, longer, "%s", longer);
		assert_true(utf8_check(e.what, strlen(e.what), NULL));
		assert_true(utf8_check(e.todo, strlen(e.todo), NULL));
		assert_in_range(
			strlen(e.what), sizeof e.what - 4, sizeof e.what - 1);
		assert_in_range(
			strlen(e.todo), sizeof e.todo - 4, sizeof e.todo - 1);
	}
}

static void every_status_has_its_name(void **state)
{
	(void)state;
	for (int i = 0; i < STATUS_COUNT; i++) {
		const char *name = status_name((enum status)i);

		assert_non_null(name);
		assert_string_not_equal(name, "unknown");
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
				name, status_name((enum status)k));
	}
	assert_string_equal(status_name(STATUS_COUNT), "unknown");
	assert_string_equal(status_name((enum status) - 1), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_and_what_to_do),
		cmocka_unit_test(cuts_at_a_character),
		cmocka_unit_test(every_status_has_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
