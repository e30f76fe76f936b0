#include "place.h"

#include <string.h>
#include "core/language.h"

enum { COUNT_MOST = 1000 };

/* A view that needs a record (its shares, its reports) is no place. */
static bool is_place(const struct view *v)
{
	return !v->eq || !strstr(v->eq, ":of");
}

bool place_may_open(const struct session *s, const struct record_type *type,
	const struct view *view)
{
	bool is_mine = view && view->eq && strstr(view->eq, "=:me") &&
		       type->may_see && s->person;

	return is_mine || record_may_list(s, type);
}

/* The place n further on among the types of one rank; n says how many remain */
static bool place_of_rank(
	const struct session *s, int rank, size_t *n, struct place *out)
{
	for (const struct record_type *const *t = record_types; *t; t++) {
		const struct view *v = (*t)->table.views;

		if (!(*t)->step || (*t)->rank != rank)
			continue;
		for (; v && v->name; v++) {
			if (!is_place(v) || !place_may_open(s, *t, v))
				continue;
			if ((*n)-- == 0) {
				*out = (struct place){ (*t)->step, *t, v };
				return true;
			}
		}
	}
	return false;
}

bool place_at(const struct session *s, size_t n, struct place *out)
{
	for (int rank = 0; rank <= RECORD_RANK_LAST; rank++)
		if (place_of_rank(s, rank, &n, out))
			return true;
	return false;
}

void place_name(const struct place *p, struct str *out)
{
	str_add(out, record_plural(p->type));
	if (p->view->label)
		str_addf(out, " > %s",
			language_text_in(p->type->table.name, p->view->label));
}

int64_t place_count(const struct app *app, const struct place *p)
{
	struct query q = {
		.table = &p->type->table,
		.view = p->view,
		.params = app_params(app, 0),
	};

	return query_count(app->session->store, &q, COUNT_MOST);
}

void place_open(struct stack *st, const struct place *p)
{
	struct records_arg arg = { .type = p->type, .view = p->view->name };

	stack_step(st, p->step);
	stack_to_root(st, p->step);
	stack_push(st, &records_screen, &arg, 0);
}
