/* What is in the way: told at once, timed, one at a time, who helps. */
#include "supervise_file.h"

static void a_report_raises_it(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);

	does(o, HEAD, "share.report", share,
		"progress=100 difficulty=缺水泥40吨");
	assert_text(o,
		"SELECT state||difficulty||raised_on||(SELECT name FROM person "
		"WHERE"
		" id=raised_by) FROM difficulty",
		"1缺水泥40吨2026-10-12" HEAD);
	/* the leader has it, until it is talked over in five days */
	assert_int_equal(
		office_count(o,
			"SELECT count(*) FROM due d JOIN person p ON"
			" p.id=d.leader WHERE d.kind=19 AND p.name='" LEADER
			"'"),
		1);
	assert_int_equal(
		light_on(o, &difficulty_type, 1, "2026-10-13"), LIGHT_NORMAL);
	assert_int_equal(
		light_on(o, &difficulty_type, 1, "2026-10-18"), LIGHT_OVERDUE);
	undo(o);
	assert_int_equal(office_count(o, "SELECT count(*) FROM difficulty"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM due WHERE"
					 " kind=19"),
		0);
}

/* What is reported while one is open goes on with it. */
static void never_a_second(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);

	does(o, HEAD, "share.report", share,
		"progress=100 difficulty=缺水泥40吨");
	assign_day(o, "2026-10-15");
	does(o, HEAD, "share.report", share,
		"progress=110 difficulty=缺水泥60吨");
	does(o, HEAD, "share.report", share, "progress=120 done=照常");
	does(o, HEAD, "difficulty.raise", share, "difficulty=缺水泥80吨");
	assert_text(o,
		"SELECT count(*)||max(difficulty)||max(raised_on) FROM"
		" difficulty",
		"1缺水泥80吨2026-10-12");
	/* another share has its own */
	does(o, CO_HEAD, "difficulty.raise", co_share(o), "difficulty=缺人手");
	assert_int_equal(office_count(o, "SELECT count(*) FROM difficulty"), 2);
	undo(o);
	assign_as(o, HEAD);
	undo(o);
	assert_text(o, "SELECT count(*)||max(difficulty) FROM difficulty",
		"1缺水泥60吨");
}

/* A line left standing in the form does not raise it again. */
static void solved_is_solved(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);
	const struct field *line = &report_fields[REPORT_DIFFICULTY];
	struct values v = { .item = NULL };
	struct error err = { 0 };

	does(o, HEAD, "share.report", share, "progress=100 difficulty=缺水泥");
	assert_int_equal(action_prefill(&o->session, &share_type, &share_report,
				 share, &v, &err),
		STATUS_OK);
	assert_string_equal(values_text(&v, line), "缺水泥");
	assign_day(o, "2026-10-20");
	refused(o, "difficulty.solve", 1,
		"solution=已到货 solved_on=2026-10-01", STATUS_INVALID,
		"before it was raised");
	does(o, HEAD, "difficulty.solve", 1,
		"solution=县里调来40吨 solved_on=2026-10-19");
	values_clear(&v);
	assert_int_equal(action_prefill(&o->session, &share_type, &share_report,
				 share, &v, &err),
		STATUS_OK);
	assert_null(values_text(&v, line));
	struct query_params p = { .today = date_of_iso("2026-12-01") };
	values_clear(&v);
	record_read(o->store, &difficulty_type.table, 1, &p, &v, NULL);
	assert_int_equal(
		values_int(&v, &difficulty_fields[DIFFICULTY_DAYS]), 7);
	values_free(&v);
	assert_int_equal(
		light_on(o, &difficulty_type, 1, "2026-12-01"), LIGHT_NONE);
	/* the next one is a new one */
	does(o, HEAD, "share.report", share, "progress=110 difficulty=又缺");
	assert_int_equal(office_count(o, "SELECT count(*) FROM difficulty"), 2);
}

static void who_helps_gets_a_share(void **state)
{
	struct office *o = *state;

	does(o, HEAD, "share.report", lead_share(o),
		"progress=100 difficulty=水压不够");
	assign_as(o, LEADER);
	refused(o, "difficulty.agree", 1, "helper=水利站", STATUS_INVALID,
		"needed");
	refused(o, "difficulty.agree", 1, "agreed=接管 due=2026-10-01",
		STATUS_INVALID, "before today");
	refused(o, "difficulty.agree", 1, "agreed=接管 hand_out=1",
		STATUS_INVALID, "whose share");
	refused(o, "difficulty.agree", 1,
		"agreed=接管 helper=" CO " hand_out=1", STATUS_INVALID,
		"already");
	does(o, LEADER, "difficulty.agree", 1,
		"agreed=水利站接入主管 helper=水利站 due=2026-10-20"
		" met_by=村建站、水利站 hand_out=1");
	assert_text(o,
		"SELECT "
		"d.state||d.due||d.met_on||u.name||s.state||s.due||s.role"
		" FROM difficulty d JOIN share s ON s.id=d.given JOIN unit u ON"
		" u.id=s.unit",
		"22026-10-202026-10-12水利站12026-10-202");
	assert_int_equal(
		light_on(o, &difficulty_type, 1, "2026-10-18"), LIGHT_SOON);
	assert_int_equal(
		light_on(o, &difficulty_type, 1, "2026-10-21"), LIGHT_OVERDUE);
	undo(o);
	assert_text(o, "SELECT state||ifnull(given,'-') FROM difficulty", "1-");
	does(o, LEADER, "difficulty.agree", 1, "agreed=先用水车");
	assert_int_equal(light_on(o, &difficulty_type, 1, "2026-12-01"),
		LIGHT_NORMAL); /* no day was agreed on */
}

static void whose_it_is(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);

	assign_as(o, CO_HEAD);
	refused(o, "difficulty.raise", share, "difficulty=缺料", STATUS_DENIED,
		"not yours");
	does(o, HEAD, "difficulty.raise", share, "difficulty=缺料");
	refused(o, "difficulty.agree", 1, "agreed=调拨", STATUS_DENIED,
		"right");
	refused(o, "difficulty.close", 1, "solution=无此事", STATUS_DENIED,
		"right");
	assign_as(o, CO_HEAD);
	refused(o, "difficulty.solve", 1, "solution=已到 solved_on=2026-10-12",
		STATUS_DENIED, "not yours");
	does(o, LEADER, "difficulty.solve", 1,
		"solution=已到 solved_on=2026-10-12");
	undo(o);
	does(o, CHECKER, "difficulty.close", 1, "solution=与上报不符");
	refused(o, "difficulty.agree", 1, "agreed=调拨", STATUS_REFUSED,
		"closed");
}

/* It counts nowhere under a task that is suspended; done, it is closed. */
static void with_its_task_and_share(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);
	int64_t task = assign_task(o, TASK);
	const char *open = "SELECT count(*) FROM due WHERE kind=19";

	does(o, HEAD, "share.report", share, "progress=380 difficulty=缺料");
	does(o, LEADER, "task.suspend", task, "reason=资金未到");
	assert_int_equal(office_count(o, open), 0);
	undo(o);
	assert_int_equal(office_count(o, open), 1);
	/* the setting moves the limit of all that are open */
	does(o, "", "setting.set", 0, "name=difficulty-days text=10");
	assert_int_equal(
		light_on(o, &difficulty_type, 1, "2026-10-18"), LIGHT_NORMAL);
	does(o, HEAD, "share.claim", share, "done_on=2026-10-12");
	assert_int_equal(office_count(o, open), 0); /* its light freezes */
	does(o, CHECKER, "share.verify", share, "quality=good effect=good");
	assert_int_equal(office_count(o, open), 0);
	assert_int_equal(office_count(o, "SELECT state FROM difficulty"),
		DIFFICULTY_CLOSED);
	undo(o);
	assert_int_equal(office_count(o, "SELECT state FROM difficulty"),
		DIFFICULTY_OPEN);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, supervise_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_report_raises_it),
		TEST(never_a_second),
		TEST(solved_is_solved),
		TEST(who_helps_gets_a_share),
		TEST(whose_it_is),
		TEST(with_its_task_and_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
