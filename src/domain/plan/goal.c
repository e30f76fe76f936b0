#include "domain/plan/goal.h"

#include "core/language.h"
#include "domain/plan/amendment.h"
#include "domain/plan/plan.h"
#include "store/stmt.h"

#define G(field) &goal_fields[GOAL_##field]

/* Its tasks' percentages by their weights; those called off count nowhere. */
#define PERCENT_SQL                                     \
	"(SELECT sum(n.percent*t.weight)/sum(t.weight)" \
	" FROM task t JOIN task_now n ON n.id=t.id"     \
	" WHERE t.goal=r.id AND " PLAN_SERVES_SQL(      \
		"t") " AND t.state<>7 AND n.percent IS NOT NULL)"

const struct field goal_fields[] = {
	[GOAL_PLAN] = { .number = 1,
		.name = "plan",
		.label = N_("plan"),
		.help = N_("The plan it belongs to"),
		.headers = "计划|所属计划",
		.type = FIELD_REF,
		.of = "plan",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 16,
		.list_drop = 4 },
	[GOAL_TITLE] = { .number = 2,
		.name = "title",
		.label = N_("goal"),
		.help = N_("What is reached when it is done: toilets rebuilt "
			   "in all villages"),
		.headers = "目标|目标任务|工作目标|目标内容",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 60,
		.list_cols = 22 },
	[GOAL_INDICATOR] = { .number = 3,
		.name = "indicator",
		.label = N_("indicator"),
		.help = N_("By what it is measured: toilets rebuilt"),
		.headers = "指标|考核指标|指标名称",
		.type = FIELD_TEXT,
		.flags = FIELD_FIND,
		.max = 60 },
	[GOAL_TARGET] = { .number = 4,
		.name = "target",
		.label = N_("target"),
		.headers = "目标值|指标值|目标数",
		.type = FIELD_DECIMAL,
		.flags = FIELD_PAIRED,
		.unit = ".measure",
		.max = INT64_C(1000000000000),
		.list_cols = 9,
		.list_drop = 3 },
	[GOAL_MEASURE] = { .number = 5,
		.name = "measure",
		.label = N_("unit"),
		.help = N_("What is counted: 户, 亩, 座"),
		.headers = "计量单位",
		.type = FIELD_TEXT,
		.flags = FIELD_PAIRED,
		.max = 8 },
	[GOAL_LEAD] = { .number = 6,
		.name = "lead",
		.label = N_("lead unit"),
		.help = N_("The one unit that answers for it; its tasks take "
			   "it over"),
		.headers = "牵头单位|责任单位|落实单位",
		.type = FIELD_REF,
		.of = "unit",
		.list_cols = 10,
		.list_drop = 1 },
	[GOAL_LEADER] = { .number = 7,
		.name = "leader",
		.label = N_("leader"),
		.help = N_("The leader in charge; its tasks take him over"),
		.headers = "负责领导|分管领导|责任领导",
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_PAIRED,
		.list_cols = 8,
		.list_drop = 2 },
	[GOAL_BREAKTHROUGH] = { .number = 8,
		.name = "breakthrough",
		.label = N_("breakthrough"),
		.help = N_("Where we can break through"),
		.headers = "突破口",
		.type = FIELD_LONG,
		.max = 500 },
	[GOAL_BASIS] = { .number = 9,
		.name = "basis",
		.label = N_("basis"),
		.help = N_("The sources it rests on"),
		.headers = "依据|目标依据",
		.type = FIELD_REFS,
		.of = "source" },
	[GOAL_MEASURES] = { .number = 10,
		.name = "measures",
		.label = N_("measures"),
		.headers = "具体措施|主要措施|工作措施",
		.type = FIELD_LONG,
		.max = 2000 },
	[GOAL_SCHEDULE] = { .number = 11,
		.name = "schedule",
		.label = N_("schedule"),
		.headers = "时间进度|进度安排",
		.type = FIELD_LONG,
		.max = 500 },
	[GOAL_MONEY] = { .number = 12,
		.name = "money",
		.label = N_("money planned"),
		.help = N_("In yuan: 12.5万"),
		.headers = "经费预算|计划经费|所需经费",
		.type = FIELD_DECIMAL,
		.unit = "元",
		.max = INT64_C(1000000000000) },
	[GOAL_SPENT] = { .number = 13,
		.name = "spent",
		.label = N_("money spent"),
		.help = N_("So far, in yuan: 8万"),
		.type = FIELD_DECIMAL,
		.flags = FIELD_SYSTEM | FIELD_PAIRED,
		.unit = "元",
		.max = INT64_C(1000000000000) },
	[GOAL_NOTE] = { .number = 14,
		.name = "note",
		.label = N_("notes"),
		.headers = "备注|说明",
		.type = FIELD_LONG },
	[GOAL_DUE] = { .name = "due",
		.label = N_("due"),
		.type = FIELD_DATE,
		.sql = "(SELECT due FROM plan WHERE id=r.plan)",
		.list_cols = 5,
		.list_drop = 5 },
	[GOAL_TASKS] = { .name = "tasks",
		.label = N_("tasks"),
		.type = FIELD_INT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT count(*) FROM task t WHERE t.goal=r.id"
		       " AND " PLAN_SERVES_SQL("t") ")",
		.list_cols = 4 },
	[GOAL_TASKS_CLOSED] = { .name = "tasks_closed",
		.label = N_("tasks closed"),
		.type = FIELD_INT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT count(*) FROM task t WHERE t.goal=r.id"
		       " AND " PLAN_SERVES_SQL("t") " AND t.state=4)" },
	[GOAL_PERCENT] = { .name = "percent",
		.label = N_("progress"),
		.help = N_("Of the tasks that serve it, by weight"),
		.type = FIELD_DECIMAL,
		.unit = "%",
		.sql = PERCENT_SQL,
		.list_cols = 6 },
	[GOAL_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "untasked",
		.label = N_("without a task"),
		.rest = GOAL_UNTASKED_SQL,
		.order = "id",
		.small = true },
	{ .name = "charge",
		.label = N_("in my charge"),
		.eq = "leader=:me",
		.order = "-id" },
	{ .name = "mine",
		.label = N_("led by my unit"),
		.eq = "lead=:my_unit",
		.order = "-id" },
	{ .name = "all", .label = N_("all"), .order = "-id" },
	{ .name = "plan",
		.label = N_("of a plan"),
		.eq = "plan=:of",
		.order = "id" },
	{ .name = "leader",
		.label = N_("of a leader"),
		.eq = "leader=:of",
		.order = "-id" },
	{ .name = "lead",
		.label = N_("led by a unit"),
		.eq = "lead=:of",
		.order = "-id" },
	{ .name = NULL },
};

/* ---- actions */

static enum plan_state plan_of(const struct attempt *a)
{
	return plan_state_of(a->store,
		record_int(a->store, &goal_type.table, a->id, G(PLAN)));
}

/* An imported list again; 0 none. */
static int64_t find_same(const struct attempt *a, const struct values *v)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT id FROM goal WHERE plan=:plan AND title=:title"
		" LIMIT 1");

	stmt_bind_int(s, ":plan", values_int(v, G(PLAN)));
	stmt_bind_text(s, ":title", values_text(v, G(TITLE)));
	return stmt_one_int(s, 0);
}

static enum status check_create(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t plan = values_has(v, G(PLAN)) ? values_int(v, G(PLAN)) : a->id;

	if (find_same(a, v))
		issues_add(issues, G(TITLE), true,
			_("it is there already; nothing is changed"));
	else if (plan && plan_state_of(a->store, plan) != PLAN_DRAFT)
		issues_add(issues, G(PLAN), false,
			_("this plan is no draft; a goal is added to it by a "
			  "change that is approved"));
	return STATUS_OK;
}

void goal_take_leader(struct store *store, int64_t plan, struct values *v)
{
	int64_t leader = record_int(
		store, &plan_type.table, plan, &plan_fields[PLAN_LEADER]);

	if (leader && !values_has(v, G(LEADER)))
		values_set_int(v, G(LEADER), leader);
}

static enum status create(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	*id = find_same(a, v);
	if (*id)
		return STATUS_OK;
	values_copy(&row, v);
	goal_take_leader(a->store, values_int(v, G(PLAN)), &row);
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

static const struct action goal_create = {
	.name = "goal.create",
	.label = N_("new goal"),
	.help = N_("Of a plan that is a draft"),
	.done = N_("made: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.input = ACTION_INPUT(G(PLAN), G(TITLE)),
	.needs = 2,
	.check = check_create,
	.effect = create,
};

static enum status guard_draft(const struct attempt *a, struct reason *reason)
{
	return plan_of(a) == PLAN_DRAFT
		       ? STATUS_OK
		       : reason_set(reason, _("ask for a change"),
				 _("its plan is no draft any more"));
}

static const struct action goal_update = {
	.name = "goal.update",
	.label = N_("edit"),
	.help = N_("While its plan is a draft; later by a change that is "
		   "approved"),
	.done = N_("saved: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_ALL_FIELDS,
	.guard = guard_draft,
};

static enum status guard_remove(const struct attempt *a, struct reason *reason)
{
	struct stmt *s =
		stmt_get(a->store, "SELECT 1 FROM task WHERE goal=:id LIMIT 1");

	stmt_bind_int(s, ":id", a->id);
	if (stmt_one_int(s, 0))
		return reason_set(reason, NULL, _("tasks serve it already"));
	return guard_draft(a, reason);
}

static enum status remove_goal(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)v;
	*id = a->id;
	return txn_delete(txn, &goal_type.table, a->id, err);
}

static const struct action goal_remove = {
	.name = "goal.remove",
	.label = N_("take out"),
	.help = N_("Out of a plan that is a draft; undo brings it back"),
	.done = N_("taken out: %s"),
	.key = 'd',
	.right = RIGHT_REGISTER,
	.guard = guard_remove,
	.effect = remove_goal,
};

/* What is no promise needs no approval. */
static const struct action goal_note = {
	.name = "goal.note",
	.label = N_("money, notes"),
	.help = N_("Money spent, breakthrough, sources, notes: free at any "
		   "time"),
	.done = N_("noted: %s"),
	.key = 'o',
	.right = RIGHT_REGISTER,
	.flags = ACTION_PLAIN,
	.input = ACTION_INPUT(G(SPENT), G(BREAKTHROUGH), G(BASIS), G(NOTE)),
};

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	return person > 0 && record_int(store, &goal_type.table, id,
				     G(LEADER)) == person
		       ? RELATION_CHARGE
		       : 0;
}

/* Tasks are issued by the leader in charge. */
static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	return action->right == RIGHT_DECIDE
		       ? record_int(store, &goal_type.table, id, G(LEADER))
		       : 0;
}

const struct record_type goal_type = {
	.table = { .kind = KIND_GOAL,
		.name = "goal",
		.title = "r.title",
		.parent = "plan",
		.fields = goal_fields,
		.views = views },
	.label = N_("goal"),
	.plural = N_("goals"),
	.key = "plan title",
	.empty = N_("No goals here. A plan gets its goals while it is a "
		    "draft."),
	.step = 2,
	.rank = 1,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &goal_create, &goal_issue,
		&goal_split, &goal_amend, &goal_note, &goal_update,
		&goal_remove, NULL },
	.children = (const char *const[]){ "task", "amendment", NULL },
	.relate = relate,
	.stand_in = stand_in,
};
