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

/* Pages made by hand, after the lists. */
static const struct place pages[] = {
	{ .step = 3,
		.page = &matrix_screen,
		.label = N_("responsibility matrix") },
	{ .step = 3, .page = &coverage_screen, .label = N_("coverage check") },
};

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
				*out = (struct place){ .step = (*t)->step,
					.type = *t,
					.view = v };
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
	if (n >= sizeof pages / sizeof *pages || !session_may(s, RIGHT_SEE))
		return false;
	*out = pages[n];
	return true;
}

const char *place_word(const struct place *p)
{
	return p->page ? p->page->name : p->type->table.name;
}

void place_name(const struct place *p, struct str *out)
{
	if (p->page) {
		str_add(out, _(p->label));
		return;
	}
	str_add(out, record_plural(p->type));
	if (p->view->label)
		str_addf(out, " > %s",
			language_text_in(p->type->table.name, p->view->label));
}

int64_t place_count(const struct app *app, const struct place *p)
{
	if (p->page)
		return -1;
	struct query q = {
		.table = &p->type->table,
		.view = p->view,
		.params = app_params(app, 0),
	};

	return query_count(app->session->store, &q, COUNT_MOST);
}

void place_open(struct stack *st, const struct place *p)
{
	stack_step(st, p->step);
	stack_to_root(st, p->step);
	if (p->page) {
		stack_push(st, p->page, NULL, 0);
		return;
	}
	struct records_arg arg = { .type = p->type, .view = p->view->name };

	stack_push(st, &records_screen, &arg, 0);
}
