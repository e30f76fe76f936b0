#include "domain/assign/share.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/due.h"
#include "domain/assign/task.h"
#include "store/stmt.h"

const struct choice share_states[] = {
	{ SHARE_PENDING, "pending", N_("to sign for") },
	{ SHARE_SIGNED, "signed", N_("signed for") },
	{ SHARE_IN_HAND, "in_hand", N_("in hand") },
	{ SHARE_CLAIMED, "claimed", N_("claimed done") },
	{ SHARE_DONE, "done", N_("done") },
	{ SHARE_HANDED_BACK, "handed_back", N_("handed back") },
	{ SHARE_WITHDRAWN, "withdrawn", N_("withdrawn") },
	{ SHARE_PLANNED, "planned", N_("planned") },
	{ 0, NULL, NULL },
};

const struct choice share_roles[] = {
	{ SHARE_ROLE_LEAD, "lead", N_("lead") },
	{ SHARE_ROLE_CO, "co", N_("co") },
	{ 0, NULL, NULL },
};

const struct choice share_grades[] = {
	{ GRADE_EXCELLENT, "excellent", N_("excellent") },
	{ GRADE_GOOD, "good", N_("good") },
	{ GRADE_FAIR, "fair", N_("fair") },
	{ GRADE_POOR, "poor", N_("poor") },
	{ 0, NULL, NULL },
};

#define DAY(date) "CAST(julianday(" date ")-2440587.5 AS INTEGER)"
#define RED DAY("r.due") "+1"

/* Claimed or done: frozen at the finish day stated, which is what time is
 * judged by, however long others take. */
#define LIGHT_SQL                                                              \
	"(CASE WHEN r.state IN (4,5) THEN printf('d,0,0,0,%d,%d'," RED         \
	"," DAY("r.done_on") ") WHEN r.state>6 THEN 'n' ELSE (SELECT CASE"     \
			     " t.state WHEN 6 THEN 's' WHEN 7 THEN 't' ELSE "  \
			     "ifnull((SELECT"                                  \
			     " printf('o,%d,%d,%d,%d',start,behind_from,soon_" \
			     "from,red)"                                       \
			     " FROM due WHERE kind=13 AND id=r.id),'n') END "  \
			     "FROM task t"                                     \
			     " WHERE t.id=r.task) END)"

const struct field share_fields[] = {
	[SHARE_LIGHT] = { .name = "light",
		.label = N_("light"),
		.type = FIELD_TEXT,
		.list_cols = 6,
		.sql = LIGHT_SQL },
	[SHARE_TASK] = { .number = 1,
		.name = "task",
		.label = N_("task"),
		.type = FIELD_REF,
		.of = "task",
		.headers = "工作任务|任务",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 24 },
	[SHARE_UNIT] = { .number = 2,
		.name = "unit",
		.label = N_("unit"),
		.type = FIELD_REF,
		.of = "unit",
		.headers = "单位|承办单位",
		.flags = FIELD_REQUIRED,
		.list_cols = 10 },
	[SHARE_ROLE] = { .number = 3,
		.name = "role",
		.label = N_("part"),
		.type = FIELD_CHOICE,
		.choices = share_roles,
		.flags = FIELD_REQUIRED,
		.initial = "co",
		.list_cols = 4,
		.list_drop = 3 },
	[SHARE_PERSON] = { .number = 4,
		.name = "person",
		.label = N_("person"),
		.headers = "责任人|承办人|人员",
		.help = N_("Who does it; type the initials: wxy"),
		.type = FIELD_REF,
		.of = "person",
		.list_cols = 8,
		.list_drop = 2 },
	[SHARE_TARGET] = { .number = 5,
		.name = "target",
		.label = N_("target"),
		.headers = "目标|任务数",
		.help = N_("Its part of the task's quantity; none: it reports "
			   "no figure"),
		.type = FIELD_DECIMAL,
		.unit = ".measure",
		.max = INT64_C(1000000000000) },
	[SHARE_PROGRESS] = { .number = 6,
		.name = "progress",
		.label = N_("progress"),
		.type = FIELD_DECIMAL,
		.headers = "进度|完成数|本次",
		.unit = ".measure",
		.flags = FIELD_SYSTEM,
		.max = INT64_C(1000000000000),
		.list_cols = 8,
		.list_drop = 1 },
	[SHARE_MEASURE] = { .name = "measure",
		.label = N_("counted in"),
		.type = FIELD_TEXT,
		.sql = "(SELECT CASE progress_kind WHEN 1 THEN measure WHEN 4 "
		       "THEN measure ELSE '%' END FROM task WHERE "
		       "id=r.task)" },
	[SHARE_DUE] = { .number = 7,
		.name = "due",
		.label = N_("due"),
		.type = FIELD_DATE,
		.headers = "时限|完成时限",
		.min = -3660,
		.max = 3660,
		.list_cols = 5 },
	[SHARE_FIRST_DUE] = { .number = 8,
		.name = "first_due",
		.label = N_("first due"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[SHARE_STATE] = { .number = 9,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = share_states,
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.initial = "planned",
		.list_cols = 8,
		.list_drop = 4 },
	[SHARE_GIVEN_ON] = { .number = 23,
		.name = "given_on",
		.label = N_("given on"),
		.help = N_("The day from which signing for it is counted"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[SHARE_SIGNED_ON] = { .number = 10,
		.name = "signed_on",
		.label = N_("signed on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[SHARE_CLAIMED_ON] = { .number = 11,
		.name = "claimed_on",
		.label = N_("claimed on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[SHARE_ENDORSED_ON] = { .number = 12,
		.name = "endorsed_on",
		.label = N_("reported on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[SHARE_ENDORSED_BY] = { .number = 13,
		.name = "endorsed_by",
		.label = N_("reported by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[SHARE_DONE_ON] = { .number = 14,
		.name = "done_on",
		.label = N_("finished on"),
		.help = N_("The day the work was finished, not the day it was "
			   "verified"),
		.type = FIELD_DATE,
		.initial = "today",
		.min = -366,
		.max = 0,
		.flags = FIELD_SYSTEM },
	[SHARE_RETURNS] = { .number = 15,
		.name = "returns",
		.label = N_("returns"),
		.type = FIELD_INT,
		.max = 99,
		.initial = "0",
		.flags = FIELD_REQUIRED | FIELD_SYSTEM },
	[SHARE_QUALITY] = { .number = 16,
		.name = "quality",
		.label = N_("quality"),
		.type = FIELD_CHOICE,
		.choices = share_grades,
		.initial = "good",
		.flags = FIELD_SYSTEM },
	[SHARE_EFFECT] = { .number = 17,
		.name = "effect",
		.label = N_("effect"),
		.type = FIELD_CHOICE,
		.choices = share_grades,
		.initial = "good",
		.flags = FIELD_SYSTEM | FIELD_PAIRED },
	[SHARE_COMMENT] = { .number = 18,
		.name = "comment",
		.label = N_("comment"),
		.type = FIELD_LONG,
		.max = 500,
		.flags = FIELD_SYSTEM },
	[SHARE_VERIFIER] = { .number = 19,
		.name = "verifier",
		.label = N_("verified by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[SHARE_REASON] = { .number = 20,
		.name = "reason",
		.label = N_("reason"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[SHARE_SUGGESTED] = { .number = 21,
		.name = "suggested",
		.label = N_("better unit"),
		.help = N_("The unit whose duty it is, if you know"),
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_SYSTEM },
	[SHARE_WEIGHT] = { .number = 22,
		.name = "weight",
		.label = N_("weight"),
		.help = N_("What it counts in the task's percentage; 0: it "
			   "only helps"),
		.type = FIELD_INT,
		.max = 100,
		.initial = "1",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[SHARE_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "mine",
		.label = N_("mine"),
		.walk = "due",
		.eq = "kind=13 AND person=:me",
		.order = "red",
		.small = true },
	{ .name = "my_unit",
		.label = N_("my unit's"),
		.walk = "due",
		.eq = "kind=13 AND unit=:my_unit",
		.order = "red",
		.small = true },
	{ .name = "charge",
		.label = N_("in my charge"),
		.walk = "due",
		.eq = "kind=13 AND leader=:me",
		.order = "red" },
	{ .name = "open",
		.label = N_("open"),
		.walk = "due",
		.eq = "kind=13",
		.order = "red" },
	{ .name = "overdue",
		.label = N_("overdue"),
		.walk = "due",
		.eq = "kind=13",
		.range = "red<=:today",
		.order = "red" },
	{ .name = "soon",
		.label = N_("due soon"),
		.walk = "due",
		.eq = "kind=13",
		.range = DUE_SOON_RANGE,
		.rest = "soon_from<=:today",
		.order = "red" },
	{ .name = "unsigned",
		.label = N_("not signed for"),
		.eq = "state=1",
		.order = "id" },
	{ .name = "claimed",
		.label = N_("to be verified"),
		.eq = "state=4",
		.order = "claimed_on" },
	{ .name = "handed_back",
		.label = N_("handed back"),
		.eq = "state=6",
		.order = "id" },
	{ .name = "done", .label = N_("done"), .eq = "state=5", .order = "-id" },
	{ .name = "all", .label = N_("all"), .order = "id" },
	{ .name = "task",
		.label = N_("of a task"),
		.eq = "task=:of",
		.order = "role",
		.small = true },
	{ .name = "unit",
		.label = N_("of a unit"),
		.eq = "unit=:of",
		.order = "id" },
	{ .name = "person",
		.label = N_("of a person"),
		.eq = "person=:of",
		.order = "id" },
	{ .name = NULL },
};

bool share_read(struct store *store, int64_t id, struct share_row *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT s.task,s.unit,ifnull(s.person,0),ifnull(u.head,0),"
		" ifnull(t.leader,0),s.target,s.progress,"
		" s.endorsed_on IS NOT NULL,s.role,s.state,t.state,"
		" t.progress_kind,s.returns,s.due,t.start"
		" FROM share s JOIN task t ON t.id=s.task"
		" JOIN unit u ON u.id=s.unit WHERE s.id=:id");

	stmt_bind_int(s, ":id", id);
	bool found = stmt_row(s);
	if (found)
		*out = (struct share_row){ .id = id,
			.task = stmt_int(s, 0),
			.unit = stmt_int(s, 1),
			.person = stmt_int(s, 2),
			.head = stmt_int(s, 3),
			.leader = stmt_int(s, 4),
			.target = stmt_int(s, 5),
			.has_target = !stmt_is_null(s, 5),
			.progress = stmt_int(s, 6),
			.has_progress = !stmt_is_null(s, 6),
			.endorsed = stmt_int(s, 7) != 0,
			.role = (enum share_role)stmt_int(s, 8),
			.state = (enum share_state)stmt_int(s, 9),
			.task_state = (int)stmt_int(s, 10),
			.kind = (int)stmt_int(s, 11),
			.returns = stmt_int(s, 12),
			.due = date_of_iso(stmt_text(s, 13)),
			.task_start = date_of_iso(stmt_text(s, 14)) };
	stmt_end(s, NULL);
	return found;
}

int64_t share_handler(const struct share_row *share)
{
	return share->person ? share->person : share->head;
}

enum status share_insert(struct txn *txn, int64_t task, int64_t unit,
	enum share_role role, int64_t person, struct error *err)
{
	struct values v = { 0 };
	int64_t id = 0;

	values_set_int(&v, &share_fields[SHARE_TASK], task);
	values_set_int(&v, &share_fields[SHARE_UNIT], unit);
	values_set_int(&v, &share_fields[SHARE_ROLE], role);
	values_set_int(&v, &share_fields[SHARE_STATE], SHARE_PLANNED);
	values_set_int(&v, &share_fields[SHARE_RETURNS], 0);
	values_set_int(&v, &share_fields[SHARE_WEIGHT], 1);
	if (person)
		values_set_int(&v, &share_fields[SHARE_PERSON], person);
	enum status status = txn_insert(txn, &share_type.table, &v, &id, err);
	values_free(&v);
	return status;
}

enum status share_hand_out(struct txn *txn, int64_t share, const char *due,
	int today, struct error *err)
{
	char *own = record_text(txn_store(txn), &share_type.table, share,
		&share_fields[SHARE_DUE]);
	struct values v = { 0 };

	values_set_int(&v, &share_fields[SHARE_STATE], SHARE_PENDING);
	values_set_day(&v, &share_fields[SHARE_GIVEN_ON], today);
	values_set_text(&v, &share_fields[SHARE_DUE], own ? own : due);
	values_set_text(&v, &share_fields[SHARE_FIRST_DUE], own ? own : due);
	enum status status = txn_update(txn, &share_type.table, share, &v, err);
	values_free(&v);
	mem_free(own);
	return status;
}

void share_check_person(struct store *store, int64_t unit,
	const struct values *v, struct issues *issues)
{
	int64_t person = values_int(v, &share_fields[SHARE_PERSON]);
	struct stmt *s =
		stmt_get(store, "SELECT unit=:unit FROM person WHERE id=:id");

	stmt_bind_int(s, ":unit", unit);
	stmt_bind_int(s, ":id", person);
	if (!stmt_one_int(s, 1) && person)
		issues_add(issues, &share_fields[SHARE_PERSON], false,
			_("this person is of another unit"));
}

int64_t share_of_unit(struct store *store, int64_t task, int64_t unit)
{
	struct stmt *s = stmt_get(store,
		/* +: a task has some dozen shares, a unit years of them */
		"SELECT id FROM share WHERE task=:task AND +unit=:unit"
		" AND state<>7 LIMIT 1");

	stmt_bind_int(s, ":task", task);
	stmt_bind_int(s, ":unit", unit);
	return stmt_one_int(s, 0);
}

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	struct share_row share;
	unsigned relation = 0;

	if (person <= 0 || !share_read(store, id, &share))
		return 0;
	struct stmt *s =
		stmt_get(store, "SELECT unit FROM person WHERE id=:id");
	stmt_bind_int(s, ":id", person);
	if (stmt_one_int(s, 0) == share.unit)
		relation |= RELATION_UNIT;
	if (share_handler(&share) == person)
		relation |= RELATION_OWN;
	if (share.head == person)
		relation |= RELATION_HEAD;
	if (share.leader == person)
		relation |= RELATION_CHARGE;
	return relation;
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	struct share_row share;

	if (!share_read(store, id, &share))
		return 0;
	if (action->right == RIGHT_REPORT)
		return share_handler(&share);
	if (action->right == RIGHT_HEAD)
		return share.head;
	return action->right == RIGHT_DECIDE ? share.leader : 0;
}

const struct record_type share_type = {
	.table = { .kind = KIND_SHARE,
		.name = "share",
		.title = "(SELECT title FROM task WHERE id=r.task)||' / '||"
			 "(SELECT short FROM unit WHERE id=r.unit)",
		.parent = "task",
		.fields = share_fields,
		.views = views },
	.label = N_("share"),
	.plural = N_("shares"),
	.state = "state",
	.key = "task unit",
	.empty = N_("No shares here. A task is given to units when it is "
		    "issued."),
	.flags = RECORD_LIGHT,
	.step = 3,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &share_report, &share_same,
		&share_sign, &share_allocate, &share_claim, &share_extend,
		&share_endorse, &share_verify, &share_supplement, &share_check,
		&share_rectify, &share_update, &share_handback, &share_reassign,
		&share_withdraw, NULL },
	.children = (const char *const[]){ "report", "check", "difficulty",
		"extension", NULL },
	.relate = relate,
	.stand_in = stand_in,
};
