/* merge.c: three versions of a field: before, theirs, mine. */
#include "merge.h"

#include <string.h>
#include "core/mem.h"
#include "store/draft.h"

enum status merge_read(struct merge *m, const struct app *app,
	const struct entry_arg *what, int64_t revision, struct error *err)
{
	struct query_params params = app_params(app, 0);
	int64_t id = what->ids[0];
	enum status status;

	merge_free(m);
	m->type = what->type;
	m->action = what->action;
	m->revision = record_revision(
		app->session->store, what->type->table.kind, id);
	status = since_read(app, what->type, id, revision, &m->since, err);
	if (!status)
		status = action_prefill(app->session, what->type, what->action,
			id, &m->now, err);
	if (!status)
		status = record_read(app->session->store, &what->type->table,
			id, &params, &m->record, err);
	return status;
}

void merge_free(struct merge *m)
{
	since_free(&m->since);
	values_free(&m->now);
	values_free(&m->record);
	mem_free(m->item);
	*m = (struct merge){ .item = NULL };
}

/* As the form writes it. */
static void print(const struct form *form, const struct field *f,
	const struct value *v, struct str *out)
{
	if (v && v->kind != VALUE_NULL)
		form->owner.print(form->owner.arg, f, v, out);
}

static bool they_changed(
	const struct merge *m, const struct form *form, size_t i)
{
	struct str theirs = STR_INIT;
	const struct form_item *item = &form->item[i];
	bool changed = false;

	/* the rest is the actor's: nobody else writes it */
	if (since_find(&m->since, item->field) ||
		values_has(&m->now, item->field)) {
		print(form, item->field, values_get(&m->now, item->field),
			&theirs);
		changed = strcmp(theirs.data, item->before) != 0;
	}
	str_free(&theirs);
	return changed;
}

static bool i_changed(const struct merge *m, const struct form *form, size_t i)
{
	struct str theirs = STR_INIT;
	const struct form_item *item = &form->item[i];
	const char *mine = form_text(form, i);
	bool changed;

	print(form, item->field, values_get(&m->now, item->field), &theirs);
	changed = strcmp(mine, item->before) && strcmp(mine, theirs.data);
	str_free(&theirs);
	return changed;
}

/* ---- the page */

struct page {
	struct conflict_row *row;
	size_t count, size;
};

static void add_row(struct page *p, const char *label, const char *who,
	const char *before, const char *theirs, const char *mine)
{
	p->row = mem_grow(p->row, p->count, &p->size, sizeof *p->row);
	p->row[p->count++] = (struct conflict_row){
		.label = label,
		.who = who,
		.before = mem_text(before),
		.theirs = mem_text(theirs),
		.mine = mine,
	};
}

static void page_free(struct page *p)
{
	for (size_t i = 0; i < p->count; i++) {
		mem_free((void *)(uintptr_t)p->row[i].before);
		mem_free((void *)(uintptr_t)p->row[i].theirs);
	}
	mem_free(p->row);
}

static void add_choices(
	struct merge *m, const struct form *form, struct page *page)
{
	m->rows = 0;
	for (size_t i = 0; i < form->count; i++) {
		const struct field *f = form->item[i].field;
		const struct since_field *since = since_find(&m->since, f);
		struct str theirs = STR_INIT;

		if (they_changed(m, form, i) && i_changed(m, form, i)) {
			print(form, f, values_get(&m->now, f), &theirs);
			add_row(page, form->item[i].label,
				since ? since->who : NULL, form->item[i].before,
				theirs.data, form_text(form, i));
			m->item = mem_grow(
				m->item, m->rows, &m->size, sizeof *m->item);
			m->item[m->rows++] = i;
		}
		str_free(&theirs);
	}
}

/* Besides the form: an action that is no plain edit may rest on it. */
static void add_told(const struct merge *m, struct app *app,
	const struct form *form, struct page *page)
{
	struct value_context c =
		session_values(app->session, m->type->table.name);

	for (size_t i = 0; i < m->since.count; i++) {
		const struct since_field *since = &m->since.item[i];
		const struct field *f = since->field;
		struct str before = STR_INIT, theirs = STR_INIT;

		value_print(f, &since->before, &c, VALUE_FOR_PEOPLE, &before);
		if (values_get(&m->record, f))
			value_print(f, values_get(&m->record, f), &c,
				VALUE_FOR_PEOPLE, &theirs);
		if (strcmp(before.data, theirs.data) &&
			!(f->flags & FIELD_FIXED) &&
			form_index(form, f) == SIZE_MAX)
			add_row(page, field_label(m->type, f), since->who,
				before.data, theirs.data, NULL);
		str_free(&before);
		str_free(&theirs);
	}
}

bool merge_ask(struct merge *m, struct screen *s, const struct form *form,
	const char *heading, int tag)
{
	struct page page = { .row = NULL };
	struct conflict_arg arg = { .heading = heading };
	bool asked;

	add_choices(m, form, &page);
	if (!(m->action->flags & ACTION_PLAIN))
		add_told(m, app_of(s), form, &page);
	arg.row = page.row;
	arg.count = page.count;
	asked = page.count > 0;
	if (asked)
		stack_push(s->stack, &conflict_screen, &arg, tag);
	page_free(&page);
	return asked;
}

/* ---- into the form */

static bool is_kept(const struct merge *m, size_t i, const bool *is_mine)
{
	for (size_t r = 0; is_mine && r < m->rows; r++)
		if (m->item[r] == i)
			return is_mine[r];
	return false;
}

void merge_apply(const struct merge *m, struct form *form, const bool *is_mine)
{
	for (size_t i = 0; i < form->count; i++) {
		const struct field *f = form->item[i].field;
		const struct value *v = values_get(&m->now, f);
		struct str theirs = STR_INIT;

		if (they_changed(m, form, i)) {
			print(form, f, v, &theirs);
			if (is_kept(m, i, is_mine))
				;
			else if (v && v->kind != VALUE_NULL)
				form_set_value(form, i, v, theirs.data);
			else
				form_set_text(form, i, "");
			form_set_before(form, i, theirs.data);
		}
		str_free(&theirs);
	}
}

/* ---- drafts */

/* What stood there when the draft was typed. */
static void print_before(const struct since *since, const struct form *form,
	size_t i, struct str *out)
{
	const struct since_field *f = since_find(since, form->item[i].field);

	if (f && !f->is_hidden)
		print(form, f->field, &f->before, out);
	else
		str_add(out, form->item[i].before);
}

void merge_draft(const struct app *app, const struct entry_arg *what,
	const struct draft *draft, struct form *form)
{
	struct since since = { .item = NULL };

	if (draft->revision)
		since_read(app, what->type, what->ids[0], draft->revision,
			&since, NULL);
	for (size_t i = 0; i < form->count; i++) {
		const char *text = draft_get(draft, form->item[i].field->name);
		struct str before = STR_INIT;

		print_before(&since, form, i, &before);
		if (text && strcmp(text, before.data) &&
			strcmp(text, form_text(form, i))) {
			form_set_text(form, i, text);
			form_set_before(form, i, before.data);
		}
		str_free(&before);
	}
	since_free(&since);
}
