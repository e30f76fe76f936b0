/* The ledger: noted, put right, struck off, fed back; what it blocks. */
#include "supervise_file.h"

#define LINE                                                                 \
	"verdict=problem finding=旧厕未拆 done=140座 lagging=差33座 " \
	"rectify=拆除旧厕6座 rectify_due=2026-10-20 scheme=10月重点督查"

static int64_t checked(struct office *o, int64_t share, const char *text)
{
	does(o, CHECKER, "share.check", share, text);
	return office_count(o, "SELECT max(id) FROM \"check\"");
}

static void a_line_knows_its_share(void **state)
{
	struct office *o = *state;
	int64_t id = checked(o, lead_share(o), LINE);

	assert_int_equal(id, 1);
	assert_text(o,
		"SELECT c.state||c.told||c.verdict||t.title||u.name||p.name||"
		"v.code||k.name FROM \"check\" c JOIN task t ON t.id=c.task"
		" JOIN unit u ON u.id=c.unit JOIN person p ON p.id=c.person"
		" JOIN value v ON v.id=c.mode JOIN person k ON k.id=c.checker",
		"214" TASK LEAD HEAD "site" CHECKER);
	/* the same by its task and unit; without a unit it is the lead */
	does(o, CHECKER, "check.create", 0, "task=" TASK " unit=" CO);
	does(o, CHECKER, "check.create", 0, "task=" TASK " mode=暗访");
	does(o, CHECKER, "check.create", 0, "unit=水利站 verdict=good");
	assert_text(o,
		"SELECT group_concat(u.name||(c.share IS NULL)||c.state||"
		"p.name) FROM \"check\" c JOIN unit u ON u.id=c.unit JOIN"
		" person p ON p.id=c.person WHERE c.id>1",
		CO "01" CO_HEAD "," LEAD "01" HEAD ",水利站11潘桂");
	refused(o, "check.create", 0, "verdict=good", STATUS_INVALID,
		"which unit");
}

static void nobody_checks_his_own_work(void **state)
{
	struct office *o = *state;

	assign_as(o, "");
	assign_role(o, HEAD, RIGHT_ROLE_SUPERVISOR);
	assign_as(o, HEAD);
	refused(o, "share.check", lead_share(o), LINE, STATUS_DENIED,
		"own work");
	refused(o, "check.create", 0, "task=" TASK, STATUS_INVALID, "own work");
	int64_t id = checked(o, lead_share(o), LINE);
	does(o, HEAD, "check.rectified", id, "rectified=已拆");
	refused(o, "check.strike", id, "", STATUS_DENIED, "own work");
	refused(o, "check.feedback", id, "", STATUS_DENIED, "own work");
	refused(o, "check.again", id, "again=未拆完 rectify_due=2026-10-25",
		STATUS_DENIED, "own work");
	assign_as(o, CO_HEAD);
	refused(o, "share.check", lead_share(o), LINE, STATUS_DENIED, "right");
}

static void what_belongs_together(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);

	assign_as(o, CHECKER);
	refused(o, "share.check", share, "rectify=拆除旧厕", STATUS_INVALID,
		"by which day");
	refused(o, "share.check", share, "rectify_due=2026-10-20",
		STATUS_INVALID, "what has to be put right");
	refused(o, "share.check", share,
		"rectify=拆除旧厕 rectify_due=2026-10-11", STATUS_INVALID,
		"before the day of the check");
	int64_t id = checked(o, share, "verdict=normal");
	refused(o, "check.update", id, "rectify=拆除旧厕", STATUS_INVALID,
		"by which day");
	does(o, CHECKER, "check.update", id,
		"rectify=拆除旧厕 rectify_due=2026-10-20");
	assert_int_equal(
		office_count(o, "SELECT state FROM \"check\""), CHECK_RECTIFY);
	does(o, CHECKER, "check.update", id, "rectify= rectify_due=");
	assert_int_equal(
		office_count(o, "SELECT state FROM \"check\""), CHECK_NOTED);
}

/* It moves with the calendar, and is in nobody's way once put right. */
static void a_rectification_is_open(void **state)
{
	struct office *o = *state;
	int64_t id = checked(o, lead_share(o), LINE);
	struct light_counts n;

	assert_int_equal(
		light_on(o, &check_type, id, "2026-10-13"), LIGHT_NORMAL);
	assert_int_equal(
		light_on(o, &check_type, id, "2026-10-18"), LIGHT_SOON);
	assert_int_equal(
		light_on(o, &check_type, id, "2026-10-21"), LIGHT_OVERDUE);
	light_count(o->store, LIGHT_SCOPE_LEADER,
		assign_id(o, "SELECT id FROM person WHERE name=:name", LEADER),
		KIND_CHECK, date_of_iso("2026-10-21"), &n, NULL);
	assert_int_equal(n.overdue, 1);
	does(o, HEAD, "check.rectified", id, "rectified=6座全部拆除");
	light_count(o->store, LIGHT_SCOPE_TOWNSHIP, 0, KIND_CHECK,
		date_of_iso("2026-10-21"), &n, NULL);
	assert_int_equal(n.overdue, 0);
	assert_int_equal(n.waiting, 1);
	assert_int_equal(
		light_on(o, &check_type, id, "2026-10-21"), LIGHT_DONE);
	does(o, CHECKER, "check.again", id,
		"again=还有2座 rectify_due=2026-10-25");
	assert_int_equal(
		light_on(o, &check_type, id, "2026-10-26"), LIGHT_OVERDUE);
	undo(o);
	does(o, CHECKER, "check.strike", id, "");
	assert_text(o,
		"SELECT state||struck_on||(SELECT count(*) FROM due WHERE"
		" kind=18) FROM \"check\"",
		"42026-10-120");
	refused(o, "check.rectified", id, "rectified=再报", STATUS_REFUSED,
		"struck off");
}

static void a_claim_waits_for_it(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);
	int64_t id = checked(o, share, LINE);

	checked(o, co_share(o), "verdict=good"); /* blocks nothing */
	does(o, CO_HEAD, "share.claim", co_share(o), "done_on=2026-10-12");
	does(o, HEAD, "share.report", share, "progress=380");
	refused(o, "share.claim", share, "done_on=2026-10-12", STATUS_REFUSED,
		"the check of 10-12 is not struck off: 拆除旧厕6座");
	does(o, HEAD, "check.rectified", id, "rectified=已拆");
	refused(o, "share.claim", share, "done_on=2026-10-12", STATUS_REFUSED,
		"not struck off"); /* said is not seen */
	does(o, CHECKER, "check.strike", id, "");
	does(o, HEAD, "share.claim", share, "done_on=2026-10-12");
}

static void fed_back_it_stands(void **state)
{
	struct office *o = *state;
	int64_t id = checked(o, lead_share(o), LINE);

	assign_as(o, HEAD);
	refused(o, "check.read", id, "", STATUS_REFUSED, "not fed back yet");
	does(o, CHECKER, "check.feedback", id, "");
	assert_text(o,
		"SELECT e.day||e.category||e.of_kind||e.\"of\"||p.name||e.text"
		" FROM entry e JOIN archive a ON a.id=e.archive JOIN person p"
		" ON p.id=a.person",
		"2026-10-123181" HEAD TASK " 现场检查: problem 旧厕未拆");
	refused(o, "check.update", id, "finding=无", STATUS_REFUSED,
		"stands in the archive");
	refused(o, "check.feedback", id, "", STATUS_REFUSED,
		"stands in the archive");
	undo(o);
	assert_int_equal(office_count(o, "SELECT count(*) FROM entry"), 0);
	does(o, CHECKER, "check.feedback", id, "");
	assign_as(o, CO_HEAD);
	refused(o, "check.read", id, "", STATUS_DENIED, "not yours");
	does(o, HEAD, "check.read", id, "");
	assert_text(o, "SELECT told||read_on FROM \"check\"", "32026-10-12");
}

/* What it finds in the way goes to the leader like a report's. */
static void its_difficulty_is_told(void **state)
{
	struct office *o = *state;

	checked(o, lead_share(o), "verdict=lagging difficulty=缺水泥");
	assert_text(o, "SELECT state||difficulty FROM difficulty", "1缺水泥");
	checked(o, lead_share(o), "verdict=lagging difficulty=缺水泥40吨");
	assert_text(o, "SELECT count(*)||max(difficulty) FROM difficulty",
		"1缺水泥40吨");
	undo(o);
	assert_text(o, "SELECT difficulty FROM difficulty", "缺水泥");
}

static void counted(void **state)
{
	struct office *o = *state;
	struct check_counts n;
	struct str text = STR_INIT;
	struct error err = { 0 };

	checked(o, co_share(o), "verdict=good");
	int64_t id = checked(o, lead_share(o), LINE);
	does(o, CHECKER, "check.feedback", id, "");
	assert_int_equal(check_count(o->store, 0, date_of_iso("2026-10-01"),
				 date_of_iso("2026-10-31"),
				 date_of_iso("2026-10-25"), &n, &err),
		STATUS_OK);
	assert_int_equal(n.all, 2);
	assert_int_equal(n.overdue, 1);
	check_counts_print(&n, &text);
	assert_string_equal(text.data,
		"good1 problem1  put right 0/1, overdue 1  not read 1");
	str_free(&text);
	check_count(o->store, 0, date_of_iso("2026-11-01"),
		date_of_iso("2026-11-30"), date_of_iso("2026-11-25"), &n, &err);
	assert_int_equal(n.all, 0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, supervise_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_knows_its_share),
		TEST(nobody_checks_his_own_work),
		TEST(what_belongs_together),
		TEST(a_rectification_is_open),
		TEST(a_claim_waits_for_it),
		TEST(fed_back_it_stands),
		TEST(its_difficulty_is_told),
		TEST(counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
