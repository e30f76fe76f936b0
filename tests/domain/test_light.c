#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "domain/light.h"

/* What product.md §4 says, day by day, without the four days. */
static enum light by_definition(
	int start, int due, int progress, int soon, int tolerance, int today)
{
	if (today > due)
		return LIGHT_OVERDUE;
	if (today < start)
		return LIGHT_NOT_STARTED;
	if (due - today <= soon)
		return LIGHT_SOON;
	/* behind: (today - start) / (due - start) > progress + tolerance */
	if ((int64_t)(today - start) * 10000 >
		(int64_t)(progress + tolerance * 100) * (due - start))
		return LIGHT_BEHIND;
	return LIGHT_NORMAL;
}

static void days_equal_the_definition(void **state)
{
	static const int spans[] = { 0, 1, 2, 3, 4, 7, 30, 31, 89, 365, 801 };
	static const int softs[] = { 0, 5, 20, 100 };
	const int start = 20500;
	size_t seen[LIGHT_TERMINATED + 1] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		for (int progress = 0; progress <= 10000; progress += 625)
			for (size_t k = 0; k < 4; k++)
				for (int soon = 0; soon <= 8; soon += 3) {
					struct light_days d;
					int due = start + spans[i];
					light_days_of(start, due, progress,
						soon, softs[k], &d);
					assert_true(d.behind_from <= d.red);
					for (int day = start - 3;
						day <= due + 3; day++) {
						enum light l =
							light_of_days(&d, day);
						assert_int_equal(l,
							by_definition(start,
								due, progress,
								soon, softs[k],
								day));
						seen[l]++;
					}
				}
	for (int l = LIGHT_NOT_STARTED; l <= LIGHT_OVERDUE; l++)
		assert_true(seen[l] > 100);
}

static int expected_of(int start, int due, int today)
{
	const struct light_plan plan = { .start = start, .due = due };

	return light_plan_expected(&plan, today);
}

static void expectation_is_linear(void **state)
{
	(void)state;
	assert_int_equal(expected_of(100, 200, 99), 0);
	assert_int_equal(expected_of(100, 200, 100), 0);
	assert_int_equal(expected_of(100, 200, 142), 4200);
	assert_int_equal(expected_of(100, 200, 200), 10000);
	assert_int_equal(expected_of(100, 200, 999), 10000);
	assert_int_equal(expected_of(100, 100, 100), 10000);
}

/* Day 110: 40 %, day 150: 70 %, day 200: all (product.md §4). */
static const struct light_point points[] = { { 90, 1000 }, { 110, 4000 },
	{ 130, 2000 }, { 150, 7000 }, { 200, 9000 }, { 300, 9500 } };

static void milestones_bend_the_expectation(void **state)
{
	const struct light_plan plan = { 100, 200, false, points, 6 };

	(void)state;
	assert_int_equal(light_plan_expected(&plan, 100), 0);
	assert_int_equal(light_plan_expected(&plan, 105), 2000);
	assert_int_equal(light_plan_expected(&plan, 110), 4000);
	/* what expects less than one before it is passed over */
	assert_int_equal(light_plan_expected(&plan, 130), 5500);
	assert_int_equal(light_plan_expected(&plan, 150), 7000);
	assert_int_equal(light_plan_expected(&plan, 175), 8500);
	assert_int_equal(light_plan_expected(&plan, 200), 10000);
}

static void steps_expect_after_their_days_only(void **state)
{
	const struct light_plan plan = { 100, 200, true, points, 6 };

	(void)state;
	assert_int_equal(light_plan_expected(&plan, 110), 0);
	assert_int_equal(light_plan_expected(&plan, 111), 4000);
	assert_int_equal(light_plan_expected(&plan, 150), 4000);
	assert_int_equal(light_plan_expected(&plan, 199), 7000);
	assert_int_equal(light_plan_expected(&plan, 200), 10000);
}

/* behind_from is the first day that expects more than is held. */
static void behind_is_where_the_plan_says(void **state)
{
	(void)state;
	for (int steps = 0; steps < 2; steps++) {
		const struct light_plan plan = { 100, 200, steps, points, 6 };

		for (int held = 0; held <= 10000; held += 125) {
			struct light_days d;
			int day = 100;

			light_plan_days(&plan, held - 500, 3, 5, &d);
			while (day < d.red &&
				(day == 200 && steps
						? 7000
						: light_plan_expected(
							  &plan, day)) <= held)
				day++;
			assert_int_equal(d.behind_from, day);
		}
	}
}

static void text_of_the_field_is_read(void **state)
{
	struct light_days d;

	(void)state;
	assert_int_equal(light_of_text("o,10,14,17,21", 15, &d), LIGHT_BEHIND);
	assert_int_equal(d.start, 10);
	assert_int_equal(d.behind_from, 14);
	assert_int_equal(d.soon_from, 17);
	assert_int_equal(d.red, 21);
	assert_int_equal(
		light_of_text("o,10,14,17,21", 21, NULL), LIGHT_OVERDUE);
	assert_int_equal(
		light_of_text("d,10,14,17,21,20", 99, NULL), LIGHT_DONE);
	assert_int_equal(
		light_of_text("d,10,14,17,21,21", 99, NULL), LIGHT_LATE);
	assert_int_equal(
		light_of_text("s,10,14,17,21", 99, NULL), LIGHT_SUSPENDED);
	assert_int_equal(
		light_of_text("t,10,14,17,21", 99, NULL), LIGHT_TERMINATED);
	assert_int_equal(light_of_text("n", 99, NULL), LIGHT_NONE);
	assert_int_equal(light_of_text(NULL, 99, NULL), LIGHT_NONE);
	assert_int_equal(light_of_text("o,10,x", 99, NULL), LIGHT_NONE);
}

static void numbers_stand_beside(void **state)
{
	struct light_days d = { .start = 10, .red = 21 };
	struct str out = STR_INIT;

	(void)state;
	light_print(LIGHT_OVERDUE, &d, 22, &out);
	assert_string_equal(out.data, "2");
	str_clear(&out);
	light_print(LIGHT_SOON, &d, 17, &out);
	assert_string_equal(out.data, "3");
	str_clear(&out);
	light_print(LIGHT_NORMAL, &d, 12, &out);
	assert_string_equal(out.data, "");
	str_free(&out);
	for (int l = LIGHT_NOT_STARTED; l <= LIGHT_TERMINATED; l++)
		assert_in_range(strlen(light_text(l)), 1, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_equal_the_definition),
		cmocka_unit_test(expectation_is_linear),
		cmocka_unit_test(milestones_bend_the_expectation),
		cmocka_unit_test(steps_expect_after_their_days_only),
		cmocka_unit_test(behind_is_where_the_plan_says),
		cmocka_unit_test(text_of_the_field_is_read),
		cmocka_unit_test(numbers_stand_beside),
	};

	return cmocka_run_group_tests_name("light", tests, NULL, NULL);
}
