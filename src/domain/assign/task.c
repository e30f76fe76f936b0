#include "domain/assign/task.h"

#include "core/language.h"
#include "domain/assign/due.h"
#include "domain/assign/import.h"
#include "domain/assign/share.h"
#include "store/stmt.h"

const struct choice task_states[] = {
	{ TASK_DRAFT, "draft", N_("draft") },
	{ TASK_SUBMITTED, "submitted", N_("submitted") },
	{ TASK_ISSUED, "issued", N_("issued") },
	{ TASK_CLOSED, "closed", N_("closed") },
	{ TASK_RETURNED, "returned", N_("returned") },
	{ TASK_SUSPENDED, "suspended", N_("suspended") },
	{ TASK_TERMINATED, "terminated", N_("terminated") },
	{ 0, NULL, NULL },
};

const struct choice progress_kinds[] = {
	{ PROGRESS_QUANTITY, "quantity", N_("quantity") },
	{ PROGRESS_PERCENT, "percent", N_("percent") },
	{ PROGRESS_NODES, "nodes", N_("milestones") },
	{ PROGRESS_INCIDENTS, "incidents", N_("incidents") },
	{ 0, NULL, NULL },
};

static const struct choice urgencies[] = {
	{ 1, "normal", N_("normal") },
	{ 2, "urgent", N_("urgent") },
	{ 3, "immediate", N_("immediate") },
	{ 0, NULL, NULL },
};

static const struct choice rhythms[] = {
	{ 1, "milestone", N_("by milestone") },
	{ 2, "week", N_("weekly") },
	{ 3, "fortnight", N_("fortnightly") },
	{ 4, "month", N_("monthly") },
	{ 5, "quarter", N_("quarterly") },
	{ 0, NULL, NULL },
};

static const struct choice scopes[] = {
	{ 1, "open", N_("may be public") },
	{ 2, "internal", N_("this office only") },
	{ 0, NULL, NULL },
};

/* A day number of a date column; the last day a live share was finished. */
#define DAY(date) "CAST(julianday(" date ")-2440587.5 AS INTEGER)"
#define RED DAY("r.due") "+1"
#define FINISHED                                                            \
	"ifnull((SELECT " DAY(                                              \
		"max(done_on)") " FROM share "                              \
				"WHERE task=r.id AND state IN (4,5))," DAY( \
					"r.closed_on") ")"

/*
 * Issued and open: the days of table due. Claimed, done or closed: frozen at
 * the day the last share was finished, for nobody is late because another
 * has not verified yet.
 */
#define LIGHT_SQL                                                       \
	"(CASE r.state WHEN 3 THEN (SELECT CASE WHEN red<2932895 THEN " \
	"printf('o,%d,%d,%d,%d',start,behind_from,soon_from,red) "      \
	"ELSE printf('d,%d,0,0,%d,%d',start," RED "," FINISHED ")"      \
	" END FROM due WHERE kind=12 AND id=r.id) "                     \
	"WHEN 4 THEN printf('d,%d,0,0,%d,%d'," DAY(                     \
		"r.start") "," RED "," FINISHED                         \
			   ") WHEN 6 THEN 's' WHEN 7 THEN 't' ELSE 'n' END)"

const struct field task_fields[] = {
	[TASK_LIGHT] = { .name = "light",
		.label = N_("light"),
		.type = FIELD_TEXT,
		.list_cols = 6,
		.sql = LIGHT_SQL },
	[TASK_NO] = { .number = 1,
		.name = "no",
		.label = N_("number"),
		.headers = "编号|任务编号",
		.type = FIELD_NUMBER,
		.flags = FIELD_SYSTEM,
		.list_cols = 11,
		.list_drop = 3 },
	[TASK_TITLE] = { .number = 2,
		.name = "title",
		.label = N_("task"),
		.help = N_("What is to be done, in a few words: toilets "
			   "rebuilt in villages"),
		.headers = "工作任务|任务名称|任务|事项|督办事项",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.min = 2,
		.max = 60,
		.list_cols = 24 },
	[TASK_CLASS] = { .number = 3,
		.name = "class",
		.label = N_("class"),
		.help = N_("What kind of work it is: daily work"),
		.headers = "工作类别|类别|任务类别",
		.type = FIELD_VALUE,
		.of = "task class",
		.initial = "daily",
		.flags = FIELD_REQUIRED | FIELD_FOLDED,
		.list_drop = 6 },
	[TASK_LEAD] = { .name = "lead",
		.label = N_("lead unit"),
		.headers = "牵头单位|责任单位|主办单位|承办单位",
		.help = N_("The one unit that answers for it"),
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_REQUIRED,
		.list_cols = 10,
		.sql = "(SELECT unit FROM share WHERE task=r.id AND role=1 "
		       "AND state<>7 LIMIT 1)" },
	[TASK_CO] = { .name = "co",
		.label = N_("co-units"),
		.headers = "配合单位|协办单位|配合部门",
		.help = N_("Units that help; a group of units may be named: "
			   "all villages"),
		.type = FIELD_REFS,
		.of = "unit",
		.sql = "(SELECT ','||group_concat(unit)||',' FROM (SELECT "
		       "unit FROM share WHERE task=r.id AND role=2 AND "
		       "state<>7 ORDER BY unit))" },
	[TASK_LEADER] = { .number = 4,
		.name = "leader",
		.label = N_("leader"),
		.help = N_("The leader in charge; type the initials: wxy"),
		.headers = "负责领导|分管领导|责任领导|牵头领导",
		.type = FIELD_REF,
		.of = "person",
		.list_cols = 8,
		.list_drop = 2 },
	[TASK_START] = { .number = 5,
		.name = "start",
		.label = N_("start"),
		.headers = "启动时间|开始时间|开始日期",
		.type = FIELD_DATE,
		.initial = "today",
		.min = -3660,
		.max = 3660 },
	[TASK_DUE] = { .number = 6,
		.name = "due",
		.label = N_("due"),
		.help = N_("The day it must be finished: 12-31, +3w, 月底"),
		.headers = "完成时限|截止日期|办结时限|完成时间|时限",
		.type = FIELD_DATE,
		.flags = FIELD_REQUIRED | FIELD_PAIRED,
		.min = -3660,
		.max = 3660,
		.list_cols = 5 },
	[TASK_AIM] = { .number = 7,
		.name = "aim",
		.label = N_("goal"),
		.headers = "总体目标|工作目标|目标任务",
		.help = N_("What is reached when it is done, with its figure: "
			   "380 toilets"),
		.type = FIELD_LONG,
		.max = 500,
		.section = N_("the six clarities") },
	[TASK_PROGRESS_KIND] = { .number = 8,
		.name = "progress_kind",
		.label = N_("counted"),
		.help = N_("How progress is told: a quantity, a percentage, "
			   "milestones, or incidents where 0 is good"),
		.headers = "进度类型|进度类别",
		.type = FIELD_CHOICE,
		.choices = progress_kinds,
		.initial = "percent",
		.flags = FIELD_REQUIRED },
	[TASK_TARGET] = { .number = 9,
		.name = "target",
		.label = N_("target"),
		.headers = "目标值|目标数|任务数",
		.type = FIELD_DECIMAL,
		.flags = FIELD_PAIRED,
		.unit = ".measure",
		.max = INT64_C(1000000000000) },
	[TASK_MEASURE] = { .number = 10,
		.name = "measure",
		.label = N_("unit"),
		.help = N_("What is counted: 户, 亩, 座"),
		.headers = "计量单位",
		.type = FIELD_TEXT,
		.flags = FIELD_PAIRED,
		.max = 8 },
	[TASK_SCHEDULE] = { .number = 11,
		.name = "schedule",
		.label = N_("schedule"),
		.help = N_("The times in words: first check in March"),
		.headers = "时间进度|进度安排|序时进度|时间节点",
		.type = FIELD_LONG,
		.max = 500 },
	[TASK_REQUIREMENTS] = { .number = 12,
		.name = "requirements",
		.label = N_("demands"),
		.headers = "工作要求|工作标准",
		.type = FIELD_LONG,
		.max = 2000 },
	[TASK_MEASURES] = { .number = 13,
		.name = "measures",
		.label = N_("measures"),
		.headers = "具体措施|工作措施|主要措施",
		.type = FIELD_LONG,
		.max = 2000 },
	[TASK_PARENT] = { .number = 16,
		.name = "parent",
		.label = N_("part of"),
		.help = N_("The task it is a part of"),
		.type = FIELD_REF,
		.of = "task",
		.flags = FIELD_FOLDED },
	[TASK_KEY] = { .number = 17,
		.name = "key",
		.label = N_("key task"),
		.headers = "是否重点|重点",
		.type = FIELD_FLAG,
		.flags = FIELD_FOLDED },
	[TASK_URGENCY] = { .number = 18,
		.name = "urgency",
		.label = N_("urgency"),
		.headers = "紧急程度",
		.type = FIELD_CHOICE,
		.choices = urgencies,
		.initial = "normal",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[TASK_WEIGHT] = { .number = 19,
		.name = "weight",
		.label = N_("weight"),
		.help = N_("What it counts beside its neighbours: 1 to 100"),
		.headers = "权重|分值",
		.type = FIELD_INT,
		.min = 1,
		.max = 100,
		.initial = "1",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[TASK_RHYTHM] = { .number = 20,
		.name = "rhythm",
		.label = N_("feedback"),
		.help = N_("How often it is reported on"),
		.headers = "反馈周期|报送周期",
		.type = FIELD_CHOICE,
		.choices = rhythms,
		.initial = "milestone",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[TASK_SCOPE] = { .number = 21,
		.name = "scope",
		.label = N_("may know"),
		.headers = "知悉范围",
		.type = FIELD_CHOICE,
		.choices = scopes,
		.initial = "internal",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[TASK_PROGRESS] = { .name = "progress",
		.label = N_("progress"),
		.help = N_("Rolled up from the shares and sub-tasks"),
		.type = FIELD_DECIMAL,
		.unit = ".counted_in",
		.sql = "(SELECT progress FROM task_now WHERE id=r.id)",
		.list_cols = 8,
		.list_drop = 1 },
	[TASK_COUNTED_IN] = { .name = "counted_in",
		.label = N_("counted in"),
		.type = FIELD_TEXT,
		.sql = "(CASE WHEN r.progress_kind IN (1,4) THEN r.measure "
		       "ELSE '%' END)" },
	[TASK_PERCENT] = { .name = "percent",
		.label = N_("per cent"),
		.type = FIELD_DECIMAL,
		.unit = "%",
		.sql = "(SELECT percent FROM task_now WHERE id=r.id)" },
	[TASK_SHARES] = { .name = "shares",
		.label = N_("shares"),
		.type = FIELD_INT,
		.sql = "(SELECT shares FROM task_now WHERE id=r.id)" },
	[TASK_SHARES_DONE] = { .name = "shares_done",
		.label = N_("shares done"),
		.type = FIELD_INT,
		.sql = "(SELECT done FROM task_now WHERE id=r.id)" },
	[TASK_MOVED] = { .name = "moved",
		.label = N_("last moved"),
		.help = N_("The day of its last report"),
		.type = FIELD_DATE,
		.sql = "(SELECT date(moved*86400,'unixepoch') FROM task_now "
		       "WHERE id=r.id)" },
	[TASK_STATE] = { .number = 22,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = task_states,
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.initial = "draft",
		.list_cols = 6,
		.list_drop = 5 },
	[TASK_ISSUED_ON] = { .number = 23,
		.name = "issued_on",
		.label = N_("issued on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[TASK_CLOSED_ON] = { .number = 24,
		.name = "closed_on",
		.label = N_("closed on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[TASK_REASON] = { .number = 25,
		.name = "reason",
		.label = N_("reason"),
		.help = N_("Why it is returned, suspended, terminated or "
			   "taken up again"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[TASK_HELD_FROM] = { .number = 26,
		.name = "held_from",
		.label = N_("state before"),
		.type = FIELD_CHOICE,
		.choices = task_states,
		.flags = FIELD_SYSTEM },
	[TASK_GAP_REASON] = { .number = 27,
		.name = "gap_reason",
		.label = N_("gaps because"),
		.help = N_("Why it is issued although one of the six "
			   "clarities is missing: the list has none"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[TASK_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "open",
		.label = N_("open"),
		.walk = "due",
		.eq = "kind=12",
		.order = "red" },
	{ .name = "charge",
		.label = N_("in my charge"),
		.walk = "due",
		.eq = "kind=12 AND leader=:me",
		.order = "red",
		.small = true },
	{ .name = "mine",
		.label = N_("led by my unit"),
		.walk = "due",
		.eq = "kind=12 AND unit=:my_unit",
		.order = "red",
		.small = true },
	{ .name = "overdue",
		.label = N_("overdue"),
		.walk = "due",
		.eq = "kind=12",
		.range = "red<=:today",
		.order = "red" },
	{ .name = "soon",
		.label = N_("due soon"),
		.walk = "due",
		.eq = "kind=12",
		.range = DUE_SOON_RANGE,
		.rest = "soon_from<=:today",
		.order = "red" },
	{ .name = "behind",
		.label = N_("behind"),
		.walk = "due",
		.eq = "kind=12",
		.range = "red>:today",
		.rest = "behind_from<=:today AND soon_from>:today",
		.order = "red" },
	{ .name = "waiting",
		.label = N_("to be closed"),
		.walk = "due",
		.eq = "kind=12",
		.range = "red>=2932896",
		.order = "red" },
	{ .name = "draft",
		.label = N_("drafts"),
		.eq = "state=1",
		.order = "id" },
	{ .name = "submitted",
		.label = N_("to be issued"),
		.eq = "state=2",
		.order = "id" },
	{ .name = "returned",
		.label = N_("returned"),
		.eq = "state=5",
		.order = "id" },
	{ .name = "held",
		.label = N_("suspended"),
		.eq = "state=6",
		.order = "id" },
	{ .name = "closed",
		.label = N_("closed"),
		.eq = "state=4",
		.order = "-id" },
	{ .name = "all", .label = N_("all"), .order = "due" },
	{ .name = "title", .label = N_("by name"), .order = "title" },
	{ .name = "unit",
		.label = N_("led by a unit"),
		.walk = "due",
		.eq = "kind=12 AND unit=:of",
		.order = "red",
		.small = true },
	{ .name = "leader",
		.label = N_("of a leader"),
		.eq = "leader=:of",
		.order = "due" },
	{ .name = "parent",
		.label = N_("its parts"),
		.eq = "parent=:of",
		.order = "due",
		.small = true },
	{ .name = NULL },
};

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	struct stmt *s = stmt_get(store,
		"SELECT t.leader IS :p, s.person IS :p, u.head IS :p,"
		" s.unit IS (SELECT unit FROM person WHERE id=:p)"
		" FROM task t LEFT JOIN share s"
		"  ON s.task=t.id AND s.role=1 AND s.state<>7"
		" LEFT JOIN unit u ON u.id=s.unit WHERE t.id=:id");
	unsigned relation = 0;

	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":p", person);
	if (person > 0 && stmt_row(s)) {
		relation |= stmt_int(s, 0) ? RELATION_CHARGE : 0;
		relation |= stmt_int(s, 1) ? RELATION_OWN : 0;
		relation |= stmt_int(s, 2) ? RELATION_HEAD : 0;
		relation |= stmt_int(s, 3) ? RELATION_UNIT : 0;
	}
	stmt_end(s, NULL);
	return relation;
}

/* Decisions are the leader's in charge; drafts are nobody's word. */
static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	return action->right == RIGHT_DECIDE ? task_leader_of(store, id) : 0;
}

const struct record_type task_type = {
	.table = { .kind = KIND_TASK,
		.name = "task",
		.title = "r.title",
		.parent = "parent",
		.number = "no",
		.fields = task_fields,
		.views = views },
	.label = N_("task"),
	.plural = N_("tasks"),
	.state = "state",
	.key = "title lead start",
	.find = "title aim",
	.empty = N_("No tasks yet. n makes the first one; a list of work is "
		    "read with import."),
	.flags = RECORD_LIGHT,
	.step = 3,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &task_create, &task_update,
		&task_submit, &task_issue, &task_return, &task_assign,
		&task_close, &task_suspend, &task_terminate, &task_restart,
		&task_import, NULL },
	.children = (const char *const[]){ "share", "task", NULL },
	.relate = relate,
	.stand_in = stand_in,
	.export_cell = task_export_cell,
};
