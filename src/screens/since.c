/* since.c: what others did to a record while a form of it was open. */
#include "conflict.h"

#include "core/language.h"
#include "core/mem.h"
#include "story.h"

struct reading {
	const struct app *app;
	const struct record_type *type;
	int64_t id, revision;
	struct since *out;
};

static struct since_field *find(const struct since *s, const struct field *f)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->item[i].field == f)
			return &s->item[i];
	return NULL;
}

const struct since_field *since_find(
	const struct since *s, const struct field *f)
{
	return find(s, f);
}

/* Rows come newest first: who is the first seen, before the last seen. */
static void add(const struct reading *r, const struct journal_row *row,
	const struct field *f, const struct change_field *change)
{
	struct since *s = r->out;
	struct since_field *item = find(s, f);
	struct str who = STR_INIT;

	if (!item) {
		s->item =
			mem_grow(s->item, s->count, &s->size, sizeof *s->item);
		item = &s->item[s->count++];
		story_who(r->app, row, &who);
		str_add(&who, " ");
		show_instant(r->app, row->at_ms, &who);
		*item = (struct since_field){ .field = f,
			.who = str_take(&who) };
	}
	value_free(&item->before);
	item->before = value_copy(&change->before.value);
	item->is_hidden = change->before.is_digest &&
			  change->before.value.kind == VALUE_NULL;
}

static bool look(void *arg, const struct journal_row *row)
{
	const struct reading *r = arg;
	const struct change *c =
		changes_find(&row->changes, r->type->table.kind, r->id);

	if (row->seq <= r->revision)
		return false;
	for (size_t i = 0; c && i < c->count; i++) {
		const struct field *f = field_numbered(
			r->type->table.fields, c->field[i].number);

		if (f && field_may_see(r->app->session, r->type, f))
			add(r, row, f, &c->field[i]);
	}
	return true;
}

enum status since_read(const struct app *app, const struct record_type *type,
	int64_t id, int64_t revision, struct since *out, struct error *err)
{
	struct reading r = { app, type, id, revision, out };

	*out = (struct since){ .item = NULL };
	return journal_history(app->session->store, type->table.kind, id, false,
		0, INT32_MAX, look, &r, err);
}

void since_free(struct since *s)
{
	for (size_t i = 0; i < s->count; i++) {
		value_free(&s->item[i].before);
		mem_free(s->item[i].who);
	}
	mem_free(s->item);
	*s = (struct since){ .item = NULL };
}
