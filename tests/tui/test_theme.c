#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "tui/theme.h"

static void test_every_role_has_a_look(void **state)
{
	bool seen[128] = { false };

	(void)state;
	for (int i = 0; i < ROLE_COUNT; i++) {
		char letter = theme_role_letter((enum role)i);

		assert_non_null(theme_role_name((enum role)i));
		assert_true(letter > ' ' && letter < 127);
		assert_false(seen[(int)letter]);
		seen[(int)letter] = true;
	}
}

/* screens.md 5 */
static void test_bold_is_never_with_reverse(void **state)
{
	(void)state;
	for (int i = 0; i < ROLE_COUNT; i++)
		for (int colour = 0; colour < 2; colour++) {
			const struct theme_look *look =
				theme_look((enum role)i, colour);

			assert_false((look->attrs & THEME_BOLD) &&
				     (look->attrs & THEME_REVERSE));
		}
}

static void test_without_colour_there_is_none(void **state)
{
	(void)state;
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct theme_look *look = theme_look((enum role)i, false);

		assert_int_equal(look->ink, THEME_OWN);
		assert_int_equal(look->ground, THEME_OWN);
	}
}

static bool same(enum role a, enum role b)
{
	return !memcmp(theme_look(a, false), theme_look(b, false),
		sizeof(struct theme_look));
}

static void test_lights_stand_out_in_monochrome(void **state)
{
	(void)state;
	assert_false(same(ROLE_OVERDUE, ROLE_OK));
	assert_false(same(ROLE_SOON, ROLE_OK));
	assert_false(same(ROLE_SOON, ROLE_OVERDUE));
	/* in the cursor row, which is reversed, too */
	assert_false(same(theme_in_focus(ROLE_OVERDUE), ROLE_FOCUS));
	assert_false(same(theme_in_focus(ROLE_SOON), ROLE_FOCUS));
	assert_int_equal(theme_in_focus(ROLE_OK), ROLE_FOCUS);
	/* made the cursor row twice, it is the same row */
	for (int i = 0; i < ROLE_COUNT; i++) {
		enum role once = theme_in_focus((enum role)i);

		assert_int_equal(theme_in_focus(once), once);
	}
}

static void test_no_color(void **state)
{
	(void)state;
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	assert_true(theme_wants_colour());
	setenv("NO_COLOR", "", 1);
	assert_true(theme_wants_colour());
	setenv("NO_COLOR", "0", 1);
	assert_false(theme_wants_colour());
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	assert_false(theme_wants_colour());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_role_has_a_look),
		cmocka_unit_test(test_bold_is_never_with_reverse),
		cmocka_unit_test(test_without_colour_there_is_none),
		cmocka_unit_test(test_lights_stand_out_in_monochrome),
		cmocka_unit_test(test_no_color),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
