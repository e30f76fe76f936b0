/* A task taken apart: sub-tasks, and the units of a draft one by one. */
#include "domain/assign/task.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/office/unit.h"
#include "store/stmt.h"

#define IN(state) (1u << TASK_##state)
#define T(field) &task_fields[TASK_##field]
#define S(field) &share_fields[SHARE_##field]

/* ---- sub-task */

static const enum task_field inherited[] = { TASK_CLASS, TASK_KEY, TASK_URGENCY,
	TASK_RHYTHM, TASK_SCOPE, TASK_GOAL, TASK_SOURCE };
enum { INHERITED = sizeof inherited / sizeof *inherited };

static enum status prefill_part(const struct attempt *a, struct values *v)
{
	static const enum task_field own[] = { TASK_TITLE, TASK_AIM,
		TASK_TARGET, TASK_WEIGHT };
	struct query_params p = { .today = a->today };
	struct values parent = { 0 };
	enum status status = record_read(
		a->store, &task_type.table, a->id, &p, &parent, NULL);

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		values_remove(v, &task_fields[own[i]]);
	values_set_int(v, T(WEIGHT), 1);
	if (values_int(&parent, T(LEAD)))
		values_set_int(v, T(LEAD), values_int(&parent, T(LEAD)));
	if (date_of_iso(values_text(&parent, T(START))) < a->today)
		values_set_day(v, T(START), a->today);
	values_free(&parent);
	return status;
}

/* It serves the whole: what ends after it comes too late. */
static enum status check_part(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	char *text = record_text(a->store, &task_type.table, a->id, T(DUE));
	int whole = date_of_iso(text);
	int due = date_of_iso(values_text(v, T(DUE)));

	if (whole != DATE_NONE && due != DATE_NONE && due > whole)
		issues_add(issues, T(DUE), false,
			_("the task it is a part of is due on %s"), text);
	mem_free(text);
	task_check_values(a->store, 0, a->today, v, issues);
	return STATUS_OK;
}

static enum status make_part(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t lead = values_int(v, T(LEAD));
	int64_t head = record_int(
		a->store, &unit_type.table, lead, &unit_fields[UNIT_HEAD]);
	struct values parent = { 0 }, row = { 0 };
	enum status status = record_read(
		a->store, &task_type.table, a->id, NULL, &parent, err);

	for (size_t i = 0; i < INHERITED; i++) {
		const struct field *f = &task_fields[inherited[i]];
		const struct value *value = values_get(&parent, f);

		if (value && value->kind != VALUE_NULL)
			values_set(&row, f, value_copy(value));
	}
	values_copy(&row, v);
	values_set_int(&row, T(PARENT), a->id);
	if (!values_has(v, T(AIM)))
		values_set_text(&row, T(AIM), values_text(v, T(TITLE)));
	if (!values_has(v, T(LEADER)) && values_int(&parent, T(LEADER)))
		values_set_int(&row, T(LEADER), values_int(&parent, T(LEADER)));
	if (!values_has(v, T(START)))
		values_set_day(&row, T(START), a->today);
	if (status == STATUS_OK)
		status = task_insert(txn, &row, head, id, err);
	values_free(&row);
	values_free(&parent);
	return status;
}

static const struct record_type *const makes_task[] = { &task_type, NULL };

const struct action task_part = {
	.name = "task.part",
	.label = N_("add a sub-task"),
	.help = N_("A part of it with a unit and a day of its own; class, "
		   "goal and source are taken over"),
	.done = N_("made: %s"),
	.key = 'o',
	.right = RIGHT_REGISTER,
	.from = IN(DRAFT) | IN(SUBMITTED) | IN(RETURNED) | IN(ISSUED),
	.input = ACTION_INPUT(T(TITLE), T(LEAD), T(DUE), T(START), T(LEADER),
		T(CO), T(AIM), T(PROGRESS_KIND), T(TARGET), T(MEASURE),
		T(WEIGHT)),
	.needs = 3,
	.makes = makes_task,
	.prefill = prefill_part,
	.check = check_part,
	.effect = make_part,
};

/* ---- a unit of a draft: lead, co or none (责任矩阵) */

static const struct choice mark_roles[] = {
	{ MARK_LEAD, "lead", N_("lead") },
	{ MARK_CO, "co", N_("co") },
	{ MARK_NONE, "none", N_("none") },
	{ 0, NULL, NULL },
};

const struct field task_mark_role = { .name = "role",
	.label = N_("part"),
	.help = N_("Lead, co or none"),
	.type = FIELD_CHOICE,
	.choices = mark_roles };

static enum status set_role(
	struct txn *txn, int64_t share, enum share_role role, struct error *err)
{
	struct values v = { 0 };

	values_set_int(&v, S(ROLE), role);
	enum status status = txn_update(txn, &share_type.table, share, &v, err);
	values_free(&v);
	return status;
}

/* There is one lead: who led it before helps from now. */
static enum status yield_lead(
	struct txn *txn, int64_t task, int64_t unit, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT id FROM share WHERE task=:task AND role=1"
		" AND state<>7 AND unit<>:unit");

	stmt_bind_int(s, ":task", task);
	stmt_bind_int(s, ":unit", unit);
	int64_t lead = stmt_one_int(s, 0);
	return lead ? set_role(txn, lead, SHARE_ROLE_CO, err) : STATUS_OK;
}

static enum status mark(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t unit = values_int(v, S(UNIT));
	int64_t role = values_int(v, &task_mark_role);
	int64_t share = share_of_unit(a->store, a->id, unit);
	enum share_role as =
		role == MARK_LEAD ? SHARE_ROLE_LEAD : SHARE_ROLE_CO;
	enum status status = STATUS_OK;

	*id = a->id;
	if (role == MARK_NONE)
		return share ? txn_delete(txn, &share_type.table, share, err)
			     : STATUS_OK;
	if (role == MARK_LEAD)
		status = yield_lead(txn, a->id, unit, err);
	if (status != STATUS_OK)
		return status;
	return share ? set_role(txn, share, as, err)
		     : share_insert(txn, a->id, unit, as, 0, err);
}

const struct action task_mark = {
	.name = "task.mark",
	.label = N_("mark a unit"),
	.help = N_("Of a draft: the unit leads it, helps or has no part"),
	.done = N_("marked: %s"),
	.right = RIGHT_REGISTER,
	.flags = ACTION_HIDDEN,
	.from = IN(DRAFT) | IN(SUBMITTED) | IN(RETURNED),
	.input = ACTION_INPUT(S(UNIT), &task_mark_role),
	.needs = 2,
	.effect = mark,
};
