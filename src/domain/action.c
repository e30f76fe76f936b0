#include "domain/action.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "store/journal.h"

enum status reason_set(
	struct reason *reason, const char *unless, const char *why, ...)
{
	va_list args;

	if (!reason)
		return STATUS_REFUSED;
	va_start(args, why);
	vsnprintf(reason->why, sizeof reason->why, why, args);
	va_end(args);
	snprintf(reason->unless, sizeof reason->unless, "%s",
		unless ? unless : "");
	return STATUS_REFUSED;
}

const struct action *action_find(
	const char *name, const struct record_type **type)
{
	for (const struct record_type *const *t = record_types; *t; t++) {
		size_t n = strlen((*t)->table.name);

		if (strncmp(name, (*t)->table.name, n) != 0 || name[n] != '.')
			continue;
		for (const struct action *const *a = (*t)->actions; a && *a;
			a++) {
			if (strcmp((*a)->name, name) != 0)
				continue;
			if (type)
				*type = *t;
			return *a;
		}
	}
	return NULL;
}

void action_told(const struct journal_row *row, struct str *out)
{
	const struct record_type *type;
	const struct action *a = action_find(row->verb, &type);
	const char *label =
		a ? language_text_in(type->table.name, a->label) : row->verb;

	if (row->undoes_another)
		str_addf(out, _("undone: %s"), label);
	else
		str_add(out, label);
}

static bool is_typed(const struct action *action, const struct field *f)
{
	if (action->flags & ACTION_LINE)
		return f->headers && !(f->flags & FIELD_RETIRED);
	if (!field_is_stored(f) || (f->flags & (FIELD_SYSTEM | FIELD_RETIRED)))
		return false;
	return !(f->flags & FIELD_FIXED) || (action->flags & ACTION_CREATES);
}

size_t action_inputs(const struct record_type *type,
	const struct action *action, const struct field **out, size_t max)
{
	size_t n = 0;

	for (const struct field *const *f = action->input; f && *f; f++)
		if (n < max)
			out[n++] = *f;
	if (!(action->flags & ACTION_ALL_FIELDS))
		return n;
	for (const struct field *f = type->table.fields; f->name; f++) {
		bool is_there = false;

		for (size_t i = 0; i < n; i++)
			is_there |= out[i] == f;
		if (!is_there && is_typed(action, f) && n < max)
			out[n++] = f;
	}
	return n;
}

static bool owns(const struct record_type *type, const struct field *field)
{
	for (const struct field *f = type->table.fields; f->name; f++)
		if (f == field)
			return true;
	return false;
}

const struct record_type *action_input_type(const struct record_type *type,
	const struct action *action, const struct field *field)
{
	if (owns(type, field))
		return type;
	if (action && action->makes && owns(*action->makes, field))
		return *action->makes;
	for (const struct record_type *const *t = record_types; *t; t++)
		if (owns(*t, field))
			return *t;
	return type;
}

/* ---- writing: what an action without an effect does */

static const struct field *field_of(
	const struct record_type *type, const char *name)
{
	return name ? field_find(type->table.fields, name) : NULL;
}

static void take_own(const struct record_type *type, const struct values *v,
	struct values *out)
{
	for (size_t i = 0; i < v->count; i++) {
		const struct field *f = v->item[i].field;

		if (owns(type, f) && field_is_stored(f))
			values_set(out, f, value_copy(&v->item[i].value));
	}
}

/* "today", "me", "my unit", or as if typed */
static void take_initial(
	const struct attempt *a, const struct field *f, struct values *out)
{
	struct value_context c =
		session_values(a->session, a->type->table.name);
	struct issue issue;
	struct value v;

	if (strcmp(f->initial, "me") == 0) {
		if (a->person)
			values_set_int(out, f, a->person);
		return;
	}
	if (strcmp(f->initial, "my unit") == 0) {
		if (a->session->unit)
			values_set_int(out, f, a->session->unit);
		return;
	}
	c.today = a->today;
	if (value_parse(f, f->initial, &c, &v, &issue) == STATUS_OK)
		values_set(out, f, v);
}

static void complete_new(const struct attempt *a, struct values *out)
{
	const struct record_type *type = a->type;
	const char *parent = type->table.parent;
	char name[64];

	for (const struct field *f = type->table.fields; f->name; f++)
		if (field_is_stored(f) && f->initial && !values_has(out, f))
			take_initial(a, f, out);
	for (const struct field *f = type->table.fields; f->name; f++)
		if (f->type == FIELD_FLAG && field_is_stored(f) &&
			(f->flags & FIELD_REQUIRED) && !values_has(out, f))
			values_set_int(out, f, 0);
	if (!parent || !a->id)
		return;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(parent, " "), parent);
	if (field_of(type, name) && !values_has(out, field_of(type, name)))
		values_set_int(out, field_of(type, name), a->id);
}

enum status action_write(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	const struct record_type *type = a->type;
	const struct field *state = field_of(type, type->state);
	struct values own = { .item = NULL };
	enum status status;

	take_own(type, v, &own);
	if (a->action->to && state)
		values_set_int(&own, state, a->action->to);
	if (a->action->flags & ACTION_CREATES) {
		complete_new(a, &own);
		*id = 0;
		status = txn_insert(txn, &type->table, &own, id, err);
	} else {
		*id = a->id;
		status = txn_update(txn, &type->table, a->id, &own, err);
	}
	values_free(&own);
	return status;
}

/* ---- what a form shows first */

static enum status prefill_plain(
	const struct attempt *a, struct values *out, struct error *err)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(a->type, a->action, input, ACTION_INPUTS_MAX);
	struct values now = { .item = NULL };
	bool has_record = a->id && !(a->action->flags & ACTION_CREATES);
	enum status status = STATUS_OK;

	if (has_record)
		status = record_read(
			a->store, &a->type->table, a->id, NULL, &now, err);
	for (size_t i = 0; i < n && !status; i++) {
		const struct value *v = values_get(&now, input[i]);

		if (v && v->kind != VALUE_NULL)
			values_set(out, input[i], value_copy(v));
		else if (input[i]->initial && !v)
			take_initial(a, input[i], out);
		else if (input[i]->initial && (input[i]->flags & FIELD_SYSTEM))
			take_initial(a, input[i], out);
	}
	values_free(&now);
	return status;
}

/* One prefill serves several actions: the door refuses what one takes not. */
static void keep_inputs(const struct record_type *type,
	const struct action *action, struct values *v)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(type, action, input, ACTION_INPUTS_MAX);

	for (size_t i = v->count; i > 0; i--) {
		const struct field *f = v->item[i - 1].field;
		bool is_input = false;

		for (size_t k = 0; k < n; k++)
			is_input |= input[k] == f;
		if (!is_input)
			values_remove(v, f);
	}
}

enum status action_prefill(const struct session *s,
	const struct record_type *type, const struct action *action, int64_t id,
	struct values *out, struct error *err)
{
	struct attempt a = {
		.session = s,
		.store = s->store,
		.action = action,
		.type = type,
		.person = s->person,
		.id = id,
		.today = clock_today(&s->clock),
	};
	enum status status = prefill_plain(&a, out, err);

	if (!status && action->prefill)
		status = action->prefill(&a, out);
	keep_inputs(type, action, out);
	return status;
}
