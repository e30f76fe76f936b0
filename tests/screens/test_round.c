/*
 * A round of checks, and what is asked for and decided, by keys an input
 * method lets through; the keys are counted (quality.md 4).
 */
#define GOLDEN_DIR "tests/screens/golden"
#include "hand.h"

#include "../tui/golden.h"
#include "domain/assign/extension.h"
#include "domain/supervise/check.h"

#define TASK "新农保续保扩面" /* its lead, then ten villages */
#define CHECKER "周凤霞"

static int64_t count_of(struct township *t, const char *sql)
{
	return stmt_one_int(stmt_get(t->store, sql), -1);
}

static struct hand sit(struct township *t, const char *person)
{
	township_sit(t, person, 24, 80);
	return (struct hand){ .township = t };
}

static struct hand sit_before_task(struct township *t)
{
	struct hand h = sit(t, CHECKER);

	township_keys(t, "<F3>" TASK "<Enter>");
	township_shows(t, TASK);
	return h;
}

static void finds(struct hand *h, const char *what, const char *demand)
{
	hand_presses(h, "4<Tab>");
	hand_says(h, what);
	hand_presses(h, "<Tab><Tab><Tab>");
	hand_says(h, demand);
	hand_presses(h, "<Tab><Tab>"); /* a week is proposed */
}

static void ten_villages_in_fifty_keys(void **state)
{
	struct township *t = *state;
	int64_t before = count_of(t, "SELECT count(*) FROM \"check\"");
	struct hand h = sit_before_task(t);

	hand_presses(&h, "<Ins>");
	township_shows(t, "督查一轮");
	hand_presses(&h, "<Enter>"); /* the lead is not visited */
	hand_presses(&h, "===");
	finds(&h, "断缴名单未上墙", "3日内公示");
	finds(&h, "代缴款未及时上交", "当日缴清");
	hand_presses(&h, "==");
	finds(&h, "台账缺签字", "补齐签字");
	golden_check(term_null_frame(t->term), "round_80x24");
	hand_presses(&h, "==<F2>");
	township_hides(t, "督查一轮");
	assert_in_range(h.keys, 20, 50);
	assert_int_equal(
		count_of(t, "SELECT count(*) FROM \"check\""), before + 10);
	assert_int_equal(
		count_of(t,
			"SELECT count(*) FROM \"check\" WHERE"
			" finding IN "
			"('断缴名单未上墙','代缴款未及时上交','台账缺签字')"
			" AND day='" TOWNSHIP_DAY "' AND verdict=4 AND state=2"
			" AND rectify_due='2026-12-01'"),
		3);
	/* one batch: taken back as one */
	township_keys(t, "<C-u><Enter>");
	assert_int_equal(count_of(t, "SELECT count(*) FROM \"check\""), before);
}

static void left_it_is_a_draft(void **state)
{
	struct township *t = *state;
	struct hand h = sit_before_task(t);

	hand_presses(&h, "<Ins><Enter>3<Tab>");
	hand_says(&h, "进度慢");
	hand_presses(&h, "<Esc>");
	township_shows(t, "草稿");
	hand_presses(&h, "<Ins>");
	township_shows(t, "进度慢");
	township_shows(t, "滞后");
	hand_presses(&h, "<F2>");
	assert_int_equal(count_of(t, "SELECT count(*) FROM \"check\" WHERE"
				     " finding='进度慢' AND verdict=3"),
		1);
	township_keys(t, "<C-u><Enter>");
}

/* The mode of the round is chosen once. */
static void one_mode_for_all(void **state)
{
	struct township *t = *state;
	struct hand h = sit_before_task(t);

	hand_presses(&h, "<Ins><F4>4");
	township_shows(t, "暗访");
	hand_presses(&h, "<Enter>=<F2>");
	assert_int_equal(
		count_of(t, "SELECT count(*) FROM \"check\" c JOIN value v ON"
			    " v.id=c.mode WHERE v.code='unannounced' AND"
			    " c.day='" TOWNSHIP_DAY "'"),
		1);
	township_keys(t, "<C-u><Enter>");
}

static void time_is_asked_for_in_three_keys(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, "潘桂");

	hand_goes(&h, "督查通报整改回头看");
	h.keys = 0;
	hand_does(&h, "申请延期");
	hand_says(&h, "高位水池渗漏，需返工");
	hand_presses(&h, "<F2>");
	assert_int_equal(h.keys, 3);
	township_shows(t, "已申请延期");
	assert_int_equal(
		count_of(t, "SELECT count(*) FROM extension WHERE state=1 AND"
			    " reason='高位水池渗漏，需返工' AND \"to\">due"),
		1);
}

/* Approvals follow one another with one key each. */
static void each_decided_with_one_key(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, CHECKER);

	for (int left = 3; left > 0; left--) {
		assert_int_equal(
			count_of(t, "SELECT count(*) FROM extension WHERE"
				    " state=1"),
			left);
		hand_goes(&h, "初审延期");
		h.keys = 0;
		hand_presses(&h, "=");
		assert_int_equal(h.keys, 1);
	}
	assert_int_equal(
		count_of(t, "SELECT count(*) FROM extension WHERE state=1"), 0);
	h = sit(t, "邓佩艳");
	for (int left = 2; left > 0; left--) {
		hand_goes(&h, "定延期");
		hand_presses(&h, "=");
	}
	township_hides(t, "定延期");
	assert_int_equal(
		count_of(t,
			"SELECT count(*) FROM extension e JOIN share s ON"
			" s.id=e.share WHERE e.state=3 AND s.due=e.until"
			" AND e.until=e.\"to\" AND e.decided_on='" TOWNSHIP_DAY
			"'"),
		2);
}

/* What waits for no yes is left alone. */
static void agreeing_is_only_for_what_asks(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, CLERK);
	int64_t closed = count_of(t, "SELECT count(*) FROM journal");

	hand_goes(&h, "待销号"); /* final: more than one key */
	hand_presses(&h, "=");
	assert_int_equal(count_of(t, "SELECT count(*) FROM journal"), closed);
}

static void ledger_at(struct township *t, int rows, int cols, const char *name)
{
	township_sit(t, CHECKER, rows, cols);
	township_keys(t, "5<Enter><Down>");
	township_shows(t, "督查台账");
	golden_check(term_null_frame(t->term), name);
}

static void the_ledger_in_three_sizes(void **state)
{
	struct township *t = *state;

	ledger_at(t, 16, 60, "ledger_60x16");
	ledger_at(t, 24, 80, "ledger_80x24");
	ledger_at(t, 43, 132, "ledger_132x43");
}

static void round_at(struct township *t, int rows, int cols, const char *name)
{
	township_sit(t, CHECKER, rows, cols);
	township_keys(t, "<F3>" TASK "<Enter><Ins><Enter>");
	golden_check(term_null_frame(t->term), name);
}

static void the_round_in_other_sizes(void **state)
{
	struct township *t = *state;

	round_at(t, 16, 60, "round_60x16");
	round_at(t, 43, 132, "round_132x43");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ledger_in_three_sizes),
		cmocka_unit_test(ten_villages_in_fifty_keys),
		cmocka_unit_test(left_it_is_a_draft),
		cmocka_unit_test(one_mode_for_all),
		cmocka_unit_test(time_is_asked_for_in_three_keys),
		cmocka_unit_test(each_decided_with_one_key),
		cmocka_unit_test(agreeing_is_only_for_what_asks),
		cmocka_unit_test(the_round_in_other_sizes),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
