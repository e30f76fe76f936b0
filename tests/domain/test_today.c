/* What waits for whom, in which order; and that no reading of it scans. */
#include "assign_file.h"

#include "domain/assess/archive.h"
#include "domain/circle/today.h"

#define TASK "农村改厕"
#define GAP "gap_reason=清单未列"

static void read_today(struct office *o, struct today *t)
{
	struct error err = { 0 };

	if (today_read(&o->session, t, &err) != STATUS_OK)
		fail_msg("%s", err.what);
}

/* "何时 what|subject|detail|due" of each line, one a line. */
static void assert_lines(
	struct office *o, const struct today_lines *lines, const char *expected)
{
	struct str text = STR_INIT;
	int today = clock_today(&o->session.clock);

	for (size_t i = 0; i < lines->count; i++) {
		const struct today_line *l = &lines->line[i];

		str_add(&text, light_text(l->light));
		light_print(l->light, &l->days, today, &text);
		str_addf(&text, "|%s|%s|%s|", today_what_text(l->what),
			l->subject, l->detail);
		today_due_print(l->due, today, &text);
		str_add_char(&text, '\n');
	}
	assert_string_equal(text.data, expected);
	str_free(&text);
}

static void assert_waiting(
	struct office *o, const char *person, const char *expected)
{
	struct today t;

	assign_as(o, person);
	read_today(o, &t);
	assert_lines(o, &t.waiting, expected);
	today_free(&t);
}

/* A walk of a whole table or index; of a bounded subquery it may be. */
static bool scans(const char *line)
{
	const char *at = strstr(line, "SCAN ");

	return (at && strncmp(at + 5, "c\n", 2) != 0 &&
		       strncmp(at + 5, "(subquery-1)\n", 13) != 0) ||
	       strstr(line, "USE TEMP B-TREE") == line;
}

static void no_statement_scans(void **state)
{
	struct office *o = *state;
	int count = 0;

	for (const char *const *sql = today_statements; *sql; sql++, count++) {
		struct str plan = STR_INIT;

		stmt_plan(o->store, *sql, &plan);
		assert_true(plan.len_bytes > 0);
		for (const char *at = plan.data; *at;) {
			size_t len = strcspn(at, "\n") + 1;
			char *line = mem_copy(at, len + 1);

			line[len] = 0;
			if (scans(line))
				fail_msg("%s\n%s", *sql, plan.data);
			mem_free(line);
			at += len;
		}
		str_free(&plan);
	}
	assert_int_equal(count, 37);
	assert_true(scans("SCAN task USING INDEX task_state\n"));
}

static void a_new_list_is_one_screen(void **state)
{
	struct office *o = *state;
	struct today t;

	read_today(o, &t);
	assert_int_equal(t.waiting_count, 42);
	assert_int_equal(t.waiting.count, TODAY_SOURCE_MOST + 1);
	const struct today_line *rest = &t.waiting.line[TODAY_SOURCE_MOST];
	assert_int_equal(rest->kind, 0);
	assert_string_equal(rest->list, "task");
	assert_string_equal(rest->view, "draft");
	assert_non_null(strstr(rest->subject, "34"));
	assert_string_equal(t.waiting.line[0].action, "task.submit");
	assert_true(t.sees_whole);
	assert_int_equal(t.all, 0);
	today_free(&t);
	/* a cadre of a station has nothing yet, and sees no township */
	assign_as(o, "谢春峰");
	read_today(o, &t);
	assert_int_equal(t.waiting.count, 0);
	assert_false(t.sees_whole);
	today_free(&t);
}

static void issue(struct office *o)
{
	assign_role(o, "岑庆林", RIGHT_ROLE_CLERK);
	assign_role(o, "周凤霞", RIGHT_ROLE_SUPERVISOR);
	assign_day(o, "2026-10-12");
	assign_as(o, "岑庆林");
	office_act(o, "task.update", assign_task(o, TASK), "rhythm=fortnight");
	office_act(o, "task.submit", assign_task(o, TASK), "");
	assert_waiting(o, "龙庆源", "|issue|" TASK "|村建站|due 10-31\n");
	office_act(o, "task.issue", assign_task(o, TASK), GAP);
}

static void each_step_waits_for_its_person(void **state)
{
	struct office *o = *state;
	int64_t lead;

	issue(o);
	lead = assign_share(o, TASK " 村建站");
	assert_waiting(
		o, "龙庆源", "lag|in charge|" TASK "|村建站 0%|due 10-31\n");
	assert_waiting(o, "班海辉",
		"ok|sign for|" TASK " / 村建站|issued 10-12|due 10-31\n");
	assign_day(o, "2026-10-14");
	assert_waiting(o, "班海辉",
		"ok|sign for|" TASK " / 村建站|issued 10-12, past the limit "
		"(working days: 1)|due 10-31\n");
	office_act(o, "share.allocate", lead, "person=谢春峰");
	assert_waiting(o, "班海辉", "");
	assign_as(o, "谢春峰");
	office_act(o, "share.report", lead,
		"progress=320 done=320座完工 difficulty=砂石涨价");
	assign_day(o, "2026-10-29");
	assert_waiting(o, "谢春峰",
		"due!2|report|" TASK " / 村建站|320座  last 10-14|"
		"due 10-31\n"
		"|in the way|" TASK " / 村建站|砂石涨价  15 d|\n");
	assert_waiting(o, "龙庆源",
		"OVER10|difficulty|" TASK " / 村建站|砂石涨价  15 d|due 10-19\n"
		"due!2|in charge|" TASK "|村建站: 砂石涨价|due 10-31\n");
	assign_day(o, "2026-11-02");
	assert_waiting(o, "龙庆源",
		"OVER14|difficulty|" TASK " / 村建站|砂石涨价  19 d|due 10-19\n"
		"OVER2|in charge|" TASK "|村建站: 砂石涨价|due 10-31\n");
	assign_as(o, "谢春峰");
	office_act(o, "share.claim", lead, "done_on=2026-10-31");
	assert_waiting(o, "谢春峰", "");
	assert_waiting(o, "周凤霞", "");
	assign_day(o, "2026-11-04");
	assert_waiting(o, "班海辉",
		"done|report done|" TASK " / 村建站|claimed 2 d ago|"
		"due 10-31\n");
	office_act(o, "share.endorse", lead, "");
	assert_waiting(o, "班海辉", "");
	assert_waiting(o, "周凤霞",
		"done|verify|" TASK " / 村建站|claimed 2 d ago|due 10-31\n");
	office_act(o, "share.supplement", lead, "reason=缺验收表");
	assert_waiting(o, "谢春峰",
		"OVER4|redo|" TASK " / 村建站|缺验收表|due 10-31\n"
		"|in the way|" TASK " / 村建站|砂石涨价  21 d|\n");
}

static void assert_signs(struct office *o, const char *day, const char *detail)
{
	struct str line = STR_INIT;
	struct today t;

	assign_day(o, day);
	assign_as(o, "班海辉");
	read_today(o, &t);
	for (size_t i = 0; i < t.waiting.count; i++)
		if (t.waiting.line[i].what == TODAY_SIGN)
			str_add(&line, t.waiting.line[i].detail);
	assert_string_equal(line.data, detail);
	str_free(&line);
	today_free(&t);
	/* the clerk, who urges, sees the same limit */
	assign_as(o, "岑庆林");
	read_today(o, &t);
	for (size_t i = 0; i < t.waiting.count; i++)
		if (t.waiting.line[i].what == TODAY_UNSIGNED)
			str_add(&line, t.waiting.line[i].detail);
	assert_int_equal(!!strstr(detail, "past"),
		line.len_bytes && strstr(line.data, "村建站"));
	str_free(&line);
	today_free(&t);
}

/* One working day, over the holidays of October and the Saturday worked for
 * them; and each unit's own from the day it was given the share. */
static void signing_is_counted_in_working_days(void **state)
{
	struct office *o = *state;
	static const char late[] =
		"issued 09-30, past the limit (working days: 1)";

	assign_role(o, "岑庆林", RIGHT_ROLE_CLERK);
	assign_day(o, "2026-09-30");
	assign_as(o, "岑庆林");
	office_act(o, "task.submit", assign_task(o, TASK), "");
	assign_as(o, "龙庆源");
	office_act(o, "task.issue", assign_task(o, TASK), GAP);
	assert_signs(o, "2026-10-07", "issued 09-30");
	assert_signs(o, "2026-10-08", "issued 09-30");
	assert_signs(o, "2026-10-09", late);
	/* refused to be handed back: counted anew, over a Saturday worked */
	office_act(o, "share.reassign", assign_share(o, TASK " 村建站"),
		"unit=村建站");
	assert_signs(o, "2026-10-10", "issued 10-09");
	assert_signs(o, "2026-10-11",
		"issued 10-09, past the limit (working days: 1)");
	assign_as(o, "");
	office_act(o, "setting.set", 0, "name=sign-days text=2");
	assert_signs(o, "2026-10-12", "issued 10-09");
	assert_signs(o, "2026-10-13",
		"issued 10-09, past the limit (working days: 2)");
}

static void the_end_waits_for_the_leader(void **state)
{
	struct office *o = *state;
	int64_t share[2];

	issue(o);
	share[0] = assign_share(o, TASK " 村建站");
	share[1] = assign_share(o, TASK " 卫生院");
	const char *const head[] = { "班海辉", "蒙玉峰" };
	for (int i = 0; i < 2; i++) {
		assign_as(o, head[i]);
		office_act(o, "share.sign", share[i], "");
		office_act(o, "share.claim", share[i], "done_on=2026-10-12");
		assign_as(o, "周凤霞");
		office_act(o, "share.verify", share[i],
			"quality=good effect=good");
	}
	assert_waiting(o, "龙庆源",
		"done|close|" TASK "|all 2 shares done|due 10-31\n");
	/* only the one in charge, and the owner, who decides for all */
	assert_waiting(o, "莫金芳", "");
	struct today t;
	assign_as(o, "");
	read_today(o, &t);
	assert_string_equal(t.waiting.line[0].action, "task.close");
	assert_int_equal(t.done, 1);
	assert_int_equal(t.all, 1);
	today_free(&t);
	assert_waiting(o, "班海辉",
		"|confirm|diligence archive 2026|1 new entries|\n");
	office_act(o, "archive.confirm",
		archive_of(o->store, o->session.person, 2026), "");
	/* the entry is of that day: nothing newer */
	assert_waiting(o, "班海辉", "");
}

static void what_is_not_reported(void **state)
{
	struct office *o = *state;
	struct today t;

	issue(o);
	int64_t lead = assign_share(o, TASK " 村建站");
	assign_as(o, "班海辉");
	office_act(o, "share.report", lead, "progress=360 done=完工");
	assign_as(o, "岑庆林");
	read_today(o, &t);
	assert_lines(o, &t.unreported,
		"ok|to report|" TASK "|reported 1/2|due 10-31\n");
	today_free(&t);
	/* the second half of the month begins: nobody has reported */
	assign_day(o, "2026-10-16");
	read_today(o, &t);
	assert_lines(o, &t.unreported,
		"ok|to report|" TASK "|reported 0/2|due 10-31\n");
	today_free(&t);
	assign_as(o, "班海辉");
	read_today(o, &t);
	assert_lines(o, &t.unreported,
		"ok|to report|" TASK " / 村建站|360座  last 10-12|"
		"due 10-31\n");
	assert_int_equal(t.waiting.count, 0);
	today_free(&t);
	office_act(o, "share.same", lead, "");
	read_today(o, &t);
	assert_int_equal(t.unreported.count, 0);
	today_free(&t);
}

static void counts_of_the_township(void **state)
{
	struct office *o = *state;
	struct str text = STR_INIT;
	struct today t;

	issue(o);
	office_act(o, "task.issue", assign_task(o, "农村危房改造"), GAP);
	office_act(o, "task.issue", assign_task(o, "安全生产大检查"), GAP);
	assign_day(o, "2026-11-10");
	office_act(o, "task.suspend", assign_task(o, "安全生产大检查"),
		"reason=等待通知");
	assign_as(o, "岑庆林");
	read_today(o, &t);
	today_counts_print(&t, &text);
	assert_string_equal(text.data, "3 tasks  lag1 OVER1 hold1");
	assert_int_equal(t.steps.count, 1);
	assert_int_equal(t.steps.line[0].step, 3);
	assert_string_equal(t.steps.line[0].subject,
		"4 open shares, 2 overdue, 4 not signed for");
	bool told = false;
	for (size_t i = 0; i < t.waiting.count; i++)
		if (t.waiting.line[i].what == TODAY_UNSIGNED) {
			told = true;
			assert_non_null(
				strstr(t.waiting.line[i].subject, "4 shares"));
			assert_non_null(
				strstr(t.waiting.line[i].detail, "村建站"));
		}
	assert_true(told);
	today_free(&t);
	str_free(&text);
	/* what burns for me: own shares, and tasks in my charge */
	assign_as(o, "龙庆源");
	struct light_counts mine = today_mine(&o->session);
	assert_int_equal(mine.overdue, 1);
	assert_int_equal(mine.behind, 1);
	assign_as(o, "");
	assert_int_equal(today_mine(&o->session).overdue, 0);
}

static void nobody_sees_nothing(void **state)
{
	struct office *o = *state;
	struct today t;

	issue(o);
	o->session = (struct session){ .store = o->store,
		.clock = o->session.clock };
	read_today(o, &t);
	assert_int_equal(t.waiting.count, 0);
	assert_false(t.sees_whole);
	today_free(&t);
}

#define T(test) cmocka_unit_test_setup_teardown(test, assign_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(no_statement_scans),
		T(a_new_list_is_one_screen),
		T(each_step_waits_for_its_person),
		T(signing_is_counted_in_working_days),
		T(the_end_waits_for_the_leader),
		T(what_is_not_reported),
		T(counts_of_the_township),
		T(nobody_sees_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
