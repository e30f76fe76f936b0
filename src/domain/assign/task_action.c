/* What is done with a task: made, edited, issued, held, closed. */
#include "domain/assign/task.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/due.h"
#include "domain/assign/milestone.h"
#include "domain/assign/share.h"
#include "domain/calendar.h"
#include "domain/office/setting.h"
#include "domain/office/unit.h"
#include "store/stmt.h"

#define IN(state) (1u << TASK_##state)
#define T(field) &task_fields[TASK_##field]
#define S(field) &share_fields[SHARE_##field]

enum {
	TASK_EDITABLE = IN(DRAFT) | IN(SUBMITTED) | IN(RETURNED) | IN(ISSUED) |
			IN(SUSPENDED)
};

static const struct record_type *const makes_share[] = { &share_type, NULL };

/* ---- create, update, submit, return */

static int64_t unit_head(struct store *store, int64_t unit)
{
	return record_int(
		store, &unit_type.table, unit, &unit_fields[UNIT_HEAD]);
}

/*
 * An ad-hoc task needs a title, a unit and a day; the rest is proposed: the
 * goal is the title, the leader who had the unit's last task, its head as
 * person (product.md §4). What was emptied on purpose stays empty.
 */
static enum status create(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t lead = values_int(v, T(LEAD));
	int64_t leader = task_usual_leader(a->store, lead);
	struct values row = { 0 };

	values_copy(&row, v);
	if (!values_has(v, T(AIM)))
		values_set_text(&row, T(AIM), values_text(v, T(TITLE)));
	if (!values_has(v, T(LEADER)) && leader)
		values_set_int(&row, T(LEADER), leader);
	if (!values_has(v, T(START)))
		values_set_day(&row, T(START), a->today);
	if (!values_has(v, T(PARENT)) && a->id)
		values_set_int(&row, T(PARENT), a->id);
	enum status status =
		task_insert(txn, &row, unit_head(a->store, lead), id, err);
	values_free(&row);
	return status;
}

static enum status check_create(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	task_check_values(a->store, 0, a->today, v, issues);
	return STATUS_OK;
}

/* The form begins with these, units among them; then all other fields. */
static const struct field *const form[] = { T(TITLE), T(LEAD), T(DUE), T(START),
	T(LEADER), T(CO), T(AIM), T(PROGRESS_KIND), T(TARGET), T(MEASURE),
	T(SCHEDULE), T(REQUIREMENTS), T(MEASURES), NULL };

const struct action task_create = {
	.name = "task.create",
	.label = N_("new task"),
	.help = N_("A title, a unit and a day; the rest is proposed"),
	.done = N_("made: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.input = form,
	.needs = 3,
	.check = check_create,
	.effect = create,
};

static enum status check_update(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	task_check_edit(a->store, a->id, v, issues);
	task_check_values(a->store, a->id, a->today, v, issues);
	return STATUS_OK;
}

/* Its units are no columns: they are read from its shares. */
static enum status prefill_update(const struct attempt *a, struct values *v)
{
	struct values now = { 0 };
	enum status status = record_read(a->store, &task_type.table, a->id,
		&(struct query_params){ .today = a->today }, &now, NULL);
	const struct field *const units[] = { T(LEAD), T(CO) };

	for (size_t i = 0; status == STATUS_OK && i < 2; i++) {
		const struct value *unit = values_get(&now, units[i]);

		if (unit && unit->kind != VALUE_NULL)
			values_set(v, units[i], value_copy(unit));
	}
	values_free(&now);
	return status;
}

/* An issued task's units stand; the form gives them back unchanged. */
static enum status update(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	enum task_state state = task_state_of(a->store, a->id);
	struct values row = { 0 };

	*id = a->id;
	values_copy(&row, v);
	if (state == TASK_ISSUED || state == TASK_SUSPENDED) {
		values_remove(&row, T(LEAD));
		values_remove(&row, T(CO));
	}
	enum status status = task_write(txn, a->id, &row, err);
	values_free(&row);
	return status;
}

/*
 * Not a plain edit: issue reads goal, dates, leader and units, and an undo
 * field by field could take them from under an issued task.
 */
const struct action task_update = {
	.name = "task.update",
	.label = N_("edit"),
	.help = N_("All fields while it is a draft; words, class and weight "
		   "after it is issued"),
	.done = N_("saved: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_ALL_FIELDS,
	.from = TASK_EDITABLE,
	.input = form,
	.prefill = prefill_update,
	.check = check_update,
	.effect = update,
};

static enum status guard_complete(
	const struct attempt *a, struct reason *reason)
{
	struct str lacks = STR_INIT;
	enum status status = STATUS_OK;

	if (task_lacks(a->store, a->id, &lacks))
		status = reason_set(reason, _("fill it in with edit"),
			_("it lacks: %s"), lacks.data);
	str_free(&lacks);
	return status;
}

const struct action task_submit = {
	.name = "task.submit",
	.label = N_("submit"),
	.help = N_("To the leader, who issues it or returns it"),
	.done = N_("submitted: %s"),
	.key = 's',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = IN(DRAFT) | IN(RETURNED),
	.to = TASK_SUBMITTED,
	.guard = guard_complete,
};

/* The reason of another time is not proposed again. */
static enum status prefill_reason(const struct attempt *a, struct values *v)
{
	(void)a;
	values_remove(v, T(REASON));
	values_remove(v, T(GAP_REASON));
	return STATUS_OK;
}

const struct action task_return = {
	.name = "task.return",
	.label = N_("return"),
	.help = N_("Back to the clerk, with the reason"),
	.done = N_("returned: %s"),
	.key = 'b',
	.right = RIGHT_DECIDE,
	.flags = ACTION_BULK,
	.from = IN(SUBMITTED),
	.to = TASK_RETURNED,
	.input = ACTION_INPUT(T(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
};

/* ---- issue */

static void warn_due(const struct task_outlook *t, struct issues *issues)
{
	struct calendar calendar = { 0 };

	if (t->due == DATE_NONE ||
		calendar_load(t->store, &calendar, NULL) != STATUS_OK)
		return;
	if (t->due < t->today)
		issues_add(issues, T(DUE), true, _("it is overdue already"));
	else if (workdays_between(&calendar.days, t->today, t->due) < 1)
		issues_add(issues, T(DUE), true,
			_("it is due in less than one working day"));
	if (!workdays_is_working(&calendar.days, t->due))
		issues_add(
			issues, T(DUE), true, _("it is due on a day of rest"));
	calendar_free(&calendar);
}

static void warn_load(const struct task_outlook *t, struct issues *issues)
{
	int64_t limit = setting_int(t->store, "open-shares");
	struct stmt *s = stmt_get(t->store,
		"SELECT u.name, (SELECT count(*) FROM due WHERE kind=13"
		" AND unit=u.id AND red<2932895) FROM unit u WHERE u.id=:id");

	stmt_bind_int(s, ":id", t->lead);
	if (stmt_row(s) && stmt_int(s, 1) >= limit)
		issues_add(issues, T(LEAD), true,
			_("%s holds %d open shares already"), stmt_text(s, 0),
			(int)stmt_int(s, 1));
	stmt_end(s, NULL);
}

static void warn_like(const struct task_outlook *t, struct issues *issues)
{
	struct stmt *s = stmt_get(t->store,
		"SELECT 1 FROM task WHERE title=:title AND id<>:id"
		" AND state=3 LIMIT 1");

	stmt_bind_text(s, ":title", t->title);
	stmt_bind_int(s, ":id", t->id);
	if (stmt_one_int(s, 0))
		issues_add(issues, T(TITLE), true,
			_("a task of this name is open already"));
}

void task_warn_issue(const struct task_outlook *t, struct issues *issues)
{
	warn_due(t, issues);
	warn_load(t, issues);
	warn_like(t, issues);
}

static void warn_issue(const struct attempt *a, struct issues *issues)
{
	struct values now = { 0 };
	struct query_params p = { .today = a->today };

	if (record_read(a->store, &task_type.table, a->id, &p, &now, NULL) ==
		STATUS_OK)
		task_warn_issue(
			&(struct task_outlook){ .store = a->store,
				.id = a->id,
				.lead = values_int(&now, T(LEAD)),
				.title = values_text(&now, T(TITLE)),
				.due = date_of_iso(values_text(&now, T(DUE))),
				.today = a->today },
			issues);
	values_free(&now);
}

static void warn_milestones(const struct attempt *a, struct issues *issues)
{
	int outside = 0;

	milestones_open(a->store, a->id, &outside);
	if (outside)
		issues_add(issues, NULL, true,
			_("%d milestones lie outside its days"), outside);
}

static enum status check_issue(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct str gaps = STR_INIT;

	if (task_gaps(a->store, a->id, &gaps) && !values_text(v, T(GAP_REASON)))
		issues_add(issues, T(GAP_REASON), false,
			_("it has no %s: say why it is issued without"),
			gaps.data);
	str_free(&gaps);
	warn_issue(a, issues);
	warn_milestones(a, issues);
	return STATUS_OK;
}

struct plan { /* of a task: what its shares take over */
	int64_t *id;
	size_t count, size;
};

static enum status list_shares(struct store *store, const char *sql,
	int64_t task, struct plan *out, struct error *err)
{
	struct stmt *s = stmt_get(store, sql);

	stmt_bind_int(s, ":task", task);
	while (stmt_row(s)) {
		out->id = mem_grow(
			out->id, out->count, &out->size, sizeof *out->id);
		out->id[out->count++] = stmt_int(s, 0);
	}
	return stmt_end(s, err);
}

enum status task_hand_out(struct txn *txn, int64_t id, int today,
	const char *gap_reason, struct error *err)
{
	struct store *store = txn_store(txn);
	char *due = record_text(store, &task_type.table, id, T(DUE));
	struct values row = { 0 };
	struct plan shares = { 0 };
	int year = 0;

	date_parts(today, &year, &(int){ 0 }, &(int){ 0 });
	values_set_text(&row, T(GAP_REASON), gap_reason);
	values_set_int(&row, T(STATE), TASK_ISSUED);
	values_set_day(&row, T(ISSUED_ON), today);
	values_set_int(&row, T(NO), txn_serial(txn, &task_type.table, year));
	enum status status = txn_update(txn, &task_type.table, id, &row, err);
	if (status == STATUS_OK)
		status = list_shares(store,
			"SELECT id FROM share WHERE task=:task AND state=8"
			" ORDER BY id",
			id, &shares, err);
	for (size_t i = 0; status == STATUS_OK && i < shares.count; i++)
		status = share_hand_out(txn, shares.id[i], due, today, err);
	mem_free(shares.id);
	values_free(&row);
	mem_free(due);
	return status;
}

static enum status issue(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	*id = a->id;
	return task_hand_out(
		txn, a->id, a->today, values_text(v, T(GAP_REASON)), err);
}

const struct action task_issue = {
	.name = "task.issue",
	.label = N_("issue"),
	.help = N_("Gives it its number and its shares to the units"),
	.done = N_("issued: %s"),
	.key = 'i',
	.right = RIGHT_DECIDE,
	.flags = ACTION_BULK,
	.from = IN(DRAFT) | IN(SUBMITTED),
	.to = TASK_ISSUED,
	.input = ACTION_INPUT(T(GAP_REASON)),
	.guard = guard_complete,
	.check = check_issue,
	.effect = issue,
};

/* ---- another unit */

static enum status check_assign(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t unit = values_int(v, S(UNIT));

	if (unit && share_of_unit(a->store, a->id, unit))
		issues_add(issues, S(UNIT), false,
			_("it has a share of this task already"));
	share_check_person(a->store, unit, v, issues);
	return STATUS_OK;
}

static enum status assign(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };
	enum status status = share_insert(
		txn, a->id, values_int(v, S(UNIT)), SHARE_ROLE_CO, 0, err);
	int64_t share = share_of_unit(a->store, a->id, values_int(v, S(UNIT)));

	*id = a->id;
	values_copy(&row, v);
	values_remove(&row, S(UNIT));
	if (status == STATUS_OK && row.count)
		status = txn_update(txn, &share_type.table, share, &row, err);
	if (status == STATUS_OK &&
		task_state_of(a->store, a->id) == TASK_ISSUED) {
		char *due =
			record_text(a->store, &task_type.table, a->id, T(DUE));

		status = share_hand_out(txn, share, due, a->today, err);
		mem_free(due);
	}
	values_free(&row);
	return status;
}

const struct action task_assign = {
	.name = "task.assign",
	.label = N_("add a unit"),
	.help = N_("One more co-unit, also after the task is issued"),
	.done = N_("unit added: %s"),
	.key = 'a',
	.right = RIGHT_REGISTER,
	.from = IN(DRAFT) | IN(SUBMITTED) | IN(RETURNED) | IN(ISSUED),
	.input = ACTION_INPUT(S(UNIT), S(PERSON), S(TARGET), S(WEIGHT), S(DUE)),
	.needs = 1,
	.makes = makes_share,
	.check = check_assign,
	.effect = assign,
};

/* ---- close, hold, take up again */

static enum status guard_close(const struct attempt *a, struct reason *reason)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT count(*), sum(state<>5), (SELECT count(*) FROM task"
		" WHERE parent=:id AND state NOT IN (4,7))"
		" FROM share WHERE task=:id AND state<>7");

	stmt_bind_int(s, ":id", a->id);
	stmt_row(s);
	int shares = (int)stmt_int(s, 0);
	int open = (int)stmt_int(s, 1);
	int parts = (int)stmt_int(s, 2);
	stmt_end(s, NULL);
	if (!shares)
		return reason_set(reason, _("add a unit"),
			_("no unit has a share of it"));
	if (open)
		return reason_set(reason,
			_("verify them, or withdraw them with a reason"),
			_("%d of its %d shares are not done"), open, shares);
	if (parts)
		return reason_set(reason, _("close its parts first"),
			_("%d of its sub-tasks are open"), parts);
	return STATUS_OK;
}

static enum status close_task(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	*id = a->id;
	values_copy(&row, v);
	values_set_int(&row, T(STATE), TASK_CLOSED);
	values_set_day(&row, T(CLOSED_ON), a->today);
	enum status status =
		txn_update(txn, &task_type.table, a->id, &row, err);
	values_free(&row);
	return status;
}

const struct action task_close = {
	.name = "task.close",
	.label = N_("close"),
	.help = N_("Every share is done: strike it off. Not undone; taken up "
		   "again with a reason"),
	.done = N_("closed: %s"),
	.key = 'c',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK | ACTION_FINAL,
	.from = IN(ISSUED),
	.to = TASK_CLOSED,
	.guard = guard_close,
	.effect = close_task,
};

static enum status hold(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	enum task_state before = task_state_of(a->store, a->id);
	struct values row = { 0 };

	*id = a->id;
	values_copy(&row, v);
	values_set_int(&row, T(STATE), a->action->to);
	if (before != TASK_SUSPENDED)
		values_set_int(&row, T(HELD_FROM), before);
	enum status status =
		txn_update(txn, &task_type.table, a->id, &row, err);
	values_free(&row);
	return status;
}

const struct action task_suspend = {
	.name = "task.suspend",
	.label = N_("suspend"),
	.help = N_("Its shares rest and count nowhere"),
	.done = N_("suspended: %s"),
	.key = 'z',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(ISSUED),
	.to = TASK_SUSPENDED,
	.input = ACTION_INPUT(T(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.effect = hold,
};

const struct action task_terminate = {
	.name = "task.terminate",
	.label = N_("terminate"),
	.help = N_("It is not done any more; it stays in the records"),
	.done = N_("terminated: %s"),
	.key = 't',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(DRAFT) | IN(SUBMITTED) | IN(RETURNED) | IN(ISSUED) |
		IN(SUSPENDED),
	.to = TASK_TERMINATED,
	.input = ACTION_INPUT(T(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.effect = hold,
};

static enum status check_restart(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int due = date_of_iso(values_text(v, T(DUE)));

	if (due != DATE_NONE && due < a->today)
		issues_add(issues, T(DUE), false,
			_("the new date lies before today"));
	task_check_values(a->store, a->id, a->today, v, issues);
	return STATUS_OK;
}

/* Milestones keep their distance to the due day, if that is later now. */
static enum status shift_milestones(struct txn *txn, const struct attempt *a,
	const char *due, struct error *err)
{
	char *old = record_text(a->store, &task_type.table, a->id, T(DUE));
	int from = date_of_iso(old), to = date_of_iso(due);

	mem_free(old);
	return from == DATE_NONE || to <= from
		       ? STATUS_OK
		       : milestones_shift(txn, a->id, to - from, to, err);
}

/* The new date, where the old one comes earlier; the first date stands. */
static enum status move_shares(
	struct txn *txn, int64_t task, const char *due, struct error *err)
{
	struct plan shares = { 0 };
	enum status status = list_shares(txn_store(txn),
		"SELECT id FROM share WHERE task=:task AND state IN (1,2,3,6)"
		" ORDER BY id",
		task, &shares, err);

	for (size_t i = 0; status == STATUS_OK && i < shares.count; i++) {
		char *old = record_text(txn_store(txn), &share_type.table,
			shares.id[i], S(DUE));
		struct values v = { 0 };

		values_set_text(&v, S(DUE), due);
		if (!old || strcmp(old, due) < 0)
			status = txn_update(
				txn, &share_type.table, shares.id[i], &v, err);
		values_free(&v);
		mem_free(old);
	}
	mem_free(shares.id);
	return status;
}

static enum status restart(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	bool was_issued =
		record_int(a->store, &task_type.table, a->id, T(NO)) != 0;
	struct values row = { 0 };

	*id = a->id;
	values_copy(&row, v);
	values_set_int(&row, T(STATE), was_issued ? TASK_ISSUED : TASK_DRAFT);
	values_set_null(&row, T(HELD_FROM));
	values_set_null(&row, T(CLOSED_ON));
	enum status status =
		shift_milestones(txn, a, values_text(v, T(DUE)), err);
	if (status == STATUS_OK)
		status = txn_update(txn, &task_type.table, a->id, &row, err);
	if (status == STATUS_OK && was_issued)
		status = move_shares(txn, a->id, values_text(v, T(DUE)), err);
	values_free(&row);
	return status;
}

static enum status prefill_restart(const struct attempt *a, struct values *v)
{
	if (date_of_iso(values_text(v, T(DUE))) < a->today)
		values_remove(v, T(DUE));
	return prefill_reason(a, v);
}

const struct action task_restart = {
	.name = "task.restart",
	.label = N_("take up again"),
	.help = N_("With a reason and a new date; also what was closed"),
	.done = N_("taken up again: %s"),
	.key = 'g',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(SUSPENDED) | IN(TERMINATED) | IN(CLOSED),
	.input = ACTION_INPUT(T(REASON), T(DUE)),
	.needs = 2,
	.prefill = prefill_restart,
	.check = check_restart,
	.effect = restart,
};
