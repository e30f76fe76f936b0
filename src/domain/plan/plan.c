#include "domain/plan/plan.h"

#include "core/date.h"
#include "core/language.h"
#include "domain/plan/amendment.h"
#include "store/stmt.h"

const struct choice plan_states[] = {
	{ PLAN_DRAFT, "draft", N_("draft") },
	{ PLAN_SUBMITTED, "submitted", N_("submitted") },
	{ PLAN_APPROVED, "approved", N_("approved") },
	{ PLAN_IN_FORCE, "in_force", N_("in force") },
	{ PLAN_CLOSED, "closed", N_("closed") },
	{ 0, NULL, NULL },
};

const struct choice plan_kinds[] = {
	{ PLAN_YEAR, "year", N_("year") },
	{ PLAN_QUARTER, "quarter", N_("quarter") },
	{ PLAN_MONTH, "month", N_("month") },
	{ PLAN_SPECIAL, "special", N_("special") },
	{ 0, NULL, NULL },
};

const struct field plan_fields[] = {
	[PLAN_NO] = { .number = 1,
		.name = "no",
		.label = N_("number"),
		.headers = "编号|计划编号",
		.type = FIELD_NUMBER,
		.flags = FIELD_SYSTEM | FIELD_FIND,
		.list_cols = 11,
		.list_drop = 5 },
	[PLAN_TITLE] = { .number = 2,
		.name = "title",
		.label = N_("plan"),
		.help = N_("What it is called: work of 2027"),
		.headers = "计划名称|计划|名称",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 60,
		.list_cols = 24 },
	[PLAN_KIND] = { .number = 3,
		.name = "kind",
		.label = N_("period"),
		.help = N_("Of a year, a quarter, a month, or for one thing"),
		.headers = "计划类别|周期|类别",
		.type = FIELD_CHOICE,
		.choices = plan_kinds,
		.initial = "year",
		.flags = FIELD_REQUIRED,
		.list_cols = 4,
		.list_drop = 3 },
	[PLAN_START] = { .number = 4,
		.name = "start",
		.label = N_("from"),
		.help = N_("Its first day: 2027-01-01"),
		.headers = "开始日期|起始日期|启动时间",
		.type = FIELD_DATE,
		.flags = FIELD_REQUIRED,
		.min = -3660,
		.max = 3660,
		.list_cols = 5,
		.list_drop = 4 },
	[PLAN_DUE] = { .number = 5,
		.name = "due",
		.label = N_("to"),
		.help = N_("Its last day; left empty, the end of that year, "
			   "quarter or month"),
		.headers = "结束日期|截止日期|完成时限",
		.type = FIELD_DATE,
		.flags = FIELD_PAIRED,
		.min = -3660,
		.max = 3660,
		.list_cols = 5 },
	[PLAN_UNIT] = { .number = 6,
		.name = "unit",
		.label = N_("unit"),
		.help = N_("Whose plan it is; empty: of the township"),
		.headers = "单位|制定单位",
		.type = FIELD_REF,
		.of = "unit",
		.list_cols = 10,
		.list_drop = 2 },
	[PLAN_LEADER] = { .number = 7,
		.name = "leader",
		.label = N_("leader"),
		.help = N_("The leader in charge, who approves it"),
		.headers = "负责领导|分管领导",
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_PAIRED,
		.list_cols = 8 },
	[PLAN_NOTE] = { .number = 8,
		.name = "note",
		.label = N_("notes"),
		.headers = "备注|说明",
		.type = FIELD_LONG,
		.flags = FIELD_FIND },
	[PLAN_GOALS] = { .name = "goals",
		.label = N_("goals"),
		.type = FIELD_INT,
		.sql = "(SELECT count(*) FROM goal WHERE plan=r.id)",
		.list_cols = 4,
		.list_drop = 1 },
	[PLAN_UNTASKED] = { .name = "untasked",
		.label = N_("no task"),
		.help = N_("Goals that no task serves yet"),
		.type = FIELD_INT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT count(*) FROM goal g WHERE g.plan=r.id AND"
		       " NOT EXISTS (SELECT 1 FROM task WHERE goal=g.id))" },
	[PLAN_PERCENT] = { .name = "percent",
		.label = N_("progress"),
		.help = N_("Of the tasks that serve its goals, by weight"),
		.type = FIELD_DECIMAL,
		.unit = "%",
		.sql = "(SELECT sum(n.percent*t.weight)/sum(t.weight)"
		       " FROM goal g JOIN task t ON t.goal=g.id"
		       " JOIN task_now n ON n.id=t.id WHERE g.plan=r.id"
		       " AND " PLAN_SERVES_SQL("t") " AND t.state<>7 AND "
						    "n.percent IS NOT NULL)" },
	[PLAN_STATE] = { .number = 9,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = plan_states,
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.initial = "draft",
		.list_cols = 6 },
	[PLAN_AUTHOR] = { .number = 10,
		.name = "author",
		.label = N_("written by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[PLAN_SUBMITTED_BY] = { .number = 11,
		.name = "submitted_by",
		.label = N_("submitted by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[PLAN_SUBMITTED_ON] = { .number = 12,
		.name = "submitted_on",
		.label = N_("submitted on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[PLAN_APPROVED_BY] = { .number = 13,
		.name = "approved_by",
		.label = N_("approved by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[PLAN_APPROVED_ON] = { .number = 14,
		.name = "approved_on",
		.label = N_("approved on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[PLAN_CLOSED_ON] = { .number = 15,
		.name = "closed_on",
		.label = N_("closed on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[PLAN_REASON] = { .number = 16,
		.name = "reason",
		.label = N_("reason"),
		.help = N_("Why it is returned, or taken up again"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[PLAN_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "force",
		.label = N_("in force"),
		.eq = "state=4",
		.order = "start" },
	{ .name = "submitted",
		.label = N_("to be approved"),
		.eq = "state=2",
		.order = "id" },
	{ .name = "draft",
		.label = N_("drafts"),
		.eq = "state=1",
		.order = "id" },
	{ .name = "approved",
		.label = N_("approved"),
		.eq = "state=3",
		.order = "start" },
	{ .name = "closed",
		.label = N_("closed"),
		.eq = "state=5",
		.order = "-start" },
	{ .name = "all", .label = N_("all"), .order = "-start" },
	{ .name = "leader",
		.label = N_("of a leader"),
		.eq = "leader=:of",
		.order = "-start" },
	{ .name = NULL },
};

enum plan_state plan_state_of(struct store *store, int64_t id)
{
	return (enum plan_state)record_int(
		store, &plan_type.table, id, &plan_fields[PLAN_STATE]);
}

bool plan_is_standing(enum plan_state state)
{
	return state == PLAN_APPROVED || state == PLAN_IN_FORCE;
}

bool plan_period(enum plan_kind kind, int day, int *start, int *due)
{
	static const int months_of[] = {
		[PLAN_YEAR] = 12, [PLAN_QUARTER] = 3, [PLAN_MONTH] = 1
	};
	int year = 0, month = 0;

	if (kind < PLAN_YEAR || kind > PLAN_MONTH || day == DATE_NONE)
		return false;
	date_parts(day, &year, &month, &(int){ 0 });
	month -= (month - 1) % months_of[kind];
	*start = date_of(year, month, 1);
	month += months_of[kind];
	*due = date_of(year + (month > 12), month > 12 ? 1 : month, 1) - 1;
	return true;
}

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	struct stmt *s = stmt_get(store,
		"SELECT leader IS :p, author IS :p OR submitted_by IS :p"
		" FROM plan WHERE id=:id");
	unsigned relation = 0;

	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":p", person);
	if (person > 0 && stmt_row(s)) {
		relation |= stmt_int(s, 0) ? RELATION_CHARGE : 0;
		relation |= stmt_int(s, 1) ? RELATION_OWN : 0;
	}
	stmt_end(s, NULL);
	return relation;
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	return action->right == RIGHT_DECIDE
		       ? record_int(store, &plan_type.table, id,
				 &plan_fields[PLAN_LEADER])
		       : 0;
}

const struct record_type plan_type = {
	.table = { .kind = KIND_PLAN,
		.name = "plan",
		.title = "r.title",
		.number = "no",
		.checks = "CHECK (\"due\" IS NOT NULL AND "
			  "\"start\"<=\"due\")",
		.fields = plan_fields,
		.views = views },
	.label = N_("plan"),
	.plural = N_("plans"),
	.state = "state",
	.key = "title start",
	.empty = N_("No plans here. n writes one for a year, a quarter, a "
		    "month; then it gets its goals."),
	.step = 2,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &plan_create, &plan_goal,
		&plan_submit, &plan_approve, &plan_return, &plan_enforce,
		&plan_amend, &plan_add, &plan_note, &plan_update, &plan_close,
		&plan_reopen, NULL },
	.children = (const char *const[]){ "goal", "amendment", NULL },
	.relate = relate,
	.stand_in = stand_in,
};
