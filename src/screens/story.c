#include "story.h"

#include <string.h>
#include "core/language.h"

enum { FIELDS_TOLD_MAX = 6 };

void story_who(
	const struct app *app, const struct journal_row *row, struct str *out)
{
	struct store *store = app->session->store;

	if (row->person)
		record_title(store, store_kind(store, KIND_PERSON), row->person,
			out);
	else
		str_add(out, row->os_user);
	if (row->typist == row->person)
		return;
	str_add(out, _(" (typed by "));
	if (row->typist)
		record_title(store, store_kind(store, KIND_PERSON), row->typist,
			out);
	else
		str_add(out, row->os_user);
	str_add(out, _(")"));
}

void story_value(const struct app *app, const struct record_type *type,
	const struct field *f, const struct change_value *v, struct str *out)
{
	struct value_context c = session_values(app->session, type->table.name);

	if (v->is_digest)
		str_add(out, "***");
	else
		value_print(f, &v->value, &c, VALUE_FOR_PEOPLE, out);
}

/* The verb tells the state it leads to. */
static bool is_state(const struct record_type *type, const struct field *f)
{
	return f->type == FIELD_CHOICE &&
	       ((type->state && !strcmp(f->name, type->state)) ||
		       !strcmp(f->name, "held_from"));
}

/* The program's own bookkeeping is not worth a line of the story. */
static bool is_told(const struct record_type *type, const struct change *c,
	const struct field *f)
{
	if (!f || f->type == FIELD_FLAG)
		return false;
	if (f->flags & FIELD_FIXED)
		return false;
	if (c->op == CHANGE_INSERT)
		return f->type == FIELD_LONG || f->type == FIELD_TEXT ||
		       f->type == FIELD_DECIMAL;
	if (f->flags & FIELD_SYSTEM)
		return f->type != FIELD_DATE && f->type != FIELD_INT &&
		       f->type != FIELD_REF && !is_state(type, f);
	return true;
}

bool story_is_empty(const struct change_value *v)
{
	return !v->is_digest && v->value.kind == VALUE_NULL;
}

static void tell_field(const struct app *app, const struct record_type *type,
	const struct field *f, const struct change_field *cf, struct str *out)
{
	if (out->len_bytes)
		str_add(out, _("; "));
	str_addf(out, "%s ", field_label(type, f));
	if (!story_is_empty(&cf->before)) {
		story_value(app, type, f, &cf->before, out);
		str_add(out, "->");
	}
	story_value(app, type, f, &cf->after, out);
}

/* A report tells the figure it brought, the share the same once more; a task
 * that is issued gives its day to every share. */
static bool is_told_twice(const struct journal_row *row, const struct change *c,
	const struct field *f)
{
	const struct changes *all = &row->changes;
	bool is_figure = c->op == CHANGE_INSERT && f->type == FIELD_DECIMAL;

	for (size_t i = 0; i < all->count; i++) {
		const struct change *other = &all->item[i];
		const struct record_type *type = record_type_of(other->kind);
		const struct field *same;

		if (other == c && !is_figure)
			return false;
		same = other != c && type
			       ? field_find(type->table.fields, f->name)
			       : NULL;
		if (same && change_field(other, same->number))
			return true;
	}
	return false;
}

void story_what(
	const struct app *app, const struct journal_row *row, struct str *out)
{
	int told = 0;

	for (size_t i = 0; i < row->changes.count; i++) {
		const struct change *c = &row->changes.item[i];
		const struct record_type *type = record_type_of(c->kind);

		if (!type || c->kind == KIND_ENTRY || c->kind == KIND_ARCHIVE)
			continue;
		for (size_t k = 0; k < c->count; k++) {
			const struct field *f = field_numbered(
				type->table.fields, c->field[k].number);

			if (!is_told(type, c, f) ||
				!field_may_see(app->session, type, f) ||
				story_is_empty(&c->field[k].after) ||
				is_told_twice(row, c, f) ||
				told++ >= FIELDS_TOLD_MAX)
				continue;
			tell_field(app, type, f, &c->field[k], out);
		}
	}
}
