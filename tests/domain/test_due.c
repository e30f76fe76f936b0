/* Derived days, sums and roll-ups: the same however they came about. */
#include "assign_file.h"

#include "domain/assign/due.h"
#include "domain/assign/extension.h"
#include "domain/assign/light_sum.h"
#include "domain/office/setting.h"
#include "domain/office/unit.h"
#include "domain/supervise/check.h"
#include "domain/supervise/difficulty.h"
#include "store/query.h"

#define GAP "gap_reason=清单未列"

/* ---- counts against the definition */

static void count_by_rows(struct office *o, const char *where, int64_t who,
	int kind, int today, struct light_counts *out)
{
	char sql[256];

	*out = (struct light_counts){ 0 };
	snprintf(sql, sizeof sql,
		"SELECT start,behind_from,soon_from,red FROM due"
		" WHERE kind=:kind AND %s=:who",
		where);
	struct stmt *s = stmt_get(o->store, stmt_keep(o->store, sql));
	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":who", who);
	while (stmt_row(s)) {
		struct light_days d = { (int)stmt_int(s, 0),
			(int)stmt_int(s, 1), (int)stmt_int(s, 2),
			(int)stmt_int(s, 3) };

		if (d.red >= DUE_CLAIMED) {
			out->waiting++;
			continue;
		}
		switch (light_of_days(&d, today)) {
		case LIGHT_NOT_STARTED:
			out->not_started++;
			break;
		case LIGHT_NORMAL:
			out->normal++;
			break;
		case LIGHT_BEHIND:
			out->behind++;
			break;
		case LIGHT_SOON:
			out->soon++;
			break;
		case LIGHT_OVERDUE:
			out->overdue++;
			break;
		default:
			fail();
		}
	}
	assert_int_equal(stmt_end(s, NULL), STATUS_OK);
}

static void assert_counts(struct office *o, enum light_scope scope,
	const char *where, int64_t who, int kind, int today)
{
	struct light_counts sums;
	struct light_counts rows;
	struct error err = { 0 };

	count_by_rows(o, where, who, kind, today, &rows);
	assert_int_equal(
		light_count(o->store, scope, who, kind, today, &sums, &err),
		STATUS_OK);
	assert_memory_equal(&sums, &rows, sizeof rows);
}

static void assert_all_counts(struct office *o, int today)
{
	for (int kind = KIND_TASK; kind <= KIND_SHARE; kind++) {
		assert_counts(o, LIGHT_SCOPE_TOWNSHIP, "0", 0, kind, today);
		for (int64_t who = 1; who <= 40; who += 3) {
			assert_counts(
				o, LIGHT_SCOPE_UNIT, "unit", who, kind, today);
			assert_counts(o, LIGHT_SCOPE_LEADER, "leader", who,
				kind, today);
			assert_counts(o, LIGHT_SCOPE_PERSON, "person", who,
				kind, today);
		}
	}
}

/* All 42 are issued in one batch by the owner. */
static void issue_all(struct office *o)
{
	struct values v = { 0 };
	struct act_item item[42];
	struct outcome out;

	values_set_text(&v, &task_fields[TASK_GAP_REASON], "清单未列");
	for (int i = 0; i < 42; i++)
		item[i] = (struct act_item){ .id = i + 1, .values = &v };
	struct act act = {
		.action = &task_issue, .item = item, .count = 42, .warned = true
	};
	enum status st = door_run(&o->session, &act, &out);
	if (st != STATUS_OK)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	values_free(&v);
}

static int issued(void **state)
{
	assign_open(state);
	issue_all(*state);
	return 0;
}

static void counts_are_those_of_the_rows(void **state)
{
	struct office *o = *state;
	int first = date_of_iso("2025-12-20");

	assert_int_equal(office_count(o, "SELECT count(*) FROM due"), 42 + 332);
	for (int day = first; day < first + 600; day += 13)
		assert_all_counts(o, day);
	assert_derived(o);
}

static void settings_and_heads_move_the_days(void **state)
{
	struct office *o = *state;
	int64_t before = office_count(o, "SELECT sum(soon_from) FROM due");
	int64_t open = office_count(o, "SELECT count(*) FROM due WHERE "
				       "soon_from<red-1 AND start<soon_from");

	office_act(o, "setting.set", 0, "name=soon-days text=4");
	int64_t moved =
		before - office_count(o, "SELECT sum(soon_from) FROM due");
	assert_true(moved >= open && open > 100);
	assert_all_counts(o, date_of_iso("2026-11-24"));
	int64_t unit =
		assign_id(o, "SELECT id FROM unit WHERE name=:name", "村建站");
	int64_t person = assign_id(
		o, "SELECT id FROM person WHERE name=:name", "谢春峰");
	office_act(o, "unit.update", unit, "head=谢春峰");
	assert_int_equal(
		person == office_count(o,
				  "SELECT d.person FROM due d JOIN unit u ON"
				  " u.id=d.unit WHERE u.name='村建站' AND"
				  " d.kind=13 LIMIT 1"),
		1);
	assert_derived(o);
}

/* ---- the lights people see */

static enum light light_of(struct office *o, const struct record_type *type,
	int64_t id, const char *day)
{
	struct query_params p = { .today = date_of_iso(day) };
	struct values v = { 0 };

	assert_int_equal(record_read(o->store, &type->table, id, &p, &v, NULL),
		STATUS_OK);
	enum light light = light_of_text(
		values_text(&v, record_field(type, "light")), p.today, NULL);
	values_free(&v);
	return light;
}

static void lights_of_a_task(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "农村饮水安全巩固提升");
	int64_t share = assign_share(o, "农村饮水安全巩固提升 水利站");

	/* 03-15 to 11-30, nothing reported of 14 */
	assert_int_equal(
		light_of(o, &task_type, task, "2026-03-01"), LIGHT_NONE);
	office_act(o, "task.issue", task, GAP);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-03-14"), LIGHT_NOT_STARTED);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-03-20"), LIGHT_NORMAL);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-05-01"), LIGHT_BEHIND);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-11-27"), LIGHT_SOON);
	assert_int_equal(
		light_of(o, &task_type, task, "2026-12-01"), LIGHT_OVERDUE);
	/* a share without a target is behind by nothing but its day */
	assert_int_equal(
		light_of(o, &share_type, share, "2026-05-01"), LIGHT_NORMAL);
	assign_as(o, "潘桂");
	office_act(o, "share.report", share, "progress=14");
	assert_int_equal(
		light_of(o, &task_type, task, "2026-05-01"), LIGHT_NORMAL);
	office_act(o, "share.claim", share, "done_on=2026-11-20");
	assert_int_equal(
		light_of(o, &share_type, share, "2027-05-01"), LIGHT_DONE);
	/* ten villages have not claimed: the task moves on */
	assert_int_equal(
		light_of(o, &task_type, task, "2026-12-01"), LIGHT_OVERDUE);
	assign_as(o, "");
	office_act(o, "task.suspend", task, "reason=暂缓办理");
	assert_int_equal(
		light_of(o, &task_type, task, "2026-12-01"), LIGHT_SUSPENDED);
	assert_int_equal(light_of(o, &share_type,
				 assign_share(o, "农村饮水安全巩固提升 红星村"),
				 "2026-12-01"),
		LIGHT_SUSPENDED);
}

static void claimed_late_is_late(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, "农村危房改造 村建站");
	int64_t task = assign_task(o, "农村危房改造"); /* due 11-15 */
	int64_t co = assign_share(o, "农村危房改造 民政办");

	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=48");
	office_act(o, "share.claim", share, "done_on=2026-11-16");
	assert_int_equal(
		light_of(o, &share_type, share, "2026-11-24"), LIGHT_LATE);
	assign_as(o, "");
	office_act(o, "share.withdraw", co, "reason=无需配合");
	/* nobody's turn is left but the head's and the supervisor's */
	assert_int_equal(office_count(o, "SELECT red FROM due WHERE kind=12 AND"
					 " id=10"),
		DUE_CLAIMED);
	assert_int_equal(
		light_of(o, &task_type, task, "2027-11-24"), LIGHT_LATE);
	assert_derived(o);
}

/* ---- roll-up by kind of progress */

static int64_t progress_of(struct office *o, int64_t task)
{
	struct stmt *s = stmt_get(o->store,
		"SELECT ifnull(progress,-1) FROM task_now WHERE id=:id");

	stmt_bind_int(s, ":id", task);
	return stmt_one_int(s, -2);
}

static void a_percentage_is_a_weighted_mean(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "农村危房改造");
	int64_t lead = assign_share(o, "农村危房改造 村建站");
	int64_t co = assign_share(o, "农村危房改造 民政办");

	office_act(o, "task.update", task, "progress_kind=percent target=");
	office_act(o, "task.issue", task, GAP);
	office_act(o, "share.update", lead, "weight=3");
	assign_as(o, "班海辉");
	office_act(o, "share.report", lead, "progress=80");
	assert_int_equal(progress_of(o, task), 6000);
	assign_as(o, "");
	office_act(o, "share.update", co, "weight=0");
	assert_int_equal(progress_of(o, task), 8000);
	assign_as(o, "班海辉");
	office_act(o, "share.claim", lead, "done_on=2026-11-24");
	assert_int_equal(progress_of(o, task), 10000);
}

static void a_quantity_is_a_sum_of_those_with_a_target(void **state)
{
	struct office *o = *state;
	int64_t task = assign_task(o, "农村改厕");
	int64_t lead = assign_share(o, "农村改厕 村建站");
	int64_t co = assign_share(o, "农村改厕 卫生院");

	office_act(o, "task.issue", task, GAP);
	assign_as(o, "班海辉");
	office_act(o, "share.report", lead, "progress=100");
	assign_as(o, "蒙玉峰");
	office_act(o, "share.report", co, "progress=50.5");
	assert_int_equal(progress_of(o, task), 15050);
	assign_as(o, "");
	office_act(o, "share.update", lead, "target=380");
	assert_int_equal(progress_of(o, task), 10000);
	assert_text(o, "SELECT percent FROM task_now WHERE id=15", "2631");
}

static void parts_count_by_their_weight(void **state)
{
	struct office *o = *state;
	int64_t whole = office_act(o, "task.create", 0,
		"title=乡村建设 lead=村建站 leader=龙庆源 due=2026-12-31");
	int64_t one = office_act(o, "task.create", whole,
		"title=修路 lead=村建站 due=2026-12-01 weight=3");
	int64_t two = office_act(o, "task.create", whole,
		"title=架桥 lead=水利站 due=2026-12-01 leader=龙庆源");

	assert_int_equal(progress_of(o, whole), 0);
	office_act(o, "task.issue", one, GAP);
	office_act(o, "task.issue", two, GAP);
	assign_as(o, "班海辉");
	office_act(o, "share.report", assign_share(o, "修路 村建站"),
		"progress=40");
	assert_int_equal(progress_of(o, whole), 3000);
	assign_as(o, "");
	office_act(o, "task.update", one, "parent=");
	assert_int_equal(progress_of(o, whole), 0);
	office_act(o, "task.terminate", two, "reason=取消该项");
	assert_derived(o);
}

/* A report that changes no figure is a movement all the same. */
static void no_change_moves_a_task(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, "农村改厕 村建站");

	assign_day(o, "2026-09-01");
	office_act(o, "task.issue", assign_task(o, "农村改厕"), GAP);
	assert_text(o,
		"SELECT date(moved*86400,'unixepoch') FROM task_now"
		" WHERE id=15",
		"2026-09-01");
	assign_day(o, "2026-09-10");
	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=100");
	assign_day(o, "2026-09-20");
	office_act(o, "share.same", share, "");
	assert_text(o,
		"SELECT date(moved*86400,'unixepoch') FROM task_now"
		" WHERE id=15",
		"2026-09-20");
	assert_derived(o);
}

/* ---- every list walks an index */

static void no_view_scans_or_sorts(void **state)
{
	struct office *o = *state;
	static const struct record_type *const types[] = { &task_type,
		&share_type, &extension_type, &check_type, &difficulty_type };

	for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
		const struct field *columns[] = {
			record_field(types[t], "state"), NULL
		};

		for (const struct view *v = types[t]->table.views; v->name;
			v++) {
			struct query q = { .table = &types[t]->table,
				.view = v,
				.columns = columns };
			struct str plan = STR_INIT;

			stmt_plan(o->store, query_sql(o->store, &q, false),
				&plan);
			if (strstr(plan.data, "TEMP B-TREE") ||
				(strstr(plan.data, "SCAN") &&
					!strstr(plan.data, "USING") &&
					strcmp(v->order, "id") != 0))
				fail_msg("%s %s: %s", types[t]->table.name,
					v->name, plan.data);
			str_free(&plan);
		}
	}
}

/* ---- random histories */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const struct {
	const char *verb, *text[3];
} inputs[] = {
	{ "task.issue", { GAP, GAP, GAP } },
	{ "task.return", { "reason=再议", "reason=不明", "reason=再改" } },
	{ "task.suspend", { "reason=暂缓", "reason=等款", "reason=有雨" } },
	{ "task.terminate", { "reason=取消", "reason=合并", "reason=撤掉" } },
	{ "task.restart",
		{ "reason=再办 due=2026-12-31", "reason=再办 due=2027-02-01",
			"reason=再办 due=2026-12-01" } },
	{ "task.assign", { "unit=水利站 target=20", "unit=民政办",
				 "unit=红星村 due=2026-12-20" } },
	{ "task.update", { "urgency=urgent weight=4", "parent=3", "parent=" } },
	{ "share.report", { "progress=20 done=推进", "progress=60",
				  "progress=95 difficulty=缺款" } },
	{ "share.claim", { "done_on=2026-11-24", "done_on=2026-11-20",
				 "done_on=2026-11-23" } },
	{ "share.verify",
		{ "quality=good effect=fair", "quality=poor effect=poor",
			"quality=excellent effect=good" } },
	{ "share.supplement", { "reason=补充", "reason=缺件", "reason=再补" } },
	{ "share.rectify", { "reason=整改 due=2026-12-01", "reason=整改",
				   "reason=整改 due=2027-01-01" } },
	{ "share.update", { "target=30", "weight=5", "target=" } },
	{ "share.handback", { "reason=非职责", "reason=非职责 suggested=水利站",
				    "reason=错分" } },
	{ "share.reassign", { "unit=综治办", "unit=司法所", "unit=林业站" } },
	{ "share.withdraw", { "reason=撤销", "reason=误分", "reason=免除" } },
	{ "share.extend",
		{ "reason=下雨 to=2027-01-10", "reason=等款 to=2027-03-01",
			"reason=缺料 to=2026-12-31" } },
	{ "extension.view",
		{ "opinion=for", "opinion=against", "opinion=for" } },
	{ "extension.grant", { "until=2027-03-05", "until=2027-04-01",
				     "until=2027-05-01" } },
	{ "extension.refuse",
		{ "answer=不同意", "answer=抓紧", "answer=按期" } },
	{ "share.check", { "rectify=整改 rectify_due=2026-12-05",
				 "verdict=good", "difficulty=缺人手" } },
	{ "check.update", { "rectify= rectify_due=",
				  "rectify=重做 rectify_due=2026-12-09",
				  "finding=属实" } },
	{ "check.rectified",
		{ "rectified=已改", "rectified=已拆", "rectified=已补" } },
	{ "check.again", { "again=还差 rectify_due=2026-12-20",
				 "again=没改 rectify_due=2026-11-25",
				 "again=再改 rectify_due=2027-01-05" } },
	{ "difficulty.agree", { "agreed=调拨", "agreed=支援 due=2026-12-15",
				      "agreed=会办 due=2026-12-01 helper=派出所"
				      " hand_out=1" } },
	{ "difficulty.solve", { "solution=已解决 solved_on=2026-11-24",
				      "solution=到货 solved_on=2026-11-24",
				      "solution=到位 solved_on=2026-11-24" } },
	{ "difficulty.close",
		{ "solution=不属实", "solution=重复", "solution=上交" } },
};

static const char *random_input(const struct action *a, uint32_t *seed)
{
	for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
		if (strcmp(inputs[i].verb, a->name) == 0)
			return inputs[i].text[next_random(seed) % 3];
	return "";
}

/* What is possible for anybody, typed by the owner where it is another's. */
static bool random_step(struct office *o, uint32_t *seed)
{
	static const struct {
		const struct record_type *type;
		int ids;
	} on[] = { { &share_type, 28 }, { &share_type, 28 }, { &task_type, 4 },
		{ &share_type, 28 }, { &extension_type, 12 },
		{ &share_type, 28 }, { &check_type, 30 }, { &task_type, 4 },
		{ &difficulty_type, 20 } };
	size_t which = next_random(seed) % (sizeof on / sizeof *on);
	const struct record_type *type = on[which].type;
	int64_t id = 1 + next_random(seed) % (unsigned)on[which].ids;
	struct offer offers[24];
	size_t n = action_offers(&o->session, type, id, offers, 24);
	const struct offer *offer = NULL;
	struct values v = { 0 };
	struct act_item item = { .id = id, .values = &v };
	struct outcome out;

	for (size_t tries = 0; tries < 12; tries++) {
		offer = &offers[next_random(seed) % n];
		if (offer->possible)
			break;
	}
	/* what ends a matter comes seldom, or all would soon be at its end */
	bool ends = strstr(offer->action->name, "terminate") ||
		    strstr(offer->action->name, "withdraw") ||
		    strstr(offer->action->name, "suspend") ||
		    strstr(offer->action->name, "handback");
	if (!offer->possible || (ends && next_random(seed) % 6) ||
		strcmp(offer->action->name, "share.allocate") == 0)
		return false;
	office_values(
		o, type, offer->action, random_input(offer->action, seed), &v);
	struct act act = { .action = offer->action,
		.actor = { .person = offer->stand_in },
		.item = &item,
		.count = 1,
		.warned = true };
	enum status st = door_run(&o->session, &act, &out);
	if (st != STATUS_OK && st != STATUS_INVALID)
		fail_msg("%s %lld: %s %s", offer->action->name, (long long)id,
			status_name(st), out.error.what);
	outcome_free(&out);
	values_free(&v);
	return st == STATUS_OK;
}

static bool random_undo(struct office *o)
{
	struct undo_offer offer;
	struct outcome out;
	struct error err = { 0 };

	if (door_undo_offer(&o->session, &offer, &err) != STATUS_OK)
		return false;
	enum status st = door_undo(&o->session, &offer, &out);
	if (st != STATUS_OK && st != STATUS_REFUSED)
		fail_msg("undo %s: %s %s", offer.text, status_name(st),
			out.error.what);
	outcome_free(&out);
	return st == STATUS_OK;
}

static void histories_leave_what_a_rebuild_makes(void **state)
{
	struct office *o = *state;
	uint32_t seed = 20261124;
	int done = 0;
	int undone = 0;

	for (int step = 1; step <= 1200; step++) {
		if (next_random(&seed) % 6 == 0)
			undone += random_undo(o);
		else
			done += random_step(o, &seed);
		if (step % 100 == 0)
			assert_all_counts(
				o, date_of_iso("2026-11-24") + step / 20);
		if (step % 300 == 0)
			assert_derived(o);
	}
	/* enough happened for this to mean something */
	assert_in_range(done, 150, 1200);
	assert_in_range(undone, 30, 1200);
	assert_in_range(
		office_count(o, "SELECT count(*) FROM journal WHERE verb="
				"'share.verify'"),
		3, 1200);
	assert_in_range(
		office_count(o, "SELECT count(DISTINCT verb) FROM journal"
				" WHERE verb GLOB 'check.*' OR verb GLOB"
				" 'difficulty.*' OR verb GLOB 'extension.*'"),
		9, 20);
}

#define WITH(setup, test) \
	cmocka_unit_test_setup_teardown(test, setup, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(issued, counts_are_those_of_the_rows),
		WITH(issued, settings_and_heads_move_the_days),
		WITH(assign_open, lights_of_a_task),
		WITH(issued, claimed_late_is_late),
		WITH(assign_open, a_percentage_is_a_weighted_mean),
		WITH(assign_open, a_quantity_is_a_sum_of_those_with_a_target),
		WITH(assign_open, parts_count_by_their_weight),
		WITH(assign_open, no_change_moves_a_task),
		WITH(assign_open, no_view_scans_or_sorts),
		WITH(assign_open, histories_leave_what_a_rebuild_makes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
