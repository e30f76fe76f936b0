/* Writing a task and its units within an action, and what it still lacks. */
#include "domain/assign/task.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/assign/units.h"
#include "domain/office/value.h"
#include "store/stmt.h"

enum { FIELDS_EDITED_AFTER_ISSUE = 14 };

/* What no guard, no light and no share depends on. */
static const struct field *const free_fields[FIELDS_EDITED_AFTER_ISSUE] = {
	&task_fields[TASK_TITLE],
	&task_fields[TASK_CLASS],
	&task_fields[TASK_AIM],
	&task_fields[TASK_SCHEDULE],
	&task_fields[TASK_REQUIREMENTS],
	&task_fields[TASK_MEASURES],
	&task_fields[TASK_GOAL],
	&task_fields[TASK_SOURCE],
	&task_fields[TASK_PARENT],
	&task_fields[TASK_KEY],
	&task_fields[TASK_URGENCY],
	&task_fields[TASK_WEIGHT],
	&task_fields[TASK_RHYTHM],
	&task_fields[TASK_SCOPE],
};

enum task_state task_state_of(struct store *store, int64_t id)
{
	struct stmt *s = stmt_get(store, "SELECT state FROM task WHERE id=:id");

	stmt_bind_int(s, ":id", id);
	return (enum task_state)stmt_one_int(s, 0);
}

int64_t task_leader_of(struct store *store, int64_t id)
{
	struct stmt *s = stmt_get(
		store, "SELECT ifnull(leader,0) FROM task WHERE id=:id");

	stmt_bind_int(s, ":id", id);
	return stmt_one_int(s, 0);
}

int64_t task_usual_leader(struct store *store, int64_t unit)
{
	/* among the last ones: a unit whose tasks have no leader holds many */
	struct stmt *s = stmt_get(store,
		"SELECT t.leader FROM (SELECT id,task,role FROM share"
		"  WHERE unit=:unit ORDER BY id DESC LIMIT 100) s"
		" CROSS JOIN task t ON t.id=s.task"
		" CROSS JOIN person p ON p.id=t.leader"
		" WHERE s.role=1 AND p.leader=1 AND p.status<>3"
		" ORDER BY s.id DESC LIMIT 1");

	stmt_bind_int(s, ":unit", unit);
	return stmt_one_int(s, 0);
}

/* ---- the units of a draft */

static enum status drop_others(struct txn *txn, int64_t task,
	enum share_role role, const struct value_ids *keep, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT id,unit FROM share WHERE task=:task AND role=:role"
		" AND state<>7");
	struct value_ids gone = { 0 };

	stmt_bind_int(s, ":task", task);
	stmt_bind_int(s, ":role", role);
	while (stmt_row(s))
		if (!units_have(keep, stmt_int(s, 1)))
			value_ids_add(&gone, stmt_int(s, 0));
	enum status status = stmt_end(s, err);
	for (size_t i = 0; status == STATUS_OK && i < gone.count; i++)
		status = txn_delete(txn, &share_type.table, gone.id[i], err);
	value_ids_free(&gone);
	return status;
}

static enum status set_role(struct txn *txn, int64_t task, int64_t unit,
	enum share_role role, int64_t person, struct error *err)
{
	int64_t id = share_of_unit(txn_store(txn), task, unit);
	struct values v = { 0 };

	if (!id)
		return share_insert(txn, task, unit, role, person, err);
	values_set_int(&v, &share_fields[SHARE_ROLE], role);
	enum status status = txn_update(txn, &share_type.table, id, &v, err);
	values_free(&v);
	return status;
}

/*
 * Makes the shares those of the given units. Only of a task that was never
 * issued: its shares were nobody's yet and may go again. The lead may stand
 * in a group of co-units (各站所) and is none of them.
 */
static enum status write_units(struct txn *txn, int64_t task,
	const struct values *v, int64_t person, struct error *err)
{
	bool has_co = values_has(v, &task_fields[TASK_CO]);
	int64_t lead = values_int(v, &task_fields[TASK_LEAD]);
	struct value_ids one = { 0 };
	struct value_ids co = { 0 };
	enum status status = STATUS_OK;

	value_ids_read(&co, values_text(v, &task_fields[TASK_CO]));
	if (lead) {
		value_ids_add(&one, lead);
		status =
			set_role(txn, task, lead, SHARE_ROLE_LEAD, person, err);
		if (status == STATUS_OK)
			status = drop_others(
				txn, task, SHARE_ROLE_LEAD, &one, err);
	} else {
		struct stmt *s = stmt_get(txn_store(txn),
			"SELECT unit FROM share WHERE task=:task AND role=1"
			" AND state<>7");

		stmt_bind_int(s, ":task", task);
		lead = stmt_one_int(s, 0);
	}
	if (has_co && status == STATUS_OK)
		status = drop_others(txn, task, SHARE_ROLE_CO, &co, err);
	for (size_t i = 0; has_co && status == STATUS_OK && i < co.count; i++)
		if (co.id[i] != lead)
			status = set_role(
				txn, task, co.id[i], SHARE_ROLE_CO, 0, err);
	value_ids_free(&one);
	value_ids_free(&co);
	return status;
}

/* ---- insert and write */

static void set_default(struct values *v, enum task_field field, int64_t n)
{
	const struct value *given = values_get(v, &task_fields[field]);

	if (!given || given->kind == VALUE_NULL)
		values_set_int(v, &task_fields[field], n);
}

/* Only what is a column. */
static void copy_stored(struct values *to, const struct values *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (from->item[i].field->number)
			values_set(to, from->item[i].field,
				value_copy(&from->item[i].value));
}

enum status task_insert(struct txn *txn, const struct values *v, int64_t person,
	int64_t *id, struct error *err)
{
	struct store *store = txn_store(txn);
	struct values row = { 0 };

	copy_stored(&row, v);
	set_default(
		&row, TASK_CLASS, value_of_code(store, "task class", "daily"));
	set_default(&row, TASK_PROGRESS_KIND, PROGRESS_PERCENT);
	set_default(&row, TASK_KEY, 0);
	set_default(&row, TASK_URGENCY, 1);
	set_default(&row, TASK_WEIGHT, 1);
	set_default(&row, TASK_RHYTHM, 1);
	set_default(&row, TASK_SCOPE, 2);
	values_set_int(&row, &task_fields[TASK_STATE], TASK_DRAFT);
	*id = 0;
	enum status status = txn_insert(txn, &task_type.table, &row, id, err);
	values_free(&row);
	if (status != STATUS_OK)
		return status;
	return write_units(txn, *id, v, person, err);
}

enum status task_write(
	struct txn *txn, int64_t id, const struct values *v, struct error *err)
{
	struct values row = { 0 };
	enum status status = STATUS_OK;

	copy_stored(&row, v);
	if (row.count)
		status = txn_update(txn, &task_type.table, id, &row, err);
	values_free(&row);
	if (status == STATUS_OK)
		status = write_units(txn, id, v, 0, err);
	return status;
}

/* ---- checks */

static bool is_free(const struct field *f)
{
	for (size_t i = 0; i < FIELDS_EDITED_AFTER_ISSUE; i++)
		if (free_fields[i] == f)
			return true;
	return false;
}

void task_check_edit(struct store *store, int64_t id, const struct values *v,
	struct issues *issues)
{
	enum task_state state = task_state_of(store, id);
	struct values now = { 0 };

	if (state == TASK_DRAFT || state == TASK_SUBMITTED ||
		state == TASK_RETURNED)
		return;
	if (record_read(store, &task_type.table, id,
		    &(struct query_params){ 0 }, &now, NULL) != STATUS_OK)
		goto out;
	for (size_t i = 0; i < v->count; i++) {
		const struct field *f = v->item[i].field;
		const struct value none = { .kind = VALUE_NULL };
		const struct value *old = values_get(&now, f);

		if (is_free(f) ||
			value_equal(old ? old : &none, &v->item[i].value))
			continue;
		issues_add(issues, f, false,
			_("%s stands since it was issued; units change by "
			  "their shares, dates by an extension"),
			field_label(&task_type, f));
	}
out:
	values_free(&now);
}

static int64_t given_or_stored(struct store *store, int64_t id,
	const struct values *v, enum task_field field)
{
	const struct field *f = &task_fields[field];

	if (values_has(v, f) || !id)
		return values_int(v, f);
	return record_int(store, &task_type.table, id, f);
}

static int given_or_stored_day(struct store *store, int64_t id,
	const struct values *v, enum task_field field)
{
	const struct field *f = &task_fields[field];

	if (values_has(v, f) || !id)
		return date_of_iso(values_text(v, f));
	char *text = record_text(store, &task_type.table, id, f);
	int day = date_of_iso(text);
	mem_free(text);
	return day;
}

/* Whether `id` stands above `parent`: it would be a part of itself. */
static bool makes_circle(struct store *store, int64_t id, int64_t parent)
{
	for (int depth = 0; parent && depth < 64; depth++) {
		if (parent == id)
			return true;
		parent = record_int(store, &task_type.table, parent,
			&task_fields[TASK_PARENT]);
	}
	return parent != 0;
}

void task_check_values(struct store *store, int64_t id, int today,
	const struct values *v, struct issues *issues)
{
	int start = given_or_stored_day(store, id, v, TASK_START);
	int due = given_or_stored_day(store, id, v, TASK_DUE);
	int64_t kind = given_or_stored(store, id, v, TASK_PROGRESS_KIND);
	int64_t parent = values_int(v, &task_fields[TASK_PARENT]);
	bool is_dated = values_has(v, &task_fields[TASK_DUE]) ||
			values_has(v, &task_fields[TASK_START]);

	if (is_dated && start != DATE_NONE && due != DATE_NONE && due < start)
		issues_add(issues, &task_fields[TASK_DUE], false,
			_("it is due before it starts"));
	if (values_has(v, &task_fields[TASK_DUE]) && due != DATE_NONE &&
		due < today)
		issues_add(issues, &task_fields[TASK_DUE], true,
			_("it is due %d days before today"), today - due);
	if (kind == PROGRESS_QUANTITY &&
		!given_or_stored(store, id, v, TASK_TARGET) &&
		values_has(v, &task_fields[TASK_PROGRESS_KIND]))
		issues_add(issues, &task_fields[TASK_TARGET], true,
			_("a quantity without a target is never behind"));
	if (id && parent && makes_circle(store, id, parent))
		issues_add(issues, &task_fields[TASK_PARENT], false,
			_("it would be a part of itself"));
}

/* ---- the six clarities */

static void add_label(struct str *out, const char *label)
{
	if (out->len_bytes)
		str_add(out, _(", "));
	str_add(out, label);
}

int task_lacks(struct store *store, int64_t id, struct str *out)
{
	static const enum task_field demanded[] = { TASK_AIM, TASK_START,
		TASK_DUE, TASK_LEADER };
	struct values now = { 0 };
	int lacks = 0;

	if (record_read(store, &task_type.table, id,
		    &(struct query_params){ 0 }, &now, NULL) == STATUS_OK) {
		for (size_t i = 0; i < 4; i++) {
			const struct field *f = &task_fields[demanded[i]];
			const struct value *have = values_get(&now, f);

			if (have && have->kind != VALUE_NULL)
				continue;
			lacks++;
			add_label(out, field_label(&task_type, f));
		}
		if (!values_int(&now, &task_fields[TASK_LEAD])) {
			lacks++;
			add_label(out, field_label(&task_type,
					       &task_fields[TASK_LEAD]));
		}
	}
	values_free(&now);
	return lacks;
}

int task_gaps(struct store *store, int64_t id, struct str *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT requirements IS NULL, measures IS NULL,"
		" NOT EXISTS (SELECT 1 FROM share WHERE task=t.id AND role=1"
		"  AND state<>7 AND person IS NOT NULL)"
		" FROM task t WHERE id=:id");
	const char *const label[] = {
		field_label(&task_type, &task_fields[TASK_REQUIREMENTS]),
		field_label(&task_type, &task_fields[TASK_MEASURES]),
		language_text_in("task", N_("person")),
	};
	int gaps = 0;

	stmt_bind_int(s, ":id", id);
	if (stmt_row(s)) {
		for (int i = 0; i < 3; i++) {
			if (!stmt_int(s, i))
				continue;
			gaps++;
			add_label(out, label[i]);
		}
	}
	stmt_end(s, NULL);
	return gaps;
}
