/* Plans: approved by another than who wrote them; what was approved holds
 * until a change of it is. */
#include "plan_file.h"

#include "domain/office/source.h"
#include "domain/plan/amendment.h"
#include "domain/plan/goal.h"
#include "domain/plan/plan.h"

static int64_t a_plan(struct office *o)
{
	return office_act(o, "plan.create", 0,
		"title=2026年四季度计划 kind=quarter start=2026-10-01"
		" leader=梁家梅");
}

static int64_t goal_titled(struct office *o, const char *title)
{
	return assign_id(o, "SELECT id FROM goal WHERE title=:name", title);
}

static int64_t a_goal(struct office *o, int64_t plan)
{
	office_act(o, "plan.goal", plan,
		"title=农村改厕 indicator=户厕改造座数 target=380 measure=座"
		" lead=村建站 money=12.5万");
	return goal_titled(o, "农村改厕");
}

/* The clerk wrote it, the leader approved it. */
static int64_t an_approved_plan(struct office *o, int64_t *goal)
{
	int64_t id = a_plan(o);

	*goal = a_goal(o, id);
	office_act(o, "plan.submit", id, "");
	assign_as(o, "梁家梅");
	office_act(o, "plan.approve", id, "");
	assign_as(o, "岑庆林");
	return id;
}

static int64_t pending(struct office *o)
{
	int64_t id = office_count(
		o, "SELECT id FROM amendment WHERE state=1 ORDER BY id DESC");

	assert_true(id > 0);
	return id;
}

/* ---- periods */

static void the_last_day_follows_from_the_period(void **state)
{
	static const struct {
		const char *typed, *days;
	} cases[] = {
		{ "kind=year start=2027-01-01", "2027-01-01 2027-12-31" },
		{ "kind=quarter start=2026-10-01", "2026-10-01 2026-12-31" },
		{ "kind=month start=2028-02-03", "2028-02-03 2028-02-29" },
		{ "start=2026-12-05", "2026-12-05 2026-12-31" },
		{ "kind=special start=2026-11-01 due=2027-03-01",
			"2026-11-01 2027-03-01" },
	};
	struct office *o = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[200];

		snprintf(text, sizeof text, "title=计划 %s", cases[i].typed);
		office_act(o, "plan.create", 0, text);
		assert_text(o,
			"SELECT start||' '||due FROM plan ORDER BY id DESC",
			cases[i].days);
	}
	plan_refused(o, "plan.create", 0,
		"title=计划 kind=special start=2026-11-01", STATUS_INVALID,
		"a last day of its own");
	plan_refused(o, "plan.create", 0,
		"title=计划 start=2026-11-01 due=2026-10-01", STATUS_INVALID,
		"before it begins");
}

/* A list imported again, line by line. */
static void what_is_there_is_not_made_twice(void **state)
{
	struct office *o = *state;
	int64_t goal;
	int64_t id = an_approved_plan(o, &goal);
	int64_t head = office_count(o, "SELECT max(seq) FROM journal");

	assert_int_equal(a_plan(o), id);
	assert_int_equal(
		office_act(o, "goal.create", 0, "plan=1 title=农村改厕"), goal);
	assert_int_equal(office_count(o, "SELECT max(seq) FROM journal"), head);
	int64_t source = office_act(o, "source.create", 0, "title=县长来电");
	assert_int_equal(
		office_act(o, "source.create", 0, "title=县长来电"), source);
	assert_int_equal(office_count(o, "SELECT count(*) FROM source"), 1);
}

/* ---- its life */

static void draft_to_closed(void **state)
{
	struct office *o = *state;
	int64_t id = a_plan(o);

	plan_refused(o, "plan.submit", id, "", STATUS_REFUSED, "no goal");
	int64_t goal = a_goal(o, id);
	assert_text(o,
		"SELECT p.name||target||measure||money FROM goal g"
		" JOIN person p ON p.id=g.leader",
		"梁家梅38000座12500000");
	office_act(o, "goal.update", goal, "breakthrough=连片改造");
	office_act(o, "plan.submit", id, "");
	plan_refused(o, "goal.update", goal, "target=400", STATUS_REFUSED,
		"no draft");
	plan_refused(o, "plan.goal", id, "title=又一个", STATUS_REFUSED,
		"submitted");
	assign_as(o, "梁家梅");
	office_act(o, "plan.return", id, "reason=补充经费来源");
	assign_as(o, "岑庆林");
	office_act(o, "plan.submit", id, "");
	assign_as(o, "梁家梅");
	office_act(o, "plan.approve", id, "");
	assert_text(o,
		"SELECT no||state||approved_on||ifnull(reason,'-') FROM plan",
		"20260000132026-10-12-");
	plan_refused(o, "plan.close", id, "", STATUS_REFUSED, "approved");
	assign_as(o, "岑庆林");
	office_act(o, "plan.enforce", id, "");
	plan_refused(
		o, "plan.update", id, "title=别的", STATUS_REFUSED, "in force");
	plan_refused(o, "plan.close", id, "", STATUS_DENIED, "decide");
	assign_as(o, "梁家梅");
	office_act(o, "plan.close", id, "");
	office_act(o, "plan.reopen", id, "reason=还有尾工");
	assert_int_equal(office_count(o, "SELECT state FROM plan"), 4);
	assert_derived(o);
}

static void who_wrote_it_does_not_approve_it(void **state)
{
	struct office *o = *state;
	struct outcome out;

	assign_as(o, "");
	assign_role(o, "梁家梅", RIGHT_ROLE_CLERK); /* and leader by post */
	assign_as(o, "梁家梅");
	int64_t id = a_plan(o);
	a_goal(o, id);
	office_act(o, "plan.submit", id, "");
	plan_refused(
		o, "plan.approve", id, "", STATUS_DENIED, "does not approve");
	/* nor who handed in what another wrote */
	assign_as(o, "岑庆林");
	int64_t other = office_act(o, "plan.create", 0,
		"title=11月计划 kind=month start=2026-11-01 leader=梁家梅");
	office_act(o, "plan.goal", other, "title=另一目标");
	assign_as(o, "梁家梅");
	office_act(o, "plan.submit", other, "");
	plan_refused(o, "plan.approve", other, "", STATUS_DENIED,
		"does not approve");
	/* nor does he by a clerk's hand; another leader does */
	assign_as(o, "岑庆林");
	assert_int_equal(
		plan_for(o, "plan.approve", id, "梁家梅", &out), STATUS_DENIED);
	outcome_free(&out);
	assert_int_equal(
		plan_for(o, "plan.approve", id, "蒙佩香", &out), STATUS_OK);
	outcome_free(&out);
	assert_text(o,
		"SELECT p.name||t.name FROM journal j"
		" JOIN person p ON p.id=j.person JOIN person t"
		" ON t.id=j.typist WHERE verb='plan.approve'",
		"蒙佩香岑庆林");
	plan_refused(o, "plan.approve", other, "", STATUS_DENIED, "decide");
}

/* One office machine: its owner types what the leader decided. */
static void an_owner_approves_in_anothers_name(void **state)
{
	struct office *o = *state;
	struct offer offer;
	struct outcome out;

	assign_as(o, "");
	int64_t id = a_plan(o);
	a_goal(o, id);
	office_act(o, "plan.submit", id, "");
	assert_int_equal(action_possible(&o->session, &plan_type, &plan_approve,
				 id, NULL, &offer),
		STATUS_OK);
	assert_int_equal(offer.stand_in,
		assign_id(
			o, "SELECT id FROM person WHERE name=:name", "梁家梅"));
	plan_refused(o, "plan.approve", id, "", STATUS_DENIED, "decided_by=");
	assert_int_equal(
		plan_for(o, "plan.approve", id, "梁家梅", &out), STATUS_OK);
	outcome_free(&out);
}

/* ---- changes */

static void old_values_hold_until_approved(void **state)
{
	struct office *o = *state;
	int64_t goal;
	int64_t plan = an_approved_plan(o, &goal);

	plan_refused(
		o, "goal.amend", goal, "target=420", STATUS_INVALID, "needed");
	plan_refused(o, "goal.amend", goal, "reason=追加任务 target=380",
		STATUS_INVALID, "nothing is changed");
	plan_refused(o, "goal.amend", goal,
		"reason=追加任务 measure=", STATUS_INVALID, "left empty");
	office_act(o, "goal.amend", goal,
		"reason=县里追加任务 target=420 lead=卫生院");
	assert_text(o, "SELECT what FROM amendment",
		"target 380座 to 420座; lead unit 村建站 to 卫生院");
	assert_int_equal(office_count(o, "SELECT target FROM goal"), 38000);
	plan_refused(o, "goal.amend", goal, "reason=再改 target=500",
		STATUS_REFUSED, "waits for approval");
	/* the plan's days are another matter */
	office_act(o, "plan.amend", plan, "reason=延到春节前 due=2027-02-05");
	assert_text(o, "SELECT due FROM plan", "2026-12-31");
	plan_refused(o, "amendment.approve", pending(o), "", STATUS_DENIED,
		"decide");
	assign_as(o, "梁家梅");
	for (int i = 0; i < 2; i++)
		office_act(o, "amendment.approve", pending(o), "");
	assert_text(o,
		"SELECT target||u.name||p.due||money FROM goal g"
		" JOIN unit u ON u.id=g.lead JOIN plan p ON p.id=g.plan",
		"42000卫生院2027-02-0512500000");
	assert_int_equal(office_count(o, "SELECT count(*) FROM amendment"
					 " WHERE state=2 AND decided_by AND"
					 " decided_on='2026-10-12'"),
		2);
	assert_derived(o);
	/* and back, as any action */
	plan_undo(o);
	assert_int_equal(office_count(o, "SELECT target FROM goal"), 38000);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM amendment WHERE state=1"),
		1);
}

static void refused_and_withdrawn_change_nothing(void **state)
{
	struct office *o = *state;
	int64_t goal;

	an_approved_plan(o, &goal);
	office_act(o, "goal.amend", goal, "reason=减少任务 target=100");
	assign_as(o, "梁家梅");
	plan_refused(o, "amendment.refuse", pending(o), "", STATUS_INVALID,
		"needed");
	office_act(o, "amendment.refuse", pending(o), "answer=任务不能减");
	assign_as(o, "岑庆林");
	office_act(o, "goal.amend", goal, "reason=减少任务 target=300");
	office_act(o, "amendment.withdraw", pending(o), "");
	assert_int_equal(office_count(o, "SELECT target FROM goal"), 38000);
	/* nobody decides on what he asked for himself */
	assign_as(o, "");
	assign_role(o, "蒙佩香", RIGHT_ROLE_CLERK);
	assign_as(o, "蒙佩香");
	office_act(o, "goal.amend", goal, "reason=减少任务 target=350");
	plan_refused(o, "amendment.approve", pending(o), "", STATUS_DENIED,
		"this is for");
}

static void one_more_goal_is_asked_for(void **state)
{
	struct office *o = *state;
	int64_t goal;
	int64_t plan = an_approved_plan(o, &goal);

	plan_refused(o, "goal.create", 0, "plan=1 title=自行添加",
		STATUS_INVALID, "no draft");
	office_act(o, "plan.add", plan,
		"title=危房清零 reason=省里新部署 target=12 measure=户"
		" lead=村建站");
	office_act(o, "plan.add", plan, "title=公厕管护 reason=省里新部署");
	assert_int_equal(office_count(o, "SELECT count(*) FROM goal"), 1);
	assign_as(o, "梁家梅");
	office_act(o, "amendment.approve", pending(o), "");
	office_act(o, "amendment.approve", pending(o), "");
	assert_text(o,
		"SELECT group_concat(title||ifnull(target,'-')) FROM goal"
		" WHERE plan=1",
		"农村改厕38000,公厕管护-,危房清零1200");
}

static void money_and_notes_are_free(void **state)
{
	struct office *o = *state;
	int64_t goal;
	int64_t plan = an_approved_plan(o, &goal);

	office_act(o, "goal.note", goal, "spent=3.2万 note=首批已付");
	office_act(o, "plan.note", plan, "note=已报县里备案");
	assert_text(o, "SELECT spent||g.note||p.note FROM goal g, plan p",
		"3200000首批已付已报县里备案");
	plan_undo(o);
	assert_int_equal(office_count(o, "SELECT note IS NULL FROM plan"), 1);
	assert_int_equal(office_count(o, "SELECT spent FROM goal"), 3200000);
}

static void goals_of_a_draft_go_again(void **state)
{
	struct office *o = *state;
	int64_t plan = a_plan(o);
	int64_t goal = a_goal(o, plan);

	office_act(o, "goal.remove", goal, "");
	assert_int_equal(office_count(o, "SELECT count(*) FROM goal"), 0);
	plan_undo(o);
	assert_int_equal(goal_titled(o, "农村改厕"), goal);
}

/* ---- goals become tasks */

static void a_goal_becomes_tasks(void **state)
{
	struct office *o = *state;
	int64_t goal;
	int64_t draft = a_plan(o);
	int64_t early = a_goal(o, draft);
	struct outcome out;

	assert_int_equal(plan_split(o, "goal.split", early, "改厕", "", &out),
		STATUS_REFUSED);
	assert_non_null(strstr(out.error.what, "not approved"));
	outcome_free(&out);
	office_act(o, "goal.remove", early, "");
	office_act(o, "plan.update", draft, "title=空计划");
	int64_t plan = an_approved_plan(o, &goal);
	office_act(o, "source.create", 0,
		"title=改厕三年行动 day=2026-01-10 leader=莫俊 due=2026-11-01");
	office_act(o, "goal.note", goal, "basis=改厕三年行动");
	assert_int_equal(
		plan_split(o, "goal.split", goal,
			"首批改厕200座\n卫生监督\t卫生院\t11-30", "", &out),
		STATUS_OK);
	outcome_free(&out);
	/* leader and lead of the goal, the plan's last day, its one source */
	assert_text(o,
		"SELECT group_concat(t.title||u.name||p.name||t.due||"
		"(t.source IS NOT NULL), ' ') FROM task t JOIN share s"
		" ON s.task=t.id JOIN unit u ON u.id=s.unit"
		" JOIN person p ON p.id=t.leader WHERE t.goal IS NOT NULL",
		"首批改厕200座村建站梁家梅2026-12-311 "
		"卫生监督卫生院梁家梅2026-11-301");
	struct values v = { 0 };
	assert_int_equal(record_read(o->store, &plan_type.table, plan,
				 &(struct query_params){ 0 }, &v, NULL),
		STATUS_OK);
	assert_int_equal(values_int(&v, &plan_fields[PLAN_GOALS]), 1);
	assert_int_equal(values_int(&v, &plan_fields[PLAN_UNTASKED]), 0);
	values_free(&v);
	plan_undo(o);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM task WHERE goal"), 0);
	plan_undo(o);
	/* a part of a task is counted in that task */
	office_act(o, "task.part", assign_task(o, "首批改厕200座"),
		"title=材料采购 lead=财政所 due=2026-06-30");
	assert_int_equal(record_read(o->store, &goal_type.table, goal,
				 &(struct query_params){ 0 }, &v, NULL),
		STATUS_OK);
	assert_int_equal(values_int(&v, &goal_fields[GOAL_TASKS]), 2);
	values_free(&v);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, plan_open, office_close)
	const struct CMUnitTest tests[] = {
		T(what_is_there_is_not_made_twice),
		T(the_last_day_follows_from_the_period),
		T(draft_to_closed),
		T(who_wrote_it_does_not_approve_it),
		T(an_owner_approves_in_anothers_name),
		T(old_values_hold_until_approved),
		T(refused_and_withdrawn_change_nothing),
		T(one_more_goal_is_asked_for),
		T(money_and_notes_are_free),
		T(goals_of_a_draft_go_again),
		T(a_goal_becomes_tasks),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
