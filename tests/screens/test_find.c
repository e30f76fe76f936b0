/*
 * test_find.c: from anywhere to anything by g, what is typed, and Enter; and
 * who may not see a record does not find it.
 */
#include "hand.h"

/* Two keys besides what is typed, from any page. */
static void two_keys_lead_to_a_matter(void **state)
{
	static const char *const typed[] = { "农村改厕", "ncgc", "nongcungaice",
		"改厕", "17" };
	static const char *const from[] = { "", "3", "7", "6" };

	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		for (size_t k = 0; k < sizeof from / sizeof *from; k++) {
			struct hand h = { .township = *state };

			township_sit(*state, CLERK, 24, 80);
			township_keys(*state, from[k]);
			hand_presses(&h, "<F6>");
			hand_says(&h, typed[i]);
			hand_presses(&h, "<Enter>");
			assert_int_equal(h.keys, 2);
			township_shows(*state, "农村改厕");
			township_shows(*state, "〔2026〕17号");
			township_leave(*state);
		}
	}
}

/* A place, a command of the page and a person, by the same line. */
static void one_line_leads_anywhere(void **state)
{
	struct township *t = *state;

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "g");
	township_keys(t, "撤销");
	township_shows(t, "本页");
	township_keys(t, "<Esc>g");
	township_keys(t, "陈庆<Enter>");
	township_shows(t, "陈庆");
	/* what an input method commits on a page is looked for everywhere */
	township_keys(t, "0");
	township_keys(t, "农村改厕");
	township_shows(t, "工作任务");
	township_keys(t, "<Enter>");
	township_shows(t, "〔2026〕17号");
}

static void nobody_finds_what_he_may_not_see(void **state)
{
	struct township *t = *state;
	int64_t who = township_id(
		t, "SELECT id FROM person WHERE name=:name", "陈庆");
	int64_t rows;

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "gclerk");
	township_shows(t, "账号");
	township_sit(t, "陈庆", 24, 80);
	assert_false(record_may_list(&t->session, record_type_find("account")));
	township_keys(t, "gclerk");
	township_hides(t, "账号");
	/* the index has it: it is the right that hides it */
	struct stmt *s = stmt_get(
		t->store, "SELECT count(*) FROM find WHERE find MATCH 'clerk'");
	rows = stmt_one_int(s, 0);
	assert_true(rows > 0 && who);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_keys_lead_to_a_matter),
		cmocka_unit_test(one_line_leads_anywhere),
		cmocka_unit_test(nobody_finds_what_he_may_not_see),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
