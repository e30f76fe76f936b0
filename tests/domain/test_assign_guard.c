/* What may not be done, and what can be taken back. */
#include "assign_file.h"

#include "domain/assess/archive.h"
#include "domain/assess/entry.h"
#include "domain/assign/report.h"
#include "domain/office/value.h"

#define TASK "农村改厕"
#define GAP "gap_reason=清单未列"

/* The issue text may stand in the error or among the issues. */
static void refused(struct office *o, const char *verb, int64_t id,
	const char *text, enum status status, const char *words)
{
	struct outcome out;
	enum status st = office_try(o, verb, id, text, &out);
	bool said = strstr(out.error.what, words) ||
		    strstr(out.error.todo, words) ||
		    assign_tells(&out, 0, false, words);

	if (st != status || !said)
		fail_msg("%s %s: %s \"%s\" \"%s\", not %s \"%s\"", verb, text,
			status_name(st), out.error.what,
			out.issues.count ? out.issues.item[0].text : "",
			status_name(status), words);
	outcome_free(&out);
}

static void undo(struct office *o)
{
	struct undo_offer offer;
	struct outcome out;
	struct error err = { 0 };

	if (door_undo_offer(&o->session, &offer, &err) != STATUS_OK)
		fail_msg("%s", err.what);
	if (door_undo(&o->session, &offer, &out) != STATUS_OK)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	assert_derived(o);
}

/* Roles, and the task issued on 2026-10-12. */
static int issued(void **state)
{
	assign_open(state);
	struct office *o = *state;

	assign_role(o, "岑庆林", RIGHT_ROLE_CLERK);
	assign_role(o, "周凤霞", RIGHT_ROLE_SUPERVISOR);
	assign_day(o, "2026-10-12");
	assign_as(o, "龙庆源");
	office_act(o, "task.issue", assign_task(o, TASK), GAP);
	return 0;
}

static void issue_demands_the_clarities(void **state)
{
	struct office *o = *state;
	int64_t bare = office_act(o, "task.create", 0,
		"title=修水渠 lead=水利站 due=2026-12-31 aim= leader=");
	int64_t listed = assign_task(o, TASK);
	struct outcome out;

	refused(o, "task.issue", bare, GAP, STATUS_REFUSED, "goal, leader");
	refused(o, "task.issue", listed, "", STATUS_INVALID,
		"demands, measures, person");
	assign_day(o, "2026-10-30");
	assert_int_equal(
		office_try(o, "task.issue", listed, GAP, &out), STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "day of rest"));
	assert_true(assign_tells(&out, 0, true, "less than one working day"));
	outcome_free(&out);
	refused(o, "task.issue", listed, GAP, STATUS_REFUSED, "issued");
	assert_text(o,
		"SELECT group_concat(DISTINCT due||first_due||state)"
		" FROM share s WHERE task=15",
		"2026-10-312026-10-311");
}

static void an_ad_hoc_task_is_proposed(void **state)
{
	struct office *o = *state;
	int64_t id = office_act(o, "task.create", 0,
		"title=修公厕 lead=村建站 due=2026-12-31 co=各站所");

	(void)id;
	/* goal, start, the leader of the unit's last task, its head */
	assert_text(o,
		"SELECT t.aim||t.start||l.name||p.name FROM task t"
		" JOIN person l ON l.id=t.leader JOIN share s ON s.task=t.id"
		" AND s.role=1 JOIN person p ON p.id=s.person"
		" WHERE t.title='修公厕'",
		"修公厕2026-11-24龙庆源班海辉");
	/* the lead is none of its own helpers */
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share s JOIN task t ON"
				" t.id=s.task WHERE t.title='修公厕'"),
		24);
	undo(o);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task"), 42);
}

static void what_is_issued_stands(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, TASK);

	assign_as(o, "岑庆林");
	refused(o, "task.update", task, "due=2026-12-31", STATUS_INVALID,
		"due stands");
	refused(o, "task.update", task, "lead=水利站", STATUS_INVALID,
		"lead unit stands");
	office_act(o, "task.update", task,
		"requirements=一户一档 due=2026-10-31 lead=村建站");
	assert_text(o, "SELECT requirements FROM task WHERE id=15", "一户一档");
	refused(o, "task.assign", task, "unit=卫生院", STATUS_INVALID,
		"already");
	refused(o, "task.assign", task, "unit=水利站 person=韦俊平",
		STATUS_INVALID, "another unit");
	office_act(o, "task.assign", task, "unit=水利站 target=80");
	assert_text(o,
		"SELECT state||due||target FROM share s JOIN unit u ON"
		" u.id=s.unit WHERE s.task=15 AND u.name='水利站'",
		"12026-10-318000");
	undo(o);
	refused(o, "task.update", task, "parent=15", STATUS_INVALID,
		"part of itself");
}

static void a_share_is_its_unit_s(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, TASK " 村建站");

	assign_as(o, "潘桂"); /* head of another unit */
	refused(o, "share.report", share, "progress=1", STATUS_DENIED, "not");
	refused(o, "share.sign", share, "", STATUS_DENIED, "not");
	assign_as(o, "谢春峰");
	refused(o, "share.allocate", share, "person=谢春峰", STATUS_DENIED,
		"right");
	refused(o, "share.sign", share, "person=班海辉", STATUS_INVALID,
		"only the head");
	refused(o, "share.claim", share, "done_on=2026-10-12", STATUS_REFUSED,
		"to sign for");
	assign_as(o, "班海辉");
	refused(o, "share.allocate", share, "person=潘桂", STATUS_INVALID,
		"another unit");
	office_act(o, "share.allocate", share, "person=谢春峰");
	assign_as(o, "岑庆林"); /* the clerk types what he said */
	refused(o, "share.report", share, "progress=10", STATUS_DENIED,
		"谢春峰");
}

static void figures_are_checked(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, TASK " 村建站");
	struct outcome out;

	assign_as(o, "岑庆林");
	office_act(o, "share.update", share, "target=380");
	refused(o, "share.update", share, "due=2026-12-01", STATUS_INVALID,
		"stands");
	assign_as(o, "班海辉");
	refused(o, "share.report", share, "done=在建", STATUS_INVALID,
		"figure");
	office_act(o, "share.report", share, "progress=300");
	assert_int_equal(
		office_try(o, "share.report", share, "progress=290", &out),
		STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "less than"));
	outcome_free(&out);
	assert_int_equal(
		office_try(o, "share.report", share, "progress=390", &out),
		STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "more than the target"));
	outcome_free(&out);
	refused(o, "share.claim", share, "done_on=2026-02-01", STATUS_INVALID,
		"before it starts");
	refused(o, "share.claim", share, "", STATUS_INVALID, "needed");
	undo(o);
	assert_text(o,
		"SELECT count(*)||' '||(SELECT progress FROM share WHERE"
		" target=38000) FROM report",
		"2 29000");
	undo(o); /* of an undo: done again */
	assert_int_equal(office_count(o, "SELECT count(*) FROM report"), 3);
}

static void nobody_verifies_his_own_work(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, TASK " 村建站");

	assign_as(o, "");
	assign_role(o, "班海辉", RIGHT_ROLE_SUPERVISOR);
	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=380");
	office_act(o, "share.claim", share, "done_on=2026-10-12");
	refused(o, "share.endorse", share, "", STATUS_REFUSED, "already");
	refused(o, "share.verify", share, "quality=good effect=good",
		STATUS_DENIED, "own work");
	refused(o, "share.supplement", share, "reason=缺照片", STATUS_DENIED,
		"own work");
	assign_as(o, "周凤霞");
	refused(o, "share.verify", share, "quality=good", STATUS_INVALID,
		"effect");
	office_act(o, "share.supplement", share, "reason=缺照片");
	assert_text(o,
		"SELECT state||returns||ifnull(claimed_on,'-')||"
		"ifnull(endorsed_by,'-')||ifnull(done_on,'-') FROM share"
		" WHERE returns>0",
		"31---");
	undo(o);
	office_act(o, "share.verify", share, "quality=good effect=good");
	undo(o);
	assert_int_equal(office_count(o, "SELECT count(*) FROM entry"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM archive"), 0);
	office_act(o, "share.verify", share, "quality=good effect=good");
	/* a done share may go back; the new entry names the old one */
	office_act(
		o, "share.rectify", share, "reason=复查不合格 due=2026-10-25");
	assign_as(o, "班海辉");
	office_act(o, "share.claim", share, "done_on=2026-10-12");
	assign_as(o, "周凤霞");
	office_act(o, "share.verify", share, "quality=fair effect=fair");
	assert_text(o,
		"SELECT group_concat(id||':'||ifnull(amends,0)) FROM"
		" entry",
		"2:0,3:2"); /* the id of the undone one is not used again */
}

static void the_first_report_is_taken_back(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, TASK " 村建站");

	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=300 difficulty=缺料");
	assert_text(o,
		"SELECT state||signed_on||progress FROM share WHERE"
		" progress IS NOT NULL",
		"32026-10-1230000");
	undo(o);
	assert_int_equal(office_count(o, "SELECT count(*) FROM share WHERE"
					 " signed_on IS NOT NULL OR progress"
					 " IS NOT NULL"),
		0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM report"), 0);
}

static void handed_back_and_given_on(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, TASK " 卫生院");
	int64_t lead = assign_share(o, TASK " 村建站");

	assign_as(o, "蒙玉峰");
	refused(o, "share.handback", share, "", STATUS_INVALID, "needed");
	office_act(o, "share.handback", share,
		"reason=不属本单位职责 suggested=水利站");
	refused(o, "share.report", share, "done=无", STATUS_REFUSED,
		"handed back");
	assign_as(o, "岑庆林");
	refused(o, "share.reassign", share, "unit=村建站", STATUS_INVALID,
		"already");
	office_act(o, "share.reassign", share, "unit=水利站");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share s JOIN due d ON"
				" d.kind=13 AND d.id=s.id AND d.unit=s.unit"
				" WHERE s.task=15 AND s.state=1"),
		2);
	refused(o, "share.withdraw", lead, "reason=误分", STATUS_REFUSED,
		"lead unit");
	office_act(o, "share.withdraw", share, "reason=误分");
	assert_int_equal(
		office_count(o, "SELECT shares FROM task_now WHERE id=15"), 1);
	undo(o);
	assert_int_equal(
		office_count(o, "SELECT shares FROM task_now WHERE id=15"), 2);
}

static void held_and_taken_up_again(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, TASK);
	int64_t share = assign_share(o, TASK " 村建站");

	refused(o, "task.suspend", task, "", STATUS_INVALID, "needed");
	office_act(o, "task.suspend", task, "reason=资金未到位");
	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 0);
	assign_as(o, "班海辉");
	refused(o, "share.report", share, "progress=1", STATUS_REFUSED,
		"suspended");
	assign_as(o, "龙庆源");
	refused(o, "task.restart", task, "reason=资金已到 due=2026-10-01",
		STATUS_INVALID, "before today");
	office_act(o, "task.restart", task, "reason=资金已到 due=2026-12-20");
	assert_text(o,
		"SELECT group_concat(DISTINCT due||first_due) FROM share"
		" WHERE task=15",
		"2026-12-202026-10-31");
	office_act(o, "task.terminate", task, "reason=上级取消");
	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 0);
	undo(o);
	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 3);
	refused(o, "task.close", task, "", STATUS_REFUSED, "2 of its 2");
}

static void submitted_and_returned(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "农村危房改造");

	assign_as(o, "岑庆林");
	office_act(o, "task.submit", task, "");
	refused(o, "task.issue", task, GAP, STATUS_DENIED, "");
	refused(o, "task.return", task, "reason=目标不明", STATUS_DENIED, "");
	assign_as(o, "龙庆源");
	office_act(o, "task.return", task, "reason=目标不明");
	refused(o, "task.issue", task, GAP, STATUS_REFUSED, "returned");
	assign_as(o, "岑庆林");
	office_act(o, "task.update", task,
		"aim=50户 target=50 lead=民政办 "
		"co=村建站、各村");
	assert_text(o,
		"SELECT u.name FROM share s JOIN unit u ON u.id=s.unit"
		" WHERE s.role=1 AND s.task=10",
		"民政办");
	assert_int_equal(
		office_count(o, "SELECT shares FROM task_now WHERE id=10"), 12);
	undo(o);
	assert_int_equal(
		office_count(o, "SELECT shares FROM task_now WHERE id=10"), 2);
}

/* What is closed is not undone; the way back has a reason. */
static void closed_is_final(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, TASK);
	static const char *const units[][2] = { { TASK " 村建站", "班海辉" },
		{ TASK " 卫生院", "蒙玉峰" } };
	struct undo_offer offer;
	struct error err = { 0 };

	for (int i = 0; i < 2; i++) {
		int64_t share = assign_share(o, units[i][0]);

		assign_as(o, units[i][1]);
		office_act(o, "share.report", share, "progress=380");
		office_act(o, "share.claim", share, "done_on=2026-10-12");
		assign_as(o, "周凤霞");
		office_act(
			o, "share.verify", share, "quality=good effect=good");
	}
	assign_as(o, "龙庆源");
	office_act(o, "task.close", task, "");
	assert_int_equal(
		door_undo_offer(&o->session, &offer, &err), STATUS_REFUSED);
	assign_as(o, "周凤霞");
	refused(o, "share.rectify", assign_share(o, TASK " 村建站"),
		"reason=复查不合格", STATUS_REFUSED, "closed");
	assign_as(o, "龙庆源");
	office_act(
		o, "task.restart", task, "reason=复查发现问题 due=2026-12-01");
	assert_int_equal(office_count(o, "SELECT state FROM task WHERE id=15"),
		TASK_ISSUED);
	assert_derived(o);
}

/* ---- over all actions */

static const struct record_type *const ours[] = { &task_type, &share_type,
	&report_type, &archive_type, &entry_type };

static void without_roles_nothing_is_possible(void **state)
{
	struct office *o = *state;
	struct session nobody = o->session;
	struct offer offer;

	nobody.roles = 0;
	nobody.person = 0;
	nobody.account = 0;
	for (size_t t = 0; t < sizeof ours / sizeof *ours; t++) {
		for (const struct action *const *a = ours[t]->actions; *a;
			a++) {
			bool creates = (*a)->flags & ACTION_CREATES;

			for (int64_t id = creates ? 0 : 1;
				id <= (creates ? 0 : 60); id++) {
				enum status st = action_possible(
					&nobody, ours[t], *a, id, NULL, &offer);

				assert_false(offer.possible);
				assert_int_not_equal(st, STATUS_OK);
			}
			/* each names its right, of which default is none */
			assert_int_not_equal((*a)->right, RIGHT_NONE);
			assert_false(right_of_roles(0, (*a)->right));
		}
	}
}

static void a_menu_holds_nine(void **state)
{
	(void)state;
	for (size_t t = 0; t < sizeof ours / sizeof *ours; t++) {
		const struct record_type *type = ours[t];
		const struct field *f =
			type->state ? record_field(type, type->state) : NULL;
		int states = 0;

		for (const struct choice *c = f ? f->choices : NULL;
			c && c->name; c++) {
			int n = 0;

			states++;
			for (const struct action *const *a = type->actions; *a;
				a++)
				n += !((*a)->flags & (ACTION_HIDDEN |
							     ACTION_CREATES)) &&
				     (!(*a)->from ||
					     ((*a)->from & 1u << c->number));
			assert_in_range(n, 0, 9);
		}
		assert_true(!f || states >= 7);
	}
}

static bool sees_nothing(
	void *arg, const struct table *t, const struct field *f)
{
	(void)arg, (void)t, (void)f;
	return false;
}

/* A menu is asked by one who may not see accounts; the door sees all. */
static void offers_do_not_depend_on_who_looks(void **state)
{
	static const struct viewer blind = { .may_see = sees_nothing };
	struct office *o = *state;
	int possible = 0;

	assign_as(o, "岑庆林");
	store_set_viewer(o->store, &blind);
	for (int64_t id = 1; id <= 60; id++) {
		struct offer door[32], eyes[32];
		size_t n =
			action_offers(&o->session, &share_type, id, door, 32);

		store_set_mode(o->store, STORE_VIEWER);
		assert_int_equal(n,
			action_offers(&o->session, &share_type, id, eyes, 32));
		session_refresh(&o->session);
		store_set_mode(o->store, STORE_DOOR);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(door[i].possible, eyes[i].possible);
			assert_int_equal(door[i].stand_in, eyes[i].stand_in);
			assert_string_equal(
				door[i].reason.why, eyes[i].reason.why);
			possible += door[i].possible;
		}
	}
	assert_true(possible > 10);
	store_set_viewer(o->store, NULL);
}

/* Marked together, each for whoever it is for; what it rests on is kept. */
static void a_batch_is_typed_for_many(void **state)
{
	struct office *o = *state;
	struct act_item item[2] = { { .id = 0 } };
	struct stmt *s = stmt_get(o->store,
		"SELECT s.id FROM share s JOIN unit u ON u.id=s.unit"
		" WHERE s.state=1 AND u.head IS NOT NULL GROUP BY u.head"
		" LIMIT 2");
	struct outcome out;

	for (int i = 0; i < 2; i++) {
		assert_true(stmt_row(s));
		item[i].id = stmt_int(s, 0);
	}
	stmt_end(s, NULL);
	assign_as(o, "岑庆林");
	struct act act = { .action = action_find("share.sign", NULL),
		.actor = { .basis = value_of_code(
				   o->store, "basis", "telephone"),
			.basis_no = "11-24" },
		.item = item,
		.count = 2,
		.stand_in = true,
		.warned = true };
	if (door_run(&o->session, &act, &out) != STATUS_OK)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	assert_text(o,
		"SELECT count(DISTINCT person)||' '||count(basis)||' '||"
		"min(basis_no)||' '||sum(person<>typist) FROM journal"
		" WHERE verb='share.sign'",
		"2 2 11-24 2");
	undo(o);
}

#define WITH(setup, test) \
	cmocka_unit_test_setup_teardown(test, setup, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(assign_open, issue_demands_the_clarities),
		WITH(assign_open, an_ad_hoc_task_is_proposed),
		WITH(issued, what_is_issued_stands),
		WITH(issued, a_share_is_its_unit_s),
		WITH(issued, figures_are_checked),
		WITH(issued, nobody_verifies_his_own_work),
		WITH(issued, the_first_report_is_taken_back),
		WITH(issued, handed_back_and_given_on),
		WITH(issued, held_and_taken_up_again),
		WITH(issued, submitted_and_returned),
		WITH(issued, closed_is_final),
		WITH(issued, without_roles_nothing_is_possible),
		WITH(issued, offers_do_not_depend_on_who_looks),
		WITH(issued, a_batch_is_typed_for_many),
		cmocka_unit_test(a_menu_holds_nine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
