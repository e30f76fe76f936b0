/* What is done with a milestone: planned, moved, reached, dropped. */
#include "domain/assign/milestone.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "store/stmt.h"

#define IN(state) (1u << MILESTONE_##state)
#define M(field) &milestone_fields[MILESTONE_##field]

/* ---- values */

static int day_of_task(struct store *store, int64_t task, enum task_field field)
{
	char *text =
		record_text(store, &task_type.table, task, &task_fields[field]);
	int day = date_of_iso(text);

	mem_free(text);
	return day;
}

/* As it will stand: what is typed, else what it has. */
struct draft {
	int64_t id, task, unit, person, expected;
	bool has_expected;
	int start, due;
};

static int typed_day(const struct values *v, const struct field *f, int has)
{
	return values_has(v, f) ? date_of_iso(values_text(v, f)) : has;
}

static void draft_of(struct store *store, int64_t task, int64_t id,
	const struct values *v, struct draft *out)
{
	struct milestone_row now = { .start = DATE_NONE, .due = DATE_NONE };
	struct values stored = { 0 };

	if (id && milestone_read(store, id, &now))
		record_read(
			store, &milestone_type.table, id, NULL, &stored, NULL);
	const struct values *from = values_has(v, M(EXPECTED)) ? v : &stored;
	*out = (struct draft){ .id = id,
		.task = task,
		.unit = values_has(v, M(UNIT)) ? values_int(v, M(UNIT))
					       : now.own_unit,
		.person = values_has(v, M(PERSON)) ? values_int(v, M(PERSON))
						   : now.own_person,
		.expected = values_int(from, M(EXPECTED)),
		.has_expected =
			values_get(from, M(EXPECTED)) &&
			values_get(from, M(EXPECTED))->kind == VALUE_INT,
		.start = typed_day(v, M(START), now.start),
		.due = typed_day(v, M(DUE), now.due) };
	values_free(&stored);
}

static void check_days(
	struct store *store, const struct draft *d, struct issues *issues)
{
	int start = day_of_task(store, d->task, TASK_START);
	int due = day_of_task(store, d->task, TASK_DUE);
	char text[DATE_TEXT_BYTES];

	if (d->due == DATE_NONE)
		return; /* the door says that it is needed */
	if (d->start != DATE_NONE && d->start > d->due)
		issues_add(
			issues, M(DUE), false, _("it is due before it begins"));
	if (due != DATE_NONE && d->due > due)
		issues_add(issues, M(DUE), false,
			_("the task is due on %s, before it"),
			date_iso(due, text));
	if (start != DATE_NONE && d->due < start)
		issues_add(issues, M(DUE), false,
			_("the task starts on %s, after it"),
			date_iso(start, text));
}

static void check_unit(
	struct store *store, const struct draft *d, struct issues *issues)
{
	struct stmt *s = stmt_get(store,
		"SELECT EXISTS (SELECT 1 FROM share s JOIN person p"
		" ON p.unit=s.unit WHERE s.task=:task AND s.state<>7"
		" AND p.id=:person AND (:unit=0 OR s.unit=:unit))");

	if (d->unit && !share_of_unit(store, d->task, d->unit))
		issues_add(issues, M(UNIT), false,
			_("it has no share of this task; add the unit first"));
	stmt_bind_int(s, ":task", d->task);
	stmt_bind_int(s, ":person", d->person);
	stmt_bind_int(s, ":unit", d->unit);
	if (!stmt_one_int(s, 0) && d->person)
		issues_add(issues, M(PERSON), false,
			_("this person is of no unit that has a share of it"));
}

/* What is expected does not fall from one day to a later one. */
static void check_expected(
	struct store *store, const struct draft *d, struct issues *issues)
{
	char due[DATE_TEXT_BYTES];
	struct stmt *s = stmt_get(store,
		"SELECT name,expected FROM milestone WHERE task=:task"
		" AND id<>:id AND state<>3 AND ifnull(unit,0)=:unit AND"
		" ((due<:due AND expected>:expected) OR"
		"  (due>:due AND expected<:expected)) ORDER BY due LIMIT 1");

	if (d->due == DATE_NONE)
		date_iso(0, due);
	else
		date_iso(d->due, due);
	stmt_bind_int(s, ":task", d->task);
	stmt_bind_int(s, ":id", d->id);
	stmt_bind_int(s, ":unit", d->unit);
	stmt_bind_text(s, ":due", due);
	stmt_bind_int(s, ":expected", d->expected);
	if (stmt_row(s) && d->has_expected && d->due != DATE_NONE)
		issues_add(issues, M(EXPECTED), false,
			_("%s expects %d%%: it cannot fall with the days"),
			stmt_text(s, 0), (int)(stmt_int(s, 1) / 100));
	stmt_end(s, NULL);
}

static void check_draft(
	struct store *store, const struct draft *d, struct issues *issues)
{
	check_days(store, d, issues);
	check_unit(store, d, issues);
	check_expected(store, d, issues);
}

/* ---- made, from a task's page or by itself */

enum status milestone_insert(struct txn *txn, int64_t task,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_int(&row, M(TASK), task);
	values_set_int(&row, M(STATE), MILESTONE_OPEN);
	values_set_text(&row, M(FIRST_DUE), values_text(v, M(DUE)));
	if (!values_int(&row, M(WEIGHT)))
		values_set_int(&row, M(WEIGHT), 1);
	*id = 0;
	enum status status =
		txn_insert(txn, &milestone_type.table, &row, id, err);
	values_free(&row);
	return status;
}

static int64_t task_of_new(const struct attempt *a, const struct values *v)
{
	return values_has(v, M(TASK)) ? values_int(v, M(TASK)) : a->id;
}

static bool takes_milestones(enum task_state state)
{
	return state == TASK_DRAFT || state == TASK_SUBMITTED ||
	       state == TASK_RETURNED || state == TASK_ISSUED;
}

static enum status check_create(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t task = task_of_new(a, v);
	struct draft d;

	if (!task)
		return STATUS_OK; /* the door says that it is needed */
	if (!takes_milestones(task_state_of(a->store, task)))
		issues_add(issues, M(TASK), false,
			_("the task is suspended, terminated or closed"));
	draft_of(a->store, task, 0, v, &d);
	check_draft(a->store, &d, issues);
	return STATUS_OK;
}

static enum status create(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	return milestone_insert(txn, task_of_new(a, v), v, id, err);
}

const struct action milestone_create = {
	.name = "milestone.create",
	.label = N_("new milestone"),
	.help = N_("What is reached by which day, and by whom"),
	.done = N_("made: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES,
	.input = ACTION_INPUT(M(TASK), M(NAME), M(DUE), M(START), M(UNIT),
		M(PERSON), M(EXPECTED), M(WEIGHT)),
	.needs = 3,
	.check = check_create,
	.effect = create,
};

static enum status check_of_task(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct draft d;

	draft_of(a->store, a->id, 0, v, &d);
	check_draft(a->store, &d, issues);
	return STATUS_OK;
}

static enum status create_of_task(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t made;

	*id = a->id;
	return milestone_insert(txn, a->id, v, &made, err);
}

static const struct record_type *const makes_milestone[] = { &milestone_type,
	NULL };

const struct action task_milestone = {
	.name = "task.milestone",
	.label = N_("add a milestone"),
	.help = N_("What is reached by which day, and by whom"),
	.done = N_("milestone added: %s"),
	.key = 'j',
	.right = RIGHT_REGISTER,
	.from = 1u << TASK_DRAFT | 1u << TASK_SUBMITTED | 1u << TASK_RETURNED |
		1u << TASK_ISSUED,
	.input = ACTION_INPUT(M(NAME), M(DUE), M(START), M(UNIT), M(PERSON),
		M(EXPECTED), M(WEIGHT)),
	.needs = 2,
	.makes = makes_milestone,
	.check = check_of_task,
	.effect = create_of_task,
};

/* ---- edited, moved */

static void keep_days(const struct milestone_row *m, const struct values *v,
	struct issues *issues)
{
	int due = typed_day(v, M(DUE), m->due);

	if (m->task_state == TASK_ISSUED && due != m->due)
		issues_add(issues, M(DUE), false,
			_("its day stands since the task was issued; the "
			  "leader moves it, with a reason"));
}

static enum status check_update(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct milestone_row m;
	struct draft d;

	if (!milestone_read(a->store, a->id, &m))
		return STATUS_NOT_FOUND;
	keep_days(&m, v, issues);
	draft_of(a->store, m.task, a->id, v, &d);
	check_draft(a->store, &d, issues);
	return STATUS_OK;
}

static enum status guard_plannable(
	const struct attempt *a, struct reason *reason)
{
	struct milestone_row m;

	if (milestone_read(a->store, a->id, &m) &&
		takes_milestones((enum task_state)m.task_state))
		return STATUS_OK;
	return reason_set(reason, _("the leader takes the task up again"),
		_("its task is suspended, terminated or closed"));
}

static enum status guard_issued(const struct attempt *a, struct reason *reason)
{
	struct milestone_row m;

	if (milestone_read(a->store, a->id, &m) && m.task_state == TASK_ISSUED)
		return STATUS_OK;
	return reason_set(reason, _("the task is issued first"),
		_("its task is suspended, terminated, closed or a draft"));
}

/* The day first planned is that of the last draft. */
static enum status update(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct milestone_row m = { .task_state = TASK_ISSUED };
	struct values row = { 0 };

	*id = a->id;
	milestone_read(a->store, a->id, &m);
	values_copy(&row, v);
	if (m.task_state != TASK_ISSUED && values_text(v, M(DUE)))
		values_set_text(&row, M(FIRST_DUE), values_text(v, M(DUE)));
	enum status status =
		txn_update(txn, &milestone_type.table, a->id, &row, err);
	values_free(&row);
	return status;
}

const struct action milestone_update = {
	.name = "milestone.update",
	.label = N_("edit"),
	.help = N_("Its name, unit, person, what it expects; its day while "
		   "the task is a draft"),
	.done = N_("saved: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.from = IN(OPEN),
	.input = ACTION_INPUT(M(NAME), M(DUE), M(START), M(UNIT), M(PERSON),
		M(EXPECTED), M(WEIGHT)),
	.guard = guard_plannable,
	.check = check_update,
	.effect = update,
};

/* The reason of another time is not proposed again. */
static enum status prefill_reason(const struct attempt *a, struct values *v)
{
	(void)a;
	values_remove(v, M(REASON));
	return STATUS_OK;
}

static enum status check_move(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct milestone_row m;
	struct draft d;

	if (!milestone_read(a->store, a->id, &m))
		return STATUS_NOT_FOUND;
	draft_of(a->store, m.task, a->id, v, &d);
	if (d.due != DATE_NONE && d.due < a->today)
		issues_add(issues, M(DUE), false,
			_("the new date lies before today"));
	check_draft(a->store, &d, issues);
	return STATUS_OK;
}

const struct action milestone_move = {
	.name = "milestone.move",
	.label = N_("move"),
	.help = N_("To another day, with a reason; the first one stays "
		   "written"),
	.done = N_("moved: %s"),
	.key = 'm',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(OPEN),
	.input = ACTION_INPUT(M(DUE), M(REASON)),
	.needs = 2,
	.prefill = prefill_reason,
	.guard = guard_issued,
	.check = check_move,
};

enum status milestones_shift(
	struct txn *txn, int64_t task, int days, int last, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT id,due FROM milestone WHERE task=:task AND state=1"
		" ORDER BY id");
	struct value_ids id = { 0 };
	enum status status = STATUS_OK;

	stmt_bind_int(s, ":task", task);
	while (stmt_row(s))
		value_ids_add(&id, stmt_int(s, 0));
	status = stmt_end(s, err);
	for (size_t i = 0; status == STATUS_OK && i < id.count; i++) {
		char *text = record_text(txn_store(txn), &milestone_type.table,
			id.id[i], M(DUE));
		int due = date_of_iso(text) + days;
		struct values v = { 0 };

		values_set_day(&v, M(DUE), due > last ? last : due);
		status = txn_update(
			txn, &milestone_type.table, id.id[i], &v, err);
		values_free(&v);
		mem_free(text);
	}
	value_ids_free(&id);
	return status;
}

/* ---- reached, taken back, dropped */

static enum status check_finish(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int done_on = date_of_iso(values_text(v, M(DONE_ON)));
	struct milestone_row m;

	if (!milestone_read(a->store, a->id, &m))
		return STATUS_NOT_FOUND;
	if (done_on == DATE_NONE)
		return STATUS_OK; /* the door says that it is needed */
	if (done_on > a->today)
		issues_add(issues, M(DONE_ON), false,
			_("it cannot be reached after today"));
	if (m.task_start != DATE_NONE && done_on < m.task_start)
		issues_add(issues, M(DONE_ON), false,
			_("it cannot be reached before the task starts"));
	return STATUS_OK;
}

const struct action milestone_finish = {
	.name = "milestone.finish",
	.label = N_("mark reached"),
	.help = N_("On which day: time is judged by it"),
	.done = N_("reached: %s"),
	.key = 'c',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(OPEN),
	.to = MILESTONE_REACHED,
	.input = ACTION_INPUT(M(DONE_ON), M(RESULT)),
	.needs = 1,
	.guard = guard_issued,
	.check = check_finish,
};

static enum status reopen(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	*id = a->id;
	values_copy(&row, v);
	values_set_null(&row, M(DONE_ON));
	values_set_int(&row, M(STATE), MILESTONE_OPEN);
	enum status status =
		txn_update(txn, &milestone_type.table, a->id, &row, err);
	values_free(&row);
	return status;
}

const struct action milestone_reopen = {
	.name = "milestone.reopen",
	.label = N_("not reached"),
	.help = N_("It was not reached after all, or is wanted again: open, "
		   "with the reason"),
	.done = N_("open again: %s"),
	.key = 'b',
	.right = RIGHT_REGISTER,
	.from = IN(REACHED) | IN(DROPPED),
	.to = MILESTONE_OPEN,
	.input = ACTION_INPUT(M(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.guard = guard_plannable,
	.effect = reopen,
};

const struct action milestone_drop = {
	.name = "milestone.drop",
	.label = N_("drop"),
	.help = N_("It is not wanted any more; it stays in the records"),
	.done = N_("dropped: %s"),
	.key = 'w',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = IN(OPEN),
	.to = MILESTONE_DROPPED,
	.input = ACTION_INPUT(M(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.guard = guard_plannable,
};
