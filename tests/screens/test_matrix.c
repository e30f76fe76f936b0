/* 责任矩阵 by keys an input method lets through: what Space makes of a cell. */
#include "hand.h"

static int64_t role_of(struct township *t, const char *task, const char *unit)
{
	struct stmt *s = stmt_get(t->store,
		"SELECT s.role FROM share s JOIN task t ON t.id=s.task JOIN"
		" unit u ON u.id=s.unit WHERE t.title=:task AND u.short=:unit"
		" AND s.state<>7");

	stmt_bind_text(s, ":task", task);
	stmt_bind_text(s, ":unit", unit);
	return stmt_one_int(s, 0);
}

/* 村级光伏管护 came back to the clerk: a draft, whose cells turn at once. */
static void a_draft_turns_around(void **state)
{
	struct township *t = *state;
	struct hand hand = { .township = t };
	const char *task = "村级光伏管护";

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "g责任矩阵<Enter>");
	hand_presses(&hand, "<F3>");
	hand_says(&hand, task);
	hand_presses(&hand, "<Enter>");
	assert_int_equal(role_of(t, task, "党政办"), 0);
	/* another unit leads it: one helps, then not */
	hand_presses(&hand, "<Space>");
	assert_int_equal(role_of(t, task, "党政办"), 2);
	hand_presses(&hand, "<Space>");
	assert_int_equal(role_of(t, task, "党政办"), 0);
	assert_in_range(hand.keys, 4, 4);
}

/* Issued: a unit is added at once, taken off with a reason by its form. */
static void an_issued_task_keeps_its_rules(void **state)
{
	struct township *t = *state;
	struct hand hand = { .township = t };
	const char *task = "防诈骗宣传";

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "g责任矩阵<Enter>/防诈骗宣传<Enter>");
	hand_presses(&hand, "<Space>");
	assert_int_equal(role_of(t, task, "党政办"), 2);
	hand_presses(&hand, "<Space>");
	hand_says(&hand, "不需要");
	hand_presses(&hand, "<F2>");
	assert_int_equal(role_of(t, task, "党政办"), 0);
	/* its lead stays: the reason is told */
	hand_presses(&hand, "<Right*17><Space>");
	township_shows(t, "牵头");
	assert_int_equal(role_of(t, task, "派出所"), 1);
}

static void turns_to_coverage_and_back(void **state)
{
	struct township *t = *state;

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "g责任矩阵<Enter>t");
	township_shows(t, "六项不全的任务");
	township_keys(t, "t");
	township_shows(t, "承办件数");
	township_hides(t, "无缝覆盖");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_turns_around),
		cmocka_unit_test(an_issued_task_keeps_its_rules),
		cmocka_unit_test(turns_to_coverage_and_back),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
