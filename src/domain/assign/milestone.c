#include "domain/assign/milestone.h"

#include "core/date.h"
#include "core/language.h"
#include "domain/assign/due.h"
#include "store/stmt.h"

const struct choice milestone_states[] = {
	{ MILESTONE_OPEN, "open", N_("open") },
	{ MILESTONE_REACHED, "reached", N_("reached") },
	{ MILESTONE_DROPPED, "dropped", N_("dropped") },
	{ 0, NULL, NULL },
};

#define DAY(date) "CAST(julianday(" date ")-2440587.5 AS INTEGER)"
#define RED DAY("r.due") "+1"

/* Reached: judged by the day stated. Else as the task stands. */
#define LIGHT_SQL                                                             \
	"(CASE r.state WHEN 2 THEN printf('d,0,0,0,%d,%d'," RED               \
	"," DAY("r.done_on") ") WHEN 3 THEN 'n' ELSE (SELECT CASE"            \
			     " t.state WHEN 6 THEN 's' WHEN 7 THEN 't' ELSE " \
			     "ifnull((SELECT"                                 \
			     " printf('o,%d,%d,%d,%d',start,behind_from,"     \
			     "soon_from,red)"                                 \
			     " FROM due WHERE kind=14 AND id=r.id),'n') END " \
			     "FROM task t"                                    \
			     " WHERE t.id=r.task) END)"

const struct field milestone_fields[] = {
	[MILESTONE_LIGHT] = { .name = "light",
		.label = N_("light"),
		.type = FIELD_TEXT,
		.list_cols = 6,
		.sql = LIGHT_SQL },
	[MILESTONE_TASK] = { .number = 1,
		.name = "task",
		.label = N_("task"),
		.type = FIELD_REF,
		.of = "task",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 20 },
	[MILESTONE_NAME] = { .number = 2,
		.name = "name",
		.label = N_("milestone"),
		.help = N_("What is reached: main building finished"),
		.headers = "节点|关键节点|节点名称",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.min = 2,
		.max = 40,
		.list_cols = 16 },
	[MILESTONE_UNIT] = { .number = 3,
		.name = "unit",
		.label = N_("unit"),
		.help = N_("A unit of the task; none: the lead"),
		.headers = "责任单位",
		.type = FIELD_REF,
		.of = "unit",
		.list_cols = 8,
		.list_drop = 3 },
	[MILESTONE_PERSON] = { .number = 4,
		.name = "person",
		.label = N_("person"),
		.help = N_("Who answers for it; none: who has the share"),
		.headers = "责任人",
		.type = FIELD_REF,
		.of = "person",
		.list_cols = 8,
		.list_drop = 1 },
	[MILESTONE_START] = { .number = 5,
		.name = "start",
		.label = N_("begins"),
		.headers = "计划开始|开始时间",
		.type = FIELD_DATE,
		.min = -3660,
		.max = 3660 },
	[MILESTONE_DUE] = { .number = 6,
		.name = "due",
		.label = N_("due"),
		.help = N_("The day it must be reached: 12-31, +3w, 月底"),
		.headers = "计划完成|完成时限",
		.type = FIELD_DATE,
		.flags = FIELD_REQUIRED | FIELD_PAIRED,
		.min = -3660,
		.max = 3660,
		.list_cols = 5 },
	[MILESTONE_EXPECTED] = { .number = 7,
		.name = "expected",
		.label = N_("expected"),
		.help = N_("How much of the task is done by then: 40"),
		.headers = "应达|应达进度",
		.type = FIELD_DECIMAL,
		.unit = "%",
		.max = 10000,
		.list_cols = 6,
		.list_drop = 2 },
	[MILESTONE_WEIGHT] = { .number = 8,
		.name = "weight",
		.label = N_("weight"),
		.help = N_("What it counts where progress is told by "
			   "milestones: 1 to 100"),
		.headers = "权重",
		.type = FIELD_INT,
		.min = 1,
		.max = 100,
		.initial = "1",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[MILESTONE_DONE_ON] = { .number = 9,
		.name = "done_on",
		.label = N_("reached on"),
		.help = N_("The day it was reached, not the day it is typed"),
		.headers = "实际完成",
		.type = FIELD_DATE,
		.initial = "today",
		.min = -366,
		.max = 0,
		.flags = FIELD_SYSTEM,
		.list_cols = 5 },
	[MILESTONE_RESULT] = { .number = 10,
		.name = "result",
		.label = N_("result"),
		.help = N_("In a line, with its evidence: accepted by five "
			   "offices"),
		.headers = "备注|完成情况",
		.type = FIELD_TEXT,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[MILESTONE_STATE] = { .number = 11,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = milestone_states,
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.initial = "open",
		.list_cols = 6,
		.list_drop = 4 },
	[MILESTONE_REASON] = { .number = 12,
		.name = "reason",
		.label = N_("reason"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[MILESTONE_FIRST_DUE] = { .number = 13,
		.name = "first_due",
		.label = N_("first due"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[MILESTONE_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "mine",
		.label = N_("mine"),
		.walk = "due",
		.eq = "kind=14 AND person=:me",
		.order = "red",
		.small = true },
	{ .name = "charge",
		.label = N_("in my charge"),
		.walk = "due",
		.eq = "kind=14 AND leader=:me",
		.order = "red" },
	{ .name = "open",
		.label = N_("open"),
		.walk = "due",
		.eq = "kind=14",
		.order = "red" },
	{ .name = "overdue",
		.label = N_("overdue"),
		.walk = "due",
		.eq = "kind=14",
		.range = "red<=:today",
		.order = "red" },
	{ .name = "soon",
		.label = N_("due soon"),
		.walk = "due",
		.eq = "kind=14",
		.range = DUE_SOON_RANGE,
		.rest = "soon_from<=:today",
		.order = "red" },
	{ .name = "reached",
		.label = N_("reached"),
		.eq = "state=2",
		.order = "-id" },
	{ .name = "all", .label = N_("all"), .order = "due" },
	{ .name = "task",
		.label = N_("of a task"),
		.eq = "task=:of",
		.order = "due",
		.small = true },
	{ .name = NULL },
};

bool milestone_read(struct store *store, int64_t id, struct milestone_row *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT m.task,ifnull(u.id,0),"
		" ifnull(m.person,ifnull(s.person,ifnull(u.head,0))),"
		" ifnull(u.head,0),ifnull(t.leader,0),ifnull(m.unit,0),"
		" ifnull(m.person,0),m.state,t.state,ifnull(m.start,t.start),"
		" m.due,t.start,t.due FROM milestone m"
		" JOIN task t ON t.id=m.task LEFT JOIN share s ON s.id="
		"(SELECT id FROM share WHERE task=m.task AND state<>7 AND"
		" CASE WHEN m.unit IS NULL THEN role=1 ELSE unit=m.unit END"
		" LIMIT 1) LEFT JOIN unit u ON u.id=ifnull(m.unit,s.unit)"
		" WHERE m.id=:id");

	stmt_bind_int(s, ":id", id);
	bool found = stmt_row(s);
	if (found)
		*out = (struct milestone_row){ .id = id,
			.task = stmt_int(s, 0),
			.unit = stmt_int(s, 1),
			.person = stmt_int(s, 2),
			.head = stmt_int(s, 3),
			.leader = stmt_int(s, 4),
			.own_unit = stmt_int(s, 5),
			.own_person = stmt_int(s, 6),
			.state = (int)stmt_int(s, 7),
			.task_state = (int)stmt_int(s, 8),
			.start = date_of_iso(stmt_text(s, 9)),
			.due = date_of_iso(stmt_text(s, 10)),
			.task_start = date_of_iso(stmt_text(s, 11)),
			.task_due = date_of_iso(stmt_text(s, 12)) };
	stmt_end(s, NULL);
	return found;
}

int milestones_open(struct store *store, int64_t task, int *outside)
{
	struct stmt *s = stmt_get(store,
		"SELECT count(*),total(m.due>t.due OR m.due<t.start)"
		" FROM milestone m JOIN task t ON t.id=m.task"
		" WHERE m.task=:task AND m.state=1");
	int open = 0;

	stmt_bind_int(s, ":task", task);
	if (stmt_row(s)) {
		open = (int)stmt_int(s, 0);
		*outside = (int)stmt_int(s, 1);
	}
	stmt_end(s, NULL);
	return open;
}

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	struct milestone_row m;
	unsigned relation = 0;

	if (person <= 0 || !milestone_read(store, id, &m))
		return 0;
	struct stmt *s =
		stmt_get(store, "SELECT unit FROM person WHERE id=:id");
	stmt_bind_int(s, ":id", person);
	if (stmt_one_int(s, 0) == m.unit)
		relation |= RELATION_UNIT;
	if (m.person == person)
		relation |= RELATION_OWN;
	if (m.head == person)
		relation |= RELATION_HEAD;
	if (m.leader == person)
		relation |= RELATION_CHARGE;
	return relation;
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	struct milestone_row m;

	if (!milestone_read(store, id, &m))
		return 0;
	if (action->right == RIGHT_REPORT)
		return m.person;
	return action->right == RIGHT_DECIDE ? m.leader : 0;
}

const struct record_type milestone_type = {
	.table = { .kind = KIND_MILESTONE,
		.name = "milestone",
		.title = "(SELECT title FROM task WHERE id=r.task)||' / '||"
			 "r.name",
		.parent = "task",
		.fields = milestone_fields,
		.views = views },
	.label = N_("milestone"),
	.plural = N_("milestones"),
	.state = "state",
	.key = "task name",
	.empty = N_("No milestones here. A task gets them by its menu: one by "
		    "one, or scheduled back from its due day."),
	.flags = RECORD_LIGHT,
	.step = 3,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &milestone_finish,
		&milestone_create, &milestone_update, &milestone_move,
		&milestone_reopen, &milestone_drop, NULL },
	.relate = relate,
	.stand_in = stand_in,
};
